"""Stored files on their way out: never shown in place as pages, never held in memory as a whole.

A browser that asks for a part gets that part, so that a film can be sought in and a broken download
goes on. The entity tag is the object's own name: equal names are equal bytes.
"""

from collections.abc import Iterator

from flask import Response, request

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.storage import Storage
from grannsamverkan.core.work import Work

PIECE = 64 * 1024
SANDBOX = "sandbox; default-src 'none'"
"""The policy of a file that somebody brought: should it be opened as a page, it may do nothing."""
NOT_MODIFIED = 304
_HOUR = "private, max-age=3600"


def send_stored(work: Work, stored: str, media_type: str, name: str) -> Response:
    """A stored file as a download that no browser shows in place; NotFound if it is gone."""
    answer = _stored(work, stored, media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def send_film(work: Work, stored: str, media_type: str, name: str) -> Response:
    """The same for what a page plays: the browser keeps parts for an hour, to go back in it."""
    answer = send_stored(work, stored, media_type, name)
    answer.headers["Cache-Control"] = _HOUR
    return answer


def send_picture(work: Work, stored: str) -> Response:
    """One of the product's own clean JPEG pictures, for private caching only."""
    answer = _stored(work, stored, "image/jpeg")
    answer.headers["Cache-Control"] = _HOUR
    return answer


def _stored(work: Work, stored: str, media_type: str) -> Response:
    """The file, or of it what this request asks for. Raises RequestedRangeNotSatisfiable."""
    if not work.storage.exists(stored):
        raise NotFound()
    size = work.storage.size(stored)
    answer = Response(content_type=media_type)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.set_etag(stored)
    answer.content_length = size
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    if answer.status_code != NOT_MODIFIED:
        first = answer.content_range.start or 0
        length = answer.content_length or 0
        answer.response = _pieces(work.storage, stored, first, length)
    return answer


def _pieces(storage: Storage, stored: str, first: int, length: int) -> Iterator[bytes]:
    """So many bytes from `first` on; the file is open only while they are asked for."""
    with storage.open(stored) as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
