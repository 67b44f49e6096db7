"""Every read of the training room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import errors, policy, rules
from grannsamverkan.training.models import Assignment, Edition

LIVING = ("approved", "active")
"""States of groups whose contact persons are to be trained."""


# --- material -------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Edition for what `actor` may see; the same as `policy.may_see_edition`."""
    if actor.is_system:
        return true()
    seen = {role.municipality_id for role in actor.roles if role.name in policy.WATCHERS}
    return Edition.municipality_id.in_(seen)


def editions(work: Work) -> Sequence[Edition]:
    """The editions the actor may see, newest first."""
    return work.session.scalars(
        select(Edition).where(visible_to(work.actor)).order_by(Edition.id.desc())
    ).all()


def edition(work: Work, edition_id: int) -> Edition:
    """One edition; NotFound unless the actor may see it."""
    return work.get(Edition, edition_id, policy.may_see_edition)


def kept_edition(work: Work, edition_id: int) -> Edition:
    """One edition that the actor keeps; NotFound or NotPermitted for others."""
    found = edition(work, edition_id)
    work.require(policy.may_manage_edition, found)
    return found


def open_draft(work: Work, edition_id: int) -> Edition:
    """The same, while it can still be changed; Conflict afterwards."""
    found = kept_edition(work, edition_id)
    if found.state != "draft":
        raise errors.not_draft()
    return found


def current_edition(work: Work, municipality_id: int) -> Edition | None:
    """The edition that contact persons of the municipality get now, or None."""
    return work.session.scalars(
        select(Edition)
        .where(Edition.municipality_id == municipality_id, Edition.state == "published")
        .order_by(Edition.published_at.desc(), Edition.id.desc())
        .limit(1)
    ).first()


def published_editions(work: Work, municipality_id: int) -> Sequence[Edition]:
    """All editions of the municipality that are out now."""
    return work.session.scalars(
        select(Edition).where(
            Edition.municipality_id == municipality_id, Edition.state == "published"
        )
    ).all()


def lacking(edition: Edition) -> list[Any]:
    """What an edition still lacks before it can be published, one sentence for each."""
    missing = []
    if edition.kind is None:
        missing.append(lazy("Lägg till materialet, som fil eller länk."))
    left = rules.QUESTIONS - len(edition.questions)
    if left > 0:
        missing.append(lazy("Skriv %(left)d frågor till.", left=left))
    return missing


def managed_municipalities(work: Work) -> list[Municipality]:
    """The municipalities whose material the actor keeps, by name."""
    ids = policy.managed(work.actor)
    return [place for place in places.municipalities(work) if place.id in ids]


# --- who is to be trained -------------------------------------------------------------------


def receivers(work: Work, municipality_id: int) -> list[Contact]:
    """Who gets an edition when it is published: untrained people of living groups, once each."""
    found = work.session.scalars(
        _present()
        .where(
            Contact.municipality_id == municipality_id,
            Contact.trained_on.is_(None),
            Group.state.in_(LIVING),
        )
        .order_by(Contact.id)
    ).all()
    return list({contact.user_id: contact for contact in reversed(found)}.values())[::-1]


def present_rows(work: Work, contact: Contact) -> Sequence[Contact]:
    """The person's contact rows of today in all groups of the municipality."""
    return work.session.scalars(
        _present()
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


def done_before(work: Work, contact: Contact) -> Assignment | None:
    """The assignment by which this person has done the municipality's training, or None."""
    return work.session.scalars(
        _of_person(contact)
        .where(Assignment.done_at.is_not(None))
        .order_by(Assignment.done_at)
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


# --- the personal link ----------------------------------------------------------------------


def by_token(work: Work, token: str, *, to_change: bool = False) -> Assignment:
    """The assignment a personal link opens, with edition, contact and group.

    NotFound, always the same, if the link is unknown, replaced, past its day, if the edition is
    withdrawn or the person is no longer a contact person. With `to_change` the row is locked
    where the database can, so that two presses at once do not both count.
    """
    wanted = (
        select(Assignment)
        .where(Assignment.token_hash == codes.token_hash(token))
        .options(
            joinedload(Assignment.edition, innerjoin=True),
            joinedload(Assignment.contact, innerjoin=True).joinedload(
                Contact.group, innerjoin=True
            ),
        )
    )
    found = work.session.scalars(
        wanted.with_for_update(of=Assignment) if to_change else wanted
    ).first()
    if found is None or found.expires_at <= work.now or found.edition.state != "published":
        raise NotFound()
    if not present_rows(work, found.contact):
        raise NotFound()
    return found


@dataclass(frozen=True)
class OwnTraining:
    """What a signed-in contact person sees of the training in one municipality."""

    contact: Contact
    edition: Edition | None
    assignment: Assignment | None
    groups: tuple[str, ...]


def own_trainings(work: Work) -> list[OwnTraining]:
    """The actor's own training, one for each municipality with a group of theirs."""
    rows = work.session.scalars(
        _present().where(Contact.user_id == work.actor.id).order_by(Contact.id)
    ).all()
    by_place: dict[int, list[Contact]] = {}
    for row in rows:
        by_place.setdefault(row.municipality_id, []).append(row)
    return [_own_training(work, found) for found in by_place.values()]


def _own_training(work: Work, rows: Sequence[Contact]) -> OwnTraining:
    untrained = [row for row in rows if row.trained_on is None]
    shown = (untrained or rows)[0]
    current = current_edition(work, shown.municipality_id)
    given = assignment_of(work, current, shown) if current else None
    return OwnTraining(shown, current, given, tuple(row.group.name for row in rows))


# --- how far people have come ---------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A contact person of a living group, and how far the material has come (`standing`)."""

    contact: Contact
    standing: str
    since: datetime | None


def people(work: Work, *, trained: bool | None = None, number: int = 1) -> Part[Person]:
    """A page of the contact persons the actor follows; see `policy.may_see_person`.

    Those who have not done the training come first, then by group.

    Only those who have done the training, or only those who have not, if `trained` says so.
    """
    wanted = _followed(work).order_by(
        Contact.trained_on.is_not(None), Group.name, Group.id, Contact.id
    )
    if trained is not None:
        wanted = wanted.where(Contact.trained_on.is_not(None) == trained)
    shown: Part[Contact] = part(work, wanted, number)
    given = _assignments_by_person(work, shown.rows)
    mails = _mails_by_assignment(work, [row.id for row in given.values()])
    dead = _dead_mails(work, {row.municipality_id for row in shown.rows})
    persons = [
        _person(work, row, given.get((row.municipality_id, row.user_id)), mails, dead)
        for row in shown.rows
    ]
    return Part(persons, shown.number, shown.total, shown.size)


def how_many(work: Work) -> tuple[int, int]:
    """(how many contact persons the actor follows, how many of them have done the training)."""
    counted = _followed(work).with_only_columns(func.count(), func.count(Contact.trained_on))
    followed, done = work.session.execute(counted).one()
    return followed, done


def _followed(work: Work) -> Select[Contact]:
    return _present().where(_followed_by(work.actor), Group.state.in_(LIVING))


def _followed_by(actor: Actor) -> ColumnElement[bool]:
    seen = [
        and_(
            Group.municipality_id == role.municipality_id,
            true() if role.police_area_id is None else Group.police_area_id == role.police_area_id,
        )
        for role in actor.roles
        if role.name in policy.WATCHERS
    ]
    return or_(false(), *seen)


def _assignments_by_person(
    work: Work, contacts: Sequence[Contact]
) -> dict[tuple[int, int], Assignment]:
    """(municipality id, user id) to the assignment of the edition that is out now."""
    rows = work.session.execute(
        select(Assignment, Contact.user_id)
        .join(Assignment.contact)
        .join(Assignment.edition)
        .where(
            Contact.user_id.in_({contact.user_id for contact in contacts}),
            Edition.state == "published",
        )
        .order_by(Edition.published_at, Assignment.id)
    )
    return {(given.municipality_id, user_id): given for given, user_id in rows}


def _mails_by_assignment(
    work: Work, assignments: Sequence[int]
) -> dict[int, tuple[int, datetime | None]]:
    """Assignment id to (mail id, when it was sent) of its newest mail."""
    rows = work.session.execute(
        select(MailRow.subject_id, MailRow.id, MailRow.sent_at)
        .where(
            MailRow.subject_id.in_(assignments),
            MailRow.subject_kind == Assignment.__tablename__,
        )
        .order_by(MailRow.id)
    )
    return {subject: (mail, sent) for subject, mail, sent in rows if subject is not None}


def _dead_mails(work: Work, places: set[int]) -> set[Any]:
    """Ids of mails that were given up, a handful at most."""
    gone = work.session.scalars(
        select(Job.args).where(
            Job.kind == "send_mail", Job.state == "dead", Job.municipality_id.in_(places)
        )
    )
    return {args.get("mail_id") for args in gone}


def _person(
    work: Work,
    row: Contact,
    given: Assignment | None,
    mails: Mapping[int, tuple[int, datetime | None]],
    dead: set[Any],
) -> Person:
    mail, mail_sent = mails.get(given.id, (None, None)) if given else (None, None)
    progress = rules.Progress(
        trained=row.trained_on is not None,
        offered=given is not None,
        mailed=given is not None and given.sent_at is not None,
        mail_sent=mail_sent is not None,
        mail_dead=mail in dead,
        read=given is not None and given.read_at is not None,
        expired=given is not None and given.expires_at <= work.now,
    )
    standing = rules.standing(progress)
    return Person(row, standing, _since(standing, given, mail_sent))


def _since(standing: str, given: Assignment | None, mail_sent: datetime | None) -> datetime | None:
    if given is None or standing == "done":
        return None
    return {
        "sent": mail_sent,
        "queued": given.sent_at,
        "refused": given.sent_at,
        "read": given.read_at,
        "expired": given.expires_at,
    }.get(standing)


def name_of(contact: Contact) -> str:
    """The person's name, or the address that the group itself gave until there is one."""
    return contact.user.name or contact.user.email


def _present() -> Select[Contact]:
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
