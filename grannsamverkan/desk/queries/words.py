"""Phrases that several pages of the desk share."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_date, lazy, ngettext
from grannsamverkan.core.workflow import State
from grannsamverkan.desk import rules

# What a group needs to get going, as things that can be missing.
NEEDS: Mapping[str, Any] = {
    "meeting_booked": lazy("dag för uppstartsmötet"),
    "meeting_held": lazy("uppstartsmötet"),
    "list_exists": lazy("hushållslistan"),
    "first_information": lazy("första informationen"),
    "training": lazy("utbildningen"),
}

EDITION_STANDINGS = {
    "current": State(lazy("Aktuell"), "ok"),
    "soon": State(lazy("Går snart ut"), "warn"),
    "over": State(lazy("Har gått ut"), "danger"),
    "replaced": State(lazy("Ersatt av en nyare"), "neutral"),
    "withdrawn": State(lazy("Tillbakadragen"), "neutral"),
    "draft": State(lazy("Utkast"), "neutral"),
}
"""How up to date an edition is (`rules.edition_standing`), in words."""


def needs(codes_of_needs: Iterable[str]) -> str:
    """Some of NEEDS in a row: "hushållslistan, utbildningen"."""
    return ", ".join(str(NEEDS[code]) for code in codes_of_needs)


def waited(since: datetime | None, now: datetime) -> str:
    """How long something has waited, such as "väntat 3 dagar"."""
    if since is None:
        return ""
    days = rules.days_waited(since, now)
    if days < 1:
        return _("kom i dag")
    return ngettext("väntat %(num)s dag", "väntat %(num)s dagar", days)


def latest_by(day: date | None) -> str:
    """The last day for something, such as "senast 1 december 2026"."""
    return _("senast %(day)s", day=format_date(day)) if day else ""


def was_due(day: date | None) -> str:
    """The last day that has passed, such as "skulle ha varit klart 18 november 2026"."""
    return _("skulle ha varit klart %(day)s", day=format_date(day)) if day else ""


def sign_name(sign: Any) -> str:
    """A sign, or a row with the same names, by code and place: "K7Q-4MR, stolpe 1042"."""
    return f"{codes.pretty(sign.code)}, {sign_place(sign)}"


def sign_place(sign: Any) -> str:
    """Where the sign hangs: the post's number, or the place in words."""
    if sign.post_number:
        return _("stolpe %(number)s", number=sign.post_number)
    return sign.place or _("plats på kartan")
