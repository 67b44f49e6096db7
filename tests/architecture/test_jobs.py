"""What is asked of the worker has somebody who does it, and nothing else is registered."""

import ast

from grannsamverkan.app import JOBS
from grannsamverkan.core.jobs import HANDLERS
from grannsamverkan.core.periodic import PERIODIC
from tests.architecture.sources import calls, modules


def asked_for():
    found = {}
    for pattern in ("*", "*/*"):
        for path, tree in modules(pattern):
            if path.endswith(("core/queue.py", "core/periodic.py")):
                continue  # one rings its bell, the other asks for what PERIODIC lists
            for call in calls(tree, "enqueue"):
                kind = call.args[0] if call.args else None
                constant = isinstance(kind, ast.Constant)
                found[kind.value if constant else f"? at {path}:{call.lineno}"] = path
    return found


def test_every_kind_that_is_enqueued_is_registered():
    kinds = asked_for()

    assert JOBS, "the app has loaded the handlers"
    assert kinds
    assert {kind: path for kind, path in kinds.items() if kind not in HANDLERS} == {}


def test_every_registered_kind_is_enqueued_somewhere():
    ours = {kind for kind, run in HANDLERS.items() if run.__module__.startswith("grannsamverkan.")}

    assert ours - asked_for().keys() - PERIODIC.keys() == set()
