"""How much of the traffic across a corner a plate hides, in every pose and for all its heights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.lines import Bools, ground_segments
from grannsamverkan.geometry.sight.looks import Look
from grannsamverkan.geometry.sight.model import Point3
from grannsamverkan.geometry.sight.poses import Ints, Poses
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.shadows import Levels, Plates, shadow, worst_ray

Ray = tuple[Point3, Point3]


@dataclass(frozen=True)
class Assumed:
    """A corner as it may be: its zone, and who looks across it. `unseen` is the severity where the
    map lets nobody come."""

    zone: shapely.Polygon
    looks: Sequence[Look]
    unseen: int


@dataclass(frozen=True)
class Caught:
    """One corner's answer for v assumptions: `inside` (v, p, a), which poses stand in its zone;
    severities, seconds for which somebody is hidden and the largest hidden width (v, p, a, h)."""

    inside: Bools
    severities: Ints
    seconds: Floats
    widths: Floats


def in_band(lowers: Floats, height: float, rules: Rules) -> Bools:
    """For which lower edges (h,) a plate reaches into the heights where it can hide anybody."""
    return np.asarray((lowers < rules.band_lorry) & (lowers + height > rules.band_low))


def caught(assumed: Sequence[Assumed], poses: Poses, rules: Rules) -> Caught:
    """What the plate hides in every pose, under each assumption."""
    # Of the heights to try, each as it may be wrong, many are the same.
    lowers, back = np.unique(poses.lowers.round(6), return_inverse=True)
    ends = ground_segments(poses)
    inside = np.stack([_inside(one.zone, poses, ends) for one in assumed])
    found = [
        _hidden(one, poses, here, lowers, rules)[..., back]
        for one, here in zip(assumed, inside, strict=True)
    ]
    severities, seconds, widths = np.stack(found, axis=1)
    return Caught(inside, severities.astype(int), seconds, widths)


def _inside(zone: shapely.Polygon, poses: Poses, ends: Floats) -> Bools:
    """(p, a): does the post or any of the plate stand in a zone?"""
    shapely.prepare(zone)
    plates = shapely.intersects(zone, shapely.linestrings(ends))
    posts = shapely.intersects_xy(zone, poses.posts)
    return np.asarray(plates | posts[:, None])


def _hidden(one: Assumed, poses: Poses, inside: Bools, lowers: Floats, rules: Rules) -> Floats:
    """(3, p, a, h): severity, seconds, metres; nought outside the zone and the band."""
    found = np.zeros((3, *inside.shape, len(lowers)))
    band = in_band(lowers, poses.height, rules)
    if not band.any() or not inside.any():
        return found
    ends, middles = ground_segments(poses)[inside], poses.centres[inside]
    worst = np.zeros((3, len(ends), int(band.sum())))
    worst[0] = 0 if one.looks else one.unseen
    for look in one.looks:
        levels = _levels(look, lowers[band], poses.height, rules)
        worst = np.maximum(worst, _hidden_from(look, ends, middles, levels, rules))
    inner = np.zeros((3, len(ends), len(lowers)))
    inner[..., band] = worst
    found[:, inside] = inner
    return found


def _levels(look: Look, lowers: Floats, height: float, rules: Rules) -> Levels:
    return Levels(look.levels, lowers, height, rules.object_low, rules.object_high)


def _hidden_from(look: Look, ends: Floats, middles: Floats, levels: Levels, rules: Rules) -> Floats:
    """(3, k, h) of one look at k plates: the worst of its eyes and lanes."""
    worst = np.zeros((3, len(ends), len(levels.lowers)))
    by_eyes = (len(ends), len(look.eyes), len(levels.lowers), len(levels.eyes))
    for lane in look.lanes:
        hidden = shadow(_pairs(look, ends, middles), lane, levels, rules.hidden_width)
        met, longest, widest = (
            each.reshape(by_eyes).max(axis=1)
            for each in (hidden.any, hidden.longest, hidden.widest)
        )
        # The tallest vehicles' eye alone never makes it worse than that a person looks.
        own = slice(0, len(look.heights))
        seconds = longest[..., own].max(axis=2) / look.speed
        long = (seconds >= rules.hidden_s) & (levels.lowers < rules.band_high)
        worst = np.maximum(worst, [np.where(long, 2, met.max(axis=2)), seconds, widest.max(axis=2)])
    return worst


def _pairs(look: Look, ends: Floats, middles: Floats) -> Plates:
    """Every plate with every eye."""
    count = len(look.eyes)
    eyes = np.tile(look.eyes, (len(ends), 1))
    return Plates(eyes, np.repeat(ends, count, axis=0), np.repeat(middles, count, axis=0))


def worst_of(assumed: Sequence[Assumed], poses: Poses, found: Caught, rules: Rules) -> Ray | None:
    """The ray, from eye to target, that the plate catches where it hides most at its own height."""
    worth = found.severities * 1e6 + found.seconds * 1e3 + found.widths
    worth = worth[..., : poses.spread]
    variant, place, angle, height = np.unravel_index(worth.argmax(), worth.shape)
    ends, middle = ground_segments(poses)[place, angle], poses.centres[place, angle]
    rays = [
        _longest(look, ends, middle, _levels(look, poses.lowers[[height]], poses.height, rules))
        for look in assumed[int(variant)].looks
    ]
    return max((ray for ray in rays if ray is not None), default=(0.0, None))[1]


def _longest(look: Look, ends: Floats, middle: Floats, levels: Levels) -> tuple[float, Ray] | None:
    """How much lane the eye loses that loses most, and its ray."""
    plates = _pairs(look, ends[None], middle[None])
    rays = []
    for lane in look.lanes:
        longest = shadow(plates, lane, levels, 0.0).longest.max(axis=(1, 2))
        best = int(longest.argmax())
        one = Plates(plates.eyes[[best]], plates.ends[[best]], plates.middles[[best]])
        ray = worst_ray(one, lane, levels)
        if ray is not None:
            rays.append((float(longest[best]), (_point(ray[0]), _point(ray[1]))))
    return max(rays, default=None)


def _point(place: Floats) -> Point3:
    return float(place[0]), float(place[1]), float(place[2])
