"""What stands in a cell of the map: posts with what the sight check says of them, road signs,
signals."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import cells
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.plane import Bounds, Floats, OutsidePlane, Plane
from grannsamverkan.places.models import MapThing, Post, PostSight
from grannsamverkan.places.queries import plane_of
from grannsamverkan.places.queries.boxes import point_in

# One letter a post, in their order; a dash where nothing is known.
VERDICT_LETTERS = {"ok": "o", "person_looks": "l", "not_ok": "n", None: "-"}
SIGN_KINDS = ("sign", "give_way", "stop")
NOTHING: dict[str, Any] = {"posts": [], "verdicts": "", "signs": [], "facing": [], "signals": []}


def things_in_cell(work: Work, municipality_id: int, cell: Cell) -> dict[str, Any]:
    """What is drawn on the base map, positions packed as by `cells.pack_points`.

    Near by: `posts` with a letter each in `verdicts`, `signs` with where each faces in `facing`
    (degrees from north or None), `signals`. From afar `heaps` of posts with their `counts`.
    """
    the_plane = plane_of(work, municipality_id)
    try:
        box = the_plane.box_to_metric(cells.bounds_of(cell))
    except OutsidePlane:
        return NOTHING
    if cell.zoom <= cells.HEAPS_TO_ZOOM:
        return _heaps(work, municipality_id, box, cell)
    return {
        **_posts(work, municipality_id, box, the_plane),
        **_signs(work, municipality_id, box, the_plane),
    }


def _heaps(work: Work, municipality_id: int, box: Bounds, cell: Cell) -> dict[str, Any]:
    rows = work.rows(select(Post.x, Post.y).where(*_standing(municipality_id, box)), {})
    middles, counts = cells.heaps(_points(rows), cell, plane_of(work, municipality_id))
    return {"heaps": middles, "counts": counts}


def _posts(work: Work, municipality_id: int, box: Bounds, the_plane: Plane) -> dict[str, Any]:
    rows = work.rows(
        select(Post.x, Post.y, PostSight.verdict)
        .outerjoin(PostSight, PostSight.post_id == Post.id)
        .where(*_standing(municipality_id, box))
        .order_by(Post.id)
        .limit(cells.MOST_FEATURES),
        {},
    )
    return {
        "posts": cells.pack_points(_points(rows), the_plane),
        "verdicts": "".join(VERDICT_LETTERS[verdict] for _, _, verdict in rows),
    }


def _signs(work: Work, municipality_id: int, box: Bounds, the_plane: Plane) -> dict[str, Any]:
    rows = work.rows(
        select(MapThing.x, MapThing.y, MapThing.kind, MapThing.facing)
        .where(
            MapThing.municipality_id == municipality_id,
            MapThing.kind.in_((*SIGN_KINDS, "signal")),
            *point_in(MapThing.x, MapThing.y, box),
        )
        .order_by(MapThing.id)
        .limit(cells.MOST_FEATURES),
        {},
    )
    signs = [row for row in rows if row.kind in SIGN_KINDS]
    signals = [row for row in rows if row.kind == "signal"]
    return {
        "signs": cells.pack_points(_points(signs), the_plane),
        "facing": [None if row.facing is None else round(row.facing) for row in signs],
        "signals": cells.pack_points(_points(signals), the_plane),
    }


def _standing(municipality_id: int, box: Bounds) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.municipality_id == municipality_id,
        Post.gone_at.is_(None),
        *point_in(Post.x, Post.y, box),
    )


def _points(rows: Sequence[Any]) -> Floats:
    """(n, 2) from rows that begin with x and y."""
    return np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2)
