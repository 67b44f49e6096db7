"""Says what the product consists of, by looking at the running app instead of remembering."""

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

import grannsamverkan
from grannsamverkan.core.db import Base
from grannsamverkan.core.jobs import HANDLERS
from grannsamverkan.core.mail import Letter
from grannsamverkan.core.periodic import PERIODIC
from grannsamverkan.core.work import Work
from grannsamverkan.core.workflow import Workflow

PACKAGE = grannsamverkan.__name__
HIDDEN_METHODS = {"HEAD", "OPTIONS"}
Parts = dict[str, list[str]]


def rooms() -> list[str]:
    """The names of the packages, in alphabetical order."""
    found = pkgutil.iter_modules(grannsamverkan.__path__)
    return [module.name for module in found if module.ispkg]


def describe(app: Flask) -> str:
    """A text with one paragraph for each room that has anything to show."""
    paragraphs = []
    for room in rooms():
        parts = {name: values for name, values in parts_of(app, room).items() if values}
        if parts:
            lines = [
                f"  {name} ({len(values)})" + _indented(values) for name, values in parts.items()
            ]
            paragraphs.append("\n".join([room, *lines]))
    return "\n\n".join(paragraphs)


def parts_of(app: Flask, room: str) -> Parts:
    """What one room has, by kind: each a list of short texts."""
    return {
        "tables": tables(room),
        "states": [f"{flow.kind}: {' '.join(flow.states)}" for flow in workflows(room)],
        "steps": [_step(flow, name) for flow in workflows(room) for name in flow.steps],
        "use cases": [_signature(function) for function in usecases(room)],
        "routes": routes(app, room),
        "jobs": sorted(_job(kind) for kind, run in HANDLERS.items() if _room_of(run) == room),
        "mails": [function.__name__ for function in mails(room)],
    }


def tables(room: str) -> list[str]:
    """The names of the room's tables."""
    return sorted(
        mapper.local_table.description
        for mapper in Base.registry.mappers
        if _room_of(mapper.class_) == room
    )


def workflows(room: str) -> list[Workflow]:
    """The step tables of the room."""
    module = _module(room, "workflow")
    return (
        [value for value in vars(module).values() if isinstance(value, Workflow)] if module else []
    )


def usecases(room: str) -> list[Callable[..., Any]]:
    """The room's writes: public functions whose first argument is a piece of work."""
    return [
        function
        for function in _functions(room, "usecases")
        if next(iter(inspect.get_annotations(function).values()), None) is Work
    ]


def mails(room: str) -> list[Callable[..., Any]]:
    """The letters the room writes."""
    return [
        function
        for function in _functions(room, "mails")
        if inspect.get_annotations(function).get("return") is Letter
    ]


def routes(app: Flask, room: str) -> list[str]:
    """The room's addresses with their methods and endpoint."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [
        f"{'/'.join(_methods(rule))} {rule.rule} → {rule.endpoint}"
        for rule in rules
        if _room_of(inspect.unwrap(app.view_functions[rule.endpoint])) == room
    ]


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - HIDDEN_METHODS)


def _functions(room: str, module_name: str) -> list[Callable[..., Any]]:
    """Public functions of a module, or of the modules in a package of that name."""
    found = {
        name: value
        for module in _modules(room, module_name)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_")
        if value.__module__.startswith(f"{PACKAGE}.{room}.{module_name}")
    }
    return list(found.values())


def _modules(room: str, name: str) -> Iterator[ModuleType]:
    module = _module(room, name)
    if module is not None:
        yield module
        for part in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield importlib.import_module(f"{module.__name__}.{part.name}")


def _module(room: str, name: str) -> ModuleType | None:
    full = f"{PACKAGE}.{room}.{name}"
    return importlib.import_module(full) if importlib.util.find_spec(full) else None


def _room_of(thing: Any) -> str:
    path = str(thing.__module__).split(".")
    return path[1] if path[0] == PACKAGE and len(path) > 1 else ""


def _signature(function: Callable[..., Any]) -> str:
    arguments = [name for name in inspect.signature(function).parameters if name != "work"]
    return f"{function.__name__}({', '.join(arguments)})"


def _job(kind: str) -> str:
    return f"{kind} ({PERIODIC[kind].words()})" if kind in PERIODIC else kind


def _step(flow: Workflow, name: str) -> str:
    step = flow.steps[name]
    reason = " (with a reason)" if step.needs_reason else ""
    return f"{flow.kind}.{name}: {' | '.join(sorted(step.sources))} → {step.target}{reason}"


def _indented(values: list[str]) -> str:
    return "".join(f"\n    {value}" for value in values)
