"""Training and bulletins in figures: counts of what the reader follows, and of nothing else."""

from collections import Counter
from datetime import date, timedelta

import pytest

from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import bulletin_figures, reach, training_figures
from grannsamverkan.desk.queries.bulletin_figures import Reached
from grannsamverkan.desk.queries.training_figures import Material, Trained
from grannsamverkan.training.queries import following
from tests.support.statements import statements_of
from tests.usecases.desk.reach_scene import ReachScene

MOST_STATEMENTS = 12


@pytest.fixture
def scene(runtime, given):
    """Groups, their people, material and bulletins; see `ReachScene`."""
    return ReachScene(runtime, given)


@pytest.fixture
def read(runtime):
    def as_reader(actor, query, *args):
        with runtime.reading(actor) as work:
            found = query(work, *args)
            return list(found) if hasattr(found, "__next__") else found

    return as_reader


@pytest.fixture
def sara(scene):
    return scene.staff("coordinator")


def test_a_group_is_trained_when_all_its_contact_persons_are(scene, read, sara):
    for trained in (2, 1, 0):
        people = scene.people_of(scene.manned("Maja", "Nils"))
        for person in people[:trained]:
            scene.train(person)
    scene.manned(state="approved")
    scene.manned("Olga", state="submitted")

    ((area, found),) = read(sara, training_figures.areas)

    assert area == "Norr"
    assert (found.whole, found.part, found.none, found.empty) == (1, 1, 1, 1)
    assert (found.groups, found.persons, found.trained, found.untrained) == (4, 6, 3, 3)


def test_what_ends_soon_counts_and_what_has_ended_does_not(scene, read, sara):
    endless, lasting, soon, today, over, ended = scene.people_of(
        scene.manned("Maja", "Nils", "Olga", "Per", "Rut", "Siv")
    )
    for person, lasts in ((endless, None), (lasting, 700), (soon, 15), (today, 10), (over, 9)):
        scene.train(person, days_ago=10, lasts=lasts)
    with scene.given() as work:
        work.session.merge(ended).ended_at = work.now

    ((_area, found),) = read(sara, training_figures.areas)

    assert (found.persons, found.trained, found.soon, found.over) == (5, 4, 2, 1)
    assert found.share == 0.8


def test_police_count_the_own_area_and_staff_of_another_municipality_nothing(scene, read):
    north, south = scene.manned("Maja"), scene.manned("Nils", police_area_id=scene.south)
    edition = scene.dated()
    for group in (north, south):
        (person,) = scene.people_of(group)
        scene.train(person)
        scene.gives(edition, person, "sent", "read", "done")
        scene.certify(person, edition, days_ago=1)
        scene.passes(scene.tell(group), person, "chat")

    police = read(scene.staff(("police", scene.south)), reach.glance)
    whole = read(scene.staff(("police", None)), reach.glance)
    nobody = read(scene.staff("reviewer"), reach.glance)

    assert police.areas == [("Söder", Trained(whole=1, persons=1, trained=1), Reached(1, 1, 0, 1))]
    assert police.training.material == Material(1, 1, 1)
    assert [one.material for one in police.training.editions] == [Material(1, 1, 1)]
    assert sum(police.training.months.values()) == 1
    assert len(police.messages.bulletins) == 1
    assert [name for name, *_rest in whole.areas] == ["Norr", "Söder"]
    assert whole.training.material == Material(2, 2, 2)
    assert (nobody.areas, nobody.messages.bulletins, nobody.training.editions) == ([], [], [])


def test_everybody_counts_once_however_much_they_were_sent(scene, read, sara):
    first, second, third = scene.people_of(scene.manned("Maja", "Nils", "Olga"))
    old, new = scene.dated(state="replaced"), scene.dated()
    scene.gives(old, first, "sent", "read", "done")
    scene.gives(new, first, "sent")
    scene.gives(new, second, "sent", "read")
    scene.gives(new, third)
    (resting,) = scene.people_of(scene.manned("Per", state="dormant"))
    scene.gives(new, resting, "sent", "read")

    found = read(sara, training_figures.material)

    assert found == Material(sent=2, read=2, done=1)


@pytest.mark.parametrize(
    ("state", "until", "standing"),
    [
        ("published", None, "current"),
        ("published", 61, "current"),
        ("published", 60, "soon"),
        ("published", 0, "soon"),
        ("published", -1, "over"),
        ("replaced", -1, "replaced"),
        ("withdrawn", None, "withdrawn"),
        ("whatever", None, "draft"),
    ],
)
def test_an_edition_is_up_to_date_until_its_last_day(state, until, standing):
    today = date(2026, 11, 29)
    last = None if until is None else today + timedelta(days=until)

    assert rules.edition_standing(state, last, today) == standing


def test_editions_that_need_care_stand_first_and_drafts_are_not_among_them(scene, read, sara):
    scene.dated(title="Aktuell")
    scene.dated(title="Ersatt", state="replaced")
    scene.dated(title="Snart", until=5)
    scene.dated(title="Gammal", until=-5)
    scene.edition(state="draft", title="Utkast")

    found = read(sara, reach.glance).training

    assert [one.title for one in found.editions] == ["Gammal", "Snart", "Aktuell", "Ersatt"]
    assert found.standings == Counter(over=1, soon=1, current=1, replaced=1)


def test_a_group_reached_twice_is_one_group_of_its_area_and_two_deliveries(scene, read, sara):
    group, other = scene.manned("Maja", "Nils"), scene.manned("Olga", police_area_id=scene.south)
    maja, nils = scene.people_of(group)
    first, second = scene.tell(group, other, days_ago=40), scene.tell(group, days_ago=2)
    scene.reads(first, maja, nils)
    scene.reads(second, maja)
    scene.passes(first, maja, "chat", "board")
    scene.passes(first, nils, "told")
    scene.passes(second, maja, "chat")

    found = read(sara, reach.glance)

    assert [(name, reached) for name, _trained, reached in found.areas] == [
        ("Norr", Reached(1, 2, 2, 1)),
        ("Söder", Reached(1, 1, 0, 0)),
    ]
    assert [one.reached for one in found.messages.bulletins] == [
        Reached(1, 2, 1, 1),
        Reached(2, 3, 2, 1),
    ]
    sent = [month for month in found.messages.months.values() if month.bulletins]
    assert [(month.groups, month.read, month.passed) for month in sent] == [(2, 2, 1), (1, 1, 1)]


def test_police_see_of_a_bulletin_to_all_what_it_reached_in_the_own_area(scene, read):
    group, other = scene.manned("Maja"), scene.manned("Nils", "Olga", police_area_id=scene.south)
    bulletin = scene.tell(group, other)
    scene.passes(bulletin, scene.people_of(other)[0], "chat")

    (seen,) = read(scene.staff(("police", scene.north)), bulletin_figures.bulletins)

    assert seen.reached == Reached(groups=1, persons=1, read=0, passed=0)


def test_a_year_is_twelve_months_and_this_one_is_the_last(scene, read, sara):
    (person,) = scene.people_of(scene.manned("Maja"))
    edition = scene.dated()
    for days_ago in (0, 0, 31, 330, 400):
        scene.certify(person, edition, days_ago=days_ago)
    scene.certify(person, edition, days_ago=0, withdrawn=True)

    found = read(sara, reach.glance)

    today = scene.runtime.clock().date()
    assert len(found.months) == 12
    assert found.months[-1] == today.replace(day=1)
    assert found.training.months[found.months[-1]] == 2
    assert sum(found.training.months.values()) == 4


@pytest.mark.parametrize(
    ("today", "first", "second"),
    [
        (date(2026, 11, 29), date(2025, 12, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 1, 1), date(2026, 2, 1)),
        (date(2027, 1, 1), date(2026, 2, 1), date(2026, 3, 1)),
    ],
)
def test_months_go_back_over_the_turn_of_the_year(today, first, second):
    months = rules.months_back(today, 12)

    assert months[:2] == [first, second]
    assert months[-1] == today.replace(day=1)


def test_figures_are_kept_until_somebody_writes(scene, runtime, sara):
    group = scene.manned("Maja")
    with statements_of(runtime) as first, runtime.reading(sara) as work:
        before = reach.glance(work)
    with statements_of(runtime) as again, runtime.reading(sara) as work:
        reach.glance(work)
    scene.tell(group)
    scene.logs()
    with runtime.reading(sara) as work:
        after = reach.glance(work)

    assert len(first) > len(again)
    assert len(first) <= MOST_STATEMENTS
    assert len(before.messages.bulletins) == 0
    assert len(after.messages.bulletins) == 1


def test_kept_figures_are_nobody_elses(scene, runtime, read, sara):
    scene.manned("Maja")

    whole = read(sara, reach.glance)
    police = read(scene.staff(("police", scene.south)), reach.glance)

    assert whole.training.whole.groups == 1
    assert police.training.whole.groups == 0


def test_no_more_is_asked_when_there_is_more(scene, runtime, sara):
    asked = []
    for _turn in range(2):
        for _number in range(5):
            group = scene.manned("Maja", "Nils")
            scene.gives(scene.dated(), scene.people_of(group)[0], "sent")
            scene.tell(group)
        scene.logs()
        with statements_of(runtime) as statements, runtime.reading(sara) as work:
            reach.glance(work)
        asked.append(len(statements))

    assert asked[0] == asked[1] <= MOST_STATEMENTS


@pytest.mark.parametrize("at_a_time", [1, 3, 4, 7, 100])
def test_everybody_comes_once_however_many_are_read_at_a_time(scene, runtime, sara, at_a_time):
    names = [f"Person {number}" for number in range(7)]
    scene.manned(*names)

    with runtime.reading(sara) as work:
        found = [one.contact.user.name for one in following.everybody(work, at_a_time)]

    assert found == names
