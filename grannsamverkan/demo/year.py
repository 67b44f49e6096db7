"""Groups some way into their years: to be confirmed, late, resting, closed; meetings ahead; and
people who wait for a group where there is none."""

from sqlalchemy import select

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.demo.cast import Plan
from grannsamverkan.demo.signs import SignStory
from grannsamverkan.groups import jobs
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.usecases import change, interest, life, meetings
from grannsamverkan.groups.usecases.interest import Neighbour
from grannsamverkan.groups.usecases.meetings import Plan as MeetingPlan
from grannsamverkan.places.models import Address

YEARS = (
    Plan(("maria@example.se", "Maria Holm"), (), "active", 330, joined=16),
    Plan(
        ("olof@example.se", "Olof Sand"),
        (("pia@example.se", "Pia Rask"),),
        "active",
        420,
        joined=11,
    ),
    Plan(("rolf@example.se", "Rolf Dahl"), (), "active", 490, joined=8),
    Plan(("siv@example.se", "Siv Lund"), (), "active", 200, joined=9),
)
"""About to be confirmed, late, resting by the clock, and closed by its people."""
CLOSED = "siv@example.se"
GROWING, MORE_GROUND_M = "maria@example.se", 40.0
"""Whose group wants a wider area, by how many metres: enough that somebody must decide."""
FOUNDED_DAYS_AGO = 520
WAITING = 7


class YearStory(SignStory):
    """Lets the clock run over the demo's groups, day by day as the worker would have."""

    def tell_years(self) -> None:
        """After all groups are told: their years, meetings ahead, and those who wait."""
        for days_ago in range(YEARS[2].days_ago, -1, -1):
            self._go_back(days_ago)
            jobs.look_after_years(self._then())
        self._go_back(6)
        with self._as(self._person(CLOSED)) as work:
            group_id = self._own(work).id
            life.close_group(
                work, group_id, reason="Vi har flyttat till nya hus, och ingen vill ta över."
            )
        self._ask_for_more_ground()
        self._plan_meetings()
        self._let_people_wait()

    def _ask_for_more_ground(self) -> None:
        self._go_back(2)
        with self._as(self._person(GROWING)) as work:
            group = self._own(work)
            if group.area is not None:
                change.ask_for_area(
                    work,
                    group.id,
                    area=group.area.buffer(MORE_GROUND_M),
                    streets=group.streets,
                    reason="Husen längst bort på gatan vill vara med.",
                )

    def _plan_meetings(self) -> None:
        self._go_back(2)
        with self._as(self._person("fatima@example.se")) as work:
            group = self._own(work)
            plan = MeetingPlan(self._evening(9), 90, "Björkviks bibliotek")
            meetings.plan_meeting(work, group.id, kind="start", plan=plan)
        with self._as(self._person("anna@example.se")) as work:
            group = self._own(work)
            plan = MeetingPlan(self._evening(16), 60, "Kvarterslokalen")
            meetings.plan_meeting(work, group.id, kind="year", plan=plan)

    def _let_people_wait(self) -> None:
        with self.runtime.reading() as work:
            homes = work.session.scalars(
                select(Address)
                .where(Address.municipality_id == self.municipality_id)
                .order_by(Address.number_value.desc(), Address.id)
                .limit(WAITING)
            ).all()
        for number, home in enumerate(homes):
            with self._as(NOBODY) as work:
                someone = Neighbour("", f"intresserad{number}@example.se", "sv", f"hem {number}")
                interest.note_interest(work, home, someone)
                row_id = work.session.scalars(
                    select(Interest.id).order_by(Interest.id.desc())
                ).first()
            with self._as(Actor("link", opens=("interest", row_id or 0))) as work:
                row = work.get(Interest, row_id)
                interest.confirm_interest(work, work.runtime.vault.open(row.token_sealed))
