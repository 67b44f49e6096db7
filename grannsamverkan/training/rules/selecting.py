"""Whom material is sent to, and how far it has come to each of them. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from grannsamverkan.core.i18n import lazy

ROLE_WORDS = {
    "contact": lazy("Alla kontaktombud"),
    "head": lazy("Bara huvudkontaktombud"),
}
STATE_WORDS = {"approved": lazy("Godkända"), "active": lazy("Aktiva")}
"""Of groups whose people are written to."""
PROGRESS_WORDS = {
    "undone": lazy("Alla som inte är klara med det"),
    "unread": lazy("De som inte har bekräftat att de har läst"),
    "unsent": lazy("De som inte har fått det"),
}
LANGUAGE_WORDS = {"": lazy("Alla språk"), "sv": lazy("Svenska"), "en": lazy("Engelska")}
"""Of mails and pages: the language that people have chosen for themselves."""

WAYS = ("queued", "sent", "refused", "paper", "page", "read", "done", "left", "withdrawn")
"""How far a distribution has come to a receiver.

queued     the mail is not written yet, or waits to be sent
sent       the mail server has taken it, which says nothing of reading
refused    the mail was given up, or came back
paper      a letter is to be printed, or is on its way
page       no mail by own choice: it lies on the person's page
read       confirmed as read, by the person or by whoever noted the answer to a letter
done       all that the material asks for
left       was no contact person any more when the turn came
withdrawn  the link was taken back before anything was confirmed
"""
OPEN_WAYS = ("queued", "sent", "refused", "paper", "page")
"""Nothing is confirmed yet, and the link may still be used."""
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 1, 365, 90
"""How long links may work from the day they are sent; own choice, see `rules.LINK_LIFE`."""
LONGEST_NOTE = 500
LETTERS_AT_ONE_TIME = 300
"""So many letters are printed as one document; own choice: some seconds, and one tray of paper."""


@dataclass(frozen=True)
class Selection:
    """Whom a distribution is for; all that is said must hold, and what is empty says nothing.

    `areas` are ids of police areas.
    """

    role: str = "contact"
    areas: tuple[int, ...] = ()
    states: tuple[str, ...] = tuple(STATE_WORDS)
    progress: str = "undone"
    language: str = ""

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Selection":
        """The selection from what `written` kept of it."""
        lists = {name: tuple(written[name]) for name in ("areas", "states") if name in written}
        return cls(**{**written, **lists})

    @property
    def written(self) -> dict[str, Any]:
        """The selection as plain data."""
        return {**asdict(self), "areas": list(self.areas), "states": list(self.states)}


class Share(NamedTuple):
    """How many persons of a selection are in a police area, or in none, and read a language."""

    area_id: int | None
    language: str
    persons: int


@dataclass(frozen=True)
class Count:
    """Whom a distribution reaches: persons, the groups they are in, and their shares."""

    persons: int
    groups: int
    shares: tuple[Share, ...]


def counted(rows: Collection[tuple[int | None, int, str, int]]) -> Count:
    """The count of persons that come as rows (area, group, language, persons)."""
    shares: Counter[tuple[int | None, str]] = Counter()
    for area_id, _group_id, language, persons in rows:
        shares[area_id, language] += persons
    return Count(
        persons=shares.total(),
        groups=len({group_id for _area_id, group_id, _language, _persons in rows}),
        shares=tuple(Share(*where, persons) for where, persons in shares.items()),
    )


def last_day_fits(day: date, today: date) -> bool:
    """True for a last day of links that lies ahead, and not too far."""
    return timedelta(days=LEAST_DAYS) <= day - today <= timedelta(days=MOST_DAYS)


def reminded_ways(*, trains: bool) -> tuple[str, ...]:
    """Those whom a reminder can move: who has read a training has the questions left."""
    return ("sent", "read") if trains else ("sent",)
