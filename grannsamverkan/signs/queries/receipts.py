"""Reads of what phones have sent before."""

from sqlalchemy import bindparam, select

from grannsamverkan.core.work import Work
from grannsamverkan.signs.models.receipts import PhotoReceipt

# Asked twice with every photo that comes, so it is made once.
_BY_KEY = select(PhotoReceipt).where(PhotoReceipt.key == bindparam("key"))


def receipt(work: Work, key: str) -> PhotoReceipt | None:
    """The receipt for a phone's key, if its photo has come."""
    return work.session.scalar(_BY_KEY, {"key": key})
