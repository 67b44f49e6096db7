import numpy as np
import pytest

from grannsamverkan.imaging.drawn import Scene, render, sample
from grannsamverkan.imaging.looking import post

WIDTH, HEIGHT = 900, 1200
PLATE_MM = (300.0, 400.0)
PLATE_PX = (120, 160)
TOP = 250


def street(*, left=420.0, width=44.0, lean=0.0, bend=0.0, foot=1000, hidden=False):
    """A shaded post before grey noise, a plate on it, ground below `foot`: RGB and its edges.

    `lean` in px per row, `bend` in px between the ends' chord and the middle.
    """
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    tones = np.where(rows < 700, 105, 75) + 12 * np.sin(columns / 37) + 10 * np.sin(rows / 53)
    t = rows / HEIGHT
    edge = left + lean * (rows - TOP) + 4 * bend * t * (1 - t)
    across = (columns - edge) / width
    steel = 205 - 110 * (across - 0.6) ** 2
    cover = np.clip(np.minimum(columns - edge, edge + width - columns) + 0.5, 0, 1)
    cover = np.where(rows > foot, 0, cover)
    picture = tones * (1 - cover) + steel * cover + rng.normal(0, 4, tones.shape)
    middle = left + lean * 80 + width / 2
    x, y = int(middle - PLATE_PX[0] / 2), TOP
    if not hidden:
        picture[y : y + PLATE_PX[1], x : x + PLATE_PX[0]] = 230
    rgb = np.repeat(picture.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
    outer = ((x, y), (x + PLATE_PX[0], y), (x + PLATE_PX[0], y + PLATE_PX[1]), (x, y + PLATE_PX[1]))
    return rgb, tuple((px / WIDTH, py / HEIGHT) for px, py in outer)


def edge_at(edge, y):
    """x in px of a straight edge given in shares, at the row `y` px."""
    (x0, y0), (x1, y1) = ((x * WIDTH, row * HEIGHT) for x, row in edge)
    return x0 + (x1 - x0) * (y - y0) / (y1 - y0)


@pytest.mark.parametrize(
    ("left", "width", "lean"), [(420, 44, 0), (300, 30, 0.06), (500, 80, -0.1)]
)
def test_both_edges_are_found_to_a_pixel(left, width, lean):
    picture, corners = street(left=left, width=width, lean=lean)

    seen = post.find(picture, corners, plate_mm=PLATE_MM)

    for y in (300, 600, 900):
        true = left + lean * (y - TOP)
        assert edge_at(seen.edges[0], y) == pytest.approx(true, abs=1.2)
        assert edge_at(seen.edges[1], y) == pytest.approx(true + width, abs=1.2)
    assert seen.width * WIDTH == pytest.approx(width, abs=1.5)
    assert seen.score > 0.8


def test_the_foot_is_found_where_the_post_meets_the_ground():
    picture, corners = street(foot=1000)

    seen = post.find(picture, corners, plate_mm=PLATE_MM)

    assert seen.foot_from == "picture"
    assert seen.foot[0] * WIDTH == pytest.approx(442, abs=2)
    assert seen.foot[1] * HEIGHT == pytest.approx(1000, abs=8)


def test_a_foot_outside_the_picture_is_not_made_up():
    picture, corners = street(foot=HEIGHT)

    seen = post.find(picture, corners, plate_mm=PLATE_MM)

    assert seen.foot is None
    assert seen.foot_from is None


def test_a_persons_foot_goes_before_the_pictures():
    picture, corners = street(foot=1000)

    seen = post.find(picture, corners, foot=(442 / WIDTH, 0.75), plate_mm=PLATE_MM)

    assert seen.foot == (442 / WIDTH, 0.75)
    assert seen.foot_from == "person"
    assert seen.edges[0][1][1] == pytest.approx(0.75)


def test_a_post_bent_by_the_lens_is_followed():
    picture, corners = street(bend=14)

    followed = post.follow(picture, post.guide_of(picture, corners, PLATE_MM, []))

    rows = np.array([300.0, 600.0, 900.0])
    t = rows / HEIGHT
    true = 420 + 56 * t * (1 - t)
    assert np.abs(followed.traced.course.edge_at(rows, -1) - true).max() < 1.5


def test_what_a_person_points_at_chooses_between_two_posts():
    picture, _ = street(left=390, width=30, hidden=True)
    other, corners = street(left=440, width=30)
    both = np.where(np.arange(WIDTH)[:, None] < 450, picture, np.roll(other, 60, axis=1))
    both[TOP : TOP + PLATE_PX[1], 395:515] = 230

    pointed = [
        post.find(both, corners, fastening=(x / WIDTH, 500 / HEIGHT), plate_mm=PLATE_MM)
        for x in (405, 515)
    ]

    assert [edge_at(seen.edges[0], 600) for seen in pointed] == pytest.approx([390, 500], abs=2)


def test_no_post_is_seen_in_noise():
    picture = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    _, corners = street()

    seen = post.find(picture, corners, plate_mm=PLATE_MM)

    assert seen is None or seen.score < 0.5


@pytest.mark.parametrize("corners", [((0.5, 0.5),) * 4, ((0.5, 0.2),) * 2 + ((0.51, 0.21),) * 2])
def test_corners_that_a_finger_dropped_in_one_place_find_no_post(corners):
    picture, _ = street()

    assert post.find(picture, corners, plate_mm=PLATE_MM) is None


def test_a_plate_at_the_lower_edge_shows_its_post_above_and_no_foot():
    picture, _ = street(hidden=True)

    seen = post.find(picture, ((0.42, 0.85), (0.56, 0.85), (0.56, 0.99), (0.42, 0.99)))

    assert edge_at(seen.edges[0], 900) == pytest.approx(420, abs=1.5)
    assert seen.foot is None


def test_a_plate_that_fills_the_picture_leaves_no_room_for_a_post():
    picture, _ = street()

    assert post.find(picture, ((0.1, 0.01), (0.9, 0.01), (0.9, 0.99), (0.1, 0.99))) is None


@pytest.mark.parametrize(("sleeve_m", "k1"), [(0.0, 0.1), (1.2, -0.1)])
def test_edges_and_foot_of_a_drawn_post_are_found(sleeve_m, k1):
    artwork = sample("1234", None)
    drawn = render(Scene(seed=5, sleeve_m=sleeve_m, k1=k1, bearing=15, yaw=4, roll=1.5), artwork)
    size = np.array(drawn.image.shape[1::-1])
    corners = tuple(map(tuple, (np.array(drawn.truth.corners) / size).tolist()))

    plate = artwork.width_mm, artwork.height_mm
    followed = post.follow(drawn.image, post.guide_of(drawn.image, corners, plate, []))

    course = followed.traced.course
    for side, edge in zip((-1, 1), drawn.truth.post_edges, strict=True):
        for x, y in edge:
            assert course.edge_at(np.array(y - 0.5), side) + 0.5 == pytest.approx(x, abs=2)
    assert course.sleeve_ratio == pytest.approx(1.28 if sleeve_m else 1, abs=0.13)
    assert followed.foot == pytest.approx(drawn.truth.foot_front[1], abs=12)


@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), (1.0, 0.8, 0.6), (0.35, 0.37, 0.4)])
def test_grass_and_snow_can_hide_a_foot_and_paving_cannot(light):
    grounds = []
    for colour in ((90, 140, 60), (225, 230, 235), (120, 118, 115)):
        picture = np.full((100, 100, 3), colour, float)
        picture[:20] = 255
        grounds.append((picture * light).astype(np.uint8))

    hides = [post.overgrown(ground, (0.5, 0.5), 0.1) for ground in grounds]

    assert hides == [True, True, False]
