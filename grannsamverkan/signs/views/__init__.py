"""Pages of the signs room, by who uses them."""

from flask import Flask

from grannsamverkan.core.doors import keyed_by_address
from grannsamverkan.signs.views import (
    artworks,
    faults,
    history,
    links,
    mailin,
    mounting,
    orders,
    planning,
    pointing,
    review,
    rounds,
    sending,
    shell,
    sight,
    taps,
    tasks,
    together,
    tools,
)

_PARTS = (
    planning,
    mounting,
    review,
    together,
    tools,
    tasks,
    faults,
    history,
    orders,
    rounds,
    links,
    mailin,
    artworks,
    pointing,
    sight,
)
PUBLIC = mounting.PUBLIC | taps.PUBLIC | shell.PUBLIC | faults.PUBLIC | rounds.PUBLIC | links.PUBLIC


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    for part in _PARTS:
        app.register_blueprint(part.bp)
    keyed_by_address(app, *sending.KEYED_BY_ADDRESS, *rounds.KEYED_BY_ADDRESS)
