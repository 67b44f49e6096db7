"""What is said and drawn of a sign that a plate hides."""

from dataclasses import dataclass

import numpy as np
from shapely import Polygon, box

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.approach import STEP_M, Approach, Face
from grannsamverkan.geometry.sight.model import Found, Point3, Shape
from grannsamverkan.geometry.sight.poses import Ints, Poses
from grannsamverkan.geometry.sight.rays import Stopped, by_pose
from grannsamverkan.geometry.sight.rules import Rules

Corners = tuple[Point3, ...]
FIGURES = (
    "blocked",  # metres of road from which too much is hidden, within `must`
    "blocked_s",  # the same in seconds
    "clear",  # metres of the longest run, within `want`, from which enough is seen
    "share",  # the largest share hidden: within `must` where that is too much or for too long
    "before",  # metres from the post to the sign, along its line of sight
    "eye_before",  # metres from the sign to the eye from which so much is hidden
    "eye_height",
    "speed",
    "must",
    "want",
)
KINDS = ("_hidden_much", "_hidden_long", "_hidden_some", "_left_free")

NEAR = ("_hidden_much", "_hidden_long")
"""Sentences about what is hidden within `must`."""


def codes_of(noun: str) -> tuple[str, ...]:
    """The codes of sentences on a "sign" or a "signal"."""
    return tuple(noun + kind for kind in KINDS)


@dataclass(frozen=True)
class _Stated:
    """Values in every pose at the stated height, as high as it is and as it may be wrong:
    (p * a, spread) each. `share` and `much` are the largest share hidden within `want` and `must`,
    `blocked` metres."""

    level: Ints
    share: Floats
    much: Floats
    blocked: Floats


@dataclass(frozen=True)
class _View:
    """What is seen from one eye, of height `key`, in a pose (p * a) with one of the lower edges."""

    pose: int
    spread: int
    eye: Point3
    before: float
    key: str
    share: float


def hidden_found(
    approach: Approach, poses: Poses, found: Stopped, levels: Ints, rules: Rules
) -> Found:
    """The answer for one face; `levels` (p, a, h) are the severities of what is hidden of it."""
    stated = _stated(approach, poses, found, levels, rules)
    worst = _worst(stated, approach, rules)
    kind = _kind(stated, *worst, rules)
    values, limit, settings = _measure(kind, stated, approach, rules)
    by_place = values.reshape(len(poses.posts), -1, values.shape[1]).max(axis=1)
    near = approach.must if kind in NEAR else approach.want
    view = _view(approach, found, *worst, getattr(rules, near))
    noun = "signal" if approach.thing.kind == "signal" else "sign"
    blocked = float(stated.blocked[worst])
    return Found(
        f"hides_{noun}",
        "ok",
        noun + kind,
        value=float(by_place[0, 0]),
        limit=limit,
        unit="s" if kind == "_hidden_long" else "share",
        low=float(by_place.min()),
        high=float(by_place.max()),
        settings=(*settings, view.key, *approach.face.settings),
        words=_words(approach),
        figures={
            "blocked": blocked,
            "blocked_s": blocked * 3.6 / approach.speed,
            "clear": _clear(approach, found, *worst, rules),
            "before": _before(approach, poses, view.pose),
            **_figures(approach, view, rules),
        },
        shapes=_shapes(approach.face, view.eye, _plate(poses, view.pose, view.spread)),
    )


def _figures(approach: Approach, view: _View, rules: Rules) -> dict[str, float]:
    return {
        "share": view.share,
        "eye_before": view.before,
        "eye_height": view.eye[2],
        "speed": approach.speed,
        "must": getattr(rules, approach.must),
        "want": getattr(rules, approach.want),
    }


def _stated(
    approach: Approach, poses: Poses, found: Stopped, levels: Ints, rules: Rules
) -> _Stated:
    spread = poses.spread
    used, starts = np.unique(found.pose, return_index=True)
    much, blocked, _ = by_pose(approach, found, rules)
    share = np.maximum.reduceat(found.share, starts)
    size = levels.shape[0] * levels.shape[1]

    def spread_out(values: Floats) -> Floats:
        full = np.zeros((size, spread))
        full[used] = values.max(axis=1)[:, found.height[:spread]]
        return full

    level = levels[:, :, :spread].reshape(size, spread)
    return _Stated(level, spread_out(share), spread_out(much), spread_out(blocked))


def _worst(stated: _Stated, approach: Approach, rules: Rules) -> tuple[int, int]:
    """The pose and height that hides most; of equals the stated ones, which come first."""
    seconds = stated.blocked * 3.6 / approach.speed
    weight = np.maximum(stated.share / rules.hidden_most, seconds / rules.blocked_s)
    order = stated.level * (1 + weight.max()) + weight
    pose, spread = np.unravel_index(int(order.argmax()), order.shape)
    return int(pose), int(spread)


def _kind(stated: _Stated, pose: int, spread: int, rules: Rules) -> str:
    level = stated.level[pose, spread]
    if level == 0:
        return "_left_free"
    if level == 1:
        return "_hidden_some"
    much = stated.much[pose, spread] >= rules.hidden_most
    return "_hidden_much" if much else "_hidden_long"


def _measure(
    kind: str, stated: _Stated, approach: Approach, rules: Rules
) -> tuple[Floats, float, tuple[str, ...]]:
    """What is held against what: values (p * a, spread), the limit, and the settings used."""
    if kind == "_hidden_much":
        return stated.much, rules.hidden_most, ("hidden_most", approach.must)
    if kind == "_hidden_long":
        seconds = stated.blocked * 3.6 / approach.speed
        return seconds, rules.blocked_s, ("blocked_s", "hidden_least", approach.must)
    return stated.share, rules.hidden_least, ("hidden_least", approach.want)


def _view(approach: Approach, found: Stopped, pose: int, spread: int, near: float) -> _View:
    """From where least is seen in a pose, no farther away than `near`. Where nothing is hidden in
    it, any eye that other poses or heights hide something from."""
    inside = approach.before[found.eye] <= near
    rows = np.flatnonzero((found.pose == pose) & inside)
    if not len(rows):
        rows = np.arange(len(found.pose))
    shares = found.share[rows, :, found.height[spread]]
    place, height = np.unravel_index(int(shares.argmax()), shares.shape)
    row = rows[place]
    eye = int(found.eye[row])
    key, metres = approach.heights[int(height)]
    x, y = approach.eyes[eye].tolist()
    before, share = float(approach.before[eye]), float(shares.max())
    return _View(int(found.pose[row]), spread, (x, y, metres), before, key, share)


def _clear(approach: Approach, found: Stopped, pose: int, spread: int, rules: Rules) -> float:
    """Metres of the longest run of eyes that see enough, whichever their height."""
    rows = found.pose == pose
    hidden = (found.share[rows, :, found.height[spread]] > rules.hidden_least).any(axis=1)
    free = np.delete(approach.before, found.eye[rows][hidden])
    runs = np.split(free, np.flatnonzero(np.diff(free) > 1.5 * STEP_M) + 1)
    return max(float(run[-1] - run[0]) for run in runs) if len(free) else 0.0


def _before(approach: Approach, poses: Poses, pose: int) -> float:
    post = poses.posts[pose // len(poses.normals)]
    return float((post - approach.face.centre) @ approach.face.normal)


def _words(approach: Approach) -> dict[str, str]:
    thing = approach.thing
    return {
        "code": thing.code,
        "kind": thing.kind,
        "road": approach.way.name,
        "told": approach.told,
    }


def _plate(poses: Poses, pose: int, spread: int) -> Corners:
    post, angle = divmod(pose, len(poses.normals))
    centre, along = poses.centres[post, angle], poses.along[angle]
    return _upright(centre, along, poses.width, float(poses.lowers[spread]), poses.height)


def _upright(centre: Floats, along: Floats, width: float, edge: float, height: float) -> Corners:
    (ax, ay), (bx, by) = (centre + part * width * along for part in (-0.5, 0.5))
    top = edge + height
    corners = ((ax, ay, edge), (bx, by, edge), (bx, by, top), (ax, ay, top))
    return tuple((float(x), float(y), float(z)) for x, y, z in corners)


def _shapes(face: Face, eye: Point3, plate: Corners) -> tuple[Shape, ...]:
    across = np.array([face.normal[1], -face.normal[0]])
    sign = _upright(face.centre, across, face.width, face.edge, face.height)
    hidden = shadow(face, eye, plate)
    part = hidden or sign
    x, y, z = np.mean(np.array(part), axis=0).tolist()
    drawn = [
        Shape("ray", (eye, (x, y, z))),
        Shape("eye", (eye,)),
        Shape("sign", sign),
        Shape("plate", plate),
    ]
    return (*drawn, Shape("hidden", hidden)) if hidden else tuple(drawn)


def shadow(face: Face, eye: Point3, plate: Corners) -> Corners:
    """The part of a face that a plate hides from an eye; empty if none."""
    across = np.array([face.normal[1], -face.normal[0]])
    rays = np.array(plate) - eye
    ahead = rays[:, :2] @ face.normal
    far = float((face.centre - eye[:2]) @ face.normal)
    if (ahead * far <= 0).any():
        return ()
    hits = eye + (far / ahead)[:, None] * rays
    flat = Polygon(np.column_stack([(hits[:, :2] - face.centre) @ across, hits[:, 2]]))
    half = face.width / 2
    part = flat.intersection(box(-half, face.edge, half, face.edge + face.height))
    if not isinstance(part, Polygon) or part.is_empty:
        return ()
    places = ((face.centre + aside * across, z) for aside, z in part.exterior.coords[:-1])
    return tuple((float(place[0]), float(place[1]), float(z)) for place, z in places)
