"""Demo data: an invented town whose groups and signs stand in every state the product has.

Everything goes through the use cases, at moments in the past, so that the log, the mails and the
checks are true ones. The photos are drawn by the product and say so.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

from shapely import MultiPoint, Polygon
from sqlalchemy import select

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.accounts import usecases as people
from grannsamverkan.core import qr, worker
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.groups import queries as groups_q
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.rules import PRIVACY_VERSION
from grannsamverkan.imaging import scene
from grannsamverkan.places import queries as places_q
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Address, Municipality
from grannsamverkan.signs import jobs as sign_jobs
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.usecases import mounting, planning, review
from grannsamverkan.signs.usecases.mounting import Statements
from grannsamverkan.signs.usecases.planning import WantedPlace
from grannsamverkan.signs.usecases.review import Answer
from grannsamverkan.training import queries as training_q
from grannsamverkan.training import usecases as training

log = logging.getLogger(__name__)
PASSWORD = "gemensam-trygghet-7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MUNICIPALITY = {
    "slug": "vanersborg",
    "name": "Vänersborgs kommun",
    "short_name": "Vänersborg",
    "epsg": 3006,
    "privacy_controller": "Kommunstyrelsen, Vänersborgs kommun",
    "privacy_contact": "dataskyddsombud@example.se",
    "function_mailbox": "samhallsbyggnad@vanersborg.se",
}
CALLS = (
    places.ContactDetails(
        "Kommunpolis", "114 14", hours="Växeln dygnet runt", note="Be att få kommunpolisen."
    ),
    places.ContactDetails(
        "Säkerhetssamordnare", "0521-72 10 00", hours="Vardagar 8–16", position=1
    ),
    places.ContactDetails(
        "Stödtelefon", "020-100 200", hours="Vardagar 9–15", note="Prata med någon.", position=2
    ),
)
STAFF = (
    ("polis@example.se", "Petra Lind", "police", 0),
    ("polis.norr@example.se", "Nils Ahl", "police", 1),
    ("samordnare@example.se", "Sara Mo", "coordinator", None),
    ("granskare@example.se", "Gustav Berg", "reviewer", None),
    ("admin@example.se", "Alva Norén", "admin", None),
)
POLICE_AREAS = ("Björkvik söder", "Björkvik norr")
TOWN_SEED = 7
CLUSTER = 22
"""Dwellings in a demo group."""


@dataclass(frozen=True)
class Plan:
    """One demo group: who founds it, how far it comes, and how its signs end."""

    founder: tuple[str, str]
    others: tuple[tuple[str, str], ...]
    ends: str
    days_ago: int
    joined: int
    declined: int = 1
    signs: tuple[str, ...] = ()


PLANS = (
    Plan(
        ("anna@example.se", "Anna Åkerström"),
        (("bo@example.se", "Bo Öhman"), ("cecilia@example.se", "Cecilia Ärlig")),
        "active",
        60,
        joined=17,
        declined=2,
        signs=(
            "approved",
            "photos_sent",
            "completion_asked",
            "correction_ordered",
            "handed_out",
        ),
    ),
    Plan(
        ("david@example.se", "David Ek"),
        (("elsa@example.se", "Elsa Ström"),),
        "active",
        45,
        joined=14,
        declined=3,
        signs=("photos_sent", "place_approved", "planned", "place_refused", "cancelled"),
    ),
    Plan(("fatima@example.se", "Fatima Haddad"), (), "approved", 20, joined=12, signs=("planned",)),
    Plan(
        ("gunnar@example.se", "Gunnar Wik"),
        (("hanna@example.se", "Hanna Sjö"),),
        "submitted",
        5,
        joined=9,
    ),
    Plan(("ingrid@example.se", "Ingrid Åberg"), (), "submitted", 1, joined=15),
    Plan(("johan@example.se", "Johan Lövgren"), (), "returned", 12, joined=6),
    Plan(("karin@example.se", "Karin Östlund"), (), "rejected", 30, joined=2),
    Plan(("lars@example.se", "Lars Nyman"), (), "draft", 2, joined=0, declined=0),
)


def sign_ins(runtime: Runtime) -> list[tuple[str, str]]:
    """Who can be tried, as (who, how): printed at start in development."""
    with runtime.reading() as work:
        if accounts.user_by_email(work, STAFF[0][0]) is None:
            return []
    base = runtime.settings.base_url
    staff = [
        (f"{name}, {role}", f"{email} / {PASSWORD}, engångskod på {base}/utveckling/koder")
        for email, name, role, _area in STAFF
    ]
    contact = f"{PLANS[0].founder[0]}: koden kommer i mejlet på {base}/utveckling/post"
    return [*staff, (f"{PLANS[0].founder[1]}, kontaktombud", contact)]


def seed_if_empty(runtime: Runtime) -> None:
    """Lay out the demo town on an empty installation; does nothing on one that has people."""
    with runtime.reading() as work:
        if places_q.municipalities(work):
            if _was_interrupted(work):
                log.warning("The demo town is half built. Empty the data folder to build it anew.")
            return
    Story(runtime).tell()


def _was_interrupted(work: Work) -> bool:
    # The first founder comes early in the story, the last one ends it.
    first, last = (accounts.user_by_email(work, PLANS[i].founder[0]) for i in (0, -1))
    return first is not None and last is None


class Story:
    """Tells how the demo town came to be, day by day up to now."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.now = runtime.clock()
        self.today = self.now
        self.municipality_id = 0
        self.areas: list[int] = []

    def tell(self) -> None:
        """All of it, oldest first; leaves no job undone."""
        self._go_back(90)
        self._found_municipality()
        grounds = self._choose_grounds(len(PLANS))
        for number, (plan, ground) in enumerate(zip(PLANS, grounds, strict=True)):
            self._go_back(plan.days_ago)
            self._live(plan, ground, self.areas[number % 2])
        self.today = self.now
        worker.run_all(self.runtime)

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

    def _staff(self, role: str, area: int | None = None) -> Actor:
        with self.runtime.reading() as work:
            return accounts.staff_with_role(work, role, self.municipality_id, area)[0].actor

    def _found_municipality(self) -> None:
        with self._as(self._system()) as work:
            municipality = places.add_municipality(work, **MUNICIPALITY)
            self.municipality_id = municipality.id
            self.areas = [
                places.add_police_area(work, municipality, name).id for name in POLICE_AREAS
            ]
            places.lay_out_town(work, municipality, TOWN_SEED)
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
        self._publish_material()
        with self._as(self._staff("admin")) as work:
            municipality = work.get(Municipality, self.municipality_id)
            for details in CALLS:
                places.add_public_contact(work, municipality, details)

    def _publish_material(self) -> None:
        with self._as(self._staff("coordinator")) as work:
            edition = training.create_starter(work, self.municipality_id)
            training.publish_edition(work, edition.id, receivers=0)

    def _choose_grounds(self, count: int) -> list[tuple[str, Polygon]]:
        with self.runtime.reading() as work:
            homes = list(
                work.session.scalars(
                    select(Address)
                    .where(Address.municipality_id == self.municipality_id)
                    .order_by(Address.street, Address.number_value)
                )
            )
        return list(_clusters(homes, count))

    def _live(self, plan: Plan, ground: tuple[str, Polygon], police_area: int) -> None:
        name, area = ground
        founder = self._founder(plan.founder)
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
        for number, end in enumerate(plan.signs):
            self._go_back(min(16, plan.days_ago - 8) - 2 * number)
            self._put_up(founder, group_id, number, end)

    def _founder(self, who: tuple[str, str]) -> Actor:
        with self._as(self._system()) as work:
            work.require(lambda actor: actor.is_system)
            email, name = who
            phone = "070-174 06 " + f"{len(name) * 7 % 100:02}"
            user = people.ensure_contact(work, email=email, name=name, phone=phone, language="sv")
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
                privacy_version=PRIVACY_VERSION,
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
        with self.runtime.reading() as work:
            assignment = training_q.by_token(work, token)
            holder = Actor("link", opens=("assignment", assignment.id))
            right = [question.right for question in assignment.edition.asked]
        with self._as(holder) as work:
            training.confirm_read(work, token)
            training.answer(work, token, right)

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

    def _put_up(self, founder: Actor, group_id: int, number: int, end: str) -> None:
        sign = self._plan(founder, group_id, number)
        reviewer = self._staff("reviewer")
        if end == "cancelled":
            with self._as(founder) as work:
                planning.cancel_sign(work, sign.id)
        if end in {"planned", "cancelled"}:
            return
        with self._as(reviewer) as work:
            if end == "place_refused":
                reason = "På stolpen sitter ett vägmärke. Välj nästa stolpe längs gatan."
                planning.refuse_place(work, sign.id, reason=reason)
                return
            planning.approve_place(work, sign.id)
        if end == "place_approved":
            return
        with self._as(self._staff("coordinator")) as work:
            planning.hand_out(work, sign.id)
        if end == "handed_out":
            return
        self._send_photos(sign, end)
        if end != "photos_sent":
            self._judge(reviewer, sign, end)

    def _plan(self, founder: Actor, group_id: int, number: int) -> Sign:
        with self._as(founder) as work:
            group = groups_q.group(work, group_id)
            assert group.area_wkb is not None  # every demo group draws its area
            posts = places_q.posts_within(work, self.municipality_id, group.area_wkb)
            post = posts[(number * 3) % len(posts)]
            wanted = WantedPlace(
                "lamp_post", post_id=post.id, place=_nearest_address(work, post.x, post.y)
            )
            return planning.plan_sign(work, group_id, wanted)

    def _send_photos(self, sign: Sign, end: str) -> None:
        self._sleep(1)
        mounter = Actor("link", opens=("sign", sign.id))
        drawn = "wire" if end == "correction_ordered" else "cable_tie"
        light: scene.Light = "dusk" if end == "completion_asked" else "day"
        for view in get_args(scene.View):
            self._send_photo(sign, mounter, view, drawn, light)
        statements = Statements(
            fastening="loose_wire" if drawn == "wire" else "cable_tie",
            liner="no",
            surface="footway",
            lower_edge_m=2.3 if end == "correction_ordered" else 2.8,
            post_number=sign.post_number,
            reply_to="boende@example.se",
        )
        with self._as(mounter) as work:
            mounting.send_photos(work, sign.id, statements)

    def _send_photo(
        self, sign: Sign, mounter: Actor, view: scene.View, fastening: str, light: scene.Light
    ) -> None:
        base_url = self.runtime.settings.base_url
        with self.runtime.reading() as work:
            assert sign.x is not None  # demo signs hang on known posts
            assert sign.y is not None
            plane = places_q.plane_of(work, self.municipality_id)
            lon, lat = plane.to_lonlat(sign.x, sign.y)
        drawn = scene.paint(
            view,
            seed=sign.id,
            code_url=qr.label_address(base_url, sign.code),
            number=sign.post_number,
            fastening=fastening,
            light=light,
            size=(1280, 960),
            taken_at=self.today,
            longitude=lon,
            latitude=lat,
        )
        stored = self.runtime.storage.put([drawn])
        with self._as(mounter) as work:
            photo = mounting.take_in_photo(work, sign.id, view=view, stored=stored)
        sign_jobs.examine_photo(self._then(), photo.id)

    def _then(self) -> Runtime:
        moment: datetime = self.today
        return replace(self.runtime, clock=lambda: moment)

    def _judge(self, reviewer: Actor, sign: Sign, end: str) -> None:
        with self._as(reviewer) as work:
            photo_set = work.get(Sign, sign.id).sent_set
            assert photo_set is not None  # just sent
            first, *_rest, last = (photo.id for photo in photo_set.photos)
            good = "yes" if end == "approved" else "no"
            review.answer_questions(
                work,
                sign.id,
                photo_set.id,
                galvanising=Answer(good, first),
                view=Answer("yes", last),
            )
            outcome, reason = JUDGEMENTS[end]
            review.decide(work, sign.id, photo_set.id, outcome=outcome, reason=reason)


JUDGEMENTS = {
    "approved": ("approve", ""),
    "completion_asked": (
        "ask_completion",
        "Fotona är tagna i skymning. Ta om fotot av fästet i dagsljus.",
    ),
    "correction_ordered": (
        "order_correction",
        "Tråden skaver mot stolpen. Byt till svarta buntband av plast.",
    ),
}


def _clusters(homes: Sequence[Address], count: int) -> Iterator[tuple[str, Polygon]]:
    """Neighbouring homes in groups of CLUSTER, each with its commonest street and its ground."""
    left, taken = list(homes), set[str]()
    for _number in range(count):
        corner = min(left, key=lambda home: home.x + home.y)
        near = sorted(left, key=_distance_to(corner))[:CLUSTER]
        left = [home for home in left if home not in near]
        streets = [home.street for home in near if home.street not in taken]
        ground = MultiPoint([(home.x, home.y) for home in near]).convex_hull.buffer(25, quad_segs=2)
        name = max(sorted(set(streets)), key=streets.count, default=f"{near[0].street} norr")
        taken.add(name)
        yield name, ground


def _distance_to(place: Address) -> Callable[[Address], float]:
    return lambda home: (home.x - place.x) ** 2 + (home.y - place.y) ** 2


def _nearest_address(work: Work, x: float, y: float) -> str:
    homes = work.session.scalars(
        select(Address).where(Address.x.between(x - 80, x + 80), Address.y.between(y - 80, y + 80))
    )
    nearest = min(homes, key=lambda h: (h.x - x) ** 2 + (h.y - y) ** 2, default=None)
    return f"vid {nearest.text}" if nearest else ""
