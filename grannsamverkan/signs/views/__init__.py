"""Pages of the signs room, by who uses them."""

from flask import Flask

from grannsamverkan.core.web import keyed_by_address
from grannsamverkan.signs.views import mounting, planning, review, sending, shell, tools

PUBLIC = mounting.PUBLIC | shell.PUBLIC


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    for part in (planning, mounting, review, tools):
        app.register_blueprint(part.bp)
    keyed_by_address(app, *sending.KEYED_BY_ADDRESS)
