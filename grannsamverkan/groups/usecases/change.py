"""The area of an approved group changes: small changes at once, larger ones after a decision."""

from shapely import Polygon

from grannsamverkan.accounts.models import User
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.mails import change as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.queries import change as reads
from grannsamverkan.groups.workflow import AREA_ASKED, AREA_CHANGED, AREA_REFUSED


def ask_for_area(
    work: Work, group_id: int, *, area: Polygon, streets: str, reason: str
) -> AreaChange:
    """Change the area, if it is a small change; else ask those who decide. They are told of both.

    A wish that nobody has answered is replaced by the new one.
    """
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_change_area, group)
    waiting = reads.open_change(work, group)
    if waiting is None and streets == group.streets and reads.difference(group, area).is_nothing:
        raise errors.area_unchanged()
    if waiting is not None:
        waiting.state = "replaced"
        work.session.flush()
    change = AreaChange(
        municipality_id=group.municipality_id,
        group=group,
        area_wkb=area.wkb,
        streets=streets,
        reason=reason,
        asked_by=work.actor.id,
        asked_at=work.now,
    )
    work.session.add(change)
    work.record(AREA_ASKED, group, change_id=_key(work, change))
    if reads.needs_decision(work, group, area):
        if not reason:
            raise errors.say_why_area()
        _tell(work, group, mails.area_asked)
    else:
        _put_in_place(work, change)
        _tell(work, group, mails.area_moved)
    return change


def accept_area(work: Work, group_id: int) -> None:
    """Say yes to the area the group wants; its contact persons are told."""
    change = _to_answer(work, group_id)
    change.decided_by, change.decided_at = work.actor.id, work.now
    _put_in_place(work, change)
    for contact in change.group.contacts:
        work.mail(contact.user.recipient, mails.area_accepted, change.group)


def refuse_area(work: Work, group_id: int, *, reason: str) -> None:
    """Say no, and why; the area stays as it was."""
    change = _to_answer(work, group_id)
    if not reason:
        raise errors.say_why()
    change.state, change.answer = "refused", reason
    change.decided_by, change.decided_at = work.actor.id, work.now
    work.record(AREA_REFUSED, change.group, change_id=change.id)
    for contact in change.group.contacts:
        work.mail(contact.user.recipient, mails.area_refused, change.group, reason)


def _to_answer(work: Work, group_id: int) -> AreaChange:
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_decide, group)
    change = reads.open_change(work, group)
    if change is None or group.state not in policy.LIVING:
        raise errors.area_answered()
    return change


def _put_in_place(work: Work, change: AreaChange) -> None:
    group = change.group
    group.area, group.streets = change.area, change.streets
    change.state = "accepted"
    work.record(AREA_CHANGED, group, change_id=_key(work, change))


def _key(work: Work, change: AreaChange) -> int:
    work.session.flush()
    return change.id


def _tell(work: Work, group: Group, letter: mails.GroupLetter) -> None:
    told: list[User] = queries.deciders(work, group, queries.wanted_roles(work, group))
    for user in told:
        work.mail(user.recipient, letter, group)
