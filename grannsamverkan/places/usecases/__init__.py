"""Every change in the places room: settings, whom to call, and what the map is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from shapely import LineString, Polygon
from sqlalchemy import delete, insert, select

from grannsamverkan.core import audit
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import osm, plane, posts_csv, town
from grannsamverkan.geometry.ground import (
    AddressPoint,
    Feature,
    FileFault,
    Ground,
    PostPoint,
    ThingPoint,
)
from grannsamverkan.places import errors, policy, queries, rules
from grannsamverkan.places.models import (
    Address,
    MapFeature,
    MapSource,
    MapThing,
    Municipality,
    PoliceArea,
    Post,
    PublicContact,
    Setting,
)
from grannsamverkan.places.usecases import changes

SETTING_CHANGE = audit.declare("setting_change", "key", "old", "new")
CONTACT_ADD = audit.declare("public_contact_add")
CONTACT_CHANGE = audit.declare("public_contact_change")
CONTACT_REMOVE = audit.declare("public_contact_remove")
MAP_IMPORT = audit.declare("map_import", "features", "addresses", "posts")
MUNICIPALITY_ADD = audit.declare("municipality_add")
POLICE_AREA_ADD = audit.declare("police_area_add")

ROWS_AT_ONCE = 2000
# The same house number twice within this distance is one address told twice (a house and its shop).
SAME_ADDRESS_M = 60.0
# Without a number a post is known by its place; a map corrected by less than this is the same post.
SAME_POST_M = 2.0


@dataclass(frozen=True)
class Imported:
    """What an import brought: numbers of things, and of things passed over, by reason."""

    source: MapSource
    features: dict[str, int]
    addresses: int
    posts: int
    posts_gone: int
    skipped: dict[str, int]


@dataclass(frozen=True)
class ContactDetails:
    """What the public is told of somebody to call."""

    title: str
    phone: str
    name: str | None = None
    email: str | None = None
    hours: str | None = None
    note: str | None = None
    position: int = 0


def add_municipality(work: Work, **details: Any) -> Municipality:
    """Found a municipality with the columns of Municipality; ValueError for a plane unknown."""
    work.require(policy.may_found)
    municipality = Municipality(**details)
    plane.plane_for(municipality.epsg or 3006)
    work.session.add(municipality)
    work.record(MUNICIPALITY_ADD, municipality)
    return municipality


def add_police_area(work: Work, municipality: Municipality, name: str) -> PoliceArea:
    """Add a police area to a municipality."""
    work.require(policy.may_found)
    area = PoliceArea(municipality_id=municipality.id, name=name)
    work.session.add(area)
    work.record(POLICE_AREA_ADD, area)
    return area


def change_setting(work: Work, municipality: Municipality, key: str, value: Any) -> None:
    """Give a setting the municipality's own value. Raises InvalidInput on the field `value`."""
    work.require(policy.may_change_settings, municipality)
    definition = rules.SETTINGS[key]
    fault = rules.value_fault(definition, value)
    if fault:
        raise errors.setting_error(fault)
    row = _setting_row(work, municipality.id, key)
    old = definition.default if row is None else row.value
    if row is None:
        row = Setting(municipality_id=municipality.id, key=key)
        work.session.add(row)
    row.value, row.changed_at, row.changed_by = value, work.now, work.actor.id
    if old != value:
        changes.note(work, municipality.id, f"setting:{key}", old, value)
    queries.forget_settings(work)
    # Free text stays out of the log.
    shown = (None, None) if definition.type == "text" else (old, value)
    work.record(SETTING_CHANGE, row, key=key, old=shown[0], new=shown[1])


def add_public_contact(
    work: Work, municipality: Municipality, details: ContactDetails
) -> PublicContact:
    """Tell the public of one more to call."""
    work.require(policy.may_change_contacts, municipality)
    contact = PublicContact(municipality_id=municipality.id, **vars(details))
    work.session.add(contact)
    work.record(CONTACT_ADD, contact)
    _note_contact(work, contact, None, vars(details))
    return contact


def change_public_contact(work: Work, contact: PublicContact, details: ContactDetails) -> None:
    """Change what the public is told of somebody to call."""
    work.require(policy.may_change_contacts, work.get(Municipality, contact.municipality_id))
    old = {name: getattr(contact, name) for name in vars(details)}
    for name, value in vars(details).items():
        setattr(contact, name, value)
    if old != vars(details):
        _note_contact(work, contact, old, vars(details))
    work.record(CONTACT_CHANGE, contact)


def remove_public_contact(work: Work, contact: PublicContact) -> None:
    """Stop telling the public of somebody."""
    work.require(policy.may_change_contacts, work.get(Municipality, contact.municipality_id))
    work.record(CONTACT_REMOVE, contact)
    told = {field.name: getattr(contact, field.name) for field in fields(ContactDetails)}
    _note_contact(work, contact, told, None)
    work.session.delete(contact)


def _note_contact(
    work: Work, contact: PublicContact, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> None:
    changes.note(work, contact.municipality_id, f"contact:{contact.id}", old, new)


def import_file(work: Work, municipality: Municipality, path: Path) -> Imported:
    """Read a map (.osm, .osm.gz) or a list of posts (.csv); replaces what the same file brought.

    All or nothing. Raises InvalidInput with the line that cannot be read.
    """
    work.require(policy.may_import, municipality)
    the_plane = plane.plane_for(municipality.epsg)
    try:
        if path.name.lower().endswith((".osm", ".osm.gz")):
            return _store(work, municipality, path.name, "osm", osm.read_osm(path, the_plane))
        if path.name.lower().endswith(".csv"):
            ground = posts_csv.read_posts(path, the_plane)
            return _store(work, municipality, path.name, "posts", ground)
        raise FileFault("unknown_kind")
    except FileFault as fault:
        raise errors.file_error(fault) from fault
    except OSError as error:
        raise InvalidInput(lazy("Filen går inte att öppna.")) from error


def lay_out_town(work: Work, municipality: Municipality, seed: int) -> Imported:
    """Give a municipality the invented town of `seed` as its map."""
    work.require(policy.may_import, municipality)
    ground = town.build(seed, plane.plane_for(municipality.epsg))
    return _store(work, municipality, town.NAME, "town", ground)


def _setting_row(work: Work, municipality_id: int, key: str) -> Setting | None:
    return work.session.scalar(
        select(Setting).where(Setting.municipality_id == municipality_id, Setting.key == key)
    )


def _store(
    work: Work, municipality: Municipality, name: str, kind: str, ground: Ground
) -> Imported:
    source = _source(work, municipality, name, kind, ground.attribution)
    owner = {"municipality_id": municipality.id, "source_id": source.id}
    for table in (MapFeature, Address, MapThing):
        work.session.execute(delete(table).where(table.source_id == source.id))
    features = [{**owner, **row} for row in map(_feature_row, ground.features)]
    addresses = [{**owner, **_address_row(a)} for a in _told_once(ground.addresses)]
    _insert(work, MapFeature, features)
    _insert(work, Address, addresses)
    _insert(work, MapThing, [{**owner, **_thing_row(thing)} for thing in ground.things])
    gone = _store_posts(work, source, ground.posts)
    counts: dict[str, int] = defaultdict(int)
    for feature in ground.features:
        counts[feature.kind] += 1
    work.record(
        MAP_IMPORT,
        source,
        features=len(features),
        addresses=len(addresses),
        posts=len(ground.posts),
    )
    skipped = {reason: number for reason, number in ground.skipped.items() if number}
    return Imported(source, dict(counts), len(addresses), len(ground.posts), gone, skipped)


def _source(
    work: Work, municipality: Municipality, name: str, kind: str, attribution: str
) -> MapSource:
    source = work.session.scalar(
        select(MapSource).where(
            MapSource.municipality_id == municipality.id, MapSource.name == name[-200:]
        )
    )
    if source is None:
        source = MapSource(municipality_id=municipality.id, name=name[-200:])
        work.session.add(source)
    source.kind, source.attribution, source.imported_at = kind, attribution, work.now
    work.session.flush()
    return source


def _insert(work: Work, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        work.session.execute(insert(table), rows[start : start + ROWS_AT_ONCE])


def _feature_row(feature: Feature) -> dict[str, Any]:
    shape = Polygon(feature.points) if feature.is_area else LineString(feature.points)
    minx, miny, maxx, maxy = shape.bounds
    return {
        "kind": feature.kind,
        "subtype": feature.subtype[:40],
        "name": feature.name[:120],
        "wkb": bytes(shape.wkb),
        "minx": minx,
        "miny": miny,
        "maxx": maxx,
        "maxy": maxy,
        "width": feature.width,
        "speed": feature.speed,
        "key": feature.key[:60],
        "lanes": feature.lanes,
        "oneway": feature.oneway,
        "sidewalk": feature.sidewalk,
        "level": feature.level,
        "owner": feature.owner[:120],
    }


def _thing_row(thing: ThingPoint) -> dict[str, Any]:
    return {**vars(thing), "key": thing.key[:60], "code": thing.code[:80]}


def _address_row(address: AddressPoint) -> dict[str, Any]:
    street, number = address.street[:120], address.number[:20]
    return {
        "street": street,
        "number": number,
        "number_value": rules.number_value(number),
        "search_key": rules.fold(f"{street} {number}"),
        "x": address.x,
        "y": address.y,
    }


def _told_once(addresses: Iterable[AddressPoint]) -> list[AddressPoint]:
    kept: dict[str, list[AddressPoint]] = defaultdict(list)
    for found in addresses:
        same = kept[rules.fold(f"{found.street} {found.number}")]
        if all(plane.distance(found.x, found.y, a.x, a.y) > SAME_ADDRESS_M for a in same):
            same.append(found)
    return [address for same in kept.values() for address in same]


def _store_posts(work: Work, source: MapSource, points: Sequence[PostPoint]) -> int:
    """Bring the posts of a source up to date, keeping the row of a post already known; returns
    how many of those that stood before are gone."""
    standing = work.session.scalars(
        select(Post).where(Post.source_id == source.id).order_by(Post.id)
    ).all()
    known: dict[Any, list[Post]] = defaultdict(list)
    for post in standing:
        known[_post_key(post.number, post.x, post.y)].append(post)
    for point in points:
        same = known[_post_key(rules.post_number(point.number), point.x, point.y)]
        _write_post(work, source, same.pop(0) if same else Post(), point)
    gone = [post for rest in known.values() for post in rest if post.gone_at is None]
    for post in gone:
        post.gone_at = work.now
    return len(gone)


def _post_key(number: str, x: float, y: float) -> Any:
    return number or (round(x / SAME_POST_M), round(y / SAME_POST_M))


def _write_post(work: Work, source: MapSource, post: Post, point: PostPoint) -> None:
    post.municipality_id, post.source_id = source.municipality_id, source.id
    post.number = rules.post_number(point.number)[:40]
    post.x, post.y = point.x, point.y
    post.kind, post.galvanised, post.owner = point.kind, point.galvanised, point.owner[:120]
    post.key, post.error_m = point.key[:60], point.error_m
    post.gone_at = None
    work.session.add(post)
