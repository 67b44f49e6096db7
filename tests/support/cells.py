"""Which cell of the map lies where; the product is told it by the browser."""

import math
from collections.abc import Iterator

from grannsamverkan.geometry.cells import MICRODEGREES, Cell


def cell_at(lon: float, lat: float, zoom: int) -> Cell:
    """The cell in which a position (degrees) lies."""
    side = 2**zoom
    turned = math.asinh(math.tan(math.radians(lat)))
    column = int((lon + 180) / 360 * side)
    row = int((1 - turned / math.pi) / 2 * side)
    return Cell(zoom, min(max(column, 0), side - 1), min(max(row, 0), side - 1))


def unpacked(deltas: list[int]) -> Iterator[tuple[float, float]]:
    """(lon, lat) of each packed point, as the browser reads them."""
    lon = lat = 0
    for i in range(0, len(deltas), 2):
        lon, lat = lon + deltas[i], lat + deltas[i + 1]
        yield lon / MICRODEGREES, lat / MICRODEGREES
