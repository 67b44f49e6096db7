"""What must be reached on labelled sets is reached: each subject on a fixed part of its pictures.

The whole sets are measured by `grannsamverkan photo evaluate`; docs/evidence.md tells the figures.
"""

import importlib

import pytest

from grannsamverkan.imaging import evaluation

PARTS = {"privacy": 9, "signs": 10, "height": 5, "rust": 1}
"""Each n-th picture or scene; of rust there are too few for less than all. The intake has its own
quick run."""


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("subject", PARTS)
def test_figures_that_must_be_reached_are_reached(testdata, subject):
    measuring = importlib.import_module(f"{evaluation.__name__}.{subject}")

    figures = list(measuring.figures(testdata, PARTS[subject]))

    asked = [one for one in figures if one.least is not None or one.most is not None]
    missed = [f"{one.name}: {one.value:.3f} of {one.n}" for one in asked if not one.reached]
    assert len(asked) >= 2
    assert not missed, missed
