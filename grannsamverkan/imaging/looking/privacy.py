"""What must be covered before anyone sees a picture: faces, heads, vehicles, and others' text.

No free network finds number plates well. Whole vehicles, together with every line of text that is
not on our sign, cover more of them than the one real plate detector that was tried.
"""

import re
from collections.abc import Sequence

import numpy as np
from shapely import MultiPoint

from grannsamverkan.imaging.looking import boxes, faces, texts, things
from grannsamverkan.imaging.looking.boxes import Box, Found, Picture
from grannsamverkan.imaging.looking.covering import NOTHING, Keep, Polygon, Region
from grannsamverkan.imaging.looking.texts import TextBox

FACE_GROWTH = 1.3
"""Times the detector's box, which ends at brow and chin."""

HEAD_SHARE = 0.35
"""Upper part of a person's box: a head is an eighth of one who stands, a third of one who sits
behind a table."""

WINS = 0.5
"""Score from which a face or a plate is covered even over the sign or the post."""

TEXT_SIDE = 1280
"""Pixels of the long side: letters of 12 px in a picture of 2000 px are then 8 px high."""

LARGE_TEXT = 0.03
"""Share of the picture from which text is covered only if something can be read in it: waves and
gravel are at times taken for one huge letter."""

READABLE = 0.5
"""The recogniser's score from which something can be read; its maker's own default."""

_PLATE = re.compile(r"[A-Z]{3}\d{2}[A-Z\d]")
"""Sweden's and its neighbours' own; a post's number has no such form."""

_PLATE_ON_VEHICLE = re.compile(r"(?=.*[A-Z])(?=.*\d.*\d)[A-Z\d]{4,8}")
"""Any country's."""

_TEXT_GROWTH = 1.1
_MOSTLY = 0.5
_ROUNDING = 2.0


def regions(
    image: Picture,
    *,
    keep: Keep = NOTHING,
    lines: Sequence[TextBox] | None = None,
    asked: Sequence[Box] = (),
    uncover: Sequence[Box] = (),
) -> tuple[Region, ...]:
    """All that is to be covered in an upright RGB `image` (h, w, 3) of 8 bits.

    `keep`: outlines of the registered sign and the post's strip in px. `lines`: text found before
    (at `TEXT_SIDE` or larger), to spare the search. `asked` is covered as well; what lies wholly in
    a box of `uncover` is left open; both in px. Raises whatever a detector raises, and ValueError
    for another kind of picture: then nothing may be shown.
    """
    _check(image)
    seen = things.find(image)
    if lines is None:
        lines = texts.find(image, long_side=TEXT_SIDE)
    found = [
        *(_face(face) for face in faces.find(image)),
        *(_head(person) for person in seen.persons),
        *(Region("vehicle", vehicle.box, vehicle.score) for vehicle in seen.vehicles),
        *_others_text(image, lines, keep, seen.vehicles),
    ]
    opened = [boxes.grown(box, 1.0, _ROUNDING) for box in uncover]
    closed = [one for one in found if not any(boxes.inside(one.box, box) for box in opened)]
    return (*closed, *(Region("asked", box, 1.0, wins=True) for box in asked))


def _check(image: Picture) -> None:
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
        raise ValueError(f"no RGB picture of 8 bits: {image.dtype} {image.shape}")


def _face(face: Found) -> Region:
    box = boxes.grown(face.box, FACE_GROWTH)
    return Region("face", box, face.score, wins=face.score >= WINS)


def _head(person: Found) -> Region:
    left, top, right, bottom = person.box
    return Region("head", (left, top, right, top + HEAD_SHARE * (bottom - top)), person.score)


def _others_text(
    image: Picture, lines: Sequence[TextBox], keep: Keep, vehicles: Sequence[Found]
) -> list[Region]:
    """Lines that are not on our sign or post, and all that are plates."""
    found = []
    for line in lines:
        plate = _is_plate(image, line, keep, vehicles)
        if plate or not (_on(line, keep.outlines) or _is_mistaken(image, line)):
            box = boxes.grown(line.bounds, _TEXT_GROWTH)
            found.append(Region("text", box, line.score, wins=plate))
    return found


def _is_mistaken(image: Picture, line: TextBox) -> bool:
    """Whether a large thing is no text after all."""
    left, top, right, bottom = line.bounds
    large = (right - left) * (bottom - top) >= LARGE_TEXT * image.shape[0] * image.shape[1]
    return large and not _read(image, line)


def _read(image: Picture, line: TextBox) -> str:
    """What can be read in a line with some certainty, or nothing."""
    ((said, score),) = texts.read(image, [line])
    return said.strip() if score >= READABLE else ""


def _is_plate(image: Picture, line: TextBox, keep: Keep, vehicles: Sequence[Found]) -> bool:
    """Whether text over the post (never on the sign, which is before all) is a number plate."""
    on_sign = keep.sign is not None and _share(line, keep.sign) >= _MOSTLY
    if on_sign or line.score < WINS or not keep.post or not _share(line, keep.post):
        return False
    on_vehicle = any(boxes.touch(line.bounds, vehicle.box) for vehicle in vehicles)
    plate = _PLATE_ON_VEHICLE if on_vehicle else _PLATE
    return bool(plate.fullmatch(re.sub("[^A-Z0-9]", "", _read(image, line).upper())))


def _on(line: TextBox, outlines: Sequence[Polygon]) -> bool:
    """Whether a line lies mostly on one of the outlines."""
    return any(_share(line, outline) >= _MOSTLY for outline in outlines)


def _share(line: TextBox, outline: Polygon) -> float:
    """Share 0..1 of a line's area that lies in an outline (taken as convex)."""
    area = MultiPoint(line.corners).convex_hull
    if not area.area:
        return 0.0
    return float(area.intersection(MultiPoint(outline).convex_hull).area / area.area)
