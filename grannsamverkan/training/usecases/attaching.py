"""What a draft holds: a file, a film, a link or a page written here.

The object is kept before the database is touched: durable before its row, and the write lock is not
held while the disk works.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import update

from grannsamverkan.core.work import Work
from grannsamverkan.imaging.report import Sheet
from grannsamverkan.training import errors, policy, queries, rules
from grannsamverkan.training.models import Edition
from grannsamverkan.training.rules import films, pdfs
from grannsamverkan.training.workflow import EDITED

PDF = "application/pdf"


def attach_file(work: Work, edition_id: int, body: bytes, *, printable: bool = False) -> None:
    """Let a PDF be the material of a draft, to read or (`printable`) to print and fill in.

    Raises InvalidInput for what is no safe PDF. The worker draws its first page.
    """
    work.require(policy.manages_somewhere)
    fault = pdfs.pdf_fault(body)
    if fault:
        raise errors.bad_file(fault)
    stored = work.storage.put([body])
    edition = queries.open_draft(work, edition_id)
    _hold(edition, "form" if printable else "pdf", PDF, stored, len(body))
    work.record(EDITED, edition, part="file")
    work.enqueue(
        "draw_material",
        municipality_id=edition.municipality_id,
        edition_id=edition.id,
        stored=stored,
    )


def attach_film(
    work: Work, edition_id: int, chunks: Iterable[bytes], *, most_megabytes: int
) -> None:
    """Let a film be the material of a draft; it goes to the storage piece by piece as it comes.

    Raises InvalidInput for what is no film that a browser shows, and for one of more megabytes.
    """
    work.require(policy.manages_somewhere)
    with work.storage.receive(_within(chunks, most_megabytes)) as incoming:
        try:
            media_type = films.media_type(incoming.content)
        except films.NoFilm as none:
            raise errors.bad_film(none.fault) from none
        stored, size = incoming.keep(), len(incoming.content)
        incoming.wait()
    edition = queries.open_draft(work, edition_id)
    _hold(edition, "film", media_type, stored, size)
    work.record(EDITED, edition, part="film")


def attach_link(work: Work, edition_id: int, url: str) -> None:
    """Let a web address be the material of a draft. Nothing is fetched from it."""
    edition = queries.open_draft(work, edition_id)
    if rules.link_host(url) is None:
        raise errors.bad_link()
    _hold(edition, "link")
    edition.url = url
    work.record(EDITED, edition, part="link")


def attach_page(work: Work, edition_id: int, text: str) -> None:
    """Let a page written here be the material of a draft; its markup is that of `notices.rules`."""
    work.require(policy.manages_somewhere)
    body = text.replace("\r\n", "\n").strip().encode()
    stored = work.storage.put([body])
    edition = queries.open_draft(work, edition_id)
    _hold(edition, "page", None, stored, len(body))
    work.record(EDITED, edition, part="page")


def keep_sheet(work: Work, edition_id: int, stored: str, sheet: Sheet) -> None:
    """Keep what the worker drew of a PDF, unless another file has taken its place meanwhile.

    An edition may be out by then. What is noted is its file's looks, so its version stays.
    """
    work.require(lambda actor: actor.is_system)
    thumb = work.storage.put([sheet.picture])
    work.session.execute(
        update(Edition)
        .where(Edition.id == edition_id, Edition.stored == stored)
        .values(thumb=thumb, pages=sheet.pages)
    )


def _hold(
    edition: Edition,
    kind: str,
    media_type: str | None = None,
    stored: str | None = None,
    size: int | None = None,
) -> None:
    edition.kind, edition.media_type, edition.url = kind, media_type, None
    edition.stored, edition.size = stored, size
    edition.thumb = edition.pages = None


def _within(chunks: Iterable[bytes], most_megabytes: int) -> Iterator[bytes]:
    """The same chunks; raises InvalidInput as soon as there are more bytes."""
    left = most_megabytes * films.MEGABYTE
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise errors.film_too_large(most_megabytes)
        yield chunk
