"""Levenberg-Marquardt over the height model, from both poses a plate can be mistaken for."""

import math
from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.looking import height_model as model
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.height_model import Sighting

_ROUNDS = 25
_STEP = 1e-5
_ENOUGH = 1e-4
"""Fall of half the sum of squares under which a fit is done: far below one standard error."""


@dataclass(frozen=True)
class Fit:
    """A minimum: the unknowns (14,), half the sum of squares, the covariance (14, 14)."""

    unknowns: Floats
    cost: float
    covariance: Floats

    @property
    def log_weight(self) -> float:
        """Log of the posterior mass around this minimum (Laplace), up to a constant."""
        return float(np.linalg.slogdet(self.covariance)[1]) / 2 - self.cost


def fits(seen: Sighting) -> list[Fit]:
    """The minima reached from a plate turned to either side; nearly the same one counts once."""
    found = [fitted(start, seen) for start in _starts(seen)]
    found = [fit for fit in found if np.isfinite(fit.cost)]
    if len(found) == 2 and abs(found[0].unknowns[model.YAW] - found[1].unknowns[model.YAW]) < 0.01:
        return [min(found, key=lambda fit: fit.cost)]
    return found


def mixture(found: list[Fit], which: int) -> tuple[float, float]:
    """Mean, and half width of the 95 % range around it, of one unknown over all minima."""
    logs = np.array([fit.log_weight for fit in found])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    means = np.array([fit.unknowns[which] for fit in found])
    errors = np.sqrt([fit.covariance[which, which] for fit in found])
    mean = float(weights @ means)
    return mean, _half_width(mean, weights, means, errors)


def _half_width(mean: float, weights: Floats, means: Floats, errors: Floats) -> float:
    low, high = 0.0, float(np.max(np.abs(means - mean) + 3 * errors))
    for _ in range(40):
        half = (low + high) / 2
        if _mass(mean - half, mean + half, weights, means, errors) < 0.95:
            low = half
        else:
            high = half
    return high


def _mass(low: float, high: float, weights: Floats, means: Floats, errors: Floats) -> float:
    return math.fsum(
        weight * (_below((high - mean) / error) - _below((low - mean) / error))
        for weight, mean, error in zip(weights, means, errors, strict=True)
    )


def _below(value: float) -> float:
    return (1 + math.erf(value / math.sqrt(2))) / 2


def fitted(start: Floats, seen: Sighting) -> Fit:
    """The minimum reached from `start` (14,)."""
    here, damping = start, 1e-3
    jacobian, off = _linearised(here, seen)
    for _ in range(_ROUNDS):
        normal = jacobian.T @ jacobian
        step = -np.linalg.solve(normal + damping * np.diag(np.diag(normal)), jacobian.T @ off)
        there = model.residuals((here + step)[None], seen)[0]
        fall = (off @ off - there @ there) / 2
        if not fall > 0:
            damping *= 8
            if damping > 1e8:
                break
            continue
        here, damping = here + step, damping / 8
        jacobian, off = _linearised(here, seen)
        if fall < _ENOUGH:
            break
    covariance = np.asarray(np.linalg.inv(jacobian.T @ jacobian), np.float64)
    return Fit(here, float(off @ off) / 2, covariance)


def _linearised(here: Floats, seen: Sighting) -> tuple[Floats, Floats]:
    """Jacobian (m, 14) by central differences, and the residuals (m,), in one batch."""
    steps = np.eye(model.UNKNOWNS) * _STEP
    batch = np.concatenate([here[None], here + steps, here - steps])
    off = model.residuals(batch, seen)
    ahead, behind = off[1 : model.UNKNOWNS + 1], off[model.UNKNOWNS + 1 :]
    return (ahead - behind).T / (2 * _STEP), off[0]


def _starts(seen: Sighting) -> list[Floats]:
    """Two guesses: the plate turned to the left and to the right by what its shape allows."""
    upper_left, upper_right, lower_right, lower_left = seen.corners
    tall = (_far(upper_left, lower_left) + _far(upper_right, lower_right)) / 2
    wide = (_far(upper_left, upper_right) + _far(lower_left, lower_right)) / 2
    width, height = seen.plate
    shrunk = wide / tall * height / width
    turned = max(0.15, math.acos(min(1.0, max(0.3, shrunk))))
    start = model.prior_mean(seen)
    centre = seen.corners.mean(axis=0)
    distance = seen.focal * height / tall
    start[model.X : model.Z + 1] = [*(centre / seen.focal * distance), distance]
    lower = (lower_left + lower_right) / 2
    start[model.HEIGHT] = _far(seen.foot, lower) / tall * height
    down = seen.foot - centre
    start[model.ROLL] = math.atan2(-down[0], down[1])
    return [_with_yaw(start, turned), _with_yaw(start, -turned)]


def _with_yaw(start: Floats, yaw: float) -> Floats:
    turned = start.copy()
    turned[model.YAW] = yaw
    return turned


def _far(one: Floats, other: Floats) -> float:
    return float(np.linalg.norm(one - other))
