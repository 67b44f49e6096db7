"""What presses most, asked of the database a few rows at a time: counts, and those to show first.

However many groups and signs there are, each function is a question or two.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from grannsamverkan.core.actor import Actor, StaffRole
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.desk.rules import CALLED_WITHIN, SHOWN, Door
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups import rules as group_rules
from grannsamverkan.groups.models import Contact, Group, GroupDecision
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.models.year import GroupYear, LifeNote
from grannsamverkan.groups.policy import LIVING
from grannsamverkan.groups.queries import year as years
from grannsamverkan.groups.queries.meetings import AHEAD
from grannsamverkan.groups.rules.year import Year, plus_months
from grannsamverkan.places import queries as places
from grannsamverkan.signs import queries as signs
from grannsamverkan.signs.models import Sign, SignOrder, SignTask
from grannsamverkan.signs.queries import deadlines
from grannsamverkan.signs.queries.orders import OPEN as OPEN_ORDERS
from grannsamverkan.signs.workflow import UPLOADING

Row = TypeVar("Row")
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Few(Generic[Row]):
    """The first ones of many, and how many there are."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True)
class Answerable:
    """A sign that waits for a reviewer's answer, until when, and the days left (below 0: late)."""

    id: int
    code: str
    post_number: str
    place: str
    group_name: str
    last_day: date
    days_left: int


def registrations(work: Work, role: StaffRole) -> Few[Group]:
    """Registrations on which the actor decides now in that role, the longest wait first."""
    wanted = select(Group).where(groups.visible_to(work.actor), awaiting(work, role))
    options = (joinedload(Group.police_area), lazyload(Group.contacts))
    order = (Group.submitted_at, Group.created_at, Group.id)
    return _few(work, wanted, options, order)


def starting(work: Work) -> Few[Group]:
    """Approved groups of the actor's police areas, with all that they may still lack."""
    wanted = select(Group).where(Group.state == "approved", held_anywhere(work.actor, "police"))
    options = (
        joinedload(Group.police_area),
        joinedload(Group.contacts),
        joinedload(Group.facts),
    )
    return _few(work, wanted, options, (Group.submitted_at, Group.created_at, Group.id))


def asking_to_wake(work: Work) -> Few[Group]:
    """Resting groups of the actor's police areas whose last word is that they want to begin
    again."""
    last, later = aliased(LifeNote), aliased(LifeNote)
    has_later = exists().where(later.group_id == last.group_id, later.id > last.id)
    asks = exists().where(last.group_id == Group.id, last.step == "ask_wake", ~has_later)
    police = held_anywhere(work.actor, "police")
    wanted = select(Group).where(Group.state == "dormant", police, asks)
    return _few(work, wanted, (lazyload(Group.contacts),), (Group.name, Group.id))


def fallen_asleep(work: Work) -> Few[Group]:
    """Groups of the actor's police areas that have come to rest lately and not asked to begin
    again, the latest first."""
    last, later = aliased(LifeNote), aliased(LifeNote)
    has_later = exists().where(later.group_id == last.group_id, later.id > last.id)
    since = (
        select(last.at)
        .where(last.group_id == Group.id, last.step == "dormant", ~has_later)
        .scalar_subquery()
    )
    police = held_anywhere(work.actor, "police")
    lately = since >= work.now - CALLED_WITHIN
    wanted = select(Group).where(Group.state == "dormant", police, lately)
    return _few(work, wanted, (lazyload(Group.contacts),), (since.desc(), Group.id))


def area_changes(work: Work, role: StaffRole) -> Few[AreaChange]:
    """Wishes for another area where the actor decides in that role, the longest wait first."""
    wanted = (
        select(AreaChange)
        .join(AreaChange.group)
        .where(
            AreaChange.state == "open",
            Group.state.in_(LIVING),
            held_anywhere(work.actor, role),
        )
    )
    options = (contains_eager(AreaChange.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (AreaChange.asked_at, AreaChange.id))


def meetings(work: Work) -> Few[Meeting]:
    """Meetings of the actor's police areas that are proposed, or booked and been, oldest first."""
    wanted = (
        select(Meeting)
        .join(Meeting.group)
        .where(Meeting.state.in_(AHEAD), held_anywhere(work.actor, "police"))
        .where(or_(Meeting.state == "proposed", Meeting.starts_at <= work.now))
    )
    options = (contains_eager(Meeting.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (Meeting.starts_at, Meeting.id))


def late_years(work: Work) -> Few[tuple[Group, Year]]:
    """Active groups of the actor's police areas that nobody has confirmed in time, the one that
    goes dormant first first."""
    clocks = {place: years.clocks(work, place) for place in _all_places(work.actor, "police")}
    late = [
        and_(
            GroupYear.municipality_id == place,
            GroupYear.began_on < plus_months(years.today(work), -clock.confirm_months),
        )
        for place, clock in clocks.items()
    ]
    wanted = (
        select(GroupYear)
        .join(GroupYear.group)
        .where(GroupYear.ended_at.is_(None), Group.state == "active", or_(false(), *late))
        .where(held_anywhere(work.actor, "police"))
    )
    options = (contains_eager(GroupYear.group).lazyload(Group.contacts),)
    found = _few(work, wanted, options, (GroupYear.began_on, GroupYear.id))
    rows = [(row.group, years.with_clocks(row, clocks[row.municipality_id])) for row in found.rows]
    return Few(rows, found.total)


def closed_doors(work: Work) -> Counter[Door]:
    """How many signs with an approved place stand before which closed door of their group."""
    # An open door is counted too and left out here: the database would ask for each door twice.
    door = _door().label("door")
    rows = work.session.execute(
        select(door, func.count())
        .select_from(Sign)
        .join(Sign.group)
        .where(
            Sign.state == "place_approved",
            Sign.municipality_id.in_(_places(work.actor, "coordinator")),
        )
        .group_by("door")
    )
    counted: Counter[Any] = Counter({closed: count for closed, count in rows.all() if closed})
    return counted


def to_answer(work: Work, state: str) -> Few[Answerable]:
    """Signs of one state that wait for the reviewer, the nearest last day first."""
    mine = and_(Sign.state == state, Sign.municipality_id.in_(_places(work.actor, "reviewer")))
    # Few and all are one question: a page asks many.
    total = select(func.count()).select_from(Sign).where(mine).scalar_subquery()
    rows = work.session.execute(
        select(
            total.label("total"),
            Sign.id,
            Sign.code,
            Sign.post_number,
            Sign.place,
            Sign.municipality_id,
            Sign.waits_since,
            Group.name,
        )
        .join(Sign.group)
        .where(mine)
        .order_by(Sign.waits_since, Sign.id)
        .limit(SHOWN)
    ).all()
    days = deadlines.answer_days(work) if rows else {}
    return Few([_answerable(work, days, row) for row in rows], rows[0].total if rows else 0)


def _answerable(work: Work, days: Mapping[int, int], row: Any) -> Answerable:
    last = deadlines.last_day(row.waits_since, days[row.municipality_id])
    left = deadlines.days_left(last, work.now)
    return Answerable(row.id, row.code, row.post_number, row.place, row.name, last, left)


def sign_tasks(work: Work) -> Few[SignTask]:
    """Open tasks with signs the actor may see that nobody has reported as done, the first day due
    first."""
    wanted = (
        select(SignTask)
        .join(SignTask.sign)
        .where(signs.visible_to(work.actor), SignTask.state == "open")
        .where(SignTask.reported_at.is_(None))
    )
    options = (joinedload(SignTask.sign).joinedload(Sign.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (SignTask.due_on.is_(None), SignTask.due_on, SignTask.id))


def reported_tasks(work: Work) -> Few[SignTask]:
    """Tasks that somebody says are done and a reviewer is to look at."""
    wanted = (
        select(SignTask)
        .join(SignTask.sign)
        .where(Sign.municipality_id.in_(_places(work.actor, "reviewer")))
        .where(SignTask.state == "open", SignTask.reported_at.is_not(None))
    )
    options = (joinedload(SignTask.sign).joinedload(Sign.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (SignTask.reported_at, SignTask.id))


def late_tasks(work: Work) -> Few[SignTask]:
    """Tasks that nobody has reported as done and whose day has passed, the latest first."""
    wanted = (
        select(SignTask)
        .join(SignTask.sign)
        .where(Sign.municipality_id.in_(_places(work.actor, "reviewer")))
        .where(SignTask.state == "open", SignTask.reported_at.is_(None))
        .where(SignTask.due_on < local(work.now).date())
    )
    options = (joinedload(SignTask.sign).joinedload(Sign.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (SignTask.due_on, SignTask.id))


def late_photos(work: Work) -> Few[Sign]:
    """Signs whose photos have not come by their day, the latest first."""
    wanted = (
        select(Sign)
        .where(Sign.municipality_id.in_(_places(work.actor, "reviewer")))
        .where(Sign.state.in_(UPLOADING), Sign.due_on < local(work.now).date())
    )
    options = (joinedload(Sign.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (Sign.due_on, Sign.id))


def open_orders(work: Work) -> Few[SignOrder]:
    """Orders of the actor's municipalities that are not at their end, the longest wait first."""
    wanted = select(SignOrder).where(
        SignOrder.municipality_id.in_(_places(work.actor, "coordinator")),
        SignOrder.state.in_(OPEN_ORDERS),
    )
    options = (joinedload(SignOrder.group).lazyload(Group.contacts),)
    return _few(work, wanted, options, (SignOrder.moved_at, SignOrder.id))


def awaiting(work: Work, role: StaffRole) -> Condition:
    """The condition on Group for what the actor decides on now in `role`; the same as
    `groups.policy.role_to_decide`, which a test holds it to."""
    found = [
        and_(Group.municipality_id == place, _awaiting_in(work, role, place))
        for place in sorted(_all_places(work.actor, role))
    ]
    return and_(Group.state == "submitted", or_(false(), *found))


def _awaiting_in(work: Work, role: StaffRole, place: int) -> Condition:
    asked = bool(places.setting(work, place, "approve.coordinator_decides"))
    wanted = group_rules.roles_that_decide(asked)
    if role not in wanted:
        return false()
    # One person decides in the first of the roles that is open to them.
    earlier = wanted[: wanted.index(role)]
    held = {one: _held(work.actor, one, place) for one in wanted}
    left = [or_(_given(one), ~held[one]) for one in earlier]
    first = [~held[one] for one in earlier]
    now = and_(~_given(role), ~_given_by(work.actor.person_id), *left)
    conclude = and_(*(_given(one) for one in wanted), *first)
    return and_(held[role], or_(now, conclude))


def _held(actor: Actor, role: str, place: int) -> Condition:
    """That the actor's role of that name covers the group's police area."""
    areas = {
        one.police_area_id
        for one in actor.roles
        if one.name == role and one.municipality_id == place
    }
    if None in areas:
        return true()
    return Group.police_area_id.in_(areas) if areas else false()


def held_anywhere(actor: Actor, role: StaffRole) -> Condition:
    """The condition on Group that it lies where the actor has the role."""
    return or_(
        false(),
        *(
            and_(Group.municipality_id == place, _held(actor, role, place))
            for place in _all_places(actor, role)
        ),
    )


def _given(role: str) -> Condition:
    return exists().where(*_yes(), GroupDecision.role == role)


def _given_by(person: int) -> Condition:
    return exists().where(*_yes(), GroupDecision.actor_id == person)


def _yes() -> Iterable[Condition]:
    """A yes to the group in the present round."""
    return (
        GroupDecision.group_id == Group.id,
        GroupDecision.round == Group.round,
        GroupDecision.outcome == "approve",
    )


def _door() -> ColumnElement[str]:
    """The group's `rules.Door`; NULL where nothing of the group's keeps it from its signs."""
    present = (Contact.group_id == Group.id, Contact.ended_at.is_(None))
    return case(
        (Group.state != "active", "not_active"),
        (~exists().where(*present), "no_contacts"),
        (exists().where(*present, ~Contact.is_trained), "untrained"),
    )


def _all_places(actor: Actor, role: StaffRole) -> set[int]:
    return {one.municipality_id for one in actor.roles if one.name == role}


def _places(actor: Actor, role: StaffRole) -> set[int]:
    return {
        one.municipality_id
        for one in actor.roles
        if one.name == role and one.police_area_id is None
    }


def _few(work: Work, wanted: Select[Any], options: Sequence[Any], order: Sequence[Any]) -> Few[Any]:
    # The number of all stands beside each row: a start page asks for many such lists.
    numbered = wanted.add_columns(func.count().over())
    shown = numbered.options(*options).order_by(*order).limit(SHOWN)
    rows = work.session.execute(shown).unique().all()
    return Few([row[0] for row in rows], rows[0][1] if rows else 0)
