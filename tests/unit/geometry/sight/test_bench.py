"""What the sight check is measured against: the same rays, the same towns."""

import numpy as np
import pytest

from bench.sight_ground import BEHIND_KERB_M, Town, copies, with_invented_posts
from bench.sight_rays import hidden_shares, rays_of
from grannsamverkan.geometry.sight.check import REACH_M, Sight
from grannsamverkan.geometry.sight.model import Thing
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rays import stopped
from grannsamverkan.geometry.sight.rules import Rules
from tests.unit.geometry.sight.streets import main_street, plate_at

SIGN = Thing("sign", "sign", 50.0, -4.0, "SE:C31")


@pytest.mark.parametrize("before", [2.0, 4.0, 6.0])
def test_rays_without_an_index_find_what_the_engine_finds(before):
    # given
    sight = Sight([main_street(speed=50)], [SIGN], Rules(signs_complete=True))
    plate = plate_at(SIGN.x - before, SIGN.y, lower_edge=1.5, azimuth=270.0)

    # when
    (approach,) = sight.signs.approaches
    poses = poses_of(plate, None)
    (share,) = hidden_shares(rays_of([approach], across=20), poses, 1)

    # then
    found = stopped(approach, poses).share.max()
    assert found > 0.2
    assert share == pytest.approx(found, abs=2 / 20)


def test_a_plate_behind_the_sign_hides_nothing_from_rays():
    # given
    sight = Sight([main_street(speed=50)], [SIGN], Rules(signs_complete=True))
    plate = plate_at(SIGN.x + 3, SIGN.y, lower_edge=1.5, azimuth=270.0)

    # when
    approaches = sight.signs.approaches
    shares = hidden_shares(rays_of(approaches), poses_of(plate, None), len(approaches))

    # then
    assert len(approaches) == 1
    assert shares.tolist() == [0.0]


def test_towns_side_by_side_do_not_reach_each_other():
    # given
    town = Town([main_street()], [SIGN], np.array([[0.0, 4.0]]))

    # when
    many = copies(town, 4)

    # then
    places = many.posts[:, None] - many.posts
    apart = np.hypot(*places.transpose(2, 0, 1))[~np.eye(4, dtype=bool)]
    assert len({way.key for way in many.ways}) == 4
    assert apart.min() > 2 * REACH_M


def test_invented_posts_stand_behind_the_kerb_on_the_right():
    # given
    town = Town([main_street(width=6.0)], [], np.empty((0, 2)))

    # when
    posts = with_invented_posts(town).posts

    # then
    assert len(posts) == 7
    assert posts[:, 1] == pytest.approx(-3 - BEHIND_KERB_M)
