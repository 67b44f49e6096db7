"""For whoever watches over the machine: is it up, and can it work? No secrets, no numbers."""

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from grannsamverkan.core.web import reading
from grannsamverkan.desk.queries import waiting
from grannsamverkan.desk.views.blueprint import bp

PUBLIC = frozenset({"desk.alive", "desk.ready"})


@bp.get("/halsa/lever")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/halsa/redo")
def ready() -> ResponseReturnValue:
    """503 without a database. A silent worker is told, but pages and uploads go on without it."""
    try:
        with reading() as work:
            worker = waiting.worker_is_alive(work)
    except Exception:  # whatever the driver calls it
        current_app.logger.exception("the database cannot be reached")
        return jsonify(status="down", database=False), 503
    return jsonify(status="ok" if worker else "slow", database=True, worker=worker)
