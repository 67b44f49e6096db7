"""Who is to be written to next. What is read here to be changed is locked where databases can."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.messages.models import Bulletin, BulletinReceiver


def to_mail(work: Work, bulletin: Bulletin, most: int) -> Sequence[BulletinReceiver]:
    """The next receivers whose mail is to be written at once; locked until it is."""
    return work.session.scalars(
        _of(bulletin)
        .where(BulletinReceiver.way == "at_once", BulletinReceiver.mail_id.is_(None))
        .order_by(BulletinReceiver.user_id, BulletinReceiver.id)
        .limit(most)
    ).all()


def to_correct(work: Work, bulletin: Bulletin, most: int) -> Sequence[BulletinReceiver]:
    """The next receivers who may have read what was taken back, and are to be told.

    Not those whose mail was never written and who have not said to have read it on the page,
    unless the page is where they read everything.
    """
    seen = or_(
        BulletinReceiver.mail_id.is_not(None),
        BulletinReceiver.read_at.is_not(None),
        BulletinReceiver.way == "page",
    )
    return work.session.scalars(
        _of(bulletin)
        .where(BulletinReceiver.way != "left", BulletinReceiver.correction_mail_id.is_(None), seen)
        .order_by(BulletinReceiver.user_id, BulletinReceiver.id)
        .limit(most)
    ).all()


def rows_of(work: Work, bulletin: Bulletin, user_id: int) -> Sequence[BulletinReceiver]:
    """All rows of one person: who is in two groups is written to once."""
    return work.session.scalars(
        select(BulletinReceiver).where(
            BulletinReceiver.bulletin_id == bulletin.id, BulletinReceiver.user_id == user_id
        )
    ).all()


def _of(bulletin: Bulletin) -> Select[BulletinReceiver]:
    return (
        select(BulletinReceiver)
        .join(BulletinReceiver.contact)
        .where(BulletinReceiver.bulletin_id == bulletin.id)
        .options(contains_eager(BulletinReceiver.contact))
        .with_for_update(of=BulletinReceiver, skip_locked=True)
    )


def waiting_for_digest(work: Work) -> Sequence[int]:
    """Ids of persons for whom something waits that goes with the daily mail."""
    return work.session.scalars(
        _waiting_daily(work).with_only_columns(BulletinReceiver.user_id).distinct()
    ).all()


def digest_of(work: Work, user_id: int) -> Sequence[BulletinReceiver]:
    """What waits for one person, in order; locked, so that it is written of once."""
    return work.session.scalars(
        _waiting_daily(work)
        .where(BulletinReceiver.user_id == user_id)
        .options(contains_eager(BulletinReceiver.bulletin))
        .order_by(Bulletin.sent_at, Bulletin.id, BulletinReceiver.id)
        .with_for_update(of=BulletinReceiver)
    ).all()


def _waiting_daily(work: Work) -> Select[BulletinReceiver]:
    return (
        select(BulletinReceiver)
        .join(BulletinReceiver.bulletin)
        .join(BulletinReceiver.contact)
        .where(
            BulletinReceiver.way == "daily",
            BulletinReceiver.mail_id.is_(None),
            BulletinReceiver.read_at.is_(None),
            Contact.ended_at.is_(None),
            Bulletin.state == "sent",
            Bulletin.valid_until >= local(work.now).date(),
        )
    )
