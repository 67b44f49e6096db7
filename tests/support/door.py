"""A thing of the tests' own, so that core is tested without any room above it."""

from typing import Any

import pytest
from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import declare
from grannsamverkan.core.db import NAMING, Id
from grannsamverkan.core.work import Runtime
from grannsamverkan.core.workflow import State, Step, Workflow

PAINTED = declare("test_door_paint", "colour")
KEEPER = Actor("contact", id=7, name="Kerstin")
STRANGER = Actor("contact", id=8, name="Sven")


class Scratch(DeclarativeBase):
    """Tables that are no part of the product's own."""

    metadata = MetaData(naming_convention=NAMING)


class Door(Scratch):
    """Open, shut or locked; of two who change it at once, one is told."""

    __tablename__ = "test_door"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(10), default="open")
    colour: Mapped[str] = mapped_column(String(20), default="grey")
    version: Mapped[int] = mapped_column()
    municipality_id: Mapped[int | None] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


def may_keep(actor: Actor, *_things: Any) -> bool:
    """Kerstin keeps the doors."""
    return actor.id == KEEPER.id


DOOR = Workflow(
    "test_door",
    {"open": State("öppen"), "shut": State("stängd"), "locked": State("låst")},
    [
        Step("shut", "Stäng", frozenset({"open"}), "shut", may_keep),
        Step("lock", "Lås", frozenset({"shut"}), "locked", may_keep, needs_reason=True),
        Step("open", "Öppna", frozenset({"shut", "locked"}), "open", may_keep),
    ],
)


@pytest.fixture
def door_id(runtime: Runtime) -> int:
    """The number of an open, grey door."""
    Scratch.metadata.create_all(runtime.database.engine)
    with runtime.work(KEEPER) as work:
        work.require(may_keep)
        door = Door()
        work.session.add(door)
        work.session.flush()
        return door.id
