"""Which photos have come, by the keys that the phones gave them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id


class PhotoReceipt(Base):
    """One photo from one phone has come: sent again with the same `key`, it is not taken twice.

    It outlives the photo (`photo_id` is no reference): what the mounter has taken away does not
    come back because a phone did not hear the first answer.
    """

    __tablename__ = "photo_receipt"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column("sender_key", String(40), unique=True)
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    content: Mapped[str] = mapped_column(String(71))
    """`sha256:` and 64 digits: a bare name of 64 would claim the stored object."""
    photo_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
