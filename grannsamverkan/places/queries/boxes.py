"""Conditions of a query on positions in metres."""

from typing import Any

from sqlalchemy import ColumnElement

from grannsamverkan.geometry.plane import Bounds


def point_in(x: Any, y: Any, box: Bounds) -> tuple[ColumnElement[bool], ...]:
    """The point lies in the box."""
    return (x.between(box.minx, box.maxx), y.between(box.miny, box.maxy))


def box_meets(table: Any, box: Bounds) -> tuple[ColumnElement[bool], ...]:
    """The row's bounding box and the box have a point in common."""
    return (
        table.minx <= box.maxx,
        table.maxx >= box.minx,
        table.miny <= box.maxy,
        table.maxy >= box.miny,
    )
