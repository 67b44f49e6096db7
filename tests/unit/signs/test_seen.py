"""What looks at a set's photos say together: helps, never rejects; a gap never becomes ok."""

import pytest

from grannsamverkan.imaging.evidence import Evidence, HeightSeen, RustSeen, SignSeen, Tilt
from grannsamverkan.signs.rules import seen
from grannsamverkan.signs.rules.seen import Limits

LIMITS = Limits(tilt_deg=5.0, height_differs_m=0.15, rust=0.5)
CORNERS = ((0.4, 0.2), (0.6, 0.2), (0.6, 0.5), (0.4, 0.5))


def look(**found):
    return Evidence(1600, 1200, **found)


def verdicts(looks, stated=None, galvanised=True):
    found = seen.findings(looks, LIMITS, stated, galvanised)
    return {one.check: (one.finding, one.verdict) for one in found}


def test_nothing_is_said_before_any_photo_was_looked_at():
    assert seen.findings([], LIMITS, 2.5, True) == []


def test_what_no_photo_shows_is_for_a_person():
    assert verdicts([look(), look()]) == {
        "artwork": ("artwork_not_seen", "person_looks"),
        "rust": ("rust_unjudged", "person_looks"),
    }


def test_one_photo_that_shows_it_is_enough():
    sign = SignSeen(CORNERS, 0.001, "sample", 0.9)
    found = verdicts([look(), look(sign=sign, rust=RustSeen("judged", "rust-1", 0.1))])

    assert found["artwork"] == ("artwork_seen", "ok")
    assert found["rust"] == ("rust_not_seen", "ok")


@pytest.mark.parametrize(
    ("degrees", "error", "verdict"),
    [(3.0, 1.0, "ok"), (-4.0, 1.0, "ok"), (4.5, 1.0, "person_looks"), (-8.0, 1.0, "not_ok")],
)
def test_a_tilt_that_its_error_could_turn_is_for_a_person(degrees, error, verdict):
    worse = Tilt(20.0, 15.0, "post")

    found = verdicts([look(tilt=worse), look(tilt=Tilt(degrees, error, "post"))])

    assert found["tilt"] == (f"tilt_{verdict}", verdict)


@pytest.mark.parametrize(
    ("stated", "finding"),
    [(2.3, "height_agrees"), (2.6, "height_agrees"), (2.7, "height_differs")],
)
def test_a_stated_height_far_from_the_measured_one_is_for_a_person(stated, finding):
    measured = look(lower_edge=HeightSeen(2.3, 0.08))

    assert verdicts([measured], stated)["height"][0] == finding


def test_without_a_stated_height_there_is_nothing_to_compare():
    assert "height" not in verdicts([look(lower_edge=HeightSeen(2.3, 0.08))])


def test_the_worst_photo_tells_of_rust_and_one_too_small_to_judge_tells_nothing():
    looks = [
        look(rust=RustSeen("judged", "rust-1", 0.1)),
        look(rust=RustSeen("judged", "rust-1", 0.8)),
        look(rust=RustSeen("too_small", "rust-1")),
    ]

    assert verdicts(looks)["rust"] == ("rust_seen", "person_looks")
    assert verdicts(looks[2:])["rust"] == ("rust_unjudged", "person_looks")


def test_rust_is_nobodys_business_where_nothing_is_galvanised():
    assert "rust" not in verdicts([look()], galvanised=False)
