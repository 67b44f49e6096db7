"""Pages of the desk: start, queues, what waits, public pages, and what every page shows."""

from flask import Flask

from grannsamverkan.core.errors import Conflict
from grannsamverkan.desk.views import (
    blanks,
    context,
    development,
    find,
    health,
    overview,
    public,
    queues,
    reach,
    start,
    texts,
    waiting,
)
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.conflict import conflict_page

__all__ = ["PUBLIC", "conflict_page", "find", "init", "overview", "queues", "reach", "waiting"]

PUBLIC = (
    start.PUBLIC | public.PUBLIC | blanks.PUBLIC | texts.PUBLIC | health.PUBLIC | development.PUBLIC
)


def init(app: Flask) -> None:
    """Put the room's pages into the application, and what all pages of all rooms need."""
    app.register_blueprint(bp)
    app.context_processor(context.for_every_page)
    app.register_error_handler(Conflict, conflict_page)
