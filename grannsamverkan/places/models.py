"""Tables of the places room. Coordinates are metres in the municipality's own plane (`epsg`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Document, Id

FEATURE_KINDS = ("road", "path", "rail", "building", "water", "green", "paved")
THING_KINDS = ("sign", "signal", "give_way", "stop", "crossing")


class Municipality(Base):
    """One municipality; nearly everything else belongs to one.

    `epsg` names the metric plane its map is kept in (3006 is SWEREF 99 TM).
    """

    __tablename__ = "municipality"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(60))
    epsg: Mapped[int] = mapped_column(default=3006)
    privacy_controller: Mapped[str] = mapped_column(String(200), default="")
    privacy_contact: Mapped[str] = mapped_column(String(200), default="")
    function_mailbox: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")


class PoliceArea(Base):
    """A part of the municipality that one community police team answers for."""

    __tablename__ = "police_area"
    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str] = mapped_column(String(120))


class PublicContact(Base):
    """Somebody the public may call: `title` is the role, the list is shown by `position`."""

    __tablename__ = "public_contact"
    __table_args__ = (Index(None, "municipality_id", "position"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str] = mapped_column(String(120))
    name: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    hours: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(default=0)


class Setting(Base):
    """A municipality's own value where it differs from the default in `settings.toml`."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("municipality_id", "key"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(Document, nullable=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]


class OwnText(Base):
    """A text in a municipality's own words, in place of the standard in `texts.toml`."""

    __tablename__ = "own_text"
    __table_args__ = (UniqueConstraint("municipality_id", "key", "language"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    body: Mapped[str] = mapped_column(Text)


class PlaceChange(Base):
    """What a municipality changed about itself: from what, to what, when and by whom.

    `what` is `setting:KEY`, `municipality:FIELD`, `text:KEY:LANGUAGE`, `contact:ID` or
    `printed:CODE`; a None stands for the default, the standard text, or nobody. Of contacts and of
    printed matter all details are kept. Stands beside the log, which holds no words.
    """

    __tablename__ = "place_change"
    __table_args__ = (Index(None, "municipality_id", "what"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    what: Mapped[str] = mapped_column(String(120))
    old: Mapped[Any] = mapped_column(Document, nullable=True)
    new: Mapped[Any] = mapped_column(Document, nullable=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]


class MapSource(Base):
    """One file (or the invented town) that map data came from; a new import replaces its data."""

    __tablename__ = "map_source"
    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    attribution: Mapped[str] = mapped_column(String(200), default="")
    imported_at: Mapped[datetime]


class MapFeature(Base):
    """A line or an area of the quiet base map, as 2-D WKB with its bounding box beside it.

    `kind` is one of FEATURE_KINDS, `subtype` the finer word (an OSM highway value, say).
    `key` is the source's own id ("way/123"), "" if it gives none. `width` is metres across where
    the source states it; `speed` is km/h. `oneway` is 1 along the line, -1 against it, 0 both ways;
    `sidewalk` is "both", "left", "right", "no" or, where nobody says, ""; `level` tells bridges
    (1 …) and tunnels (-1 …) from the ground.
    """

    __tablename__ = "map_feature"
    __table_args__ = (
        Index(None, "municipality_id", "minx", "maxx"),
        Index(None, "municipality_id", "miny", "maxy"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("map_source.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    subtype: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    wkb: Mapped[bytes] = mapped_column(LargeBinary)
    minx: Mapped[float]
    miny: Mapped[float]
    maxx: Mapped[float]
    maxy: Mapped[float]
    width: Mapped[float | None]
    speed: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(60), default="")
    lanes: Mapped[int | None]
    oneway: Mapped[int] = mapped_column(default=0)
    sidewalk: Mapped[str] = mapped_column(String(5), default="")
    level: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(String(120), default="")


class MapThing(Base):
    """Something that drivers must see: a road sign, a signal, a give-way line, a crossing.

    `kind` is one of THING_KINDS, `code` as the source writes it ("SE:C31"). `facing` is where its
    face looks, in degrees from north; `along` whom it is meant for where it lies on a way: 1 for
    who moves along the way's points, -1 against them, 0 unknown.
    """

    __tablename__ = "map_thing"
    __table_args__ = (Index(None, "municipality_id", "x"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("map_source.id"), index=True)
    key: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(80), default="")
    x: Mapped[float]
    y: Mapped[float]
    facing: Mapped[float | None]
    along: Mapped[int] = mapped_column(default=0)


class Address(Base):
    """A street address. `search_key` is folded by `rules.fold`, which keeps å ä ö letters."""

    __tablename__ = "address"
    __table_args__ = (
        Index(None, "municipality_id", "x"),
        Index(None, "municipality_id", "search_key"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("map_source.id"), index=True)
    street: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(20))
    number_value: Mapped[int] = mapped_column(default=0)
    search_key: Mapped[str] = mapped_column(String(141))
    x: Mapped[float]
    y: Mapped[float]

    @property
    def text(self) -> str:
        """As people write it, such as "Storgatan 12 B"."""
        return f"{self.street} {self.number}"


class Post(Base):
    """A lamp post or the like. Never deleted: one that is gone from its source gets `gone_at`,
    because a sign may hang on it.

    `key` is the source's own id ("node/123"), "" if it gives none. `error_m` is how far the
    position may be wrong where the source says so; None leaves it to the municipality's setting.
    """

    __tablename__ = "post"
    __table_args__ = (
        Index(None, "municipality_id", "x"),
        Index(None, "municipality_id", "number"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("map_source.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(20), default="lamp_post")
    galvanised: Mapped[bool | None]
    owner: Mapped[str] = mapped_column(String(120), default="")
    x: Mapped[float]
    y: Mapped[float]
    gone_at: Mapped[datetime | None]
    key: Mapped[str] = mapped_column(String(60), default="")
    error_m: Mapped[float | None]


class PostSight(Base):
    """What the sight check says of the municipality's sign on a post, at the height at which signs
    are planned (`geometry.sight`).

    `told` is what is not ok or missing, without drawings: the whole answer is reckoned anew when
    somebody asks. `basis` is what it rests on (`queries.sight.basis`); another basis makes it old.
    """

    __tablename__ = "post_sight"
    __table_args__ = (Index(None, "municipality_id", "basis"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    ok_from: Mapped[float | None]
    told: Mapped[list[Any]]
    basis: Mapped[str] = mapped_column(String(32))
    checked_at: Mapped[datetime]
