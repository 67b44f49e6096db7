"""Pages about bulletins: for those who write, for those who receive, and for everybody."""

from flask import Flask

from grannsamverkan.core.doors import keyed_by_address
from grannsamverkan.messages.views import public, receiving, sending, writing
from grannsamverkan.messages.views.blueprint import bp

_PARTS = (receiving, writing, sending)
PUBLIC = public.PUBLIC


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(bp)
    app.register_blueprint(public.bp)
    keyed_by_address(app, *public.KEYED_BY_ADDRESS)
