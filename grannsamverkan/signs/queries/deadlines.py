"""Until when a reviewer should have answered."""

from datetime import date, datetime

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import rules


def reviewed_places(actor: Actor) -> list[int]:
    """The municipalities the actor reviews for."""
    return sorted({role.municipality_id for role in actor.roles if role.name == "reviewer"})


def answer_days(work: Work) -> dict[int, int]:
    """Days within which a reviewer answers, by the municipalities the reader reviews for."""
    return {
        place: int(places.setting(work, place, "sign.answer_days"))
        for place in reviewed_places(work.actor)
    }


def last_day(since: datetime, days: int) -> date:
    """The last day for an answer."""
    return rules.due_after(local(since).date(), days)


def days_left(day: date, now: datetime) -> int:
    """Whole days until `day`; below 0 when it has passed."""
    return (day - local(now).date()).days
