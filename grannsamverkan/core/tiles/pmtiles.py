"""Tiles in a PMTiles archive, version 3, as its specification lays it out (protomaps/PMTiles)."""

import gzip
import io
import struct
import zlib
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from grannsamverkan.core.tiles.pictures import MOST_BYTES, Unreachable
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid, web_grid

HEADER_BYTES = 127
MAGIC = b"PMTiles\x03"
PLAIN, GZIP = 1, 2
PICTURES = {2: "PNG", 3: "JPEG", 4: "WebP"}
MOST_DIRECTORY_BYTES = 16 * 1024 * 1024
DEEPEST = 4
"""Directories in directories: the specification allows a root and its leaves, and little more."""
DIRECTORIES_KEPT = 64
HIGHEST_ZOOM = 26


class Entry(NamedTuple):
    """Tiles `first` … `first + run - 1` are the same bytes; a run of 0 leads to a directory."""

    first: int
    run: int
    offset: int
    length: int


class Header(NamedTuple):
    """What is used of the file's first bytes."""

    root: tuple[int, int]
    leaves: int
    tiles: int
    packing: int
    highest: int


class Archive:
    """A file of picture tiles in the web's grid. Raises `Unreachable` if it is none."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        with self._open() as file:
            self.header = _header(file.read(HEADER_BYTES), self.path)
        self._directory = lru_cache(maxsize=DIRECTORIES_KEPT)(self._read_directory)

    @property
    def grid(self) -> Grid:
        """The web's own."""
        return web_grid(self.header.highest)

    def read(self, cell: Cell) -> bytes | None:
        """A tile's bytes."""
        wanted = tile_id(cell)
        offset, length = self.header.root
        for _depth in range(DEEPEST):
            entry = _entry_for(wanted, self._directory(offset, length))
            if entry is None:
                return None
            if entry.run:
                return self._bytes(self.header.tiles + entry.offset, entry.length, MOST_BYTES)
            offset, length = self.header.leaves + entry.offset, entry.length
        raise Unreachable(f"{self.path}: directories without end")

    def _read_directory(self, offset: int, length: int) -> tuple[list[int], list[Entry]]:
        packed = self._bytes(offset, length, MOST_DIRECTORY_BYTES)
        try:
            entries = _entries(_unpacked(packed, self.header.packing))
        except (OSError, EOFError, zlib.error, IndexError, ValueError) as error:
            raise Unreachable(f"{self.path}: a directory cannot be read: {error}") from error
        return [entry.first for entry in entries], entries

    def _bytes(self, offset: int, length: int, most: int) -> bytes:
        if length > most:
            raise Unreachable(f"{self.path}: a part of it is too large")
        with self._open() as file:
            file.seek(offset)
            return file.read(length)

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Unreachable(f"{self.path}: {error}") from error


def tile_id(cell: Cell) -> int:
    """The number of a tile: all of lower zooms first, then along the Hilbert curve."""
    x, y, along = cell.column, cell.row, 0
    side = 2**cell.zoom // 2
    while side:
        right, down = int(bool(x & side)), int(bool(y & side))
        along += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))
            x, y = y, x
        x, y = x & (side - 1), y & (side - 1)
        side //= 2
    return int(4**cell.zoom - 1) // 3 + along


def _header(data: bytes, path: Path) -> Header:
    if len(data) < HEADER_BYTES or not data.startswith(MAGIC):
        raise Unreachable(f"{path}: not a PMTiles archive of version 3")
    root, root_length, _, _, leaves, _, tiles = struct.unpack_from("<7Q", data, 8)
    packing, tile_packing, kind, _, highest = data[97:102]
    if packing not in (PLAIN, GZIP) or tile_packing != PLAIN or kind not in PICTURES:
        raise Unreachable(f"{path}: holds no plain PNG, JPEG or WebP tiles")
    return Header((root, root_length), leaves, tiles, packing, min(highest, HIGHEST_ZOOM))


def _unpacked(data: bytes, packing: int) -> bytes:
    if packing == PLAIN:
        return data
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        plain = file.read(MOST_DIRECTORY_BYTES + 1)
    if len(plain) > MOST_DIRECTORY_BYTES:
        raise ValueError("too large")
    return plain


def _entries(data: bytes) -> list[Entry]:
    """A directory: how many, then all first tiles as differences, runs, lengths, offsets."""
    numbers = _numbers(data)
    count = numbers[0]
    if len(numbers) < 1 + 4 * count:
        raise ValueError("too short")
    steps, runs, lengths, places = (
        numbers[1 + part * count : 1 + (part + 1) * count] for part in range(4)
    )
    entries: list[Entry] = []
    first = 0
    for step, run, length, place in zip(steps, runs, lengths, places, strict=True):
        first += step
        # 0 means: right behind the one before; else the offset and one more.
        before = entries[-1] if entries else Entry(0, 0, 0, 0)
        offset = place - 1 if place else before.offset + before.length
        entries.append(Entry(first, run, offset, length))
    return entries


def _numbers(data: bytes) -> list[int]:
    """Varints: seven bits a byte, the lowest first, the eighth set where more follow."""
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
        elif shift > 63:
            raise ValueError("a number is too large")
    return numbers


def _entry_for(wanted: int, directory: tuple[list[int], list[Entry]]) -> Entry | None:
    firsts, entries = directory
    at = bisect_right(firsts, wanted) - 1
    if at < 0:
        return None
    entry = entries[at]
    return entry if entry.run == 0 or wanted < entry.first + entry.run else None
