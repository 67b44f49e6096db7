"""What a contact person sees of bulletins: the own ones, and the own choices."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.messages import policy
from grannsamverkan.messages.models import (
    Bulletin,
    BulletinPassing,
    BulletinReceiver,
    ContactChannel,
)
from grannsamverkan.messages.queries import LIVING
from grannsamverkan.messages.rules import NOTED_AGAIN_AFTER


@dataclass(frozen=True)
class Own:
    """A bulletin as its receiver has it, once for each group of the person's."""

    bulletin: Bulletin
    rows: Sequence[BulletinReceiver]

    @property
    def is_read(self) -> bool:
        """True once the person has said so."""
        return any(row.read_at is not None for row in self.rows)


def bulletins(work: Work, number: int = 1) -> Part[Bulletin]:
    """A page of what the actor was sent, the newest first."""
    mine = _mine(work).with_only_columns(BulletinReceiver.bulletin_id)
    return part(
        work,
        select(Bulletin)
        .where(Bulletin.id.in_(mine))
        .order_by(Bulletin.sent_at.desc(), Bulletin.id.desc()),
        number,
    )


def read_ids(work: Work, bulletin_ids: Sequence[int]) -> set[int]:
    """Which of these the actor has said to have read."""
    found = work.session.scalars(
        select(BulletinReceiver.bulletin_id).where(
            BulletinReceiver.user_id == work.actor.id,
            BulletinReceiver.bulletin_id.in_(bulletin_ids),
            BulletinReceiver.read_at.is_not(None),
        )
    )
    return set(found)


def own(work: Work, bulletin_id: int) -> Own:
    """One bulletin that the actor was sent; NotFound for others, and for who is no contact
    person of the group any more."""
    rows = work.session.scalars(
        _mine(work)
        .where(BulletinReceiver.bulletin_id == bulletin_id)
        .options(
            contains_eager(BulletinReceiver.contact),
            joinedload(BulletinReceiver.group),
            joinedload(BulletinReceiver.bulletin).joinedload(Bulletin.municipality),
        )
        .order_by(BulletinReceiver.id)
    ).all()
    if not rows:
        raise NotFound()
    return Own(rows[0].bulletin, rows)


def unread(work: Work, most: int) -> Sequence[Bulletin]:
    """What the actor has not read yet and still holds: the urgent first, then the newest."""
    mine = (
        _mine(work)
        .where(BulletinReceiver.read_at.is_(None))
        .with_only_columns(BulletinReceiver.bulletin_id)
    )
    return work.session.scalars(
        select(Bulletin)
        .where(
            Bulletin.id.in_(mine),
            Bulletin.state == "sent",
            Bulletin.valid_until >= local(work.now).date(),
        )
        .order_by(Bulletin.urgent.desc(), Bulletin.sent_at.desc(), Bulletin.id.desc())
        .limit(most)
    ).all()


def channels(work: Work, contact_ids: Sequence[int]) -> dict[int, str]:
    """By which channel these contact persons pass on, where they have chosen."""
    rows = work.session.execute(
        select(ContactChannel.contact_id, ContactChannel.channel).where(
            ContactChannel.contact_id.in_(contact_ids)
        )
    )
    return dict(rows.all())


def channel_row(work: Work, contact_id: int) -> ContactChannel | None:
    """The chosen channel of one contact person, to be changed."""
    return work.session.scalar(
        select(ContactChannel).where(ContactChannel.contact_id == contact_id)
    )


def passings(work: Work, found: Own) -> Sequence[BulletinPassing]:
    """How the actor's groups have passed it on, the newest first; also by the others in them."""
    return work.session.scalars(
        select(BulletinPassing)
        .where(
            BulletinPassing.bulletin_id == found.bulletin.id,
            BulletinPassing.group_id.in_([row.group_id for row in found.rows]),
        )
        .order_by(BulletinPassing.at.desc(), BulletinPassing.id.desc())
    ).all()


def contacts(work: Work) -> Sequence[Contact]:
    """The actor's own present rows as a contact person, with their groups, by name."""
    return work.session.scalars(
        select(Contact)
        .join(Contact.group)
        .where(
            Contact.user_id == work.actor.id, Contact.ended_at.is_(None), Group.state.in_(LIVING)
        )
        .options(contains_eager(Contact.group))
        .order_by(Group.name, Contact.id)
    ).all()


def contact(work: Work, contact_id: int) -> Contact:
    """One of them; NotFound for anybody else's."""
    return work.get(Contact, contact_id, policy.is_own)


def passed_lately(work: Work, bulletin_id: int, contact_id: int, channel: str) -> bool:
    """True if the same person pressed the same just now: a press that came twice."""
    since = work.now - NOTED_AGAIN_AFTER
    return (
        work.session.scalar(
            select(BulletinPassing.id)
            .where(
                BulletinPassing.bulletin_id == bulletin_id,
                BulletinPassing.contact_id == contact_id,
                BulletinPassing.channel == channel,
                BulletinPassing.at > since,
            )
            .limit(1)
        )
        is not None
    )


def _mine(work: Work) -> Select[BulletinReceiver]:
    return (
        select(BulletinReceiver)
        .join(BulletinReceiver.contact)
        .where(BulletinReceiver.user_id == work.actor.id, Contact.ended_at.is_(None))
    )
