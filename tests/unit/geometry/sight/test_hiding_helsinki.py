"""Rule (ii) on the real middle of Helsinki: what the map itself says must come out again."""

from collections import Counter

import numpy as np
import pytest
import shapely

from grannsamverkan.geometry.osm import read_osm
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.hiding import SIGNS, Signs
from grannsamverkan.geometry.sight.model import Plate, Thing, Way
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules


@pytest.fixture(scope="module")
def ground(testdata):
    return read_osm(testdata / "geo" / "helsinki-centre-west.osm.gz", plane_for(3067))


@pytest.fixture(scope="module")
def signs(ground):
    ways = [
        Way(
            each.key,
            each.kind,
            each.subtype,
            np.array(each.points),
            each.name,
            each.width,
            each.lanes,
            each.speed,
            each.oneway,
            each.sidewalk,
            each.level,
            each.owner,
        )
        for each in ground.features
        if each.kind in ("road", "path") and not each.is_area
    ]
    things = [Thing(**vars(each)) for each in ground.things]
    return Signs(Graph(ways), things, Rules())


def test_every_approach_comes_from_where_its_face_looks(signs):
    # given hundreds of signs, of which hardly any says where it looks
    assert len(signs.approaches) > 600
    inferred = sum(each.inferred for each in signs.approaches)
    assert inferred > 0.9 * len(signs.approaches)

    for each in signs.approaches:
        # when
        away = each.eyes - each.face.centre
        seen = away @ each.face.normal / np.hypot(*away.T)

        # then every eye is before the face; where the side told, the sign is on the right of the
        # street's middle for who drives towards it
        assert (seen > np.cos(np.radians(40))).all()
        if each.told == "side":
            middle = shapely.LineString(each.way.points)
            place = shapely.Point(each.face.centre)
            foot = shapely.line_interpolate_point(middle, middle.project(place))
            right = np.array([-each.face.normal[1], each.face.normal[0]])
            assert (each.face.centre - [foot.x, foot.y]) @ right >= 0


def test_a_lamp_post_that_is_mapped_as_a_signs_post_is_not_ok(ground, signs):
    # given
    places = {(thing.x, thing.y) for thing in signs.things if thing.kind in SIGNS}
    shared = [post for post in ground.posts if (post.x, post.y) in places]
    assert len(shared) == 50

    for post in shared:
        # when
        plate = Plate(post.x, post.y, 0.4, 0.5, 2.2)
        said = signs.judge(plate, poses_of(plate, 0.0))

        # then
        own = [one.found.verdict for one in said if one.found.rule == "own_post"]
        assert "not_ok" in own


def test_some_lamps_hide_signs_and_most_do_not(ground, signs):
    # given
    verdicts = Counter()
    for post in ground.posts:
        # when
        plate = Plate(post.x, post.y, 0.4, 0.5, 2.2, error=0.0, lower_error=0.0)
        for one in signs.judge(plate, poses_of(plate, 0.0)):
            verdicts[one.found.verdict if one.found.rule != "own_post" else "own"] += 1

            # then what is shown agrees with what is said
            if one.found.verdict != "ok" and one.found.rule != "own_post":
                assert any(shape.what == "hidden" for shape in one.found.shapes)
                assert one.found.value > 0.1

    assert verdicts["ok"] > 0.7 * len(ground.posts)
    assert 0 < verdicts["not_ok"] < verdicts["person_looks"] < 60
