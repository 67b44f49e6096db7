"""Reads of live sessions: for those who hold them, those who come, and the clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select, true
from sqlalchemy.orm import contains_eager, joinedload

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.codes import normalise
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality, PoliceArea
from grannsamverkan.training import policy
from grannsamverkan.training.models import Edition, Session, SignUp
from grannsamverkan.training.queries.seats import contact_row, own_row
from grannsamverkan.training.rules import sessions as rules

AHEAD = ("draft", "open")


@dataclass(frozen=True)
class Numbers:
    """How many have a seat, wait, were asked and have not answered, and have come."""

    signed: int = 0
    waiting: int = 0
    asked: int = 0
    present: int = 0


@dataclass(frozen=True)
class Listed:
    """A session in a list: its numbers, and the reader's own row if there is one."""

    session: Session
    numbers: Numbers
    own: SignUp | None = None

    @property
    def free(self) -> int | None:
        """How many seats are left; None where there is room for all."""
        return rules.free_seats(self.session.seats, self.numbers.signed)


def session(work: Work, session_id: int) -> Session:
    """One session for staff; NotFound for others."""
    return work.get(Session, session_id, policy.may_follow_session)


def held_by(work: Work, session_id: int) -> Session:
    """One session that the actor may hold; NotFound or NotPermitted for others."""
    found = session(work, session_id)
    work.require(policy.may_hold_session, found)
    return found


def to_change(work: Work, session_id: int) -> Session:
    """The same, locked until the work is done: seats are counted and given by one at a time."""
    found = held_by(work, session_id)
    lock(work, found)
    return found


def lock(work: Work, found: Session) -> None:
    """Hold the session's row where databases can, so that nobody else gives its seats away."""
    work.session.flush()
    work.session.refresh(found, with_for_update=True)


def for_contact(work: Work, session_id: int) -> tuple[Session, SignUp | None]:
    """One session for a signed-in contact person of its municipality, with the own row."""
    found = work.get(Session, session_id)
    own = own_row(work, found)
    if found.state == "draft" or (own is None and contact_row(work, found) is None):
        raise NotFound()
    return found, own


def by_door(work: Work, code: str) -> Session:
    """The session whose poster has this code."""
    found = work.session.scalar(select(Session).where(Session.door_code == normalise(code)))
    if found is None or found.state not in ("open", "held"):
        raise NotFound()
    return found


def is_door_code(work: Work, code: str) -> bool:
    """True if a poster has that code already."""
    return work.session.scalar(select(Session.id).where(Session.door_code == code)) is not None


def numbers(work: Work, session_ids: Sequence[int]) -> Mapping[int, Numbers]:
    """Session id to its numbers; those who are contact persons no more are not counted."""

    def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    rows = work.session.execute(
        select(
            SignUp.session_id,
            counted(SignUp.state == "signed"),
            counted(SignUp.state == "waiting"),
            counted(SignUp.state == "asked"),
            counted(and_(SignUp.state == "signed", SignUp.present_at.is_not(None))),
        )
        .join(SignUp.contact)
        .where(SignUp.session_id.in_(session_ids), Contact.ended_at.is_(None))
        .group_by(SignUp.session_id)
    )
    return {found: Numbers(*counts) for found, *counts in rows}


def numbers_of(work: Work, found: Session) -> Numbers:
    """The same for one."""
    return numbers(work, [found.id]).get(found.id, Numbers())


def is_full(work: Work, found: Session) -> bool:
    """True if who signs up now waits for a seat."""
    return not rules.has_free_seat(found.seats, numbers_of(work, found).signed)


def has_begun(work: Work, found: Session) -> bool:
    """True from the moment it starts."""
    return found.starts_at <= work.now


def is_its_day(work: Work, found: Session) -> bool:
    """True from the morning of its day on: whoever holds it may note who is there."""
    return local(found.starts_at).date() <= local(work.now).date()


def is_door_open(work: Work, found: Session) -> bool:
    """True in the hours in which people note by themselves that they have come."""
    window = int(places.setting(work, found.municipality_id, "training.session_window_minutes"))
    return rules.may_check_in(found.starts_at, found.ends_at, work.now, window)


def takes_signups(work: Work, found: Session) -> bool:
    """True while people may sign up, be it for the waiting list."""
    return found.state == "open" and work.now < min(found.closes_at, found.starts_at)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Session for staff; the same as `policy.may_follow_session`."""
    if actor.is_system:
        return true()
    seen = {role.municipality_id for role in actor.roles if role.name in policy.WATCHERS}
    return Session.municipality_id.in_(seen)


def overview(work: Work, *, past: bool, number: int = 1) -> Part[Listed]:
    """A page of the sessions staff follows: those to come, soonest first, or those that have
    been, latest first."""
    wanted = select(Session).where(visible_to(work.actor)).options(joinedload(Session.police_area))
    if past:
        wanted = wanted.where(Session.state.not_in(AHEAD))
        wanted = wanted.order_by(Session.starts_at.desc(), Session.id.desc())
    else:
        wanted = wanted.where(Session.state.in_(AHEAD))
        wanted = wanted.order_by(Session.starts_at, Session.id)
    return _listed(work, part(work, wanted, number))


def coming_for(work: Work, number: int = 1) -> Part[Listed]:
    """A page of the open sessions of the contact person's municipalities, soonest first."""
    wanted = (
        select(Session)
        .where(
            Session.state == "open",
            Session.ends_at > work.now,
            Session.municipality_id.in_(_places_of(work)),
        )
        .order_by(Session.starts_at, Session.id)
    )
    return _listed(work, part(work, wanted, number))


def to_hold(work: Work, most: int) -> Sequence[Session]:
    """Open sessions that the actor holds and that begin within a day or have begun."""
    found = work.session.scalars(
        select(Session)
        .where(
            visible_to(work.actor),
            Session.state == "open",
            Session.starts_at < work.now + timedelta(days=1),
        )
        .order_by(Session.starts_at, Session.id)
    )
    return [one for one in found if policy.may_hold_session(work.actor, one)][:most]


def own_coming(work: Work, most: int) -> Sequence[SignUp]:
    """The actor's rows of open sessions that are not over, soonest first."""
    return work.session.scalars(
        select(SignUp)
        .join(SignUp.session)
        .join(SignUp.contact)
        .where(
            SignUp.user_id == work.actor.id,
            SignUp.state != "left",
            Session.state == "open",
            Session.ends_at > work.now,
            Contact.ended_at.is_(None),
        )
        .options(contains_eager(SignUp.session))
        .order_by(Session.starts_at, SignUp.id)
        .limit(most)
    ).all()


def next_open(work: Work, after: Session, language: str) -> Session | None:
    """The next session of the same kind that takes sign-ups, in that language if there is one."""
    return work.session.scalars(
        select(Session)
        .where(
            Session.municipality_id == after.municipality_id,
            Session.kind == after.kind,
            Session.state == "open",
            Session.closes_at > work.now,
            Session.starts_at > work.now,
            Session.id != after.id,
        )
        .order_by(Session.language != language, Session.starts_at, Session.id)
        .limit(1)
    ).first()


def plannable_areas(work: Work, municipality_id: int) -> list[PoliceArea]:
    """The police areas for which the actor may hold sessions."""
    return [
        area
        for area in places.police_areas(work, municipality_id)
        if policy.may_plan_session(work.actor, municipality_id, area.id)
    ]


def plannable_municipalities(work: Work) -> list[Municipality]:
    """The municipalities in which the actor holds sessions, by name; never none for those who
    hold any."""
    held = {role.municipality_id for role in work.actor.roles if role.name in policy.WATCHERS}
    return [place for place in places.municipalities(work) if place.id in held]


def sendable(work: Work, municipality_id: int) -> Sequence[Edition]:
    """What may be sent afterwards."""
    return work.session.scalars(
        select(Edition)
        .where(Edition.municipality_id == municipality_id, Edition.state == "published")
        .order_by(Edition.title, Edition.id)
    ).all()


def material(work: Work, found: Session) -> Edition | None:
    """What those who came get: the edition that was chosen, or the one that has replaced it."""
    edition = found.edition
    while edition is not None and edition.state != "published":
        edition = work.session.scalars(
            select(Edition)
            .where(Edition.replaces_id == edition.id, Edition.state != "draft")
            .order_by(Edition.id.desc())
            .limit(1)
        ).first()
    return edition


def to_remind(work: Work) -> Iterator[int]:
    """Ids of open sessions that come near, with somebody who was told long before."""
    for place in places.municipalities(work):
        hours = int(places.setting(work, place.id, "training.session_remind_hours"))
        yield from work.session.scalars(
            select(Session.id)
            .where(
                Session.municipality_id == place.id,
                Session.state == "open",
                Session.starts_at > work.now,
                Session.starts_at <= work.now + timedelta(hours=hours),
            )
            .order_by(Session.id)
        )


def _listed(work: Work, shown: Part[Session]) -> Part[Listed]:
    ids = [row.id for row in shown.rows]
    counted = numbers(work, ids)
    own = {
        row.session_id: row
        for row in work.session.scalars(
            select(SignUp).where(SignUp.session_id.in_(ids), SignUp.user_id == work.actor.id)
        )
    }
    rows = [Listed(row, counted.get(row.id, Numbers()), own.get(row.id)) for row in shown.rows]
    return Part(rows, shown.number, shown.total, shown.size)


def _places_of(work: Work) -> Select[int]:
    return (
        select(Contact.municipality_id)
        .join(Contact.group)
        .where(
            Contact.user_id == work.actor.id if work.actor.kind == "contact" else false(),
            Contact.ended_at.is_(None),
            Group.state.in_(policy.SEATED),
        )
    )
