"""Choosing among many groups, without JavaScript: looked for by address, ticks are kept."""

import pytest

from grannsamverkan.messages import usecases
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.queries.choosing import MOST_SHOWN
from grannsamverkan.messages.usecases import Aim
from tests.support.web import words
from tests.usecases.groups.scene import EASTERN

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def lind(scene, group):
    """Another group of the north, beside Björkvägen."""
    return scene.grouped("Lindvägen", scene.person("Nils Ek"), EASTERN)


@pytest.fixture
def bulletin(scene, group):
    return scene.drafted(aim=Aim("groups", group_ids=[group]))


def path(bulletin, **asked):
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    return f"/utskick/{bulletin}/mottagare?satt=groups{query}"


def boxes(page):
    """(the names of the groups to choose, ids of those that are ticked)."""
    found = [box for box in page.all("input") if box.attrib.get("name") == "groups"]
    labels = {label.attrib["for"]: page.text(label) for label in page.all("label")}
    ticked = [int(box.attrib["value"]) for box in found if "checked" in box.attrib]
    return [labels[box.attrib["id"]] for box in found], ticked


def kept(scene, bulletin):
    with scene.runtime.reading() as work:
        return [group.id for group in work.session.get(Bulletin, bulletin).groups]


def test_all_groups_are_there_and_the_chosen_stand_first(scene, group, lind, petra):
    bulletin = scene.drafted(aim=Aim("groups", group_ids=[lind]))

    names, ticked = boxes(petra.page(path(bulletin)))

    assert names == ["Lindvägen", "Björkvägen"]
    assert ticked == [lind]


def test_looking_narrows_the_list_and_leaves_the_chosen(scene, group, lind, bulletin, petra):
    third = scene.grouped("Asplunden", scene.person("Siv Ek"), EASTERN)

    page = petra.page(path(bulletin, sok="lind"))

    names, ticked = boxes(page)
    assert names == ["Björkvägen", "Lindvägen"]
    assert ticked == [group]
    assert "1 grupp till passar." in page.text()
    assert third not in ticked


@pytest.mark.parametrize("asked", [{"sok": "finns inte"}, {"omrade": "999999"}, {"omrade": "x"}])
def test_what_is_nonsense_in_the_address_harms_nothing(lind, bulletin, petra, asked):
    names, _ticked = boxes(petra.page(path(bulletin, **asked)))

    assert names[0] == "Björkvägen"


def test_a_press_keeps_what_is_ticked_and_shows_what_is_looked_for(
    scene, group, lind, bulletin, petra
):
    answer = petra.post(
        path(bulletin), data={"groups": [group, lind], "text": "björk", "sok-fler": "valda"}
    )

    assert answer.status_code == 303
    assert answer.location.endswith("?satt=groups&sok=bj%C3%B6rk")
    assert kept(scene, bulletin) == [group, lind]
    _names, ticked = boxes(petra.page(answer.location))
    assert sorted(ticked) == sorted([group, lind])


def test_unticking_all_and_looking_on_is_no_error(scene, bulletin, petra):
    answer = petra.post(path(bulletin), data={"text": "lind", "sok-fler": "valda"})

    assert answer.status_code == 303
    assert kept(scene, bulletin) == []


def test_everything_is_shown_again_by_a_press_that_keeps_the_ticks(scene, lind, bulletin, petra):
    answer = petra.post(
        path(bulletin, sok="lind"),
        data={"groups": [lind], "text": "lind", "sok-fler": "alla"},
    )

    assert answer.location.endswith("?satt=groups")
    assert kept(scene, bulletin) == [lind]


def test_saving_without_a_group_says_so_and_keeps_what_was_looked_for(lind, bulletin, petra):
    answer = petra.post(path(bulletin), data={"text": "lind"})

    assert answer.status_code == 422
    assert "Välj minst en grupp." in words(answer)


def test_an_address_finds_the_group_on_whose_ground_it_lies(scene, group, lind, bulletin, petra):
    with scene.runtime.work(scene.petra.actor) as work:
        usecases.keep_choice(work, bulletin, [])
    address = scene.address_in(group)

    names, _ticked = boxes(petra.page(path(bulletin, sok=address)))

    assert names == ["Björkvägen"]


def test_police_are_offered_the_own_area_only(scene, group, bulletin, petra):
    south = scene.grouped("Söderväg", scene.person("Nils Ek"), EASTERN, south=True)

    names, _ticked = boxes(petra.page(path(bulletin)))
    petra.post(path(bulletin), data={"groups": [group, south], "sok-fler": "valda"})

    assert names == ["Björkvägen"]
    assert south not in kept(scene, bulletin)


def test_the_coordinator_narrows_to_a_police_area(scene, group, signed_in):
    scene.grouped("Söderväg", scene.person("Nils Ek"), EASTERN, south=True)
    with scene.runtime.work(scene.sara.actor) as work:
        bulletin = usecases.create(work, scene.here, scene.said()).id

    names, _ticked = boxes(signed_in(scene.sara).page(path(bulletin, omrade=scene.south)))

    assert names == ["Söderväg"]


def test_of_very_many_only_some_are_shown_and_the_page_says_how_to_find_the_rest(
    scene, bulletin, petra
):
    scene.many(MOST_SHOWN + 7)

    page = petra.page(path(bulletin))

    names, _ticked = boxes(page)
    assert len(names) == MOST_SHOWN + 1
    assert "7 grupper till. Sök för att se dem." in page.text()
    assert boxes(petra.page(path(bulletin, sok="nummer207")))[0][1:] == ["Grupp nummer207"]


def test_somebody_elses_draft_is_nobodys_to_choose_for(scene, group, bulletin, signed_in):
    other = signed_in(scene.sara)

    answer = other.post(path(bulletin), data={"groups": [group], "sok-fler": "valda"})

    assert answer.status_code == 404
    assert kept(scene, bulletin) == [group]
