import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.evaluation import rust_drawn
from grannsamverkan.imaging.evidence import PostSeen
from grannsamverkan.imaging.looking import features, rust
from grannsamverkan.imaging.looking.rust import Model

POST = (200, 320)
"""Left and right edge of the drawn post, in pixels of a picture of 640 x 480."""

SPOT = (215, 330, 285, 400)
PLATE = (130, 160, 390, 300)


def street(seed=5):
    """A grey zinc post before a blue sky, and a post over it all, as places."""
    chance = np.random.default_rng(seed)
    picture = np.full((480, 640, 3), (120, 160, 210), np.float64)
    across = np.linspace(-1, 1, POST[1] - POST[0])
    picture[:, POST[0] : POST[1]] = (165 * np.sqrt(1 - (0.8 * across) ** 2))[None, :, None]
    picture += chance.normal(0, 3, picture.shape)
    left, right = (edge / 640 for edge in POST)
    post = PostSeen((((left, 0), (left, 1)), ((right, 0), (right, 1))), right - left, 0.9)
    return picture.clip(0, 255).astype(np.uint8), post


def corners(box):
    left, top, right, bottom = box
    points = ((left, top), (right, top), (right, bottom), (left, bottom))
    return tuple((x / 640, y / 480) for x, y in points)


def rusted(picture, box):
    """The picture with drawn rust in a box."""
    left, top, right, bottom = box
    picture = picture.copy()
    layer = cv2.resize(
        rust_drawn.drawn_rust(np.random.default_rng(2))[: bottom - top],
        (right - left, bottom - top),
    )
    picture[top:bottom, left:right] = layer.clip(0, 255)
    return picture


def test_a_rusty_post_is_likelier_rusty_than_a_clean_one_and_shows_where():
    picture, post = street()

    clean = rust.look(picture, post, corners(PLATE))
    rusty = rust.look(rusted(picture, SPOT), post, corners(PLATE))

    assert (clean.state, rusty.state) == ("judged", "judged")
    assert clean.probability < 0.5 < rusty.probability
    middles = np.array([((b[0] + b[2]) * 320, (b[1] + b[3]) * 240) for b, _ in rusty.patches])
    assert len(middles) > 4
    assert (np.abs(middles - (250, 365)) < 50).all(axis=1).mean() > 0.8


def test_the_area_follows_the_scale_and_is_unknown_without_one():
    picture, post = street()
    rusty = rusted(picture, SPOT)

    without = rust.look(rusty, post, corners(PLATE))
    small, large = (
        rust.look(rusty, post, corners(PLATE), mm_per_pixel=scale) for scale in (0.5, 1.0)
    )

    assert without.area_mm2 is None
    assert 0.4 * 70 * 70 < large.area_mm2 < 2 * 70 * 70
    assert small.area_mm2 == pytest.approx(large.area_mm2 / 4, rel=0.2)


def test_what_lies_on_the_plate_is_not_judged():
    picture, post = street()
    inside = (205, 190, 315, 270)

    behind = rust.look(rusted(picture, inside), post, corners(PLATE))
    without_plate = rust.look(rusted(picture, inside), post)

    clean = rust.look(picture, post, corners(PLATE))
    assert behind.probability == pytest.approx(clean.probability, abs=0.05)
    assert behind.patches == ()
    assert without_plate.probability > 0.5


def test_far_from_the_plate_nothing_is_judged():
    picture, post = street()
    plate = (130, 20, 390, 110)
    far = (215, 400, 285, 470)

    seen = rust.look(rusted(picture, far), post, corners(plate))

    assert seen.probability == pytest.approx(rust.look(picture, post, corners(plate)).probability)


def test_a_narrow_post_is_too_small_to_judge_however_wide_its_slant_is_along_a_row():
    picture, post = street()
    thin = replace(post, edges=(((0.1, 0), (0.8, 1)), ((0.2, 0), (0.9, 1))))
    narrow = replace(post, edges=(((0.4, 0), (0.4, 1)), ((0.48, 0), (0.48, 1))))

    judged = [rust.look(picture, each, corners(PLATE)) for each in (thin, narrow)]

    assert [each.state for each in judged] == ["too_small", "too_small"]
    assert all(each.probability is None and each.patches == () for each in judged)


def test_without_a_post_or_with_none_in_sight_nothing_is_judged():
    picture, post = street()

    absent = rust.look(picture, None)
    hidden = rust.look(picture, post, ((0, 0), (1, 0), (1, 1), (0, 1)))

    assert absent.state == hidden.state == "no_post"


def test_a_leaning_post_is_set_upright():
    picture, post = street()
    shear = np.array([[1, 0.2, -40], [0, 1, 0]])
    leaning = cv2.warpAffine(rusted(picture, SPOT), shear, (640, 480))
    edges = tuple(
        tuple(((x * 640 + 0.2 * y * 480 - 40) / 640, y) for x, y in edge) for edge in post.edges
    )

    strip = features.straightened(leaning, edges)

    brown = strip.pixels[..., 0].astype(int) - strip.pixels[..., 2] > 25
    rows, columns = np.nonzero(brown)
    assert strip.pixels.shape[1] == features.WIDTH
    assert columns.min() < 25
    assert columns.max() < 80
    assert np.ptp(strip.places(np.array([[48, rows.min()], [48, rows.max()]]))[:, 1]) > 55


def test_every_square_has_all_features_and_plain_grey_is_plain():
    grey = np.full((64, features.WIDTH, 3), 128, np.uint8)

    numbers = features.of(grey)

    assert numbers.shape == (4, 6, features.COUNT)
    assert np.isfinite(numbers).all()
    spread = numbers[..., 1]
    assert spread.max() < 1e-3


def test_the_shipped_weights_are_read_back_as_they_were_written():
    model = Model.shipped()

    again = Model.read(model.write())

    assert again == model
    assert model.name == rust.SHIPPED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told | {"weight": told["weight"][:-1]},
        lambda told: told | {"bias": float("nan")},
        lambda told: told | {"spread": [0.0, *told["spread"][1:]]},
        lambda told: told | {"mean": "words"},
        lambda told: {key: value for key, value in told.items() if key != "strip"},
        lambda told: [told],
    ],
)
def test_weights_that_are_none_are_refused(spoil):
    told = json.loads(Model.shipped().write())

    with pytest.raises(ValueError, match=r"weights|feature|convert"):
        Model.read(json.dumps(spoil(told)).encode())


def test_what_is_no_text_is_refused_as_weights():
    with pytest.raises(ValueError, match="weights"):
        Model.read(b"\xff\xfe\x00pickle")
