"""Who is to be trained, and who has been."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.training import policy
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.queries.certificates import newest
from grannsamverkan.training.queries.material import trainings
from grannsamverkan.training.rules import choosing, lasting

LIVING = ("approved", "active")
"""States of groups whose contact persons are to be trained."""


def receivers(work: Work, edition: Edition) -> list[Contact]:
    """Who gets an edition when it is published, once each: people of living groups whose training
    is to be done, or done anew, and whose language it is for. Nobody, if it is no training."""
    if not edition.trains:
        return []
    out = {one.language for one in trainings(work, edition.municipality_id)} | {edition.language}
    found = work.session.scalars(
        present()
        .where(
            Contact.municipality_id == edition.municipality_id,
            ~counting(local(work.now).date()),
            Group.state.in_(LIVING),
            Contact.user_id.not_in(_on_the_way(work, edition)),
        )
        .order_by(Contact.id)
    ).all()
    wanted = [
        contact
        for contact in found
        if choosing.best_language(contact.user.language, out) == edition.language
    ]
    return list({contact.user_id: contact for contact in reversed(wanted)}.values())[::-1]


def _on_the_way(work: Work, edition: Edition) -> Select[int]:
    """The users whose link to the edition that this one replaces works and goes on doing so."""
    return (
        select(Contact.user_id)
        .join(Assignment, Assignment.contact_id == Contact.id)
        .where(
            Assignment.edition_id == edition.replaces_id,
            Assignment.done_at.is_(None),
            Assignment.expires_at > work.now,
        )
    )


def present_rows(work: Work, contact: Contact) -> Sequence[Contact]:
    """The person's contact rows of today in all groups of the municipality."""
    return work.session.scalars(
        present()
        .where(
            Contact.user_id == contact.user_id,
            Contact.municipality_id == contact.municipality_id,
        )
        .order_by(Contact.id)
    ).all()


def contact(work: Work, contact_id: int) -> Contact:
    """A present contact person whose training the actor may see; NotFound otherwise."""
    found = work.get(Contact, contact_id, policy.may_see_person)
    if found.ended_at is not None:
        raise NotFound()
    return found


def counts(work: Work, contact: Contact) -> bool:
    """True while the person has done the training and its last day has not passed."""
    over = lasting.is_over(contact.trained_until, local(work.now).date())
    return contact.trained_on is not None and not over


def may_renew(work: Work, contact: Contact) -> bool:
    """True if the training is to be done, or so near its end that it may be done anew."""
    days = int(places.setting(work, contact.municipality_id, "training.remind_days"))
    near = lasting.is_near_end(contact.trained_until, local(work.now).date(), days)
    return contact.trained_on is None or near


def earlier_counts(work: Work, contact: Contact) -> bool:
    """True if what the person has done before, in whichever group, counts today."""
    made = newest(work, contact)
    if made is None:
        return done_before(work, contact) is not None
    return made.standing(local(work.now).date()) == "valid"


def counting(today: date) -> ColumnElement[bool]:
    """The condition on Contact for trainings that count today; the same as `counts`."""
    lasting = or_(Contact.trained_until.is_(None), Contact.trained_until >= today)
    return and_(Contact.trained_on.is_not(None), lasting)


def done_before(work: Work, contact: Contact) -> Assignment | None:
    """The newest assignment by which this person has done the municipality's training, or None."""
    return work.session.scalars(
        _of_person(contact)
        .join(Assignment.edition)
        .where(Assignment.done_at.is_not(None), Edition.trains)
        .order_by(Assignment.done_at.desc())
        .limit(1)
    ).first()


def assignment_of(work: Work, edition: Edition, contact: Contact) -> Assignment | None:
    """This person's assignment of that edition, through whichever group it was made."""
    return work.session.scalars(
        _of_person(contact)
        .where(Assignment.edition_id == edition.id)
        .order_by(Assignment.id)
        .limit(1)
    ).first()


def name_of(contact: Contact) -> str:
    """The person's name, or the address that the group itself gave until there is one."""
    return contact.user.name or contact.user.email


def present() -> Select[Contact]:
    """Present contact persons with their groups."""
    return (
        select(Contact)
        .join(Contact.group)
        .where(Contact.ended_at.is_(None))
        .options(contains_eager(Contact.group))
    )


def _of_person(contact: Contact) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.contact)
        .where(
            Contact.user_id == contact.user_id,
            Assignment.municipality_id == contact.municipality_id,
        )
    )
