"""The engine asks right, then state, then reason; buttons show what it would accept."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict, InvalidInput, NotPermitted
from grannsamverkan.core.workflow import State, Step, Workflow
from tests.support.door import DOOR, KEEPER, STRANGER, Door, may_keep


def take(runtime, door_id, step, actor=KEEPER, **kwargs):
    with runtime.work(actor) as work:
        DOOR.take(work, work.get(Door, door_id), step, **kwargs)


def state_of(runtime, door_id):
    with runtime.reading() as work:
        return work.get(Door, door_id).state


def test_a_step_changes_the_state_and_is_logged(runtime, door_id):
    take(runtime, door_id, "shut")

    with runtime.reading() as work:
        entry = work.session.execute(select(AuditEntry)).scalar_one()
    assert state_of(runtime, door_id) == "shut"
    assert entry.event == "test_door_shut"
    assert entry.details == {"source": "open", "target": "shut"}


def test_right_is_asked_before_state_and_reason(runtime, door_id):
    with pytest.raises(NotPermitted):
        take(runtime, door_id, "lock", actor=STRANGER)


def test_state_is_asked_before_reason_and_the_conflict_tells_who_came_first(runtime, door_id):
    take(runtime, door_id, "shut")

    with pytest.raises(Conflict) as told:
        take(runtime, door_id, "shut")

    assert (told.value.event, told.value.actor_id) == ("test_door_shut", KEEPER.id)
    assert "stängd" in str(told.value)


@pytest.mark.parametrize("reason", [None, "", "  \n "])
def test_a_step_that_hurts_needs_a_reason(runtime, door_id, reason):
    take(runtime, door_id, "shut")

    with pytest.raises(InvalidInput) as refusal:
        take(runtime, door_id, "lock", reason=reason)

    assert refusal.value.field == "reason"
    assert state_of(runtime, door_id) == "shut"


def test_the_reason_itself_never_stands_in_the_log(runtime, door_id):
    take(runtime, door_id, "shut")

    take(runtime, door_id, "lock", reason="Kerstin Lind bad om det")

    with runtime.reading() as work:
        details = work.session.execute(select(AuditEntry.details)).scalars().all()
    assert "Lind" not in str(details)
    assert state_of(runtime, door_id) == "locked"


@pytest.mark.parametrize(("actor", "state", "expected"), [
    (KEEPER, "open", ["shut"]),
    (KEEPER, "shut", ["lock", "open"]),
    (STRANGER, "shut", []),
])  # fmt: skip
def test_buttons_are_the_steps_the_engine_would_accept(runtime, door_id, actor, state, expected):
    if state == "shut":
        take(runtime, door_id, "shut")

    with runtime.reading(actor) as work:
        door = work.get(Door, door_id)
        offered = [step.name for step in DOOR.available(actor, door)]
        accepted = [step for step in DOOR.steps if DOOR.offers(actor, door, step)]

    assert offered == accepted == expected


@pytest.mark.sqlite_only
def test_a_step_to_a_state_nobody_described_is_refused_at_once():
    step = Step("burn", "Elda", frozenset({"open"}), "ash", may_keep)

    with pytest.raises(ValueError, match="ash"):
        Workflow("test_other_door", {"open": State("öppen")}, [step])
