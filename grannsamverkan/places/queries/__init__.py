"""Every read of the places room. Positions given back as (lon, lat) are degrees, WGS 84."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import cells, plane
from grannsamverkan.geometry.area import AreaDraft, AreaFault, Limits, parse_area
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.plane import Bounds, OutsidePlane, Plane
from grannsamverkan.places import errors, rules
from grannsamverkan.places.models import (
    Address,
    MapFeature,
    MapSource,
    Municipality,
    PoliceArea,
    Post,
    PublicContact,
    Setting,
)

MOST_ADDRESSES = 20
MOST_POSTS = 2000
# Rows looked at for one cell; the many small ones of a far view are left out by their size first.
MOST_ROWS = 20_000


def municipalities(work: Work) -> Sequence[Municipality]:
    """All municipalities of the installation, by name."""
    return work.session.scalars(select(Municipality).order_by(Municipality.name)).all()


def municipality(work: Work, municipality_id: int) -> Municipality:
    """One municipality; NotFound if there is none. No question if it has been read already."""
    return work.get(Municipality, municipality_id)


def municipality_by_slug(work: Work, slug: str) -> Municipality:
    """The municipality called `slug` in addresses; NotFound if there is none."""
    found = work.session.scalar(select(Municipality).where(Municipality.slug == slug))
    if found is None:
        raise NotFound()
    return found


def chosen_municipality(work: Work, slug: str | None) -> Municipality:
    """The municipality an address names; without a name the first one. NotFound if none."""
    if slug:
        return municipality_by_slug(work, slug)
    found = municipalities(work)
    if not found:
        raise NotFound()
    return found[0]


def managed_municipality(
    work: Work, slug: str | None, permission: Callable[[Actor, Municipality], bool]
) -> Municipality:
    """The municipality an address names, or the first for which the actor has `permission`;
    NotPermitted if there is none."""
    candidates = [municipality_by_slug(work, slug)] if slug else municipalities(work)
    for municipality in candidates:
        if permission(work.actor, municipality):
            return municipality
    raise NotPermitted()


def public_contact(work: Work, contact_id: int) -> PublicContact:
    """Somebody the public may call; NotFound if there is none with that id."""
    return work.get(PublicContact, contact_id)


def municipality_of(work: Work, contact: PublicContact) -> Municipality:
    """The municipality whose contact it is."""
    return work.get(Municipality, contact.municipality_id)


def plane_of(work: Work, municipality_id: int) -> Plane:
    """The metric plane in which the municipality's coordinates are kept."""
    return plane.plane_for(work.get(Municipality, municipality_id).epsg)


def police_areas(work: Work, municipality_id: int) -> Sequence[PoliceArea]:
    """The municipality's police areas, by name."""
    return work.session.scalars(
        select(PoliceArea)
        .where(PoliceArea.municipality_id == municipality_id)
        .order_by(PoliceArea.name)
    ).all()


def public_contacts(work: Work, municipality_id: int) -> Sequence[PublicContact]:
    """Whom the public may call, in the order the municipality chose."""
    return work.session.scalars(
        select(PublicContact)
        .where(PublicContact.municipality_id == municipality_id)
        .order_by(PublicContact.position, PublicContact.id)
    ).all()


def setting(work: Work, municipality_id: int, key: str) -> Any:
    """The municipality's value for `key`, or the default; KeyError if there is no such setting."""
    definition = rules.SETTINGS[key]
    return _own_values(work, municipality_id).get(key, definition.default)


def forget_settings(work: Work) -> None:
    """Read them anew from here on, because one has been changed."""
    work.session.info.pop("settings", None)


def _own_values(work: Work, municipality_id: int) -> dict[str, Any]:
    # Pages ask for many settings: all are read at once, and kept while the transaction lasts.
    transaction, kept = work.session.info.get("settings", (None, {}))
    if transaction is None or transaction is not work.session.get_transaction():
        kept = {}
    if municipality_id not in kept:
        rows = work.session.execute(
            select(Setting.key, Setting.value).where(Setting.municipality_id == municipality_id)
        )
        kept[municipality_id] = dict(rows.all())
        work.session.info["settings"] = (work.session.get_transaction(), kept)
    values: dict[str, Any] = kept[municipality_id]
    return values


def settings(work: Work, municipality_id: int) -> list[rules.SettingValue]:
    """All settings with their definitions, in the order of `settings.toml`."""
    own = {
        row.key: row
        for row in work.session.scalars(
            select(Setting).where(Setting.municipality_id == municipality_id)
        )
    }
    return [
        rules.SettingValue(
            definition=definition,
            value=own[key].value if key in own else definition.default,
            is_default=key not in own,
            changed_at=own[key].changed_at if key in own else None,
        )
        for key, definition in rules.SETTINGS.items()
    ]


def read_area(work: Work, municipality_id: int, text: str, field: str = "area") -> AreaDraft:
    """The area somebody drew, pasted or typed, checked against the municipality's limits and map.

    Raises InvalidInput on `field`, with what to do about it.
    """
    try:
        return parse_area(text, plane_of(work, municipality_id), area_limits(work, municipality_id))
    except AreaFault as fault:
        raise errors.area_error(fault, field) from fault


def area_limits(work: Work, municipality_id: int) -> Limits:
    """What size an area may have in this municipality, and the box it must lie near."""
    return Limits(
        setting(work, municipality_id, "area.smallest_m2"),
        setting(work, municipality_id, "area.largest_m2"),
        extent(work, municipality_id),
    )


def addresses(work: Work, municipality_id: int, text: str, limit: int = 8) -> Sequence[Address]:
    """Addresses that begin with `text` ("stor", "Storgatan 12"), nearest number first."""
    key = rules.fold(rules.without_town(text))
    if not key:
        return []
    return work.session.scalars(
        select(Address)
        .where(
            Address.municipality_id == municipality_id,
            Address.search_key.startswith(key, autoescape=True),
        )
        .order_by(Address.street, Address.number_value, Address.number)
        .limit(min(limit, MOST_ADDRESSES))
    ).all()


def addresses_on(work: Work, municipality_id: int, street: str) -> Sequence[Address]:
    """Every address on a street, by number; the name is compared as `rules.fold` does."""
    key = rules.fold(street)
    found = work.session.scalars(
        select(Address)
        .where(
            Address.municipality_id == municipality_id,
            Address.search_key.startswith(f"{key} ", autoescape=True),
        )
        .order_by(Address.number_value, Address.number)
    ).all()
    return [address for address in found if rules.fold(address.street) == key]


def street_names(work: Work, municipality_id: int) -> list[str]:
    """The names of all streets with an address."""
    streets = select(Address.street).where(Address.municipality_id == municipality_id)
    return list(work.session.scalars(streets.distinct()))


def address_by_text(work: Work, municipality_id: int, text: str) -> Address | None:
    """The address somebody wrote in full, or None."""
    return work.session.scalars(
        select(Address)
        .where(
            Address.municipality_id == municipality_id,
            Address.search_key == rules.fold(rules.without_town(text)),
        )
        .order_by(Address.id)
        .limit(1)
    ).first()


def address_position(work: Work, address: Address) -> tuple[float, float]:
    """(lon, lat) of an address."""
    return plane_of(work, address.municipality_id).to_lonlat(address.x, address.y)


def post_by_number(work: Work, municipality_id: int, number: str) -> Post | None:
    """The standing post with that number (as on the post, case and blanks aside), or None."""
    wanted = rules.post_number(number)
    if not wanted:
        return None
    return work.session.scalars(
        _posts(municipality_id).where(Post.number == wanted).order_by(Post.id).limit(1)
    ).first()


def posts_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> list[Post]:
    """Standing posts inside an area, by number."""
    area = plane.polygon_from_wkb(polygon_wkb)
    posts = work.session.scalars(_posts(municipality_id, Bounds(*area.bounds))).all()
    inside = plane.points_within(area, [(post.x, post.y) for post in posts])
    return sorted(
        (post for post, within in zip(posts, inside, strict=True) if within),
        key=lambda post: (post.number, post.id),
    )


def addresses_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> list[Address]:
    """Addresses inside an area, by street and number."""
    area = plane.polygon_from_wkb(polygon_wkb)
    rows = work.session.scalars(
        select(Address)
        .where(
            Address.municipality_id == municipality_id,
            *_point_in(Address.x, Address.y, Bounds(*area.bounds)),
        )
        .order_by(Address.street, Address.number_value, Address.number)
    ).all()
    inside = plane.points_within(area, [(row.x, row.y) for row in rows])
    return [row for row, within in zip(rows, inside, strict=True) if within]


def dwellings_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> int:
    """How many different addresses lie in an area: a proposal for the number of dwellings.

    Flats behind one entrance share an address, so in flerfamiljshus the true number is higher.
    """
    return len({row.search_key for row in addresses_within(work, municipality_id, polygon_wkb)})


def streets_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> list[str]:
    """The streets with an address in the area, in Swedish alphabetical order."""
    names = {row.street for row in addresses_within(work, municipality_id, polygon_wkb)}
    return sorted(names, key=rules.swedish_order)


def features_within(
    work: Work, municipality_id: int, box: Bounds, kinds: Sequence[str] = ()
) -> Sequence[MapFeature]:
    """Map features whose bounding box meets `box` (metres), of the given kinds or all."""
    return work.session.scalars(_features(municipality_id, box, kinds)).all()


def extent(work: Work, municipality_id: int) -> Bounds | None:
    """The box (metres) that holds the municipality's houses, or its whole map if no house is on
    it; None without a map."""
    everything = MapFeature.municipality_id == municipality_id
    return _extent(work, everything, MapFeature.kind == "building") or _extent(work, everything)


def _extent(work: Work, *conditions: ColumnElement[bool]) -> Bounds | None:
    corners = (
        func.min(MapFeature.minx),
        func.min(MapFeature.miny),
        func.max(MapFeature.maxx),
        func.max(MapFeature.maxy),
    )
    row = work.session.execute(select(*corners).where(*conditions)).one()
    return None if row[0] is None else Bounds(*row)


def attributions(work: Work, municipality_id: int) -> list[str]:
    """Whom the map must name, once each."""
    return sorted(
        work.session.scalars(
            select(MapSource.attribution)
            .where(MapSource.municipality_id == municipality_id, MapSource.attribution != "")
            .distinct()
        )
    )


def base_map(work: Work, municipality_id: int, cell: Cell) -> dict[str, Any]:
    """What the quiet base map draws in a cell, packed as `geometry.cells` tells; and, in the
    nearest view, house numbers as [lon, lat, text]."""
    the_plane = plane_of(work, municipality_id)
    try:
        box = the_plane.box_to_metric(cells.bounds_of(cell))
    except OutsidePlane:
        return {"features": [], "numbers": []}
    rows = work.session.scalars(_drawn(municipality_id, cell, box))
    drawn = (cells.Drawn(row.kind, row.subtype, row.name, row.wkb, row.width) for row in rows)
    return {
        "features": cells.pack(cell, drawn, the_plane),
        "numbers": _house_numbers(work, municipality_id, cell, box),
    }


def map_version(work: Work, municipality_id: int) -> str:
    """A word that changes whenever the municipality's map does."""
    newest = work.session.scalar(
        select(func.max(MapSource.imported_at)).where(MapSource.municipality_id == municipality_id)
    )
    return f"{municipality_id}-{newest.timestamp():.6f}" if newest else f"{municipality_id}-0"


def posts_in_cell(
    work: Work, municipality_id: int, cell: Cell
) -> list[tuple[Post, tuple[float, float]]]:
    """Standing posts in a cell with their (lon, lat); at most MOST_POSTS."""
    the_plane = plane_of(work, municipality_id)
    try:
        box = the_plane.box_to_metric(cells.bounds_of(cell))
    except OutsidePlane:
        return []
    posts = work.session.scalars(_posts(municipality_id, box).order_by(Post.id).limit(MOST_POSTS))
    return [(post, the_plane.to_lonlat(post.x, post.y)) for post in posts]


def _drawn(municipality_id: int, cell: Cell, box: Bounds) -> Select[MapFeature]:
    wanted = _features(municipality_id, box, cells.kinds_at(cell.zoom))
    pixel = cells.metres_per_pixel(cell)
    size = (MapFeature.maxx - MapFeature.minx) + (MapFeature.maxy - MapFeature.miny)
    return wanted.where(size > pixel).order_by(size.desc()).limit(MOST_ROWS)


def _house_numbers(
    work: Work, municipality_id: int, cell: Cell, box: Bounds
) -> list[tuple[float, float, str]]:
    if cell.zoom < cells.HIGHEST_ZOOM:
        return []
    rows = work.session.scalars(
        select(Address)
        .where(Address.municipality_id == municipality_id, *_point_in(Address.x, Address.y, box))
        .order_by(Address.id)
        .limit(cells.MOST_FEATURES)
    ).all()
    the_plane = plane_of(work, municipality_id)
    lons, lats = the_plane.many_to_lonlat([row.x for row in rows], [row.y for row in rows])
    return [
        (round(float(lon), 6), round(float(lat), 6), row.number)
        for row, lon, lat in zip(rows, lons, lats, strict=True)
    ]


def _posts(municipality_id: int, box: Bounds | None = None) -> Select[Post]:
    standing = select(Post).where(Post.municipality_id == municipality_id, Post.gone_at.is_(None))
    return standing if box is None else standing.where(*_point_in(Post.x, Post.y, box))


def _point_in(x: Any, y: Any, box: Bounds) -> tuple[ColumnElement[bool], ...]:
    return (x.between(box.minx, box.maxx), y.between(box.miny, box.maxy))


def _features(municipality_id: int, box: Bounds, kinds: Sequence[str]) -> Select[MapFeature]:
    wanted = select(MapFeature).where(
        MapFeature.municipality_id == municipality_id,
        MapFeature.minx <= box.maxx,
        MapFeature.maxx >= box.minx,
        MapFeature.miny <= box.maxy,
        MapFeature.maxy >= box.miny,
    )
    return wanted.where(MapFeature.kind.in_(kinds)) if kinds else wanted
