"""A fault reported by whoever passes: a number for the reporter, a task for those who mend."""

from collections.abc import Sequence
from dataclasses import dataclass

from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.mails import faults as mails
from grannsamverkan.signs.models import PhotoSet, Sign
from grannsamverkan.signs.models.faults import FaultReport
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries import faults as fault_queries
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import mounting, tasks
from grannsamverkan.signs.words import FAULT_WORDS
from grannsamverkan.signs.workflow import FAULT_REPORTED

MOST_PHOTOS = 3


@dataclass(frozen=True)
class Fault:
    """What the reporter says. `network` is a keyed hash of where the report came from."""

    kind: str
    text: str = ""
    email: str = ""
    network: str = ""


def report_fault(work: Work, sign: Sign, fault: Fault, stored: Sequence[str] = ()) -> FaultReport:
    """Take a report of a fault with its photos, whose bytes are already stored.

    The sign's open fault, if it has one, is joined: those who mend are told once.
    """
    work.require(policy.may_report_fault, sign)
    if fault_queries.is_flood(work, sign, fault.network):
        raise errors.too_many_reports()
    if len(stored) > MOST_PHOTOS:
        raise errors.too_many_fault_photos(MOST_PHOTOS)
    report = FaultReport(
        municipality_id=sign.municipality_id,
        sign=sign,
        task=_task(work, sign, fault),
        kind=fault.kind,
        text=fault.text,
        email_sealed=work.runtime.vault.seal(fault.email) if fault.email else None,
        language=work.actor.language,
        network=fault.network,
        at=work.now,
    )
    work.session.add(report)
    work.record(FAULT_REPORTED, report, sign_id=sign.id, kind=fault.kind)
    _keep_photos(work, report, stored)
    if fault.email:
        work.mail(Recipient(fault.email, report.language), mails.fault_received, report)
    return report


def _task(work: Work, sign: Sign, fault: Fault) -> SignTask:
    known = task_queries.open_task(work, sign, "fault")
    with speaking(sign.municipality.language):
        words = str(FAULT_WORDS[fault.kind])
    reason = f"{words}. {fault.text}".strip()
    task = tasks.open_for_report(work, sign, reason)
    if known is None:
        for reviewer in queries.reviewers(work, sign.municipality_id):
            work.mail(reviewer.recipient, mails.fault_found, task)
    return task


def _keep_photos(work: Work, report: FaultReport, stored: Sequence[str]) -> None:
    if not stored:
        return
    photo_set = PhotoSet(
        municipality_id=report.municipality_id,
        sign_id=report.sign_id,
        task_id=report.task_id,
        language=report.language,
        created_at=work.now,
        sent_at=work.now,
        photos=[],
        checks=[],
    )
    report.sets.append(photo_set)
    work.session.flush()
    work.session.refresh(photo_set, ["sign"])
    for name in stored:
        mounting.take_in(work, photo_set, view="task", stored=name)
