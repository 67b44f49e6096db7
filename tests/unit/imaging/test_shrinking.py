"""Smaller copies: where their px lie, and what a wide blur keeps."""

import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.looking.shrinking import around, shrunk, widely_blurred


@pytest.mark.parametrize("scale", [0.9, 0.5, 0.37, 0.11])
def test_a_place_is_found_again_in_the_smaller_copy(scale):
    rows, columns = np.mgrid[0:301, 0:403].astype(np.float32)

    across, matrix = shrunk(columns, scale)
    down, _ = shrunk(rows, scale)

    x, y, _ = matrix @ (200, 150, 1)
    place = np.float32([[x]]), np.float32([[y]])
    near = 0.05 + 1 / 32 / scale  # a place is looked up to a 32nd of the copy's px
    assert across.shape[1] == pytest.approx(403 * scale, abs=2)
    assert cv2.remap(across, *place, cv2.INTER_LINEAR).item() == pytest.approx(200, abs=near)
    assert cv2.remap(down, *place, cv2.INTER_LINEAR).item() == pytest.approx(150, abs=near)


def test_a_part_holds_its_places_and_stays_inside_the_picture():
    picture = np.arange(100 * 80).reshape(100, 80)

    part, moved = around(picture, np.array([(5.0, 10.0), (25.0, 40.0)]), 0.5)

    x, y, _ = (moved @ (5, 10, 1)).astype(int)
    assert part[y, x] == picture[10, 5]
    assert part.shape == (56, 41)


def test_a_wide_blur_is_nearly_the_gaussians():
    noise = np.random.default_rng(1).uniform(0, 255, (300, 240)).astype(np.float32)
    plane = cv2.GaussianBlur(noise, (0, 0), 2)

    soft = widely_blurred(plane, 20.0)

    assert np.abs(soft - cv2.GaussianBlur(plane, (0, 0), 20.0)).max() < 0.02 * np.ptp(plane)
