"""Pages of the accounts room, and who is signed in."""

from collections.abc import Iterable

from flask import Flask
from flask_login import LoginManager

from grannsamverkan.accounts import queries
from grannsamverkan.accounts.views import entrance, outside, passwords, people, security
from grannsamverkan.accounts.views.browser import COOKIE_LIFETIME, bp, keep_alive, load_user
from grannsamverkan.core.web import reading

__all__ = ["PUBLIC", "entrance", "init", "outside", "passwords", "people", "security"]

PUBLIC = entrance.PUBLIC | outside.PUBLIC


def init(app: Flask) -> None:
    """Put the room's pages and Flask-Login into the application."""
    app.register_blueprint(bp)
    app.permanent_session_lifetime = COOKIE_LIFETIME
    manager = LoginManager(app)
    # Its protection compares IP address and browser, and phones change theirs all day.
    manager.session_protection = None
    manager.user_loader(load_user)
    app.after_request(keep_alive)
    app.jinja_env.globals["person_names"] = _person_names


def _person_names(ids: Iterable[int | None]) -> dict[int, str]:
    with reading() as work:
        return queries.names(work, {one for one in ids if one is not None})
