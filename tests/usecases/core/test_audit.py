"""The log says who did what, and nobody can change it, not even with SQL."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from grannsamverkan.core import audit
from tests.support.door import KEEPER, PAINTED, Door, may_keep


@pytest.fixture
def entry_id(runtime, door_id):
    with runtime.work(KEEPER) as work:
        work.require(may_keep)
        work.record(PAINTED, work.get(Door, door_id), colour="green")
    with runtime.reading() as work:
        return work.session.execute(select(audit.AuditEntry.id)).scalar_one()


@pytest.mark.parametrize("statement", [
    "UPDATE audit_entry SET event = 'nothing'",
    "UPDATE audit_entry SET actor_id = NULL",
    "DELETE FROM audit_entry",
])  # fmt: skip
def test_the_database_refuses_to_alter_or_remove_an_entry(runtime, entry_id, statement):
    with (
        pytest.raises(DBAPIError, match="cannot be changed"),
        runtime.database.engine.begin() as connection,
    ):
        connection.execute(text(statement))

    with runtime.reading() as work:
        assert work.get(audit.AuditEntry, entry_id).event == PAINTED


def test_declaring_an_event_twice_is_fine_only_with_the_same_keys():
    assert audit.declare(PAINTED, "colour") == PAINTED
    with pytest.raises(ValueError, match="declared twice"):
        audit.declare(PAINTED, "colour", "name")
