"""Stored files on their way out: in parts, with the right words, and never whole in memory."""

import tracemalloc

import pytest

from grannsamverkan.core import sending

PDF = "application/pdf"
BIG = 300 * 1024 * 1024
MOST_HELD = 4 * 1024 * 1024


@pytest.fixture
def edition(scene):
    return scene.draft()


@pytest.fixture
def kept(scene, edition):
    """The bytes of the edition's file."""
    return scene.runtime.storage.get(edition.stored)


@pytest.fixture
def address(edition):
    return f"/utbildning/material/{edition.id}/hamta"


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


def test_a_whole_file_says_that_parts_of_it_can_be_had(sara, address, kept):
    answer = sara.get(address)

    assert (answer.status_code, answer.data) == (200, kept)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.content_length == len(kept)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=100-199", 100, 199), ("bytes=500-", 500, None)],
)
def test_a_part_is_exactly_the_bytes_that_were_asked_for(sara, address, kept, asked, first, last):
    answer = sara.get(address, headers={"Range": asked})

    last = len(kept) - 1 if last is None else last
    assert answer.status_code == 206
    assert answer.data == kept[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(kept)}"
    assert answer.content_length == last - first + 1


def test_the_last_bytes_can_be_had_without_knowing_how_many_there_are(sara, address, kept):
    answer = sara.get(address, headers={"Range": "bytes=-50"})

    assert (answer.status_code, answer.data) == (206, kept[-50:])


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=0-1,5-6", "bytes=x-y"])
def test_a_part_that_is_none_is_told_with_the_length_there_is(sara, address, kept, asked):
    answer = sara.get(address, headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(kept)}"


def test_a_part_of_another_edition_of_the_file_is_never_mixed_in(sara, address, kept):
    tag = sara.get(address).headers["ETag"]

    same = sara.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = sara.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert (same.status_code, same.data) == (206, kept[:10])
    assert (other.status_code, other.data) == (200, kept)


def test_what_the_browser_has_already_is_not_sent_again(sara, address):
    tag = sara.get(address).headers["ETag"]

    again = sara.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_the_head_alone_can_be_had(sara, address, kept):
    answer = sara.head(address)

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(kept)


def test_a_file_that_is_gone_is_not_found(sara, address, scene):
    for name in list(scene.runtime.storage.names()):
        scene.runtime.storage.delete(name)

    assert sara.get(address).status_code == 404


@pytest.mark.parametrize(("asked", "length"), [(None, BIG), (f"bytes={BIG // 2}-", BIG // 2)])
def test_memory_stays_flat_whatever_the_size_of_the_file(app, runtime, asked, length):
    name = "a" * 64
    with (runtime.storage.root / "aa" / name).open("wb") as file:
        file.truncate(BIG)
    headers = {"Range": asked} if asked else {}

    with app.test_request_context("/", headers=headers), runtime.reading() as work:
        tracemalloc.start()
        answer = sending.send_stored(work, name, PDF, "x.pdf")
        sent = sum(len(piece) for piece in answer.response)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        answer.close()

    assert sent == length
    assert held < MOST_HELD
