"""The reviewers' queue: what waits, in the order of its last day, chosen by an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.signs import queries, rules, words
from grannsamverkan.signs.models import CheckResult, Photo, PhotoSet, Sign, SignDecision

WAITING = ("photos_sent", "planned")
PAGE_SIZE = 50
LONGEST_TEXT = 80
SOON = timedelta(days=3)
"""Own choice: "soon" means that at most so many days are left."""
GRAVITY: tuple[rules.Verdict, ...] = ("ok", "person_looks", "not_ok")


@dataclass(frozen=True)
class Wanted:
    """What the queue shows. Empty or None: everything. The names are those of the address."""

    lage: str = ""
    """A state: "photos_sent" or "planned"."""
    tid: str = ""
    """The last day: "sen" has passed, "snart" is near."""
    hos: str = ""
    """Who has it: "mig" or "ingen"."""
    fynd: str = ""
    """What the checks say of the newest photos: "fel", "titta" or "klart"."""
    omrade: int | None = None
    grupp: int | None = None
    q: str = ""
    """Part of a code, a place, a post's number or a group's name."""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Wanted":
        """What an address asks for; what makes no sense counts as not asked."""
        return cls(
            lage=_among(address.get("lage"), WAITING),
            tid=_among(address.get("tid"), ("sen", "snart")),
            hos=_among(address.get("hos"), ("mig", "ingen")),
            fynd=_among(address.get("fynd"), ("fel", "titta", "klart")),
            omrade=_number(address.get("omrade")),
            grupp=_number(address.get("grupp")),
            q=" ".join(address.get("q", "").split())[:LONGEST_TEXT],
        )

    @property
    def address(self) -> dict[str, Any]:
        """The same as values of an address; what is not asked is left out."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def photos(self) -> "Wanted":
        """The same choice among those signs that have photos to look at."""
        return replace(self, lage="photos_sent")


@dataclass(frozen=True)
class Waiting:
    """One row of the queue. `verdict` is None for a place and while photos are being examined."""

    id: int
    code: str
    state: str
    post_number: str
    place: str
    group_id: int
    group_name: str
    area_name: str
    since: datetime
    last_day: date
    days_left: int
    verdict: rules.Verdict | None
    being_examined: bool
    assigned_to: int | None
    assigned_name: str
    set_id: int | None


@dataclass(frozen=True)
class Listing:
    """One page of the queue; `total` counts all that was wanted, `in_all` all that waits."""

    rows: list[Waiting]
    total: int
    in_all: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands among those wanted: ids of the next and the one before, place, number."""

    previous: int | None
    next: int | None
    place: int
    total: int


def listing(work: Work, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what waits for this reviewer, the one with the nearest last day first."""
    condition = _condition(work, wanted)
    counts = work.session.execute(
        select(
            _counted(condition).scalar_subquery(),
            _counted(_reviewed_by(work.actor)).scalar_subquery(),
        )
    ).one()
    page = min(max(page, 1), max(1, -(-counts[0] // PAGE_SIZE)))
    found = work.session.execute(
        _columns()
        .where(condition)
        .order_by(Sign.waits_since, Sign.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    days = answer_days(work)
    return Listing([_row(work, days, row) for row in found], counts[0], counts[1], page)


def rows_of(work: Work, sign_ids: list[int]) -> list[Waiting]:
    """Rows of the queue by id, in its order; those that no longer wait are left out."""
    found = work.session.execute(
        _columns()
        .where(_reviewed_by(work.actor), Sign.id.in_(sign_ids))
        .order_by(Sign.waits_since, Sign.id)
    ).all()
    days = answer_days(work)
    return [_row(work, days, row) for row in found]


def neighbours(work: Work, wanted: Wanted, sign: Sign) -> Neighbours:
    """The cases beside `sign` among those with photos that are wanted; one question.

    The sign itself need not be among them (any more). After the last comes the first again.
    """
    condition = _condition(work, wanted.photos)
    before = or_(
        Sign.waits_since < sign.waits_since,
        and_(Sign.waits_since == sign.waits_since, Sign.id < sign.id),
    )
    after = and_(~before, Sign.id != sign.id)
    up, down = (Sign.waits_since, Sign.id), (Sign.waits_since.desc(), Sign.id.desc())
    base = select(Sign.id).join(Group).where(condition).limit(1)
    asked = (
        base.where(after).order_by(*up),
        base.where(before).order_by(*up),
        base.where(before).order_by(*down),
        base.where(after).order_by(*down),
        _counted(and_(condition, before)),
        _counted(condition),
    )
    following, first, previous, last, place, total = work.session.execute(
        select(*(one.scalar_subquery() for one in asked))
    ).one()
    return Neighbours(previous or last, following or first, place + 1, total)


@dataclass(frozen=True)
class Decided:
    """What somebody has just decided; `seconds_left` is 0 once it cannot be undone."""

    decision_id: int
    sign_id: int
    code: str
    outcome: str
    seconds_left: int


@dataclass(frozen=True)
class Done:
    """What a page tells of decisions just made, at least one."""

    decisions: list[Decided]

    @property
    def text(self) -> str:
        """One sentence on what was decided."""
        first = self.decisions[0]
        return words.decided(len(self.decisions), first.code, first.outcome)

    @property
    def seconds_left(self) -> int:
        """How long all of them can still be undone."""
        return min(one.seconds_left for one in self.decisions)

    @property
    def ids(self) -> str:
        """The decisions as they stand in an address."""
        return ",".join(str(one.decision_id) for one in self.decisions)


def done(work: Work, text: str) -> Done | None:
    """What to tell of the reader's own decisions whose ids stand in `text`, if any."""
    found = just_decided(work, text)
    return Done(found) if found else None


def just_decided(work: Work, text: str) -> list[Decided]:
    """The reader's own decisions whose ids stand in `text` ("12,13"); others are left out."""
    ids = [number for part in text.split(",")[:PAGE_SIZE] if (number := _number(part))]
    if not ids:
        return []
    found = work.session.execute(
        select(
            SignDecision.id,
            Sign.id,
            Sign.code,
            SignDecision.outcome,
            SignDecision.undo_until,
        )
        .join(Sign, Sign.id == SignDecision.sign_id)
        .where(SignDecision.id.in_(ids), SignDecision.actor_id == work.actor.id)
        .order_by(SignDecision.id)
    )
    return [Decided(*row[:4], _seconds_left(row[4], work.now)) for row in found]


def _seconds_left(until: datetime | None, now: datetime) -> int:
    return 0 if until is None else max(0, int((until - now).total_seconds()))


def answer_days(work: Work) -> dict[int, int]:
    """Days within which a reviewer answers, by the municipalities the reader reviews for."""
    return {
        place: int(places.setting(work, place, "sign.answer_days"))
        for place in _municipalities(work.actor)
    }


def last_day(since: datetime, days: int) -> date:
    """The last day for an answer."""
    return rules.due_after(local(since).date(), days)


def days_left(day: date, now: datetime) -> int:
    """Whole days until `day`; below 0 when it has passed."""
    return (day - local(now).date()).days


def areas(work: Work) -> list[tuple[int, str]]:
    """Police areas that the queue can be narrowed to, as (id, name)."""
    found = work.session.execute(
        select(PoliceArea.id, PoliceArea.name)
        .where(PoliceArea.municipality_id.in_(_municipalities(work.actor)))
        .order_by(PoliceArea.name)
    )
    return [(row[0], row[1]) for row in found]


def whole_case(work: Work, sign_id: int) -> Sign:
    """One case with all that its page shows, in a few questions; NotFound unless one may see it."""
    # The session forgets what nobody holds, so the rows are held until the sign is handed over.
    loaded = (
        work.session.scalars(
            select(Sign)
            .where(Sign.id == sign_id)
            .options(
                joinedload(Sign.municipality),
                joinedload(Sign.group).lazyload(Group.contacts),
                selectinload(Sign.sets).options(
                    joinedload(PhotoSet.review),
                    joinedload(PhotoSet.checks),
                    selectinload(PhotoSet.photos).joinedload(Photo.marks),
                ),
                selectinload(Sign.decisions).joinedload(SignDecision.letters),
            )
        )
        .unique()
        .all()
    )
    sign = queries.sign(work, sign_id)
    assert sign in loaded
    return sign


def group_name(work: Work, group_id: int) -> str | None:
    """The name of a group with signs in the queue, for showing what was chosen."""
    return work.session.scalar(
        select(Group.name)
        .join(Sign, Sign.group_id == Group.id)
        .where(Group.id == group_id, _reviewed_by(work.actor))
        .limit(1)
    )


def _municipalities(actor: Actor) -> list[int]:
    return sorted({r.municipality_id for r in actor.roles if r.name == "reviewer"})


def _reviewed_by(actor: Actor) -> ColumnElement[bool]:
    return and_(Sign.municipality_id.in_(_municipalities(actor)), Sign.state.in_(WAITING))


def _counted(condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Sign).join(Group).where(condition)


def _condition(work: Work, wanted: Wanted) -> ColumnElement[bool]:
    asked = [_reviewed_by(work.actor)]
    if wanted.lage:
        asked.append(Sign.state == wanted.lage)
    if wanted.grupp:
        asked.append(Sign.group_id == wanted.grupp)
    if wanted.omrade:
        asked.append(Group.police_area_id == wanted.omrade)
    if wanted.hos:
        mine = work.actor.id if wanted.hos == "mig" else None
        asked.append(Sign.assigned_to.is_not_distinct_from(mine))
    if wanted.tid:
        asked.append(_in_time(work, wanted.tid))
    if wanted.fynd:
        asked.append(_finding(wanted.fynd))
    if wanted.q:
        asked.append(_text(wanted.q))
    return and_(*asked)


def _in_time(work: Work, wanted: str) -> ColumnElement[bool]:
    """Late: the last day has passed. Soon: it has not, but is near."""
    midnight = local(work.now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for place, days in answer_days(work).items():
        late = Sign.waits_since < midnight - timedelta(days=days)
        near = Sign.waits_since < midnight - timedelta(days=days - 1) + SOON
        meant = late if wanted == "sen" else and_(~late, near)
        found.append(and_(Sign.municipality_id == place, meant))
    return or_(*found)


def _finding(wanted: str) -> ColumnElement[bool]:
    gravest: ColumnElement[int] = _gravest()
    if wanted == "klart":
        return and_(gravest == 0, ~_being_examined())
    return gravest == (2 if wanted == "fel" else 1)


def _text(text: str) -> ColumnElement[bool]:
    # SQLite's own lower() leaves å, ä and ö alone, so the likely spellings are tried as they are.
    spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    found = [
        column.icontains(spelling, autoescape=True)
        for column in (Sign.place, Sign.post_number, Group.name)
        for spelling in sorted(spellings)
    ]
    code = codes.normalise(text)
    if code:
        found.append(Sign.code.contains(code, autoescape=True))
    return or_(*found)


def _newest_set() -> Any:
    """The newest set that was sent, of a sign that has photos to look at."""
    return (
        select(func.max(PhotoSet.id))
        .where(
            PhotoSet.sign_id == Sign.id,
            PhotoSet.sent_at.is_not(None),
            PhotoSet.task_id.is_(None),
        )
        .correlate(Sign)
        .scalar_subquery()
    )


def _gravest() -> Any:
    """The gravest verdict of the newest set as an index in GRAVITY; NULL if nothing is checked."""
    weight = case((CheckResult.verdict == "not_ok", 2), (CheckResult.verdict == "ok", 0), else_=1)
    return (
        select(func.max(weight))
        .where(CheckResult.set_id == _newest_set())
        .correlate(Sign)
        .scalar_subquery()
    )


def _being_examined() -> ColumnElement[bool]:
    return exists(
        select(Photo.id)
        .where(Photo.set_id == _newest_set(), Photo.state == "received")
        .correlate(Sign)
    )


def _columns() -> Any:
    return (
        select(
            Sign.id,
            Sign.code,
            Sign.state,
            Sign.post_number,
            Sign.place,
            Sign.group_id,
            Sign.municipality_id,
            Sign.waits_since,
            Sign.assigned_to,
            Group.name.label("group_name"),
            PoliceArea.name.label("area_name"),
            User.name.label("assigned_name"),
            case((Sign.state == "photos_sent", _newest_set())).label("set_id"),
            case((Sign.state == "photos_sent", _gravest())).label("gravest"),
            case((Sign.state == "photos_sent", _being_examined()), else_=False).label("examined"),
        )
        .select_from(Sign)
        .join(Group)
        .outerjoin(PoliceArea, PoliceArea.id == Group.police_area_id)
        .outerjoin(User, User.id == Sign.assigned_to)
    )


def _row(work: Work, days: Mapping[int, int], row: Row[Any]) -> Waiting:
    last = last_day(row.waits_since, days[row.municipality_id])
    unsure = row.examined or row.gravest is None
    return Waiting(
        id=row.id,
        code=row.code,
        state=row.state,
        post_number=row.post_number,
        place=row.place,
        group_id=row.group_id,
        group_name=row.group_name,
        area_name=row.area_name or "",
        since=row.waits_since,
        last_day=last,
        days_left=days_left(last, work.now),
        verdict=None if unsure else GRAVITY[row.gravest],
        being_examined=bool(row.examined),
        assigned_to=row.assigned_to,
        assigned_name=row.assigned_name or "",
        set_id=row.set_id,
    )


def _among(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
