"""What the sources of tiles have in common: a grid, bytes by cell, and the types of pictures."""

from typing import NamedTuple, Protocol

from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid

MOST_BYTES = 2 * 1024 * 1024
"""Of one tile: a photograph of 512 pixels square takes a tenth of it."""


class Unreachable(Exception):
    """A source of tiles cannot be used now; the text says why, for the log."""


class Tile(NamedTuple):
    """A picture and its media type."""

    content: bytes
    media_type: str


class Store(Protocol):
    """Where tiles are kept."""

    @property
    def grid(self) -> Grid:
        """How its tiles lie."""

    def read(self, cell: Cell) -> bytes | None:
        """The bytes of a tile of its own grid; None if it has none. Raises `Unreachable`."""


def tile_of(content: bytes) -> Tile:
    """The picture with the type that its first bytes tell. Raises `Unreachable` if it is none."""
    if len(content) > MOST_BYTES:
        raise Unreachable("a tile is too large")
    return Tile(content, _type(content))


def _type(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise Unreachable("a tile is neither PNG nor JPEG nor WebP")
