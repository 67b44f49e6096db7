"""Tiles asked for at a service on the web, with the installation's own token."""

import time
from threading import BoundedSemaphore, Lock

import requests

from grannsamverkan.core.settings import TileSource
from grannsamverkan.core.tiles.pictures import MOST_BYTES, Unreachable
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid, web_grid

TIMEOUT_S = (3.0, 5.0)
"""To connect, and between two parts of an answer."""
LONGEST_S = 10.0
REST_S = 30.0
"""A service that failed is left alone for so long: its slowness must not become ours."""
AT_ONCE, TURN_S = 3, 2.0
"""Asked at once, and how long the next waits for its turn: pages need the other threads."""
CHUNK = 64 * 1024
NOT_THERE = {204, 404, 410}


class Service:
    """A tile service: `url` with {z}, {x} and {y}, by which WMTS addresses are written as well."""

    def __init__(self, source: TileSource) -> None:
        self.source = source
        self._grid = _grid_of(source)
        self._rests_until = 0.0
        self._lock = Lock()
        self._turns = BoundedSemaphore(AT_ONCE)

    @property
    def grid(self) -> Grid:
        """How its tiles lie."""
        return self._grid

    def read(self, cell: Cell) -> bytes | None:
        """A tile's bytes."""
        if cell.column < 0 or cell.row < 0:
            return None
        with self._lock:
            if time.monotonic() < self._rests_until:
                raise Unreachable("the service has just failed")
        if not self._turns.acquire(timeout=TURN_S):
            raise Unreachable("too much is asked of the service at once")
        try:
            return self._ask(cell)
        except (requests.RequestException, Unreachable) as error:
            with self._lock:
                self._rests_until = time.monotonic() + REST_S
            # The address holds no token, but the error of a library may hold headers.
            raise Unreachable(f"tile service: {type(error).__name__}") from error
        finally:
            self._turns.release()

    def _ask(self, cell: Cell) -> bytes | None:
        names = self.source.matrices
        zoom = names[cell.zoom] if names else str(cell.zoom)
        address = self.source.url.format(z=zoom, x=cell.column, y=cell.row)
        headers = {"User-Agent": "Grannsamverkan", "Accept": "image/png, image/jpeg, image/webp"}
        if self.source.secret:
            headers[self.source.header] = self.source.secret
        with requests.get(
            address, headers=headers, timeout=TIMEOUT_S, stream=True, allow_redirects=False
        ) as answer:
            if answer.status_code in NOT_THERE:
                return None
            if answer.status_code != requests.codes.ok:
                raise Unreachable(f"answers {answer.status_code}")
            return _body(answer)


def _body(answer: requests.Response) -> bytes:
    """The answer's bytes, no more than a tile may have and no longer than one waits."""
    ends = time.monotonic() + LONGEST_S
    content = bytearray()
    for part in answer.iter_content(CHUNK):
        content += part
        if len(content) > MOST_BYTES or time.monotonic() > ends:
            raise Unreachable("too large or too slow")
    return bytes(content)


def _grid_of(source: TileSource) -> Grid:
    if source.origin is None:
        return web_grid(source.max_zoom)
    return Grid(source.epsg, source.origin, source.resolutions, source.tile_size)
