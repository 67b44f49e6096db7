"""One piece of work: all of it or nothing, never without a permission, and nobody is overrun."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict, NotFound, NotPermitted
from grannsamverkan.core.jobs import Job
from tests.support.door import DOOR, KEEPER, PAINTED, STRANGER, Door, may_keep


def count(runtime, table):
    with runtime.reading() as work:
        return work.session.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_is_written_stays_with_its_log_entry_and_job(runtime, door_id, clock):
    with runtime.work(KEEPER) as work:
        work.require(may_keep)
        door = work.get(Door, door_id)
        door.colour = "green"
        work.record(PAINTED, door, colour="green")
        work.enqueue("test_dry", door_id=door_id, after=timedelta(hours=4))

    with runtime.reading() as work:
        entry = work.session.execute(select(AuditEntry)).scalar_one()
        job = work.session.execute(select(Job)).scalar_one()
        assert work.get(Door, door_id).colour == "green"
    assert (entry.event, entry.subject, entry.subject_id) == (PAINTED, "test_door", door_id)
    assert (entry.actor_kind, entry.actor_id, entry.at) == ("contact", KEEPER.id, clock.now)
    assert entry.details == {"colour": "green"}
    assert job.args == {"door_id": door_id}
    assert job.next_at == clock.now + timedelta(hours=4)


def test_an_error_on_the_way_undoes_row_log_entry_and_job(runtime, door_id):
    def paint_and_stumble():
        with runtime.work(KEEPER) as work:
            work.require(may_keep)
            door = work.get(Door, door_id)
            door.colour = "green"
            work.record(PAINTED, door, colour="green")
            work.enqueue("test_dry", door_id=door_id)
            raise RuntimeError("the ladder fell")

    with pytest.raises(RuntimeError, match="the ladder fell"):
        paint_and_stumble()

    with runtime.reading() as work:
        assert work.get(Door, door_id).colour == "grey"
    assert count(runtime, AuditEntry) == 0
    assert count(runtime, Job) == 0


@pytest.mark.parametrize("way", ["a changed row", "an added row", "a statement"])
def test_writing_without_asking_for_permission_is_refused(runtime, door_id, way):
    ways = {
        "a changed row": lambda work: setattr(work.get(Door, door_id), "colour", "green"),
        "an added row": lambda work: work.session.add(Door()),
        "a statement": lambda work: work.session.execute(update(Door).values(colour="green")),
    }

    with pytest.raises(RuntimeError, match="no permission was asked"), runtime.work() as work:
        ways[way](work)

    with runtime.reading() as work:
        assert work.session.execute(select(Door.colour)).scalars().all() == ["grey"]


def test_who_may_not_is_stopped_before_anything_is_written(runtime, door_id):
    with pytest.raises(NotPermitted), runtime.work(STRANGER) as work:
        work.require(may_keep, work.get(Door, door_id))

    assert count(runtime, AuditEntry) == 0


def test_looking_needs_no_permission(runtime, door_id):
    with runtime.work(STRANGER) as work:
        colour = work.get(Door, door_id).colour

    assert colour == "grey"


def test_what_is_written_while_reading_is_gone_afterwards(runtime, door_id):
    with runtime.reading() as work:
        work.get(Door, door_id).colour = "green"
        work.session.flush()

    with runtime.reading() as work:
        assert work.get(Door, door_id).colour == "grey"


def test_a_thing_that_is_hidden_and_one_that_is_missing_look_the_same(runtime, door_id):
    with runtime.reading(STRANGER) as work:
        with pytest.raises(NotFound) as hidden:
            work.get(Door, door_id, may_keep)
        with pytest.raises(NotFound) as missing:
            work.get(Door, door_id + 1, may_keep)

    assert str(hidden.value) == str(missing.value)


def test_an_undeclared_event_and_wrong_details_are_refused(runtime, door_id):
    with runtime.reading(KEEPER) as work:
        door = work.get(Door, door_id)
        with pytest.raises(ValueError, match="not declared"):
            work.record("test_door_eat", door)
        with pytest.raises(ValueError, match="colour"):
            work.record(PAINTED, door, name="Kerstin Lind")


def test_upper_rooms_react_in_the_same_transaction(runtime, door_id):
    def tell_the_neighbour(work, door):
        work.enqueue("test_tell", door_id=door.id)

    runtime.reactions[PAINTED] = (tell_the_neighbour,)
    with pytest.raises(RuntimeError), runtime.work(KEEPER) as work:
        work.require(may_keep)
        work.record(PAINTED, work.get(Door, door_id), colour="red")
        raise RuntimeError
    undone = count(runtime, Job)
    with runtime.work(KEEPER) as work:
        work.require(may_keep)
        work.record(PAINTED, work.get(Door, door_id), colour="red")

    assert undone == 0
    assert count(runtime, Job) == 1


def test_asking_twice_with_one_key_counts_once(runtime, given):
    with given() as work:
        first = work.enqueue("test_ring", key="ring:1")
    with given() as work:
        second = work.enqueue("test_ring", key="ring:1")

    assert first is not None
    assert second is None
    assert count(runtime, Job) == 1


def test_asking_at_the_same_moment_with_one_key_counts_once(runtime, given):
    together = Barrier(4)

    def ask(_):
        together.wait()
        with given() as work:
            return work.enqueue("test_ring", key="ring:1")

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(ask, range(4)))

    assert sum(answer is not None for answer in answers) == 1
    assert count(runtime, Job) == 1


def test_of_two_who_decide_at_once_one_is_told(runtime, door_id):
    """Both have read the open door before either shuts it."""
    both_have_looked = Barrier(2)

    def shut(_):
        try:
            with runtime.reading(KEEPER) as looking:
                looking.get(Door, door_id)
                both_have_looked.wait()
            with runtime.work(KEEPER) as work:
                DOOR.take(work, work.get(Door, door_id), "shut")
        except Conflict:
            return "told"
        return "shut"

    with ThreadPoolExecutor(2) as officers:
        outcomes = sorted(officers.map(shut, range(2)))

    assert outcomes == ["shut", "told"]
    assert count(runtime, AuditEntry) == 1


@pytest.mark.postgresql_only
def test_a_change_based_on_an_old_version_is_a_conflict_even_inside_the_work(runtime, door_id):
    """The stale row is found at the flush before the log entry, not at the commit."""
    with pytest.raises(Conflict), runtime.work(KEEPER) as slow:
        slow.require(may_keep)
        door = slow.get(Door, door_id)
        with runtime.work(KEEPER) as quick:
            quick.require(may_keep)
            quick.get(Door, door_id).colour = "blue"
        door.colour = "red"
        slow.record(PAINTED, door, colour="red")

    with runtime.reading() as work:
        assert work.get(Door, door_id).colour == "blue"


def test_no_update_is_lost_when_many_write_at_once(runtime, door_id):
    """4 people paint 25 times each; with SQLite's default transactions most would be lost."""

    def paint(painter):
        for turn in range(25):
            while True:
                try:
                    with runtime.work(KEEPER) as work:
                        work.require(may_keep)
                        work.get(Door, door_id).colour = f"{painter}-{turn}"
                    break
                except Conflict:
                    continue

    with ThreadPoolExecutor(4) as painters:
        list(painters.map(paint, range(4)))

    with runtime.reading() as work:
        assert work.get(Door, door_id).version == 1 + 4 * 25
