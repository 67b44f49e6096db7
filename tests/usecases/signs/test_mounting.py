"""What the mounter sends: kept once, limited, examined, checked, and never lost half-way."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.i18n import TIMEZONE
from grannsamverkan.imaging import Claims
from grannsamverkan.places import queries as places
from grannsamverkan.signs import jobs
from grannsamverkan.signs.models import Photo, Sign
from grannsamverkan.signs.usecases import looking, mounting
from grannsamverkan.signs.usecases.mounting import Statements
from tests.support.looking import good_look
from tests.support.mounting import MountingScene, phone_photo
from tests.usecases.signs.case import intake

SAID = Statements("cable_tie", "no", "footway", 2.8, post_number="1042", reply_to="bo@exempel.se")


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


def examined(scene, photo_id, **found):
    with scene.given() as work:
        mounting.keep_examination(work, photo_id, intake(**found))
        looking.keep_look(
            work, photo_id, good_look(), stored="a" * 64, thumb="b" * 64, close_up=None
        )


def test_the_first_photo_begins_the_set_and_the_next_joins_it(scene):
    scene.take_in(b"one")
    scene.take_in(b"two", "road")

    assert [photo.view for photo in scene.photos()] == ["post", "road"]
    assert len(scene.sign().sets) == 1


def test_the_same_bytes_count_once_and_the_last_view_counts(scene):
    first = scene.take_in(b"one", "post")
    again = scene.take_in(b"one", "fastening")

    assert first == again
    assert [photo.view for photo in scene.photos()] == ["fastening"]


def test_photos_that_come_at_the_same_moment_share_one_set(scene):
    contents = [b"one", b"two", b"three", b"one"]
    together = threading.Barrier(len(contents))

    def arrive(content):
        together.wait()
        return scene.take_in(content)

    with ThreadPoolExecutor(len(contents)) as pool:
        ids = list(pool.map(arrive, contents))

    assert len(set(ids)) == 3
    assert len(scene.photos()) == 3
    assert len(scene.sign().sets) == 1


def test_the_same_bytes_of_another_sign_are_another_photo(scene):
    mine = scene.take_in(b"one")
    theirs = scene.take_in(b"one", letter=scene.other)

    assert mine != theirs


@pytest.mark.parametrize(
    "stranger", [NOBODY, Actor("link", opens=("sign", 999)), Actor("contact", 1)]
)
def test_only_the_letters_holder_sends_photos(scene, stranger):
    with pytest.raises((NotFound, NotPermitted)), scene.runtime.work(stranger) as work:
        mounting.take_in_photo(work, scene.mine.sign_id, view="post", stored="c" * 64)

    assert scene.photos() == []


def test_a_sign_that_waits_for_no_photos_takes_none(scene):
    scene.take_in(b"one")
    scene.send()

    with pytest.raises(Unmet):
        scene.take_in(b"two")


@pytest.mark.sqlite_only
def test_the_twenty_first_photo_is_refused_and_a_refused_one_does_not_count(scene):
    ids = [scene.take_in(bytes([number])) for number in range(20)]

    with pytest.raises(InvalidInput):
        scene.take_in(b"one too many")

    with scene.given() as work:
        mounting.refuse_photo(work, ids[0], "not_an_image")
    assert scene.take_in(b"one too many")


@pytest.mark.sqlite_only
def test_a_set_holds_at_most_its_megabytes(scene, monkeypatch):
    monkeypatch.setattr(mounting, "MOST_MB", 1)
    half = bytes(512 * 1024)
    scene.take_in(half)
    scene.take_in(half[1:])

    with pytest.raises(InvalidInput):
        scene.take_in(b"xx")

    scene.take_in(half)
    assert len(scene.photos()) == 2


def test_a_photo_taken_out_leaves_row_checks_and_files(scene, sent_mail):
    photo_id = scene.take_in(b"one")
    examined(scene, photo_id)
    [photo] = scene.photos()

    with scene.runtime.work(scene.mine.holder) as work:
        mounting.remove_photo(work, scene.mine.sign_id, photo_id)
    sent_mail()

    assert scene.photos() == []
    assert scene.findings() == {}
    assert not scene.runtime.storage.exists(photo.original)


def test_a_photo_that_another_set_still_needs_keeps_its_file(scene, sent_mail):
    photo_id = scene.take_in(b"one")
    scene.take_in(b"one", letter=scene.other)
    [photo] = scene.photos()

    with scene.runtime.work(scene.mine.holder) as work:
        mounting.remove_photo(work, scene.mine.sign_id, photo_id)
    sent_mail()

    assert scene.runtime.storage.exists(photo.original)


def test_a_photo_of_a_sent_set_stays(scene):
    photo_id = scene.take_in(b"one")
    scene.send()

    with pytest.raises(Unmet), scene.runtime.work(scene.mine.holder) as work:
        mounting.remove_photo(work, scene.mine.sign_id, photo_id)

    assert len(scene.photos()) == 1


def test_what_is_said_is_kept_before_it_is_complete(scene):
    with scene.runtime.work(scene.mine.holder) as work:
        mounting.keep_statements(
            work, scene.mine.sign_id, Statements(None, None, "cycle", None, note="Mer sen")
        )

    kept = scene.sign().open_set
    assert (kept.surface, kept.note, kept.sent_at) == ("cycle", "Mer sen", None)


def test_nothing_is_sent_without_a_photo(scene):
    with pytest.raises(InvalidInput):
        scene.send(SAID)

    assert scene.sign().state == "handed_out"


def test_a_photo_that_cannot_be_read_is_not_enough_to_send(scene):
    photo_id = scene.take_in(b"one")
    with scene.given() as work:
        mounting.refuse_photo(work, photo_id, "cut_off")

    with pytest.raises(InvalidInput):
        scene.send(SAID)


def test_sending_checks_the_set_tells_everyone_and_mails_the_case(scene, sent_mail, testdata):
    jobs.examine_photo(scene.runtime, scene.take_in(phone_photo(testdata), "fastening"))
    scene.send(SAID)

    mails = {mail["To"]: mail["Subject"] for mail in sent_mail()}

    assert scene.sign().state == "photos_sent"
    assert set(mails) == {
        "rut@alby.example",
        "bo@exempel.se",
        "samhallsbyggnad@alby.example",
    }
    found = scene.findings()
    assert found["fastening"] == "fastening_ok"
    assert found["clearance"] == "clearance_ok"
    assert found["post_number"] == "same_post"
    assert found["views"] == "views_missing"


def test_the_case_waits_for_its_photos_and_is_then_mailed_with_clean_pictures(
    scene, sent_mail, testdata
):
    photo_id = scene.take_in(phone_photo(testdata), "fastening")
    set_id = scene.send(SAID)
    with pytest.raises(jobs.NotYet):
        jobs.mail_case(scene.runtime, set_id)

    jobs.examine_photo(scene.runtime, photo_id)
    [case] = [m for m in sent_mail() if m["To"] == "samhallsbyggnad@alby.example"]

    [attached] = list(case.iter_attachments())
    assert attached.get_content_type() == "image/jpeg"
    assert b"Exif" not in attached.get_content()


# What an examination finds


def test_a_photo_is_examined_once_however_often_it_is_asked_for(scene, testdata):
    photo_id = scene.take_in(phone_photo(testdata))

    jobs.examine_photo(scene.runtime, photo_id)
    checks = scene.findings()
    jobs.examine_photo(scene.runtime, photo_id)

    with scene.runtime.reading() as work:
        events = work.session.query(AuditEntry).filter_by(event="photo_examine").count()
    assert events == 1
    assert {"size", "sharpness", "dark", "bright", "reuse", "time", "place"} <= checks.keys()


def test_bytes_that_are_no_photo_end_as_refused_with_their_file_removed(scene, sent_mail):
    photo_id = scene.take_in(b"not a photo at all")

    jobs.examine_photo(scene.runtime, photo_id)
    sent_mail()

    [photo] = scene.photos()
    assert (photo.state, photo.refusal) == ("refused", "unknown_format")
    assert not scene.runtime.storage.exists(photo.original)


def test_a_decoder_in_a_hurry_refuses_nothing_for_being_slow(scene, testdata):
    # HEIC of 12 megapixels takes a second however fast the machine is at other things.
    photo_id = scene.take_in(phone_photo(testdata, "exif-samples-heic__IMG_5195.HEIC"))

    jobs.examine_at_once(scene.runtime, photo_id, 0.001)

    assert [photo.state for photo in scene.photos()] == ["received"]


def test_a_photo_examined_after_sending_still_counts_in_the_sets_checks(scene):
    photo_id = scene.take_in(b"one", "fastening")
    scene.send(SAID)
    assert scene.findings()["identity"] == "no_code"

    label = f"HTTPS://EXEMPEL.SE/S/{scene.mine.code}"
    measures = replace(intake().measures, codes=(label,))
    examined(scene, photo_id, measures=measures)

    assert scene.findings()["identity"] == "right_sign"


@pytest.mark.parametrize(
    ("hours", "found"), [(-24 * 30, "before_hand_out"), (-20, "time_fits"), (0, "time_fits")]
)
def test_the_cameras_time_is_held_against_the_hand_out(scene, clock, hours, found):
    taken = clock.now + timedelta(hours=hours)

    examined(scene, scene.take_in(b"one"), claims=Claims(taken_at=taken, offset_known=True))

    assert scene.findings()["time"] == found


def test_a_camera_without_a_zone_shows_the_clock_on_the_wall(scene):
    wall = datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001
    examined(scene, scene.take_in(b"one"), claims=Claims(taken_at=wall))

    [photo] = scene.photos()
    assert photo.taken_at == wall.replace(tzinfo=TIMEZONE).astimezone(UTC)
    assert photo.taken_zone_known is False


@pytest.mark.parametrize(
    ("east_m", "found"), [(0, "place_fits"), (55, "place_fits"), (65, "elsewhere")]
)
def test_the_cameras_place_is_held_against_the_signs(scene, east_m, found):
    # SWEREF 99 TM at Vänersborg; sixty metres are allowed by default.
    x, y = 343_000.0, 6_474_000.0
    with scene.given() as work:
        sign = work.get(Sign, scene.mine.sign_id)
        sign.x, sign.y = x + east_m, y
    with scene.runtime.reading() as work:
        lon, lat = places.plane_of(work, scene.town_id).to_lonlat(x, y)

    examined(scene, scene.take_in(b"one"), claims=Claims(longitude=lon, latitude=lat))

    assert scene.findings()["place"] == found


def test_a_photo_sent_for_another_sign_before_is_noticed(scene):
    examined(scene, scene.take_in(b"one", letter=scene.other))
    scene.send(letter=scene.other)

    examined(scene, scene.take_in(b"one"))

    assert scene.findings()["reuse"] == "same_file"


def test_a_photo_that_looks_like_one_of_another_sign_is_noticed(scene):
    examined(scene, scene.take_in(b"one", letter=scene.other))
    scene.send(letter=scene.other)

    examined(scene, scene.take_in(b"the same, saved again"))

    assert scene.findings()["reuse"] == "alike"


def test_a_photo_that_looks_like_no_other_is_new(scene):
    examined(scene, scene.take_in(b"one", letter=scene.other))
    scene.send(letter=scene.other)

    other_look = replace(intake().measures, dhash="f" * 32)
    examined(scene, scene.take_in(b"two"), measures=other_look)

    assert scene.findings()["reuse"] == "new_photo"


# Nothing is lost half-way


def test_a_crash_between_file_and_row_leaves_no_row_and_the_janitor_finds_the_file(scene):
    class Crash(BaseException):
        pass

    stored = scene.runtime.storage.put([b"one"])
    with pytest.raises(Crash), scene.runtime.work(scene.mine.holder) as work:
        mounting.take_in_photo(work, scene.mine.sign_id, view="post", stored=stored)
        raise Crash

    assert scene.photos() == []
    jobs.sweep_storage(scene.runtime)
    assert scene.runtime.storage.exists(stored), "a young file may still get its row"
    age(scene, stored, hours=25)
    jobs.sweep_storage(scene.runtime)
    assert not scene.runtime.storage.exists(stored)


def test_the_janitor_leaves_what_any_row_names(scene):
    with scene.given() as work:
        contract = scene.runtime.storage.put([b"the owner's consent"])
        work.get(Sign, scene.mine.sign_id).group.consent_stored = contract
    photo_id = scene.take_in(b"one")
    original = scene.photos()[0].original
    for name in (contract, original):
        age(scene, name, hours=48)

    jobs.sweep_storage(scene.runtime)

    assert scene.runtime.storage.exists(contract)
    assert scene.runtime.storage.exists(original)
    with scene.runtime.reading() as work:
        assert work.get(Photo, photo_id)


def test_an_upload_that_was_broken_off_is_swept_after_an_hour(scene):
    storage = scene.runtime.storage
    left_over = storage.root / "incoming" / "half"
    left_over.write_bytes(b"half a photo")
    jobs.sweep_storage(scene.runtime)
    assert left_over.exists()

    os.utime(left_over, (time.time() - 3700,) * 2)
    jobs.sweep_storage(scene.runtime)

    assert not left_over.exists()


def age(scene, name, hours):
    path = scene.runtime.storage.root / name[:2] / name
    os.utime(path, (time.time() - hours * 3600,) * 2)
