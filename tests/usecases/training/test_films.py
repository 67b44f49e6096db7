"""A film as the material of a draft: taken in pieces, and refused without leaving anything."""

import tracemalloc

import pytest

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotPermitted
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.queries import library
from tests.support.films import film, mp4, webm
from tests.usecases.training.test_editions import empty_draft

MB = 1024 * 1024


def attach(scene, edition, chunks, most=10, actor=None):
    with scene.runtime.work(actor or scene.coordinator) as work:
        usecases.attach_film(work, edition.id, chunks, most_megabytes=most)


def now(scene, edition):
    with scene.runtime.reading() as work:
        return queries.edition(work, edition.id)


def files(scene):
    return [path for path in scene.runtime.storage.root.rglob("*") if path.is_file()]


def test_a_film_is_kept_as_it_came_with_its_own_kind(scene):
    edition, whole = empty_draft(scene), film("webm")

    attach(scene, edition, [whole[:100], whole[100:]])

    kept = now(scene, edition)
    assert (kept.kind, kept.media_type, kept.size) == ("film", "video/webm", len(whole))
    assert scene.runtime.storage.get(kept.stored) == whole


def test_a_film_takes_the_place_of_a_pdf_and_its_drawn_page(scene):
    edition = scene.draft()
    with scene.runtime.work(scene.coordinator) as work:
        queries.edition(work, edition.id).thumb = "a" * 64
        work.require(lambda _actor: True)

    attach(scene, edition, [mp4()])

    kept = now(scene, edition)
    assert (kept.kind, kept.thumb, kept.pages, kept.url) == ("film", None, None, None)


@pytest.mark.parametrize("chunks", [[b"<html>"], [], [mp4()[:-8]], [webm(codec=b"V_X")]])
def test_what_is_no_film_is_refused_at_its_field_and_nothing_stays(scene, chunks):
    edition = empty_draft(scene)

    with pytest.raises(InvalidInput) as refused:
        attach(scene, edition, chunks)

    assert refused.value.field == "film"
    assert files(scene) == []
    assert now(scene, edition).kind is None


def test_an_endless_film_is_given_up_as_soon_as_it_is_too_large(scene):
    edition, taken = empty_draft(scene), []

    def endless():
        yield mp4()
        while True:
            taken.append(MB)
            yield b"\0" * MB

    with pytest.raises(InvalidInput) as refused:
        attach(scene, edition, endless(), most=3)

    assert "högst 3 MB" in str(refused.value)
    assert sum(taken) <= 3 * MB
    assert files(scene) == []


def test_memory_stays_flat_whatever_the_size_of_the_film(scene):
    edition, megabyte = empty_draft(scene), bytes(MB)
    head = mp4(data=b"")[:-8]
    box = (100 * MB + 8).to_bytes(4, "big") + b"mdat"

    tracemalloc.start()
    attach(scene, edition, [head, box, *[megabyte] * 100], most=200)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert now(scene, edition).size > 100 * MB
    assert held < 4 * MB


def test_nobody_else_puts_a_film_in(scene):
    edition = empty_draft(scene)

    maja = Actor("contact", scene.person().id)
    for actor in (scene.police(), maja):
        with pytest.raises(NotPermitted):
            attach(scene, edition, [mp4()], actor=actor)
    assert files(scene) == []


def test_what_is_out_never_changes(scene):
    edition = scene.published()
    before = now(scene, edition).stored

    with pytest.raises(Conflict):
        attach(scene, edition, [mp4()])

    assert now(scene, edition).stored == before


def test_the_municipality_says_how_large_a_film_may_be(scene):
    with scene.runtime.reading() as work:
        assert library.film_megabytes(work, scene.town.here) == 500
