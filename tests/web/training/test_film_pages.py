"""Films over the web: uploaded, refused, shown and sent in parts."""

import io
import tempfile
from pathlib import Path

import pytest

from tests.support.films import film, mp4, webm
from tests.unit.training.test_material import SMALLEST, pdf_with, script
from tests.usecases.training.test_editions import empty_draft

MB = 1024 * 1024
FILM = film("webm")
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


@pytest.fixture
def address(scene):
    return f"/utbildning/material/{empty_draft(scene).id}"


def named(body, name="film.mp4"):
    return {"film": (io.BytesIO(body), name)}


def test_a_film_is_uploaded_and_can_be_seen_at_once(sara, address):
    answer = sara.submit(f"{address}/film", named(FILM))

    assert answer.status_code == 303
    shown = sara.page(address)
    (player,) = shown.all("video")
    assert player.attrib["src"] == f"{address}/hamta"
    assert player.attrib["preload"] == "metadata"
    sent = sara.get(f"{address}/hamta", headers={"Range": "bytes=10-19"})
    assert (sent.status_code, sent.data) == (206, FILM[10:20])
    assert sent.content_type == "video/webm"
    assert sent.headers["Content-Disposition"].endswith(".webm")
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (HTML, "film.mp4", "inte en film"),
        (SMALLEST, "film.webm", "inte en film"),
        (mp4()[:-20], "film.mp4", "avhuggen"),
        (webm() + HTML, "film.webm", "avhuggen"),
        (mp4(brand=b"heic"), "film.mp4", "inte en film"),
        (b"", "film.mp4", "tom"),
        (FILM[: len(FILM) // 2], "film.webm", "avhuggen"),
    ],
)
def test_a_wrong_file_behind_a_films_name_is_told_in_words(sara, address, body, name, words):
    answer = sara.submit(f"{address}/film", named(body, name))

    assert answer.status_code == 422
    assert words in answer.text
    assert sara.get(f"{address}/hamta").status_code == 404


def test_no_film_chosen_is_said_at_the_field(sara, address):
    answer = sara.submit(f"{address}/film", {})

    assert answer.status_code == 422
    assert "Välj en film." in answer.text


def test_a_film_is_known_by_content_and_served_as_what_it_is(sara, address):
    hidden = mp4(data=HTML)

    assert sara.submit(f"{address}/film", named(hidden, "page.html")).status_code == 303

    sent = sara.get(f"{address}/hamta")
    assert (sent.content_type, sent.data) == ("video/mp4", hidden)


class Counted:
    """A body that says how much of it was read."""

    def __init__(self, length):
        self.left, self.taken = length, 0

    def read(self, size=-1):
        size = min(self.left, MB if size < 0 else size)
        self.left, self.taken = self.left - size, self.taken + size
        return b"\0" * size

    def readline(self, size=-1):
        return self.read(size)


def sends(browser, address, length):
    """Post `length` bytes of nothing; returns the answer and how much of it was read."""
    body = Counted(length)
    return posts(browser, address, body, length), body.taken


def uploads(browser, address, film):
    """Post a large film, without the test client's own copy of it on the disk."""
    head = b'--x\r\nContent-Disposition: form-data; name="film"; filename="f.mp4"\r\n\r\n'
    body = head + film + b"\r\n--x--\r\n"
    return posts(browser, address, io.BytesIO(body), len(body))


def posts(browser, address, body, length):
    asked = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    return browser.post(address, environ_overrides=asked)


def test_two_gigabytes_are_refused_by_their_length_alone(sara, address):
    answer, taken = sends(sara, f"{address}/film", 2 * 1024 * MB)

    assert answer.status_code == 413
    assert "Filmen är för stor. Den får vara högst 500 MB." in answer.text
    assert taken == 0


def test_other_pages_take_no_more_than_before(sara, address):
    answer, taken = sends(sara, f"{address}/fil", 70 * MB)

    assert (answer.status_code, taken) == (413, 0)
    assert "högst 20 MB" in answer.text


def test_who_may_not_upload_films_sends_no_more_than_anybody(scene, signed_in, address):
    for browser in (signed_in(scene.staff_user("police")), signed_in(scene.person())):
        answer, taken = sends(browser, f"{address}/film", 100 * MB)

        assert (answer.status_code, taken) == (413, 0)


def test_a_film_above_the_everyday_limit_is_taken(sara, address):
    large = mp4(data=bytes(70 * MB))

    assert uploads(sara, f"{address}/film", large).status_code == 303


def test_an_upload_leaves_nothing_beside_the_storage(sara, address, scene):
    folder = Path(tempfile.gettempdir())
    before = set(folder.iterdir())

    answer = uploads(sara, f"{address}/film", mp4(data=bytes(3 * MB))[:-1])

    assert answer.status_code == 422
    assert set(folder.iterdir()) <= before
    assert list(scene.runtime.storage.names()) == []


def test_the_holder_of_a_link_sees_the_film_without_signing_in(sara, scene, client):
    maja = scene.person()
    group = scene.group(maja)
    edition = scene.draft()
    sara.submit(f"/utbildning/material/{edition.id}/film", named(FILM))
    scene.publish(edition)
    (token,) = scene.tokens()
    assert group

    shown = client.page(f"/u/{token}")
    (player,) = shown.all("video")
    sent = client.get(player.attrib["src"], headers={"Range": "bytes=0-3"})

    assert (sent.status_code, sent.data) == (206, FILM[:4])
    assert scene.assignments()[0].read_at is None


def test_a_printable_form_is_taken_and_one_with_a_script_is_not(sara, address):
    bad = {"file": (io.BytesIO(pdf_with(script)), "b.pdf"), "printable": "y"}
    good = {"file": (io.BytesIO(SMALLEST), "b.pdf"), "printable": "y"}

    refused = sara.submit(f"{address}/fil", bad)
    taken = sara.submit(f"{address}/fil", good)

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "skript" in refused.text
    assert "Blankett att skriva ut" in sara.page(address).text()
