"""A volunteer walks round a group's signs: a link, a list, and a word on each sign."""

from collections.abc import Sequence
from dataclasses import dataclass

from grannsamverkan.core import links
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.rounds import InspectionRound, RoundMark
from grannsamverkan.signs.queries import rounds as round_queries
from grannsamverkan.signs.usecases import faults, mounting, tasks
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.workflow import ROUND_ENDED, ROUND_MARKED, ROUND_STARTED


@dataclass(frozen=True)
class Said:
    """What the walker says of a sign: `fault` is None where all is well."""

    sign_id: int
    key: str
    fault: Fault | None = None


def start_round(work: Work, group_id: int, *, walker: str = "") -> InspectionRound:
    """Make a link for one walk round the group's signs; good for the municipality's days."""
    group = groups.group(work, group_id)
    work.require(policy.may_start_round, group)
    days = int(places.setting(work, group.municipality_id, "sign.round_days"))
    walk = InspectionRound(municipality_id=group.municipality_id, group=group, walker=walker)
    links.begin(work, walk, days=days)
    work.record(ROUND_STARTED, walk, group_id=group.id)
    return walk


def end_round(work: Work, round_id: int) -> None:
    """Make the link stop working."""
    walk = round_queries.inspection_round(work, round_id)
    work.require(policy.may_start_round, walk.group)
    if walk.ended_at is None:
        walk.ended_at = work.now
        work.record(ROUND_ENDED, walk)


def mark_sign(work: Work, round_id: int, said: Said, stored: Sequence[str] = ()) -> RoundMark:
    """Keep what the walker says of one sign; the same key again changes nothing.

    A fault is reported as by the label. All well with a photo is an inspection, asked for or not.
    """
    walk = round_queries.inspection_round(work, round_id)
    work.require(policy.may_walk_round, walk)
    signs = {sign.id: sign for sign in round_queries.signs_to_walk(work, walk)}
    if said.sign_id not in signs:
        raise errors.unknown_mark()
    sign = signs[said.sign_id]
    # A phone that did not hear the first answer sends again, perhaps at the same moment.
    mounting.lock(work, sign)
    known = round_queries.mark_by_key(work, said.key)
    if known is not None:
        if known.round_id != walk.id or known.sign_id != said.sign_id:
            raise errors.unknown_mark()
        return known
    report = None
    if said.fault is not None:
        report = faults.report_fault(work, sign, said.fault, stored)
    elif stored:
        _show_inspected(work, sign, stored)
    mark = RoundMark(
        municipality_id=walk.municipality_id,
        round=walk,
        sign=sign,
        key=said.key,
        result="fault" if report else "ok",
        report_id=report.id if report else None,
        at=work.now,
    )
    work.session.add(mark)
    work.record(ROUND_MARKED, mark, sign_id=sign.id, result=mark.result)
    return mark


def _show_inspected(work: Work, sign: Sign, stored: Sequence[str]) -> None:
    task = tasks.inspection_on_round(work, sign)
    photos = tasks.unsent_set(work, task)
    for name in stored:
        mounting.take_in(work, photos, view="task", stored=name)
    if task.is_waiting:
        tasks.note_report(work, task, note="")
    else:
        photos.sent_at = work.now
