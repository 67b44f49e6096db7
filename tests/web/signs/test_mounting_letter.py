"""The private page of a letter: photos and statements from a phone, with and without scripts."""

import io
import json

import pytest

from grannsamverkan.core.storage import FileStorage
from grannsamverkan.signs import jobs
from grannsamverkan.signs.usecases import mounting
from tests.support.html import Page
from tests.support.mounting import MountingScene, all_rows, examined, phone_photo, send_photo

JSON = {"Accept": "application/json"}
GOOD_ANSWERS = {
    "fastening": "cable_tie",
    "liner": "no",
    "surface": "footway",
    "lower_edge": "2,7",
    "post_number": "1042",
}


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def photo(testdata):
    return phone_photo(testdata)


def picked(content, name="IMG_1.jpg"):
    return (io.BytesIO(content), name)


def send_by_script(client, letter, content, view="fastening"):
    return send_photo(client, letter.path, content, view)


def close_body(answer):
    """Flask's client leaves a large request's body in an open file."""
    answer.request.environ["wsgi.input"].close()
    return answer


@pytest.mark.sqlite_only
def test_the_letters_page_asks_for_three_views_and_five_facts_each_with_a_drawing(client, scene):
    page = client.page(scene.mine.path)

    words = page.text()
    for asked in ("Fästet på nära håll", "Hela stolpen", "Vyn längs vägen", "gummi eller plast"):
        assert asked in words
    assert "Vet inte" in words
    assert len([e for e in page.all("input") if e.attrib.get("type") == "file"]) == 6
    assert scene.mine.token not in words


def test_without_scripts_a_photo_is_kept_and_then_sent_with_the_answers(
    client, scene, photo, sent_mail
):
    first = client.submit(
        scene.mine.path, {"photos_fastening": picked(photo)}, button="Lägg till foton"
    )
    second = client.submit(scene.mine.path, GOOD_ANSWERS, button="Granska och skicka")
    summary = client.page(second.location)
    third = client.submit(second.location, button="Skicka till kommunen")

    assert (first.status_code, second.status_code, third.status_code) == (303, 303, 303)
    assert "2,7 m" in summary.text()
    assert "Buntband av plast" in summary.text()
    assert client.page(scene.mine.path).heading() == "Tack, fotona är skickade"
    sign = scene.sign()
    assert sign.state == "photos_sent"
    assert sign.sent_set.lower_edge_m == 2.7
    mails = sent_mail()
    [kept] = scene.photos()
    assert (kept.view, kept.state, kept.format) == ("fastening", "ready", "JPEG")
    assert "samhallsbyggnad@alby.example" in [mail["To"] for mail in mails]


def test_a_script_gets_201_once_the_photo_is_safe_and_a_thumbnail_when_it_asks_again(
    client, scene, photo
):
    answer = send_by_script(client, scene.mine, photo)
    shown = examined(client, scene.mine.path, answer)

    assert answer.status_code == 201
    assert answer.json["state"] == "received"
    assert shown["state"] == "ready"
    assert shown["refused"] is None
    picture = client.get(shown["thumbnail_url"])
    assert picture.mimetype == "image/jpeg"
    assert picture.data.startswith(b"\xff\xd8")
    assert f'data-shot="{shown["id"]}"' in shown["html"]


def test_the_same_photo_twice_counts_once(client, scene, photo):
    first = send_by_script(client, scene.mine, photo, "fastening")
    again = send_by_script(client, scene.mine, photo, "post")

    assert first.json["id"] == again.json["id"]
    [kept] = scene.photos()
    assert kept.view == "post"


def test_a_refused_file_is_told_beside_its_field_and_the_good_photo_is_kept(client, scene, photo):
    answer = client.submit(
        scene.mine.path,
        {
            "photos_post": [picked(photo), picked(b"<html>no photo</html>", "sida.jpg")],
            "note": "Regnar",
        },
        button="Granska och skicka",
    )

    page = Page(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "sida.jpg: Det här är inget foto vi kan läsa" in page.text()
    assert page.all("textarea")[0].text.strip() == "Regnar"
    assert [kept.view for kept in scene.photos()] == ["post"]


def test_a_wrong_answer_keeps_photos_and_typed_text(client, scene, photo):
    answer = client.submit(
        scene.mine.path,
        {
            "photos_road": picked(photo),
            "lower_edge": "ganska högt",
            "note": "Sitter bra",
            "reply_to": "inte en adress",
            "surface": "cycle",
        },
        button="Granska och skicka",
    )

    text = answer.get_data(as_text=True)
    page = Page(text)
    fields = {e.attrib.get("name"): e.attrib.get("value") for e in page.all("input")}
    assert answer.status_code == 422
    assert "Skriv höjden i meter" in page.text()
    assert fields["lower_edge"] == "ganska högt"
    assert fields["reply_to"] == "inte en adress"
    assert "Sparat" in page.text()
    assert [kept.view for kept in scene.photos()] == ["road"]
    kept = scene.sign().open_set
    assert (kept.surface, kept.note, kept.lower_edge_m) == ("cycle", "Sitter bra", None)


def test_going_on_without_a_photo_is_refused_with_the_answers_kept(client, scene):
    answer = client.submit(scene.mine.path, GOOD_ANSWERS, button="Granska och skicka")

    assert answer.status_code == 422
    assert "Lägg till minst ett foto" in answer.get_data(as_text=True)
    assert scene.sign().open_set.fastening == "cable_tie"
    assert scene.sign().state == "handed_out"


def test_a_photo_can_be_taken_out_again_without_scripts(client, scene, photo):
    client.submit(scene.mine.path, {"photos_post": picked(photo)}, button="Lägg till foton")
    [kept] = scene.photos()

    answer = client.post(scene.mine.path, data={"remove": str(kept.id), "note": "kvar"})

    assert answer.status_code == 303
    assert scene.photos() == []
    assert scene.sign().open_set.note == "kvar"


def test_a_photo_can_be_taken_out_again_by_a_script(client, scene, photo):
    photo_id = send_by_script(client, scene.mine, photo).json["id"]

    answer = client.post(f"{scene.mine.path}/foton/{photo_id}/ta-bort", headers=JSON)

    assert answer.status_code == 200
    assert scene.photos() == []


def test_advice_stops_nobody(client, scene, photo):
    client.submit(
        scene.mine.path,
        {"photos_post": picked(photo), "fastening": "screw", "post_number": "9"},
        button="Lägg till foton",
    )
    summary = client.page(f"{scene.mine.path}/skicka").text()
    answer = client.submit(f"{scene.mine.path}/skicka", button="Skicka till kommunen")

    assert "Fästet kan skada stolpens zink" in summary
    assert "ett annat än det planerade" in summary
    assert answer.status_code == 303
    assert scene.sign().state == "photos_sent"


@pytest.mark.sqlite_only
def test_good_answers_and_three_views_get_no_advice(client, scene, testdata):
    files = ("Nokia_Lumia_800.jpg", "Nexus_4.jpg", "Apple_iPhone_5.jpg")
    for view, name in zip(("fastening", "post", "road"), files, strict=True):
        content = (testdata / "photos/phones" / name).read_bytes()
        examined(client, scene.mine.path, send_by_script(client, scene.mine, content, view))
    client.submit(scene.mine.path, GOOD_ANSWERS, button="Lägg till foton")

    assert "Tips innan du skickar" not in client.page(f"{scene.mine.path}/skicka").text()


def test_sending_twice_sends_once(client, scene, photo, sent_mail):
    send_by_script(client, scene.mine, photo)
    client.post(f"{scene.mine.path}/skicka")
    again = client.post(f"{scene.mine.path}/skicka")

    assert again.status_code == 303
    assert len([s for s in scene.sign().sets if s.sent_at]) == 1
    assert len([m for m in sent_mail() if m["To"] == "samhallsbyggnad@alby.example"]) == 1


def test_photos_sent_after_the_case_went_off_are_refused_with_words(client, scene, photo):
    send_by_script(client, scene.mine, photo)
    scene.send()

    by_script = send_by_script(client, scene.mine, photo + b"x")
    by_form = client.post(scene.mine.path, data={"photos_post": picked(photo)})

    assert by_script.status_code == 409
    assert "väntar vi inte på foton" in by_script.json["error"]
    assert by_form.status_code == 409
    assert len(scene.photos()) == 1


def test_what_the_reviewer_asked_for_stands_first_and_new_photos_can_be_sent(client, scene, photo):
    send_by_script(client, scene.mine, photo)
    scene.send()
    scene.decide("ask_completion", "Ta ett foto till av fästet.")

    page = client.page(scene.mine.path)
    added = send_by_script(client, scene.mine, photo)
    scene.send()

    assert "Ta ett foto till av fästet." in page.text()
    assert added.status_code == 201
    assert len(scene.sign().sets) == 2
    assert "Kommunen bad om mer" in client.page(scene.mine.path).text()


def test_the_decoder_down_leaves_the_photo_to_the_worker(
    client, scene, photo, monkeypatch, clock, sent_mail
):
    def broken(*_, **__):
        raise RuntimeError("no decoder today")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "examine", broken)
        client.submit(scene.mine.path, {"photos_post": picked(photo)}, button="Lägg till foton")
    [kept] = scene.photos()
    before = client.page(scene.mine.path).text()
    clock.forward(minutes=2)
    sent_mail()

    assert kept.state == "received"
    assert "kontrolleras" in before
    address = f"{scene.mine.path}/foton/{kept.id}.json"
    assert client.get(address, headers=JSON).json["state"] == "ready"


def test_opening_a_page_never_writes(client, scene, photo):
    photo_id = examined(client, scene.mine.path, send_by_script(client, scene.mine, photo))["id"]
    before = all_rows(scene.runtime)

    for path in (
        "/B",
        scene.mine.path,
        f"{scene.mine.path}/skicka",
        f"{scene.mine.path}/foton/{photo_id}.json",
        f"{scene.mine.path}/foton/{photo_id}/liten.jpg",
        scene.other.path,
        f"{scene.other.path}/skicka",
        "/S",
        f"/S/{scene.mine.code}",
    ):
        client.get(path)
        client.head(path)

    assert all_rows(scene.runtime) == before


@pytest.mark.sqlite_only
def test_too_much_at_once_is_a_413_that_says_what_to_do(client, scene, photo):
    send_by_script(client, scene.mine, photo)
    huge = b"\xff\xd8\xff" + bytes(66 * 1024 * 1024)

    answer = close_body(client.post(scene.mine.path, data={"photos_post": picked(huge)}))

    page = Page(answer.get_data(as_text=True))
    assert answer.status_code == 413
    assert "välj färre åt gången" in page.text()
    assert scene.mine.path in [a.attrib["href"] for a in page.all("a")]
    assert len(scene.photos()) == 1


@pytest.mark.sqlite_only
def test_a_photo_over_25_mb_is_refused_before_anything_is_kept(client, scene):
    answer = send_by_script(client, scene.mine, b"\xff\xd8\xff" + bytes(26 * 1024 * 1024))

    assert answer.status_code == 422
    assert "25 MB" in answer.json["error"]
    assert list(scene.runtime.storage.names()) == []


@pytest.mark.sqlite_only
def test_a_disk_that_runs_full_refuses_photos_and_goes_on_showing_them(
    client, scene, photo, monkeypatch
):
    shown = examined(client, scene.mine.path, send_by_script(client, scene.mine, photo))
    monkeypatch.setattr(FileStorage, "has_room", lambda _self: False)

    by_script = send_by_script(client, scene.mine, photo + b"more")
    by_form = client.post(scene.mine.path, data={"photos_post": picked(photo), "note": "viktigt"})

    assert by_script.status_code == 507
    assert "Försök igen senare" in by_script.json["error"]
    assert by_form.status_code == 507
    assert scene.sign().open_set.note == "viktigt"
    assert client.get(shown["thumbnail_url"]).status_code == 200
    assert client.get(scene.mine.path).status_code == 200


@pytest.mark.sqlite_only
def test_more_photos_in_an_hour_than_a_person_takes_are_stopped_for_that_hour(
    client, scene, photo, monkeypatch, clock
):
    monkeypatch.setattr(mounting, "MOST_PHOTOS_AN_HOUR", 2)
    for number in range(2):
        sent = send_by_script(client, scene.mine, photo + bytes([number]))
        client.post(f"{scene.mine.path}/foton/{sent.json['id']}/ta-bort", headers=JSON)

    stopped = send_by_script(client, scene.mine, photo)
    clock.forward(hours=1, seconds=1)
    later = send_by_script(client, scene.mine, photo)

    assert stopped.status_code == 429
    assert "Vänta en timme" in stopped.json["error"]
    assert later.status_code == 201


@pytest.mark.sqlite_only
def test_the_letters_address_is_told_to_no_other_site_and_kept_in_no_cache(client, scene):
    answer = client.get(scene.mine.path)

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.sqlite_only
def test_a_form_without_a_csrf_token_is_refused(client, scene, photo):
    answer = client.post(scene.mine.path, data={"photos_post": picked(photo)}, csrf=False)

    assert answer.status_code == 400
    assert scene.photos() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("query", "key"),
    [("", "k" * 36), ("?vy=elsewhere", "k" * 36), ("?vy=post", ""), ("?vy=post", "short")],
)
def test_a_scripts_broken_request_gets_a_message(client, scene, photo, query, key):
    headers = {**JSON, "Idempotency-Key": key}

    answer = close_body(client.post(f"{scene.mine.path}/foton{query}", data=photo, headers=headers))

    assert answer.status_code == 422
    assert json.loads(answer.data)["error"]
    assert scene.photos() == []
