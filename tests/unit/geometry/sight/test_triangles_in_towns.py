"""Sight triangles on the real maps: Helsinki with its lamp posts, a Danish suburb, a village."""

from dataclasses import replace

import numpy as np
import pytest

from grannsamverkan.geometry.osm import read_osm
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.model import Plate
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles
from grannsamverkan.geometry.sight.ways import half_width
from tests.unit.geometry.sight.streets import turned, ways_of

TOWNS = {"helsinki-centre-west": 3067, "lyngby-dk": 25832, "kallby-se": 3006}
RULES = Rules()
MIDDLE = np.array([384_500.0, 6_672_000.0])


@pytest.fixture(scope="module", params=TOWNS)
def town(request, testdata):
    path = testdata / "geo" / f"{request.param}.osm.gz"
    return Triangles(Graph(ways_of(read_osm(path, plane_for(TOWNS[request.param])))), RULES)


@pytest.fixture(scope="module")
def helsinki(testdata):
    path = testdata / "geo" / "helsinki-centre-west.osm.gz"
    return read_osm(path, plane_for(TOWNS["helsinki-centre-west"]))


def plates_of(ground, lower_edge):
    return [
        Plate(post.x, post.y, 0.4, 0.5, lower_edge, azimuth=30.0, error=0.0, lower_error=0.0)
        for post in ground.posts
    ]


def severities(ways, plates, rules=RULES):
    """The worst at each plate."""
    rule = Triangles(Graph(ways), rules)
    said = [rule.judge(plate, poses_of(plate, None)) for plate in plates]
    return [max(int(one.severities.max()) for one in answers) for answers in said]


def test_every_corner_lies_on_both_kerb_lines(town):
    zones = town.zones
    assert len(zones.corners) > 100
    for index, corner in enumerate(zones.corners):
        place = zones.triangle(index)[0]
        for arm in (corner.first, corner.second):
            x, y = place - arm.start
            beside = abs(x * arm.direction[1] - y * arm.direction[0])
            pavement = RULES.width_footway if beside > half_width(arm.way, RULES) + 0.5 else 0.0
            assert beside == pytest.approx(half_width(arm.way, RULES) + pavement)
            assert not pavement or arm.way.sidewalk in ("both", "left", "right")


def test_no_corner_asks_for_more_than_a_junctions_ground(town):
    areas = [town.zones.zone(index).area for index in range(len(town.zones.corners))]
    # Ten by ten metres and two carriageways; the widest junctions are 18 m across.
    assert max(areas) < 1_500
    assert 60 < float(np.median(areas)) < 250


def test_each_driveway_asks_for_two_and_a_half_metres(town):
    zones = town.zones
    clear = {
        (zones.clear(index, 0), zones.clear(index, 1))
        for index, corner in enumerate(zones.corners)
        if "driveway" in (corner.first.users, corner.second.users)
    }
    assert clear <= {(RULES.corner_driveway, RULES.corner_driveway)}


def test_most_of_helsinkis_lamps_stand_in_no_triangle_and_high_plates_hide_nothing(helsinki):
    ways = ways_of(helsinki)
    low, high = (severities(ways, plates_of(helsinki, edge)) for edge in (1.0, 2.5))
    assert len(low) == 294
    assert 0 < sum(map(bool, low)) < 0.2 * len(low)
    assert not any(high)


def test_helsinki_in_a_mirror_is_judged_alike_where_one_drives_on_the_left(helsinki):
    ways, plates = ways_of(helsinki), plates_of(helsinki, 1.0)
    sides = {"left": "right", "right": "left"}

    there = severities(
        [
            replace(
                way,
                points=turned(way.points - MIDDLE, 0, mirror=True),
                sidewalk=sides.get(way.sidewalk, way.sidewalk),
            )
            for way in ways
        ],
        [
            replace(plate, x=MIDDLE[0] - plate.x, y=plate.y - MIDDLE[1], azimuth=-30.0)
            for plate in plates
        ],
        replace(RULES, right_hand=False),
    )

    assert there == severities(ways, plates)
