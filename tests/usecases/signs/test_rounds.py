"""A volunteer's walk round the signs by a link."""

from datetime import timedelta

import pytest

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.errors import DomainError, InvalidInput
from grannsamverkan.signs.queries import rounds as round_queries
from grannsamverkan.signs.usecases import rounds
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.usecases.rounds import Said


def start(scene, group_id, by=None):
    with scene.runtime.work((by or scene.maja).actor) as work:
        return rounds.start_round(work, group_id, walker="Grannstöd").id


def walker(round_id):
    return Actor("link", opens=("round", round_id))


def say(scene, round_id, said, photos=(), actor=None):
    stored = [scene.runtime.storage.put([content]) for content in photos]
    with scene.runtime.work(actor or walker(round_id)) as work:
        return rounds.mark_sign(work, round_id, said, stored)


def token(scene, round_id):
    with scene.runtime.reading() as work:
        sealed = round_queries.inspection_round(work, round_id).token_sealed
        return scene.runtime.vault.open(sealed)


def test_the_link_opens_the_round_until_it_expires_or_is_ended(scene, clock):
    group_id = scene.active()
    first, second = start(scene, group_id), start(scene, group_id)

    def opens(round_id):
        with scene.runtime.reading() as work:
            return round_queries.round_by_token(work, token(scene, round_id)) is not None

    assert opens(first)
    with scene.runtime.work(scene.maja.actor) as work:
        rounds.end_round(work, second)
    assert not opens(second)
    clock.forward(days=15)
    assert not opens(first)


def test_only_the_groups_contact_persons_make_a_link(scene):
    group_id = scene.active()

    for user in (scene.reviewer, scene.person("Otto Annan")):
        with pytest.raises(DomainError):
            start(scene, group_id, by=user)


def test_a_round_lists_what_may_hang_and_nothing_else(scene):
    group_id = scene.active()
    hanging = scene.standing(group_id)
    scene.place_approved(group_id, "1043")
    round_id = start(scene, group_id)

    with scene.runtime.reading() as work:
        walk = round_queries.inspection_round(work, round_id)
        assert [sign.id for sign in round_queries.signs_to_walk(work, walk)] == [hanging]


def test_a_fault_on_the_round_is_a_fault_report_with_its_photo(scene):
    sign_id = scene.standing()
    round_id = start(scene, scene.sign(sign_id).group_id)

    mark = say(scene, round_id, Said(sign_id, "k1", Fault("loose", "Lossnar.")), [b"loose"])

    with scene.runtime.reading() as work:
        found = work.get(type(mark), mark.id)
        assert found.result == "fault"
    task = scene.the_task_of(sign_id, "fault")
    assert task.reason == "Den sitter löst. Lossnar."


def test_the_same_key_counts_once(scene):
    sign_id = scene.standing()
    round_id = start(scene, scene.sign(sign_id).group_id)

    first = say(scene, round_id, Said(sign_id, "k1"))
    again = say(scene, round_id, Said(sign_id, "k1", Fault("dirty")))

    assert first.id == again.id
    assert scene.the_task_of(sign_id, "fault") is None


def test_a_key_of_one_sign_says_nothing_of_another(scene):
    group_id = scene.active()
    one, other = scene.standing(group_id), scene.standing(group_id, "1043")
    round_id = start(scene, group_id)
    say(scene, round_id, Said(one, "k1"))

    with pytest.raises(InvalidInput):
        say(scene, round_id, Said(other, "k1"))


def test_all_well_with_a_photo_is_what_an_inspection_asks_for(scene):
    sign_id = scene.standing()
    task_id = scene.task(sign_id, "inspect")
    round_id = start(scene, scene.sign(sign_id).group_id)

    say(scene, round_id, Said(sign_id, "k1"))
    assert scene.the_task(task_id).is_waiting
    say(scene, round_id, Said(sign_id, "k2"), [b"as it hangs"])

    assert scene.the_task(task_id).is_reported


def test_a_photo_that_nobody_asked_for_is_kept_as_an_inspection(scene, sent_mail):
    sign_id = scene.standing()
    round_id = start(scene, scene.sign(sign_id).group_id)
    sent_mail()

    say(scene, round_id, Said(sign_id, "k1"), [b"as it hangs"])

    task = scene.the_task(scene.the_task_of(sign_id, "inspect").id)
    assert task.is_reported
    assert len(task.sent_set.photos) == 1
    assert {mail["To"] for mail in sent_mail()} == {scene.reviewer.email}


def test_a_second_photo_of_the_same_inspection_is_kept_too(scene):
    sign_id = scene.standing()
    task_id = scene.task(sign_id, "inspect")
    round_id = start(scene, scene.sign(sign_id).group_id)

    say(scene, round_id, Said(sign_id, "k1"), [b"as it hangs"])
    say(scene, round_id, Said(sign_id, "k2"), [b"from the other side"])

    sets = scene.the_task(task_id).sets
    assert [len(one.photos) for one in sets if one.sent_at] == [1, 1]


def test_a_link_walks_its_own_round_only(scene):
    sign_id = scene.standing()
    group_id = scene.sign(sign_id).group_id
    mine, other = start(scene, group_id), start(scene, group_id)

    for actor in (NOBODY, walker(other), scene.reviewer.actor):
        with pytest.raises(DomainError):
            say(scene, mine, Said(sign_id, "k1"), actor=actor)


def test_the_link_is_good_for_the_municipalitys_days(scene, clock):
    scene.setting("sign.round_days", 3)
    round_id = start(scene, scene.active())

    with scene.runtime.reading() as work:
        expires = round_queries.inspection_round(work, round_id).expires_at
    assert expires == clock() + timedelta(days=3)
