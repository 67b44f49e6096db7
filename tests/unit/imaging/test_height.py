"""Heights are fitted to a scene that is projected here, point by point, by its own arithmetic."""

import math
import subprocess
import sys
import time
from dataclasses import dataclass, replace

import numpy as np
import pytest

from grannsamverkan.imaging.evidence import PostSeen
from grannsamverkan.imaging.looking import height
from grannsamverkan.imaging.looking.camera import focal_px
from grannsamverkan.imaging.looking.height import Known, from_places, ruler

PLATE_M = (0.3, 0.4)


@dataclass(frozen=True)
class Street:
    """A camera `eye` m above the foot of a post that stands `far` m away, straight ahead of it."""

    lower_edge: float = 2.1
    far: float = 4.0
    eye: float = 1.5
    pitch: float = 3.0
    yaw: float = 25.0
    k1: float = 0.0
    size: tuple[int, int] = (1500, 2000)
    post: float = 0.1

    def seen(self, points):
        """World points (n, 3), x right, y down, z away, origin at the foot, as shares."""
        turn = math.radians(self.pitch)
        camera = np.array(points) - [0.2, -self.eye, -self.far]
        y = camera[:, 1] * math.cos(turn) + camera[:, 2] * math.sin(turn)
        z = -camera[:, 1] * math.sin(turn) + camera[:, 2] * math.cos(turn)
        flat = np.stack([camera[:, 0] / z, y / z], axis=1)
        bent = flat * (1 + self.k1 * (flat**2).sum(axis=1, keepdims=True))
        px = bent * focal_px(*self.size, 26) + np.array(self.size) / 2
        return [tuple(map(float, place)) for place in px / self.size]

    def known(self):
        cosine, sine = math.cos(math.radians(self.yaw)), math.sin(math.radians(self.yaw))
        away = self.post / 2 + 0.02
        half = PLATE_M[0] / 2
        corners = [
            (side * half * cosine + away * sine, -up, side * half * sine - away * cosine)
            for side, up in (
                (-1, self.lower_edge + PLATE_M[1]),
                (1, self.lower_edge + PLATE_M[1]),
                (1, self.lower_edge),
                (-1, self.lower_edge),
            )
        ]
        left, right = (
            self.seen(
                [(side * self.post / 2, -(self.lower_edge + 0.8), 0), (side * self.post / 2, 0, 0)]
            )
            for side in (-1, 1)
        )
        foot = self.seen([(0, 0, -self.post * 0.45)])[0]
        width = right[0][0] - left[0][0]
        return Known(
            size=self.size,
            corners=tuple(self.seen(corners)),
            plate_mm=(PLATE_M[0] * 1000, PLATE_M[1] * 1000),
            foot=foot,
            post=PostSeen((tuple(left), tuple(right)), width, 1.0, foot, "person"),
            focal_35mm=26.0,
            overgrown=False,
        )


@pytest.mark.parametrize(
    "street",
    [
        Street(),
        Street(lower_edge=2.6, far=5.0, yaw=-35),
        Street(lower_edge=1.2, far=3.0, pitch=-8, yaw=5),
        Street(pitch=12, eye=1.9, yaw=40),
        Street(size=(2000, 1500), far=5.5),
    ],
)
def test_the_height_is_right_and_inside_its_range_whatever_the_view(street):
    known = street.known()

    seen = from_places(known)

    assert seen.lower_edge_m == pytest.approx(street.lower_edge, abs=0.05)
    assert abs(seen.lower_edge_m - street.lower_edge) < seen.error_m < 0.2


@pytest.mark.parametrize("k1", [-0.15, 0.15])
def test_a_bent_lens_is_within_the_range(k1):
    street = Street(k1=k1, lower_edge=2.4)

    seen = from_places(street.known())

    assert abs(seen.lower_edge_m - street.lower_edge) < seen.error_m


def test_a_foot_that_is_dragged_down_makes_the_height_greater():
    known = Street().known()
    x, y = known.foot

    lower = from_places(replace(known, foot=(x, y + 0.02)))

    # 2 % of 2000 px at some 0.42 px/mm is about a tenth of a metre.
    assert 0.05 < lower.lower_edge_m - from_places(known).lower_edge_m < 0.16


def test_an_unknown_focal_length_is_said_and_widens_the_range():
    known = Street().known()

    assumed = from_places(replace(known, focal_35mm=None))

    stated = from_places(known)
    assert "focal_assumed" in assumed.assumed
    assert "focal_assumed" not in stated.assumed
    assert assumed.error_m > stated.error_m


def test_grass_at_the_foot_adds_what_it_hides_and_widens_the_range():
    known = Street().known()

    grown, paved = from_places(replace(known, overgrown=True)), from_places(known)

    assert 0.02 < grown.lower_edge_m - paved.lower_edge_m < 0.08
    assert grown.error_m > paved.error_m
    assert "foot_may_be_hidden" in grown.assumed
    assert "foot_may_be_hidden" not in paved.assumed


def test_gravity_narrows_the_range():
    known = Street(pitch=10).known()
    turn = math.radians(10)

    told = from_places(replace(known, gravity=(0.0, math.cos(turn), -math.sin(turn))))

    assert told.lower_edge_m == pytest.approx(2.1, abs=0.05)
    assert told.error_m < from_places(known).error_m
    assert "upright_assumed" not in told.assumed


def test_a_foot_without_a_post_still_gives_a_height_but_a_wider_range():
    known = Street().known()

    alone = from_places(replace(known, post=None))

    assert abs(alone.lower_edge_m - 2.1) < alone.error_m
    assert alone.error_m > from_places(known).error_m
    assert "post_unseen" in alone.assumed


def test_corners_that_are_no_plate_give_no_height():
    known = Street().known()
    upper_left, upper_right, lower_right, lower_left = known.corners

    mirrored = replace(known, corners=(upper_right, upper_left, lower_left, lower_right))
    crossed = replace(known, corners=(upper_left, lower_right, upper_right, lower_left))
    point = replace(known, corners=(upper_left,) * 4)

    assert [from_places(one) for one in (mirrored, crossed, point)] == [None, None, None]
    assert ruler(mirrored) == ()


def test_the_rulers_marks_lie_where_half_metres_of_the_post_are_seen():
    street = Street(lower_edge=2.1)

    marks = ruler(street.known())

    assert [metres for metres, _ in marks] == [0, 0.5, 1, 1.5, 2]
    true = street.seen([(0, -metres, 0) for metres, _ in marks])
    assert np.abs(np.array([place for _, place in marks]) - true).max() < 0.01


def test_ranges_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(8)
    inside = 0
    for _ in range(60):
        street = Street(
            lower_edge=rng.uniform(1.6, 2.8),
            far=rng.uniform(3.2, 5.5),
            eye=rng.uniform(1.2, 1.8),
            pitch=rng.uniform(-4, 10),
            yaw=rng.uniform(-40, 40),
            k1=rng.uniform(-0.15, 0.15),
        )
        known = street.known()
        moved = np.array(known.corners) + rng.normal(0, 0.0004, (4, 2))
        known = replace(
            known,
            corners=tuple(map(tuple, moved.tolist())),
            corner_error=0.0004,
            foot=(known.foot[0], known.foot[1] + rng.normal(0, 0.003)),
            focal_35mm=26 * (1 + rng.uniform(-0.05, 0.05)),
        )
        seen = from_places(known)
        inside += abs(seen.lower_edge_m - street.lower_edge) < seen.error_m

    # 95 % are meant; fewer than 52 of 60 would happen once in 200 times.
    assert inside >= 52


def test_a_drag_is_answered_at_once():
    known = Street().known()
    from_places(known)

    started = time.process_time()
    for _ in range(5):
        from_places(known)

    assert (time.process_time() - started) / 5 < 0.05


def test_the_web_process_needs_no_opencv_for_it():
    code = f"import sys; import {height.__name__}; sys.exit('cv2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_post_that_hardly_stands_out_gives_no_height_unless_a_person_shows_the_foot():
    known = Street().known()
    doubtful = replace(known, post=replace(known.post, score=0.3))

    found, shown = (
        from_places(replace(doubtful, foot_from=source)) for source in ("picture", "person")
    )

    assert found is None
    assert abs(shown.lower_edge_m - 2.1) < shown.error_m
    assert "post_unseen" in shown.assumed
