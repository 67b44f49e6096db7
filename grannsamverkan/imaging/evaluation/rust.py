"""Rust on posts: how well rusty and clean strips are told apart, and how true the probability is.

A proxy in every respect: no photo of rust on a galvanised post exists. Rusty strips are cut out of
`rust-polygons` (screws, a tank, a zinc plate, a bell), clean ones out of street photos, most of
them of posts a few pixels wide. The model is learnt anew for each of five folds: from the rust of
the other folds' pictures (all altered copies of one picture are in one fold) and drawn strips. The
clean posts that are measured are never learnt from, in no fold.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from grannsamverkan.imaging.evaluation import (
    Figure,
    rust_photos,
    rust_posts,
    rust_recipe,
    rust_scenes,
)
from grannsamverkan.imaging.evaluation.rust_photos import Photo
from grannsamverkan.imaging.looking import features, learning
from grannsamverkan.imaging.looking.features import Floats
from grannsamverkan.imaging.looking.rust import Model, Truths

FOLDS = 5
PER_PHOTO = 5
"""Rusty strips measured of each picture."""

DRAWS = 2000
"""Draws of the bootstrap, by picture."""

_SEED, _MEASURED = 3, 400_000


@dataclass(frozen=True)
class Scored:
    """A measured strip: its probability, whether it is rusty, its picture, where it was cut."""

    probability: float
    rusty: bool
    picture: str
    source: str


def figures(data: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the figures on the sets below `data`, on every n-th picture."""
    photos = rust_photos.read(data, every)
    posts = list(rust_posts.read(data, every))
    scored = list(measured(photos, posts, max(60, rust_recipe.DRAWN // every)))
    yield auc("rust: rusty and clean told apart", scored, least=0.85, aim=0.93)
    yield calibration(scored)
    for source, name in (("post", "posts found"), ("below", "below signs"), ("phone", "phones")):
        some = [each for each in scored if each.rusty or each.source == source]
        yield auc(f"rust: the same, clean strips of {name} alone", some)
    yield drawn_close_ups(every)


def drawn_close_ups(every: int) -> Figure:
    """Return how well the shipped weights tell drawn close-ups with rust from those without."""
    scored = [
        Scored(each.seen.probability, each.rust_mm2 > 0, each.scene, "scene")
        for each in rust_scenes.read(every)
        if each.seen.probability is not None and not 0 < each.rust_mm2 < rust_scenes.LEAST_MM2
    ]
    note = (
        f"shipped weights on scenes of another renderer; {sum(each.rusty for each in scored)} with "
        f"{rust_scenes.LEAST_MM2:.0f} mm² of rust in sight or more; post and plate are given"
    )
    return replace(auc("rust: drawn close-ups told apart", scored), note=note)


def measured(
    photos: Sequence[Photo], posts: Sequence[rust_posts.Clean], drawn: int
) -> Iterator[Scored]:
    """Yield each strip with its probability by the model of the fold it was held back from."""
    known, unknown = list(rust_recipe.examples(photos, drawn)), rust_recipe.unknown()
    numbers = [features.of(each.pixels) for each in posts]
    groups = [photo.group for photo in photos]
    folds = GroupKFold(FOLDS).split(groups, groups=groups)
    for fold, (_, held) in enumerate(folds):
        out = {groups[index] for index in held}
        kept = [strip for strip in known if strip.group not in out]
        model = learning.fit(kept, unknown=unknown)
        yield from rusty_ones([photos[index] for index in held], model)
        for index in range(fold, len(posts), FOLDS):
            each = posts[index]
            probability = model.probability(numbers[index], each.judged)
            yield Scored(probability, False, each.picture, each.source)


def rusty_ones(photos: Sequence[Photo], model: Model) -> Iterator[Scored]:
    """Yield strips on the outlined rust of pictures that were held back."""
    for index, photo in enumerate(photos):
        chance = np.random.default_rng((_MEASURED, index, len(photos)))
        for example in rust_photos.strips(chance, photo, PER_PHOTO, rust=True):
            strip = rust_recipe.labelled(example)
            probability = model.probability(strip.numbers, strip.judged)
            yield Scored(probability, True, photo.group, "rust")


def auc(
    name: str, scored: Sequence[Scored], least: float | None = None, aim: float | None = None
) -> Figure:
    """Return the area under the curve, with its 95 % interval from a bootstrap by picture."""
    kinds, values = arrays(scored)
    pictures = np.array([each.picture for each in scored])
    draws = [roc_auc_score(kinds[some], values[some]) for some in resampled(kinds, pictures)]
    return Figure(
        name=name,
        value=float(roc_auc_score(kinds, values)),
        n=len(scored),
        unit="AUC",
        interval=(float(np.quantile(draws, 0.025)), float(np.quantile(draws, 0.975))),
        least=least,
        aim=aim,
        note=told(scored),
    )


def calibration(scored: Sequence[Scored]) -> Figure:
    """Return the expected calibration error, rusty and clean strips weighing alike."""
    kinds, values = arrays(scored)
    return Figure(
        name="rust: calibration error",
        value=learning.calibration_error(kinds, values),
        n=len(scored),
        most=0.10,
        aim=0.05,
        note=f"ten equal bins, rusty and clean weighing alike; {told(scored)}",
    )


def arrays(scored: Sequence[Scored]) -> tuple[Truths, Floats]:
    """Return kinds and probabilities as arrays (n,)."""
    kinds = np.array([each.rusty for each in scored])
    return kinds, np.array([each.probability for each in scored])


def resampled(kinds: Truths, pictures: npt.NDArray[np.str_]) -> Iterator[npt.NDArray[np.intp]]:
    """Yield indices of strips of as many pictures of each kind, drawn with repetition."""
    chance = np.random.default_rng(_SEED)
    where = {
        kind: [np.nonzero((pictures == each) & (kinds == kind))[0] for each in names]
        for kind in (True, False)
        for names in [sorted(set(pictures[kinds == kind]))]
    }
    for _ in range(DRAWS):
        drawn = [
            each[index]
            for each in where.values()
            for index in chance.integers(len(each), size=len(each))
        ]
        yield np.concatenate(drawn)


def told(scored: Sequence[Scored]) -> str:
    """Return in a few words what a figure rests on."""
    rusty = [each for each in scored if each.rusty]
    sources = Counter(each.source for each in scored if not each.rusty)
    return (
        f"proxy: {len(rusty)} strips of {len({each.picture for each in rusty})} rusty things; "
        f"clean: {sources['post']} posts found, {sources['below']} strips below signs, "
        f"{sources['phone']} strips of phone photos without posts. Learnt from the other folds' "
        "rust, its intact parts and drawn strips, never from the clean ones measured"
    )
