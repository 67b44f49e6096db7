"""A group's clocks as its page tells them: years confirmed, what comes when, who has the ball."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.models.year import GroupYear, LifeNote
from grannsamverkan.groups.queries import interest
from grannsamverkan.groups.queries import meetings as meeting_reads
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.rules.year import NO_ANSWER, SIGN_WORDS, Year
from grannsamverkan.groups.views.story import Item, Years
from grannsamverkan.groups.words import KIND_WORDS
from grannsamverkan.groups.workflow import MEETING

CONTACTS: Any = lazy("Kontaktombuden")
POLICE: Any = lazy("Polisen")
HAS_YEARS = frozenset({"active", "dormant", "closed"})


@dataclass(frozen=True)
class Loaded:
    """Everything the clocks are told from, read once for both parts of the page."""

    group: Group
    meetings: Sequence[Meeting]
    years: Sequence[GroupYear]
    notes: Sequence[LifeNote]
    present: Year | None
    today: date

    @property
    def last_note(self) -> LifeNote | None:
        """The newest note on why it rests, was closed, or that it wants to begin again."""
        return self.notes[-1] if self.notes else None

    @property
    def wake_asked(self) -> LifeNote | None:
        """The wish to begin again, of a group that rests and has said so."""
        last = self.last_note if self.group.state == "dormant" else None
        return last if last is not None and last.step == "ask_wake" else None

    @property
    def why_ended(self) -> LifeNote | None:
        """Why it rests or is closed."""
        ended = self.group.state in {"dormant", "closed"}
        told = [note for note in self.notes if note.step != "ask_wake"] if ended else []
        return told[-1] if told else None


def load(work: Work, group: Group) -> Loaded:
    """Two or three questions to the database; one for a group that has not been active."""
    has_years = group.state in HAS_YEARS
    rows = reads.years(work, group) if has_years else ()
    present = next((row for row in rows if row.ended_at is None), None)
    # Nothing is noted of a group whose years have all been confirmed.
    has_notes = group.state != "active" or any(row.outcome == "dormant" for row in rows)
    return Loaded(
        group=group,
        meetings=meeting_reads.of_group(work, group),
        years=rows,
        notes=reads.notes(work, group) if has_years and has_notes else (),
        present=reads.as_year(work, present) if present else None,
        today=reads.today(work),
    )


def years(work: Work, loaded: Loaded) -> Years:
    """What the years add to the group's story."""
    confirmed = [row for row in loaded.years if row.outcome == "confirmed"]
    names = accounts.names(work, (row.confirmed_by or 0 for row in confirmed)) if confirmed else {}
    held = [one for one in loaded.meetings if _is_year(one, "held")]
    return Years(
        been=[
            *((row.ended_at, _confirmed(row, names)) for row in confirmed if row.ended_at),
            *((one.starts_at, _met(one)) for one in held),
        ],
        coming=[
            *_proposed(loaded.meetings),
            *_booked(loaded.meetings),
            *_coming(loaded.group, loaded.present, loaded.last_note, loaded.today),
        ],
        reasons={note.at: note.reason or str(NO_ANSWER) for note in loaded.notes},
    )


def panel(work: Work, loaded: Loaded) -> dict[str, Any]:
    """What the group's page says about its year, besides the story."""
    group, present = loaded.group, loaded.present
    return {
        "year": present,
        "year_stage": present.stage(loaded.today) if present else "resting",
        "may_confirm_year": policy.may_confirm_year(work.actor, group),
        "wake_asked": loaded.wake_asked,
        "may_ask_to_wake": policy.may_ask_to_wake(work.actor, group),
        "life_note": loaded.why_ended,
        "interested": _interested(work, group),
        "meetings": loaded.meetings,
        "meeting_words": KIND_WORDS,
        "meeting_states": MEETING.states,
        "may_plan_meeting": policy.may_plan_meeting(work.actor, group),
        "may_book_start": policy.may_decide(work.actor, group),
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


def _interested(work: Work, group: Group) -> dict[str, Any]:
    if not policy.may_see_number_waiting(work.actor, group):
        return {"number": 0, "fresh": 0, "may_invite": False}
    number, fresh = interest.number_in(work, group)
    may_invite = policy.may_invite(work.actor, group)
    return {"number": number, "fresh": fresh, "may_invite": may_invite}


def _is_year(meeting: Meeting, state: str) -> bool:
    # A start-up meeting is told as the group's dated fact.
    return meeting.kind == "year" and meeting.state == state


def _met(meeting: Meeting) -> Item:
    return {
        "state": "done",
        "title": lazy("Årsmöte hållet"),
        "date": meeting.starts_at,
        "note": meeting.place,
    }


def _proposed(planned: Sequence[Meeting]) -> Iterator[Item]:
    for one in planned:
        if one.state == "proposed":
            yield {
                "state": "now",
                "title": lazy("Svara på förslaget om möte"),
                "date": one.starts_at,
                "who": POLICE,
                "note": one.place,
            }


def _booked(planned: Sequence[Meeting]) -> Iterator[Item]:
    for one in planned:
        if _is_year(one, "booked"):
            yield {
                "state": "next",
                "title": lazy("Årsmöte"),
                "date": one.starts_at,
                "who": CONTACTS,
                "note": one.place,
            }


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
