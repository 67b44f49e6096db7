"""What makes a sign well mounted: fastening and clearance tables, and checks on what was sent.

Pure: plain values in, findings out. The tables are data (`fastenings.toml`, settings of the
municipality). A finding never rejects by itself; a missing fact gives *a person looks*, never ok.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Literal

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import lazy

Verdict = Literal["ok", "not_ok", "person_looks"]
VIEWS = ("fastening", "post", "road")
LINERS = ("yes", "no", "unknown")
STATED_UNCERTAINTY_M = 0.1
"""Own choice: how far off a height measured by hand with a folding rule is taken to be."""
EARTH_RADIUS_M = 6_371_009.0
CLOCK_SLACK = timedelta(hours=26)
"""EXIF time often lacks its zone: half a day either way and some slack for a wrong clock."""


MOST_HEIGHT_M = 20.0
"""Own choice: taller than any lamp post one could reach; more is a slip of the pen."""
LEAST_BARE_CM = 30.0
"""Own choice: a number this large without a unit is meant in centimetres."""
_HEIGHT = re.compile(
    r"(?:ca|cirka|ungefär|about|approx)?[.\s]*"
    r"(?:(?P<metres>\d+)\s*m(?:eter|etre)?s?\s*(?P<rest>\d{2})|(?P<number>\d+(?:[.,]\d+)?))"
    r"\s*(?P<unit>m|cm|meter|metres?|meters|centimeter|centimetres?)?\.?"
)
_UNKNOWN = frozenset({"", "?", "-", "vet inte", "vet ej", "jag vet inte", "don't know", "unknown"})


@dataclass(frozen=True)
class Fastening:
    """One way to fasten a sign, with its verdict on galvanised steel for each liner."""

    code: str
    word: Any
    hint: Any
    drawing: str
    why: Any
    source: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True)
class Clearance:
    """Lower edge above a surface, in metres: below `least` not ok, from `wanted` ok."""

    least: float
    wanted: float
    source: str


@dataclass(frozen=True)
class Finding:
    """What one check found. `finding` is a code that the pages put into words."""

    check: str
    finding: str
    verdict: Verdict
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    uncertainty: float | None = None
    source: str = ""
    doubt: str = ""


@cache
def fastenings() -> Mapping[str, Fastening]:
    """The table of fastenings as it ships, in its own order."""
    raw = tomllib.loads((Path(__file__).parent.parent / "fastenings.toml").read_text("utf-8"))
    return {code: _fastening(code, row) for code, row in raw.items()}


def _fastening(code: str, row: Mapping[str, str]) -> Fastening:
    # Translated where they are shown; scripts/translations.py collects them from the table.
    word, hint, why = row["word"], row["hint"], row["why"]
    return Fastening(
        code=code,
        word=lazy(word),
        hint=lazy(hint) if hint else "",
        drawing=row["drawing"],
        why=lazy(why),
        source=row["source"],
        verdicts={liner: row[liner] for liner in LINERS},  # type: ignore[misc]  # checked by test
    )


def with_own_verdicts(
    own: Mapping[tuple[str, str], Verdict],
) -> Mapping[str, Fastening]:
    """The table with a municipality's own verdicts, by (fastening, liner), put in."""
    return {
        code: replace(
            row,
            verdicts={liner: own.get((code, liner), row.verdicts[liner]) for liner in LINERS},
        )
        for code, row in fastenings().items()
    }


def check_fastening(
    table: Mapping[str, Fastening],
    fastening: str | None,
    liner: str | None,
    galvanised: bool | None,
) -> Finding:
    """Fastening × liner through the table. `galvanised` is None where nobody knows: as if it is."""
    row = table.get(fastening or "unknown", table["unknown"])
    if galvanised is False:
        return Finding("fastening", "not_galvanised", "ok", source=row.source)
    if row.code == "unknown":
        return Finding("fastening", "not_stated", "person_looks", source=row.source)
    verdict = row.verdicts.get(liner or "unknown", "person_looks")
    return Finding("fastening", f"fastening_{verdict}", verdict, source=row.source)


def check_clearance(
    table: Mapping[str, Clearance],
    surface: str | None,
    lower_edge_m: float | None,
    uncertainty_m: float = STATED_UNCERTAINTY_M,
) -> Finding:
    """Lower edge (metres), as stated or measured, against the surface below.

    A verdict that the uncertainty could turn is *a person looks*.
    """
    row = table.get(surface or "unknown")
    if row is None or lower_edge_m is None:
        return Finding("clearance", "not_stated", "person_looks", unit="m")
    low = _clearance_verdict(row, lower_edge_m - uncertainty_m)
    high = _clearance_verdict(row, lower_edge_m + uncertainty_m)
    verdict: Verdict = low if low == high else "person_looks"
    return Finding(
        "clearance",
        f"clearance_{verdict}",
        verdict,
        value=lower_edge_m,
        limit=row.least if verdict == "not_ok" else row.wanted,
        unit="m",
        uncertainty=uncertainty_m,
        source=row.source,
    )


def _clearance_verdict(row: Clearance, lower_edge_m: float) -> Verdict:
    # Heights are told to the decimetre; rounding keeps 2.4 + 0.1 from ending below 2.5.
    height = round(lower_edge_m, 3)
    if height < row.least:
        return "not_ok"
    return "ok" if height >= row.wanted else "person_looks"


def read_height(text: str) -> float | None:
    """A height in metres from "2,4", "2.4 m", "240 cm", "240" or "2 m 40"; None for "vet inte".

    Raises ValueError for anything else, also for a height that no sign hangs at.
    """
    said = " ".join(text.lower().split())
    if said in _UNKNOWN:
        return None
    found = _HEIGHT.fullmatch(said)
    if found is None:
        raise ValueError("not a height")
    metres = _metres(found)
    if not 0 < metres <= MOST_HEIGHT_M:
        raise ValueError("not a height of a sign")
    return round(metres, 3)


def _metres(found: re.Match[str]) -> float:
    if found["metres"]:
        return int(found["metres"]) + int(found["rest"]) / 100
    number = float(found["number"].replace(",", "."))
    unit = found["unit"] or ("cm" if number >= LEAST_BARE_CM else "m")
    return number / 100 if unit.startswith("c") else number


def check_post_number(stated: str, planned: str) -> Finding:
    """The number the mounter read on the post against the planned one."""
    if not planned or not stated:
        return Finding("post_number", "not_stated", "person_looks")
    if _plain(stated) == _plain(planned):
        return Finding("post_number", "same_post", "ok")
    return Finding("post_number", "other_post", "not_ok")


def _plain(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum()).lstrip("0")


def check_views(views: Collection[str]) -> Finding:
    """All three wanted views are there."""
    missing = [view for view in VIEWS if view not in views]
    have = float(len(VIEWS) - len(missing))
    if missing:
        return Finding("views", "views_missing", "person_looks", have, float(len(VIEWS)))
    return Finding("views", "views_complete", "ok", have, float(len(VIEWS)))


def check_identity(
    read: Sequence[str], code: str, numbers: Collection[str] = (), post_number: str = ""
) -> Finding:
    """The sign's own code among the QR texts read in the photos, else the number printed on it."""
    found = {sign_code for text in read if (sign_code := code_in(text))}
    if code in found:
        return Finding("identity", "right_sign", "ok")
    if found:
        return Finding("identity", "other_sign", "not_ok")
    own = {_plain(number) for number in (code, post_number) if number}
    printed = {_plain(number) for number in numbers}
    if printed & own:
        return Finding("identity", "right_number", "ok")
    if printed:
        return Finding("identity", "other_number", "person_looks")
    return Finding("identity", "no_code", "person_looks")


def code_in(text: str) -> str | None:
    """The sign code in a label's address, or None; the letter's address has none."""
    head, mark, tail = text.strip().upper().rpartition("/S/")
    code = codes.normalise(tail.split("?")[0].strip("/")) if mark and head else ""
    return code if codes.is_valid(code) else None


def check_reuse(same_file: bool, fewest_bits: int | None, most_alike: int) -> Finding:
    """The photo against photos of other signs: the same file, or nearly the same picture.

    `fewest_bits` is the smallest fingerprint distance found, None if there is nothing to compare;
    up to `most_alike` bits count as the same picture.
    """
    limit = float(most_alike)
    if same_file:
        return Finding("reuse", "same_file", "not_ok", 0.0, limit, "bit")
    if fewest_bits is not None and fewest_bits <= most_alike:
        return Finding("reuse", "alike", "person_looks", float(fewest_bits), limit, "bit")
    value = None if fewest_bits is None else float(fewest_bits)
    return Finding("reuse", "new_photo", "ok", value, limit, "bit")


def check_time(taken_at: datetime | None, handed_out: datetime | None, now: datetime) -> Finding:
    """When the camera says the photo was taken, against hand-out and now. All aware."""
    if taken_at is None:
        return Finding("time", "no_time", "person_looks")
    if taken_at > now + CLOCK_SLACK:
        return Finding("time", "in_future", "person_looks")
    if handed_out is not None and taken_at < handed_out - CLOCK_SLACK:
        days = (handed_out - taken_at) / timedelta(days=1)
        return Finding("time", "before_hand_out", "not_ok", round(days, 1), 0.0, "dygn")
    return Finding("time", "time_fits", "ok")


def check_place(distance_m: float | None, tolerance_m: float) -> Finding:
    """Where the camera says it stood against the sign's place."""
    if distance_m is None:
        return Finding("place", "no_place", "person_looks", None, tolerance_m, "m")
    if distance_m > tolerance_m:
        return Finding("place", "elsewhere", "not_ok", round(distance_m), tolerance_m, "m")
    return Finding("place", "place_fits", "ok", round(distance_m), tolerance_m, "m")


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two positions in degrees on a sphere (at most 0.6 % off): a photo may come
    from anywhere, so no plane of one country will do."""
    a, b = radians(lat1), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def may_approve(galvanising: str | None, view: str | None) -> bool:
    """Approval needs yes to both of the municipality's questions."""
    return galvanising == "yes" and view == "yes"


def due_after(today: date, days: int) -> date:
    """The day by which something must be done."""
    return today + timedelta(days=days)


@dataclass(frozen=True)
class PlaceFacts:
    """What is known of a place before anyone climbs, as plain values."""

    support: str
    post_known: bool
    inside_area: bool | None
    signs_on_post: int
    nearest_sign_m: float | None
    galvanised: bool | None
    owner: str
    owner_consent: bool


def place_findings(place: PlaceFacts, *, near_m: float = 15.0) -> list[Finding]:
    """What the person who approves a place should know. `near_m` is our own choice."""
    found = []
    if place.support == "lamp_post" and not place.post_known:
        found.append(Finding("place_post", "post_unknown", "person_looks"))
    if place.inside_area is False:
        found.append(Finding("place_area", "outside_area", "person_looks"))
    if place.signs_on_post:
        found.append(Finding("place_post", "post_taken", "not_ok"))
    elif place.nearest_sign_m is not None and place.nearest_sign_m < near_m:
        nearest = round(place.nearest_sign_m)
        found.append(Finding("place_near", "sign_near", "person_looks", nearest, near_m, "m"))
    if place.support != "lamp_post" and not place.owner_consent:
        found.append(Finding("place_owner", "consent_missing", "person_looks"))
    return found


def needs_consent(support: str, owner: str, agreed: Sequence[str]) -> bool:
    """Whether the owner of what a sign sits on must say yes.

    A lamp post with no owner stated is the municipality's; `agreed` names it and the owners it has
    an agreement with. Walls, fences and own posts always belong to somebody who is to be asked.
    """
    if support != "lamp_post":
        return True
    known = {name.strip().casefold() for name in agreed}
    return bool(owner.strip()) and owner.strip().casefold() not in known


def days_of_months(months: int) -> int:
    """So many months as days, on average (a year is 365.25 days)."""
    return round(months * 365.25 / 12)
