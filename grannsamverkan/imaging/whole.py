"""All that the product can say about one photo, as plain values: what the command line prints."""

from collections.abc import Sequence
from typing import Any

from grannsamverkan.imaging import plain
from grannsamverkan.imaging.checks import first_checks
from grannsamverkan.imaging.evidence import Artwork, Asked, Looked
from grannsamverkan.imaging.intake import examine
from grannsamverkan.imaging.looker import Look
from grannsamverkan.imaging.report import Claims, Intake, Refused


def look_at(data: bytes, look: Look, artworks: Sequence[Artwork]) -> tuple[Intake, Looked]:
    """Take a photo in and look at it. Raises `Refused` and `LookFailed`."""
    intake = examine(data)
    asked = Asked(
        artworks=tuple(artworks),
        focal_length_35mm=intake.claims.focal_length_35mm,
        gravity=intake.claims.gravity,
    )
    return intake, look(intake.master, asked)


def report(data: bytes, look: Look, artworks: Sequence[Artwork]) -> dict[str, Any]:
    """The whole report: `refused` with a code, or format, size, claims, measures, checks and
    evidence. Raises `LookFailed`."""
    try:
        intake, looked = look_at(data, look, artworks)
    except Refused as refused:
        return {"refused": refused.code, "why": refused.why}
    return {
        "format": intake.format,
        "width": intake.width,
        "height": intake.height,
        "claims": _claims(intake.claims),
        "measures": plain.dump(intake.measures),
        "checks": [plain.dump(check) for check in first_checks(intake)],
        "evidence": plain.dump(looked.evidence),
    }


def _claims(claims: Claims) -> dict[str, Any]:
    taken_at = claims.taken_at
    return {**plain.dump(claims), "taken_at": taken_at and taken_at.isoformat()}
