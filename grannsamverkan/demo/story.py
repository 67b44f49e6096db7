"""How the demo town came to be, told day by day."""

from functools import partial

from shapely import Polygon
from sqlalchemy import select

from grannsamverkan.accounts import usecases as people
from grannsamverkan.core import worker
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.i18n import local
from grannsamverkan.demo.cast import (
    CALLS,
    CLUSTER,
    MUNICIPALITY,
    NEWCOMERS,
    PASSWORD,
    PLANS,
    POLICE_AREAS,
    STAFF,
    TOTP_SECRET,
    TOWN_SEED,
    Newcomer,
    Plan,
)
from grannsamverkan.demo.grounds import clusters
from grannsamverkan.demo.households import keep_list
from grannsamverkan.demo.mailin import MailStory
from grannsamverkan.demo.news import NewsStory
from grannsamverkan.demo.year import FOUNDED_DAYS_AGO, YEARS, YearStory
from grannsamverkan.groups import queries as groups_q
from grannsamverkan.groups import usecases as groups
from grannsamverkan.notices.rules import starters
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Address, Municipality
from grannsamverkan.places.usecases import imports
from grannsamverkan.training import queries as training_q
from grannsamverkan.training import usecases as training
from grannsamverkan.training.queries import courses


class Story(YearStory, MailStory, NewsStory):
    """Tells how the demo town came to be, day by day up to now."""

    def tell(self) -> None:
        """All of it, oldest first; leaves no job undone."""
        self._go_back(FOUNDED_DAYS_AGO)
        self._found_municipality()
        plans = (*PLANS, *YEARS)
        grounds = self._choose_grounds(len(plans))
        for number, (plan, ground) in enumerate(zip(plans, grounds, strict=True)):
            self._go_back(plan.days_ago)
            self._live(plan, ground, self.areas[number % 2])
        self.tell_years()
        self.tell_news([(one.days_ago, partial(self._welcome, one)) for one in NEWCOMERS])
        self.mail_in()
        self.today = self.now
        worker.run_all(self.runtime)

    def _found_municipality(self) -> None:
        with self._as(self._system()) as work:
            municipality = places.add_municipality(work, **MUNICIPALITY)
            self.municipality_id = municipality.id
            self.areas = [
                places.add_police_area(work, municipality, name).id for name in POLICE_AREAS
            ]
            imports.lay_out_town(work, municipality, TOWN_SEED)
            for email, name, role, area in STAFF:
                scope = None if area is None else self.areas[area]
                people.create_staff(
                    work,
                    email=email,
                    name=name,
                    password=PASSWORD,
                    totp_secret=TOTP_SECRET,
                    roles=[Role(role, self.municipality_id, scope)],  # type: ignore[arg-type]  # STAFF
                )
        with self._as(self._staff("admin")) as work:
            municipality = work.get(Municipality, self.municipality_id)
            for details in CALLS:
                places.add_public_contact(work, municipality, details)

    def _choose_grounds(self, count: int) -> list[tuple[str, Polygon]]:
        with self.runtime.reading() as work:
            homes = list(
                work.session.scalars(
                    select(Address)
                    .where(Address.municipality_id == self.municipality_id)
                    .order_by(Address.street, Address.number_value)
                )
            )
        return list(clusters(homes, count))

    def _live(self, plan: Plan, ground: tuple[str, Polygon], police_area: int) -> None:
        name, area = ground
        founder = self._founder(plan.founder, plan.language)
        group_id = self._start(founder, name)
        self._fill_in(founder, group_id, plan, area, police_area)
        if plan.ends == "draft":
            return
        self._submit(founder, group_id)
        if plan.ends == "submitted":
            return
        self._sleep(2)
        self._decide(group_id, plan.ends, police_area)
        if plan.ends in {"returned", "rejected"}:
            return
        self._train(group_id, all_of_them=plan.ends == "active")
        self._start_up(founder, group_id, plan.ends, police_area)
        if plan.ends == "active":
            keep_list(self._as, founder, group_id, joined=plan.joined, declined=plan.declined)
        for number, end in enumerate(plan.signs):
            self._go_back(min(16, plan.days_ago - 8) - 2 * number)
            self.put_up(founder, group_id, number, end)

    def _founder(self, who: tuple[str, str], language: str) -> Actor:
        with self._as(self._system()) as work:
            work.require(lambda actor: actor.is_system)
            email, name = who
            phone = "070-174 06 " + f"{len(name) * 7 % 100:02}"
            user = people.ensure_contact(
                work, email=email, name=name, phone=phone, language=language
            )
            return Actor("contact", user.id, user.name)

    def _start(self, founder: Actor, name: str) -> int:
        with self._as(founder) as work:
            group = groups.start_group(
                work, municipality_id=self.municipality_id, name=name, housing="villa"
            )
            return group.id

    def _fill_in(
        self, founder: Actor, group_id: int, plan: Plan, area: Polygon, police_area: int
    ) -> None:
        with self._as(founder) as work:
            groups.place_group(work, group_id, area=area, streets="", police_area_id=police_area)
            if plan.ends == "draft":
                return
            groups.count_households(
                work,
                group_id,
                dwellings=CLUSTER,
                joined=plan.joined,
                declined=plan.declined,
            )
            for number, (email, name) in enumerate(plan.others):
                phone = f"070-174 06 {30 + number}"
                groups.add_contact(
                    work, group_id, name=name, email=email, phone=phone, head=number == 0
                )

    def _submit(self, founder: Actor, group_id: int) -> None:
        with self._as(founder) as work:
            groups.submit_group(
                work,
                group_id,
                message="Vi har pratat med de flesta grannarna.",
                privacy_version=starters()["privacy"].version,
            )

    def _decide(self, group_id: int, ends: str, police_area: int) -> None:
        police = self._staff("police", police_area)
        with self._as(police) as work:
            if ends == "returned":
                reason = "Området går in i en annan grupp. Flytta gränsen och skicka igen."
                groups.return_group(work, group_id, reason=reason)
                return
            if ends == "rejected":
                reason = "För få grannar är med. Prata med fler och anmäl er igen."
                groups.reject_group(work, group_id, reason=reason)
                return
            groups.approve_group(work, group_id)
        with self._as(self._staff("coordinator")) as work:
            groups.approve_group(work, group_id)

    def _train(self, group_id: int, *, all_of_them: bool) -> None:
        self._sleep(2)
        with self.runtime.reading() as work:
            contacts = [(c.id, c.user.actor) for c in groups_q.group(work, group_id).contacts]
        for contact_id, person in contacts if all_of_them else []:
            self._take_training(contact_id, person)

    def _take_training(self, contact_id: int, person: Actor) -> None:
        with self._as(person) as work:
            token = training.start_own(work, contact_id)
        with self._then().reading() as work:
            assignment = training_q.by_token(work, token)
            holder = Actor("link", opens=("assignment", assignment.id))
            stops = courses.outline(work, assignment)
        with self._as(holder) as work:
            for stop in stops:
                training.confirm_module(work, token, stop.number)
            drawn = training_q.by_token(work, token)
            right = [question.right for question in drawn.asked]
            training.answer(work, token, right, attempt=drawn.tries)

    def _welcome(self, newcomer: Newcomer) -> None:
        """A group gets one more contact person, who does the training the next day."""
        with self._as(self._person(newcomer.appointed_by)) as work:
            group_id = self._own(work).id
            contact_id = groups.add_contact(
                work,
                group_id,
                name=newcomer.name,
                email=newcomer.email,
                phone="070-174 06 77",
                head=False,
            ).id
        self._sleep(1)
        self._take_training(contact_id, self._person(newcomer.email))

    def _start_up(self, founder: Actor, group_id: int, ends: str, police_area: int) -> None:
        met = local(self.today).date()
        with self._as(founder) as work:
            groups.note_fact(
                work, group_id, kind="meeting_held", on=met, place="Björkviks folkets hus"
            )
            if ends == "active":
                groups.note_fact(work, group_id, kind="list_exists", on=met)
                groups.note_fact(work, group_id, kind="first_information", on=met)
        if ends == "active":
            with self._as(self._staff("police", police_area)) as work:
                groups.activate_group(work, group_id)
