"""What the sight check says of a sign where it hangs, or is to hang."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base


class SignSight(Base):
    """The newest sight check of a sign: `answer` is `geometry.sight.model.Answer` as plain data,
    `told` what is not ok in it without drawings (as `places.models.PostSight` has it).

    `height_from` says whose lower edge was used: planned, stated or measured. `basis` is what the
    answer rests on (`places.queries.sight.basis`). When a new check says something else, `before`
    keeps what was said (verdict and codes), `changed_for` why (map, rules, height, place), and
    `changed_at` when; a reviewer who has seen it empties them.
    """

    __tablename__ = "sign_sight"
    __table_args__ = (Index(None, "municipality_id", "changed_at"),)

    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    ok_from: Mapped[float | None]
    told: Mapped[list[Any]]
    answer: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    height_from: Mapped[str] = mapped_column(String(8))
    basis: Mapped[str] = mapped_column(String(32))
    checked_at: Mapped[datetime]
    before: Mapped[dict[str, Any] | None]
    changed_for: Mapped[list[Any] | None]
    changed_at: Mapped[datetime | None]
