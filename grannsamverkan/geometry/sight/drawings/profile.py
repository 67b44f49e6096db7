"""What both sections share: the ground, the post, heights and distances with their figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import Polygon, box

from grannsamverkan.geometry.sight.drawings.scene import Scene, is_worst_case
from grannsamverkan.geometry.sight.drawings.sheet import (
    TEXT,
    WIDTH,
    XY,
    Frame,
    Palette,
    Sheet,
    room_of,
)
from grannsamverkan.geometry.sight.drawings.words import Words

ROW = 24.0
"""From one row of distances under the ground to the next."""
GROUND_DEPTH = 10.0
TICK = 4.0


@dataclass(frozen=True)
class Profile:
    """A cut through the ground: `across` and `up` are pixels a metre, `zero` the pixel of place 0,
    `ground` the pixel of height 0."""

    across: float
    up: float
    zero: float
    ground: float

    def at(self, place: float, height: float) -> XY:
        """Where a place along the cut and a height above the ground are on the sheet."""
        return self.zero + place * self.across, self.ground - height * self.up

    @property
    def above(self) -> Frame:
        """The sheet above the ground."""
        return Frame(1, 1, WIDTH - 1, self.ground)


def draw_post(
    sheet: Sheet, profile: Profile, place: float, top: float, *, broken: bool = True
) -> None:
    """A post from the ground to `top` metres; broken off where the true one goes on."""
    foot, head = profile.at(place, 0), profile.at(place, top)
    sheet.line([foot, head], sheet.pen(3))
    if broken:
        x, y = head
        sheet.line([(x - 5, y + 3), (x - 1, y - 2), (x + 1, y + 2), (x + 5, y - 3)], sheet.pen(1.5))


def draw_bar(
    sheet: Sheet, profile: Profile, place: float, heights: tuple[float, float], fill: str
) -> None:
    """A plate or sign seen edge on, between two heights."""
    (x, bottom), (_, top) = (profile.at(place, height) for height in heights)
    sheet.box(Frame(x - 3.5, top, x + 3.5, bottom), fill, sheet.pen(1.5))
    sheet.take((x - 4, top), (x + 4, bottom), by=2)


def draw_ground_line(sheet: Sheet, profile: Profile) -> None:
    """The ground, hatched below."""
    below = Frame(1, profile.ground, WIDTH - 1, profile.ground + GROUND_DEPTH)
    sheet.box(below, sheet.hatch())
    sheet.line([(1, profile.ground), (WIDTH - 1, profile.ground)], sheet.pen(2.5))


def draw_height(
    sheet: Sheet, at: XY, told: str, *, left: bool, room: float = 8.0, bold: bool = False
) -> None:
    """A height written beside its point, with a short line to it."""
    x, y = at
    side = -1 if left else 1
    sheet.line([(x, y), (x + side * (room + 3), y)], sheet.pen(1))
    width = len(told) * TEXT * 0.55
    sheet.text((x + side * (room + 5 + width / 2), y), told, bold=bold)


def draw_distance(sheet: Sheet, ends: tuple[float, float], y: float, told: str) -> None:
    """A distance along the ground between two pixels, its figure in the middle."""
    left, right = sorted(ends)
    sheet.line([(left, y), (right, y)], sheet.pen(1))
    for x in (left, right):
        sheet.line([(x - TICK, y + TICK), (x + TICK, y - TICK)], sheet.pen(1.5))
    if right - left > room_of(told) + 2 * TICK:
        middle, half = (left + right) / 2, len(told) * TEXT * 0.3
        gap = Frame(middle - half, y - TEXT / 2, middle + half, y + TEXT / 2)
        sheet.box(gap, sheet.palette.paper)
        sheet.text((middle, y), told)
    else:
        sheet.text((right + TICK + room_of(told) / 2, y), told)


def within(points: Sequence[XY], frame: Frame) -> Polygon:
    """The part of a polygon of pixels that lies in a frame."""
    return Polygon(points).buffer(0).intersection(box(*frame))


def new_sheet(height: float, palette: Palette, key: str) -> Sheet:
    """An empty sheet with its paper."""
    sheet = Sheet(height, palette, key)
    sheet.box(sheet.frame, palette.paper)
    return sheet


def worst_notes(scene: Scene, words: Words) -> list[str]:
    """Tells that the plate is drawn where it hides most, if that is not its stated place."""
    if not is_worst_case(scene):
        return []
    return [words.worst.format(error=words.length(scene.plate.error))]


def lengths(words: Words, **metres: float) -> dict[str, str]:
    """Lengths in words by their names, for a description."""
    return {name: words.length(value) for name, value in metres.items()}
