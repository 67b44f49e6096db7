"""The map: what is drawn in a cell, how far it reaches, and whom it names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import cells
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.plane import Bounds, OutsidePlane
from grannsamverkan.places.models import Address, MapFeature, MapSource
from grannsamverkan.places.queries import plane_of
from grannsamverkan.places.queries.boxes import box_meets, point_in

# Rows looked at for one cell; the many small ones of a far view are left out by their size first.
MOST_ROWS = 20_000


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
        .where(Address.municipality_id == municipality_id, *point_in(Address.x, Address.y, box))
        .order_by(Address.id)
        .limit(cells.MOST_FEATURES)
    ).all()
    the_plane = plane_of(work, municipality_id)
    lons, lats = the_plane.many_to_lonlat([row.x for row in rows], [row.y for row in rows])
    return [
        (round(float(lon), 6), round(float(lat), 6), row.number)
        for row, lon, lat in zip(rows, lons, lats, strict=True)
    ]


def _features(municipality_id: int, box: Bounds, kinds: Sequence[str]) -> Select[MapFeature]:
    wanted = select(MapFeature).where(
        MapFeature.municipality_id == municipality_id, *box_meets(MapFeature, box)
    )
    return wanted.where(MapFeature.kind.in_(kinds)) if kinds else wanted
