"""Ways and things as the sight engine wants them: by columns, for a whole municipality at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from shapely import from_wkb, get_coordinates
from sqlalchemy import ColumnElement, func, select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds, Floats
from grannsamverkan.geometry.sight.model import Thing, Way
from grannsamverkan.places.models import MapFeature, MapSource, MapThing, Post
from grannsamverkan.places.queries.boxes import box_meets, point_in

WAY_KINDS = ("road", "path")
_WAY = (
    MapFeature.key,
    MapFeature.kind,
    MapFeature.subtype,
    MapFeature.name,
    MapFeature.width,
    MapFeature.lanes,
    MapFeature.speed,
    MapFeature.oneway,
    MapFeature.sidewalk,
    MapFeature.level,
    MapFeature.owner,
)
_THING = (
    MapThing.key,
    MapThing.kind,
    MapThing.x,
    MapThing.y,
    MapThing.code,
    MapThing.facing,
    MapThing.along,
)


def ways_within(work: Work, municipality_id: int, box: Bounds | None = None) -> list[Way]:
    """Roads and paths whose bounding box meets `box` (metres), or all; in the order of their rows.

    A way that the source gave no key is called by its row ("feature/12").
    """
    here: list[ColumnElement[bool]] = [
        MapFeature.municipality_id == municipality_id,
        MapFeature.kind.in_(WAY_KINDS),
    ]
    if box is not None:
        here += box_meets(MapFeature, box)
    rows = work.rows(select(MapFeature.id, MapFeature.wkb, *_WAY).where(*here).order_by("id"), {})
    return [
        Way(key or f"feature/{row_id}", kind, subtype, points, *rest)
        for (row_id, _, key, kind, subtype, *rest), points in zip(rows, _lines(rows), strict=True)
        if len(points) > 1
    ]


def things_within(work: Work, municipality_id: int, box: Bounds | None = None) -> list[Thing]:
    """Signs, signals, give-way lines and crossings in `box` (metres), or all, as `ways_within`."""
    here = [MapThing.municipality_id == municipality_id]
    if box is not None:
        here += point_in(MapThing.x, MapThing.y, box)
    rows = work.rows(select(MapThing.id, *_THING).where(*here).order_by("id"), {})
    return [Thing(key or f"thing/{row_id}", *rest) for row_id, key, *rest in rows]


def posts_extent(work: Work, municipality_id: int, without: str = "") -> Bounds | None:
    """The box (metres) that holds all standing posts but those of the source named `without`."""
    corners = (func.min(Post.x), func.min(Post.y), func.max(Post.x), func.max(Post.y))
    row = work.session.execute(
        select(*corners)
        .join(MapSource, MapSource.id == Post.source_id)
        .where(
            Post.municipality_id == municipality_id,
            Post.gone_at.is_(None),
            MapSource.name != without,
        )
    ).one()
    return None if row[0] is None else Bounds(*row)


def _lines(rows: Sequence[Any]) -> list[Floats]:
    """(n, 2) points of each row's line, cut out of one array of all."""
    shapes = from_wkb(np.array([row.wkb for row in rows], dtype=object))
    points, owners = get_coordinates(shapes, return_index=True)
    cuts = np.searchsorted(owners, np.arange(1, len(rows)))
    return np.split(points, cuts) if rows else []
