"""What the checks find: of a photo, of a set of photos, and of a place before anyone climbs."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Select, exists, select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.imaging import similar
from grannsamverkan.imaging.bands import near_bands
from grannsamverkan.imaging.evidence import Evidence
from grannsamverkan.imaging.quality import SAME_PHOTO_BITS
from grannsamverkan.places import queries as places
from grannsamverkan.signs import rules
from grannsamverkan.signs.models import Photo, PhotoSet, Sign
from grannsamverkan.signs.models.review import PhotoBand
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.queries.demands import clearance_table, fastening_table
from grannsamverkan.signs.rules import Finding, PlaceFacts
from grannsamverkan.signs.rules import seen as rules_of_seen

NEAR_M = 15.0
GONE = ("cancelled", "place_refused", "taken_down")


def set_findings(work: Work, photo_set: PhotoSet) -> list[Finding]:
    """The checks that look at the set as a whole."""
    sign = photo_set.sign
    seen = evidence.of_set(work, photo_set)
    read = [text for photo in photo_set.photos for text in photo.codes or ()]
    read += [text for one in seen for text in one.codes]
    return [
        rules.check_views({photo.view for photo in photo_set.usable}),
        rules.check_identity(
            read,
            sign.code,
            [one.sign.number for one in seen if one.sign is not None and one.sign.number],
            sign.post_number,
        ),
        rules.check_post_number(photo_set.post_number, sign.post_number),
        rules.check_fastening(
            fastening_table(work, sign.municipality_id),
            photo_set.fastening,
            photo_set.liner,
            sign.galvanised,
        ),
        rules.check_clearance(
            clearance_table(work, sign.municipality_id),
            photo_set.surface,
            *_lower_edge(photo_set, seen),
        ),
        *rules_of_seen.findings(
            seen,
            limits(work, sign.municipality_id),
            photo_set.lower_edge_m,
            sign.galvanised,
        ),
    ]


def limits(work: Work, municipality_id: int) -> rules_of_seen.Limits:
    """What a municipality holds the looks against."""
    ask = partial(places.setting, work, municipality_id)
    return rules_of_seen.Limits(
        tilt_deg=float(ask("photo.tilt_most_deg")),
        height_differs_m=float(ask("photo.height_differs_m")),
        rust=float(ask("photo.rust_probability_pct")) / 100,
    )


def _lower_edge(photo_set: PhotoSet, seen: Sequence[Evidence]) -> tuple[float | None, float]:
    """The stated lower edge and its uncertainty, in metres; else the measured one."""
    measured = rules_of_seen.measured_height(seen)
    if photo_set.lower_edge_m is not None or measured is None:
        return photo_set.lower_edge_m, rules.STATED_UNCERTAINTY_M
    return round(measured.lower_edge_m, 2), round(measured.error_m, 2)


def reuse_finding(work: Work, photo: Photo) -> Finding:
    """The photo against those of other signs in the municipality, found by index."""
    others = (
        select(Photo.id)
        .join(PhotoSet)
        .where(
            Photo.municipality_id == photo.municipality_id,
            PhotoSet.sign_id != photo.set.sign_id,
            PhotoSet.sent_at.is_not(None),
        )
    )
    same = work.session.scalar(select(exists(others.where(Photo.original == photo.original))))
    bits = [] if photo.dhash is None else _bits_to_the_alike(work, photo.dhash, others)
    return rules.check_reuse(bool(same), min(bits, default=None), SAME_PHOTO_BITS)


def _bits_to_the_alike(work: Work, dhash: str, others: Select[int]) -> list[int]:
    near = others.join(PhotoBand, PhotoBand.photo_id == Photo.id).where(
        PhotoBand.municipality_id == Photo.municipality_id,
        PhotoBand.band.in_(near_bands(dhash)),
    )
    found = work.session.scalars(near.with_only_columns(Photo.dhash).distinct())
    bits = [similar(dhash, other) for other in found if other and len(other) == len(dhash)]
    return [number for number in bits if number <= SAME_PHOTO_BITS]


def time_finding(photo: Photo) -> Finding:
    """The camera's time against hand-out and the moment the photo came in."""
    return rules.check_time(photo.taken_at, photo.set.sign.handed_out_at, photo.received_at)


def place_finding(work: Work, photo: Photo) -> Finding:
    """The camera's position against the sign's place."""
    sign = photo.set.sign
    tolerance = float(places.setting(work, sign.municipality_id, "sign.place_tolerance_m"))
    if photo.longitude is None or photo.latitude is None or sign.x is None or sign.y is None:
        return rules.check_place(None, tolerance)
    lon, lat = places.plane_of(work, sign.municipality_id).to_lonlat(sign.x, sign.y)
    return rules.check_place(rules.distance_m(lon, lat, photo.longitude, photo.latitude), tolerance)


def place_findings(work: Work, sign: Sign) -> list[Finding]:
    """What should be known of a sign's place before anyone climbs."""
    return rules.place_findings(place_facts(work, sign), near_m=NEAR_M)


def place_facts(work: Work, sign: Sign) -> PlaceFacts:
    """What is known of a sign's place."""
    near = _distances_to_others(work, sign)
    area = sign.group.area
    inside = None
    if area is not None and sign.x is not None and sign.y is not None:
        inside = plane.distance_to_edge(area, sign.x, sign.y) <= NEAR_M or bool(
            plane.points_within(area, [(sign.x, sign.y)])[0]
        )
    return PlaceFacts(
        support=sign.support,
        post_known=sign.post_id is not None,
        inside_area=inside,
        signs_on_post=sum(same for _metres, same in near),
        nearest_sign_m=min((metres for metres, _same in near), default=None),
        galvanised=sign.galvanised,
        owner=sign.post.owner if sign.post else "",
        owner_consent=bool(sign.owner_consent),
    )


def _distances_to_others(work: Work, sign: Sign) -> list[tuple[float, bool]]:
    if sign.x is None or sign.y is None:
        return []
    others = work.session.scalars(
        select(Sign).where(
            Sign.municipality_id == sign.municipality_id,
            Sign.id != sign.id,
            Sign.state.not_in(GONE),
            Sign.x.between(sign.x - NEAR_M, sign.x + NEAR_M),
            Sign.y.between(sign.y - NEAR_M, sign.y + NEAR_M),
        )
    ).unique()
    return [
        (
            plane.distance(sign.x, sign.y, other.x, other.y),
            sign.post_id is not None and other.post_id == sign.post_id,
        )
        for other in others
        if other.x is not None and other.y is not None
    ]
