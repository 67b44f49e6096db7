"""Tables of the groups room."""

from datetime import date, datetime
from typing import ClassVar

from shapely import wkb
from shapely.geometry import Polygon
from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.accounts.models import User
from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models.households import (
    Dwelling,
    HouseholdInvitation,
    HouseholdJoin,
    HouseholdList,
    ParticipationFall,
    SpokenAgreement,
)
from grannsamverkan.places.models import Municipality, PoliceArea

__all__ = [
    "Contact",
    "Dwelling",
    "Group",
    "GroupDecision",
    "GroupFact",
    "HouseholdInvitation",
    "HouseholdJoin",
    "HouseholdList",
    "ParticipationFall",
    "SpokenAgreement",
]


class Group(Base):
    """A neighbourhood that watches together. Names of households are never kept here."""

    __tablename__ = "watch_group"
    searchable: ClassVar = ("name", "streets")
    __table_args__ = (
        Index("ix_watch_group_municipality_state", "municipality_id", "state"),
        Index("ix_watch_group_box", "minx", "maxx"),
        # All that the overview map asks: the rows themselves are wide.
        Index(
            "ix_watch_group_spot",
            "municipality_id",
            "minx",
            "maxx",
            "miny",
            "maxy",
            "state",
            "police_area_id",
            "submitted_at",
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    police_area_id: Mapped[int | None] = mapped_column(ForeignKey("police_area.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    version: Mapped[int] = mapped_column()
    round: Mapped[int] = mapped_column(default=0)
    housing: Mapped[str] = mapped_column(String(20))
    streets: Mapped[str] = mapped_column(Text, default="")
    area_wkb: Mapped[bytes | None] = mapped_column(LargeBinary)
    area_m2: Mapped[float | None] = mapped_column(Float)
    minx: Mapped[float | None] = mapped_column(Float)
    miny: Mapped[float | None] = mapped_column(Float)
    maxx: Mapped[float | None] = mapped_column(Float)
    maxy: Mapped[float | None] = mapped_column(Float)
    dwellings: Mapped[int | None]
    joined: Mapped[int] = mapped_column(default=0)
    declined: Mapped[int] = mapped_column(default=0)
    consent_by: Mapped[str | None] = mapped_column(String(120))
    consent_on: Mapped[date | None] = mapped_column(Date)
    consent_stored: Mapped[str | None] = mapped_column(String(64))
    privacy_version: Mapped[str | None] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(Text, default="")
    founded_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    police_area: Mapped[PoliceArea | None] = relationship()
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="group",
        order_by="(Contact.head.desc(), Contact.id)",
        primaryjoin="(Contact.group_id == Group.id) & Contact.ended_at.is_(None)",
        lazy="selectin",
    )
    facts: Mapped[list["GroupFact"]] = relationship(order_by="(GroupFact.on, GroupFact.id)")
    decisions: Mapped[list["GroupDecision"]] = relationship(order_by="GroupDecision.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def area(self) -> Polygon | None:
        """The area in metres of the municipality's plane, or None while nobody has drawn it."""
        return wkb.loads(self.area_wkb) if self.area_wkb else None

    @area.setter
    def area(self, polygon: Polygon | None) -> None:
        self.area_wkb = wkb.dumps(polygon) if polygon else None
        self.area_m2 = polygon.area if polygon else None
        box = polygon.bounds if polygon else (None,) * 4
        self.minx, self.miny, self.maxx, self.maxy = box

    @property
    def contact_ids(self) -> frozenset[int]:
        """User ids of the present contact persons."""
        return frozenset(contact.user_id for contact in self.contacts)

    @property
    def head_ids(self) -> frozenset[int]:
        """User ids of the present head contact persons."""
        return frozenset(contact.user_id for contact in self.contacts if contact.head)

    @property
    def untrained(self) -> list["Contact"]:
        """Present contact persons who have the training to do, for the first time or anew."""
        return [contact for contact in self.contacts if not contact.is_trained]


class Contact(Base):
    """A person who is a contact person of a group, from a day and perhaps until a day.

    `trained_until` is the training's last day, None for one without an end. `training_over` says
    that it has passed and that the municipality wants the training anew before new signs.
    """

    __tablename__ = "contact"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    head: Mapped[bool] = mapped_column(default=False)
    trained_on: Mapped[date | None] = mapped_column(Date)
    trained_until: Mapped[date | None] = mapped_column(Date)
    training_over: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(back_populates="contacts")
    user: Mapped[User] = relationship(lazy="joined")

    @hybrid_property
    def is_trained(self) -> bool:
        """True if the person's training keeps no signs from the group."""
        return self.trained_on is not None and not self.training_over

    @is_trained.inplace.expression
    @classmethod
    def _is_trained(cls) -> ColumnElement[bool]:
        return and_(cls.trained_on.is_not(None), ~cls.training_over)


class GroupFact(Base):
    """A dated fact about a group: kinds are listed in `rules.FACTS`."""

    __tablename__ = "group_fact"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(120), default="")
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None]


class GroupDecision(Base):
    """What one of the deciding parties said in one round of the registration."""

    __tablename__ = "group_decision"
    __table_args__ = (UniqueConstraint("group_id", "round", "role", "outcome"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    round: Mapped[int]
    role: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int]
    at: Mapped[datetime]
