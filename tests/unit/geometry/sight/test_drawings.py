"""Drawings of a sight answer: what stands where, in which words, and that nothing breaks them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from grannsamverkan.geometry.sight.drawings import (
    PAGE,
    PRINT,
    Scene,
    cross_section,
    driver_view,
    plan,
)
from grannsamverkan.geometry.sight.drawings.across import across_of
from grannsamverkan.geometry.sight.drawings.section import cut_of
from grannsamverkan.geometry.sight.model import Found, Plate, Shape, Thing, Way
from tests.support.drawn import SVG, picture
from tests.support.sightwords import WORDS

EYE, SIGN_MIDDLE = (0.0, 0.0, 1.1), (0.0, 60.0, 2.5)


def upright(x, y, low, width=0.6, height=0.6):
    """A face at right angles to the y axis."""
    west, east = x - width / 2, x + width / 2
    top = low + height
    return ((west, y, low), (east, y, low), (east, y, top), (west, y, top))


def street(width=6.0, x=-2.0, **more):
    points = np.array([[x, -40.0], [x, 90.0]])
    return Way("w1", "road", "residential", points, width=width, **more)


def plate(**more):
    stated = {"x": 0.0, "y": 50.07, "width": 0.4, "height": 0.5, "lower_edge": 2.1}
    return Plate(**{**stated, "azimuth": 180.0, "number": "1042", **more})


def hidden_sign(*shapes, **words):
    drawn = (Shape("ray", (EYE, SIGN_MIDDLE)), Shape("eye", (EYE,)))
    sign = Shape("sign", upright(0, 60, 2.2))
    return Found("hides_sign", "not_ok", "x", words=words, shapes=(*drawn, sign, *shapes))


def scene(**more):
    return Scene(**{"plate": plate(), "found": hidden_sign(), "ways": [street()], **more})


def drawings(of, palette=PAGE):
    made = (plan(of, WORDS, palette=palette), cross_section(of, WORDS, palette=palette))
    seen = driver_view(of, WORDS, palette=palette)
    return [*made, seen] if seen else list(made)


def test_the_ray_meets_the_plate_as_high_as_reckoned_by_hand():
    # given an eye at 1.1 m, a sign's middle at 2.5 m 60 m away, a plate at 50 m
    one = scene()

    # when
    cut = cut_of(one, one.sight)

    # then it climbs 1.4 m in 60 m, and the plate's edges throw shadows 60/50 as high over the eye
    assert cut.ray == pytest.approx(1.1 + 1.4 * 50 / 60)
    assert cut.behind == pytest.approx((1.1 + 1.0 * 1.2, 1.1 + 1.5 * 1.2))
    assert cut.hidden == pytest.approx((2.3, 2.8))


def test_the_section_marks_the_point_where_the_ray_meets_the_plate():
    # given the same, whose highest thing is the sign's top at 2.8 m
    section = picture(cross_section(scene(), WORDS, palette=PRINT).svg)

    # when 0-60 m is drawn from pixel 34 to 262 and 3.3 m as 180 pixels over the ground at 210
    across, up = 34 + 228 * 50 / 60, 210 - (1.1 + 1.4 * 50 / 60) * 180 / 3.3

    # then
    assert any((x, y, r) == pytest.approx((across, up, 4), abs=0.1) for x, y, r in section.circles)


def test_the_section_tells_heights_distances_and_how_much_taller_it_is():
    section = picture(cross_section(scene(), WORDS).svg)

    assert {"2,1 m", "2,6 m", "2,2 m", "2,8 m", "1,1 m", "50 m", "60 m"} <= set(section.words)
    assert "Höjderna är förstorade 14 gånger" in section.words


def test_a_plate_behind_what_is_looked_at_gets_the_section_across_the_street():
    behind = scene(plate=plate(y=70.0))

    assert cross_section(behind, WORDS).title == WORDS.across_title


def test_the_driver_sees_as_much_of_the_sign_hidden_as_reckoned_by_hand():
    # given a plate of 0.4 x 0.5 m at 50 m: as seen at 60 m it covers 0.48 m of the sign's width,
    # and from 2.3 m up: 0.5 of its 0.6 m
    seen = picture(driver_view(scene(), WORDS, palette=PRINT).svg)

    # when the sign's and the plate's corners are taken off the drawing
    [sign, *_], [cover, *_] = seen.areas(PRINT.sign), seen.areas(PRINT.plate)
    (left, low), _, (right, top), _ = sign
    scale = (right - left) / 0.6

    # then
    assert low - top == pytest.approx(right - left, abs=0.2)
    assert abs(cover[1][0] - cover[0][0]) / scale == pytest.approx(0.48, abs=0.01)
    assert (cover[0][1] - top) / scale == pytest.approx(0.5, abs=0.01)


def test_the_drivers_view_says_from_how_far_and_whose_eye_it_is():
    shares = replace(hidden_sign(code="C31"), figures={"share": 0.667})
    seen = driver_view(scene(found=shares), WORDS)

    assert seen.title == "60 m före vägmärket C31"
    assert "Bilförare, 1,1 m – 67 % skymt" in picture(seen.svg).words


@pytest.mark.parametrize(
    ("height", "whose"), [(1.1, "Bilförare"), (1.4, "Cyklist"), (2.0, "Lastbilsförare")]
)
def test_an_eye_is_called_by_its_height(height, whose):
    ray = Shape("ray", ((0, 0, height), SIGN_MIDDLE))
    answer = Found("hides_sign", "not_ok", "x", shapes=(ray, Shape("sign", upright(0, 60, 2.2))))

    assert whose in driver_view(scene(found=answer), WORDS).description


def test_nobody_looks_past_a_plate_beside_or_behind_the_eye():
    assert driver_view(scene(plate=plate(y=-3.0)), WORDS) is None
    assert driver_view(scene(found=None), WORDS) is None


def test_across_the_street_the_distances_are_to_the_edge_of_the_carriageway():
    # given a street of 6 m whose middle is at x = -2, and a plate facing along it: it reaches
    # 0.2 m from the post towards the edge at x = 1
    beside = scene(plate=plate(x=2.0), found=None)

    # when
    cut = across_of(beside, WORDS)

    # then
    assert cut.post == pytest.approx(1.0)
    assert cut.side == pytest.approx(0.8)
    assert {"0,8 m", "1,0 m"} <= set(picture(cross_section(beside, WORDS).svg).words)


def test_a_measured_distance_to_the_kerb_goes_before_the_maps():
    measured = scene(plate=plate(x=2.0, kerb=1.6), found=None)

    assert across_of(measured, WORDS).post == pytest.approx(1.6)


@pytest.mark.parametrize(("side", "drawn"), [("right", True), ("left", False), ("both", True)])
def test_the_pavement_is_drawn_on_its_side(side, drawn):
    # given a street drawn northward with a post east of it, on the right
    beside = scene(plate=plate(x=2.0), found=None, ways=[street(sidewalk=side)])

    assert (WORDS.footway in picture(cross_section(beside, WORDS).svg).words) is drawn


def test_a_path_between_street_and_post_lies_where_it_is():
    path = Way("p", "path", "cycleway", np.array([[3.0, -40.0], [3.0, 90.0]]), width=2.0)
    beside = scene(plate=plate(x=2.0), found=None, ways=[street(sidewalk="right"), path])

    [strip] = across_of(beside, WORDS).strips

    assert strip.name == WORDS.cycleway
    assert (strip.start, strip.end) == pytest.approx((1.0, 3.0))


def test_the_clear_height_asked_for_is_drawn_as_high_as_it_is():
    # given 3.2 m asked for and a plate whose top is at 2.8 m
    asked = Found("clear_height", "person_looks", "over_cycle", value=2.3, limit=3.2)
    section = picture(cross_section(scene(found=asked, plate=plate(lower_edge=2.3)), WORDS).svg)

    # when
    x_top, x_low, x_limit = (section.texts[told][1] for told in ("2,8 m", "2,3 m", "krav 3,2 m"))

    # then: the limit's words stand 11 pixels over its line
    metre = (x_low - x_top) / 0.5
    assert x_top - (x_limit + 11) == pytest.approx(0.4 * metre, abs=0.5)


def test_the_plan_draws_the_plate_and_its_error_to_one_scale():
    # given an error of 2 m: the enlarged window reaches 2.9 m up and down in 150 pixels
    drawn = picture(plan(scene(), WORDS, palette=PRINT).svg)

    # then
    assert any(r == pytest.approx(2.0 * 75 / 2.9, abs=0.1) for _, _, r in drawn.circles)
    assert "läge ± 2,0 m" in drawn.words
    assert {"N", "Stolpe 1042", "Stolpen förstorad"} <= set(drawn.words)


def test_a_street_is_named_along_itself():
    named = scene(ways=[street(name="Storgatan")])
    drawn = picture(plan(named, WORDS).svg)

    [label] = [text for text in drawn.root.iter(f"{SVG}text") if text.text == "Storgatan"]
    assert label.attrib["transform"].startswith("rotate(90")


def test_a_worst_case_off_the_stated_place_is_said():
    shifted = scene(found=hidden_sign(Shape("plate", upright(1.0, 49.0, 2.1, 0.4, 0.5))))

    said = "Ritat där det är värst, inom ± 2,0 m"
    assert said in picture(cross_section(shifted, WORDS).svg).words
    assert said in picture(driver_view(shifted, WORDS).svg).words
    assert said not in picture(cross_section(scene(), WORDS).svg).words


def test_what_a_map_or_a_list_says_is_text_and_never_markup():
    # given names that try
    nasty = '</text><script x="1">&\u00e5'
    tricky = scene(
        plate=plate(number=nasty[:20]),
        found=hidden_sign(code=nasty[:9]),
        ways=[street(name="<b>&")],
    )

    # when
    made = drawings(tricky)

    # then
    for drawing in made:
        parsed = picture(drawing.svg)
        assert not list(parsed.root.iter(f"{SVG}script"))
    words = picture(made[0].svg).words
    assert "<b>&" in words
    assert any(word.startswith("Stolpe </text><script") for word in words)


@pytest.mark.parametrize("palette", [PAGE, PRINT])
def test_a_drawing_tells_itself_and_needs_no_style_sheet(palette):
    for drawing in drawings(scene(), palette):
        root = picture(drawing.svg).root

        named = {element.attrib.get("id"): element.text for element in root.iter()}
        told = [named[name] for name in root.attrib["aria-labelledby"].split()]
        assert root.attrib["role"] == "img"
        assert told == [drawing.title, drawing.description]
        assert f"{escape(drawing)}" == drawing.svg
        assert drawing.alt == f"{drawing.title}. {drawing.description}"
        assert not any("style" in element.attrib for element in root.iter())


def test_drawings_on_one_page_share_no_ids():
    one, other = (plan(scene(), WORDS, key=key).svg for key in ("post-1", "post-2"))

    ids = [
        {e.attrib["id"] for e in picture(svg).root.iter() if "id" in e.attrib}
        for svg in (one, other)
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_no_words_are_smaller_than_the_text_of_a_page_for_a_narrow_phone():
    sizes = {
        float(text.attrib["font-size"])
        for drawing in drawings(scene())
        for text in picture(drawing.svg).root.iter(f"{SVG}text")
    }

    assert sizes == {14.0}


def test_words_on_the_plan_do_not_cover_each_other():
    # given a post near its sign, both labelled
    texts = picture(plan(scene(found=hidden_sign(code="C31")), WORDS).svg).texts
    upright_ones = sorted(
        (y, word) for word, (_, y) in texts.items() if "Stolpe 1" in word or "C31" in word
    )

    assert len(upright_ones) == 2
    assert all(abs(one[0] - other[0]) > 12 for one, other in pairwise(upright_ones))


metres = st.floats(-60, 60)
ahead = st.floats(0.5, 300)
low = st.floats(0.0, 4.0)


@settings(max_examples=150)
@given(metres, metres, low, metres, ahead, st.floats(0.3, 3.0), st.floats(0, 30), st.text())
def test_whatever_the_answer_nothing_lies_outside_the_sheet(x, y, lower, tx, ty, tz, error, name):
    # given any plate and any ray
    answer = Found(
        "hides_sign",
        "not_ok",
        "x",
        words={"code": name},
        shapes=(
            Shape("ray", (EYE, (tx, ty, tz))),
            Shape("sign", upright(tx, ty, tz - 0.3)),
            Shape("triangle", ((0, 0, 0), (x, 10, 0), (10, y, 0))),
        ),
    )
    anything = Scene(
        plate(x=x, y=y, lower_edge=lower, error=error, azimuth=None, number=name),
        answer,
        [street(name=name), Way("n", "road", "service", np.array([[np.nan, 0], [1, 1]]))],
        [Thing("t", "sign", ty, tx), Thing("s", "signal", x, ty)],
    )

    # when
    made = [picture(drawing.svg) for drawing in drawings(anything)]

    # then
    assert made
    for one in made:
        width, height = one.size
        assert all(0 <= x <= width and 0 <= y <= height for x, y in one.positions)


def test_a_position_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        plan(Scene(plate(x=float("nan"))), WORDS)


def test_of_several_signs_on_a_post_the_first_names_it():
    # given what sources write of one post, with what stands on the sign
    rows = {"FI:374;;FI:331": "FI:374", "FI:871[Alueella poliisin tehtävissä]": "FI:871"}

    for code, shown in rows.items():
        seen = driver_view(scene(found=hidden_sign(code=code)), WORDS)
        assert seen.title == f"60 m före vägmärket {shown}"


def test_a_plate_beside_the_ray_is_drawn_on_it_as_far_as_its_error_goes():
    # given a ray to somebody on the road, and a post 1.5 m beside it that may be 2 m off
    ray = Shape("ray", (EYE, (0.0, 30.0, 1.2)))
    answer = Found("triangle", "person_looks", "x", shapes=(ray,))
    beside = scene(plate=plate(x=1.5, y=10.0, lower_edge=0.9), found=answer)
    far = scene(plate=plate(x=2.5, y=10.0, lower_edge=0.9), found=answer)

    # then
    said = "Ritat där det är värst, inom ± 2,0 m"
    assert said in picture(driver_view(beside, WORDS).svg).words
    assert said not in picture(driver_view(far, WORDS).svg).words
    assert driver_view(beside, WORDS).title == "30 m – någon på vägen"


def test_a_clear_height_far_above_the_plate_still_has_room():
    asked = Found("clear_height", "not_ok", "over_carriageway", value=2.3, limit=4.6)

    drawn = picture(cross_section(scene(found=asked, plate=plate(x=2.0)), WORDS).svg)

    assert 0 < drawn.texts["krav 4,6 m"][1] < drawn.texts["2,6 m"][1]


def test_a_mapped_sign_has_an_arm_to_where_it_faces():
    # given a sign that faces east, and one that nobody knows of
    signs = [Thing("a", "sign", 8.0, 50.0, facing=90.0), Thing("b", "sign", -8.0, 50.0)]
    none = picture(plan(scene(), WORDS).svg)

    # when
    drawn = picture(plan(scene(things=signs), WORDS).svg)

    # then two squares and one arm are drawn besides
    tags = [[one.tag for one in shown.root.iter()] for shown in (none, drawn)]
    assert tags[1].count(f"{SVG}polygon") - tags[0].count(f"{SVG}polygon") == 2
    assert tags[1].count(f"{SVG}polyline") - tags[0].count(f"{SVG}polyline") == 1
