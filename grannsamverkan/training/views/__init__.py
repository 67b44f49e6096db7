"""Pages of the training room. Those under /u/, /I/ and /P/ are opened by a link, without
sign-in."""

from flask import Flask

from grannsamverkan.training.views import (
    attendance,
    base,
    certificates,
    courses,
    distributions,
    editions,
    files,
    films,
    library,
    people,
    reading,
    receivers,
    sessions,
    taking_part,
)

__all__ = [
    "PUBLIC",
    "attendance",
    "courses",
    "distributions",
    "editions",
    "files",
    "films",
    "init",
    "library",
    "people",
    "reading",
    "receivers",
    "sessions",
]

PUBLIC = (
    certificates.PUBLIC
    | library.PUBLIC
    | courses.PUBLIC
    | taking_part.PUBLIC
    | frozenset(
        f"training.{name}"
        for name in ("open_link", "download", "confirm_read", "quiz", "certificate")
    )
)


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(base.bp)
    app.register_blueprint(certificates.bp)
    app.register_blueprint(taking_part.bp)
