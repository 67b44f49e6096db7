"""Reads of what phones have sent before."""

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.signs.models.receipts import PhotoReceipt


def receipt(work: Work, key: str) -> PhotoReceipt | None:
    """The receipt for a phone's key, if its photo has come."""
    return work.session.scalar(select(PhotoReceipt).where(PhotoReceipt.key == key))
