"""Tiles of the web's grid cut out of a source that has another, such as a SWEREF 99 zone."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, UnidentifiedImageError

from grannsamverkan.core.tiles.pictures import Store, Tile, Unreachable, tile_of
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.plane import OutsidePlane
from grannsamverkan.geometry.tiling import Cutting, Pixels, cut, cutting

FORMATS = ("PNG", "JPEG", "WEBP")


KEPT = 256
"""Of the source's tiles: neighbours are cut out of the same ones."""


class CutTiles:
    """A source seen through the web's grid."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._below = lru_cache(maxsize=KEPT)(store.read)

    def get(self, cell: Cell) -> Tile | None:
        """The tile as PNG; None where the source has nothing. Raises `Unreachable`."""
        try:
            plan = cutting(cell, self.store.grid)
        except OutsidePlane:
            return None
        mosaic = self._mosaic(plan) if plan else None
        if plan is None or mosaic is None:
            return None
        target = io.BytesIO()
        Image.fromarray(cut(mosaic, plan)).save(target, "PNG", compress_level=1)
        return Tile(target.getvalue(), "image/png")

    def _mosaic(self, plan: Cutting) -> Pixels | None:
        """All tiles under the wanted one, see-through where there is none; None without any."""
        size = self.store.grid.size
        mosaic = np.zeros((plan.rows * size, plan.columns * size, 4), dtype=np.uint8)
        found = False
        for row in range(plan.rows):
            for column in range(plan.columns):
                data = self._below(Cell(plan.zoom, plan.column + column, plan.row + row))
                if data:
                    at = np.s_[row * size : (row + 1) * size, column * size : (column + 1) * size]
                    mosaic[at] = _decoded(data, size)
                    found = True
        return mosaic if found else None


def _decoded(data: bytes, size: int) -> Pixels:
    tile_of(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.size != (size, size):
                raise Unreachable(f"a tile is {picture.size} pixels, not {size} square")
            return np.asarray(picture.convert("RGBA"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Unreachable(f"a tile cannot be decoded: {error}") from error
