"""What is covered needlessly on a sign or its post.

Drawn scenes know where their plate and post are. In the street photos, the labelled traffic signs
stand in for ours, and a strip below each, a sixth as wide, down to the picture's edge, for the
post: nobody has labelled the posts. No face or plate hides them there, so that all cover on them is
needless.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from grannsamverkan.imaging.drawn import random_scene, render, sample
from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.evaluation.coverage import cover, read, share
from grannsamverkan.imaging.looking.boxes import Box, Picture
from grannsamverkan.imaging.looking.covering import NOTHING, Keep, Mask, Polygon

TOUCHED = 0.05
"""Share of the sign or the post under cover from which a photo counts."""

MOST, AIM = 0.05, 0.01
SCENES = 40
_POST_SHARE = 1 / 6


def figures(photos: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the share of pictures in which a sign or post is covered needlessly."""
    drawn = [_drawn(seed) for seed in range(0, SCENES, every)]
    street = [_street(path) for path in sorted((photos / "street-signs").glob("*.xml"))[::every]]
    yield _needless("sign or post covered, drawn scenes", drawn, note="true plate and post kept")
    yield _needless("sign or post covered, street photos", street, note="traffic signs stand in")
    yield _unguarded("post covered where no sign was found, street photos", street)


Scene = tuple[Picture, Sequence[Keep]]


def _needless(name: str, scenes: Sequence[Scene], *, note: str) -> Figure:
    hit = [any(_touched(cover(image, keep), keep) for keep in keeps) for image, keeps in scenes]
    return share(name, sum(hit), len(hit), most=MOST, aim=AIM, note=note)


def _unguarded(name: str, scenes: Sequence[Scene]) -> Figure:
    """Nothing is kept: what the post loses in a photo whose sign was not registered."""
    hit = []
    for image, keeps in scenes:
        mask = cover(image, NOTHING)
        hit.append(any(_touched(mask, Keep(post=keep.post)) for keep in keeps))
    return share(name, sum(hit), len(hit), note="nothing kept")


def _touched(mask: Mask, keep: Keep) -> bool:
    return any(_share(mask, outline) > TOUCHED for outline in keep.outlines)


def _share(mask: Mask, outline: Polygon) -> float:
    """Share of an outline, as far as it lies in the picture, that is covered."""
    area = np.zeros_like(mask)
    cv2.fillPoly(area, [np.rint(np.asarray(outline)).astype(np.int32)], 255)
    return np.count_nonzero(mask & area) / max(1, int(np.count_nonzero(area)))


def _drawn(seed: int) -> Scene:
    drawn = render(random_scene(seed), sample(f"{1000 + 37 * seed}", "HTTPS://GV.SE/AB12CD"))
    (left_top, left_foot), (right_top, right_foot) = drawn.truth.post_edges
    post = (left_top, right_top, right_foot, left_foot)
    return drawn.image, [Keep(drawn.truth.corners, post)]


def _street(labels: Path) -> Scene:
    image = read(labels.with_suffix(".png"))
    return image, [_keep(box, image.shape[0]) for box in _boxes(labels)]


def _keep(sign: Box, height: int) -> Keep:
    left, top, right, bottom = sign
    middle, half = (left + right) / 2, (right - left) * _POST_SHARE / 2
    return Keep(
        _outline((left, top, right, bottom)),
        _outline((middle - half, bottom, middle + half, float(height))),
    )


def _outline(box: Box) -> Polygon:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _boxes(labels: Path) -> Iterator[Box]:
    """The signs of a VOC file, whose boxes are `<xmin>`, `<ymin>`, `<xmax>`, `<ymax>` in a row."""
    for box in re.findall(r"<bndbox>(.*?)</bndbox>", labels.read_text(), re.DOTALL):
        left, top, right, bottom = (float(side) for side in re.findall(r">\s*([\d.]+)\s*<", box))
        yield left, top, right, bottom
