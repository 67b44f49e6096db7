"""What the layers over photos need to know besides the evidence, and heights measured anew."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.imaging.drawn.artwork import HEIGHT_MM, WIDTH_MM
from grannsamverkan.imaging.evidence import Corners, Evidence, HeightSeen, Place
from grannsamverkan.imaging.looking import height
from grannsamverkan.signs.models import Photo, PhotoSet
from grannsamverkan.signs.models.evidence import SignArtwork
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.queries.case import AnyPhoto
from grannsamverkan.signs.queries.demands import clearance_over
from grannsamverkan.signs.queries.findings import limits
from grannsamverkan.signs.rules.layers import Held, Layer, layers

SAMPLE_MM = (float(WIDTH_MM), float(HEIGHT_MM))
"""The size of a plate whose artwork is not among the municipality's: the product's sample."""


def of_photos(
    work: Work, photo_set: PhotoSet, photos: Sequence[AnyPhoto]
) -> Mapping[int, tuple[Evidence, list[Layer]]]:
    """What was found in each photo, and its layers, by the photo's id.

    Photos of the set that nobody may see, or that were not looked at, are left out.
    """
    found = {
        photo.id: seen
        for photo in photos
        if photo.state == "ready" and (seen := evidence.found(photo)) is not None
    }
    if not found:
        return {}
    against = held(work, photo_set, list(found.values()))
    views = {photo.id: photo.view for photo in photos}
    return {
        photo_id: (seen, layers(seen, against, views[photo_id])) for photo_id, seen in found.items()
    }


def held(work: Work, photo_set: PhotoSet, found: Sequence[Evidence]) -> Held:
    """What the evidence of a set's photos is held against; asks only for what they need."""
    surface = photo_set.surface or "unknown"
    measured = [one for one in found if one.lower_edge is not None]
    return Held(
        limits=limits(work, photo_set.municipality_id),
        surface=surface,
        clearance=clearance_over(work, photo_set.municipality_id, surface),
        plates=_plates(work, photo_set.municipality_id, measured),
    )


def look_of(photo: AnyPhoto) -> str:
    """Names the look that a photo is at: another name means that there is something new to see."""
    looked_at = photo.evidence.looked_at.isoformat() if photo.evidence else ""
    return f"{photo.state} {looked_at}".strip()


def is_looked_at_again(photo: AnyPhoto) -> bool:
    """Whether something was pointed out that no look has taken into account."""
    said = [label.at for label in photo.labels if label.kind != "rust"]
    if photo.evidence is None or not said:
        return False
    return max(said) >= photo.evidence.looked_at


def measured_anew(
    work: Work, photo: Photo, corners: Corners | None, foot: Place | None
) -> HeightSeen | None:
    """The height as it would be with other corners or another foot; nothing is kept.

    None where the sign or the foot is known from nobody, or where no camera fits.
    """
    seen = evidence.found(photo)
    if seen is None:
        return None
    sign, post = seen.sign, seen.post
    corner_error = height.CORNER_ERROR if corners or sign is None else sign.corner_error
    corners = corners or (sign.corners if sign else None)
    known_foot = foot or (post.foot if post else None)
    if corners is None or known_foot is None:
        return None
    from_person = foot is not None or post is None or post.foot_from == "person"
    known = height.Known(
        size=(seen.width, seen.height),
        corners=corners,
        plate_mm=_plates(work, photo.municipality_id, [seen]).get(_key(seen), SAMPLE_MM),
        foot=known_foot,
        post=post,
        focal_35mm=photo.focal_length_mm,
        gravity=_vector(photo.gravity),
        corner_error=corner_error,
        foot_from="person" if from_person else "picture",
        overgrown=_overgrown(seen),
    )
    return height.from_places(known)


def _overgrown(seen: Evidence) -> bool | None:
    """Whether the look saw that grass or snow can hide the foot; None where it told no height."""
    if seen.lower_edge is None:
        return None
    return "foot_may_be_hidden" in seen.lower_edge.assumed


def _plates(
    work: Work, municipality_id: int, found: Sequence[Evidence]
) -> Mapping[str, tuple[float, float]]:
    """Size in mm of the artworks that were found, by key (see `queries.evidence`)."""
    keys = {_key(one) for one in found if one.sign is not None}
    own = [key for key in keys if key.partition(":")[0].isdigit()]
    known = dict.fromkeys(keys, SAMPLE_MM)
    if own:
        rows = work.session.execute(
            select(SignArtwork.id, SignArtwork.width_mm, SignArtwork.height_mm).where(
                SignArtwork.municipality_id == municipality_id
            )
        )
        sizes = {str(row.id): (row.width_mm, row.height_mm) for row in rows}
        known |= {key: sizes.get(key.partition(":")[0], SAMPLE_MM) for key in own}
    return known


def _key(seen: Evidence) -> str:
    return seen.sign.artwork if seen.sign else ""


def _vector(gravity: Sequence[float] | None) -> tuple[float, float, float] | None:
    if gravity is None:
        return None
    x, y, z = gravity
    return float(x), float(y), float(z)
