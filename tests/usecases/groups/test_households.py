"""The household list: who keeps it, what it holds, and what is left of it afterwards."""

from datetime import date

import pytest
from sqlalchemy import select

from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.groups import usecases as group_usecases
from grannsamverkan.groups.models.households import Dwelling
from grannsamverkan.groups.queries import households as queries
from grannsamverkan.groups.rules.households import HouseholdFilter
from grannsamverkan.groups.usecases import households as usecases
from tests.support.ground import put_on_map
from tests.usecases.groups.listing import CONSENT_VERSION, LIND, STREET, everything_stored
from tests.usecases.groups.scene import polygon


@pytest.fixture
def group_id(scene):
    return scene.draft()


@pytest.fixture
def do(scene):
    """Does something as Maja: `do(usecases.answer, dwelling_id, status="joined")`."""

    def doing(use_case, *args, by=None, **kwargs):
        with scene.runtime.work((by or scene.maja).actor) as work:
            return use_case(work, *args, **kwargs)

    return doing


@pytest.fixture
def listed(do, group_id):
    """A list of five dwellings; returns their ids by address."""
    do(usecases.start_list, group_id, from_area=False)
    do(usecases.add_dwellings, group_id, STREET)
    return lambda: ids(do, group_id)


def ids(do, group_id):
    return {one.address: one.id for one in everything(do, group_id)}


def everything(do, group_id):
    return do(lambda work: queries.households(work, queries.kept_group(work, group_id)))


def seen(do, dwelling_id):
    return do(lambda work: queries.household(work, queries.dwelling(work, dwelling_id)))


def numbers(scene, group_id):
    group = scene.group(group_id)
    return group.dwellings, group.joined, group.declined


@pytest.fixture
def town_of_addresses(scene, given):
    """Three houses inside the block, and one far outside it."""
    with given() as work:
        inside = polygon().centroid
        houses = [("11", 2), ("1", 0), ("3", 1), ("99", 5000)]
        put_on_map(
            work,
            scene.here,
            *(("Björkvägen", number, inside.x + away, inside.y) for number, away in houses),
        )


# --- beginning ---


def test_a_list_begins_with_the_addresses_inside_the_area(scene, do, town_of_addresses):
    group_id = scene.submitted()

    do(usecases.start_list, group_id, from_area=True)

    assert list(ids(do, group_id)) == ["Björkvägen 1", "Björkvägen 3", "Björkvägen 11"]


def test_dwellings_stand_in_the_order_of_the_street(do, group_id, listed):
    assert list(listed()) == [
        "Björkvägen 1", "Björkvägen 2", "Björkvägen 2 B", "Björkvägen 12", "Åvägen 1",
    ]  # fmt: skip


def test_what_is_on_the_list_is_not_added_again_however_it_is_written(do, group_id, listed):
    added = do(
        usecases.add_dwellings, group_id, ["björkvägen  2b", "Björkvägen 3", "", "Björkvägen 3"]
    )

    assert added == 1
    assert len(listed()) == 6


def test_flats_behind_one_door_are_dwellings_of_their_own(do, group_id, listed):
    added = do(usecases.add_dwellings, group_id, ["Eken 1, lgh 1101", "Eken 1, lgh 1102"])

    assert added == 2


def test_an_empty_or_endless_address_is_refused(do, group_id, listed):
    with pytest.raises(InvalidInput):
        do(usecases.add_dwellings, group_id, [" ", ""])
    with pytest.raises(InvalidInput):
        do(usecases.add_dwellings, group_id, ["x" * 121])


def test_nothing_is_added_before_there_is_a_list(do, group_id):
    with pytest.raises(Unmet):
        do(usecases.add_dwellings, group_id, ["Björkvägen 1"])


# --- answers ---


def test_answers_make_the_groups_numbers(scene, do, group_id, listed):
    do(usecases.answer, listed()["Björkvägen 1"], status="joined")
    do(usecases.answer, listed()["Björkvägen 2"], status="joined")
    do(usecases.answer, listed()["Björkvägen 12"], status="declined")

    assert numbers(scene, group_id) == (5, 2, 1)


def test_more_dwellings_than_are_listed_can_be_stated_but_not_fewer(scene, do, group_id, listed):
    do(usecases.answer, listed()["Björkvägen 1"], status="joined")
    do(group_usecases.count_households, group_id, dwellings=8, joined=0, declined=0)
    assert numbers(scene, group_id) == (8, 1, 0)

    with pytest.raises(InvalidInput):
        do(group_usecases.count_households, group_id, dwellings=4, joined=0, declined=0)


def test_a_living_group_keeps_its_own_numbers_until_it_asks_for_the_lists(scene, do):
    group_id = scene.approved()
    do(usecases.start_list, group_id, from_area=False)
    do(usecases.add_dwellings, group_id, STREET)
    do(usecases.answer, ids(do, group_id)["Björkvägen 1"], status="joined")
    assert numbers(scene, group_id) == (20, 12, 3)

    do(usecases.count_by_list, group_id)

    assert numbers(scene, group_id) == (20, 1, 0)
    assert [fact.kind for fact in scene.group(group_id).facts] == ["list_exists"]


def test_details_are_kept_of_a_joined_household_that_agrees(do, listed, clock):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="joined")
    do(usecases.describe, dwelling_id, LIND, consents=True)

    kept = seen(do, dwelling_id)

    assert kept.details == LIND
    assert (kept.consent_version, kept.how) == (CONSENT_VERSION, "word")
    assert kept.answered_on == date(2026, 11, 23)


def test_without_consent_nothing_is_kept(do, listed):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="joined")

    with pytest.raises(InvalidInput) as refused:
        do(usecases.describe, dwelling_id, LIND, consents=False)

    assert refused.value.field == "consents"
    assert seen(do, dwelling_id).details.is_empty


@pytest.mark.parametrize("status", ["declined", "unanswered"])
def test_who_declines_or_regrets_leaves_nothing_behind(scene, do, listed, status):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="joined")
    do(usecases.describe, dwelling_id, LIND, consents=True)

    do(usecases.answer, dwelling_id, status=status)

    with scene.runtime.reading() as work:
        row = work.session.get(Dwelling, dwelling_id)
        assert (row.sealed, row.consent_version, row.token_hash) == (None, None, None)
    do(usecases.answer, dwelling_id, status="joined")
    assert seen(do, dwelling_id).details.is_empty


def test_a_declined_household_cannot_be_described(do, listed):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="declined")

    with pytest.raises(Unmet):
        do(usecases.describe, dwelling_id, LIND, consents=True)


def test_who_moves_out_is_erased_and_the_next_is_to_be_invited(scene, do, group_id, listed):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="joined")
    do(usecases.describe, dwelling_id, LIND, consents=True)

    do(usecases.move_out, dwelling_id)

    left = seen(do, dwelling_id)
    assert (left.status, left.details.is_empty, left.moved_on) == (
        "unanswered", True, date(2026, 11, 23),
    )  # fmt: skip
    assert numbers(scene, group_id) == (5, 0, 0)
    moved = do(
        lambda work: queries.page(
            work, queries.kept_group(work, group_id), HouseholdFilter(shown="moved"), 1
        )
    )
    assert [one.id for one in moved.households] == [dwelling_id]


def test_the_list_is_searched_by_address_and_by_name(do, group_id, listed):
    do(usecases.answer, listed()["Åvägen 1"], status="joined")
    do(usecases.describe, listed()["Åvägen 1"], LIND, consents=True)

    def found(**wanted):
        kept = do(
            lambda work: queries.page(
                work, queries.kept_group(work, group_id), HouseholdFilter(**wanted), 1
            )
        )
        return [one.address for one in kept.households]

    assert found(text="kanarie") == ["Åvägen 1"]
    assert found(text="vägen 2") == ["Björkvägen 2", "Björkvägen 2 B"]
    assert found(shown="joined") == ["Åvägen 1"]
    assert found(text="kanarie", shown="declined") == []


# --- whose it is ---


def test_the_list_is_the_present_contact_persons_alone(scene, do, group_id, listed):
    dwelling_id = listed()["Björkvägen 1"]
    stranger = scene.person("Otto Annan")

    for use in (
        lambda work: queries.kept_group(work, group_id),
        lambda work: queries.dwelling(work, dwelling_id),
        lambda work: usecases.answer(work, dwelling_id, status="joined"),
        lambda work: usecases.end_list(work, group_id),
    ):
        with pytest.raises(NotFound):
            do(use, by=stranger)


@pytest.mark.parametrize("role", ["police", "coordinator", "reviewer", "admin"])
def test_staff_who_see_the_group_do_not_see_its_list(scene, do, role):
    group_id = scene.submitted()
    do(usecases.start_list, group_id, from_area=False)
    do(usecases.add_dwellings, group_id, STREET)
    dwelling_id = ids(do, group_id)["Björkvägen 1"]
    officer = scene.staff("Olga Officer", (role, None))

    for use in (
        lambda work: queries.kept_group(work, group_id),
        lambda work: queries.dwelling(work, dwelling_id),
        lambda work: usecases.answer(work, dwelling_id, status="joined"),
    ):
        with pytest.raises(NotPermitted):
            do(use, by=officer)


def test_who_is_no_longer_a_contact_person_sees_the_list_no_longer(scene, do, group_id, listed):
    nils = scene.person("Nils Ek")
    contact_id = scene.add_contact(group_id, nils)
    assert do(lambda work: queries.kept_group(work, group_id), by=nils)

    do(group_usecases.end_contact, contact_id)

    with pytest.raises(NotFound):
        do(lambda work: queries.kept_group(work, group_id), by=nils)


# --- what is left ---


def test_the_database_holds_no_readable_word_of_a_household(scene, do, listed, settings):
    dwelling_id = listed()["Björkvägen 1"]
    do(usecases.answer, dwelling_id, status="joined")
    do(usecases.describe, dwelling_id, LIND, consents=True)

    raw = everything_stored(scene.runtime)

    assert "Björkvägen 1" in raw, "the look itself works"
    for word in ("Kanarie", "kanarie", "070-111", "111 22 33", "på kvällen"):
        assert word not in raw


def test_ending_the_list_erases_it_and_keeps_the_numbers(scene, do, group_id, listed):
    do(usecases.answer, listed()["Björkvägen 1"], status="joined")

    do(usecases.end_list, group_id)

    assert numbers(scene, group_id) == (5, 1, 0)
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(Dwelling)).all() == []


def test_a_removed_dwelling_counts_no_more(scene, do, group_id, listed):
    do(usecases.answer, listed()["Björkvägen 1"], status="joined")

    do(usecases.remove_dwelling, listed()["Björkvägen 1"])

    assert "Björkvägen 1" not in listed()
    assert numbers(scene, group_id)[1] == 0
