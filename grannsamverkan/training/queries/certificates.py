"""Reads of certificates."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.places import queries as places
from grannsamverkan.training import policy
from grannsamverkan.training.models import Certificate, Session


def certificate(work: Work, certificate_id: int) -> Certificate:
    """One certificate that the actor may see; NotFound otherwise."""
    return work.get(Certificate, certificate_id, policy.may_see_certificate)


def own_certificate(work: Work, certificate_id: int) -> Certificate:
    """The actor's own certificate; NotFound for that of another, and for a withdrawn one."""
    found = work.get(Certificate, certificate_id, policy.owns_certificate)
    if found.withdrawn_at is not None:
        raise NotFound()
    return found


def by_token(work: Work, token: str) -> Certificate:
    """The certificate that an address verifies; NotFound if there is none."""
    found = work.session.scalars(
        select(Certificate)
        .where(Certificate.token_hash == codes.token_hash(token))
        .options(
            joinedload(Certificate.edition),
            joinedload(Certificate.session),
            joinedload(Certificate.municipality, innerjoin=True),
            joinedload(Certificate.contact, innerjoin=True),
        )
    ).first()
    if found is None:
        raise NotFound()
    return found


def token_of(work: Work, found: Certificate) -> str:
    """The secret in the certificate's address, to be printed."""
    return work.runtime.vault.open(found.token_sealed)


def newest(work: Work, contact: Contact) -> Certificate | None:
    """The person's newest certificate of the municipality, withdrawn or not."""
    return work.session.scalars(
        select(Certificate)
        .join(Certificate.contact)
        .where(
            Contact.user_id == contact.user_id,
            Certificate.municipality_id == contact.municipality_id,
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()


def of_session(work: Work, session: Session, contact: Contact) -> Certificate | None:
    """What the person got for coming to a session, unless it is withdrawn."""
    return work.session.scalars(
        select(Certificate)
        .join(Certificate.contact)
        .where(
            Certificate.session_id == session.id,
            Contact.user_id == contact.user_id,
            Certificate.withdrawn_at.is_(None),
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()


def to_remind(work: Work) -> Iterator[int]:
    """Ids of certificates whose last day comes near and whose holders have not been told."""
    today = local(work.now).date()
    for place in places.municipalities(work):
        days = int(places.setting(work, place.id, "training.remind_days"))
        wanted = _counting(place.id).where(
            Certificate.reminded_at.is_(None),
            Certificate.valid_until >= today,
            Certificate.valid_until <= today + timedelta(days=days),
        )
        yield from work.session.scalars(wanted)


def to_tell_over(work: Work) -> Iterator[int]:
    """Ids of certificates whose last day has passed and whose holders have not been told."""
    today = local(work.now).date()
    for place in places.municipalities(work):
        yield from work.session.scalars(
            _counting(place.id).where(
                Certificate.told_over_at.is_(None), Certificate.valid_until < today
            )
        )


def to_settle(work: Work) -> Iterator[int]:
    """Ids of present contact persons whose door is not as the municipality wants it."""
    today = local(work.now).date()
    for place in places.municipalities(work):
        closes = bool(places.setting(work, place.id, "training.over_closes"))
        yield from work.session.scalars(
            select(Contact.id)
            .where(
                Contact.municipality_id == place.id,
                Contact.ended_at.is_(None),
                _differs(today, closes=closes),
            )
            .order_by(Contact.id)
        )


def _differs(today: date, *, closes: bool) -> ColumnElement[bool]:
    over = Contact.trained_until < today
    if closes:
        return over & ~Contact.training_over
    return or_(over, Contact.trained_until.is_(None)) & Contact.training_over


def _counting(municipality_id: int) -> Select[int]:
    """Ids of certificates that are neither withdrawn nor followed by a newer one."""
    later, other = aliased(Certificate), aliased(Contact)
    followed = exists().where(
        later.contact_id == other.id,
        other.user_id == Contact.user_id,
        later.municipality_id == Certificate.municipality_id,
        later.id > Certificate.id,
    )
    return (
        select(Certificate.id)
        .join(Certificate.contact)
        .where(
            Certificate.municipality_id == municipality_id,
            Certificate.withdrawn_at.is_(None),
            ~followed,
        )
        .order_by(Certificate.id)
    )
