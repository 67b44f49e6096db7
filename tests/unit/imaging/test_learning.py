from collections import Counter

import numpy as np
import pytest

from grannsamverkan.imaging.evaluation import rust_drawn, rust_photos
from grannsamverkan.imaging.evidence import PostSeen
from grannsamverkan.imaging.looking import learning
from grannsamverkan.imaging.looking.learning import Marked
from grannsamverkan.imaging.looking.rust import Model

WHOLE = PostSeen((((0, 0), (0, 1)), ((1, 0), (1, 1))), 1, 1)
"""The picture is the post, from edge to edge."""

SPOT = ((0.2, 0.4), (0.8, 0.4), (0.8, 0.7), (0.2, 0.7))


def photo(seed, *, stained, size=None):
    """A drawn clean post, with a violet stain that no present model takes for rust."""
    chance = np.random.default_rng(seed)
    picture = rust_drawn.zinc(chance).clip(0, 255)
    if stained:
        picture[128:224, 19:77] = np.array((150, 60, 170)) + chance.normal(0, 12, (96, 58, 3))
    picture = picture.clip(0, 255).astype(np.uint8)
    return picture if size is None else picture[:, :size]


def samples(signs, *, size=None):
    """Photos of signs, every other one stained and marked."""
    return [
        Marked(
            photo(number, stained=number % 2 == 0, size=size),
            WHOLE,
            (SPOT,) if number % 2 == 0 else (),
            group=f"sign {number}",
        )
        for number in range(signs)
    ]


def test_what_reviewers_mark_is_learnt_and_measured_beside_the_present_model():
    learnt = learning.learn(samples(20), Model.shipped())

    new, present = learnt.figures_new, learnt.figures_present
    assert (new.strips, new.rusty, new.signs) == (20, 10, 20)
    assert (present.strips, present.rusty, present.signs) == (20, 10, 20)
    assert new.auc > 0.95
    assert new.auc > present.auc
    assert 0 <= new.calibration_error < 0.3
    assert Model.read(learnt.weights).name.startswith("rust-")


def test_what_is_learnt_starts_from_the_present_model():
    present = Model.shipped()

    learnt = Model.read(learning.learn(samples(12), present).weights)

    assert learnt.mean == present.mean
    assert np.corrcoef(learnt.weight, present.weight)[0, 1] > 0.3


def test_the_same_marks_teach_the_same():
    once, again = (learning.learn(samples(10), Model.shipped()) for _ in range(2))

    assert once == again


def test_strips_of_one_sign_never_stand_on_both_sides():
    sample = samples(12)
    doubled = [*sample, *sample]
    strips = [strip for each in doubled for strip in learning.labelled(each)]

    splits = list(learning.folds(strips))

    assert len(splits) == learning.FOLDS
    for known, held in splits:
        assert len(held) > 0
        assert {strips[i].group for i in known}.isdisjoint({strips[i].group for i in held})


def test_too_few_signs_are_told():
    with pytest.raises(learning.TooFewLabels, match="4 signs with rust"):
        learning.learn(samples(8), Model.shipped())


def test_photos_too_small_to_judge_are_left_out():
    with pytest.raises(learning.TooFewLabels, match="0 signs with rust, 0 without"):
        learning.learn(samples(20, size=40), Model.shipped())


def test_marks_fall_on_the_squares_they_were_brushed_on():
    (strip,) = learning.labelled(samples(1)[0])

    rows, columns = np.nonzero(strip.rust > learning.RUSTY)

    assert strip.rusty
    # 0.4 and 0.7 of 320 rows at 0.88 pixels each; 0.2 and 0.8 of the width without its borders.
    assert (rows.min(), rows.max()) == (9, 15)
    assert (columns.min(), columns.max()) == (1, 4)


def test_altered_copies_of_a_picture_are_one_group_and_windows_are_all_rust(testdata):
    photos = rust_photos.read(testdata)

    groups = Counter(photo.group for photo in photos)
    windows = rust_photos.windows(photos[:1])

    assert len(photos) == 24
    assert len(groups) == 10
    assert groups["000350"] == 3
    assert len(windows) > 10
    reds, blues = (np.mean([window[..., channel] for window in windows]) for channel in (0, 2))
    assert reds > blues + 20


def test_cut_strips_lie_on_the_outlined_rust_or_wholly_beside_it(testdata):
    photo = rust_photos.read(testdata, every=24)[0]
    chance = np.random.default_rng(1)

    rusty, beside = (
        list(rust_photos.strips(chance, photo, 4, rust=kind)) for kind in (True, False)
    )

    assert len(rusty) == len(beside) == 4
    assert all(strip.rust.mean() >= rust_photos.RUSTY for strip in rusty)
    assert all(strip.rust.max() == 0 for strip in beside)


def test_the_calibration_error_is_how_far_probabilities_and_shares_are_apart():
    kinds = np.array([True, False] * 50)

    even = learning.calibration_error(kinds, np.full(100, 0.5))
    sure = learning.calibration_error(kinds, np.where(kinds, 0.9, 0.1))
    wrong = learning.calibration_error(kinds, np.where(kinds, 0.0, 1.0))

    assert even == pytest.approx(0)
    assert sure == pytest.approx(0.1)
    assert wrong == pytest.approx(1)
