"""Data classes as JSON values and back: nothing of another type gets in."""

import json

import pytest

from grannsamverkan.imaging import plain
from grannsamverkan.imaging.evidence import (
    Covered,
    Evidence,
    FasteningSeen,
    HeightSeen,
    PostSeen,
    RustSeen,
    SignSeen,
    Tilt,
)

CORNERS = ((0.1, 0.2), (0.3, 0.2), (0.3, 0.5), (0.1, 0.5))
FULL = Evidence(
    width=2000,
    height=1500,
    covered=(Covered("face", (0.0, 0.1, 0.2, 0.3), 0.9),),
    codes=("HTTPS://EXEMPEL.SE/S/ABC123",),
    sign=SignSeen(CORNERS, 0.0004, "sample", 0.93, 1.4, "1042"),
    tilt=Tilt(-1.5, 0.4, "plumb"),
    post=PostSeen((((0.1, 0.0), (0.1, 1.0)), ((0.2, 0.0), (0.2, 1.0))), 0.1, 0.8, (0.15, 0.98)),
    fastening=FasteningSeen(CORNERS, "person", 0.5),
    lower_edge=HeightSeen(2.31, 0.08, ("focal_assumed",)),
    rust=RustSeen("judged", "rust-1", 0.2, 310.0, (((0.1, 0.1, 0.2, 0.2), 0.7),)),
    faults=("number",),
)


def test_what_is_dumped_comes_back_the_same_through_json():
    raw = json.loads(json.dumps(plain.dump(FULL)))

    assert plain.load(Evidence, raw) == FULL


def test_a_field_that_was_added_later_takes_its_default_and_one_that_is_gone_is_passed_over():
    raw = {"width": 10, "height": 20, "left_over": "from an older edition"}

    assert plain.load(Evidence, raw) == Evidence(10, 20)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"width": 10},
        {"width": "10", "height": 20},
        {"width": True, "height": 20},
        {"width": 10, "height": 20, "codes": "text"},
        {"width": 10, "height": 20, "codes": [1]},
        {"width": 10, "height": 20, "tilt": {"degrees": 1, "error": 1, "against": "wall"}},
        {"width": 10, "height": 20, "covered": [{"kind": "face", "box": [0, 0, 1], "score": 1}]},
    ],
    ids=repr,
)
def test_values_of_another_type_are_refused(raw):
    with pytest.raises(ValueError, match=r"Evidence|list|among|another"):
        plain.load(Evidence, raw)
