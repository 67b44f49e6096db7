import numpy as np
import pytest

from grannsamverkan.imaging.looking import boxes
from grannsamverkan.imaging.looking.boxes import Found


def test_windows_cover_the_picture_and_share_their_borders():
    seen = np.zeros((1512, 2016), int)

    windows = boxes.windows(2016, 1512, side=832, overlap=120)

    for left, top, right, bottom in windows:
        assert 0 < right - left <= 832
        assert 0 < bottom - top <= 832
        seen[top:bottom, left:right] += 1
    assert seen.min() == 1
    assert (seen[:, 0] == 1).any()
    assert (seen[:, 500:1500] >= 2).any()


def test_a_small_picture_is_one_window():
    assert boxes.windows(640, 480, side=832, overlap=120) == [(0, 0, 640, 480)]


def test_of_things_seen_twice_the_better_remains():
    seen = [
        Found((0, 0, 100, 100), 0.5),
        Found((4, 4, 104, 104), 0.75),
        Found((300, 0, 400, 100), 0.25),
    ]

    best = boxes.best(seen, overlap=0.5)

    assert best == [seen[1], seen[2]]
    assert boxes.best([], overlap=0.5) == []


def test_boxes_that_touch_become_one():
    merged = boxes.merged([(0, 0, 10, 10), (20, 0, 30, 10), (8, 0, 22, 10), (50, 50, 60, 60)])

    assert sorted(merged) == [(0, 0, 30, 10), (50, 50, 60, 60)]


def test_a_find_in_an_enlarged_window_is_placed_in_the_picture():
    (face,) = boxes.placed([Found((20, 40, 60, 80), 0.9)], (100, 200, 300, 400), 2.0)

    assert face == Found((110, 220, 130, 240), 0.9)


def test_scores_that_are_not_numbers_stop_the_look():
    broken = np.asarray([0.1, np.nan], np.float32)

    with pytest.raises(FloatingPointError):
        boxes.sound(broken)
    assert boxes.sound(broken[:1]) is not None
