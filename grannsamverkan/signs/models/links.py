"""A way in to one task without an account: by a printed letter, or by a mail."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.links import Link

if TYPE_CHECKING:
    from grannsamverkan.signs.models.tasks import SignTask


class TaskLink(Link, Base):
    """One person's way in to one task, until it is taken back or too old.

    `name` is what somebody typed, so that it is known which link is whose. `mailed` tells that it
    went by mail; the address is not kept.
    """

    __tablename__ = "task_link"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("sign_task.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    mailed: Mapped[bool] = mapped_column(default=False)

    task: Mapped["SignTask"] = relationship()
