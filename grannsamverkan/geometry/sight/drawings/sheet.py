"""A sheet that is drawn on: lines, areas and words become one accessible SVG.

The same drawing is made for a page, in the theme's colours, and for paper, in fixed ones. What
matters is told by hatching, dashes and line weight; colour only helps.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

XY = tuple[float, float]
WIDTH = 320.0
"""Every drawing is as wide as the narrowest phone, so that TEXT is read there as it is."""
TEXT = 14.0
# Room that a letter takes in the widest face at hand (DejaVu Sans), as a share of its size.
LETTER = 0.6
EDGE = 4.0
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ID = re.compile(r"[^A-Za-z0-9-]")


@dataclass(frozen=True)
class Palette:
    """Colours by use. `font` is empty where the page's own is used."""

    ink: str
    quiet: str
    paper: str
    ground: str
    road: str
    path: str
    plate: str
    sign: str
    alarm: str
    font: str = ""


def _token(name: str, fallback: str) -> str:
    return f"var(--ds-color-{name}, {fallback})"


PAGE = Palette(
    ink=_token("neutral-text-default", "currentColor"),
    quiet=_token("neutral-text-subtle", "currentColor"),
    paper=_token("neutral-surface-default", "Canvas"),
    ground=_token("neutral-background-tinted", "Canvas"),
    road=_token("neutral-surface-active", "Canvas"),
    path=_token("neutral-surface-tinted", "Canvas"),
    plate=_token("warning-base-default", "Canvas"),
    sign=_token("info-surface-tinted", "Canvas"),
    alarm=_token("danger-text-subtle", "currentColor"),
)
"""Follows the page's theme, light or dark."""
PRINT = Palette(
    ink="#1c231f",
    quiet="#4f564d",
    paper="#ffffff",
    ground="#f2f1ea",
    road="#d8d7cb",
    path="#ebeae2",
    plate="#f6c926",
    sign="#e2edf2",
    alarm="#91331c",
    font="Libertinus Serif",
)
"""For letters: the colours of the light theme and a face that typst has."""


class Pen(NamedTuple):
    """A stroke: its colour, its width in pixels of the sheet, and its dashes."""

    colour: str
    width: float = 1.5
    dash: str = ""


class Frame(NamedTuple):
    """A box of the sheet in pixels, y downward."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> XY:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: "Frame") -> float:
        """The area both share, in square pixels."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


@dataclass(frozen=True)
class Drawing:
    """A finished drawing; `title` and `description` are also what a letter's `alt` is made of."""

    svg: str
    title: str
    description: str

    def __html__(self) -> str:
        """The SVG as it goes into a page: its texts are escaped already."""
        return self.svg

    @property
    def alt(self) -> str:
        """The drawing in words."""
        return f"{self.title}. {self.description}"


class Sheet:
    """Collects shapes from the back to the front. Positions are pixels, x right, y down."""

    def __init__(self, height: float, palette: Palette, key: str) -> None:
        self.frame = Frame(0.0, 0.0, WIDTH, height)
        self.palette = palette
        self.key = _NO_ID.sub("-", key)
        self._parts: list[str] = []
        self._taken: list[Frame] = []

    def pen(self, width: float = 1.5, dash: str = "") -> Pen:
        """A stroke in ink."""
        return Pen(self.palette.ink, width, dash)

    def thin(self, dash: str = "") -> Pen:
        """The stroke of what only helps to read the drawing."""
        return Pen(self.palette.quiet, 1.0, dash)

    def hatch(self, dense: bool = False) -> str:
        """A fill of slanted lines."""
        return f"url(#{self.key}-{'dense' if dense else 'hatch'})"

    def line(self, points: Sequence[XY], pen: Pen) -> None:
        """An open line through the points."""
        self._add("polyline", points=_pairs(points), fill="none", **_stroke(pen))

    def area(self, points: Sequence[XY], fill: str, pen: Pen | None = None) -> None:
        """A closed polygon."""
        self._add("polygon", points=_pairs(points), fill=fill, **_stroke(pen))

    def shape(self, geometry: BaseGeometry, fill: str, pen: Pen | None = None) -> None:
        """All polygons of a geometry whose coordinates are pixels, holes left open."""
        rings = [ring for part in _polygons(geometry) for ring in _rings(part)]
        if rings:
            path = "".join(f"M{_pairs(ring)}Z" for ring in rings)
            self._add("path", d=path, fill=fill, fill_rule="evenodd", **_stroke(pen))

    def box(self, frame: Frame, fill: str, pen: Pen | None = None) -> None:
        """A rectangle."""
        corners = [(frame.left, frame.top), (frame.right, frame.top)]
        self.area([*corners, (frame.right, frame.bottom), (frame.left, frame.bottom)], fill, pen)

    def circle(self, at: XY, radius: float, fill: str, pen: Pen | None = None) -> None:
        """A circle."""
        self._add("circle", cx=_px(at[0]), cy=_px(at[1]), r=_px(radius), fill=fill, **_stroke(pen))

    def take(self, *points: XY, by: float = 5.0) -> None:
        """Keep labels away from the box round some points."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._taken.append(Frame(min(xs) - by, min(ys) - by, max(xs) + by, max(ys) + by))

    def text(self, at: XY, words: str, *, turn: float = 0.0, bold: bool = False) -> None:
        """Words centred on a point, shortened to the sheet and moved into it.

        Upright ones take their room.
        """
        shown = shortened(clean(words), WIDTH - 2 * EDGE)
        if not turn:
            frame = self._moved_in(_frame_of(shown, at))
            self._taken.append(frame)
            at = frame.middle
        self._add(
            "text",
            inside=shown,
            x=_px(at[0]),
            y=_px(at[1] + TEXT * 0.35),
            text_anchor="middle",
            font_size=_px(TEXT),
            fill=self.palette.ink,
            stroke=self.palette.paper,
            stroke_width="3",
            stroke_linejoin="round",
            paint_order="stroke",
            font_weight="600" if bold else "",
            font_family=self.palette.font,
            transform=f"rotate({_px(turn)} {_px(at[0])} {_px(at[1])})" if turn else "",
        )

    def label(self, at: XY, words: str, *, away: float = 10.0, bold: bool = False) -> None:
        """Words beside a point, where they cover least of what is there already."""
        shown = shortened(clean(words), WIDTH - 2 * EDGE)
        frames = [self._moved_in(_frame_of(shown, spot)) for spot in _spots(at, shown, away)]
        best = min(frames, key=lambda frame: sum(map(frame.overlap, self._taken)))
        self.text(best.middle, shown, bold=bold)

    def drawing(self, title: str, description: str) -> Drawing:
        """The finished SVG."""
        title, description = clean(title), clean(description)
        width, height = _px(self.frame.right), _px(self.frame.bottom)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" class="sight-drawing" role="img" '
            f'aria-labelledby="{self.key}-title {self.key}-desc">'
            f'<title id="{self.key}-title">{escape(title)}</title>'
            f'<desc id="{self.key}-desc">{escape(description)}</desc>'
        )
        return Drawing(
            f"{head}<defs>{self._hatches()}</defs>{''.join(self._parts)}</svg>", title, description
        )

    def _hatches(self) -> str:
        return "".join(
            f'<pattern id="{self.key}-{name}" width="{gap}" height="{gap}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="{weight}" height="{gap}" fill="{colour}"/></pattern>'
            for name, gap, weight, colour in (
                ("hatch", 7, 1, self.palette.quiet),
                ("dense", 4, 1.6, self.palette.alarm),
            )
        )

    def _moved_in(self, frame: Frame) -> Frame:
        dx = max(0.0, EDGE - frame.left) - max(0.0, frame.right - (WIDTH - EDGE))
        dy = max(0.0, EDGE - frame.top) - max(0.0, frame.bottom - (self.frame.bottom - EDGE))
        return Frame(frame.left + dx, frame.top + dy, frame.right + dx, frame.bottom + dy)

    def _add(self, tag: str, *, inside: str = "", **attributes: str) -> None:
        told = "".join(
            f' {name.replace("_", "-")}="{escape(value)}"'
            for name, value in attributes.items()
            if value
        )
        self._parts.append(
            f"<{tag}{told}>{escape(inside)}</{tag}>" if inside else f"<{tag}{told}/>"
        )


def clean(words: str) -> str:
    """The words without characters that no SVG may hold."""
    return _NO_XML.sub("", words)


def shortened(words: str, room: float) -> str:
    """The words, cut with an ellipsis if they need more than `room` pixels."""
    most = int(room / (TEXT * LETTER))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def room_of(words: str) -> float:
    """Pixels that words take at most."""
    return len(words) * TEXT * LETTER


def _spots(at: XY, words: str, away: float) -> list[XY]:
    x, y = at
    side = away + room_of(words) / 2
    level = away + TEXT * 0.6
    beside = [(x + side, y), (x - side, y), (x, y - level), (x, y + level)]
    return [*beside, *((x + dx, y + dy) for dx in (side, -side) for dy in (-level, level))]


def _frame_of(words: str, at: XY) -> Frame:
    across, down = room_of(words) / 2, TEXT * 0.6
    return Frame(at[0] - across, at[1] - down, at[0] + across, at[1] + down)


def _stroke(pen: Pen | None) -> dict[str, str]:
    if pen is None:
        return {}
    return {
        "stroke": pen.colour,
        "stroke_width": _px(pen.width),
        "stroke_dasharray": pen.dash,
        "stroke_linejoin": "round",
        "stroke_linecap": "" if pen.dash else "round",
    }


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _rings(polygon: BaseGeometry) -> list[Sequence[XY]]:
    return [ring.coords for ring in (polygon.exterior, *polygon.interiors)]


def _pairs(points: Sequence[XY]) -> str:
    return " ".join(f"{_px(point[0])},{_px(point[1])}" for point in points)


def _px(value: float) -> str:
    """A number as short as it can be told to a tenth of a pixel; what is not finite is a fault."""
    if not math.isfinite(value):
        raise ValueError("a drawing's positions must be finite")
    return f"{value:.1f}".removesuffix(".0")
