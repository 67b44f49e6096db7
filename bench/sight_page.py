"""The planning page with 200 posts of Helsinki and what the sight check says of each, against the
same page where nothing has been checked; and what a check from the database costs.

Two municipalities in one installation have the same map and posts; one has its posts checked.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from shapely import box, wkb
from sqlalchemy import select

from bench.sets import Installation, compared, empty
from bench.sight_ground import EPSG, HELSINKI, file_of
from grannsamverkan.accounts.models import User
from grannsamverkan.app import create_app
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.sight.entrances import OUTSIDE_M
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import usecases as places
from grannsamverkan.places.jobs import checked_posts
from grannsamverkan.places.models import Municipality, Post
from grannsamverkan.places.queries import sight as queries
from grannsamverkan.places.usecases import imports

CANDIDATES = 200
MOST_TIMES = 2.0
ROUNDS = 9
ASKED = 20
"""So many posts are checked from the database."""
WHO = "kontakt@{}.example"


class Page:
    """Both municipalities, and the browser of each one's contact person."""

    def __init__(self, folder: Path) -> None:
        runtime = empty(folder)
        self._installation = Installation(create_app(runtime.settings, runtime), runtime)
        with runtime.work() as work:
            self._places = {name: _found(work, name) for name in ("prickad", "oprickad")}
        for _ in checked_posts(runtime, self._places["prickad"][0], processes=1):
            pass

    def row(self) -> dict[str, Any]:
        """The row of the bench."""
        bare, told = (self._opened(name) for name in ("oprickad", "prickad"))
        return {
            "name": f"planning with verdicts of {CANDIDATES} posts / without",
            "ratio": compared(bare, told, ROUNDS),
            "limit": MOST_TIMES,
            "figures": f"{len(told())} and {len(bare())} bytes",
        }

    def recheck_seconds(self) -> float:
        """Processor seconds for one post's check from the database; the median of some."""
        here = self._places["prickad"][0]
        times = []
        with self._installation.runtime.reading() as work:
            posts = work.session.scalars(select(Post).where(Post.municipality_id == here)).all()
            for post in posts[:: len(posts) // ASKED]:
                plate = queries.planned_plate(work, post)
                start = time.process_time()
                queries.answer_for(work, here, plate)
                times.append(time.process_time() - start)
        return median(times)

    def _opened(self, name: str) -> Callable[[], bytes]:
        browser = self._installation.browser(WHO.format(name))
        path = f"/grupper/{self._places[name][1]}/skyltar"

        def ask() -> bytes:
            answer = browser.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status}"
            return bytes(answer.data)

        shown = ask().count(b' name="post"') - 1
        assert shown >= CANDIDATES, f"{path}: {shown} posts"
        return ask


def _found(work: Work, name: str) -> tuple[int, int]:
    """A municipality with Helsinki's map, and a group round so many posts; their ids."""
    work.require(lambda actor: actor.is_system)
    town = places.add_municipality(work, slug=name, name=name, short_name=name, epsg=EPSG[HELSINKI])
    work.session.flush()
    area = places.add_police_area(work, town, "Lokalområde")
    imports.import_file(work, town, file_of(HELSINKI))
    work.session.flush()
    return town.id, _group(work, town, area.id)


def _group(work: Work, town: Municipality, police_area_id: int) -> int:
    email = WHO.format(town.slug)
    founder = User(kind="contact", email=email, name="Maja", created_at=work.now)
    work.session.add(founder)
    work.session.flush()
    ground = _round_posts(work, town.id)
    group = Group(
        municipality_id=town.id,
        police_area_id=police_area_id,
        name="Gruppen",
        housing="villa",
        state="active",
        area_wkb=wkb.dumps(ground),
        area_m2=ground.area,
        **dict(zip(("minx", "miny", "maxx", "maxy"), ground.bounds, strict=True)),
        founded_by=founder.id,
        created_at=work.now,
    )
    work.session.add(group)
    work.session.flush()
    work.session.add(
        Contact(
            municipality_id=town.id,
            group_id=group.id,
            user_id=founder.id,
            head=True,
            added_at=work.now,
        )
    )
    return group.id


def _round_posts(work: Work, town_id: int) -> Any:
    """The ground that has so many candidates: from the west to where there are enough."""
    places_of = select(Post.x, Post.y).where(Post.municipality_id == town_id).order_by(Post.x)
    rows = work.session.execute(places_of).all()
    ys = [row.y for row in rows]
    east = rows[CANDIDATES - 1].x - OUTSIDE_M + 0.001
    return box(rows[0].x - 1, min(ys) - 1, east, max(ys) + 1)
