"""Reads of the rows of live sessions: who is asked, has a seat, waits, and has come."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from grannsamverkan.accounts.models import User
from grannsamverkan.core import links, search
from grannsamverkan.core.codes import normalise
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.training import policy
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.queries.persons import counting, present

AT_THE_DOOR = 50
"""Names on a page of the attendance list: more than most sessions have, so that none is turned."""


def contact_row(work: Work, found: Session, user_id: int | None = None) -> Contact | None:
    """The actor's (or that user's) first row as contact person that gives a seat, or None."""
    return work.session.scalars(
        _seated(found)
        .where(Contact.user_id == (user_id or work.actor.id))
        .order_by(Contact.id)
        .limit(1)
    ).first()


def own_row(work: Work, found: Session, user_id: int | None = None) -> SignUp | None:
    """The actor's (or that user's) row of the session, if it still belongs to a contact person."""
    return work.session.scalars(
        _with_people()
        .where(SignUp.session_id == found.id, SignUp.user_id == (user_id or work.actor.id))
        .limit(1)
    ).first()


def by_token(work: Work, token: str) -> SignUp:
    """The row that a personal link opens; NotFound if it is unknown or over.

    Over is also that of a person who is no contact person any more.
    """
    found = links.by_token(work, SignUp, token)
    if found is None or not found.is_good(work.now) or found.contact.ended_at is not None:
        raise NotFound()
    return found


def by_pass(work: Work, code: str) -> SignUp:
    """The row whose QR has this code; NotFound if there is none."""
    found = work.session.scalars(
        _with_people().where(SignUp.pass_code == normalise(code)).limit(1)
    ).first()
    if found is None:
        raise NotFound()
    return found


def signup(work: Work, signup_id: int) -> SignUp:
    """A row of a session that the actor may hold; NotFound otherwise."""
    found = work.get(
        SignUp, signup_id, lambda actor, row: policy.may_hold_session(actor, row.session)
    )
    if found.contact.ended_at is not None:
        raise NotFound()
    return found


def attendance(work: Work, found: Session, name: str = "", number: int = 1) -> Part[SignUp]:
    """A page of those with a seat, by name; with `name`, those whose name has such words."""
    wanted = _people_of(found, "signed").order_by(func.lower(User.name), User.email, SignUp.id)
    matches = search.matching(User, name)
    return part(
        work, wanted if matches is None else wanted.where(matches), number, size=AT_THE_DOOR
    )


def everybody(work: Work, found: Session) -> Sequence[SignUp]:
    """All with a seat, by name."""
    wanted = _people_of(found, "signed").order_by(func.lower(User.name), User.email, SignUp.id)
    return work.session.scalars(wanted).all()


def in_order(work: Work, found: Session, *states: str) -> Sequence[SignUp]:
    """All in those states, in the order in which they signed up."""
    return work.session.scalars(
        _people_of(found, *states).order_by(SignUp.queued_at, SignUp.id)
    ).all()


def first_waiting(work: Work, found: Session) -> SignUp | None:
    """Who gets the next seat."""
    return work.session.scalars(
        _people_of(found, "waiting").order_by(SignUp.queued_at, SignUp.id).limit(1)
    ).first()


def not_coming(work: Work, found: Session, name: str) -> Sequence[Contact]:
    """Contact persons of that name who have no seat, for whoever stands at the door unasked."""
    matches = search.matching(User, name)
    if matches is None:
        return []
    seated = select(SignUp.user_id).where(SignUp.session_id == found.id, SignUp.state == "signed")
    rows = work.session.scalars(
        _seated(found)
        .join(Contact.user)
        .where(matches, Contact.user_id.not_in(seated))
        .order_by(User.name, Contact.id)
        .limit(AT_THE_DOOR)
    ).all()
    return list({row.user_id: row for row in reversed(rows)}.values())[::-1]


def invitees(work: Work, found: Session, who: str) -> Select[Contact]:
    """Contact persons to be asked, one row a person: of the session's police area if it has one,
    `who` "untrained" or "all", and not those who have a row already."""
    known = select(SignUp.user_id).where(SignUp.session_id == found.id)
    one_each = (
        _seated(found).with_only_columns(func.min(Contact.id)).group_by(Contact.user_id)
    ).where(Contact.user_id.not_in(known))
    if found.police_area_id is not None:
        one_each = one_each.where(Group.police_area_id == found.police_area_id)
    if who == "untrained":
        one_each = one_each.where(~counting(local(work.now).date()))
    return select(Contact).where(Contact.id.in_(one_each)).order_by(Contact.id)


def how_many_invitees(work: Work, found: Session, who: str) -> int:
    """How many that is."""
    wanted = invitees(work, found, who).order_by(None).subquery()
    return work.session.scalar(select(func.count()).select_from(wanted)) or 0


def rows_of_contact(work: Work, contact: Contact) -> Sequence[SignUp]:
    """All rows of sessions in the name of one row as contact person."""
    return work.session.scalars(
        select(SignUp).where(SignUp.contact_id == contact.id).order_by(SignUp.id)
    ).all()


def unreminded(work: Work, found: Session) -> Sequence[SignUp]:
    """Those with a seat who have heard nothing in the hours in which others are reminded."""
    hours = int(places.setting(work, found.municipality_id, "training.session_remind_hours"))
    return work.session.scalars(
        _people_of(found, "signed")
        .where(
            SignUp.reminded_at.is_(None),
            SignUp.told_at < found.starts_at - timedelta(hours=hours),
        )
        .order_by(SignUp.id)
    ).all()


def unsettled(work: Work, found: Session, most: int) -> Sequence[SignUp]:
    """The next of those who had a seat for whom what follows has not been done; locked."""
    return work.session.scalars(
        _people_of(found, "signed")
        .where(SignUp.settled_at.is_(None))
        .order_by(SignUp.id)
        .limit(most)
        .with_for_update(of=SignUp)
    ).all()


def _seated(found: Session) -> Select[Contact]:
    return present().where(
        Contact.municipality_id == found.municipality_id, Group.state.in_(policy.SEATED)
    )


def _with_people() -> Select[SignUp]:
    """Rows of people who are contact persons still, with their names and groups."""
    return (
        select(SignUp)
        .join(SignUp.contact)
        .join(Contact.user)
        .join(Contact.group)
        .where(Contact.ended_at.is_(None))
        .options(
            contains_eager(SignUp.contact).contains_eager(Contact.user),
            contains_eager(SignUp.contact).contains_eager(Contact.group),
        )
    )


def _people_of(found: Session, *states: str) -> Select[SignUp]:
    return _with_people().where(SignUp.session_id == found.id, SignUp.state.in_(states))
