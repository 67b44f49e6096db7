import numpy as np
import pytest

from grannsamverkan.imaging.evidence import FasteningSeen, PostSeen, SignSeen
from grannsamverkan.imaging.looking import fastening

SIZE = 1000, 2000
PLATE_MM = 300.0, 400.0
POST = PostSeen((((0.46, 0.1), (0.46, 0.9)), ((0.54, 0.1), (0.54, 0.9))), 0.08, 1.0)
SIGN = SignSeen(((0.35, 0.3), (0.65, 0.3), (0.65, 0.5), (0.35, 0.5)), 0.0005, "key", 0.9)
"""A plate of 300 x 400 px and mm around the post's middle, in a picture of 1000 x 2000 px."""


def test_the_area_reaches_beyond_both_edges_of_the_plate_and_beside_the_post():
    seen = fastening.area(POST, SIGN, None, SIZE, PLATE_MM)

    places = np.array(seen.area) * SIZE
    expected = [(420, 480), (580, 480), (580, 1120), (420, 1120)]
    assert places == pytest.approx(np.array(expected), abs=1)
    assert seen.found_from == "plate"


def test_the_scale_of_the_cut_out_is_the_plates():
    seen = fastening.area(POST, SIGN, None, SIZE, PLATE_MM)

    assert seen.mm_per_pixel == pytest.approx(640 / fastening.LONGEST_PX, rel=0.01)
    assert fastening.area(POST, SIGN, None, SIZE).mm_per_pixel is None


def test_a_place_that_was_pointed_out_goes_before_the_plate_and_lies_on_the_post():
    seen = fastening.area(POST, SIGN, (0.52, 0.55), SIZE, PLATE_MM)

    places = np.array(seen.area) * SIZE
    assert places.mean(axis=0) == pytest.approx([500, 1100], abs=1)
    assert seen.found_from == "person"
    assert places[3][1] - places[0][1] == pytest.approx(300, abs=1)


def test_a_place_far_from_the_post_is_taken_at_its_word():
    seen = fastening.area(POST, SIGN, (0.8, 0.55), SIZE, PLATE_MM)

    assert (np.array(seen.area) * SIZE).mean(axis=0) == pytest.approx([800, 1100], abs=1)


def test_a_place_alone_gives_an_area_without_a_scale():
    seen = fastening.area(None, None, (0.5, 0.5), SIZE, PLATE_MM)

    assert (np.array(seen.area) * SIZE).mean(axis=0) == pytest.approx([500, 1000])
    assert seen.mm_per_pixel is None


def test_without_post_or_place_there_is_no_area():
    assert fastening.area(None, SIGN, None, SIZE, PLATE_MM) is None
    assert fastening.area(POST, None, None, SIZE, PLATE_MM) is None


def test_an_area_stays_inside_the_picture():
    post = PostSeen((((0.46, 0.0), (0.46, 0.9)), ((0.54, 0.0), (0.54, 0.9))), 0.08, 1.0)
    sign = SignSeen(((0.35, 0.01), (0.65, 0.01), (0.65, 0.21), (0.35, 0.21)), 0.0005, "key", 0.9)

    seen = fastening.area(post, sign, None, SIZE, PLATE_MM)

    places = np.array(seen.area) * SIZE
    assert places.min() >= 0
    assert places[0][1] == 0
    assert seen.mm_per_pixel == pytest.approx((420 + 120) / fastening.LONGEST_PX, rel=0.02)


def test_a_leaning_post_is_cut_out_upright():
    picture = np.zeros((400, 300, 3), np.uint8)
    rows, columns = np.mgrid[0:400, 0:300]
    picture[np.abs(columns - (100 + rows * 0.25)) < 8] = 255
    lean = (
        (98 / 300, 50 / 400),
        (162 / 300, 34 / 400),
        (237 / 300, 334 / 400),
        (173 / 300, 350 / 400),
    )

    cut = fastening.cut_out(picture, FasteningSeen(lean, "plate"), longest=900)

    assert cut.shape[0] == 900
    assert cut.dtype == np.uint8
    white = [np.flatnonzero(cut[y, :, 0] > 128).mean() for y in (100, 450, 800)]
    assert np.ptp(white) < 6


def test_an_enlarged_edge_stays_steep_and_a_shrunk_pattern_does_not_alias():
    half = np.zeros((60, 60, 3), np.uint8)
    half[:, 30:] = 200
    fine = np.zeros((800, 800, 3), np.uint8)
    fine[:, ::2] = 200
    whole = FasteningSeen(((0, 0), (1, 0), (1, 1), (0, 1)), "person")

    large, small = fastening.cut_out(half, whole, 600), fastening.cut_out(fine, whole, 250)

    between = np.flatnonzero((large[300, :, 0] > 20) & (large[300, :, 0] < 180))
    assert 2 <= len(between) <= 14
    assert np.ptp(small[50:200, 50:200].astype(int)) < 25
