"""The stage the demo plays on: its clock goes through the past, its people act as themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group


class Stage:
    """Who acts, and when: every piece of work comes a few minutes after the one before."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.now = runtime.clock()
        self.today = self.now
        self.municipality_id = 0
        self.areas: list[int] = []

    @contextmanager
    def _as(self, actor: Actor) -> Iterator[Work]:
        moment = self.today
        self.today += timedelta(minutes=7)
        with replace(self.runtime, clock=lambda: moment).work(actor) as work:
            yield work

    def _go_back(self, days: int) -> None:
        at_nine = local(self.now - timedelta(days=days)).replace(hour=9, minute=0, second=0)
        self.today = at_nine

    def _sleep(self, days: float) -> None:
        self.today = min(self.today + timedelta(days=days), self.now - timedelta(minutes=60))

    def _system(self) -> Actor:
        return Actor("system", name="demo")

    def _staff(self, role: str, area: int | None = None, place: int = 0) -> Actor:
        """The one who stands first by name, or at another place among them."""
        with self.runtime.reading() as work:
            return accounts.staff_with_role(work, role, self.municipality_id, area)[place].actor

    def _person(self, email: str) -> Actor:
        with self.runtime.reading() as work:
            user = accounts.user_by_email(work, email)
            assert user is not None  # the story has founded it
            return user.actor

    def _own(self, work: Work) -> Group:
        """The one group of the person who acts."""
        return next(iter(work.session.scalars(select(Group).where(groups.visible_to(work.actor)))))

    def _evening(self, days_ahead: int) -> datetime:
        day = local(self.now + timedelta(days=days_ahead))
        return day.replace(hour=18, minute=30, second=0, microsecond=0).astimezone(UTC)

    def _then(self) -> Runtime:
        moment: datetime = self.today
        return replace(self.runtime, clock=lambda: moment)
