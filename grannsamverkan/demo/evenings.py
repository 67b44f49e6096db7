"""The demo's live sessions: one that was held, and one that is full and has a waiting list."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grannsamverkan.demo.stage import Stage
from grannsamverkan.training import jobs
from grannsamverkan.training.usecases import sessions
from grannsamverkan.training.usecases.sessions import Plan

WENT = ("anna@example.se", "bo@example.se", "olof@example.se", "pia@example.se", "uno@example.se")
ABSENT = 3
"""Which of them signed up and did not come."""
COMING = ("david@example.se", "fatima@example.se", "yusuf@example.se", "elsa@example.se")
SEATS = 3
"""One fewer than want to come."""
HELD_DAYS_AGO, COMES_IN_DAYS = 26, 12


class EveningStory(Stage):
    """The coordinator plans, contact persons sign up, and those who came are ticked off."""

    def tell(self, municipality_id: int) -> None:
        """The one that was held, and the one that comes."""
        self.municipality_id = municipality_id
        self._go_back(HELD_DAYS_AGO + 20)
        self._hold(self._planned(self._past(), WENT))
        self._go_back(10)
        self._planned(self._coming(), COMING)

    def _planned(self, plan: Plan, people: Sequence[str]) -> tuple[int, list[int]]:
        """The ids of an open session and of what people signed up to it."""
        coordinator = self._staff("coordinator")
        with self._as(coordinator) as work:
            session_id = sessions.plan_session(work, self.municipality_id, plan).id
        with self._as(coordinator) as work:
            sessions.open_session(work, session_id)
        signups = []
        for email in people:
            with self._as(self._person(email)) as work:
                signups.append(sessions.sign_up(work, session_id).id)
        return session_id, signups

    def _hold(self, planned: tuple[int, list[int]]) -> None:
        session_id, signups = planned
        coordinator = self._staff("coordinator")
        self.today = self._evening(-HELD_DAYS_AGO)
        for number, signup_id in enumerate(signups):
            if number != ABSENT:
                with self._as(coordinator) as work:
                    sessions.tick(work, signup_id, present=True)
        self.today += timedelta(hours=1)
        with self._as(coordinator) as work:
            sessions.hold_session(work, session_id)
        jobs.settle_session(self._then(), session_id)

    def _past(self) -> Plan:
        starts = self._evening(-HELD_DAYS_AGO)
        return self._plan(
            starts, "info", "Erfarenhetskväll för kontaktombud", "Björkviks folkets hus", 20
        )

    def _coming(self) -> Plan:
        starts = self._evening(COMES_IN_DAYS)
        return self._plan(
            starts, "training", "Utbildning för nya kontaktombud", "Björkviks bibliotek", SEATS
        )

    def _plan(self, starts: datetime, kind: str, title: str, place: str, seats: int) -> Plan:
        return Plan(
            kind=kind,
            title=title,
            language="sv",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            place=place,
            directions="Ingången från gården. Hiss finns.",
            organiser="Sara Mo",
            closes_at=starts - timedelta(days=1),
            seats=seats,
            trains=kind == "training",
        )
