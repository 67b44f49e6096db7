"""Grids of picture tiles, and how a tile of the web's grid is cut out of another grid.

Municipalities keep their maps in SWEREF 99 zones. A browser here knows the web's grid only
(EPSG:3857), so a tile is put together from those that lie under it: for each of its pixels the
nearest of theirs.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.plane import Floats, Plane

WEB = 3857
WEB_HALF_M = 20_037_508.342789244
"""Half the width of the web's grid: pi times the radius that EPSG:3857 gives the earth."""
SIZE = 256
# Positions are reckoned in this many places along a tile's side and lie evenly between them: at
# zoom 10 in SWEREF 99 TM that is wrong by less than a hundredth of a pixel.
LATTICE = 17
MOST_TILES = 36
"""Under one tile. More would mean a source of another scale."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Grid:
    """Square tiles of `size` pixels in the plane `epsg`, from the upper left corner `origin`, with
    `resolutions` in metres a pixel by zoom; 0 for a zoom that is not there."""

    epsg: int
    origin: tuple[float, float]
    resolutions: tuple[float, ...]
    size: int = SIZE

    @property
    def is_web(self) -> bool:
        """Is it the web's own grid, so that tiles can be handed on as they are?"""
        if self.epsg != WEB or self.size != SIZE:
            return False
        there = [(zoom, metres) for zoom, metres in enumerate(self.resolutions) if metres]
        corner = np.allclose(self.origin, (-WEB_HALF_M, WEB_HALF_M), atol=1.0)
        return corner and all(abs(m / _web_metres(zoom) - 1) < 1e-6 for zoom, m in there)


class Cutting(NamedTuple):
    """Which tiles of a grid lie under a tile, and the pixel of their mosaic for each of its own:
    `across` and `down` are (SIZE, SIZE)."""

    zoom: int
    column: int
    row: int
    columns: int
    rows: int
    across: NDArray[np.int64]
    down: NDArray[np.int64]


def web_grid(highest: int) -> Grid:
    """The grid that browsers know, to a zoom."""
    metres = tuple(_web_metres(zoom) for zoom in range(highest + 1))
    return Grid(WEB, (-WEB_HALF_M, WEB_HALF_M), metres)


def cutting(cell: Cell, grid: Grid) -> Cutting | None:
    """What of `grid` lies under a tile of the web's grid; None if that is too much, or nothing.

    Raises OutsidePlane where the grid's plane does not hold.
    """
    places = _even(_to_plane(_lattice(cell), grid.epsg))
    zoom = _zoom_for(places, grid)
    if zoom is None:
        return None
    metres = grid.resolutions[zoom]
    across = np.floor((places[..., 0] - grid.origin[0]) / metres).astype(np.int64)
    down = np.floor((grid.origin[1] - places[..., 1]) / metres).astype(np.int64)
    column, row = int(across.min()) // grid.size, int(down.min()) // grid.size
    columns = int(across.max()) // grid.size - column + 1
    rows = int(down.max()) // grid.size - row + 1
    if columns * rows > MOST_TILES or column + columns <= 0 or row + rows <= 0:
        return None
    corner = column * grid.size, row * grid.size
    return Cutting(zoom, column, row, columns, rows, across - corner[0], down - corner[1])


def cut(mosaic: Pixels, plan: Cutting) -> Pixels:
    """The tile, (SIZE, SIZE, n), out of the mosaic, (rows · size, columns · size, n)."""
    taken: Pixels = mosaic[plan.down, plan.across]
    return taken


def _web_metres(zoom: int) -> float:
    return 2 * WEB_HALF_M / SIZE / float(2**zoom)


def _lattice(cell: Cell) -> Floats:
    """(LATTICE, LATTICE, 2) metres of the web's plane, from the tile's first to its last pixel."""
    metres = _web_metres(cell.zoom)
    steps = np.linspace(0.5, SIZE - 0.5, LATTICE) * metres
    x = cell.column * SIZE * metres - WEB_HALF_M + steps
    y = WEB_HALF_M - cell.row * SIZE * metres - steps
    return np.stack(np.meshgrid(x, y), axis=-1)


def _to_plane(web: Floats, epsg: int) -> Floats:
    if epsg == WEB:
        return web
    radius = WEB_HALF_M / np.pi
    lons = np.degrees(web[..., 0] / radius)
    lats = np.degrees(np.arctan(np.sinh(web[..., 1] / radius)))
    x, y = Plane(epsg).many_to_metric(lons.ravel(), lats.ravel())
    return np.column_stack([x, y]).reshape(web.shape)


def _even(lattice: Floats) -> Floats:
    """(SIZE, SIZE, 2) between the lattice's places."""
    at = np.linspace(0, LATTICE - 1, SIZE)
    low = np.minimum(at.astype(int), LATTICE - 2)
    part = at - low
    rows = lattice[low] * (1 - part)[:, None, None] + lattice[low + 1] * part[:, None, None]
    across: Any = part[None, :, None]
    even: Floats = rows[:, low] * (1 - across) + rows[:, low + 1] * across
    return even


def _zoom_for(places: Floats, grid: Grid) -> int | None:
    """The zoom whose pixels are nearest in size to the tile's, rather finer than coarser."""
    metres = float(np.hypot(*(places[SIZE // 2, -1] - places[SIZE // 2, 0]))) / (SIZE - 1)
    there = [zoom for zoom, one in enumerate(grid.resolutions) if one]
    wanted = metres * 1.2
    finer = [zoom for zoom in there if grid.resolutions[zoom] <= wanted]
    if finer:
        return max(finer, key=lambda zoom: grid.resolutions[zoom])
    return min(there, key=lambda zoom: grid.resolutions[zoom], default=None)
