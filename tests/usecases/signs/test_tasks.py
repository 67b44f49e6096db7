"""Tasks of a sign: faults, inspections, signs put back or taken down."""

from datetime import timedelta

import pytest

from grannsamverkan.core.actor import NOBODY
from grannsamverkan.core.errors import DomainError, InvalidInput, NotPermitted, Unmet
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import review, tasks


def test_a_task_has_the_municipalitys_day_and_its_contact_person_is_told(scene, sent_mail, clock):
    scene.setting("sign.fault_days", 10)
    sign_id = scene.standing()
    sent_mail()

    task = scene.the_task(scene.task(sign_id))

    assert (task.state, task.due_on) == ("open", clock().date() + timedelta(days=10))
    assert [m["To"] for m in sent_mail() if "Laga ett fel" in m["Subject"]] == ["maja@exempel.se"]


def test_asking_twice_for_the_same_is_one_task(scene):
    sign_id = scene.standing()

    first, again = scene.task(sign_id), scene.task(sign_id, by=scene.coordinator_user)

    assert first == again
    assert scene.task(sign_id, "inspect") != first


def test_a_task_is_done_by_photo_report_and_a_reviewers_yes(scene, sent_mail):
    sign_id = scene.standing()
    task_id = scene.task(sign_id)
    sent_mail()

    scene.reported(task_id)
    assert scene.the_task(task_id).is_reported
    told = [m["To"] for m in sent_mail() if m["Subject"].startswith("Gjort")]
    assert told == ["gustav@kommun.example"]

    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task_id)
    task = scene.the_task(task_id)
    assert (task.state, task.done_by) == ("done", scene.reviewer.id)
    assert scene.sign(sign_id).state == "approved"
    assert [m["To"] for m in sent_mail()] == ["maja@exempel.se"]


def test_nobody_reports_without_a_photo(scene):
    task_id = scene.task(scene.standing())

    with pytest.raises(InvalidInput), scene.runtime.work(scene.maja.actor) as work:
        tasks.report_task(work, task_id, note="Klart")

    assert scene.the_task(task_id).is_waiting


def test_photos_of_a_task_are_no_part_of_the_mounting(scene):
    sign_id = scene.standing()
    mounted = scene.sign(sign_id).sent_set.id

    scene.reported(scene.task(sign_id))

    sign = scene.sign(sign_id)
    assert (sign.sent_set.id, sign.open_set) == (mounted, None)


def test_a_reviewer_sends_a_report_back_with_words_and_time(scene, sent_mail, clock):
    task_id = scene.reported(scene.task(scene.standing()))
    clock.forward(days=40)
    sent_mail()

    with pytest.raises(InvalidInput), scene.runtime.work(scene.reviewer.actor) as work:
        tasks.return_task(work, task_id, reason=" ")
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.return_task(work, task_id, reason="Fotot visar en annan stolpe.")

    task = scene.the_task(task_id)
    assert task.is_waiting
    assert task.due_on > clock().date()
    assert "en annan stolpe" in sent_mail()[0].get_body(("plain",)).get_content()
    scene.task_photo(task_id, content=b"a better one")
    with scene.runtime.work(scene.maja.actor) as work:
        tasks.report_task(work, task_id)
    assert scene.the_task(task_id).is_reported


def test_without_a_photo_the_reviewer_says_why_it_is_done(scene):
    task_id = scene.task(scene.standing())

    with pytest.raises(InvalidInput), scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task_id)
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task_id, reason="Jag har sett det på plats.")

    assert scene.the_task(task_id).state == "done"


def test_what_is_settled_stays_settled(scene):
    task_id = scene.task(scene.standing())
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.cancel_task(work, task_id, reason="Det var fel skylt.")

    for late in (tasks.cancel_task, tasks.finish_task, tasks.return_task):
        with pytest.raises(Unmet), scene.runtime.work(scene.reviewer.actor) as work:
            late(work, task_id, reason="En gång till.")

    assert scene.the_task(task_id).state == "cancelled"


def test_only_a_reviewer_judges_and_strangers_do_nothing(scene):
    sign_id = scene.standing()
    task_id = scene.reported(scene.task(sign_id))
    stranger = scene.person("Otto Annan").actor

    for actor in (NOBODY, stranger, scene.police("Pia Polis").actor, scene.maja.actor):
        with pytest.raises(DomainError), scene.runtime.work(actor) as work:
            tasks.finish_task(work, task_id, reason="Klart.")
    for actor in (NOBODY, stranger):
        with pytest.raises(DomainError), scene.runtime.work(actor) as work:
            tasks.open_task(work, work.get(type(scene.sign(sign_id)), sign_id), "fault")

    assert scene.the_task(task_id).is_reported


@pytest.mark.parametrize("state", ["approved", "handed_out", "photos_sent", "correction_ordered"])
def test_a_reviewer_orders_any_sign_down_that_is_out_there(scene, state, sent_mail, clock):
    sign_id = scene.standing() if state == "approved" else scene.handed_out()
    if state in {"photos_sent", "correction_ordered"}:
        scene.photos_sent(sign_id)
    if state == "correction_ordered":
        scene.decide(sign_id, "order_correction", "Byt band.")
    sent_mail()

    task_id = scene.ordered_down(sign_id)

    due = clock().date() + timedelta(days=14)
    assert (scene.sign(sign_id).state, scene.sign(sign_id).due_on) == ("take_down_ordered", due)
    assert scene.the_task(task_id).due_on == due
    assert [m["To"] for m in sent_mail()] == ["maja@exempel.se"]


def test_an_order_to_take_down_needs_a_reason_and_a_reviewer(scene):
    sign_id = scene.standing()

    with pytest.raises(InvalidInput), scene.runtime.work(scene.reviewer.actor) as work:
        tasks.order_take_down(work, sign_id, reason="")
    for user in (scene.maja, scene.coordinator_user):
        with pytest.raises(NotPermitted), scene.runtime.work(user.actor) as work:
            tasks.order_take_down(work, sign_id, reason="Bort med den.")

    assert scene.sign(sign_id).state == "approved"


def test_a_sign_is_taken_down_when_the_reviewer_has_seen_the_photo(scene):
    sign_id = scene.standing()
    fault = scene.task(sign_id)
    task_id = scene.ordered_down(sign_id)

    scene.reported(task_id)
    assert scene.sign(sign_id).state == "take_down_ordered"
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task_id)

    assert scene.sign(sign_id).state == "taken_down"
    assert scene.the_task(fault).state == "cancelled"


def test_a_take_down_is_no_task_to_give_up(scene):
    task_id = scene.ordered_down(scene.standing())

    with pytest.raises(Unmet), scene.runtime.work(scene.reviewer.actor) as work:
        tasks.cancel_task(work, task_id, reason="Låt den sitta.")


def test_a_sign_that_is_to_come_down_is_not_reviewed_any_more(scene):
    sign_id = scene.photos_sent()
    set_id = scene.sign(sign_id).sent_set.id
    scene.ordered_down(sign_id)

    with pytest.raises(DomainError), scene.runtime.work(scene.reviewer.actor) as work:
        review.decide(
            work, sign_id, set_id, outcome="ask_completion", grounds=review.Grounds("Mer.")
        )


def test_closing_a_group_orders_its_signs_down_and_gives_up_its_plans(scene):
    standing = scene.standing()
    group_id = scene.sign(standing).group_id
    out = scene.handed_out(group_id, "1043")
    planned = scene.planned(group_id, "1044")

    with scene.given() as work:
        work.get(Group, group_id).state = "closed"
    with scene.runtime.work(scene.coordinator_user.actor) as work:
        tasks.take_down_with_group(work, work.get(Group, group_id))

    states = {scene.sign(s).state for s in (standing, out)}
    assert (states, scene.sign(planned).state) == ({"take_down_ordered"}, "cancelled")
    with scene.runtime.reading(scene.maja.actor) as work:
        found = task_queries.tasks(work)
        assert {task.sign_id for task in found} == {standing, out}
        assert {task.kind for task in found} == {"take_down"}
        assert all(queries.sign(work, task.sign_id) for task in found)


def test_lists_of_tasks_show_only_what_one_may_see(scene):
    task_id = scene.task(scene.standing())

    def seen(actor):
        with scene.runtime.reading(actor) as work:
            return [task.id for task in task_queries.tasks(work, kinds=("fault",))]

    assert seen(scene.maja.actor) == seen(scene.reviewer.actor) == [task_id]
    assert seen(scene.person("Otto Annan").actor) == seen(NOBODY) == []


def test_tasks_come_a_page_at_a_time_and_are_counted_without_loading_them(scene):
    sign_id = scene.standing()
    first, other = scene.task(sign_id), scene.task(sign_id, "inspect")

    with scene.runtime.reading(scene.reviewer.actor) as work:
        shown = task_queries.listed(work)
        faults = task_queries.listed(work, ("fault",), number=9)
        counts = task_queries.counts_by_kind(work)
    with scene.runtime.reading(NOBODY) as work:
        unseen = task_queries.counts_by_kind(work)

    assert ({task.id for task in shown.rows}, shown.total) == ({first, other}, 2)
    assert ([task.id for task in faults.rows], faults.number, faults.pages) == ([first], 1, 1)
    assert counts == {"fault": 1, "inspect": 1}
    assert unseen == {}
