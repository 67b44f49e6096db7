"""What the looks at a set's photos say together, held against the municipality's limits. Pure.

A look helps and never rejects: what it did not find is for a person to look at. Nothing here says
that zinc is sound; scratches and bare zinc are a person's to see.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from grannsamverkan.imaging.evidence import Evidence, HeightSeen, RustSeen, Tilt
from grannsamverkan.signs.rules import STATED_UNCERTAINTY_M, Finding


@dataclass(frozen=True)
class Limits:
    """A municipality's limits: degrees, metres, and a probability 0..1."""

    tilt_deg: float
    height_differs_m: float
    rust: float


def findings(
    seen: Sequence[Evidence], limits: Limits, stated_m: float | None, galvanised: bool | None
) -> list[Finding]:
    """All that the looks at a set's photos say; nothing while no photo has been looked at."""
    if not seen:
        return []
    found = [
        check_artwork([one for one in seen if one.sign is not None]),
        check_tilt([one.tilt for one in seen if one.tilt is not None], limits.tilt_deg),
        check_height(measured_height(seen), stated_m, limits.height_differs_m),
    ]
    if galvanised is not False:
        found.append(check_rust([one.rust for one in seen if one.rust is not None], limits.rust))
    return [one for one in found if one is not None]


def measured_height(seen: Sequence[Evidence]) -> HeightSeen | None:
    """The lower edge measured best in any of the photos."""
    heights = [one.lower_edge for one in seen if one.lower_edge is not None]
    return min(heights, key=lambda one: one.error_m, default=None)


def check_artwork(with_sign: Collection[Evidence]) -> Finding:
    """The sign's printed face was found in a photo."""
    if with_sign:
        return Finding("artwork", "artwork_seen", "ok", float(len(with_sign)))
    return Finding("artwork", "artwork_not_seen", "person_looks")


def check_tilt(tilts: Sequence[Tilt], most_deg: float) -> Finding | None:
    """How far the sign leans, by the photo that tells it best; None where none does."""
    best = min(tilts, key=lambda one: one.error, default=None)
    if best is None:
        return None
    leans = abs(best.degrees)
    figures = (round(leans, 1), most_deg, "°", round(best.error, 1))
    if leans + best.error <= most_deg:
        return Finding("tilt", "tilt_ok", "ok", *figures, doubt=best.against)
    if leans - best.error > most_deg:
        return Finding("tilt", "tilt_not_ok", "not_ok", *figures, doubt=best.against)
    return Finding("tilt", "tilt_person_looks", "person_looks", *figures, doubt=best.against)


def check_height(
    measured: HeightSeen | None, stated_m: float | None, differs_m: float
) -> Finding | None:
    """The height that was stated against the measured one; None where either is missing.

    Agree means: within both uncertainties and the municipality's own margin.
    """
    if measured is None or stated_m is None:
        return None
    margin = measured.error_m + STATED_UNCERTAINTY_M + differs_m
    agrees = abs(measured.lower_edge_m - stated_m) <= margin
    return Finding(
        "height",
        "height_agrees" if agrees else "height_differs",
        "ok" if agrees else "person_looks",
        value=round(measured.lower_edge_m, 2),
        limit=stated_m,
        unit="m",
        uncertainty=round(measured.error_m, 2),
        doubt=(measured.assumed or ("",))[0],
    )


def check_rust(rusts: Sequence[RustSeen], most: float) -> Finding:
    """Rust or stain near the fastening: the photo that looks worst; in per cent."""
    judged = [one for one in rusts if one.state == "judged" and one.probability is not None]
    if not judged:
        return Finding("rust", "rust_unjudged", "person_looks")
    worst = max(one.probability or 0.0 for one in judged)
    seen = worst >= most
    return Finding(
        "rust",
        "rust_seen" if seen else "rust_not_seen",
        "person_looks" if seen else "ok",
        value=float(round(100 * worst)),
        limit=float(round(100 * most)),
        unit="%",
    )
