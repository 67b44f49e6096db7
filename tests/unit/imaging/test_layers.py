"""What a look found as lines, areas and words: where they lie in the picture."""

from dataclasses import replace
from math import cos, radians, sin

import pytest

from grannsamverkan.imaging import layers
from grannsamverkan.imaging.evidence import Covered, HeightSeen, PostSeen, RustSeen
from grannsamverkan.imaging.layers import RulerWords

SIZE = (1500, 2000)
EDGE_M, PLATE_M = 2.4, 0.4
WORDS = RulerWords("2,40 m ± 0,10", "krav 2,5 m", lambda m: f"{m:.0f} m")
SEEN = HeightSeen(EDGE_M, 0.1)


def pictured(metres, aside=0.0, *, pitch=6.0, distance=4.0, eye=1.5):
    """Shares of the place so high on a post, seen by a pinhole camera that looks up by `pitch`."""
    up, turn = metres - eye, radians(pitch)
    depth = distance * cos(turn) + up * sin(turn)
    above = up * cos(turn) - distance * sin(turn)
    return 0.5 + 1600 * aside / depth / SIZE[0], 0.5 - 1600 * above / depth / SIZE[1]


def corners(**camera):
    top, bottom = EDGE_M + PLATE_M, EDGE_M
    places = [(top, -0.15), (top, 0.15), (bottom, 0.15), (bottom, -0.15)]
    return tuple(pictured(metres, aside, **camera) for metres, aside in places)


def scale(plate_m=PLATE_M, **camera):
    return layers.scale_of(corners(**camera), pictured(0, **camera), EDGE_M, plate_m, SIZE)


def ruler(**changes):
    values = {"post_width": 0.02, "limit_m": 2.5, **changes}
    return layers.ruler(values.pop("scale", scale()), SEEN, SIZE, WORDS, **values)


@pytest.mark.parametrize("metres", [0.5, 1.0, 1.5, 2.0, 2.5])
@pytest.mark.parametrize("pitch", [-5.0, 6.0, 14.0])
def test_a_height_lies_where_the_camera_saw_it(metres, pitch):
    along = scale(pitch=pitch)

    x, y = along.at(metres)

    true = pictured(metres, pitch=pitch)
    assert (x, y) == pytest.approx((true[0] * SIZE[0], true[1] * SIZE[1]), abs=1.0)


def test_without_the_plates_height_the_scale_is_even_and_still_ends_at_foot_and_edge():
    along = scale(plate_m=None, pitch=14.0)

    half = along.at(EDGE_M / 2)

    assert along.at(0) == along.foot
    assert along.at(EDGE_M) == pytest.approx(along.edge)
    assert half[1] == pytest.approx((along.foot[1] + along.edge[1]) / 2)


def test_corners_that_are_wrong_give_no_ruler_that_turns_back():
    wrong = tuple((x, y - 0.4) if y < 0.3 else (x, y) for x, y in corners())

    along = layers.scale_of(wrong, pictured(0), EDGE_M, PLATE_M, SIZE)

    heights = [along.at(metres / 4)[1] for metres in range(11)]
    assert heights == sorted(heights, reverse=True)


def test_the_ruler_has_a_tick_each_half_metre_and_numbers_at_whole_ones():
    drawing = ruler()

    said = [one.said for one in drawing.words]
    thin = [line for line in drawing.lines if line.stroke == "thin"]
    assert said == ["2,40 m ± 0,10", "1 m", "2 m", "krav 2,5 m"]
    assert len(thin) == 2 + 4  # its ends, and the ticks at 0.5, 1, 1.5 and 2 m


def test_the_uncertainty_is_as_long_as_it_is_and_lies_round_the_edge():
    along = scale()

    (seen,) = [line for line in ruler(scale=along).lines if line.stroke == "range"]

    ends = [along.at(metres)[1] / SIZE[1] for metres in (2.3, 2.5)]
    assert [y for _x, y in seen.places] == pytest.approx(ends, abs=0.001)


def test_what_is_asked_for_stands_beyond_the_plate_on_the_other_side():
    drawing = ruler()

    (limit,) = [line for line in drawing.lines if line.stroke == "limit"]
    plate_left = min(x for x, _y in corners())
    assert limit.places[0][0] < plate_left
    assert [one.side for one in drawing.words] == ["right", "right", "right", "left"]
    assert not [one for one in ruler(limit_m=None).lines if one.stroke == "limit"]


def test_a_post_at_the_right_has_its_ruler_to_the_left():
    moved = tuple((x + 0.4, y) for x, y in corners())
    foot = pictured(0)
    right = layers.scale_of(moved, (foot[0] + 0.4, foot[1]), EDGE_M, PLATE_M, SIZE)

    drawing = ruler(scale=right)

    assert drawing.words[0].side == "left"
    assert drawing.lines[0].places[0][0] < foot[0] + 0.4


def test_a_post_has_its_edges_and_its_foot_where_that_is_known():
    edges = (((0.49, 0.2), (0.49, 0.8)), ((0.51, 0.2), (0.51, 0.8)))
    post = PostSeen(edges, 0.02, 0.9, (0.5, 0.8), "person")

    with_foot, without = layers.strip(post, "fot"), layers.strip(replace(post, foot=None), "fot")

    assert [line.places for line in with_foot.lines[:2]] == list(edges)
    assert (len(with_foot.lines), with_foot.words[0].said) == (3, "fot")
    assert (len(without.lines), without.words) == (2, ())


def test_rust_is_filled_by_its_probability_and_the_worst_is_told():
    patches = (((0.4, 0.4, 0.5, 0.5), 0.3), ((0.4, 0.5, 0.5, 0.6), 0.8))

    drawing = layers.heat(RustSeen("judged", "m", 0.8, patches=patches), lambda p: f"{p:.0%}")

    assert [area.strength for area in drawing.areas] == [0.3, 0.8]
    assert [(one.said, one.at) for one in drawing.words] == [("80%", (0.5, 0.5))]
    assert layers.heat(RustSeen("too_small", "m"), str) == layers.Drawing()


def test_words_at_the_right_edge_end_there_and_do_not_run_out_of_the_picture():
    covered = (Covered("face", (0.1, 0.1, 0.2, 0.2), 1), Covered("face", (0.9, 0.1, 0.99, 0.2), 1))

    left, right = layers.covers(covered, {"face": "ansikte"}).words

    assert (left.at, left.side) == ((0.1, 0.1), "below")
    assert (right.at, right.side) == ((0.99, 0.1), "below_left")
