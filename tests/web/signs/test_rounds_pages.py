"""A round by a link: made by the contact person, walked by somebody without an account."""

import io
import re

import pytest

from tests.support.html import Page
from tests.support.mounting import phone_photo
from tests.usecases.signs.case import SignScene

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def link(scene, signed_in):
    """The path of a link that the contact person made on the page."""

    def make(group_id):
        contact = signed_in(scene.maja)
        contact.submit(f"/grupper/{group_id}/rundor", {"walker": "Grannstöd"}, button="Gör en länk")
        page = contact.page(f"/grupper/{group_id}/rundor")
        shown = [e.attrib.get("value", "") for e in page.all("input")]
        return re.sub(r"^https?://[^/]+", "", next(v for v in shown if "/R/" in v))

    return make


def test_the_walker_says_how_each_sign_is(scene, link, new_client, testdata):
    sign_id = scene.standing()
    path = link(scene.sign(sign_id).group_id)
    walker = new_client()
    assert "1042" in walker.page(path).text()

    answer = walker.submit(
        path,
        {
            "result": "fault",
            "kind": "turned",
            "text": "Pekar inåt.",
            "photos": (io.BytesIO(phone_photo(testdata)), "IMG.jpg"),
        },
        action=f"/{sign_id}",
    )

    assert answer.status_code == 303
    assert "fel anmält" in walker.page(path).text()
    assert scene.the_task_of(sign_id, "fault").reason == "Den har vridit sig. Pekar inåt."


def test_a_new_link_is_shown_at_once(scene, signed_in):
    group_id = scene.sign(scene.standing()).group_id
    answer = signed_in(scene.maja).submit(
        f"/grupper/{group_id}/rundor", {"walker": "Grannstöd"}, button="Gör en länk"
    )

    shown = signed_in(scene.maja).page(f"/grupper/{group_id}/rundor")
    assert answer.location.rpartition("#")[2] in shown.ids()


def test_a_fault_without_its_kind_is_asked_for_beside_the_field(scene, link, new_client):
    sign_id = scene.standing()
    path = link(scene.sign(sign_id).group_id)

    answer = new_client().submit(path, {"result": "fault"}, action=f"/{sign_id}")

    assert answer.status_code == 422
    page = Page(answer.get_data(as_text=True))
    assert "Välj vad som är fel" in page.text()
    (field,) = [e for e in page.all("select") if e.attrib.get("aria-invalid")]
    (way,) = [e for e in page.all("a") if page.text(e) == "Välj vad som är fel."]
    assert way.attrib["href"] == "#" + field.attrib["id"]


def test_sending_the_same_form_twice_counts_once(scene, link, new_client):
    sign_id = scene.standing()
    path = link(scene.sign(sign_id).group_id)
    walker = new_client()
    data = {"key": "the same", "result": "fault", "kind": "dirty"}

    for _time in range(2):
        assert walker.post(f"{path}/{sign_id}", data=data).status_code == 303

    task = scene.the_task_of(sign_id, "fault")
    with scene.runtime.reading() as work:
        assert len(work.get(type(task), task.id).reports) == 1


def test_an_ended_link_opens_nothing(scene, link, signed_in, new_client):
    group_id = scene.sign(scene.standing()).group_id
    path = link(group_id)

    signed_in(scene.maja).submit(f"/grupper/{group_id}/rundor", button="Avsluta rundan")

    ended = new_client().page(path, status=404)
    assert "Fråga gruppens kontaktombud om en ny länk" in ended.text()


def by_itself(client, path, sign_id, **said):
    """What a phone sends when the network is back."""
    headers = {"Accept": "application/json", "Sec-Fetch-Site": said.pop("site", "same-origin")}
    return client.post(f"{path}/{sign_id}/sagt", data=said, headers=headers, csrf=False)


def test_what_a_phone_sends_by_itself_counts_once_and_tells_what_to_show(scene, link, new_client):
    sign_id = scene.standing()
    path = link(scene.sign(sign_id).group_id)
    phone = new_client()

    answers = [
        by_itself(phone, path, sign_id, key="from the phone", result="fault", kind="dirty")
        for _time in range(2)
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert "fel anmält" in answer.json["html"]
        assert "1 av 1" in answer.json["progress"]
    task = scene.the_task_of(sign_id, "fault")
    with scene.runtime.reading() as work:
        assert len(work.get(type(task), task.id).reports) == 1


def test_a_phone_is_told_what_was_wrong_and_an_ended_link_takes_nothing(
    scene, link, new_client, signed_in
):
    sign_id = scene.standing()
    group_id = scene.sign(sign_id).group_id
    path = link(group_id)
    phone = new_client()

    unclear = by_itself(phone, path, sign_id, key="k", result="fault", kind="")
    foreign = by_itself(phone, path, sign_id, key="k", result="ok", site="cross-site")
    signed_in(scene.maja).submit(f"/grupper/{group_id}/rundor", button="Avsluta rundan")
    late = by_itself(phone, path, sign_id, key="k", result="ok")

    assert (unclear.status_code, unclear.json["error"]) == (422, "Välj vad som är fel.")
    assert foreign.status_code == 403
    assert late.status_code == 404
    assert "ny länk" in late.json["error"]
