"""Tables of the messages room. Of households there is nothing here: reach is counts."""

from datetime import date, datetime
from typing import Any

from shapely import wkb
from shapely.geometry import Polygon
from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.accounts.models import User
from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places.models import Municipality, PoliceArea


class Bulletin(Base):
    """What police or municipality tell the contact persons of chosen groups.

    `aim` says which of the three ways chooses the groups: a drawn `area`, `police_areas` or
    `groups`. `code` is the public page's address. `warned` are the guard's warnings that the sender
    went on in spite of, as keys without the words. Swedish is always there, English may be empty.
    """

    __tablename__ = "bulletin"
    __table_args__ = (Index(None, "municipality_id", "state", "sent_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    code: Mapped[str] = mapped_column(String(28), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(12))
    urgent: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(String(120), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date] = mapped_column(Date)
    aim: Mapped[str] = mapped_column(String(12), default="area")
    area_wkb: Mapped[bytes | None] = mapped_column(LargeBinary)
    warned: Mapped[list[Any]] = mapped_column(default=list)
    correction: Mapped[str] = mapped_column(Text, default="")
    correction_en: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    sender: Mapped[User | None] = relationship(foreign_keys=[sent_by])
    police_areas: Mapped[list[PoliceArea]] = relationship(
        secondary="bulletin_police_area", order_by=PoliceArea.name
    )
    groups: Mapped[list[Group]] = relationship(secondary="bulletin_group", order_by=Group.name)

    __mapper_args__ = {"version_id_col": version}

    @property
    def area(self) -> Polygon | None:
        """The drawn area in metres of the municipality's plane."""
        return wkb.loads(self.area_wkb) if self.area_wkb else None

    @area.setter
    def area(self, polygon: Polygon | None) -> None:
        self.area_wkb = wkb.dumps(polygon) if polygon else None


class BulletinPoliceArea(Base):
    """A police area that a bulletin is aimed at."""

    __tablename__ = "bulletin_police_area"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    police_area_id: Mapped[int] = mapped_column(ForeignKey("police_area.id"), primary_key=True)


class BulletinGroup(Base):
    """A group that a bulletin is aimed at by name."""

    __tablename__ = "bulletin_group"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), primary_key=True)


class BulletinReceiver(Base):
    """A contact person of one group who gets a bulletin; who is in two groups has two rows.

    `way` is one of `rules.reach.WAYS`: it says when the mail row is written. `mail_id` is the mail
    that told of it (one mail for all rows of the same person), `correction_mail_id` the one that
    took it back. `read_at` is a press of *I have read it*, never the fetch of a page.
    """

    __tablename__ = "bulletin_receiver"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "contact_id"),
        Index(None, "user_id", "bulletin_id"),
        Index(None, "way", "mail_id", "user_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    way: Mapped[str] = mapped_column(String(10))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    correction_mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    read_at: Mapped[datetime | None]

    bulletin: Mapped[Bulletin] = relationship()
    contact: Mapped[Contact] = relationship()
    group: Mapped[Group] = relationship()


class BulletinPassing(Base):
    """A contact person passed a bulletin on to the group by one channel; each press is a row."""

    __tablename__ = "bulletin_passing"
    __table_args__ = (Index(None, "bulletin_id", "group_id", "channel"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class ContactChannel(Base):
    """By which channel a contact person passes things on to the group."""

    __tablename__ = "contact_channel"

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]
