"""Figures, maps and exports: of what the reader may see, and counts only."""

from collections import Counter
from datetime import date, timedelta

import pytest

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import exports, lists, mapped, statistics
from grannsamverkan.desk.queries.chosen import Chosen
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.signs.models import SignDecision


@pytest.fixture
def read(runtime):
    def as_reader(actor, query, *args):
        with runtime.reading(actor) as work:
            found = query(work, *args)
            return list(found) if hasattr(found, "__next__") else found

    return as_reader


def decided(scene, group, *, sent, at, event="group_approve"):
    """The log of a registration sent `sent` days ago and decided `at` days ago."""
    with scene.given() as work:
        for name, days in (("group_submit", sent), (event, at)):
            work.session.add(
                AuditEntry(
                    at=work.now - timedelta(days=days),
                    actor_kind="staff",
                    event=name,
                    subject="watch_group",
                    subject_id=group.id,
                    details={"source": "", "target": ""},
                )
            )


def test_groups_signs_and_participation_are_counted_by_state_and_area(scene, read):
    north = scene.group(state="active", dwellings=20, joined=12, declined=3)
    scene.group(state="active", dwellings=10, joined=3, police_area_id=scene.south)
    scene.group(state="submitted", dwellings=99, joined=99)
    scene.group(state="draft", dwellings=99, joined=99)
    scene.sign(north, state="approved")
    scene.sign(north, state="planned")

    found = read(scene.staff("coordinator"), statistics.figures, Chosen())

    assert found.groups == Counter(active=2, submitted=1)
    assert found.signs == Counter(approved=1, planned=1)
    part = found.participation
    assert (part.dwellings, part.joined, part.declined, part.unanswered) == (30, 15, 3, 12)
    assert [(area.name, area.groups["active"]) for area in found.areas] == [
        ("Norr", 1),
        ("Söder", 1),
    ]


def test_police_see_the_figures_of_their_own_area_and_foreign_staff_none(scene, read):
    scene.group(state="active")
    scene.group(state="active", police_area_id=scene.south)
    scene.group(state="active", place=scene.municipality(), police_area_id=None)

    police = read(scene.staff(("police", scene.south)), statistics.figures, Chosen())

    assert police.groups == Counter(active=1)
    assert [area.name for area in police.areas] == ["Söder"]
    areas = read(scene.staff(("police", scene.south)), statistics.police_areas)
    assert [area.name for area in areas] == ["Söder"]


def test_the_time_to_a_decision_is_told_as_median_and_nine_of_ten(scene, read):
    for days in (1, 2, 3, 4, 30):
        decided(scene, scene.group(state="approved"), sent=days, at=0)
    decided(scene, scene.group(state="returned"), sent=400, at=390, event="group_return")

    whole = read(scene.staff("coordinator"), statistics.figures, Chosen()).group_decisions
    since = date(2026, 11, 1)
    late = read(scene.staff("coordinator"), statistics.figures, Chosen(since=since)).group_decisions

    assert (whole.count, whole.median, whole.p90) == (6, 3.0, 30.0)
    assert late.count == 5


def test_answers_on_places_and_photos_are_timed_apart(scene, read):
    sign = scene.sign(scene.group(state="active"), state="place_approved", days=4)
    with scene.given() as work:
        for outcome in ("approve_place", "order_take_down"):
            decision = SignDecision(
                municipality_id=scene.here,
                sign_id=sign.id,
                outcome=outcome,
                actor_id=1,
                at=work.now,
            )
            work.session.add(decision)

    found = read(scene.staff("reviewer"), statistics.figures, Chosen())

    assert (found.place_decisions.count, found.place_decisions.median) == (1, 4.0)
    assert found.photo_decisions.count == 0


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [([], None, None), ([5], 5, 5), ([1, 2], 1, 2), (range(1, 11), 5, 9), ([3, 1, 2], 2, 3)],
)
def test_each_figure_of_a_spread_is_one_that_has_been(days, median, p90):
    assert rules.spread(days) == rules.Spread(len(days), median, p90)


def test_an_export_has_counts_and_no_person(scene, read):
    maja = scene.user("Maja Hemlig")
    scene.group(maja, state="active", dwellings=20, joined=12, declined=3, name="=cmd|A1")

    ((name, state, area, _housing, dwellings, *parts, people, _m2, _sent),) = read(
        scene.staff("coordinator"), exports.group_rows, Chosen()
    )

    assert (name, state, area, dwellings) == ("=cmd|A1", "Aktiv", "Norr", 20)
    assert (parts, people) == ([12, 3, 5, 0.6], 1)


def test_signs_are_exported_with_where_they_are(scene, read):
    scene.sign(scene.group(state="active"), state="approved", x=345_000.0, y=6_474_000.0)

    (row,) = read(scene.staff("reviewer"), exports.sign_rows, Chosen(sign_state="approved"))
    nothing = read(scene.staff("reviewer"), exports.sign_rows, Chosen(sign_state="planned"))

    assert 58 < row[6] < 59
    assert 12 < row[7] < 13
    assert nothing == []


def test_many_signs_are_gathered_on_the_map_and_few_are_not(scene, read, monkeypatch):
    group = scene.group(state="active")
    for number in range(12):
        scene.sign(group, x=345_000.0 + 100 * number, y=6_474_000.0)
    staff = scene.staff("reviewer")

    one_by_one = read(staff, mapped.mapped, scene.here, Chosen())
    monkeypatch.setattr(mapped, "MOST_SIGNS", 10)
    gathered = read(staff, mapped.mapped, scene.here, Chosen())
    first = gathered.sign_heaps[0]
    nearer = read(staff, mapped.mapped, scene.here, Chosen(box=first.box))

    assert len(one_by_one.signs) == 12
    assert gathered.signs == ()
    assert sum(heap.count for heap in gathered.sign_heaps) == 12
    assert 1 < len(gathered.sign_heaps) <= mapped.SQUARES + 1
    assert first.count <= len(nearer.signs) < 12


def test_a_list_is_the_same_as_the_map_shows(scene, read):
    group = scene.group(state="active")
    for number in range(5):
        scene.sign(group, x=345_000.0 + number, y=6_474_000.0)
    chosen = Chosen(box=Bounds(345_001, 0, 345_003, 9e6))

    found = read(scene.staff("reviewer"), lists.signs, chosen, 1)

    assert found.total == 3
    assert [sign.x for sign in found.rows] == [345_003.0, 345_002.0, 345_001.0]
