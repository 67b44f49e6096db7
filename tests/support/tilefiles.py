"""Files of map tiles as their specifications lay them out, and pictures to put in them."""

import gzip
import io
import sqlite3
import struct
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid

Colour = tuple[int, int, int]


def picture(colour: Colour, size: int = 256, kind: str = "PNG") -> bytes:
    """A tile of one colour."""
    target = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(target, kind)
    return target.getvalue()


def colour_of(content: bytes, at: tuple[int, int] = (128, 128)) -> tuple[int, ...]:
    """The colour of a pixel, with how far it can be seen through where the picture knows it."""
    with Image.open(io.BytesIO(content)) as image:
        found = image.getpixel(at)
    assert isinstance(found, tuple)
    return found


def write_geopackage(path: Path, grid: Grid, tiles: Mapping[Cell, bytes]) -> Path:
    """A GeoPackage with one table of tiles, whose name needs care."""
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER, organization,
            organization_coordsys_id INTEGER, definition);
        CREATE TABLE gpkg_contents (table_name, data_type, identifier, srs_id INTEGER);
        CREATE TABLE gpkg_tile_matrix_set (table_name, srs_id INTEGER, min_x, min_y, max_x, max_y);
        CREATE TABLE gpkg_tile_matrix (table_name, zoom_level INTEGER, matrix_width, matrix_height,
            tile_width INTEGER, tile_height INTEGER, pixel_x_size, pixel_y_size);
        CREATE TABLE "orto ""foto" (zoom_level, tile_column, tile_row, tile_data BLOB);
    """)
    table, (left, top) = 'orto "foto', grid.origin
    database.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('plane', 7, 'EPSG', ?, '')", [grid.epsg]
    )
    database.execute("INSERT INTO gpkg_contents VALUES (?, 'tiles', 'x', 7)", [table])
    database.execute(
        "INSERT INTO gpkg_tile_matrix_set VALUES (?, 7, ?, 0, 0, ?)", [table, left, top]
    )
    database.executemany(
        "INSERT INTO gpkg_tile_matrix VALUES (?, ?, 1, 1, ?, ?, ?, ?)",
        [
            (table, zoom, grid.size, grid.size, metres, metres)
            for zoom, metres in enumerate(grid.resolutions)
            if metres
        ],
    )
    database.executemany(
        'INSERT INTO "orto ""foto" VALUES (?, ?, ?, ?)',
        [(*cell, data) for cell, data in tiles.items()],
    )
    database.commit()
    database.close()
    return path


def write_pmtiles(
    path: Path, tiles: Mapping[int, bytes], *, packed: bool = True, leaves: bool = False
) -> Path:
    """A PMTiles archive of PNG tiles by their numbers; with `leaves` the root leads to one more
    directory."""
    pack = gzip.compress if packed else bytes
    entries, body = [], b""
    for number, data in sorted(tiles.items()):
        entries.append((number, 1, len(body), len(data)))
        body += data
    directory = pack(_directory(entries))
    leaf = directory if leaves else b""
    root = pack(_directory([(entries[0][0], 0, 0, len(leaf))])) if leaves else directory
    places, at = [], 127
    for part in (root, b"", leaf, body):
        places += [at, len(part)]
        at += len(part)
    header = b"PMTiles\x03" + struct.pack("<11Q", *places, 0, 0, 0)
    header += bytes([1, 2 if packed else 1, 1, 2, 0, 14]) + bytes(25)
    path.write_bytes(header + root + leaf + body)
    return path


def _directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    firsts = [first for first, *_ in entries]
    steps = [one - before for one, before in zip(firsts, [0, *firsts], strict=False)]
    columns = [
        [len(entries)],
        steps,
        [run for _, run, _, _ in entries],
        [length for *_, length in entries],
        [offset + 1 for _, _, offset, _ in entries],
    ]
    return b"".join(_varint(number) for column in columns for number in column)


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])
