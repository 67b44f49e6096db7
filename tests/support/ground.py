"""Ground to stand on: two municipalities, and addresses on the map of one."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Address, MapSource, Municipality, PoliceArea
from grannsamverkan.places.rules import fold


@dataclass(frozen=True)
class Places:
    """Ids of two municipalities, of the first one's police areas, and of the other's."""

    here: int
    elsewhere: int
    north: int
    south: int
    far_area: int


def two_towns(work: Work) -> Places:
    """Alby with the police areas Norr and Söder, and Bro, which is one area."""
    here = Municipality(slug="alby", name="Alby kommun", short_name="Alby")
    elsewhere = Municipality(slug="bro", name="Bro kommun", short_name="Bro")
    work.session.add_all([here, elsewhere])
    work.session.flush()
    areas = [
        PoliceArea(municipality_id=here.id, name="Norr"),
        PoliceArea(municipality_id=here.id, name="Söder"),
        PoliceArea(municipality_id=elsewhere.id, name="Bro"),
    ]
    work.session.add_all(areas)
    work.session.flush()
    return Places(here.id, elsewhere.id, *(area.id for area in areas))


def put_on_map(
    work: Work, municipality_id: int, *houses: tuple[str, str, float, float]
) -> list[Address]:
    """Put addresses on the map, each as (street, number, x, y) in metres."""
    before = work.session.scalars(select(func.count()).select_from(MapSource)).one()
    source = MapSource(
        municipality_id=municipality_id, name=f"karta {before}", kind="osm", imported_at=work.now
    )
    work.session.add(source)
    work.session.flush()
    rows = [
        Address(
            municipality_id=municipality_id,
            source_id=source.id,
            street=street,
            number=number,
            number_value=int("".join(re.findall(r"^\d+", number)) or 0),
            search_key=fold(f"{street} {number}"),
            x=x,
            y=y,
        )
        for street, number, x, y in houses
    ]
    work.session.add_all(rows)
    return rows
