"""A wire to a server that a test can pull out, also in the middle of what goes through it."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from tests.support.waiting import until

CHUNK = 16 * 1024
SLOW_S = 0.05


class Wire:
    """Hands on every connection to 127.0.0.1:`target` while `whole`.

    `cut_after` is how many bytes of one connection go towards the server before it breaks; None
    lets all through. `cuts` counts the connections that broke that way. `slow` lets some
    300 kB/s towards the server.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.whole = True
        self.cut_after: int | None = None
        self.cuts = 0
        self.slow = False
        self._most_passed = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire")
        self._thread.start()
        self._server = self._wait(asyncio.start_server(self._hand_on, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """Where browsers go."""
        return f"http://127.0.0.1:{self.port}"

    def pull_out(self) -> None:
        """Break every connection and let no new one through."""
        self.whole = False
        self._wait(self._break_all())

    def put_in(self) -> None:
        """Let everything through again."""
        self.whole, self.cut_after = True, None

    def waits_for_half(self, size: int) -> None:
        """Return when half of `size` bytes have gone towards the server on one connection."""
        assert until(lambda: self._most_passed > size // 2)

    def close(self) -> None:
        """End for good."""
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        self._server.close()
        await self._break_all()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)

    async def _break_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            writer.transport.abort()
            return
        with suppress(OSError):
            to_server, server = await self._connect()
            self._open |= {writer, server}
            try:
                ways = (self._pump(reader, server, upwards=True), self._pump(to_server, writer))
                await asyncio.gather(*ways)
            finally:
                self._open -= {writer, server}
                server.transport.abort()
        writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.target)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, upwards: bool = False
    ) -> None:
        passed = 0
        while data := await source.read(CHUNK):
            passed += len(data)
            if upwards:
                self._most_passed = max(self._most_passed, passed)
                await asyncio.sleep(SLOW_S if self.slow else 0)
            if upwards and self.cut_after is not None and passed > self.cut_after:
                self.cuts += 1
                raise ConnectionResetError
            sink.write(data)
            await sink.drain()
        with suppress(OSError):
            sink.write_eof()


def port_of(url: str) -> int:
    """The port of an address such as http://127.0.0.1:5000."""
    return int(url.rsplit(":", 1)[1])


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
