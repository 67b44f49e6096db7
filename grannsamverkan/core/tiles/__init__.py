"""A municipality's own map on top of the product's: picture tiles of the web's grid, from a file
or from a service that is named in the settings.

What a browser asks for is three numbers. Addresses, files and tokens come from the settings alone,
and what a service sends is handed on only if its first bytes are those of a picture.
"""

from functools import lru_cache

from grannsamverkan.core.settings import TileSource
from grannsamverkan.core.tiles.cutting import CutTiles
from grannsamverkan.core.tiles.geopackage import GeoPackage
from grannsamverkan.core.tiles.pictures import Store, Tile, tile_of
from grannsamverkan.core.tiles.pmtiles import Archive
from grannsamverkan.core.tiles.service import Service
from grannsamverkan.geometry.cells import Cell, bounds_of
from grannsamverkan.geometry.plane import Bounds

KEPT = 400
"""Tiles kept in memory, some 20 MB: whoever moves a map asks for the same ones again."""


class Tiles:
    """The tiles of one source."""

    def __init__(self, source: TileSource) -> None:
        self.source = source
        self.store = _opened(source)
        self._cut = None if self.store.grid.is_web else CutTiles(self.store)
        self._kept = lru_cache(maxsize=KEPT)(self._read)

    def get(self, cell: Cell) -> Tile | None:
        """The tile of a cell of the web's grid; None where the source has none.

        Raises `Unreachable` if the source does not answer or its answer cannot be used.
        """
        source = self.source
        if not source.min_zoom <= cell.zoom <= source.max_zoom or not self._covers(cell):
            return None
        return self._kept(cell)

    def _read(self, cell: Cell) -> Tile | None:
        if self._cut:
            return self._cut.get(cell)
        data = self.store.read(cell)
        return tile_of(data) if data else None

    def _covers(self, cell: Cell) -> bool:
        if self.source.bounds is None:
            return True
        box, own = bounds_of(cell), Bounds(*self.source.bounds)
        meets_across = box.minx <= own.maxx and box.maxx >= own.minx
        return meets_across and box.miny <= own.maxy and box.maxy >= own.miny


@lru_cache(maxsize=64)
def tiles_of(source: TileSource) -> Tiles:
    """The tiles of a source, opened once. Raises `Unreachable` if its file cannot be read."""
    return Tiles(source)


def _opened(source: TileSource) -> Store:
    if source.kind == "gpkg":
        return GeoPackage(source.file)
    return Archive(source.file) if source.kind == "pmtiles" else Service(source)
