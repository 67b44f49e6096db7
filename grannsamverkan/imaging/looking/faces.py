"""Faces, also small and turned ones: CenterFace (MIT) in two looks.

The first look sees the whole picture at a long side of 1008 px. Whatever could be a small face
there is looked at again twice as large. Looking at everything that large would find the same and
take four times as long: most of a street has nothing that could be a face.
"""

import numpy as np

from grannsamverkan.imaging.looking import boxes, networks
from grannsamverkan.imaging.looking.boxes import Box, Found, Picture

FACE = 0.2
"""Score from which a face is covered. Published for everyday photos of 640 px: 94 % of faces of at
least 16 px at 0.2 (92 % at 0.3), with 1.4 boxes a photo that are none; 0.05 on street photos."""

MAYBE = 0.05
"""Score from which a small thing gets the second look; alone it covers nothing."""

FIRST_SIDE = 1008
"""Pixels of the long side at the first look: half of the largest picture served."""

SMALL = 48
"""Pixels at the first look under which a face gains by the second: of those of 40-80 px the
detector finds 100 of 105 as they are."""

_SAME = 0.3
_SURROUNDINGS = 24
_WINDOW, _SHARED = 1056, 96
_STRIDE = 4


def find(image: Picture) -> list[Found]:
    """Faces in an RGB picture with score >= `FACE`, boxes in px from brow to chin."""
    scale = min(1.0, FIRST_SIDE / max(image.shape[:2]))
    first = boxes.placed(_look(boxes.scaled(image, scale), MAYBE), (0, 0, 0, 0), scale)
    unsure = [face.box for face in first if _height(face.box) * scale < SMALL]
    second = [
        face for window in _second(image, unsure, scale) for face in _again(image, window, scale)
    ]
    sure = [face for face in first if face.score >= FACE]
    return boxes.best(sure + second, overlap=_SAME)


def _again(image: Picture, window: boxes.Window, scale: float) -> list[Found]:
    """The second look at one window."""
    part = boxes.scaled(boxes.cut(image, window), 2 * scale)
    return boxes.placed(_look(part, FACE), window, 2 * scale)


def _second(image: Picture, unsure: list[Box], scale: float) -> list[boxes.Window]:
    """Windows with everything unsure in them, none so large that memory would swell."""
    height, width = image.shape[:2]
    areas = boxes.merged(boxes.grown(box, 3.0, _SURROUNDINGS / scale) for box in unsure)
    return [
        (left + inner[0], top + inner[1], left + inner[2], top + inner[3])
        for left, top, right, bottom in (boxes.within(area, width, height) for area in areas)
        for inner in boxes.windows(
            right - left,
            bottom - top,
            side=round(_WINDOW / scale / 2),
            overlap=round(_SHARED / scale / 2),
        )
    ]


def _look(image: Picture, least_score: float) -> list[Found]:
    """Faces in a picture at the size it has, in its px."""
    said = networks.run("centerface", networks.padded(image))
    heat, size, offset = boxes.sound(said["heat"][0, 0]), said["size"][0], said["offset"][0]
    row, column = np.nonzero(heat >= least_score)
    height, width = np.exp(size[:, row, column]) * _STRIDE
    middle_y, middle_x = (
        (place + shift + 0.5) * _STRIDE
        for place, shift in zip((row, column), offset[:, row, column], strict=True)
    )
    sides = np.stack(
        [middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2],
        axis=1,
    )
    return boxes.found(sides.astype(np.float32), heat[row, column], overlap=_SAME)


def _height(box: Box) -> float:
    return box[3] - box[1]
