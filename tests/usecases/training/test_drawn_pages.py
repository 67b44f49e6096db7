"""The first page of a PDF is drawn by the worker; whatever the PDF, nothing breaks."""

import pytest

from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.imaging.report import Sheet
from grannsamverkan.training import jobs, queries, usecases
from tests.unit.training.test_material import SMALLEST


def now(scene, edition):
    with scene.runtime.reading() as work:
        return queries.edition(work, edition.id)


def draw(scene, edition):
    """What the worker does for the job that came with the file."""
    jobs.draw_material(scene.runtime, edition.id, now(scene, edition).stored)


def put(scene, edition, body, **how):
    with scene.runtime.work(scene.coordinator) as work:
        usecases.attach_file(work, edition.id, body, **how)


def test_a_pdf_gets_the_picture_of_its_first_page_and_its_number_of_pages(scene):
    edition = scene.draft()

    draw(scene, edition)

    kept = now(scene, edition)
    assert kept.pages == 1
    assert scene.runtime.storage.get(kept.thumb).startswith(b"\xff\xd8")


def test_a_page_drawn_after_it_was_put_out_is_kept_as_well(scene):
    edition = scene.published()
    version = now(scene, edition).version

    draw(scene, edition)

    assert now(scene, edition).thumb is not None
    assert now(scene, edition).version == version


def test_a_pdf_that_cannot_be_drawn_goes_without(scene):
    edition = scene.draft()
    put(scene, edition, SMALLEST, printable=True)

    draw(scene, edition)

    kept = now(scene, edition)
    assert (kept.kind, kept.thumb, kept.pages) == ("form", None, None)


def test_a_picture_of_an_earlier_file_is_not_hung_on_the_next(scene):
    edition = scene.draft()
    first = now(scene, edition).stored
    put(scene, edition, SMALLEST)

    jobs.draw_material(scene.runtime, edition.id, first)

    assert now(scene, edition).thumb is None


def test_a_file_that_is_gone_is_no_matter(scene):
    edition = scene.draft()

    jobs.draw_material(scene.runtime, edition.id, "0" * 64)

    assert now(scene, edition).thumb is None


def test_only_the_worker_keeps_pictures(scene):
    edition = scene.draft()

    with pytest.raises(NotPermitted), scene.runtime.work(scene.coordinator) as work:
        usecases.keep_sheet(work, edition.id, edition.stored, Sheet(1, b"x"))

    assert now(scene, edition).thumb is None
