"""What the layers of a photo say, and what they are held against."""

from dataclasses import replace

import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.imaging.evidence import (
    Covered,
    Evidence,
    HeightSeen,
    PostSeen,
    RustSeen,
    SignSeen,
    Tilt,
)
from grannsamverkan.signs.rules import Clearance
from grannsamverkan.signs.rules.layers import Held, layers
from grannsamverkan.signs.rules.seen import Limits
from grannsamverkan.signs.views.layers import shown_photo

CORNERS = ((0.4, 0.2), (0.6, 0.2), (0.6, 0.4), (0.4, 0.4))
EDGES = (((0.49, 0.2), (0.49, 0.9)), ((0.51, 0.2), (0.51, 0.9)))
HELD = Held(
    Limits(5.0, 0.15, 0.5), "footway", Clearance(2.2, 2.5, "Handbok"), {"1": (300.0, 400.0)}
)
SEEN = Evidence(
    width=1000,
    height=1500,
    sign=SignSeen(CORNERS, 0.001, "1", 0.94, number="1042"),
    tilt=Tilt(-1.4, 0.6, "post"),
    post=PostSeen(EDGES, 0.02, 0.93, (0.5, 0.9), "picture"),
    lower_edge=HeightSeen(2.31, 0.08, ("focal_assumed", "foot_found")),
    rust=RustSeen("judged", "m", 0.71, 340.0, (((0.49, 0.41, 0.51, 0.43), 0.8),)),
)


def of(evidence=SEEN, held=HELD, view="post"):
    return {one.name: one for one in layers(evidence, held, view)}


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_height_is_told_with_its_uncertainty_its_limit_its_source_and_what_was_assumed():
    ruler = of()["ruler"]

    assert plain(ruler.sentence) == "Underkant 2,31 m ± 0,08 · krav 2,5 m över gångbana."
    assert (ruler.verdict, ruler.source) == ("person_looks", "Handbok")
    assert ruler.assumed == (
        "Antaget: kameran är som i de flesta telefoner, för fotot säger inte vilken;"
        " stolpen slutar där den ser ut att sluta i fotot."
    )


def test_the_same_in_english():
    with speaking("en"):
        assert "2.31 m ± 0.08 · required 2.5 m" in plain(of()["ruler"].sentence)


@pytest.mark.parametrize(
    ("metres", "verdict"), [(2.0, "not_ok"), (2.31, "person_looks"), (2.7, "ok")]
)
def test_a_height_is_judged_by_the_rule_and_a_doubt_is_for_a_person(metres, verdict):
    seen = replace(SEEN, lower_edge=HeightSeen(metres, 0.08))

    assert of(seen)["ruler"].verdict == verdict


def test_where_nobody_said_what_is_below_the_sign_no_limit_is_made_up():
    ruler = of(held=replace(HELD, surface="unknown", clearance=None))["ruler"]

    assert "krav" not in ruler.sentence
    assert ruler.verdict == "person_looks"
    assert not [line for line in ruler.drawing.lines if line.stroke == "limit"]


def test_tilt_is_told_as_a_size_and_against_what():
    outline = of()["outline"]

    assert plain(outline.sentence).startswith("Lutar 1,4° ± 0,6 mot stolpen · högst 5°.")
    assert "1042" in outline.sentence
    assert outline.verdict == "ok"


def test_what_is_missing_is_said_of_the_view_that_was_to_show_it():
    unseen = replace(SEEN, lower_edge=None, post=None, rust=RustSeen("too_small", "m"))

    post, near = of(unseen), of(unseen, view="fastening")

    assert "peka ut" in post["ruler"].sentence
    assert "ruler" not in near
    assert (post["rust"].verdict, near["rust"].verdict) == (None, "person_looks")


def test_without_the_sign_the_corners_are_asked_for_and_nothing_is_drawn():
    found = of(Evidence(1000, 1500))

    assert "hörn" in found["outline"].sentence
    assert not [one for one in found.values() if one.is_drawn]


def test_outline_and_ruler_are_shown_at_once_and_else_only_what_asks_for_a_look():
    calm = replace(SEEN, rust=replace(SEEN.rust, probability=0.1))

    shown = {name for name, one in of().items() if one.is_shown}
    calmly = {name for name, one in of(calm).items() if one.is_shown}

    assert shown == {"outline", "ruler", "rust"}
    assert calmly == {"outline", "ruler"}


def test_what_was_covered_is_counted_by_kind():
    box = (0.1, 0.1, 0.2, 0.2)
    covered = tuple(Covered(kind, box, 1.0) for kind in ("face", "vehicle", "face"))

    assert of(replace(SEEN, covered=covered))["covered"].sentence == (
        "Täckt innan någon såg fotot: 2 ansikten, 1 fordon."
    )
    assert of()["covered"].sentence == "Inget i fotot behövde täckas."


def test_the_page_gets_shapes_in_px_a_text_for_who_does_not_see_and_where_pointing_begins():
    photo = shown_photo(SEEN, layers(SEEN, HELD, "post"))

    outline = photo.layers[0]
    assert outline.strokes == [("main", "M400 300 600 300 600 600 400 600Z")]
    assert photo.text == "Ritat i fotot: skyltens kontur, höjdlinjal, rost"
    assert photo.starts == {"corners": CORNERS, "foot": ((0.5, 0.9),)}
    assert len({one.key for one in photo.layers}) == len(photo.layers)
