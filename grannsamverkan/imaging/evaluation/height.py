"""Mounting height and post, from the pixels of drawn scenes through the whole chain.

The sign is found by its artwork, the post from the sign outward, the foot in the picture or where a
person taps it; corners are never given. Scenes are drawn within the renderer's whole ranges: lens
k1 ± 0.15, plate turned 0-40 degrees, pitch -10..15, slope ± 5, foot hidden 0-15 cm, focal length
stated ± 5 %, JPEG 60-95, blur 0-1.6 px. Gravity is not told, as most cameras do not write it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.drawn import Drawn, Scene, random_scene, render, sample
from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.evaluation.coverage import share
from grannsamverkan.imaging.evidence import Place, PostSeen
from grannsamverkan.imaging.looking import height, post, privacy, sign, texts
from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.height import Known
from grannsamverkan.imaging.looking.sign import Found

SCENES = 100
FIRST_SEED = 7000
"""Apart from the seeds that the finders were tried on while they were made."""

MOST_M, AIM_M = 0.10, 0.05
LEAST_INSIDE, AIM_INSIDE = 0.90, 0.95

TAP_ERROR = 0.005
"""Standard error of a tap as a share of the picture's width: 2 of a small screen's 390 dots."""

EDGE_PX, EDGE_SHARE = 2.0, 0.10
"""An edge counts as found within so many px, and within so much of the post's width."""


@dataclass(frozen=True)
class _Case:
    """What came of one scene; a part is None where it was not found or not told."""

    found: tuple[float, float] | None = None
    tapped: tuple[float, float] | None = None
    edge_off: tuple[float, float] | None = None
    foot_off: float | None = None
    sign: bool = False


def figures(data: Path, every: int = 1) -> Iterator[Figure]:
    """Yield errors and ranges of the height, and how well the post is found; needs no `data`."""
    del data
    cases = [_case(seed) for seed in range(FIRST_SEED, FIRST_SEED + SCENES, every)]
    signs = [case for case in cases if case.sign]
    yield from _heights("foot found", [case.found for case in signs])
    yield from _heights("foot tapped", [case.tapped for case in signs])
    told = sum(case.found is not None for case in cases)
    yield share("height told without a tap", told, len(cases), note="sign, post and foot found")
    yield from _posts(signs)


def _heights(name: str, pairs: Sequence[tuple[float, float] | None]) -> Iterator[Figure]:
    """Errors of the told (error, half range), and how many lie inside what was stated."""
    told = [pair for pair in pairs if pair is not None]
    errors = sorted(abs(error) for error, _ in told)
    value, interval = _ninetieth(errors)
    note = f"drawn scenes; median {float(np.median(errors or [0])):.3f}"
    yield Figure(
        f"height, {name}: error p90", value, len(told), "m", interval, None, MOST_M, AIM_M, note
    )
    inside = sum(abs(error) <= half for error, half in told)
    half = float(np.median([half for _, half in told] or [0]))
    yield share(
        f"height, {name}: true value inside the stated range",
        inside,
        len(told),
        least=LEAST_INSIDE,
        aim=AIM_INSIDE,
        note=f"median half range {half:.3f} m",
    )


def _ninetieth(ordered: Sequence[float]) -> tuple[float, tuple[float, float] | None]:
    """The 90th percentile, and its 95 % interval by the ranks that could hold it."""
    if not ordered:
        return 0.0, None
    n = len(ordered)
    spread = 1.96 * math.sqrt(n * 0.9 * 0.1)
    low, high = (min(n - 1, max(0, round(0.9 * n + side * spread))) for side in (-1, 1))
    return float(np.quantile(ordered, 0.9)), (ordered[low], ordered[high])


def _posts(cases: Sequence[_Case]) -> Iterator[Figure]:
    near = sum(_is_near(case.edge_off) for case in cases)
    note = f"within {EDGE_PX:g} px and {EDGE_SHARE:.0%} of its width at the plate"
    yield share("both edges of the post found", near, len(cases), note=note)
    feet = [case.foot_off for case in cases if case.foot_off is not None]
    close = sum(abs(off) <= MOST_M for off in feet)
    yield share("foot found within 10 cm of where it is seen", close, len(cases))


def _is_near(off: tuple[float, float] | None) -> bool:
    return off is not None and off[0] <= EDGE_PX and off[1] <= EDGE_SHARE


def _case(seed: int) -> _Case:
    scene, artwork = random_scene(seed, view="post"), sample(f"{1000 + seed % 9000}")
    drawn = render(scene, artwork)
    image = _opened(drawn)
    found = sign.find(image, [artwork], texts.find(image, long_side=privacy.TEXT_SIDE))
    if found is None:
        return _Case()
    size, plate = scene.size, (artwork.width_mm, artwork.height_mm)
    known = Known(
        size=size,
        corners=found.seen.corners,
        plate_mm=plate,
        foot=(0.0, 0.0),
        focal_35mm=scene.focal_stated,
        corner_error=found.seen.corner_error,
    )
    seen = post.find(image, found.seen.corners, plate_mm=plate)
    tap = _tap(scene, drawn, seed)
    tapped = post.find(image, found.seen.corners, tap, plate_mm=plate)
    return _Case(
        found=None if seen is None or seen.foot is None else _off(image, known, seen, drawn),
        tapped=_off(image, known, tapped, drawn, tap),
        edge_off=_edges_off(image, found, plate, drawn),
        foot_off=_foot_off(seen, scene, drawn),
        sign=True,
    )


def _opened(drawn: Drawn) -> Picture:
    picture = cv2.imdecode(np.frombuffer(drawn.picture, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("a drawn picture cannot be read")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def _seen_foot(scene: Scene, drawn: Drawn) -> npt.NDArray[np.float64]:
    """Where the front of the post goes out of sight, px: at the top of what hides it."""
    out_of_sight = scene.camera().project(scene.post_up[None] * scene.hidden_m)[0]
    front = np.array(drawn.truth.foot_front) - np.array(drawn.truth.foot)
    return np.asarray(out_of_sight + front, np.float64)


def _tap(scene: Scene, drawn: Drawn, seed: int) -> Place:
    """Where a person taps: at the foot as it is seen, with a finger's error."""
    miss = np.random.default_rng(seed).normal(0, TAP_ERROR * scene.size[0], 2)
    x, y = (_seen_foot(scene, drawn) + miss) / np.array(scene.size)
    return float(x), float(y)


def _off(
    image: Picture, known: Known, seen: PostSeen | None, drawn: Drawn, tap: Place | None = None
) -> tuple[float, float] | None:
    """Error and half range in m of the height told; None where none is told."""
    foot = tap or (seen.foot if seen else None)
    if foot is None:
        return None
    width = seen.width if seen else 0.03
    told = height.from_places(
        replace(
            known,
            foot=foot,
            post=seen,
            foot_from="picture" if tap is None else "person",
            overgrown=post.overgrown(image, foot, width),
        )
    )
    if told is None:
        return None
    return told.lower_edge_m - drawn.truth.lower_edge_m, told.error_m


def _edges_off(
    image: Picture, found: Found, plate: tuple[float, float], drawn: Drawn
) -> tuple[float, float] | None:
    """The farthest that an edge is off near the plate: px, and as a share of the post's width."""
    followed = post.follow(image, post.guide_of(image, found.seen.corners, plate, []))
    if followed is None:
        return None
    course = followed.traced.course
    off = [
        abs(float(course.edge_at(np.array(y - 0.5), side)) + 0.5 - x)
        for side, edge in zip((-1, 1), drawn.truth.post_edges, strict=True)
        for x, y in edge
    ]
    width = drawn.truth.post_edges[1][0][0] - drawn.truth.post_edges[0][0][0]
    return max(off), max(off) / width


def _foot_off(seen: PostSeen | None, scene: Scene, drawn: Drawn) -> float | None:
    """Metres along the post by which the found foot is too low."""
    if seen is None or seen.foot is None:
        return None
    tenth = np.linalg.norm(
        np.diff(scene.camera().project(np.array([[0.0, 0, 0], scene.post_up * 0.1])), axis=0)
    )
    return float((seen.foot[1] * scene.size[1] - _seen_foot(scene, drawn)[1]) / tenth / 10)
