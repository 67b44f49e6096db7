"""A group's clocks as its page tells them: years confirmed, what comes when, who has the ball."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.year import GroupYear, LifeNote
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.rules.year import NO_ANSWER, SIGN_WORDS, Year
from grannsamverkan.groups.views.story import Item, Years

CONTACTS: Any = lazy("Kontaktombuden")
POLICE: Any = lazy("Polisen")
HAS_YEARS = frozenset({"active", "dormant", "closed"})


def years(work: Work, group: Group) -> Years:
    """What the years add to the group's story."""
    if group.state not in HAS_YEARS:
        return Years()
    rows, notes = reads.years(work, group), reads.notes(work, group)
    confirmed = [row for row in rows if row.outcome == "confirmed"]
    names = accounts.names(work, (row.confirmed_by or 0 for row in confirmed))
    present = next((row for row in rows if row.ended_at is None), None)
    year = reads.as_year(work, present) if present else None
    return Years(
        been=[(row.ended_at, _confirmed(row, names)) for row in confirmed if row.ended_at],
        coming=list(_coming(group, year, notes[-1] if notes else None, reads.today(work))),
        reasons={note.at: note.reason or str(NO_ANSWER) for note in notes},
    )


def panel(work: Work, group: Group) -> dict[str, Any]:
    """What the group's page says about its year, besides the story."""
    row = reads.open_year(work, group) if group.state == "active" else None
    present = reads.as_year(work, row) if row else None
    return {
        "year": present,
        "year_stage": present.stage(reads.today(work)) if present else "resting",
        "may_confirm_year": policy.may_confirm_year(work.actor, group),
        "wake_asked": reads.wake_asked(work, group),
        "may_ask_to_wake": policy.may_ask_to_wake(work.actor, group),
        "life_note": reads.why_ended(work, group),
    }


def _confirmed(row: GroupYear, names: Any) -> Item:
    return {
        "state": "done",
        "title": lazy("Året bekräftat"),
        "date": row.ended_at,
        "who": names.get(row.confirmed_by or 0, ""),
        "note": SIGN_WORDS["worn"] if row.signs == "worn" else "",
    }


def _coming(group: Group, year: Year | None, last: LifeNote | None, today: date) -> Iterator[Item]:
    if group.state == "dormant":
        yield from _waking(last)
    elif year is not None and year.stage(today) == "resting":
        yield _ahead(lazy("Bekräfta året"), year.opens_on, CONTACTS)
    elif year is not None:
        yield {**_ahead(lazy("Bekräfta året"), year.due_on, CONTACTS), "state": "now"}
        yield _ahead(lazy("Gruppen blir vilande, om ingen bekräftar"), year.dormant_on, "")


def _waking(last: LifeNote | None) -> Iterator[Item]:
    asked = last is not None and last.step == "ask_wake"
    if asked and last is not None:
        yield {
            "state": "done",
            "title": lazy("Gruppen vill starta igen"),
            "date": last.at,
            "who": CONTACTS,
        }
    else:
        yield {"state": "next", "title": lazy("Be om att få starta igen"), "who": CONTACTS}
    yield {
        "state": "now" if asked else "next",
        "title": lazy("Starta gruppen igen"),
        "who": POLICE,
    }


def _ahead(title: Any, day: date, who: Any) -> Item:
    return {"state": "next", "title": title, "date": day, "who": who}
