"""The web server in front of the application, and how large a body it lets in.

The server takes the whole of a body to the disk before the application sees the request. So it must
know which addresses take much. A body that is too large is still answered by the application, in
its own words, from the length that was told; the body itself is then never read.
"""

import copy
import re
from functools import cache
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.utilities import RequestEntityTooLarge


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress carries no types
    """Reads a request, with more room at some addresses."""

    adj: Any
    error: Any
    path: str

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head; from then on it is known how large the body may be."""
        super().parse_header(header_plus)
        roomy: re.Pattern[str] = self.adj.roomy_paths
        if roomy.fullmatch(self.path):
            self.adj = _with_room(self.adj)

    def received(self, data: bytes) -> int:
        """Read on; a body that is told to be too large counts as read, and the line ends after the
        answer."""
        consumed = int(super().received(data))
        if isinstance(self.error, RequestEntityTooLarge) and not self.chunked:
            self.error = None
            self.headers["CONNECTION"] = "close"
        return consumed


class Channel(HTTPChannel):  # type: ignore[misc]  # the same
    """A connection whose requests are read by `Parser`."""

    parser_class = Parser


def open_server(app: Any, *, roomy_paths: re.Pattern[str], roomy_bytes: int, **more: Any) -> Any:
    """Waitress's server for `app`; its `run` serves until stopped. `more` are its adjustments.

    Bodies to the addresses `roomy_paths` may be of `roomy_bytes`, others of
    `max_request_body_size`.
    """
    server = create_server(app, **more)
    server.adj.roomy_paths, server.adj.roomy_bytes = roomy_paths, roomy_bytes
    server.channel_class = Channel
    return server


@cache
def _with_room(adjustments: Any) -> Any:
    roomy = copy.copy(adjustments)
    roomy.max_request_body_size = adjustments.roomy_bytes
    return roomy
