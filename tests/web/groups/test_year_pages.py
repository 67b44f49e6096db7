"""The pages of a group's year: what is confirmed, the link of a letter, resting and closing."""

from datetime import UTC, datetime

import pytest

from grannsamverkan.groups.models import Group
from grannsamverkan.groups.usecases import life
from tests.support.html import Page
from tests.support.mailbox import links_in
from tests.support.statements import statements_of

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def group_id(scene):
    return scene.active()


@pytest.fixture
def asked(scene, group_id, clock, sent_mail, client):
    """The link of the year's letter, as path. The mail is read as its receiver reads it."""
    from_now_on = datetime(2027, 9, 24, 6, tzinfo=UTC)
    sent_mail()
    clock.now = from_now_on
    with scene.runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        work.enqueue("look_after_years")
    [letter] = [mail for mail in sent_mail() if "fortfarande i gång" in mail["Subject"]]
    return next(link for link in links_in(letter) if "/ar/" in link).removeprefix(
        "http://localhost"
    )


def test_a_look_by_the_link_changes_nothing(scene, group_id, asked, client):
    for _ in range(3):
        page = client.page(asked)

    assert page.heading() == "Bekräfta att gruppen är i gång"
    assert "12 av 20 bostäder är med, 3 har sagt nej" in page.text()
    assert "Maja Lind" in page.text()
    assert scene.maja.email not in page.text()
    assert "group_year_confirm" not in [entry.event for entry in scene.events()]


def test_one_press_is_enough(scene, group_id, asked, client):
    answer = client.submit(asked, {}, button="Ja, det stämmer", follow=True)

    page = Page(answer.get_data(as_text=True))
    assert page.heading() == "Tack, Björkvägen är bekräftad"
    assert "Nästa gång är senast 24 september 2028" in page.text()
    assert client.page(asked).heading() == "Tack, Björkvägen är bekräftad"
    assert [e.event for e in scene.events()].count("group_year_confirm") == 1


def test_a_day_that_has_not_been_is_explained_at_its_field(asked, client):
    answer = client.submit(asked, {"met_on": "2031-01-01"}, button="Ja, det stämmer")

    assert answer.status_code == 422
    assert "Dagen har inte varit än." in answer.get_data(as_text=True)


def test_a_wrong_link_is_explained_kindly(client):
    assert client.page(f"/ar/{'Y' * 28}", status=404).heading() == "Länken gäller inte"


def test_the_groups_page_says_what_is_asked_and_until_when(scene, group_id, asked, maja):
    page = maja.page(f"/grupper/{group_id}")

    assert "Bekräfta att gruppen är i gång" in page.text()
    assert "Senast 23 november 2027." in page.text()
    assert "Gruppen blir vilande, om ingen bekräftar" in page.text()
    assert "Bekräfta att Björkvägen är i gång" in maja.page("/").text()

    maja.submit(f"/grupper/{group_id}/ar", {"signs": "worn"}, button="Ja, det stämmer")

    page = maja.page(f"/grupper/{group_id}")
    assert "Året bekräftat" in page.text()
    assert "Någon skylt är skadad, blekt eller borta" in page.text()
    assert "Bekräfta att Björkvägen är i gång" not in maja.page("/").text()


def test_before_its_time_there_is_nothing_to_confirm(group_id, maja):
    assert "från och med 24 september 2027" in maja.page(f"/grupper/{group_id}/ar").text()


def test_a_group_rests_and_begins_again(scene, group_id, maja, signed_in):
    petra, path = signed_in(scene.police()), f"/grupper/{group_id}"

    petra.submit(f"{path}/vila", {"reason": "Ni bad om paus."}, button="Gör gruppen vilande")
    resting = maja.page(path).text()
    maja.submit(path, button="Vi vill starta igen")
    waiting = maja.page(path).text()
    todo = petra.page("/").text()
    petra.submit(path, button="Starta gruppen igen")

    assert "Ni bad om paus." in resting
    assert "Polisen har fått veta att ni vill starta igen" in waiting
    assert "Starta Björkvägen igen" in todo
    assert scene.state(group_id) == "active"
    assert "Gruppen startade igen" in maja.page(path).text()


def test_waking_a_group_that_has_not_asked_says_what_is_missing(scene, group_id, signed_in):
    police = scene.police()
    with scene.runtime.work(police.actor) as work:
        life.rest_group(work, group_id, reason="Paus.")

    answer = signed_in(police).post(f"/grupper/{group_id}/vack")

    assert answer.status_code == 409
    assert "Vi vill starta igen" in answer.get_data(as_text=True)


def test_the_police_read_the_number_to_call_where_they_are_asked_to_call(
    scene, group_id, signed_in
):
    police = scene.police()
    with scene.runtime.work(police.actor) as work:
        life.rest_group(work, group_id, reason="Paus.")
    with scene.given() as work:
        for contact in work.get(Group, group_id).contacts:
            contact.user.phone = "070-174 06 11"

    page = signed_in(police).page(f"/grupper/{group_id}")

    words = page.text()
    assert words.index("Ring gärna ett kontaktombud") < words.index("070-174 06 11")
    assert words.index("070-174 06 11") < words.index("Så många är med")


def test_its_own_people_close_it_with_a_reason(scene, group_id, maja):
    path = f"/grupper/{group_id}"
    assert maja.submit(f"{path}/avsluta", {}, button="Avsluta gruppen").status_code == 422

    maja.submit(f"{path}/avsluta", {"reason": "Vi flyttar."}, button="Avsluta gruppen")

    page = maja.page(path)
    assert "Därför avslutades gruppen" in page.text()
    assert "Vi flyttar." in page.text()
    assert maja.get(f"{path}/avsluta").status_code == 404


def test_who_may_not_end_it_is_not_offered_to(scene, group_id, maja, signed_in):
    rut = signed_in(scene.staff("Rut Granskare", ("reviewer", None)))

    assert maja.get(f"/grupper/{group_id}/vila").status_code == 404
    assert rut.get(f"/grupper/{group_id}/avsluta").status_code == 404


def test_the_groups_page_asks_for_the_settings_once(scene, group_id, maja):
    with statements_of(scene.runtime) as asked:
        maja.page(f"/grupper/{group_id}")

    assert len([statement for statement in asked if "FROM setting" in statement]) == 1
