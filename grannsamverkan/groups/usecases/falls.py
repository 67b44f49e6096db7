"""When the share of joined dwellings falls: seen at once, told of once, and perhaps binding."""

from sqlalchemy import update

from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.mails import households as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import ParticipationFall
from grannsamverkan.groups.queries import falls as reads
from grannsamverkan.groups.queries import year
from grannsamverkan.groups.rules.households import has_risen, new_fall
from grannsamverkan.groups.usecases.life import let_rest
from grannsamverkan.groups.workflow import FELL

WATCHED = policy.LIVING | {"dormant"}


def note_share(work: Work, group: Group, before: float) -> None:
    """Remember that the share (0..1) fell below a limit, or that it has risen again.

    `before` is the share before the change. Runs inside the use case that changed the numbers.
    """
    if group.state not in WATCHED or not group.dwellings:
        return
    after, known = reads.share(group), reads.open_fall(work, group)
    if known is not None and has_risen(after, known.below_pct):
        known.ended_at = work.now
    below = new_fall(before, after, reads.limits(work, group))
    if below is not None:
        _end_falls(work, group)
        fall = ParticipationFall(
            municipality_id=group.municipality_id,
            group_id=group.id,
            below_pct=below,
            at=work.now,
        )
        work.session.add(fall)
        work.record(FELL, fall, group_id=group.id, below_pct=below)


def tell_of_fall(work: Work, fall_id: int) -> None:
    """Write to the contact persons about a fall that has lasted; each fall is told of once.

    Where the municipality has made the lowest limit binding, an active group then rests.
    """
    work.require(lambda actor: actor.is_system)
    fall = work.get(ParticipationFall, fall_id)
    group = year.group_of_job(work, fall.group_id)
    if fall.told_at is not None or fall.ended_at is not None or group.state not in WATCHED:
        return
    fall.told_at = work.now
    for contact in group.contacts:
        work.mail(contact.user.recipient, mails.participation_fell, group, fall.below_pct)
    if group.state == "active" and reads.must_rest(work, group, fall):
        let_rest(work, group, str(mails.too_few(fall.below_pct)))


def _end_falls(work: Work, group: Group) -> None:
    work.session.execute(
        update(ParticipationFall)
        .where(ParticipationFall.group_id == group.id, ParticipationFall.ended_at.is_(None))
        .values(ended_at=work.now)
    )
