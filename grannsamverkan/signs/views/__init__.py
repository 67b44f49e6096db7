"""Pages of the signs room, by who uses them."""

from flask import Flask

from grannsamverkan.core.doors import keyed_by_address
from grannsamverkan.signs.views import (
    artworks,
    catalogue,
    faults,
    history,
    links,
    mailin,
    mounting,
    orderlists,
    orders,
    planning,
    pointing,
    printed,
    receiving,
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
    orderlists,
    orders,
    printed,
    receiving,
    catalogue,
    rounds,
    links,
    mailin,
    artworks,
    pointing,
    sight,
)
PUBLIC = (
    mounting.PUBLIC
    | taps.PUBLIC
    | shell.PUBLIC
    | faults.PUBLIC
    | rounds.PUBLIC
    | links.PUBLIC
    | receiving.PUBLIC
)


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    for part in _PARTS:
        app.register_blueprint(part.bp)
    keyed_by_address(app, *sending.KEYED_BY_ADDRESS, *rounds.KEYED_BY_ADDRESS)
