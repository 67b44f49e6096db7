"""Pages of the signs room, by who uses them."""

from flask import Flask

from grannsamverkan.signs.views import mounting, planning, review

PUBLIC = mounting.PUBLIC


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    for part in (planning, mounting, review):
        app.register_blueprint(part.bp)
