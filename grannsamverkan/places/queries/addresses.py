"""Addresses and streets. Positions given back as (lon, lat) are degrees, WGS 84."""

from collections.abc import Sequence

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.places import rules
from grannsamverkan.places.models import Address
from grannsamverkan.places.queries import plane_of
from grannsamverkan.places.queries.boxes import point_in

MOST_ADDRESSES = 20


def find(work: Work, municipality_id: int, text: str, limit: int = 8) -> Sequence[Address]:
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


def addresses_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> list[Address]:
    """Addresses inside an area, by street and number."""
    area = plane.polygon_from_wkb(polygon_wkb)
    rows = work.session.scalars(
        select(Address)
        .where(
            Address.municipality_id == municipality_id,
            *point_in(Address.x, Address.y, Bounds(*area.bounds)),
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
