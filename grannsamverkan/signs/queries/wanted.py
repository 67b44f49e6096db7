"""Which waiting signs a reviewer wants to see: an address, read and put to the database.

Only `sign` stands in the outer question, so that its index alone can count and order what waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import UNSEEN, CheckResult, Photo, PhotoSet, Sign
from grannsamverkan.signs.queries.deadlines import answer_days, reviewed_places
from grannsamverkan.signs.rules import Verdict

WAITING = ("photos_sent", "planned")
LONGEST_TEXT = 80
GRAVITY: tuple[Verdict, ...] = ("ok", "person_looks", "not_ok")
SOON = timedelta(days=3)
"""Own choice: "soon" means that at most so many days are left."""


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
class Asking:
    """Who asks, and when, as far as the answer depends on it: the same again is the same question.

    `days` are those for an answer by municipality, counted from `midnight`; only if time matters.
    """

    person: int | None
    places: tuple[int, ...]
    midnight: datetime | None = None
    days: tuple[tuple[int, int], ...] = ()


def asking(work: Work, wanted: Wanted) -> Asking:
    """What the question for `wanted` depends on besides."""
    who = Asking(work.actor.id, tuple(reviewed_places(work.actor)))
    if not wanted.tid:
        return who
    midnight = local(work.now).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(who, midnight=midnight, days=tuple(answer_days(work).items()))


def reviewed_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on Sign for what waits for this reviewer."""
    return _waiting(reviewed_places(actor), WAITING)


def _waiting(places: Sequence[int], states: Sequence[str]) -> ColumnElement[bool]:
    return and_(_among_these(Sign.municipality_id, places), _among_these(Sign.state, states))


def _among_these(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    # With one value an index is walked in order; and a list is written anew for each asking.
    found: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return found


def condition(who: Asking, wanted: Wanted) -> ColumnElement[bool]:
    """The condition on Sign for what waits for this reviewer and is wanted."""
    asked = [_waiting(who.places, (wanted.lage,) if wanted.lage else WAITING)]
    if wanted.grupp:
        asked.append(Sign.group_id == wanted.grupp)
    if wanted.omrade:
        asked.append(_in_groups(Group.police_area_id == wanted.omrade))
    if wanted.hos:
        mine = who.person if wanted.hos == "mig" else None
        asked.append(Sign.assigned_to.is_not_distinct_from(mine))
    if wanted.tid:
        asked.append(_in_time(who, wanted.tid))
    if wanted.fynd:
        asked.append(_finding(wanted.fynd))
    if wanted.q:
        asked.append(_text(wanted.q))
    return and_(*asked)


def _in_groups(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return Sign.group_id.in_(select(Group.id).where(which))


def _in_time(who: Asking, wanted: str) -> ColumnElement[bool]:
    """Late: the last day has passed. Soon: it has not, but is near."""
    assert who.midnight is not None  # asked for where time matters
    found = []
    for place, days in who.days:
        late = Sign.waits_since < who.midnight - timedelta(days=days)
        near = Sign.waits_since < who.midnight - timedelta(days=days - 1) + SOON
        meant = late if wanted == "sen" else and_(~late, near)
        found.append(and_(Sign.municipality_id == place, meant))
    return or_(*found)


def _finding(wanted: str) -> ColumnElement[bool]:
    worst: ColumnElement[int] = gravest()
    if wanted == "klart":
        return and_(worst == 0, ~being_examined())
    return worst == (2 if wanted == "fel" else 1)


def _text(text: str) -> ColumnElement[bool]:
    # SQLite's own lower() leaves å, ä and ö alone, so the likely spellings are tried as they are.
    spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    found = [
        column.icontains(spelling, autoescape=True)
        for column in (Sign.place, Sign.post_number)
        for spelling in sorted(spellings)
    ]
    named = [Group.name.icontains(spelling, autoescape=True) for spelling in sorted(spellings)]
    found.append(_in_groups(or_(*named)))
    code = codes.normalise(text)
    if code:
        found.append(Sign.code.contains(code, autoescape=True))
    return or_(*found)


def newest_set() -> Any:
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


def gravest() -> Any:
    """The gravest verdict of the newest set: its place in `GRAVITY`; NULL if nothing is checked."""
    weight = case((CheckResult.verdict == "not_ok", 2), (CheckResult.verdict == "ok", 0), else_=1)
    return (
        select(func.max(weight))
        .where(CheckResult.set_id == newest_set())
        .correlate(Sign)
        .scalar_subquery()
    )


def being_examined() -> ColumnElement[bool]:
    """True while a photo of the newest set is still to be read."""
    return exists(
        select(Photo.id)
        .where(Photo.set_id == newest_set(), Photo.state.in_(UNSEEN))
        .correlate(Sign)
    )


def _among(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
