"""Live sessions in the scene for training: planned, opened, signed up for, held."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from grannsamverkan.core import links
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.mail import MailRow
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.usecases import sessions as usecases

STARTS = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
"""Eight days after the tests' clock; 18:30 on the clock on the wall."""
PLAN = usecases.Plan(
    kind="training",
    title="Utbildning i Folkets hus",
    language="sv",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=2),
    place="Folkets hus, Storgatan 1",
    directions="Ingång från gården.",
    organiser="Kommunpolis Per Polis",
    closes_at=STARTS - timedelta(hours=12),
)


def planned(**other):
    """The plan with other values."""
    return replace(PLAN, **other)


class Gathering:
    """Plans sessions, and acts as those who come."""

    def __init__(self, scene, clock):
        self.scene, self.clock, self.runtime = scene, clock, scene.runtime

    def plan(self, actor=None, **other):
        with self.runtime.work(actor or self.scene.coordinator) as work:
            return usecases.plan_session(work, self.scene.town.here, planned(**other)).id

    def open(self, **other):
        session_id = self.plan(**other)
        with self.runtime.work(self.scene.coordinator) as work:
            usecases.open_session(work, session_id)
        return session_id

    def change(self, session_id, actor=None, **other):
        with self.runtime.work(actor or self.scene.coordinator) as work:
            usecases.change_session(work, session_id, planned(**other))

    def people(self, *names):
        """So many contact persons of one group; returns their users."""
        users = [self.scene.person(name) for name in names]
        self.scene.group(*users)
        return users

    def signs_up(self, user, session_id):
        with self.runtime.work(Actor("contact", user.id)) as work:
            return usecases.sign_up(work, session_id).state

    def leaves(self, user, session_id):
        with self.runtime.work(Actor("contact", user.id)) as work:
            usecases.leave(work, session_id)

    def by_link(self, row, do, *things):
        """Act as the holder of a row's own link."""
        with self.runtime.reading() as work:
            token = links.token_of(work, work.get(SignUp, row.id))
        with self.runtime.work(Actor("link", opens=("signup", row.id))) as work:
            return do(work, token, *things)

    def as_organiser(self, do, *things, **more):
        with self.runtime.work(self.scene.coordinator) as work:
            return do(work, *things, **more)

    def begins(self):
        self.clock.now = STARTS + timedelta(minutes=5)

    def session(self, session_id):
        with self.runtime.reading() as work:
            return work.get(Session, session_id)

    def row(self, user, session_id):
        with self.runtime.reading() as work:
            found = work.session.scalars(
                select(SignUp).where(SignUp.user_id == user.id, SignUp.session_id == session_id)
            ).one()
            assert found.session.state
            return found

    def contact(self, user, session_id):
        """As whom somebody comes."""
        with self.runtime.reading() as work:
            return work.get(SignUp, self.row(user, session_id).id).contact

    def states(self, session_id):
        """User id to state, in the order in which rows were made."""
        with self.runtime.reading() as work:
            rows = work.session.scalars(
                select(SignUp).where(SignUp.session_id == session_id).order_by(SignUp.id)
            )
            return {row.user_id: row.state for row in rows}

    def numbers(self, session_id):
        with self.runtime.reading() as work:
            return reads.numbers_of(work, work.get(Session, session_id))

    def mails(self, letter):
        """(address, subject) of the mails of that kind, oldest first."""
        return [(row.to_address, row.subject) for row in self.rows_of(letter)]

    def rows_of(self, letter):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(MailRow).where(MailRow.letter == letter).order_by(MailRow.id)
            ).all()

    def calendar_of(self, mail):
        """The calendar file that goes with a mail."""
        (stored,) = [one[2] for one in mail.attachments if one[0] == "traff.ics"]
        return self.runtime.storage.get(stored).decode().replace("\r\n ", "")
