"""What the rust model is learnt from: drawn strips, and strips of pictures with outlined rust.

The same recipe makes the shipped weights (from all pictures) and each fold of the evaluation (from
the pictures of the other folds). No picture of a set that may only be measured on is ever part of
it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from grannsamverkan.imaging.evaluation import rust_drawn, rust_photos
from grannsamverkan.imaging.evaluation.rust_drawn import Example
from grannsamverkan.imaging.evaluation.rust_photos import Photo
from grannsamverkan.imaging.looking import features
from grannsamverkan.imaging.looking.learning import Labelled

DRAWN = 700
"""Drawn strips without rust, and as many with it."""

RUSTY_STRIPS, OTHER_STRIPS = 10, 6
"""Strips of each picture on its rust, and wholly beside it."""

RUSTY_HUE = 23
"""The feature that is the share of rust's hue in a square."""

LEFT_OUT = 0.05
"""Beside the outlines, a square with more of rust's hue than this is not learnt as clean: the
outlines leave out small spots."""

STRAYS = 250
"""Drawn strips of leaves, stones, bark and bricks. They are never learnt from: probabilities are
calibrated on them, as kinds of things that were not known. Learnt from as well, they made nothing
better on drawn street scenes."""

_CLEAN, _RUSTED, _PHOTOS, _STRAYS = 10_000, 50_000, 90_000, 70_000
"""Where the seeds of each kind begin."""


def examples(photos: Sequence[Photo], drawn: int = DRAWN) -> Iterator[Labelled]:
    """Yield all that is learnt from; `group` is the picture's, or one of the drawn strips' own."""
    yield from (labelled(example) for example in clean(drawn))
    yield from (labelled(example) for example in rusted(photos, drawn))
    yield from (certain(labelled(example)) for example in cut(photos))


def unknown(count: int = STRAYS) -> list[Labelled]:
    """Return the strips to calibrate on."""
    return [
        labelled(rust_drawn.stray(np.random.default_rng(_STRAYS + index), f"stray {index}"))
        for index in range(count)
    ]


def clean(count: int) -> Iterator[Example]:
    """Yield drawn strips without rust, each its own group."""
    for index in range(count):
        chance = np.random.default_rng(_CLEAN + index)
        yield rust_drawn.drawn(chance, f"drawn {index}", (), rust=False)


def rusted(photos: Sequence[Photo], count: int) -> Iterator[Example]:
    """Yield drawn strips with rust of the pictures on them, grouped by the rust's picture."""
    groups = sorted({photo.group for photo in photos})
    textures = {
        group: rust_photos.windows([photo for photo in photos if photo.group == group])
        for group in groups
    }
    for index in range(count):
        group = groups[index % len(groups)]
        chance = np.random.default_rng(_RUSTED + index)
        yield rust_drawn.drawn(chance, group, textures[group], rust=True)


def cut(photos: Sequence[Photo]) -> Iterator[Example]:
    """Yield strips of the pictures, on the outlined rust and beside it."""
    for index, photo in enumerate(photos):
        chance = np.random.default_rng(_PHOTOS + index)
        yield from rust_photos.strips(chance, photo, RUSTY_STRIPS, rust=True)
        yield from rust_photos.strips(chance, photo, OTHER_STRIPS, rust=False)


def labelled(example: Example) -> Labelled:
    """Return the squares of a strip with their features and their share of rust."""
    share = features.squares(example.rust).mean(axis=-1)
    return Labelled(features.of(example.pixels), share, np.full(share.shape, True), example.group)


def certain(strip: Labelled) -> Labelled:
    """Return the strip without the squares that look like rust and are not outlined."""
    unsure = (strip.rust == 0) & (strip.numbers[..., RUSTY_HUE] > LEFT_OUT)
    judged = strip.judged & ~unsure
    return replace(strip, judged=judged if judged.any() else strip.judged)
