"""What a phone sends by itself, perhaps more than once: photos by key, answers one by one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from grannsamverkan.core.storage import Incoming
from grannsamverkan.core.work import Work
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.receipts import PhotoReceipt
from grannsamverkan.signs.queries import receipts
from grannsamverkan.signs.usecases import mounting

KEPT_ON_THE_PHONE = timedelta(hours=24)
"""A phone sends nothing older: photos of people and places are not to lie about in a browser."""
RECEIPT_KEPT = 2 * KEPT_ON_THE_PHONE


def content_name(stored: str) -> str:
    """How a receipt writes down which content it was for."""
    return f"sha256:{stored}"


def take_in_once(
    work: Work, sign_id: int, *, key: str, view: str, coming: Incoming
) -> Photo | None:
    """Keep a photo, once for each `key`; None if the key came before.

    It is being stored: the caller waits for it before this work is committed. Raises InvalidInput
    if the key came with another photo or for another sign.
    """
    sign = queries.sign_of_letter(work, sign_id)
    work.require(policy.may_send, sign)
    known = receipts.receipt(work, key)
    if known is not None:
        check_same(known, sign_id, coming.keep())
        return None
    photo_set = mounting.begun_set(work, sign)
    photo = mounting.take_in_coming(
        work,
        photo_set,
        view=view,
        name=coming.keep,
        size=len(coming.content),
        wait=timedelta(0),
    )
    work.session.add(
        PhotoReceipt(
            municipality_id=photo.municipality_id,
            key=key,
            sign_id=sign_id,
            content=content_name(photo.original),
            photo_id=photo.id,
            at=work.now,
        )
    )
    work.session.flush()  # while the disk has the photo to write, and not after it
    return photo


def check_same(known: PhotoReceipt, sign_id: int, stored: str) -> None:
    """Raise InvalidInput unless the receipt is for this very photo of this sign."""
    if (known.sign_id, known.content) != (sign_id, content_name(stored)):
        raise errors.key_used_before()


def keep_answers(work: Work, sign_id: int, said: Mapping[str, Any]) -> None:
    """Change the statements named in `said`; the others stay as they are."""
    photo_set = mounting.open_set(work, queries.sign(work, sign_id))
    before = mounting.statements_of(photo_set)
    mounting.keep_statements(work, sign_id, replace(before, **said))


def forget_receipts(work: Work) -> None:
    """Remove receipts for photos that no phone can send again."""
    work.require(lambda actor: actor.is_system)
    work.session.execute(delete(PhotoReceipt).where(PhotoReceipt.at < work.now - RECEIPT_KEPT))
