"""A wish to change the area of a group that is approved: what it would be, why, and the answer."""

from datetime import datetime

from shapely import wkb
from shapely.geometry import Polygon
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Group

_OPEN = text("state = 'open'")


class AreaChange(Base):
    """One wish: `open`, `accepted`, `refused`, or `replaced` by a later one. A group has at most
    one open."""

    __tablename__ = "area_change"
    __table_args__ = (
        Index(
            "uq_area_change_open",
            "group_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    area_wkb: Mapped[bytes] = mapped_column(LargeBinary)
    streets: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()

    @property
    def area(self) -> Polygon:
        """The wanted area in metres."""
        return wkb.loads(self.area_wkb)
