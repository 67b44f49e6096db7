"""What Alembic runs: on the connection that `core.migrate` hands in, with every room's tables."""

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from grannsamverkan.accounts import models as accounts
from grannsamverkan.core import audit, jobs, mail, mailbox, search
from grannsamverkan.core.db import Base, UTCDateTime
from grannsamverkan.groups import models as groups
from grannsamverkan.messages import models as messages
from grannsamverkan.notices import models as notices
from grannsamverkan.places import models as places
from grannsamverkan.signs import models as signs
from grannsamverkan.training import models as training

# A room's tables may lie in several modules of its package.
for _room in (accounts, groups, messages, places, signs, training):
    for _part in pkgutil.iter_modules(getattr(_room, "__path__", [])):
        importlib.import_module(f"{_room.__name__}.{_part.name}")

MODELS = (
    *(audit, jobs, mail, mailbox, search),
    *(notices, places, accounts, groups, messages, training, signs),
)
NAMES = {UTCDateTime: "MOMENT", sa.JSON: "DOCUMENT", sa.BigInteger: "ID"}


def write_type(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Name our column types as the head of each migration spells them out (see the template)."""
    if kind == "type":
        return next((name for own, name in NAMES.items() if isinstance(thing, own)), False)
    return False


def number_revision(
    _context: MigrationContext, _revision: Any, directives: Iterable[MigrationScript]
) -> None:
    """Name revisions 0001, 0002 …: they stand in a row, and a listing shows it."""
    head = ScriptDirectory.from_config(context.config).get_current_head()
    for script in directives:
        script.rev_id = f"{int(head or 0) + 1:04d}"


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=write_type,
    process_revision_directives=number_revision,
)
with context.begin_transaction():
    context.run_migrations()
