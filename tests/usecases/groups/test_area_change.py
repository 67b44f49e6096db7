"""Another area for a group that is approved."""

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotPermitted
from grannsamverkan.groups import queries
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.queries import change as reads
from grannsamverkan.groups.rules.change import Difference, needs_decision
from grannsamverkan.groups.usecases import change as usecases
from tests.usecases.groups.scene import EASTERN, polygon

SMALL = "58.3800, 12.3230\n58.3820, 12.3230\n58.3820, 12.3271\n58.3800, 12.3271"


def ask(scene, group_id, area=EASTERN, reason="Fler hus vill vara med.", user=None):
    with scene.runtime.work((user or scene.maja).actor) as work:
        change = usecases.ask_for_area(
            work, group_id, area=polygon(area), streets="Lindgatan", reason=reason
        )
        return change.state


def states(scene):
    with scene.runtime.reading() as work:
        return [row.state for row in work.session.query(AreaChange).order_by(AreaChange.id)]


def test_a_small_change_holds_at_once_and_the_police_are_told(scene):
    group_id = scene.approved()

    assert ask(scene, group_id, SMALL, reason="") == "accepted"

    group = scene.group(group_id)
    assert group.area.equals(polygon(SMALL))
    assert group.streets == "Lindgatan"
    assert {letter for letter, _to in scene.mails("area_moved")} == {"area_moved"}


def test_the_area_as_it_is_is_no_change_unless_a_wish_waits(scene):
    group_id = scene.approved()
    ask(scene, group_id, SMALL, reason="")

    with pytest.raises(InvalidInput) as caught:
        ask(scene, group_id, SMALL, reason="")
    ask(scene, group_id)
    ask(scene, group_id, SMALL, reason="")

    assert caught.value.field == "area"
    assert states(scene) == ["accepted", "replaced", "accepted"]


def test_a_large_change_waits_for_an_answer_and_the_old_area_holds_meanwhile(scene):
    group_id = scene.approved()
    before = scene.group(group_id).area

    assert ask(scene, group_id) == "open"

    assert scene.group(group_id).area.equals(before)
    assert scene.mails("area_asked")


def test_a_large_change_needs_a_reason_and_a_small_one_that_enters_another_group_waits(scene):
    group_id = scene.approved()
    with pytest.raises(InvalidInput) as caught:
        ask(scene, group_id, reason="")
    assert caught.value.field == "reason"

    other = EASTERN.replace("12.3250", "12.3272").replace("12.3290", "12.3310")
    nudged = SMALL.replace("12.3271", "12.3275")
    scene.approved(scene.person(), "Kvarteret Eken", area=other)
    assert ask(scene, group_id, nudged) == "open"


def test_a_yes_changes_the_area_and_a_no_says_why(scene):
    group_id, police = scene.approved(), scene.police()
    ask(scene, group_id)
    with scene.runtime.work(police.actor) as work:
        usecases.refuse_area(work, group_id, reason="Det är en annan grupps kvarter.")
    assert scene.mails("area_refused") == [("area_refused", "maja@exempel.se")]

    ask(scene, group_id)
    with scene.runtime.work(police.actor) as work:
        usecases.accept_area(work, group_id)

    assert scene.group(group_id).area.equals(polygon(EASTERN))
    assert scene.mails("area_accepted") == [("area_accepted", "maja@exempel.se")]
    assert states(scene) == ["refused", "accepted"]


def test_a_no_needs_a_reason_and_an_answer_is_given_once(scene):
    group_id, police = scene.approved(), scene.police()
    ask(scene, group_id)
    with pytest.raises(InvalidInput), scene.runtime.work(police.actor) as work:
        usecases.refuse_area(work, group_id, reason="")
    with scene.runtime.work(police.actor) as work:
        usecases.accept_area(work, group_id)

    with pytest.raises(Conflict), scene.runtime.work(police.actor) as work:
        usecases.accept_area(work, group_id)


def test_a_new_wish_replaces_the_one_before(scene):
    group_id = scene.approved()
    ask(scene, group_id)
    ask(scene, group_id)

    assert states(scene) == ["replaced", "open"]


@pytest.mark.parametrize("who", ["police", "stranger", "not_head"])
def test_only_the_head_contact_person_asks_and_only_who_decides_answers(scene, who):
    group_id = scene.approved()
    nils = scene.person()
    scene.add_contact(group_id, nils, head=True)
    user = {"police": scene.police, "stranger": lambda: scene.person("Otto Annan")}.get(
        who, lambda: scene.maja
    )()

    with pytest.raises((NotPermitted, LookupError, Exception)) as caught:
        ask(scene, group_id, user=user)
    assert caught.typename in {"NotPermitted", "NotFound"}

    ask(scene, group_id, user=nils)
    with pytest.raises(NotPermitted), scene.runtime.work(nils.actor) as work:
        usecases.accept_area(work, group_id)


def test_a_group_that_is_not_approved_changes_its_area_in_the_registration(scene):
    with pytest.raises(NotPermitted):
        ask(scene, scene.submitted())


def test_the_difference_is_told_in_square_metres(scene):
    with scene.runtime.reading() as work:
        group = queries.group(work, scene.approved())
        told = reads.difference(group, polygon(EASTERN))

    assert told.added_m2 == pytest.approx(told.taken_m2, rel=0.01)
    assert told.share == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("added", "taken", "overlap", "decides"),
    [(5, 5, 0, False), (6, 5, 0, True), (0, 0, 51, True), (5, 5, 50, False)],
)
def test_what_is_free_is_a_share_of_the_old_area(added, taken, overlap, decides):
    assert needs_decision(Difference(100, added, taken), 0.1, overlap) is decides
