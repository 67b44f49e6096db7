"""Faces: everyday photos and group photos, as they are and laid out over pictures of full size.

The photos are small (640 px), and a small photo is looked at more closely than a large one. So the
same photos, at the size they have, are also laid side by side to pictures of 2016 x 1512 px: a face
of 16 px is then a face of 16 px in a picture as it is served.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.evaluation.coverage import Case, covered, elsewhere, read, result
from grannsamverkan.imaging.looking.boxes import Box, Picture

SMALLEST = 16
"""Pixels of the shorter side of a face that must be covered."""

SHEET = (1512, 2016)
"""Height and width in px of the largest picture served, at 4:3."""

LEAST, AIM = 0.97, 0.995
_PERSONS_AND_VEHICLES = {0, 1, 2, 3, 5, 7}  # COCO's, with the bicycles that persons ride
_GREY = 128


def figures(photos: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the share of faces covered, and what is covered besides."""
    faces = _faces(photos)
    people = [_case(path, faces) for path in sorted((photos / "people").glob("*.jpg"))[::every]]
    groups = [_case(path, faces) for path in sorted((photos / "faces").glob("*.jpg"))[::every]]
    of_people, of_groups = ([result(case) for case in cases] for cases in (people, groups))
    yield covered(
        "faces covered", of_people + of_groups, least=LEAST, aim=AIM, note="people, faces; >= 16 px"
    )
    yield elsewhere(
        "covered outside persons and vehicles",
        of_people,
        note="people; text counts as outside, since it has no labels",
    )
    sheets = [result(sheet) for sheet in _sheets([*people, *groups])]
    yield covered(
        "faces covered in pictures of full size",
        sheets,
        least=LEAST,
        aim=AIM,
        note="the same photos side by side, 2016 x 1512 px",
    )


def _faces(photos: Path) -> Mapping[str, Sequence[Box]]:
    labels = json.loads((photos / "face-boxes.json").read_text())
    return {name: [_box(face) for face in faces] for name, faces in labels.items()}


def _box(sides: Sequence[float]) -> Box:
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom


def _case(path: Path, faces: Mapping[str, Sequence[Box]]) -> Case:
    image = read(path)
    targets = [
        face
        for face in faces.get(f"{path.parent.name}/{path.name}", [])
        if min(face[2] - face[0], face[3] - face[1]) >= SMALLEST
    ]
    return Case(image, tuple(targets), tuple(_allowed(path.with_suffix(".txt"), image)))


def _allowed(labels: Path, image: Picture) -> Iterator[Box]:
    """Persons and vehicles of a YOLO file: class, then middle and size as shares."""
    height, width = image.shape[:2]
    for line in labels.read_text().splitlines() if labels.exists() else ():
        kind, x, y, across, down = map(float, line.split())
        if kind in _PERSONS_AND_VEHICLES:
            left, top = (x - across / 2) * width, (y - down / 2) * height
            yield left, top, left + across * width, top + down * height


def _sheets(cases: Sequence[Case]) -> Iterator[Case]:
    """Photos with faces laid in rows on sheets, each in the size it has."""
    height, width = SHEET
    sheet, targets = _sheet(), list[Box]()
    x = y = row = 0
    for case in cases:
        down, across = case.image.shape[:2]
        if not case.targets or down > height // 2 or across > width // 2:
            continue
        if x + across > width:
            x, y, row = 0, y + row, 0
        if y + down > height:
            yield Case(sheet, tuple(targets))
            sheet, targets, x, y, row = _sheet(), [], 0, 0, 0
        sheet[y : y + down, x : x + across] = case.image
        targets += [(a + x, b + y, c + x, d + y) for a, b, c, d in case.targets]
        x, row = x + across, max(row, down)
    if targets:
        yield Case(sheet, tuple(targets))


def _sheet() -> Picture:
    return np.full((*SHEET, 3), _GREY, np.uint8)
