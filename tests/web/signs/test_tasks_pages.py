"""Pages of tasks and reported faults, as people fill them in."""

import io

import pytest

from tests.support.mounting import phone_photo
from tests.usecases.signs.case import SignScene

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def photo(testdata):
    return phone_photo(testdata)


def picked(content, name="IMG_1.jpg"):
    return (io.BytesIO(content), name)


def test_a_passer_by_reports_with_a_photo_and_gets_a_number(client, scene, photo, sent_mail):
    sign = scene.sign(scene.standing())

    answer = client.submit(
        f"/S/{sign.code}/fel",
        {"kind": "loose", "text": "Bandet har gått av.", "photos": picked(photo)},
        follow=True,
    )

    words = answer.get_data(as_text=True)
    assert "Tack, vi har fått din anmälan" in words
    assert "Till skyltens sida" in words
    task = scene.the_task(scene.fault(sign.id).task_id)
    assert task.reason == "Den sitter löst. Bandet har gått av."
    sent_mail()


def test_the_label_leads_to_the_report_and_names_112_first(client, scene):
    sign = scene.sign(scene.standing())

    page = client.page(f"/S/{sign.code}")

    assert f"/S/{sign.code}/fel" in [a.attrib["href"] for a in page.all("a")]
    text = client.page(f"/S/{sign.code}/fel").text()
    assert text.index("112") < text.index("Vad är fel?")


def test_what_is_no_photo_is_said_beside_the_field_and_nothing_is_kept(client, scene):
    sign = scene.sign(scene.standing())

    answer = client.submit(
        f"/S/{sign.code}/fel", {"kind": "dirty", "photos": picked(b"hello", "x.jpg")}
    )

    assert answer.status_code == 422
    assert "inget foto vi kan läsa" in answer.get_data(as_text=True)


def test_a_flood_gets_a_plain_answer(client, scene):
    sign = scene.sign(scene.standing())
    for _number in range(10):
        assert client.submit(f"/S/{sign.code}/fel", {"kind": "dirty"}).status_code == 303

    assert client.submit(f"/S/{sign.code}/fel", {"kind": "dirty"}).status_code == 429


def test_a_thank_you_page_is_only_for_its_own_sign(client, scene):
    group_id = scene.active()
    one = scene.sign(scene.handed_out(group_id, "1042"))
    other = scene.sign(scene.handed_out(group_id, "1043"))
    report = scene.fault(one.id)

    client.page(f"/S/{one.code}/fel/{report.id}")
    client.page(f"/S/{other.code}/fel/{report.id}", status=404)


def test_the_contact_person_reports_and_the_reviewer_says_yes(scene, photo, signed_in, sent_mail):
    task_id = scene.task(scene.standing())
    contact, reviewer = signed_in(scene.maja), signed_in(scene.reviewer)

    answer = contact.submit(
        f"/skyltar/uppgifter/{task_id}",
        {"photos": picked(photo), "note": "Nytt band."},
        button="Det är gjort",
    )
    assert answer.status_code == 303
    sent_mail()
    page = reviewer.page(f"/skyltar/uppgifter/{task_id}")
    assert "Nytt band." in page.text()
    assert [img for img in page.all("img") if "/foton/" in img.attrib.get("src", "")]

    reviewer.submit(f"/skyltar/uppgifter/{task_id}", {}, button="Ja, det är klart")
    assert scene.the_task(task_id).state == "done"


def test_a_report_without_photo_says_what_is_missing(scene, signed_in):
    task_id = scene.task(scene.standing())

    answer = signed_in(scene.maja).submit(
        f"/skyltar/uppgifter/{task_id}", {"note": "Klart"}, button="Det är gjort"
    )

    assert answer.status_code == 422
    assert "Lägg till minst ett foto" in answer.get_data(as_text=True)


def test_a_reviewer_orders_a_sign_down_from_its_page(scene, signed_in):
    sign_id = scene.standing()
    reviewer = signed_in(scene.reviewer)
    page = reviewer.page(f"/skyltar/{sign_id}")
    assert f"/skyltar/{sign_id}/ta-ner" in [a.attrib["href"] for a in page.all("a")]

    reviewer.submit(f"/skyltar/{sign_id}/ta-ner", {"reason": "Platsen byggs om."})

    assert scene.sign(sign_id).state == "take_down_ordered"
    words = signed_in(scene.maja).page("/").text()
    assert "Ta ner skylten" in words


def test_the_story_is_one_page_with_whose_turn_it_is(scene, signed_in):
    sign_id = scene.photos_sent()

    text = signed_in(scene.maja).page(f"/skyltar/{sign_id}/historia").text()

    assert "Kommunens granskare" in text
    assert "Platsen godkänd" in text
