"""A round by a link: made by the contact person, walked by somebody without an account."""

import io
import re

import pytest

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


def test_a_fault_without_its_kind_is_asked_for_beside_the_field(scene, link, new_client):
    sign_id = scene.standing()
    path = link(scene.sign(sign_id).group_id)

    answer = new_client().submit(path, {"result": "fault"}, action=f"/{sign_id}")

    assert answer.status_code == 422
    assert "Välj vad som är fel" in answer.get_data(as_text=True)


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

    new_client().page(path, status=404)
