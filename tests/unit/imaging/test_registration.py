"""Laying an artwork over a picture: proposals, the fit, its stated error, the impossible."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from grannsamverkan.imaging.drawn import Weather, put_on, sample
from grannsamverkan.imaging.looking import registration, registration_features, registration_sweep
from grannsamverkan.imaging.looking.artwork import prepare
from grannsamverkan.imaging.looking.registration_sweep import SMALL

ARTWORK = prepare(sample("0000"))
WALL = np.random.default_rng(2).integers(80, 190, (500, 520, 3), dtype=np.uint8)


def hung(seed, **how):
    """A grey picture of the sample plate, the picture in RGB, and the corners in px."""
    plate = np.asarray(Image.open(io.BytesIO(sample("4711").picture)).convert("RGBA"))
    how = {"width_px": 160, "tilt": 20, "blur": 0.6} | how
    image, corners = put_on(cv2.GaussianBlur(WALL, (0, 0), 3), plate, seed=seed, **how)
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), image, corners - 0.5


def laid_on(corners):
    return cv2.getPerspectiveTransform(
        ARTWORK.corners_mm.astype(np.float32), np.asarray(corners, np.float32)
    )


def off_by(homography, corners):
    laid = registration.mapped(homography, ARTWORK.corners_mm)
    return float(np.linalg.norm(laid - corners, axis=1).mean())


def test_sweep_proposes_the_place_within_a_seventh_of_the_width():
    _, image, corners = hung(1)

    proposed = registration_sweep.sweep(image, ARTWORK, 3)

    assert min(off_by(one, corners) for one in proposed) < 160 / 7


def test_sweep_for_small_plates_proposes_the_place_of_one_and_of_no_large_one():
    small, large = (hung(1, width_px=width, tilt=10) for width in (60, 160))

    near, far = (
        min(
            (off_by(one, corners) for one in registration_sweep.sweep(image, ARTWORK, 8, SMALL)),
        )
        for _, image, corners in (small, large)
    )

    assert near < 60 / 7
    assert far > 160 / 7


def test_key_points_propose_the_place_of_a_plate_seen_from_near():
    grey, _, corners = hung(2, width_px=190, roll=25, tilt=10)

    proposed = registration_features.propose(registration_features.described(grey), ARTWORK)

    assert [off_by(one, corners) < 6 for one in proposed] == [True]


def test_a_quick_fit_comes_from_a_tenth_of_the_width_to_a_fiftieth():
    grey, _, corners = hung(3)
    start = laid_on(corners + np.array([(8, -6), (12, 4), (14, 10), (2, 12)]))

    fitted, agreement = registration.rough(grey, ARTWORK, start)

    assert off_by(fitted, corners) < 160 / 50
    assert agreement > 0.8


def test_stated_error_of_the_corners_holds():
    """Some 95 % of 32 corners in all weathers lie within 2.45 standard errors, and not all near."""
    ratios = []
    for seed in range(8):
        weather = Weather(dirt=0.5, shade=0.5 * (seed % 2), glare=0.4)
        grey, _, corners = hung(seed, weather=weather)
        fit = registration.refine(grey, ARTWORK, laid_on(corners + 1))
        ratios.append(np.linalg.norm(fit.corners - corners, axis=1) / fit.corner_error)

    assert np.mean(np.array(ratios) < 2.45) >= 0.85
    assert np.median(ratios) > 0.15


def test_plain_ground_does_not_agree():
    grey, _, corners = hung(4)
    ground = cv2.GaussianBlur(np.ascontiguousarray(WALL[..., 0]), (0, 0), 3)

    assert registration.agreement_at(grey, ARTWORK, laid_on(corners)) > 0.8
    assert registration.agreement_at(ground, ARTWORK, laid_on(corners)) < 0.4


@pytest.mark.parametrize(
    "corners",
    [
        [(200, 0), (0, 0), (0, 260), (200, 260)],
        [(0, 0), (200, 0), (60, 80), (0, 260)],
        [(0, 0), (12, 0), (12, 16), (0, 16)],
        [(0, 0), (200, 0), (200, 30), (0, 30)],
    ],
    ids=["mirrored", "not convex", "tiny", "seen edge on"],
)
def test_what_no_plate_can_look_like_is_not_plausible(corners):
    assert registration_features.plausible(
        laid_on([(0, 0), (195, 6), (190, 250), (3, 262)]), ARTWORK
    )

    assert not registration_features.plausible(laid_on(corners), ARTWORK)
