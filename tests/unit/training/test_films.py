"""Which files are films: known by what they hold, whatever they are called."""

import mmap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.training.rules import films, pdfs
from tests.support.films import box, element, film, mp4, track, webm
from tests.unit.training.test_material import SMALLEST

HTML = b"<!doctype html><script>alert(1)</script>"
OWN_LENGTH_UNKNOWN = b"\x01" + b"\xff" * 7


def fault(content):
    try:
        films.media_type(content)
    except films.NoFilm as none:
        return none.fault
    return None


@pytest.mark.parametrize(("ending", "said"), [("webm", "video/webm"), ("mp4", "video/mp4")])
def test_a_film_of_either_kind_is_known_by_its_content(ending, said):
    assert films.media_type(film(ending)) == said


@pytest.mark.parametrize("content", [
    mp4(),
    mp4(track(b"soun", b"mp4a"), track()),
    mp4(track(codec=b"av01"), brand=b"dash"),
    mp4(more=[box(b"free", b"some room"), box(b"uuid", bytes(16))]),
    webm(),
    webm(element(0xEC, bytes(20)), codec=b"V_AV1"),
])  # fmt: skip
def test_sound_skeletons_are_taken(content):
    assert fault(content) is None


def test_a_film_that_lies_on_the_disk_is_looked_at_there(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(film("mp4"))

    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        assert films.media_type(content) == films.MP4


def test_a_film_recorded_as_it_went_does_not_know_its_length():
    whole = webm()
    at = whole.index(b"\x18\x53\x80\x67") + 4

    assert fault(whole[:at] + OWN_LENGTH_UNKNOWN + whole[at + 8 :]) is None


@pytest.mark.parametrize(("content", "said"), [
    (b"", "empty"),
    (HTML, "not_film"),
    (SMALLEST, "not_film"),
    (b"PK\x03\x04" + bytes(40), "not_film"),
    (b"GIF89a" + bytes(40), "not_film"),
    (b"RIFF\x10\0\0\0AVI LIST" + bytes(40), "not_film"),
    (mp4(brand=b"qt  "), "not_film"),
    (mp4(brand=b"heic"), "not_film"),
    (mp4(brand=b"avif"), "not_film"),
    (webm(doctype=b"matroska"), "not_film"),
    (webm(element(0x1941A469, HTML)), "not_film"),
    (mp4(track(b"soun", b"mp4a")), "no_picture"),
    (webm(kind=b"\2", codec=b"A_OPUS"), "no_picture"),
    (mp4(track(codec=b"hvc1")), "codec"),
    (mp4(track(codec=b"mp4v")), "codec"),
    (mp4(track(), track(codec=b"hvc1")), "codec"),
    (webm(codec=b"V_MPEG4/ISO/AVC"), "codec"),
])  # fmt: skip
def test_what_is_no_film_a_browser_shows_is_refused_with_its_reason(content, said):
    assert fault(content) == said


@pytest.mark.parametrize("whole", [mp4(), webm(), film("mp4"), film("webm")])
def test_a_film_that_was_cut_off_is_told_so_wherever_it_was_cut(whole):
    cuts = range(20, len(whole), max(1, len(whole) // 200))

    assert {fault(whole[:cut]) for cut in cuts} <= {"cut_off", "not_film"}
    assert fault(whole[:-1]) == "cut_off"


@pytest.mark.parametrize("whole", [mp4(), webm()])
@pytest.mark.parametrize("tail", [HTML, SMALLEST, b"PK\x03\x04" + bytes(30), b"\0"])
def test_nothing_may_follow_after_the_film(whole, tail):
    assert fault(whole + tail) is not None


def test_a_film_is_no_pdf_and_a_pdf_no_film_even_if_one_file_would_be_both():
    both = mp4(more=[box(b"free", SMALLEST)])

    assert fault(both) is None
    assert pdfs.pdf_fault(both) == "not_pdf"
    assert fault(SMALLEST + mp4()) == "not_film"


@pytest.mark.parametrize("content", [
    mp4(more=[box(b"free")] * 60_000),
    box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", *[track()] * 5000) + box(b"mdat", b"x"),
    webm(*[element(0xEC)] * 60_000),
    b"\0\0\0\x18ftypisom" + bytes(4) + b"isommp41" + bytes(2_000_000),
])  # fmt: skip
def test_files_made_to_keep_one_busy_are_put_aside_soon(content):
    begin = time.process_time()

    assert fault(content) == "cut_off"
    assert time.process_time() - begin < 2


@given(st.binary(max_size=200), st.sampled_from([mp4(), webm()]), st.integers(0, 400))
def test_whatever_is_written_over_a_film_it_is_judged_and_never_breaks(noise, whole, place):
    changed = whole[:place] + noise + whole[place + len(noise) :]

    assert fault(changed) in {None, "not_film", "cut_off", "no_picture", "codec"}
