"""Pages of the groups room: registering, one group's case, and keeping it up to date."""

from flask import Flask

from grannsamverkan.groups.views import area, case, households, keeping, registration
from grannsamverkan.groups.views.blueprint import bp

PUBLIC: frozenset[str] = frozenset()

__all__ = ["PUBLIC", "area", "case", "households", "init", "keeping", "registration"]


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(bp)
