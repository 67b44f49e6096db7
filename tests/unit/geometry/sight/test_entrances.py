"""Posts proposed where people come into an area."""

import numpy as np
from shapely import box

from grannsamverkan.geometry.sight.entrances import Candidate, entrances, proposals
from grannsamverkan.geometry.sight.model import Way

AREA = box(0, 0, 200, 200)


def way(key, kind, subtype, *points, name=""):
    return Way(key, kind, subtype, np.array(points, dtype=float), name)


THROUGH = way("1", "road", "residential", (-50, 100), (250, 100), name="Byvägen")
MAIN = way("2", "road", "tertiary", (100, -50), (100, 50), name="Storgatan")
PATH = way("3", "path", "footway", (103, -50), (103, 50))
DRIVE = way("4", "road", "driveway", (50, 190), (50, 250))


def test_ways_come_in_where_they_cross_the_border_the_larger_first():
    found = entrances(AREA, [PATH, THROUGH, MAIN, DRIVE])

    assert [one.name for one in found] == ["Storgatan", "Byvägen", "Byvägen"]
    assert (found[0].x, found[0].y) == (100, 0)


def test_a_street_and_the_pavement_beside_it_are_one_way_in():
    assert len(entrances(AREA, [MAIN, PATH])) == len(entrances(AREA, [MAIN])) == 1


def test_the_post_that_hides_nothing_goes_before_a_nearer_one_that_may():
    # given
    posts = [Candidate(1, 104, 5, "person_looks"), Candidate(2, 104, 30, "ok")]

    # when
    (only,) = proposals(AREA, [MAIN], posts)

    # then
    assert only.candidate.key == 2


def test_a_post_that_hides_something_is_not_proposed():
    assert proposals(AREA, [MAIN], [Candidate(1, 104, 5, "not_ok")]) == []


def test_a_post_just_outside_the_border_counts_and_one_far_outside_does_not():
    near, far = Candidate(1, 104, -10, "ok"), Candidate(2, 104, -20, "ok")
    assert [one.candidate for one in proposals(AREA, [MAIN], [near, far])] == [near]


def test_two_entrances_do_not_get_posts_side_by_side():
    # given: two streets 30 m apart
    other = way("5", "road", "residential", (130, -50), (130, 50))
    posts = [Candidate(1, 104, 5, "ok"), Candidate(2, 126, 5, "ok"), Candidate(3, 134, 55, "ok")]

    # when
    chosen = proposals(AREA, [MAIN, other], posts)

    # then
    assert [one.candidate.key for one in chosen] == [1, 3]


def test_no_more_are_proposed_than_a_group_needs_and_the_best_come_first():
    # given
    streets = [
        way(str(x), "road", "residential", (x, -20), (x, 20)) for x in (10, 60, 110, 160)
    ] + [way(str(y), "road", "residential", (-20, y), (20, y)) for y in (70, 120, 170)]
    posts = [
        Candidate(i, *one.points[1], "person_looks" if i % 2 else "ok")
        for i, one in enumerate(streets)
    ]

    # when
    chosen = proposals(AREA, streets, posts)

    # then
    assert [one.candidate.verdict for one in chosen] == ["ok"] * 4 + ["person_looks"]
