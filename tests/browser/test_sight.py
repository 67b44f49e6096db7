"""A sign is planned on real maps: Källby with posts along its kerbs, and Helsinki's own lamps."""

import math

import numpy as np
import pytest
import shapely
from sqlalchemy import func, select

from grannsamverkan.geometry.area import parse_area
from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import half_width
from grannsamverkan.groups import usecases as groups
from grannsamverkan.places.models import Municipality, Post, PostSight
from grannsamverkan.places.queries.network import ways_within
from grannsamverkan.places.usecases import imports
from grannsamverkan.signs.models import SignSight
from grannsamverkan.signs.usecases import planning
from grannsamverkan.signs.usecases.planning import WantedPlace
from tests.browser.scene import HangingSigns
from tests.support.waiting import until

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]

KALLBY = "58.5094, 13.2995\n58.5122, 13.2995\n58.5122, 13.3065\n58.5094, 13.3065"
HELSINKI = "60.1655, 24.9395\n60.1685, 24.9395\n60.1685, 24.9440\n60.1655, 24.9440"
LAMPS_EVERY_M, BEYOND_KERB_M = 40.0, 1.2


class OnRealGround(HangingSigns):
    """The scene's people on another map; their group's area is drawn there."""

    plane = plane_for(3006)

    def on(self, epsg, path):
        """Bring in a map of another plane; returns the scene."""
        self.plane = plane_for(epsg)
        with self.given() as work:
            for post in work.session.scalars(select(Post)):
                post.gone_at = work.now
            municipality = work.get(Municipality, self.here)
            municipality.epsg = epsg
            imports.import_file(work, municipality, path, far=True)
        return self

    def complete(self, founder=None, name="Björkvägen", area=None):
        """A draft with all it needs, its area in the plane of this map."""
        group_id = self.draft(founder, name)
        with self.runtime.work((founder or self.maja).actor) as work:
            drawn = parse_area(self.area, self.plane).polygon
            groups.place_group(work, group_id, area=drawn, streets="", police_area_id=self.north)
            groups.count_households(work, group_id, dwellings=20, joined=12, declined=3)
        return group_id

    def planned(self, group_id, number="1042"):
        """Plan a sign on a post, here by its id: on these maps few have numbers."""
        with self.runtime.work(self.maja.actor) as work:
            return planning.plan_sign(
                work, group_id, WantedPlace("lamp_post", post_id=int(number))
            ).id

    def checked(self):
        """Wait until the worker has checked every standing post."""
        standing = select(func.count()).select_from(Post).where(Post.gone_at.is_(None))
        kept = select(func.count()).select_from(PostSight)

        def all_are():
            with self.runtime.reading() as work:
                return work.session.scalar(standing) == work.session.scalar(kept) > 0

        assert until(all_are, 120)


@pytest.fixture
def ground(runtime, given, app, somebody, base_url):
    return OnRealGround(runtime, given).in_windows(app, somebody, base_url)


@pytest.fixture
def kallby(ground, testdata, tmp_path):
    """Källby, whose map has no lamps: synthetic ones along its real kerbs, known to 0.2 m."""
    ground.area = KALLBY
    ground.on(3006, testdata / "geo" / "kallby-se.osm.gz")
    rows = ["nummer;nord;öst;ägare;förzinkad"]
    with ground.runtime.reading() as work:
        ways = [w for w in ways_within(work, ground.here) if w.subtype == "residential"]
    rows += [
        f"SYN-{number};{y:.2f};{x:.2f};Götene kommun;ja"
        for number, (x, y) in enumerate(along_kerbs(ways), start=1)
    ]
    path = tmp_path / "synthetic-posts.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with ground.given() as work:
        municipality = work.get(Municipality, ground.here)
        imports.import_file(work, municipality, path, Reading(accuracy=0.2))
    ground.checked()
    return ground


@pytest.fixture
def helsinki(ground, testdata):
    """The middle of Helsinki with its own lamps, which have no numbers."""
    ground.area = HELSINKI
    ground.on(3067, testdata / "geo" / "helsinki-centre-west.osm.gz").checked()
    return ground


def along_kerbs(ways):
    """(x, y) beyond the right kerb of each way, at equal distances."""
    for way in ways:
        line = shapely.linestrings(way.points)
        aside = half_width(way, Rules()) + BEYOND_KERB_M
        for metres in np.arange(LAMPS_EVERY_M / 2, line.length, LAMPS_EVERY_M):
            at, ahead = line.interpolate(metres), line.interpolate(metres + 0.5)
            step = math.dist((at.x, at.y), (ahead.x, ahead.y)) or 1.0
            east, north = (ahead.x - at.x) / step, (ahead.y - at.y) / step
            yield at.x + north * aside, at.y - east * aside


def plans_a_proposed_sign(scene, way):
    """A contact person opens the page, takes the first proposal, and sees what it hides."""
    group_id = scene.approved()
    contact = scene.window_of(scene.maja, **way)
    contact.opens(f"/grupper/{group_id}/skyltar")
    contact.reads("Förslag: där folk kommer in i området")

    choice = contact.page.locator("#stolpar input[data-verdict]").first
    verdict = choice.get_attribute("data-verdict")
    contact.mark(choice)
    contact.presses("Föreslå platsen")
    contact.reads("Skymmer den något i trafiken?")

    assert until(lambda: sight_of(scene) is not None, 60)
    contact.page.reload()
    contact.follows("Se ritningarna")
    contact.reads("Regel för regel")
    return contact, verdict


def sight_of(scene):
    with scene.runtime.reading() as work:
        return work.session.scalars(select(SignSight.verdict)).first()


def test_a_sign_is_planned_on_a_post_of_kallby(kallby, way):
    # when
    contact, verdict = plans_a_proposed_sign(kallby, way)

    # then
    assert sight_of(kallby) == verdict
    drawings = contact.page.locator("figure svg")
    assert drawings.count() >= 2
    for index in range(drawings.count()):
        assert drawings.nth(index).bounding_box()["width"] <= contact.page.viewport_size["width"]


def test_a_sign_is_planned_on_one_of_helsinkis_own_lamps(helsinki, way):
    # when
    contact, verdict = plans_a_proposed_sign(helsinki, way)

    # then
    assert sight_of(helsinki) == verdict
    contact.reads("Det som inte är känt")


def test_the_reviewer_sees_the_drawing_beside_the_photos(helsinki, way):
    # given: a sign that hangs on a lamp in Helsinki, with its photos
    group_id = helsinki.active()
    with helsinki.runtime.reading() as work:
        post = work.session.scalars(
            select(Post)
            .join(PostSight, PostSight.post_id == Post.id)
            .where(PostSight.verdict == "person_looks")
            .order_by(Post.id)
        ).first()
    sign_id = helsinki.photos_sent(helsinki.handed_out(group_id, post.id))
    assert until(lambda: sight_of(helsinki) is not None, 60)

    # when
    reviewer = helsinki.window_of(helsinki.reviewer, **way)
    reviewer.opens(f"/skyltar/{sign_id}/granska")
    reviewer.reads("Siktkontrollen")

    # then
    drawing = reviewer.page.locator(".case-sight")
    drawing.scroll_into_view_if_needed()
    assert until(lambda: drawing.evaluate("one => one.complete && one.naturalWidth > 0"), 20)
