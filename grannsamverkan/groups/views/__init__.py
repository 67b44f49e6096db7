"""Pages of the groups room: registering, one group's case, and keeping it up to date."""

from flask import Flask

from grannsamverkan.groups.views import (
    area,
    case,
    households,
    inviting,
    joining,
    keeping,
    registration,
    year,
)
from grannsamverkan.groups.views.blueprint import bp

PUBLIC = joining.PUBLIC | {"groups.year_by_link"}

__all__ = [
    "PUBLIC",
    "area",
    "case",
    "households",
    "init",
    "inviting",
    "joining",
    "keeping",
    "registration",
    "year",
]


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(bp)
    app.register_blueprint(joining.bp)
