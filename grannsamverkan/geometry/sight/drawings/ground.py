"""The ground from above in a frame of a sheet: carriageways, paths, names, scale, north."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString, box, unary_union
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from grannsamverkan.geometry.sight.drawings.scene import Scene, drawable
from grannsamverkan.geometry.sight.drawings.sheet import TEXT, XY, Frame, Sheet, room_of
from grannsamverkan.geometry.sight.drawings.words import Words
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.ways import half_width

_BARS_M = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
LONGEST_BAR = 90.0


@dataclass(frozen=True)
class View:
    """A window of the plane, north up, in a frame of the sheet; `scale` is pixels a metre."""

    centre: tuple[float, float]
    scale: float
    frame: Frame

    def at(self, x: float, y: float) -> XY:
        """Where a place of the plane is on the sheet."""
        middle = self.frame.middle
        return (
            middle[0] + (x - self.centre[0]) * self.scale,
            middle[1] - (y - self.centre[1]) * self.scale,
        )

    def pixels(self, geometry: BaseGeometry) -> BaseGeometry:
        """What of a geometry in metres lies in the frame, in pixels."""
        (x, y), (left, top) = self.centre, self.frame.middle
        scale = self.scale
        shown = affine_transform(geometry, [scale, 0, 0, -scale, left - x * scale, top + y * scale])
        return shown.intersection(box(*self.frame))


def draw_ground(sheet: Sheet, view: View, scene: Scene, *, named: bool = True) -> None:
    """The ways in the frame; carriageways are edged by lines, paths by dashes."""
    colours = sheet.palette
    sheet.box(view.frame, colours.ground)
    roads = _surface(scene, "road")
    paths = _surface(scene, "path").difference(roads)
    sheet.shape(view.pixels(paths), colours.path, sheet.thin("3 3"))
    sheet.shape(view.pixels(roads), colours.road, sheet.thin())
    if named:
        _draw_names(sheet, view, scene.ways)


def draw_frame(sheet: Sheet, view: View) -> None:
    """The window's edge, over what the ways' edges drew there."""
    sheet.box(view.frame, "none", sheet.pen(1.0))


def draw_scale(sheet: Sheet, view: View, words: Words) -> None:
    """A bar of a round length in the lower left corner."""
    metres = max((bar for bar in _BARS_M if bar * view.scale <= LONGEST_BAR), default=_BARS_M[0])
    left, bottom = view.frame.left + 10, view.frame.bottom - 10
    right = left + metres * view.scale
    ends = [(left, bottom - 5), (left, bottom), (right, bottom), (right, bottom - 5)]
    sheet.line(ends, sheet.pen(2))
    told = words.length(metres, 1 if metres < 1 else 0)
    sheet.text((left + max(right - left, room_of(told)) / 2, bottom - 12), told)


def draw_north(sheet: Sheet, view: View, words: Words) -> None:
    """An arrow in the upper right corner."""
    x, y = view.frame.right - 16, view.frame.top + 12
    sheet.area([(x, y), (x + 6, y + 16), (x, y + 12), (x - 6, y + 16)], sheet.palette.ink)
    sheet.text((x, y + 25), words.north, bold=True)


def _surface(scene: Scene, kind: str) -> BaseGeometry:
    return unary_union(
        [
            LineString(way.points).buffer(half_width(way, scene.rules), cap_style="flat")
            for way in scene.ways
            if way.kind == kind and drawable(way)
        ]
    )


def _draw_names(sheet: Sheet, view: View, ways: Sequence[Way]) -> None:
    named = {way.name: way for way in ways if way.name and way.kind == "road" and drawable(way)}
    for name in sorted(named):
        pieces = [
            piece
            for way in ways
            if way.name == name and drawable(way)
            for piece in _straights(view.pixels(LineString(way.points)))
        ]
        longest = max(pieces, key=_size, default=None)
        if longest and _size(longest) > room_of(name) + TEXT:
            _draw_name(sheet, name, longest)


def _draw_name(sheet: Sheet, name: str, piece: tuple[XY, XY]) -> None:
    (x0, y0), (x1, y1) = sorted(piece)
    for step in range(5):
        part = (step - 2) / 4 * room_of(name) / _size(piece)
        sheet.take((x0 + (x1 - x0) * (0.5 + part), y0 + (y1 - y0) * (0.5 + part)), by=TEXT / 2)
    turn = math.degrees(math.atan2(y1 - y0, x1 - x0))
    sheet.text(((x0 + x1) / 2, (y0 + y1) / 2), name, turn=turn or 0.01)


def _straights(geometry: BaseGeometry) -> list[tuple[XY, XY]]:
    parts = getattr(geometry, "geoms", [geometry])
    lines = [list(part.coords) for part in parts if part.geom_type == "LineString"]
    return [(line[i], line[i + 1]) for line in lines for i in range(len(line) - 1)]


def _size(piece: tuple[XY, XY]) -> float:
    return math.dist(*piece)
