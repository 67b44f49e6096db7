"""Tiles in a GeoPackage: a SQLite file, read as OGC 12-128 (tile pyramid user data) lays it out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grannsamverkan.core.tiles.pictures import MOST_BYTES, Unreachable
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid

BUSY_S = 2.0
HIGHEST_ZOOM = 30
_GRID = """
    SELECT c.table_name, s.organization_coordsys_id, m.min_x, m.max_y
    FROM gpkg_contents c
    JOIN gpkg_tile_matrix_set m ON m.table_name = c.table_name
    JOIN gpkg_spatial_ref_sys s ON s.srs_id = m.srs_id
    WHERE c.data_type = 'tiles' ORDER BY c.table_name LIMIT 1
"""
_ZOOMS = """
    SELECT zoom_level, pixel_x_size, tile_width, tile_height
    FROM gpkg_tile_matrix WHERE table_name = ?
"""
_TILE = """
    SELECT substr(tile_data, 1, ?) FROM TABLE
    WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?
"""


class GeoPackage:
    """The first tile table of a file. Raises `Unreachable` if there is none."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        with self._open() as database:
            found = database.execute(_GRID).fetchone()
            if found is None:
                raise Unreachable(f"{self.path}: no tiles in it")
            table, epsg, left, top = found
            zooms = database.execute(_ZOOMS, [table]).fetchall()
        self._tile = _TILE.replace("TABLE", '"' + table.replace('"', '""') + '"')
        self._grid = self._read_grid(int(epsg), (float(left), float(top)), zooms)

    @property
    def grid(self) -> Grid:
        """How the table's tiles lie."""
        return self._grid

    def read(self, cell: Cell) -> bytes | None:
        """A tile's bytes."""
        with self._open() as database:
            found = database.execute(self._tile, [MOST_BYTES + 1, *cell]).fetchone()
        return bytes(found[0]) if found and found[0] else None

    def _read_grid(self, epsg: int, origin: tuple[float, float], zooms: list[Any]) -> Grid:
        sizes = {size for _, _, *both in zooms for size in both}
        if len(sizes) != 1 or not all(0 <= zoom <= HIGHEST_ZOOM and m > 0 for zoom, m, *_ in zooms):
            raise Unreachable(f"{self.path}: its tiles are not square and of one size")
        metres = {int(zoom): float(pixel) for zoom, pixel, *_ in zooms}
        resolutions = tuple(metres.get(zoom, 0.0) for zoom in range(max(metres) + 1))
        return Grid(epsg, origin, resolutions, int(sizes.pop()))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question: threads share none, and the file may be exchanged."""
        try:
            database = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", BUSY_S, uri=True)
        except sqlite3.Error as error:
            raise Unreachable(f"{self.path}: {error}") from error
        try:
            yield database
        except sqlite3.Error as error:
            raise Unreachable(f"{self.path}: {error}") from error
        finally:
            database.close()
