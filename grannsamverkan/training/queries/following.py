"""How far people have come, for those who follow it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.paging import SIZE, Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import policy, rules
from grannsamverkan.training.models import Assignment, Certificate, Edition
from grannsamverkan.training.queries.persons import LIVING, counting, counts, present
from grannsamverkan.training.rules import lasting

AT_A_TIME = 500


@dataclass(frozen=True)
class Person:
    """A contact person of a living group, and how far the material has come (`standing`)."""

    contact: Contact
    standing: str
    since: datetime | None
    counts: bool
    certificate_id: int | None


def people(
    work: Work, *, trained: bool | None = None, number: int = 1, size: int = SIZE
) -> Part[Person]:
    """A page of the contact persons the actor follows; see `policy.may_see_person`.

    Those who have not done the training come first, then by group.

    Only those who have done the training, or only those who have not, if `trained` says so.
    """
    done = counting(local(work.now).date())
    wanted = _followed(work).order_by(done, Group.name, Group.id, Contact.id)
    if trained is not None:
        wanted = wanted.where(done if trained else ~done)
    shown: Part[Contact] = part(work, wanted, number, size)
    given = _assignments_by_person(work, shown.rows)
    mails = _mails_by_assignment(work, [row.id for row in given.values()])
    dead = _dead_mails(work, {row.municipality_id for row in shown.rows})
    certified = _certificates_by_person(work, shown.rows)
    persons = [
        replace(
            _person(work, row, given.get((row.municipality_id, row.user_id)), mails, dead),
            certificate_id=certified.get((row.municipality_id, row.user_id)),
        )
        for row in shown.rows
    ]
    return Part(persons, shown.number, shown.total, shown.size)


def everybody(work: Work, at_a_time: int = AT_A_TIME) -> Iterator[Person]:
    """All contact persons the actor follows, in the order of `people`, some read at a time."""
    number, last = 1, 1
    while number <= last:
        shown = people(work, number=number, size=at_a_time)
        yield from shown.rows
        number, last = number + 1, shown.pages


def how_many(work: Work) -> tuple[int, int]:
    """(how many contact persons the actor follows, how many of them have done the training)."""
    counted_done = func.count(case((counting(local(work.now).date()), 1)))
    counted = _followed(work).with_only_columns(func.count(), counted_done)
    followed, done = work.session.execute(counted).one()
    return followed, done


def _followed(work: Work) -> Select[Contact]:
    return present().where(_followed_by(work.actor), Group.state.in_(LIVING))


def followed_in(actor: Actor) -> frozenset[int]:
    """The municipalities in which the actor follows anybody."""
    return frozenset(role.municipality_id for role in actor.roles if role.name in policy.WATCHERS)


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
    """(municipality id, user id) to the training's assignment: the one that has come furthest,
    where a person has it in two languages."""
    rows = work.session.execute(
        select(Assignment, Contact.user_id)
        .join(Assignment.contact)
        .join(Assignment.edition)
        .where(
            Contact.user_id.in_({contact.user_id for contact in contacts}),
            Edition.state.in_(("published", "replaced")),
            Edition.trains,
        )
        .order_by(
            Assignment.done_at.is_not(None),
            Assignment.read_at.is_not(None),
            Edition.published_at,
            Assignment.id,
        )
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
    over = lasting.is_over(row.trained_until, local(work.now).date())
    # What was done counts no more, so its assignment is no offer to do it anew.
    given = None if over and given is not None and given.done_at is not None else given
    progress = rules.Progress(
        trained=row.trained_on is not None,
        over=over,
        offered=given is not None,
        mailed=given is not None and given.sent_at is not None,
        mail_sent=mail_sent is not None,
        mail_dead=mail in dead,
        read=given is not None and given.read_at is not None,
        expired=given is not None and given.expires_at <= work.now,
    )
    standing = rules.standing(progress)
    since = _since(standing, given, mail_sent)
    return Person(row, standing, since, counts(work, row), None)


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


def _certificates_by_person(work: Work, contacts: Sequence[Contact]) -> dict[tuple[int, int], int]:
    """(municipality id, user id) to the id of the person's newest certificate."""
    rows = work.session.execute(
        select(Certificate.municipality_id, Contact.user_id, Certificate.id)
        .join(Certificate.contact)
        .where(Contact.user_id.in_({contact.user_id for contact in contacts}))
        .order_by(Certificate.id)
    )
    return {(place, user_id): found for place, user_id, found in rows}
