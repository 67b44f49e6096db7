"""Pages for people without an account: the search's answers, the interest list, a letter."""

import pytest

from tests.support.ground import put_on_map
from tests.support.mailbox import links_in
from tests.support.web import parsed
from tests.usecases.groups.scene import PLANE

pytestmark = pytest.mark.sqlite_only

FORM = {"email": "anna@exempel.se", "name": "Anna Ny", "consent": "y"}


@pytest.fixture(autouse=True)
def address(scene, given):
    """Björkvägen 4 lies in the block."""
    x, y = PLANE.to_metric(12.3250, 58.3810)
    with given() as work:
        put_on_map(work, scene.here, ("Björkvägen", "4", x, y))


def own_page(sent_mail):
    [mail] = [mail for mail in sent_mail() if mail["To"] == "anna@exempel.se"]
    return next(link for link in links_in(mail) if "/intresse/" in link).removeprefix(
        "http://localhost"
    )


def test_from_the_search_to_the_list_and_off_it_again(client, sent_mail):
    assert "Säg till när det finns en" in client.page("/hitta?adress=Björkvägen+4").text()
    answer = client.submit("/intresse?adress=Björkvägen+4", FORM, button="Skicka")
    path = own_page(sent_mail)
    asked = client.page(path).text()
    client.submit(path, button="Ja, det vill jag")
    on_it = client.page(path)
    gone = parsed(client.submit(path, button="Ta bort mig"))

    assert parsed(answer).heading() == "Titta i din e-post"
    assert "Hej Anna Ny" in asked
    assert on_it.heading() == "Du står på listan för Björkvägen"
    assert gone.heading() == "Du är borttagen"
    assert client.page(path, status=404).heading() == "Länken gäller inte"


def test_without_consent_or_an_address_we_know_nothing_is_kept(client, sent_mail):
    refused = client.submit(
        "/intresse?adress=Björkvägen+4", {"email": "anna@exempel.se"}, button="Skicka"
    )
    lost = client.submit("/intresse?adress=Ingenstans+1", FORM, button="Skicka")

    assert refused.status_code == lost.status_code == 422
    assert "Vi hittar inte adressen." in lost.get_data(as_text=True)
    assert sent_mail() == []


def test_staff_see_numbers_and_nothing_else(scene, client, signed_in, sent_mail):
    client.submit("/intresse?adress=Björkvägen+4", FORM, button="Skicka")
    client.submit(own_page(sent_mail), button="Ja, det vill jag")
    petra, rut = signed_in(scene.police()), signed_in(scene.staff("Rut Ek", ("reviewer", None)))

    answer = petra.get("/intresse/lista").get_data(as_text=True)

    assert "Björkvägen" in answer
    assert "anna" not in answer.lower()
    assert rut.get("/intresse/lista").status_code == 403


def test_a_group_sees_how_many_wait_and_invites_them(scene, client, maja, sent_mail):
    client.submit("/intresse?adress=Björkvägen+4", FORM, button="Skicka")
    client.submit(own_page(sent_mail), button="Ja, det vill jag")
    path = f"/grupper/{scene.approved()}"
    sent_mail()

    before = maja.page(path).text()
    maja.submit(path, button="Bjud in 1 intresserad")

    assert "1 intresserad i ert område" in before
    assert "anna@" not in before
    assert "Anna Ny" not in before
    assert "Alla har fått en inbjudan." in maja.page(path).text()
    own = client.page(own_page(sent_mail))
    assert "Skriv till Björkvägen" in own.text()


def test_where_there_is_a_group_one_writes_to_it(scene, client, sent_mail):
    group_id = scene.approved()
    sent_mail()
    found = client.page("/hitta?adress=Björkvägen+4").text()

    answer = client.submit(
        f"/hitta/grupp/{group_id}",
        {"email": "anna@exempel.se", "text": "Får jag vara med?"},
        button="Skicka",
    )

    assert "Skriv till Björkvägen" in found
    assert scene.maja.email not in found
    assert "Maja" not in found
    assert parsed(answer).heading() == "Ditt brev är skickat till Björkvägen"
    assert [mail["To"] for mail in sent_mail()] == [scene.maja.email]


def test_a_group_that_is_not_public_is_not_there(scene, client):
    assert client.get(f"/hitta/grupp/{scene.submitted()}").status_code == 404
