"""Tasks of a sign: opened, reported with photos, looked at, done. Take-down is one of them."""

from datetime import date

from sqlalchemy import select

from grannsamverkan.core.i18n import _, local, speaking
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy, queries, rules
from grannsamverkan.signs.mails import faults as fault_mails
from grannsamverkan.signs.mails import tasks as mails
from grannsamverkan.signs.models import Photo, PhotoSet, Sign, SignDecision
from grannsamverkan.signs.models.faults import FaultReport
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import mounting
from grannsamverkan.signs.usecases.originals import plan_removal_of_originals
from grannsamverkan.signs.workflow import (
    DECIDED,
    SIGN,
    STANDING,
    TASK_CANCELLED,
    TASK_DONE,
    TASK_OPENED,
    TASK_REPORTED,
    TASK_RETURNED,
)

DUE_SETTINGS = {
    "fault": "sign.fault_days",
    "inspect": "sign.inspect_days",
    "put_back": "sign.put_back_days",
    "take_down": "sign.take_down_days",
}


def open_task(
    work: Work, sign: Sign, kind: str, due_on: date | None = None, reason: str = ""
) -> SignTask:
    """Ask for something to be done with a sign; tells its contact persons.

    The day is the municipality's, if none is given. One open task of a kind is enough: asked for
    again, the first one is returned.
    """
    work.require(policy.may_open_task, sign)
    return _open(work, sign, kind, due_on, reason)


def open_for_report(work: Work, sign: Sign, reason: str) -> SignTask:
    """The sign's open fault, or a new one: anybody who stands before the sign may report."""
    work.require(policy.may_report_fault, sign)
    return _open(work, sign, "fault", None, reason)


def open_by_clock(work: Work, sign: Sign, kind: str, reason: str) -> SignTask:
    """A task that nobody but time or the map asks for."""
    work.require(lambda actor: actor.is_system)
    return _open(work, sign, kind, None, reason)


def inspection_on_round(work: Work, sign: Sign) -> SignTask:
    """The sign's open inspection, or a new one: a photo from a round is one, asked for or not.

    The contact persons have nothing to do, so they are not told.
    """
    work.require(policy.may_report_fault, sign)
    with speaking(sign.municipality.language):
        reason = _("Någon gick en runda till gruppens skyltar och tog ett foto.")
    return _begin(work, sign, "inspect", None, reason)[0]


def order_take_down(work: Work, sign_id: int, *, reason: str, due_on: date | None = None) -> None:
    """Order a sign down, with the reason; its contact persons get the task."""
    sign = queries.sign(work, sign_id)
    _order_down(work, sign, reason, due_on)


def carry_out_take_down(work: Work, sign: Sign, decision: SignDecision) -> None:
    """Open the task that a decision on photos asked for, once it can no longer be undone.

    The decision's own letters have told of it, so the task sends none.
    """
    work.require(lambda actor: actor.is_system)
    _close_others(work, sign, decision.reason)
    _begin(work, sign, "take_down", decision.due_on, decision.reason)


def take_down_with_group(work: Work, group: Group) -> None:
    """A group was closed: what stands comes down, what was only planned is given up."""
    with speaking(group.municipality.language):
        reason = _("Gruppen är avslutad.")
    for sign in task_queries.standing_signs(work, group.id):
        if sign.state in STANDING:
            _order_down(work, sign, reason, None)
        else:
            SIGN.take(work, sign, "cancel")


def report_task(work: Work, task_id: int, *, note: str = "") -> SignTask:
    """Say that a task is done, with the photos that show it; tells the reviewers."""
    task = _task_to_change(work, task_id)
    work.require(policy.may_report_task, task)
    return note_report(work, task, note=note)


def note_report(work: Work, task: SignTask, *, note: str) -> SignTask:
    """The same for whoever was let in by another door, such as a round."""
    photos = task.open_set
    if photos is None or not photos.usable:
        raise errors.no_photos()
    photos.sent_at = work.now
    task.note, task.reported_at, task.reported_by = note, work.now, work.actor.id
    _record(work, TASK_REPORTED, task)
    for reviewer in queries.reviewers(work, task.municipality_id):
        work.mail(reviewer.recipient, mails.task_reported, task)
    return task


def return_task(work: Work, task_id: int, *, reason: str) -> SignTask:
    """Look at what was reported and ask for it to be done better, with the reason."""
    task = _task_to_change(work, task_id)
    work.require(policy.may_judge_task, task)
    if not reason.strip():
        raise errors.reason_needed()
    days = int(places.setting(work, task.municipality_id, "sign.correction_days"))
    task.due_on = max(task.due_on or date.min, rules.due_after(local(work.now).date(), days))
    task.answer, task.reported_at, task.reported_by = reason, None, None
    task.reminded_at = task.escalated_at = None
    _record(work, TASK_RETURNED, task)
    _tell(work, task, mails.task_returned)
    return task


def finish_task(work: Work, task_id: int, *, reason: str = "") -> SignTask:
    """Say that a task is done; without a photo the reviewer says why. A take-down ends the sign."""
    task = _task_to_change(work, task_id)
    work.require(policy.may_judge_task, task)
    if not task.is_reported and not reason.strip():
        raise errors.not_reported()
    _settle(work, task, "done", reason)
    if task.kind == "take_down":
        SIGN.take(work, task.sign, "accept_take_down")
        task.sign.due_on = None
    if task.sign.state == "approved":
        # Somebody has looked at the sign: the time to the next inspection starts here.
        task.sign.decided_at = work.now
    _record(work, TASK_DONE, task)
    _tell(work, task, mails.task_done)
    return task


def cancel_task(work: Work, task_id: int, *, reason: str) -> SignTask:
    """Give a task up, with the reason. A take-down is an order and cannot be given up here."""
    task = _task_to_change(work, task_id)
    work.require(policy.may_judge_task, task)
    if task.kind == "take_down":
        raise errors.task_over()
    if not reason.strip():
        raise errors.reason_needed()
    _settle(work, task, "cancelled", reason)
    _record(work, TASK_CANCELLED, task)
    _tell(work, task, mails.task_cancelled)
    return task


def take_in_task_photo(work: Work, task_id: int, *, stored: str) -> Photo:
    """Keep a photo that shows a task done, whose bytes are already stored."""
    task = task_queries.task(work, task_id)
    return mounting.take_in(work, task_set(work, task), view="task", stored=stored)


def task_set(work: Work, task: SignTask) -> PhotoSet:
    """The photos that are being put together for a task; begun with the first one."""
    work.require(policy.may_report_task, task)
    return begin_set(work, task)


def begin_set(work: Work, task: SignTask) -> PhotoSet:
    """The same for whoever was let in by another door."""
    if not task.is_waiting:
        raise errors.task_over()
    return unsent_set(work, task)


def unsent_set(work: Work, task: SignTask) -> PhotoSet:
    """The same, also where the task is reported and a reviewer is to see one photo more."""
    # Several photos may come at once: without the lock each of them could begin a set.
    work.session.execute(select(Sign.id).where(Sign.id == task.sign_id).with_for_update())
    work.session.refresh(task, ["sets"])
    found = task.open_set
    if found is None:
        found = PhotoSet(
            municipality_id=task.municipality_id,
            sign_id=task.sign_id,
            language=work.actor.language,
            created_at=work.now,
            photos=[],
            checks=[],
        )
        task.sets.append(found)
        work.session.flush()
        work.session.refresh(found, ["sign"])
    return found


def _open(work: Work, sign: Sign, kind: str, due_on: date | None, reason: str) -> SignTask:
    task, is_new = _begin(work, sign, kind, due_on, reason)
    if is_new:
        _tell(work, task, mails.task_opened)
    return task


def _begin(
    work: Work, sign: Sign, kind: str, due_on: date | None, reason: str
) -> tuple[SignTask, bool]:
    """The sign's open task of a kind, and whether it is new."""
    # The lock keeps two at the same moment from both being first.
    work.session.execute(select(Sign.id).where(Sign.id == sign.id).with_for_update())
    known = task_queries.open_task(work, sign, kind)
    if known is not None:
        return known, False
    task = SignTask(
        municipality_id=sign.municipality_id,
        sign=sign,
        kind=kind,
        due_on=due_on or _due(work, sign, kind),
        reason=reason,
        created_at=work.now,
        created_by=work.actor.id,
    )
    work.session.add(task)
    _record(work, TASK_OPENED, task)
    return task, True


def _order_down(work: Work, sign: Sign, reason: str, due_on: date | None) -> None:
    SIGN.take(work, sign, "order_take_down", reason=reason)
    due = due_on or _due(work, sign, "take_down")
    sign.decided_at, sign.due_on = work.now, due
    if work.actor.id is not None:
        sign.decisions.append(
            SignDecision(
                municipality_id=sign.municipality_id,
                outcome="order_take_down",
                reason=reason,
                due_on=due,
                actor_id=work.actor.id,
                at=work.now,
            )
        )
    work.record(DECIDED, sign, set_id=None, outcome="order_take_down")
    _close_others(work, sign, reason)
    _open(work, sign, "take_down", due, reason)


def _close_others(work: Work, sign: Sign, reason: str) -> None:
    """A sign that comes down needs no mending: what else was asked falls away, without a mail."""
    for task in sign.tasks:
        if task.state == "open":
            _settle(work, task, "cancelled", reason)
            _record(work, TASK_CANCELLED, task)


def _task_to_change(work: Work, task_id: int) -> SignTask:
    """The open task, held until the work is done; `task_over` if somebody was first."""
    task = task_queries.task(work, task_id)
    work.session.refresh(task, with_for_update=True)
    if task.state != "open":
        raise errors.task_over()
    return task


def _settle(work: Work, task: SignTask, state: str, answer: str) -> None:
    task.state, task.answer = state, answer
    task.done_at, task.done_by = work.now, work.actor.id
    for report in task.reports:
        _tell_reporter(work, report, answer, mended=state == "done")
    for photo_set in (*task.sets, *(one for report in task.reports for one in report.sets)):
        plan_removal_of_originals(work, photo_set)


def _tell_reporter(work: Work, report: FaultReport, answer: str, *, mended: bool) -> None:
    if report.email_sealed is not None:
        to = Recipient(work.runtime.vault.open(report.email_sealed), report.language)
        work.mail(to, fault_mails.fault_settled, report, answer, mended)
        report.told_at = work.now
    report.email_sealed, report.network = None, ""


def _due(work: Work, sign: Sign, kind: str) -> date:
    days = int(places.setting(work, sign.municipality_id, DUE_SETTINGS[kind]))
    return rules.due_after(local(work.now).date(), days)


def _record(work: Work, event: str, task: SignTask) -> None:
    work.record(event, task, sign_id=task.sign_id, kind=task.kind)


def _tell(work: Work, task: SignTask, letter: mails.TaskLetter) -> None:
    for to in readers(task):
        work.mail(to, letter, task)


def readers(task: SignTask) -> list[Recipient]:
    """Who is told of a task: the group's contact persons."""
    return [contact.user.recipient for contact in task.sign.group.contacts]
