"""Faults reported by the label on a sign."""

import pytest

from grannsamverkan.core.errors import DomainError, InvalidInput, NotPermitted
from grannsamverkan.signs.models.faults import FaultReport
from grannsamverkan.signs.usecases import tasks
from tests.support.mailbox import text_of


def reports(scene):
    with scene.runtime.reading() as work:
        return work.session.query(FaultReport).order_by(FaultReport.id).all()


def test_a_fault_becomes_a_task_that_the_group_and_the_reviewer_hear_of(scene, sent_mail):
    sign_id = scene.standing()
    sent_mail()

    report = scene.fault(sign_id, "loose", "Nedre bandet har släppt.", photos=[b"a photo"])

    task = scene.the_task(report.task_id)
    assert task.is_waiting
    assert task.reason == "Den sitter löst. Nedre bandet har släppt."
    assert {m["To"] for m in sent_mail()} == {"maja@exempel.se", "gustav@kommun.example"}


def test_the_same_fault_reported_again_is_one_task_and_no_more_mail(scene, sent_mail):
    sign_id = scene.standing()
    first = scene.fault(sign_id)
    sent_mail()

    second = scene.fault(sign_id, "turned", network="there")

    assert second.task_id == first.task_id
    assert second.id != first.id
    assert sent_mail() == []


def test_the_reporter_hears_how_it_ended_and_the_address_is_gone(scene, sent_mail):
    sign_id = scene.standing()
    report = scene.fault(sign_id, email="elin@exempel.se")
    receipt = next(m for m in sent_mail() if m["To"] == "elin@exempel.se")
    assert str(report.id) in receipt["Subject"]
    scene.reported(report.task_id)
    sent_mail()

    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, report.task_id)

    told = next(m for m in sent_mail() if m["To"] == "elin@exempel.se")
    assert "Felet är åtgärdat" in text_of(told)
    kept = reports(scene)[0]
    assert (kept.email_sealed, kept.network) == (None, "")


def test_the_address_is_not_readable_in_the_database(scene):
    scene.fault(scene.standing(), email="elin@exempel.se")

    assert "elin" not in reports(scene)[0].email_sealed


def test_a_fault_that_needs_nothing_is_told_as_that(scene, sent_mail):
    report = scene.fault(scene.standing(), email="elin@exempel.se")
    sent_mail()

    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.cancel_task(work, report.task_id, reason="Skylten är ny sedan i går.")

    told = next(m for m in sent_mail() if m["To"] == "elin@exempel.se")
    assert "ny sedan i går" in text_of(told)
    assert "gör inget mer" in text_of(told)


@pytest.mark.parametrize("state", ["planned", "place_approved", "taken_down"])
def test_what_does_not_hang_has_no_faults(scene, state):
    if state == "taken_down":
        sign_id = scene.standing()
        task_id = scene.ordered_down(sign_id)
        with scene.runtime.work(scene.reviewer.actor) as work:
            tasks.finish_task(work, task_id, reason="Jag har sett det.")
    else:
        sign_id = getattr(scene, state)(scene.active())

    with pytest.raises(NotPermitted):
        scene.fault(sign_id)


def test_a_flood_from_one_network_is_stopped_and_others_still_get_through(scene, clock):
    sign_id = scene.standing()
    for _number in range(10):
        scene.fault(sign_id, network="flood")

    with pytest.raises(DomainError) as refusal:
        scene.fault(sign_id, network="flood")
    assert refusal.value.status == 429
    assert scene.fault(sign_id, network="calm").id
    clock.forward(hours=2)
    assert scene.fault(sign_id, network="flood").id


def test_too_many_photos_are_refused_and_nothing_is_kept(scene):
    sign_id = scene.standing()

    with pytest.raises(InvalidInput):
        scene.fault(sign_id, photos=[b"1", b"2", b"3", b"4"])

    assert reports(scene) == []


def test_a_reports_photos_are_examined_like_others_and_do_not_count_as_the_work_done(scene):
    report = scene.fault(scene.standing(), photos=[b"as it hangs"])

    task = scene.the_task(report.task_id)
    assert task.sent_set is None
    with scene.runtime.reading() as work:
        photo = work.get(FaultReport, report.id).sets[0].photos[0]
        assert photo.state == "received"
