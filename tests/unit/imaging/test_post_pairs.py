from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from grannsamverkan.imaging.looking import post_pairs
from grannsamverkan.imaging.looking.post_pairs import Field, Pair, best_pair

SLOPES = [-0.04, -0.02, 0.0, 0.02, 0.04]
PX_PER_MM = 0.1
BANDS = 14


def field(*, through=()):
    reach = int(np.ceil((post_pairs.ASIDE_MM + post_pairs.POST_MM[1]) * PX_PER_MM))
    return Field(np.zeros((200, 100), np.float32), 20.0, 15.0, 50.0, reach, PX_PER_MM, through)


def evidence(rng, *, edges=()):
    """Weak evidence everywhere, and strong along the `edges`: slope's index, x, bands."""
    wide = 2 * field().reach + 1
    seen = rng.uniform(0, 0.45, (len(SLOPES), BANDS, wide)).astype(np.float32)
    for slope, x, bands in edges:
        seen[slope, :bands, x] = rng.uniform(0.6, 0.9, bands)
    return seen


def shown(parts, left, right, x, width):
    """What both edges show together, and after how many bands of the first part most."""
    total, bands = 0.0, 0
    for number, part in enumerate(parts):
        both = np.cumsum(np.minimum(part[left, :, x], part[right, :, x + width]) - 0.35)
        total += max(0.0, float(both.max()))
        bands = bands if number else int(both.argmax()) + 1
    return total - ((x + width / 2 - field().reach) / PX_PER_MM / 60) ** 2 / 2, bands


def best_of_each_kind(parts):
    """The best pair of each width and slopes that differ by two steps at most, one by one."""
    half = round(post_pairs.ASIDE_MM * PX_PER_MM)
    widths = range(round(60 * 0.85 * PX_PER_MM), round(220 * 1.15 * PX_PER_MM) + 1)
    for left, right, width in product(range(len(SLOPES)), range(len(SLOPES)), widths):
        if abs(left - right) <= 2:
            first = field().reach - half - width // 2
            tried = [
                Pair(value, x, width, SLOPES[left], SLOPES[right], bands)
                for x in range(first, first + 2 * half + 1)
                for value, bands in [shown(parts, left, right, x, width)]
            ]
            yield max(tried, key=lambda pair: pair.value)


@pytest.mark.parametrize("seed", range(3))
def test_the_pair_is_the_one_that_looking_at_all_of_them_gives(seed):
    rng = np.random.default_rng(seed)
    edges = [(2, int(rng.integers(25, 35)), 9), (3, int(rng.integers(42, 50)), 10)]
    parts = [evidence(rng, edges=edges), evidence(rng)]
    pairs = list(best_of_each_kind(parts))
    best = max(pairs, key=lambda pair: pair.value)
    good = [pair for pair in pairs if pair.value > 0.75 * best.value and pair.holds(best)]
    widest = max(good, key=lambda pair: (pair.width, pair.value))

    found = best_pair(field(), parts, SLOPES)

    assert found == replace(widest, value=pytest.approx(widest.value, abs=1e-4))


def test_pairs_that_miss_what_was_pointed_out_are_none():
    rng = np.random.default_rng(5)
    parts = [evidence(rng, edges=[(2, 30, 12), (2, 42, 12)])]

    elsewhere = best_pair(field(through=((80.0, 60.0),)), parts, SLOPES)
    there = best_pair(field(through=((47.0, 60.0),)), parts, SLOPES)

    assert (there.x, there.width) == (30, 12)
    assert elsewhere is None or elsewhere.x > 42


def test_weak_edges_are_no_pair():
    nothing = np.full((len(SLOPES), BANDS, 2 * field().reach + 1), 0.2, np.float32)

    assert best_pair(field(), [nothing], SLOPES) is None
