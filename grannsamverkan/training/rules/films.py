"""Which files are taken as films: MP4 and WebM that a browser can show, whole, and nothing else.

A file is known by what it holds and never by its name. Only the skeleton is read (boxes of ISO
14496-12, elements of RFC 8794 and the WebM guidelines), some kilobytes whatever the film's size;
no picture is decoded here. What may hide in parts that a player skips is not seen. Therefore a film
goes out with its own media type, as an attachment in a sandbox. Pure.
"""

from grannsamverkan.core.storage import Content
from grannsamverkan.training.errors import FilmFault
from grannsamverkan.training.rules import mp4, webm

MEGABYTE = 1024 * 1024
MP4, WEBM = "video/mp4", "video/webm"
ENDINGS = {MP4: "mp4", WEBM: "webm"}


class NoFilm(ValueError):
    """The bytes are not taken as a film; `fault` says why."""

    def __init__(self, fault: FilmFault) -> None:
        super().__init__(fault)
        self.fault = fault


def media_type(content: Content) -> str:
    """The film's media type, one of `ENDINGS`. Raises `NoFilm`."""
    if not content:
        raise NoFilm("empty")
    if webm.begins(content):
        fault, found = webm.fault(content), WEBM
    elif mp4.begins(content):
        fault, found = mp4.fault(content), MP4
    else:
        raise NoFilm("not_film")
    if fault:
        raise NoFilm(fault)
    return found
