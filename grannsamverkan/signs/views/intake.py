"""Photos on their way in: looked at, stored, written down, examined. In this order.

The file is safe on the disk before its row is written, and the row before anybody is answered.
"""

import errno
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from flask import current_app
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.forms import tidy
from grannsamverkan.core.storage import Content, Incoming, NoSpace
from grannsamverkan.core.web import runtime, writing
from grannsamverkan.imaging import MAX_BYTES, Refused, sniff
from grannsamverkan.imaging import examine as decode
from grannsamverkan.signs import errors, jobs
from grannsamverkan.signs.forms import StatementsForm
from grannsamverkan.signs.rules import VIEWS
from grannsamverkan.signs.usecases import mounting

__all__ = [
    "MAX_BYTES",
    "examine",
    "received",
    "see_that_it_stayed",
    "store_all",
    "store_document",
    "take_in_form",
]

CHUNK = 64 * 1024
LONGEST_NAME = 60
MOST_DOCUMENT_BYTES = 10 * 1024 * 1024


def take_in_form(sign_id: int, form: StatementsForm) -> list[int]:
    """Keep each picked photo that can be kept, and return their ids.

    What is wrong with the others lands beside their field.
    """
    taken = []
    for view in VIEWS:
        field = form[f"photos_{view}"]
        for file in field.data or ():
            try:
                taken.append(take_in(sign_id, view, file.stream))
            except InvalidInput as error:
                field.errors = [*field.errors, _about(file, error)]
    return taken


def take_in(sign_id: int, view: str, stream: IO[bytes]) -> int:
    """Keep one photo and return its id. Raises InvalidInput, TooFast, Unmet or NoSpace."""
    with received(_chunks(stream)) as photo:
        stored = photo.keep()
        photo.wait()
        with writing() as work:
            photo_id = mounting.take_in_photo(work, sign_id, view=view, stored=stored).id
        see_that_it_stayed(stored, photo.content)
    return photo_id


@contextmanager
def received(body: Iterable[bytes]) -> Iterator[Incoming]:
    """A photo written down and looked at, not kept yet. Raises InvalidInput or NoSpace."""
    storage = runtime().storage
    if not storage.has_room():
        raise NoSpace(errno.ENOSPC, "too little of the disk is free")
    with storage.receive(_within_limits(body)) as incoming:
        _refuse_no_photo(incoming.content)
        yield incoming


def see_that_it_stayed(stored: str, content: Content) -> None:
    """Put a photo whose row has just been written on the disk again, should it be gone.

    The same photo may have been taken out a moment ago, so that its removal came between.
    """
    if not runtime().storage.exists(stored):
        runtime().storage.put([content])


def store(stream: IO[bytes]) -> str:
    """Look at one photo and store it; the row comes after. Raises InvalidInput or NoSpace."""
    with received(_chunks(stream)) as photo:
        stored = photo.keep()
        photo.wait()
        return stored


def store_all(field: MultipleFileField) -> list[str]:
    """Store each picked photo that can be kept; what is wrong with others lands on the field."""
    stored = []
    for file in field.data or ():
        try:
            stored.append(store(file.stream))
        except InvalidInput as error:
            field.errors = [*field.errors, _about(file, error)]
    return stored


def store_document(field: FileField) -> tuple[str | None, str]:
    """Store a chosen PDF, or the clean picture of a photo: (name, media type); (None, "") if there
    is none. What is wrong lands on the field."""
    file = field.data
    if not isinstance(file, FileStorage) or not file.filename:
        return None, ""
    content = file.stream.read(MOST_DOCUMENT_BYTES + 1)
    try:
        if len(content) > MOST_DOCUMENT_BYTES:
            raise errors.refused_paper()
        if content.startswith(b"%PDF-"):
            return runtime().storage.put([content]), "application/pdf"
        return store_clean(content), "image/jpeg"
    except (InvalidInput, Refused):
        field.errors = [*field.errors, str(errors.refused_paper())]
        return None, ""


def store_clean(content: bytes) -> str:
    """The picture painted anew, stored. Raises Refused."""
    return runtime().storage.put([clean_picture(content)])


def clean_picture(content: bytes) -> bytes:
    """The picture painted anew, without what the camera wrote. Raises Refused."""
    sniff(content)
    return decode(content).master


def examine(photo_ids: Iterable[int]) -> None:
    """Examine photos while somebody waits; what takes too long is left to the worker."""
    until = time.monotonic() + current_app.config["ADVICE_WAIT_S"]
    for photo_id in photo_ids:
        left = until - time.monotonic()
        if left > 0:
            jobs.examine_at_once(runtime(), photo_id, left)


def _within_limits(body: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks; raises InvalidInput as soon as there are more bytes than a photo has."""
    left = MAX_BYTES
    for chunk in body:
        left -= len(chunk)
        if left < 0:
            raise errors.refused_photo("too_large")
        yield chunk


def _refuse_no_photo(content: Content) -> None:
    try:
        sniff(content)
    except Refused as refused:
        raise errors.refused_photo(refused.code) from refused


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(CHUNK), b"")


def _about(file: FileStorage, error: InvalidInput) -> str:
    name = tidy(file.filename or "")[:LONGEST_NAME]
    return f"{name}: {error}" if name else str(error)
