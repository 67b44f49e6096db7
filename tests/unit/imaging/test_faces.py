import json

import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.looking import faces

GROUP = "faces/2008_002470.jpg"


@pytest.fixture
def group(testdata):
    bgr = cv2.imread(str(testdata / "photos" / GROUP))
    return np.ascontiguousarray(bgr[:, :, ::-1])


@pytest.fixture
def middles(testdata):
    labels = json.loads((testdata / "photos" / "face-boxes.json").read_text())[GROUP]
    return [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in labels]


def holds(face, middle):
    left, top, right, bottom = face.box
    return left < middle[0] < right and top < middle[1] < bottom


def test_every_face_of_a_group_is_found_once(group, middles):
    found = faces.find(group)

    assert len(middles) == 6
    for middle in middles:
        (face,) = [one for one in found if holds(one, middle)]
        assert face.score > 0.8


def test_faces_of_a_few_pixels_in_a_large_picture_are_found_by_the_second_look(group, middles):
    large = np.full((1512, 2016, 3), 128, np.uint8)
    small = cv2.resize(group, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    large[900 : 900 + small.shape[0], 1500 : 1500 + small.shape[1]] = small

    found = faces.find(large)

    at = [(1500 + 0.4 * x, 900 + 0.4 * y) for x, y in middles]
    assert all(any(holds(face, place) for face in found) for place in at)
    assert all(face.box[2] - face.box[0] < 40 for face in found)


def test_a_face_that_fills_the_picture_is_found(group):
    near = cv2.resize(group[30:120, 305:395], (1500, 1500), interpolation=cv2.INTER_CUBIC)

    assert any(holds(face, (750, 750)) and face.score > 0.5 for face in faces.find(near))


def test_a_plain_wall_has_no_face():
    wall = np.random.default_rng(3).normal(150, 8, (700, 900, 3)).clip(0, 255).astype(np.uint8)

    assert faces.find(wall) == []
