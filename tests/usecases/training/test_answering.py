"""Reading, answering, and the day that is kept."""

from datetime import date, timedelta

import pytest

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places.models import Setting
from grannsamverkan.training import queries, rules, usecases
from tests.usecases.training.scene import RIGHT, WRONG


def gate_for(scene, actor, group):
    with scene.runtime.reading(actor) as work:
        found = groups.sign_gate(work.get(Group, group.id))
        return found.open, [str(reason) for reason in found.reasons]


def test_right_answers_after_reading_are_kept_as_a_day_of_the_person(scene, maja, group, token):
    scene.read(token)

    shown = scene.shown(token, RIGHT)
    assert scene.answer(token, RIGHT)

    assert scene.contact_of(maja, group).trained_on == date(2026, 11, 23)
    (kept,) = scene.assignments()
    assert (kept.tries, kept.last_answers, kept.done_at is not None) == (1, shown, True)
    (entry,) = scene.events("contact_trained")
    assert entry.actor_kind == "link"


def test_the_questions_come_after_the_material(scene, maja, group, token):
    with pytest.raises(Unmet):
        scene.answer(token, RIGHT)

    assert scene.contact_of(maja, group).trained_on is None


def test_wrong_answers_are_kept_and_one_may_try_again(scene, maja, group, token):
    scene.read(token)

    shown = scene.shown(token, WRONG)
    assert not scene.answer(token, WRONG)
    (kept,) = scene.assignments()
    assert (kept.tries, kept.last_answers, kept.done_at) == (1, shown, None)
    assert scene.contact_of(maja, group).trained_on is None

    assert scene.answer(token, RIGHT)
    assert scene.assignments()[0].tries == 2


@pytest.mark.parametrize("answers", [[], RIGHT[:2], [*RIGHT, 0], [9, 9, 9], [-1, 0, 0]])
def test_answers_of_another_shape_change_nothing(scene, token, answers):
    scene.read(token)
    before = scene.everything()

    with pytest.raises(InvalidInput), scene.holding(token) as work:
        usecases.answer(work, token, answers, attempt=0)

    assert scene.everything() == before


def test_repeated_posts_change_nothing(scene, token, clock):
    scene.read(token)
    scene.answer(token, RIGHT)
    before = scene.everything()
    clock.forward(days=2)

    scene.read(token)
    assert scene.answer(token, RIGHT)
    assert scene.answer(token, WRONG)

    assert scene.everything() == before


def test_it_counts_for_all_groups_of_the_person_but_not_for_others(scene, maja, group, token):
    olle = scene.person("Olle Ek")
    second = scene.group(maja, olle, name="Ekvägen", state="active")
    waiting = scene.group(maja, name="Granvägen", state="submitted")
    far = scene.group(maja, name="Bro", municipality=scene.town.elsewhere)
    scene.read(token)

    scene.answer(token, RIGHT)

    assert scene.contact_of(maja, second).trained_on == date(2026, 11, 23)
    assert scene.contact_of(maja, waiting).trained_on == date(2026, 11, 23)
    assert scene.contact_of(maja, far).trained_on is None
    assert scene.contact_of(olle, second).trained_on is None


def test_the_municipality_can_ask_for_fewer_right_answers(scene, token):
    with scene.given() as work:
        work.session.add(
            Setting(
                municipality_id=scene.town.here,
                key="training.pass_correct",
                value=2,
                changed_at=work.now,
            )
        )
    scene.read(token)

    assert scene.answer(token, WRONG)


def dead(scene, token):
    with scene.runtime.reading() as work:
        try:
            queries.by_token(work, token)
        except NotFound:
            return True
    return False


def test_a_link_works_until_its_last_day(scene, token, clock):
    clock.now += rules.LINK_LIFE - timedelta(seconds=1)
    assert not dead(scene, token)

    clock.forward(seconds=1)
    assert dead(scene, token)


def test_a_link_dies_with_its_edition(scene, group, token):
    edition_id = scene.assignments()[0].edition_id

    with scene.runtime.work(scene.coordinator) as work:
        usecases.withdraw_edition(work, edition_id)

    assert dead(scene, token)


def test_a_link_dies_when_the_person_is_no_contact_person_any_more(scene, maja, group, token):
    other = scene.group(maja, name="Ekvägen")

    def leave(left):
        with scene.given() as work:
            work.get(Contact, scene.contact_of(maja, left).id).ended_at = work.now

    leave(group)
    assert not dead(scene, token)
    leave(other)
    assert dead(scene, token)


@pytest.mark.parametrize("foreign", ["", "0" * 28, "../../x", "%00", "å" * 28])
def test_a_foreign_link_opens_nothing(scene, token, foreign):
    assert dead(scene, foreign)


def test_a_link_typed_by_hand_is_understood(scene, token):
    assert not dead(scene, token.lower())


def test_a_link_is_good_for_nothing_but_its_own_training(scene, token):
    scene.approved(scene.group(scene.person("Olle Ek"), name="Ekvägen"))
    mine, other = scene.tokens()

    with pytest.raises(NotPermitted), scene.holding(mine) as work:
        usecases.confirm_read(work, other)
    for actor in (scene.coordinator, Actor("nobody"), Actor("link", opens=("sign", 1))):
        with pytest.raises(NotPermitted), scene.runtime.work(actor) as work:
            usecases.confirm_read(work, other)


def test_a_signed_in_contact_person_starts_by_a_fresh_link(scene, maja, group, token):
    with scene.runtime.work(Actor("contact", maja.id)) as work:
        fresh = usecases.start_own(work, scene.contact_of(maja, group).id)

    assert dead(scene, token)
    assert not dead(scene, fresh)
    with scene.runtime.reading(Actor("contact", maja.id)) as work:
        (own,) = queries.own_trainings(work)
    assert own.groups == ("Björkvägen",)
    assert own.edition is not None


def test_nobody_starts_the_training_of_another(scene, maja, group):
    olle = scene.person("Olle Ek")

    for actor in (Actor("contact", olle.id), scene.coordinator, Actor("nobody")):
        with pytest.raises(NotFound), scene.runtime.work(actor) as work:
            usecases.start_own(work, scene.contact_of(maja, group).id)


def test_starting_oneself_shows_in_the_list_as_started(scene):
    scene.published()
    maja = scene.person()
    group = scene.group(maja)

    with scene.runtime.work(Actor("contact", maja.id)) as work:
        usecases.start_own(work, scene.contact_of(maja, group).id)

    with scene.runtime.reading(scene.coordinator) as work:
        assert [person.standing for person in queries.people(work).rows] == ["started"]


def test_signs_are_handed_out_only_to_an_active_group_whose_people_are_all_trained(
    scene, maja, token
):
    olle = scene.person("Olle Ek")
    group = scene.group(maja, olle, name="Ekvägen", state="approved")
    scene.approved(group)
    scene.read(token)
    scene.answer(token, RIGHT)

    is_open, reasons = gate_for(scene, scene.coordinator, group)
    assert not is_open
    assert len(reasons) == 2
    assert "inte aktiv" in reasons[0]
    assert "Olle Ek" in reasons[1]

    with scene.given() as work:
        work.get(Group, group.id).state = "active"
    olles = scene.tokens()[1]
    scene.read(olles)
    scene.answer(olles, RIGHT)
    assert gate_for(scene, scene.coordinator, group) == (True, [])


def test_a_group_without_contact_persons_gets_no_signs(scene, maja):
    group = scene.group(maja, state="active")
    with scene.given() as work:
        work.get(Contact, scene.contact_of(maja, group).id).ended_at = work.now

    assert not gate_for(scene, scene.coordinator, group)[0]
