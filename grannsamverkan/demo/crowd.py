"""As many groups and signs as one likes, laid straight into the tables: for measuring, not to try.

The rows have the shape that the use cases give them, but nobody is told and nothing is logged. All
photos share one drawn picture. The same numbers always give the same rows.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from shapely import wkb
from shapely.geometry import box
from sqlalchemy import func, insert, select

from grannsamverkan.accounts import usecases as people
from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes, search
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.demo import crowd_reach
from grannsamverkan.demo.cast import PASSWORD, TOTP_SECRET
from grannsamverkan.demo.crowd_facts import (
    CHECKS,
    GROUP_STATES,
    OUTCOMES,
    SIGN_STATES,
    STREETS,
    WITH_PHOTOS,
)
from grannsamverkan.groups.models import Contact, Group, GroupDecision, GroupFact
from grannsamverkan.imaging import scene
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import MapSource, Post
from grannsamverkan.signs.models import CheckResult, Photo, PhotoSet, Sign, SignDecision

ROLES = ("police", "coordinator", "reviewer", "admin")
SIDE_M = 150
"""The side of a group's ground; the grounds lie in a square grid with room between them."""
CORNER = (350_000, 6_460_000)
BATCH = 2_000


def fill(runtime: Runtime, *, groups: int, signs: int) -> int:
    """Make a municipality with so many groups and signs; returns its id.

    Its staff signs in as role@example.org (police, coordinator, reviewer, admin), the contact
    person of the first group as kontakt@example.org.
    """
    with runtime.work(Actor("system", name="crowd")) as work:
        here = Crowd(work, groups, signs).gather()
    search.mend(runtime)
    return here


class Crowd:
    """One municipality in the making."""

    def __init__(self, work: Work, groups: int, signs: int) -> None:
        self.work = work
        self.groups, self.signs = groups, signs
        self.dice = random.Random(groups * 1_000_003 + signs)  # noqa: S311  # no secret is made
        self.here = 0
        self.police_areas: list[int] = []

    def gather(self) -> int:
        """All of it, in the order in which rows refer to each other."""
        self.found()
        picture = self.draw()
        group_ids = self.place_groups()
        self.decide_groups(group_ids)
        crowd_reach.tell(self)
        self.put_up_signs(group_ids)
        self.send_photos(picture)
        return self.here

    def found(self) -> None:
        """The municipality, its police areas and its staff."""
        number = self.work.session.scalar(select(func.count()).select_from(MapSource)) or 0
        municipality = places.add_municipality(
            self.work,
            slug=f"mycket-{number}",
            name="Mycket kommun",
            short_name="Mycket",
            epsg=3006,
            privacy_controller="Kommunstyrelsen, Mycket kommun",
            function_mailbox="skyltar@example.org",
        )
        self.here = municipality.id
        self.police_areas = [
            places.add_police_area(self.work, municipality, f"Lokalområde {name}").id
            for name in ("norr", "söder", "öster", "väster")
        ]
        for role in ROLES:
            people.create_staff(
                self.work,
                email=f"{role}@example.org",
                name=role.title(),
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
                roles=[Role(role, self.here)],  # type: ignore[arg-type]  # each is a role's name
            )

    def draw(self) -> dict[str, str]:
        """One drawn photo in both sizes, as stored names by the column that holds them."""
        pictures = {
            column: scene.paint(
                "post",
                seed=1,
                code_url="",
                number="1",
                fastening="cable_tie",
                light="day",
                size=size,
                taken_at=self.work.now,
                longitude=12.3,
                latitude=58.4,
            )
            for column, size in (("stored", (1280, 960)), ("thumb", (320, 240)))
        }
        return {column: self.work.storage.put([drawn]) for column, drawn in pictures.items()}

    def place_groups(self) -> Sequence[int]:
        """Groups with their contact persons; returns their ids in order."""
        columns = int(self.groups**0.5) + 1
        self.add(Group, (self._group(number, columns) for number in range(self.groups)))
        group_ids = self.ids(Group)
        people_before = self.work.session.scalar(select(func.max(User.id))) or 0
        self.add(User, (self._person(number) for number in range(self.groups)))
        user_ids = self.work.session.scalars(
            select(User.id).where(User.id > people_before).order_by(User.id)
        ).all()
        self.add(
            Contact,
            (
                {
                    "group_id": group_id,
                    "user_id": user_ids[number],
                    "head": True,
                    "trained_on": self.ago(200).date(),
                    "added_at": self.ago(400),
                }
                for number, group_id in enumerate(group_ids)
            ),
        )
        return group_ids

    def _group(self, number: int, columns: int) -> dict[str, Any]:
        x, y = (CORNER[i] + 2 * SIDE_M * part for i, part in enumerate(divmod(number, columns)))
        ground = box(x, y, x + SIDE_M, y + SIDE_M)
        dwellings = self.dice.randint(10, 40)
        joined = self.dice.randint(dwellings // 2, dwellings)
        state = GROUP_STATES[number * 37 % len(GROUP_STATES)]
        return {
            "police_area_id": self.police_areas[number % len(self.police_areas)],
            "name": f"{STREETS[number % len(STREETS)]} {number + 1}",
            "state": state,
            "version": 1,
            "round": 0 if state == "draft" else 1,
            "housing": "villa",
            "area_wkb": wkb.dumps(ground),
            "area_m2": ground.area,
            **dict(zip(("minx", "miny", "maxx", "maxy"), ground.bounds, strict=True)),
            "dwellings": dwellings,
            "joined": joined,
            "declined": min(2, dwellings - joined),
            "founded_by": 1,
            "created_at": self.ago(500 - number % 100),
            "submitted_at": None if state == "draft" else self.ago(450 - number % 100),
        }

    def _person(self, number: int) -> dict[str, Any]:
        return {
            "kind": "contact",
            "email": f"kontakt{number or ''}@example.org",
            "name": f"Kim Åkerö {number}",
            "phone": "070-174 06 00",
            "created_at": self.ago(600),
        }

    def decide_groups(self, group_ids: Sequence[int]) -> None:
        """The decisions and dated facts of the groups that are in use."""
        running = self.work.session.scalars(
            select(Group.id).where(Group.id.in_(group_ids), Group.state.in_(("approved", "active")))
        ).all()
        self.add(
            GroupDecision,
            (
                {
                    "group_id": group_id,
                    "round": 1,
                    "role": role,
                    "outcome": "approve",
                    "actor_id": 1,
                    "at": self.ago(300),
                }
                for group_id in running
                for role in ("police", "coordinator")
            ),
        )
        self.add(
            GroupFact,
            (
                {
                    "group_id": group_id,
                    "kind": kind,
                    "on": self.ago(250).date(),
                    "noted_at": self.ago(250),
                }
                for group_id in running
                for kind in ("meeting_held", "list_exists", "first_information")
            ),
        )

    def put_up_signs(self, group_ids: Sequence[int]) -> None:
        """Posts and signs, spread over the groups."""
        source = MapSource(
            municipality_id=self.here, name="mycket", kind="csv", imported_at=self.work.now
        )
        self.work.session.add(source)
        self.work.session.flush()
        corners = self.work.session.execute(
            select(Group.minx, Group.miny).where(Group.id.in_(group_ids)).order_by(Group.id)
        ).all()
        self.add(Post, (self._post(number, source.id, corners) for number in range(self.signs)))
        post_ids = self.ids(Post)
        taken: set[str] = set()
        self.add(
            Sign,
            (
                self._sign(number, group_ids[number % len(group_ids)], post_ids[number], taken)
                | {axis: self._spot(number, corners)[i] for i, axis in enumerate("xy")}
                for number in range(self.signs)
            ),
        )

    def _spot(self, number: int, corners: Sequence[Any]) -> tuple[float, float]:
        turn, place = divmod(number, len(corners))
        minx, miny = corners[place]
        return minx + turn * 13 % SIDE_M, miny + turn * 29 % SIDE_M

    def _post(self, number: int, source: int, corners: Sequence[Any]) -> dict[str, Any]:
        x, y = self._spot(number, corners)
        return {
            "source_id": source,
            "number": f"{number + 1}",
            "galvanised": True,
            "owner": "Kommunen",
            "x": x,
            "y": y,
        }

    def _sign(self, number: int, group_id: int, post_id: int, taken: set[str]) -> dict[str, Any]:
        state = SIGN_STATES[number * 37 % len(SIGN_STATES)]
        out = state not in {"planned", "place_approved", "cancelled"}
        return {
            "group_id": group_id,
            "code": self._code(taken),
            "state": state,
            "version": 1,
            "support": "lamp_post",
            "post_id": post_id,
            "post_number": f"{number + 1}",
            "place": f"vid {STREETS[number % len(STREETS)]} {number % 90 + 1}",
            "galvanised": True,
            "created_by": 1,
            "created_at": self.ago(200 - number % 100),
            "handed_out_at": self.ago(90 - number % 50) if out else None,
            "decided_at": self.ago(20) if state in OUTCOMES else None,
            "due_on": (self.ago(-14)).date() if out and state != "approved" else None,
        }

    def _code(self, taken: set[str]) -> str:
        while (code := codes.new_code(self.dice.randbytes)) in taken:
            pass
        taken.add(code)
        return code

    def send_photos(self, picture: dict[str, str]) -> None:
        """Photo sets, photos, checks and decisions of the signs that have come so far."""
        sent = self.work.session.execute(
            select(Sign.id, Sign.state, Sign.group_id)
            .where(Sign.municipality_id == self.here, Sign.state.in_(WITH_PHOTOS))
            .order_by(Sign.id)
        ).all()
        self.add(
            PhotoSet,
            (
                {
                    "sign_id": sign_id,
                    "fastening": "cable_tie",
                    "liner": "no",
                    "surface": "footway",
                    "lower_edge_m": 2.8,
                    "created_at": self.ago(30 - place % 20),
                    "sent_at": self.ago(30 - place % 20),
                }
                for place, (sign_id, _state, _group) in enumerate(sent)
            ),
        )
        set_ids = self.ids(PhotoSet)
        views = ("fastening", "post", "road")
        self.add(
            Photo,
            (
                {
                    "set_id": set_id,
                    "view": view,
                    "state": "ready",
                    "original": f"{set_id:060x}{place:04x}",
                    "original_kept": False,
                    **picture,
                    "width": 1280,
                    "height": 960,
                    "format": "jpeg",
                    "dhash": f"{self.dice.getrandbits(64):016x}",
                    "codes": [],
                    "received_at": self.ago(30),
                }
                for set_id in set_ids
                for place, view in enumerate(views)
            ),
        )
        self.add(CheckResult, (row for set_id in set_ids for row in self._checks(set_id)))
        self.add(
            SignDecision,
            (
                {
                    "sign_id": sign_id,
                    "set_id": set_id,
                    "outcome": OUTCOMES[state],
                    "actor_id": 1,
                    "at": self.ago(20),
                }
                for (sign_id, state, _group), set_id in zip(sent, set_ids, strict=True)
                if state in OUTCOMES
            ),
        )

    def _checks(self, set_id: int) -> Iterator[dict[str, Any]]:
        for check, finding in CHECKS:
            yield {
                "set_id": set_id,
                "check": check,
                "finding": finding,
                "verdict": "ok",
                "at": self.ago(29),
            }

    def ago(self, days: float) -> datetime:
        """The moment so many days back."""
        return self.work.now - timedelta(days=days)

    def ids(self, table: type[Any]) -> Sequence[int]:
        """The ids of this municipality's rows of a table, in order."""
        return self.work.session.scalars(
            select(table.id).where(table.municipality_id == self.here).order_by(table.id)
        ).all()

    def add(self, table: Callable[..., Any], rows: Iterator[dict[str, Any]]) -> None:
        """Insert rows of this municipality, in batches."""
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append({"municipality_id": self.here, **row})
            if len(batch) == BATCH:
                self._insert(table, batch)
                batch = []
        if batch:
            self._insert(table, batch)

    def _insert(self, table: Any, batch: list[dict[str, Any]]) -> None:
        self.work.session.execute(insert(table), batch)
