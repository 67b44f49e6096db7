"""Pages of the groups room: registering, one group's case, and keeping it up to date."""

from flask import Flask

from grannsamverkan.groups.views import (
    area,
    case,
    change,
    handover,
    households,
    interest,
    inviting,
    joining,
    keeping,
    meetings,
    registration,
    sheets,
    year,
)
from grannsamverkan.groups.views.blueprint import bp

PUBLIC = joining.PUBLIC | {
    "groups.year_by_link",
    "groups.interest_form",
    "groups.own_interest",
    "groups.confirm_interest",
    "groups.withdraw_interest",
    "groups.write_to_group",
}


__all__ = [
    "PUBLIC",
    "area",
    "case",
    "change",
    "handover",
    "households",
    "init",
    "interest",
    "inviting",
    "joining",
    "keeping",
    "meetings",
    "registration",
    "sheets",
    "year",
]


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(bp)
    app.register_blueprint(joining.bp)
