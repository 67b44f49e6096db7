import cv2
import numpy as np
import pytest
from rapidocr.ch_ppocr_det.utils import DetPreProcess

from grannsamverkan.imaging.looking import texts


def written(text, *, at=(300, 240), size=(600, 800), scale=1.4):
    """An RGB picture of grey noise with dark letters on a white plate."""
    picture = np.random.default_rng(1).normal(150, 6, (*size, 3)).clip(0, 255).astype(np.uint8)
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 3)
    x, y = at
    cv2.rectangle(picture, (x - 12, y - height - 12), (x + width + 12, y + 12), (250,) * 3, -1)
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, (20, 20, 20), 3, cv2.LINE_AA)
    return picture


def centre(box):
    left, top, right, bottom = box.bounds
    return (left + right) / 2, (top + bottom) / 2


def test_a_line_of_text_is_found_where_it_stands_and_read():
    picture = written("ABC 123")

    boxes = texts.find(picture)

    (box,) = boxes
    left, top, right, bottom = box.bounds
    assert left < 310 < 440 < right
    assert top < 225 < bottom
    assert bottom - top < 80
    ((said, score),) = texts.read(picture, boxes)
    assert said.replace(" ", "") == "ABC123"
    assert score > 0.8


def test_places_are_those_of_the_picture_given_whatever_size_is_looked_at():
    large = written("ABC 123")

    (whole,) = texts.find(large, long_side=800)
    (half,) = texts.find(large, long_side=400)

    assert centre(half) == pytest.approx(centre(whole), abs=4)
    assert centre(whole) == pytest.approx((396, 225), abs=10)


def test_a_picture_without_text_has_none():
    picture = np.random.default_rng(2).normal(150, 6, (400, 500, 3)).clip(0, 255).astype(np.uint8)

    assert texts.find(picture) == []
    assert texts.read(picture, []) == []


def test_a_sliver_of_a_picture_has_no_text():
    assert texts.find(np.full((3, 900, 3), 200, np.uint8)) == []


def test_text_that_runs_downwards_is_read():
    picture = np.ascontiguousarray(np.rot90(written("ABC 123"), k=-1))

    boxes = texts.find(picture)

    assert [said.replace(" ", "") for said, _ in texts.read(picture, boxes)] == ["ABC123"]


def test_what_the_detector_is_given_is_what_the_library_would_make_of_it():
    picture = written("ABC 123")
    mean, spread = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])

    ours, theirs = (
        kind(960, "max", mean, spread)(picture) for kind in (texts.Levels, DetPreProcess)
    )

    assert ours.shape == (1, 3, 608, 800)
    assert ours.dtype == theirs.dtype == np.float32
    assert np.array_equal(ours, theirs)
