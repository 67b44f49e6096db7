"""The first checks: measures against limits, each with the figure it rests on.

A check advises; it never refuses a photo. `ok` says nothing to the sender, `not_ok` suggests a new
photo (sending anyway stays possible), `person_looks` leaves it to the reviewer.

Every limit is an argument. The defaults are round figures chosen on sets, not on single photos:
8 phone photos, 89 mixed camera files, 80 street photos, 149 photos of people and cars, and copies
of all of them made blurred, darker and lighter. The counts stand at each limit.
"""

from dataclasses import dataclass
from typing import Literal

from grannsamverkan.imaging.quality import SAME_PHOTO_BITS
from grannsamverkan.imaging.report import Intake

Verdict = Literal["ok", "not_ok", "person_looks"]

SHARPNESS_SIDE = 1000
"""Pixels of the long side at which sharpness is measured."""

SIZE_OK = 1000
"""Pixels of the long side. A close-up shows some 0.6 m: 1000 px give 1.7 px/mm, so that a cable tie
of 4.8 mm is 8 px wide and its buckle can be told from a wire."""

SIZE_LEAST = 600
"""Pixels of the long side; a tie is then 4-5 px and its kind a guess."""

SHARPNESS_OK = 0.25
"""Under it a person looks. Sharp photos under it: 6 of 140 (>= 600 px), phones 1 of 8 (0.246),
street signs 0 of 80; blurred by 3 px at 1600 px: 140 of 140; by motion of 9 px: 129 of 140."""

SHARPNESS_LEAST = 0.20
"""Under it the photo is called blurred. Sharp photos under it: 1 of 140, a picture of one tone;
phones 0 of 8, street signs 0 of 80. Blurred by 3 px at 1600 px: 139 of 140 (102 with noise added);
by motion of 9 px: 104 of 140; by 1.6 px, which an eye hardly minds: 41 of 140."""

MEDIAN_OK = 0.15
"""Median luma under which a person looks: 6 of 294 photos (>= 300 px) as taken."""

MEDIAN_LEAST = 0.10
"""Median luma under which the photo is called dark: 2 of 294 as taken (two night scenes), phones 0,
street signs 0; at a fifth of the light 211 of 294, at a tenth 293 of 294."""

CLIPPED_LIGHT_OK = 0.25
"""Share of white pixels over which a person looks: 2 of 294 as taken (a drawing, a screenshot)."""

CLIPPED_LIGHT_MOST = 0.40
"""Share of white pixels over which the photo is called too bright: 1 of 294 as taken (the drawing),
phones 0, street signs 0; at three times the light 245 of 294. High, because a post is photographed
against the sky."""

TEXTURE_LEAST = 0.04
"""Share of neighbours that differ (`measure.texture`) under which a photo shows nothing but sky or
a wall: 1 of 159 as taken (a picture of one tone), the next at 0.08; of 8 crops of plain sky all, at
most 0.01. Looked at on the phone only: what such a photo lacks, a reviewer sees at once."""


def phone_limits() -> dict[str, float]:
    """What a phone's first look holds against a photo: what `not_ok` means here, by check.

    `side` is the long side in px of the copy that is looked at, `same` the bits of a difference
    hash by which one photo may differ from itself.
    """
    return {
        "side": SHARPNESS_SIDE,
        "size": SIZE_LEAST,
        "sharpness": SHARPNESS_LEAST,
        "dark": MEDIAN_LEAST,
        "bright": CLIPPED_LIGHT_MOST,
        "texture": TEXTURE_LEAST,
        "same": SAME_PHOTO_BITS,
    }


@dataclass(frozen=True)
class Result:
    """One check's outcome. All text is codes; the caller owns the words a person reads.

    `check`: size, sharpness, dark or bright. `value` and `limit` in `unit` (px, or share 0..1);
    `limit` is the one that decided: the nearer one for `ok`. `source` names the rule and its
    edition. `uncertainty` says why the value is weaker than it looks, or is None.
    """

    check: str
    value: float | None
    limit: float | None
    unit: str
    verdict: Verdict
    source: str
    uncertainty: str | None = None


def first_checks(intake: Intake) -> tuple[Result, ...]:
    """All checks that need nothing but the photo, with default limits."""
    return size(intake), sharpness(intake), dark(intake), bright(intake)


def size(intake: Intake, *, ok: int = SIZE_OK, least: int = SIZE_LEAST) -> Result:
    """Is the long side of the original, in px, enough to see a fastening?"""
    value = float(max(intake.width, intake.height))
    verdict, limit = _at_least(value, ok, least)
    return Result("size", value, limit, "px", verdict, "size-1")


def sharpness(
    intake: Intake, *, ok: float = SHARPNESS_OK, least: float = SHARPNESS_LEAST
) -> Result:
    """Is the whole photo clearly blurred? A hint: the sign may be sharp before a blurred street.

    Of a picture under `SIZE_LEAST` the value means little, so that a person looks instead.
    """
    value = intake.measures.sharpness
    verdict, limit = _at_least(value, ok, least)
    uncertainty = "whole_photo"
    if verdict == "not_ok" and max(intake.width, intake.height) < SIZE_LEAST:
        verdict, uncertainty = "person_looks", "small_picture"
    return Result("sharpness", value, limit, "share", verdict, "sharpness-1", uncertainty)


def dark(intake: Intake, *, ok: float = MEDIAN_OK, least: float = MEDIAN_LEAST) -> Result:
    """Is the middle of the tones too low to see the fastening?"""
    value = intake.measures.brightness
    verdict, limit = _at_least(value, ok, least)
    return Result("dark", value, limit, "share", verdict, "dark-1")


def bright(
    intake: Intake, *, ok: float = CLIPPED_LIGHT_OK, most: float = CLIPPED_LIGHT_MOST
) -> Result:
    """Is too much of the photo burnt out to white?"""
    value = intake.measures.clipped_light
    verdict, limit = _at_least(-value, -ok, -most)
    return Result("bright", value, -limit, "share", verdict, "bright-1")


def _at_least(value: float, ok: float, least: float) -> tuple[Verdict, float]:
    """The verdict for a value that should be high, and the limit that decided it."""
    if value >= ok:
        return "ok", ok
    return ("person_looks", ok) if value >= least else ("not_ok", least)
