"""A group's story as the page tells it: what has been, what is now, what comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.i18n import TIMEZONE, lazy
from grannsamverkan.groups import rules
from grannsamverkan.groups.models import Group

Item = dict[str, Any]

TAKEN = {
    "group_submit": lazy("Anmälan skickad"),
    "group_approve": lazy("Gruppen godkänd"),
    "group_return": lazy("Anmälan skickad tillbaka"),
    "group_reject": lazy("Anmälan avslagen"),
    "group_activate": lazy("Gruppen förklarad aktiv"),
    "group_dormant": lazy("Gruppen blev vilande"),
    "group_wake": lazy("Gruppen startade igen"),
    "group_close": lazy("Gruppen avslutad"),
}
BAD_NEWS = frozenset({"group_reject", "group_dormant", "group_close"})
SAID_YES = {
    "police": lazy("Polisen har godkänt"),
    "coordinator": lazy("Säkerhetssamordnaren har godkänt"),
}
DECIDES = {
    "police": lazy("Polisen läser och beslutar"),
    "coordinator": lazy("Säkerhetssamordnaren läser och beslutar"),
}
_GETS_GOING = lazy("Utbildning, uppstartsmöte och hushållslista")
_ACTIVE = lazy("Gruppen är aktiv och kan få skyltar")
COMING: Mapping[str, Sequence[tuple[str, Any]]] = {
    "draft": (
        ("now", lazy("Anmälan fylls i")),
        ("next", DECIDES["police"]),
        ("next", _GETS_GOING),
        ("next", _ACTIVE),
    ),
    "returned": (("now", lazy("Anmälan kompletteras")), ("next", DECIDES["police"])),
    "submitted": (("next", _GETS_GOING), ("next", _ACTIVE)),
    "approved": (("now", _GETS_GOING), ("next", _ACTIVE)),
    "active": (("now", lazy("Gruppen är i gång")),),
    "dormant": (("now", lazy("Gruppen vilar")),),
    "closed": (),
    "rejected": (),
}


@dataclass(frozen=True)
class Years:
    """What a group's years add to its story: items with their moments, items still to come, and
    reasons of steps by their moment."""

    been: Sequence[tuple[datetime, Item]] = ()
    coming: Sequence[Item] = ()
    reasons: Mapping[datetime, str] = field(default_factory=dict)


NO_YEARS = Years()


@dataclass(frozen=True)
class Taken:
    """A step somebody took: what it was, who it was (empty if unknown) and when."""

    words: Any
    who: str
    at: datetime
    actor_id: int | None


def taken(entry: AuditEntry, names: Mapping[int, str]) -> Taken:
    """A step or decision from the log in words."""
    words = TAKEN.get(entry.event) or SAID_YES[entry.details["role"]]
    return Taken(words, names.get(entry.actor_id or 0, ""), entry.at, entry.actor_id)


def told(history: Iterable[AuditEntry]) -> list[AuditEntry]:
    """The log without what says the same thing twice.

    A party's no is the step itself, and the last yes takes the step "approve" in the same moment.
    """
    kept: list[AuditEntry] = []
    for entry in history:
        is_no = entry.event == "group_decide" and entry.details["outcome"] != "approve"
        concludes = entry.event == "group_approve" and kept and kept[-1].at == entry.at
        if not is_no and not concludes:
            kept.append(entry)
    return kept


def timeline(
    group: Group,
    history: Iterable[AuditEntry],
    names: Mapping[int, str],
    awaited: Sequence[str],
    today: date,
    years: Years = NO_YEARS,
) -> list[Item]:
    """Items for the timeline; `awaited` are the roles whose decision is still to come."""
    reasons = {**{said.at: said.reason for said in group.decisions}, **years.reasons}
    steps = [(entry.at, _step(entry, names, reasons)) for entry in told(history)]
    facts = [(min(fact.noted_at, _end_of(fact.on)), _fact(fact, today)) for fact in group.facts]
    begun = (group.created_at, _done(lazy("Anmälan påbörjad"), group.created_at))
    been = sorted([begun, *steps, *facts, *_training(group), *years.been], key=lambda pair: pair[0])
    ahead = [item for _, item in been if item["state"] == "next"]
    behind = [item for _, item in been if item["state"] != "next"]
    decides = [{"state": "now", "title": DECIDES[role]} for role in awaited]
    coming = [{"state": state, "title": title} for state, title in COMING[group.state]]
    return [*behind, *decides, *ahead, *coming, *years.coming]


def _step(entry: AuditEntry, names: Mapping[int, str], reasons: Mapping[datetime, str]) -> Item:
    step = taken(entry, names)
    return {
        "state": "fail" if entry.event in BAD_NEWS else "done",
        "title": step.words,
        "date": step.at,
        "who": step.who,
        "note": reasons.get(step.at, "") if entry.event != "group_submit" else "",
    }


def _fact(fact: Any, today: date) -> Item:
    item = _done(rules.FACT_WORDS[fact.kind], fact.on)
    ahead = fact.kind == "meeting_booked" and fact.on > today
    return {**item, "state": "next" if ahead else "done", "note": fact.place}


def _training(group: Group) -> list[tuple[datetime, Item]]:
    days = [contact.trained_on for contact in group.contacts if contact.trained_on]
    if not days or group.untrained:
        return []
    return [(_end_of(max(days)), _done(lazy("Kontaktombuden är utbildade"), max(days)))]


def _done(title: Any, day: date | datetime) -> Item:
    return {"state": "done", "title": title, "date": day}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, TIMEZONE)
