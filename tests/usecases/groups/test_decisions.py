"""Two parties decide; one person never gives both yeses, and who comes second is told."""

import threading

import pytest

from grannsamverkan.core.errors import Conflict, DomainError, NotFound, NotPermitted, Unmet
from grannsamverkan.groups import queries, usecases


def decisions(scene, group_id):
    return [(d.round, d.role, d.outcome, d.actor_id) for d in scene.group(group_id).decisions]


def test_the_group_is_approved_when_both_parties_have_said_yes(scene):
    police, coordinator = scene.police(), scene.coordinator()
    group_id = scene.submitted()

    scene.approve(police, group_id)
    state_between = scene.state(group_id)
    scene.approve(coordinator, group_id)

    assert (state_between, scene.state(group_id)) == ("submitted", "approved")
    assert decisions(scene, group_id) == [
        (1, "police", "approve", police.id),
        (1, "coordinator", "approve", coordinator.id),
    ]
    assert scene.mails("decision_needed") == [("decision_needed", "sara@kommun.example")]
    assert scene.mails("group_approved") == [("group_approved", "maja@exempel.se")]
    assert scene.mails("group_told") == []


def test_the_coordinator_may_be_first(scene):
    police, coordinator = scene.police(), scene.coordinator()
    group_id = scene.submitted()

    scene.approve(coordinator, group_id)
    scene.approve(police, group_id)

    assert scene.state(group_id) == "approved"
    assert scene.mails("decision_needed") == [("decision_needed", "petra@kommun.example")]


def test_where_the_police_decide_alone_the_coordinator_is_told(scene):
    police = scene.police()
    scene.coordinator()
    scene.setting("approve.coordinator_decides", False)
    group_id = scene.submitted()

    scene.approve(police, group_id)

    assert scene.state(group_id) == "approved"
    assert scene.mails("group_told") == [("group_told", "sara@kommun.example")]
    assert scene.mails("decision_needed") == []


@pytest.mark.parametrize("decide", ["approve", "send_back", "reject"])
def test_a_coordinator_who_is_not_asked_cannot_decide(scene, decide):
    coordinator = scene.coordinator()
    scene.setting("approve.coordinator_decides", False)
    group_id = scene.submitted()

    with pytest.raises(NotPermitted):
        getattr(scene, decide)(coordinator, group_id)

    assert scene.state(group_id) == "submitted"


def test_one_person_with_both_roles_gives_one_of_the_two_decisions(scene):
    both = scene.staff("Bo Båda", ("police", scene.north), ("coordinator", None))
    group_id = scene.submitted()
    scene.approve(both, group_id)

    with pytest.raises(Unmet):
        scene.approve(both, group_id)

    assert scene.state(group_id) == "submitted"
    assert decisions(scene, group_id) == [(1, "police", "approve", both.id)]
    scene.approve(scene.coordinator(), group_id)
    assert scene.state(group_id) == "approved"


def test_one_person_with_both_roles_gives_the_yes_that_is_left(scene):
    both = scene.staff("Bo Båda", ("police", scene.north), ("coordinator", None))
    group_id = scene.submitted()
    scene.approve(scene.police(), group_id)

    scene.approve(both, group_id)

    assert scene.state(group_id) == "approved"
    assert decisions(scene, group_id)[1] == (1, "coordinator", "approve", both.id)


def test_a_colleague_of_the_same_party_comes_second_and_nothing_happens(scene):
    police, colleague = scene.police(), scene.police("Pelle Polis")
    scene.coordinator()
    group_id = scene.submitted()
    scene.approve(police, group_id)
    told = scene.mails()

    for decide in (scene.approve, scene.send_back, scene.reject):
        with pytest.raises(Conflict):
            decide(colleague, group_id)

    assert decisions(scene, group_id) == [(1, "police", "approve", police.id)]
    assert scene.mails() == told


@pytest.mark.parametrize("second", ["approve", "send_back", "reject"])
def test_after_a_decision_the_second_officer_is_told_who_was_first(scene, second):
    police, coordinator = scene.police(), scene.coordinator()
    group_id = scene.submitted()
    scene.reject(police, group_id)

    with pytest.raises(Conflict) as refused:
        getattr(scene, second)(coordinator, group_id)

    assert "Avslagen" in str(refused.value)
    with scene.runtime.reading(coordinator.actor) as work:
        last = queries.history(work, queries.group(work, group_id))[-1]
    assert last.actor_id == police.id
    assert len(decisions(scene, group_id)) == 1


def test_of_two_officers_at_the_same_moment_one_is_told(scene):
    officers = [scene.police(f"P{n} Polis") for n in range(4)]
    scene.setting("approve.coordinator_decides", False)
    group_id = scene.submitted()
    start, outcomes = threading.Barrier(len(officers)), []

    def press(officer):
        start.wait()
        try:
            scene.approve(officer, group_id)
            outcomes.append("done")
        except DomainError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=press, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["Conflict", "Conflict", "Conflict", "done"]
    assert len(decisions(scene, group_id)) == 1
    assert len(scene.mails("group_approved")) == 1


def test_when_both_parties_press_at_the_same_moment_the_group_is_approved(scene):
    users = [scene.police(), scene.coordinator()]
    group_id = scene.submitted()
    start = threading.Barrier(2)

    def press(user):
        start.wait()
        scene.approve(user, group_id)

    threads = [threading.Thread(target=press, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert scene.state(group_id) == "approved"
    assert len(decisions(scene, group_id)) == 2
    assert len(scene.mails("group_approved")) == 1


def test_a_no_goes_to_the_contact_persons_with_the_reason(scene):
    police = scene.police()
    group_id = scene.submitted()

    scene.send_back(police, group_id, reason="Rita om området.")

    group = scene.group(group_id)
    assert (group.state, group.decisions[0].reason) == ("returned", "Rita om området.")
    assert scene.mails("group_returned") == [("group_returned", "maja@exempel.se")]


@pytest.mark.parametrize("decide", ["send_back", "reject"])
def test_a_no_needs_a_reason(scene, decide):
    police = scene.police()
    group_id = scene.submitted()

    with pytest.raises(DomainError) as refused:
        getattr(scene, decide)(police, group_id, reason="  ")

    assert refused.value.field == "reason"
    assert scene.state(group_id) == "submitted"


def test_sending_again_starts_a_new_round_where_both_decide_anew(scene):
    police, coordinator = scene.police(), scene.coordinator()
    group_id = scene.submitted()
    scene.approve(police, group_id)
    scene.send_back(coordinator, group_id)

    scene.submit(group_id)
    scene.approve(coordinator, group_id)
    between = scene.state(group_id)
    scene.approve(police, group_id)

    assert (between, scene.state(group_id)) == ("submitted", "approved")
    assert decisions(scene, group_id) == [
        (1, "police", "approve", police.id),
        (1, "coordinator", "return", coordinator.id),
        (2, "coordinator", "approve", coordinator.id),
        (2, "police", "approve", police.id),
    ]


def test_a_returned_registration_can_be_changed_again_and_a_rejected_one_cannot(scene):
    police = scene.police()
    back, away = scene.submitted(), scene.submitted(name="Tallstigen")
    scene.send_back(police, back)
    scene.reject(police, away)

    with scene.runtime.work(scene.maja.actor) as work:
        usecases.describe_group(work, back, name="Björkvägen norra", housing="villa")
    with pytest.raises(Conflict), scene.runtime.work(scene.maja.actor) as work:
        usecases.describe_group(work, away, name="Försök", housing="villa")

    assert scene.group(back).name == "Björkvägen norra"
    assert scene.group(away).name == "Tallstigen"


def test_police_of_another_area_do_not_find_the_group(scene):
    stranger = scene.staff("Sven Söder", ("police", scene.south))
    group_id = scene.submitted()

    for decide in (scene.approve, scene.send_back, scene.reject):
        with pytest.raises(NotFound):
            decide(stranger, group_id)


def test_the_groups_own_people_cannot_approve_it(scene):
    group_id = scene.submitted()

    with pytest.raises(NotPermitted):
        scene.approve(scene.maja, group_id)


def test_the_setting_switched_off_after_the_polices_yes_does_not_lock_the_group(scene):
    police = scene.police()
    group_id = scene.submitted()
    scene.approve(police, group_id)
    scene.setting("approve.coordinator_decides", False)

    scene.approve(police, group_id)

    assert scene.state(group_id) == "approved"
    assert decisions(scene, group_id) == [(1, "police", "approve", police.id)]


def test_binding_facts_close_the_door_and_advisory_ones_do_not(scene):
    police = scene.police()
    scene.setting("approve.binding_facts", ["meeting_booked"])
    scene.setting("approve.coordinator_decides", False)
    group_id = scene.submitted()

    with pytest.raises(Unmet) as refused:
        scene.approve(police, group_id)
    scene.note(scene.maja, group_id, "meeting_booked")
    scene.approve(police, group_id)

    assert [str(text) for text in refused.value.missing] == ["Uppstartsmötet är bokat"]
    assert scene.state(group_id) == "approved"


def test_a_group_becomes_active_when_the_facts_that_bind_are_there(scene):
    police = scene.police()
    group_id = scene.approved()

    def activate():
        with scene.runtime.work(police.actor) as work:
            usecases.activate_group(work, group_id)

    with pytest.raises(Unmet) as refused:
        activate()
    scene.note(scene.maja, group_id, "meeting_held", "list_exists", "first_information")
    activate()

    assert [str(text) for text in refused.value.missing] == [
        "Uppstartsmötet är hållet",
        "Hushållslistan finns",
        "Första informationen är lämnad",
    ]
    assert scene.state(group_id) == "active"
    assert scene.mails("group_activated") == [("group_activated", "maja@exempel.se")]
    with pytest.raises(Conflict):
        activate()


def test_the_groups_own_people_cannot_activate_it(scene):
    group_id = scene.approved()
    scene.note(scene.maja, group_id, "meeting_held", "list_exists", "first_information")

    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        usecases.activate_group(work, group_id)


def test_the_log_holds_every_step_and_decision_without_names_or_reasons(scene):
    police = scene.police()
    group_id = scene.submitted()

    scene.reject(police, group_id, reason="Hemligt skäl")

    told = [(e.event, e.actor_id) for e in scene.events() if e.subject_id == group_id]
    assert told[-3:] == [
        ("group_submit", scene.maja.id),
        ("group_reject", police.id),
        ("group_decide", police.id),
    ]
    assert "Hemligt" not in str([e.details for e in scene.events()])
