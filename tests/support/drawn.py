"""What stands on an SVG drawing: its positions, its words, its box."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Picture:
    """A parsed drawing. Positions are pixels of its view box."""

    root: ElementTree.Element

    @property
    def size(self) -> tuple[float, float]:
        _, _, width, height = map(float, self.root.attrib["viewBox"].split())
        return width, height

    @property
    def words(self) -> list[str]:
        return [element.text or "" for element in self.root.iter(f"{SVG}text")]

    @property
    def texts(self) -> dict[str, tuple[float, float]]:
        return {
            element.text or "": (float(element.attrib["x"]), float(element.attrib["y"]))
            for element in self.root.iter(f"{SVG}text")
        }

    @property
    def circles(self) -> list[tuple[float, float, float]]:
        return [
            (float(circle.attrib["cx"]), float(circle.attrib["cy"]), float(circle.attrib["r"]))
            for circle in self.root.iter(f"{SVG}circle")
        ]

    @property
    def positions(self) -> list[tuple[float, float]]:
        """Every corner, end and rim."""
        found = [
            point
            for element in self.root.iter()
            for name in ("points", "d")
            for point in _points(element.attrib.get(name, ""))
        ]
        rims = [(x + side * r, y + side * r) for x, y, r in self.circles for side in (-1, 1)]
        return [*found, *rims, *self.texts.values()]

    def areas(self, fill: str) -> list[list[tuple[float, float]]]:
        """The corners of each polygon of a fill."""
        return [
            _points(element.attrib["points"])
            for element in self.root.iter(f"{SVG}polygon")
            if element.attrib["fill"] == fill
        ]


def picture(svg: str) -> Picture:
    """Parse a drawing; ParseError if it is not well-formed."""
    parser = ElementTree.XMLPullParser(["end"])
    parser.feed(svg)
    parser.close()
    *_, (_, root) = parser.read_events()
    return Picture(root)


def _points(text: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
