"""Tables of a group's meetings."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places.models import Municipality

KINDS = ("start", "year")


class Meeting(Base):
    """A meeting of a group: proposed, booked, held or cancelled.

    `sequence` counts the changes, for people's calendars. Of those who came, `households` is a
    number and contact persons are named; nobody else is.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_state_starts_at", "state", "starts_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    version: Mapped[int] = mapped_column()
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    uid: Mapped[str] = mapped_column(String(40), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    households: Mapped[int | None]
    reminded_on: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship()
    group: Mapped[Group] = relationship()
    came: Mapped[list["MeetingContact"]] = relationship(order_by="MeetingContact.id")

    __mapper_args__ = {"version_id_col": version}


class MeetingContact(Base):
    """A contact person who came to a meeting."""

    __tablename__ = "meeting_contact"
    __table_args__ = (UniqueConstraint("meeting_id", "contact_id"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)

    contact: Mapped[Contact] = relationship()
