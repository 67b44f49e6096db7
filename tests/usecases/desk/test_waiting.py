"""What waits in the background: who sees what of it, and how it gets a new start."""

from datetime import timedelta

import pytest

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict, NotFound
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.outbox import RETRIED, retry_job
from grannsamverkan.desk import policy
from grannsamverkan.desk.queries import deeds, waiting


def rows(scene, actor):
    with scene.runtime.reading(actor) as work:
        return waiting.rows(work)


def pulse(scene, actor):
    with scene.runtime.reading(actor) as work:
        return waiting.pulse(work)


def test_a_worker_counts_as_silent_after_a_minute(scene, clock):
    admin = scene.staff("admin")
    assert (pulse(scene, admin).alive, pulse(scene, admin).seen) == (False, None)

    scene.beat()
    assert pulse(scene, admin).alive
    seen = clock()

    clock.forward(seconds=61)
    assert (pulse(scene, admin).alive, pulse(scene, admin).seen) == (False, seen)


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "admin"])
def test_staff_see_their_own_municipality_and_only_admins_the_whole_installation(scene, role):
    own = scene.job()
    scene.job(place=scene.municipality())
    general = scene.job(place=None)

    seen = {row.id for row in rows(scene, scene.staff(role))}

    assert seen == ({own.id, general.id} if role == "admin" else {own.id})
    assert pulse(scene, scene.staff(role)).dead == len(seen)


def test_police_see_nothing_of_it(scene):
    scene.job()

    assert not policy.may_see_waiting(scene.staff("police"))
    assert rows(scene, scene.staff("police")) == []


def test_a_mail_is_told_by_its_subject_and_a_masked_address(scene):
    mail = scene.mail()
    error = "SMTPRecipientsRefused: {'maja.lind@exempel.se': (550, b'no such user')}"
    scene.job(kind="send_mail", args={"mail_id": mail.id}, last_error=error)

    (row,) = rows(scene, scene.staff("reviewer"))

    assert (row.subject, row.to) == ("Skylten är godkänd", "m…@exempel.se")
    assert row.error == "SMTPRecipientsRefused: {'m…@exempel.se': (550, b'no such user')}"


def test_what_is_planned_for_later_does_not_count_as_waiting(scene, clock):
    later = clock() + timedelta(days=30)
    scene.job(state="waiting", attempts=0, next_at=later)
    scene.job(state="done")
    again = scene.job(state="waiting", attempts=2, next_at=later)

    assert [row.id for row in rows(scene, scene.staff("admin"))] == [again.id]


def test_a_mail_that_waits_for_a_server_in_trouble_is_no_plan_for_later(scene, clock):
    soon = clock() + timedelta(seconds=30)
    postponed = scene.job(kind="send_mail", state="waiting", attempts=0, next_at=soon)

    assert [row.id for row in rows(scene, scene.staff("admin"))] == [postponed.id]


def came_back(scene, role):
    with scene.runtime.reading(scene.staff(role)) as work:
        return waiting.came_back(work)


def test_a_mail_that_came_back_is_told_for_a_month_without_its_address(scene, clock):
    for mail in (scene.mail(), scene.mail(address="", subject="Hushållets lista")):
        with scene.given() as work:
            row = work.get(MailRow, mail.id)
            row.bounced_at, row.bounce = work.now, "550 no such user: -"
    scene.mail(subject="Kom fram")

    told = came_back(scene, "coordinator")

    assert [(one.subject, one.to, one.why) for one in told] == [
        ("Hushållets lista", "", "550 no such user: -"),
        ("Skylten är godkänd", "m…@exempel.se", "550 no such user: -"),
    ]
    assert came_back(scene, "police") == []
    clock.forward(days=31)
    assert came_back(scene, "coordinator") == []


def test_a_new_start_makes_the_job_due_and_stands_in_the_log(scene):
    job = scene.job(attempts=11)

    with scene.runtime.work(scene.staff("reviewer")) as work:
        retry_job(work, job.id, policy.may_handle_job)

    with scene.runtime.reading() as work:
        known = work.get(Job, job.id)
        assert (known.state, known.attempts, known.next_at) == ("waiting", 0, work.now)
        entry = work.session.query(AuditEntry).one()
        assert (entry.event, entry.actor_id, entry.subject_id) == (RETRIED, 9001, job.id)
        assert entry.details == {"kind": "mail_case", "attempts": 11}


def test_whoever_presses_second_is_told_who_came_first(scene):
    sara = scene.user("Sara Ek", kind="staff")
    job = scene.job()
    first = scene.staff("admin")
    first = type(first)("staff", sara.id, "Sara Ek", roles=first.roles)
    with scene.runtime.work(first) as work:
        retry_job(work, job.id, policy.may_handle_job)

    with (
        pytest.raises(Conflict) as caught,
        scene.runtime.work(scene.staff("admin")) as work,
    ):
        retry_job(work, job.id, policy.may_handle_job)

    with scene.runtime.reading(scene.staff("admin")) as work:
        deed = deeds.first_deed(work, caught.value)
    assert (deed.who, deed.words, deed.is_own) == ("Sara Ek", "Försök igen", False)


@pytest.mark.parametrize("place", ["elsewhere", "everywhere"])
def test_jobs_of_others_cannot_be_started_and_do_not_exist(scene, place):
    job = scene.job(place=scene.municipality() if place == "elsewhere" else None)

    with pytest.raises(NotFound), scene.runtime.work(scene.staff("reviewer")) as work:
        retry_job(work, job.id, policy.may_handle_job)
