"""What tests of household lists share: a group's list, and a look at everything that is stored."""

from pathlib import Path

from sqlalchemy import inspect, text

from grannsamverkan.core.actor import Actor
from grannsamverkan.groups.queries import households as queries
from grannsamverkan.groups.queries import invitations
from grannsamverkan.groups.rules.households import Details, consent_version
from grannsamverkan.groups.usecases import households as usecases
from grannsamverkan.groups.usecases import invitations as inviting
from grannsamverkan.notices.rules import starters

LIND = Details(
    "Maja och Ali Kanariefågel", "070-111 22 33", "kanarie@exempel.se", "Ring på kvällen"
)
STREET = ("Björkvägen 1", "Björkvägen 2", "Björkvägen 12", "Björkvägen 2 B", "Åvägen 1")
NOBODY = Actor("nobody")
CONSENT_VERSION = consent_version(starters()["privacy"].version)
"""What a consent keeps while the municipality has no notice of its own."""


class Listing:
    """The household list of one group, kept by Maja; residents answer by its invitation."""

    def __init__(self, scene, group_id):
        self.scene, self.runtime, self.group_id = scene, scene.runtime, group_id

    def begin(self, addresses=STREET):
        self.do(usecases.start_list, self.group_id, from_area=False)
        self.do(usecases.add_dwellings, self.group_id, addresses)
        self.do(usecases.count_by_list, self.group_id)
        return self

    def do(self, use_case, *args, by=None, **kwargs):
        """Do something as Maja, or as `by` (a user or an actor)."""
        person = by or self.scene.maja
        with self.runtime.work(getattr(person, "actor", person)) as work:
            return use_case(work, *args, **kwargs)

    def all(self):
        """Every household of the list by its address, as the contact persons see it."""
        found = self.do(
            lambda work: queries.households(work, queries.kept_group(work, self.group_id))
        )
        return {one.address: one for one in found}

    def id(self, address):
        return self.all()[address].id

    def answers(self, address, status):
        return self.do(usecases.answer, self.id(address), status=status)

    def joins(self, address, details=LIND):
        """The household joins by word, and is described."""
        self.answers(address, "joined")
        return self.do(usecases.describe, self.id(address), details, consents=True).id

    @property
    def numbers(self):
        group = self.scene.group(self.group_id)
        return group.dwellings, group.joined, group.declined

    # --- the invitation ---

    def invite(self):
        """Make an invitation; returns its token."""
        made = self.do(inviting.invite, self.group_id)
        return self.do(lambda work: invitations.token_of(work, made))

    def send(self, token, address="Björkvägen 1", *, network="192.0.2.1", **changes):
        """A resident answers the invitation; returns the private token, or None."""
        values = {
            "form_key": f"form {address} {changes}",
            "joins": True,
            "address": address,
            "details": LIND,
            "consents": True,
            "version": CONSENT_VERSION,
            **changes,
        }
        with self.runtime.work(NOBODY) as work:
            return inviting.take_answer(work, token, inviting.Answer(**values), network=network)

    def holder(self, private):
        """The actor who holds a household's private link."""
        with self.runtime.reading(NOBODY) as work:
            dwelling_id = invitations.dwelling_by_token(work, private).id
        return Actor("link", opens=("dwelling", dwelling_id)), dwelling_id


def everything_stored(runtime):
    """Every value of every table as text, and on SQLite the raw file with its journal."""
    with runtime.database.engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]
    files = []
    if runtime.database.is_sqlite:
        path = Path(runtime.database.engine.url.database)
        # The journal may hold what the file does not, and the other way round.
        found = [path, path.with_name(path.name + "-wal")]
        files = [file.read_bytes().decode("utf-8", "replace") for file in found if file.exists()]
    return "\n".join([*rows, *files])
