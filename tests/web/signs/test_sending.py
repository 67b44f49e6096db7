"""What a phone sends by itself: the same photo any number of times is one photo."""

import errno
import os
import threading

import pytest
from sqlalchemy import func, select

from grannsamverkan.signs import jobs
from grannsamverkan.signs.models import Photo, PhotoReceipt
from tests.support.mounting import MountingScene, phone_photo, send_photo

JSON = {"Accept": "application/json"}
KEY = "0a4f8a34-5a0e-4d68-9d0e-3d1f2b7c9e10"


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def photo(testdata):
    return phone_photo(testdata)


def count(runtime, table):
    with runtime.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table))


def test_a_photo_sent_again_with_its_key_gets_the_same_answer_and_no_second_row(
    client, scene, photo
):
    first = send_photo(client, scene.mine.path, photo, key=KEY)
    again = send_photo(client, scene.mine.path, photo, key=KEY)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert len(scene.photos()) == count(scene.runtime, PhotoReceipt) == 1


def test_a_photo_that_the_disk_did_not_take_has_no_row(client, scene, photo, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    answer = send_photo(client, scene.mine.path, photo, key=KEY)

    assert answer.status_code == 507
    assert count(scene.runtime, Photo) == count(scene.runtime, PhotoReceipt) == 0
    assert list(scene.runtime.storage.names()) == []


def test_eight_sendings_of_one_key_at_once_make_one_photo(app, scene, photo):
    answers = []

    def send():
        answers.append(send_photo(app.test_client(), scene.mine.path, photo, key=KEY).status_code)

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sorted(answers) == [200] * 7 + [201]
    assert count(scene.runtime, Photo) == 1


def test_what_was_taken_away_does_not_come_back_from_a_phone_that_missed_the_answer(
    client, scene, photo, sent_mail
):
    photo_id = send_photo(client, scene.mine.path, photo, key=KEY).json["id"]
    client.post(f"{scene.mine.path}/foton/{photo_id}/ta-bort", headers=JSON, csrf=False)
    sent_mail()

    again = send_photo(client, scene.mine.path, photo, key=KEY)

    assert again.status_code == 200
    assert again.json == {"id": photo_id, "state": "removed"}
    assert scene.photos() == []
    assert list(scene.runtime.storage.names()) == []


def test_a_phone_that_missed_the_answer_hears_it_after_the_case_went_off_too(client, scene, photo):
    first = send_photo(client, scene.mine.path, photo, key=KEY)
    scene.send()

    again = send_photo(client, scene.mine.path, photo, key=KEY)

    assert again.status_code == 200
    assert again.json["id"] == first.json["id"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("other", ["photo", "sign"])
def test_a_key_belongs_to_one_photo_of_one_sign(client, scene, photo, other):
    send_photo(client, scene.mine.path, photo, key=KEY)
    path = scene.other.path if other == "sign" else scene.mine.path

    clash = send_photo(client, path, photo + (b"x" if other == "photo" else b""), key=KEY)

    assert clash.status_code == 422
    assert "krockar" in clash.json["error"]
    assert count(scene.runtime, Photo) == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize("headers", [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
])  # fmt: skip
def test_another_sites_page_sends_nothing_even_if_it_knows_the_address(
    client, scene, photo, headers
):
    sent = {**JSON, **headers, "Idempotency-Key": KEY}

    answers = [
        client.post(f"{scene.mine.path}/{end}", data=photo, headers=sent, csrf=False)
        for end in ("foton?vy=post", "foton/1/ta-bort", "svar")
    ]

    for answer in answers:
        answer.request.environ["wsgi.input"].close()
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert scene.photos() == []


def test_answers_come_one_by_one_and_leave_the_others_alone(client, scene):
    def say(**answers):
        return client.post(f"{scene.mine.path}/svar", data=answers, headers=JSON, csrf=False)

    say(fastening="cable_tie", note="Blött")
    say(lower_edge="2,4")
    wrong = say(lower_edge="högt upp", liner="no", made_up="x")
    say(note="")

    kept = scene.sign().open_set
    assert (kept.fastening, kept.lower_edge_m, kept.liner, kept.note) == (
        "cable_tie", 2.4, "no", "",
    )  # fmt: skip
    assert wrong.status_code == 200
    assert "Skriv höjden i meter" in wrong.json["wrong"]["lower_edge"][0]


def test_what_was_said_last_time_holds_when_more_is_asked_for(client, scene, photo):
    client.post(f"{scene.mine.path}/svar", data={"surface": "cycle"}, headers=JSON, csrf=False)
    send_photo(client, scene.mine.path, photo)
    client.post(f"{scene.mine.path}/skicka")
    scene.decide("ask_completion", "Ta ett foto till av fästet.")

    send_photo(client, scene.mine.path, photo)

    assert scene.sign().open_set.surface == "cycle"


@pytest.mark.sqlite_only
def test_receipts_are_forgotten_when_no_phone_can_send_again(client, scene, photo, clock):
    send_photo(client, scene.mine.path, photo)
    clock.forward(hours=47)
    jobs.forget_photo_receipts(scene.runtime)
    young = count(scene.runtime, PhotoReceipt)
    clock.forward(hours=2)

    jobs.forget_photo_receipts(scene.runtime)

    assert (young, count(scene.runtime, PhotoReceipt)) == (1, 0)
