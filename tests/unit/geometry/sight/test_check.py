"""All rules put together to one answer."""

from dataclasses import replace

import numpy as np
import pytest

from grannsamverkan.geometry.sight.batch import Piece, check_all
from grannsamverkan.geometry.sight.check import Sight
from grannsamverkan.geometry.sight.model import WORST_FIRST, Plate, Thing, Way
from grannsamverkan.geometry.sight.rules import Rules

RULES = Rules(signs_complete=True)
# A street 6 m wide along the y axis, and a footway beside it.
STREET = Way(
    "s", "road", "residential", np.array([[0.0, -200.0], [0.0, 200.0]]), "Storgatan", 6.0, speed=40
)
FOOTWAY = Way("f", "path", "footway", np.array([[5.0, -200.0], [5.0, 200.0]]), width=2.0)
PLATE = Plate(5.0, 0.0, 0.4, 0.5, 2.5, azimuth=0.0, error=0.0, lower_error=0.0, owner="Kommunen")


def answer(plate, *ways, things=(), rules=RULES):
    return Sight(ways, things, rules).answer(plate)


def test_the_worst_is_told_first_and_makes_the_verdict():
    found = answer(replace(PLATE, lower_edge=2.0), STREET, FOOTWAY)

    assert (found.verdict, found.found[0].rule) == ("not_ok", "clear_height")
    order = [WORST_FIRST.index(one.verdict) for one in found.found]
    assert order == sorted(order)


def test_a_plate_is_told_from_which_height_it_would_do():
    assert answer(replace(PLATE, lower_edge=2.0), STREET, FOOTWAY).ok_from == 2.5


def test_a_height_below_one_that_will_not_do_is_not_where_it_begins_to_do():
    # given: a sign that only a plate at its own height, 1.5 to 2.1 m, would hide
    sign = Thing("m", "sign", 5.0, 4.0, "SE:C31", facing=180.0)
    low = replace(PLATE, lower_edge=1.0, height=0.3)

    # when
    found = answer(low, STREET, things=[sign])

    # then
    assert found.ok_from is not None
    assert found.ok_from > 1.5


def test_a_height_that_the_top_forbids_is_not_asked_for():
    tall = replace(PLATE, height=1.2, width=0.1)

    assert answer(tall, STREET, FOOTWAY).ok_from is None


def test_whose_it_is_takes_no_part_in_the_verdict():
    found = answer(replace(PLATE, owner=""), STREET, FOOTWAY)

    assert found.verdict == "ok"
    assert {one.verdict for one in found.found if one.rule == "whose_post"} == {"person_looks"}
    assert "post_owner" in {one.code for one in found.missing}


def test_a_place_in_the_carriageway_is_for_a_person():
    found = answer(replace(PLATE, x=1.0), STREET)

    assert ("post_in_road", True) in {(one.code, one.binds) for one in found.missing}
    assert found.verdict != "ok"


def test_an_error_that_reaches_into_the_carriageway_moves_no_post_there():
    near = replace(PLATE, x=4.5, error=2.0, azimuth=90.0)

    side = next(one for one in answer(near, STREET).found if one.rule == "side_distance")

    assert side.low > 0


def test_ground_without_roads_is_for_a_person():
    found = answer(PLATE)

    assert found.verdict == "person_looks"
    assert "no_roads" in {one.code for one in found.missing}


def test_no_mapped_sign_is_no_proof_of_no_sign():
    unsure = replace(RULES, signs_complete=False)

    assert answer(PLATE, STREET, FOOTWAY).verdict == "ok"
    assert answer(PLATE, STREET, FOOTWAY, rules=unsure).verdict == "person_looks"


def test_a_fact_is_missed_once():
    found = answer(replace(PLATE, error=2.0), replace(STREET, width=None), FOOTWAY)

    assert len(found.missing) == len(set(found.missing))


def test_a_road_in_a_tunnel_gives_nobody_a_view_of_a_sign():
    # given: the street comes out of a tunnel 20 m before the sign
    below = replace(STREET, key="t", points=np.array([[0.0, -200.0], [0.0, -20.0]]), level=-1)
    above = replace(STREET, points=np.array([[0.0, -20.0], [0.0, 200.0]]))
    sign = Thing("m", "sign", 5.0, 0.0, "SE:C31", facing=180.0)

    # when
    approaches = Sight([below, above], [sign], RULES).signs.approaches

    # then
    eyes = np.vstack([each.eyes for each in approaches])
    assert eyes[:, 1].min() >= -20.5


def test_on_a_signs_own_post_it_is_not_also_hidden():
    sign = Thing("m", "sign", 5.0, 0.0, "SE:C31", facing=180.0)

    found = answer(replace(PLATE, error=2.0), STREET, things=[sign])

    assert found.verdict == "not_ok"
    assert [one.code for one in found.found if one.rule in {"own_post", "hides_sign"}] == [
        "own_post"
    ]


@pytest.mark.parametrize("processes", [1, 2])
def test_pieces_are_answered_in_turn_by_as_many_processes_as_there_are(processes):
    # given
    pieces = [
        Piece([STREET, FOOTWAY], [], RULES, (key,), (replace(PLATE, lower_edge=edge),))
        for key, edge in ((1, 2.5), (2, 2.0), (3, 2.5))
    ]

    # when
    said = [one for answers in check_all(iter(pieces), processes) for one in answers]

    # then
    assert [(key, found.verdict) for key, found in said] == [(1, "ok"), (2, "not_ok"), (3, "ok")]
