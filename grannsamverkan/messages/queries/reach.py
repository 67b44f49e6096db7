"""How far bulletins have come. Counts alone: no person and no household leaves this module."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_, select, true
from sqlalchemy.orm import aliased

from grannsamverkan.core.i18n import local
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.messages.models import Bulletin, BulletinPassing, BulletinReceiver
from grannsamverkan.messages.queries import visible_to
from grannsamverkan.messages.rules import CHANNELS, Reach

Receiver = BulletinReceiver


def reach(work: Work, bulletin: Bulletin) -> Reach:
    """How far one bulletin has come, by three questions however many have it."""
    dead = _refused_mails(work, bulletin.municipality_id)
    mailed = and_(MailRow.sent_at.is_not(None), MailRow.id.not_in(dead))
    figures = work.session.execute(
        select(
            func.count(distinct(Receiver.group_id)),
            _persons(true()),
            _persons(mailed),
            _persons(Receiver.mail_id.in_(dead)),
            _persons(and_(Receiver.way == "page", Receiver.mail_id.is_(None))),
            _persons(Receiver.way == "left"),
            _persons(Receiver.read_at.is_not(None)),
        )
        .join(MailRow, MailRow.id == Receiver.mail_id, isouter=True)
        .where(Receiver.bulletin_id == bulletin.id)
    ).one()
    channels, passed = _channels(work, bulletin)
    return Reach(*figures, passed=passed, channels=channels)


def _persons(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(distinct(case((condition, Receiver.user_id))))


def _channels(work: Work, bulletin: Bulletin) -> tuple[dict[str, int], int]:
    """(groups by channel, groups by any)."""
    rows = work.session.execute(
        select(BulletinPassing.channel, BulletinPassing.group_id)
        .where(BulletinPassing.bulletin_id == bulletin.id)
        .distinct()
    ).all()
    counts = {channel: sum(row[0] == channel for row in rows) for channel in CHANNELS}
    return counts, len({row[1] for row in rows})


def _refused_mails(work: Work, municipality_id: int) -> list[int]:
    """Ids of mails that were given up, a handful at most."""
    gone: Iterable[dict[str, Any]] = work.session.scalars(
        select(Job.args).where(
            Job.kind == "send_mail", Job.state == "dead", Job.municipality_id == municipality_id
        )
    )
    return [args["mail_id"] for args in gone if "mail_id" in args]


@dataclass(frozen=True)
class Glance:
    """A bulletin on a start page: a draft, or one that still holds with what it has reached."""

    id: int
    state: str
    title: str
    groups: int
    passed: int

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of groups, for a text."""
        return {"groups": self.groups, "passed": self.passed}


def at_a_glance(work: Work, most: int) -> Sequence[Glance]:
    """The actor's drafts, then what was sent and still holds, newest first, by one question."""
    receiver, passing = aliased(Receiver), aliased(BulletinPassing)
    groups = (
        select(func.count(distinct(receiver.group_id)))
        .where(receiver.bulletin_id == Bulletin.id)
        .scalar_subquery()
    )
    passed = (
        select(func.count(distinct(passing.group_id)))
        .where(passing.bulletin_id == Bulletin.id)
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(Bulletin.id, Bulletin.state, Bulletin.title, groups, passed)
        .where(
            visible_to(work.actor),
            or_(
                Bulletin.state == "draft",
                and_(
                    Bulletin.state == "sent",
                    Bulletin.valid_until >= local(work.now).date(),
                ),
            ),
        )
        .order_by(Bulletin.state != "draft", Bulletin.sent_at.desc(), Bulletin.id.desc())
        .limit(most)
    )
    return [Glance(*row) for row in rows]
