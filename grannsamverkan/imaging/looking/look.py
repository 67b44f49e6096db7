"""One look: everything that is found in a picture, and the pictures that may be shown."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import (
    Artwork,
    Asked,
    Evidence,
    FasteningSeen,
    HeightSeen,
    Looked,
    PostSeen,
    SignSeen,
)
from grannsamverkan.imaging.looking import covering, fastening, height, post, privacy, texts
from grannsamverkan.imaging.looking.boxes import Box, Picture
from grannsamverkan.imaging.looking.covering import Keep, Polygon
from grannsamverkan.imaging.looking.height import Known
from grannsamverkan.imaging.looking.texts import TextBox

_QUALITY = 85
_THUMBNAIL_SIDE = 400
_T = TypeVar("_T")
log = logging.getLogger(__name__)


def look(master: bytes, asked: Asked) -> Looked:
    """Look at a clean, upright JPEG of the product's own making.

    Raises when the covering fails; another part that fails is named in `Evidence.faults`.
    """
    image = _decoded(master)
    lines = texts.find(image, long_side=privacy.TEXT_SIDE)
    found = _found(image, asked, lines)
    keep = _kept(found)
    regions = privacy.regions(
        image,
        keep=keep,
        lines=lines,
        asked=[_in_px(image, box) for box in asked.cover_more],
        uncover=[_in_px(image, box) for box in asked.uncover],
    )
    shown = covering.covered(image, regions, keep)
    told = tuple(region.told(found.width, found.height) for region in regions)
    return Looked(
        evidence=replace(found, covered=told),
        master=_jpeg(shown),
        thumbnail=_jpeg(_shrunk(shown)),
        close_up=_jpeg(fastening.cut_out(shown, found.fastening)) if found.fastening else None,
    )


def _found(image: Picture, asked: Asked, lines: Sequence[TextBox]) -> Evidence:
    """From the sign outward: each part rests on those before it."""
    faults: list[str] = []

    def tried(name: str, find: Callable[[], _T | None]) -> _T | None:
        try:
            return find()
        except Exception:
            # One part that fails must not cost the others, nor the covering.
            log.exception("looking for the %s failed", name)
            faults.append(name)
            return None

    sign = tried("sign", lambda: _sign(image, asked, lines))
    artwork = _artwork_of(sign, asked)
    post_seen = tried("post", lambda: _post(image, asked, sign, artwork))
    return Evidence(
        width=image.shape[1],
        height=image.shape[0],
        sign=sign,
        post=post_seen,
        fastening=tried("fastening", lambda: _fastening(image, asked, post_seen, sign, artwork)),
        lower_edge=tried("height", lambda: _height(image, asked, sign, artwork, post_seen)),
        faults=tuple(faults),
    )


def _sign(image: Picture, asked: Asked, lines: Sequence[TextBox]) -> SignSeen | None:
    if asked.corners is None:
        return None
    return SignSeen(
        asked.corners, height.CORNER_ERROR, asked.artworks[0].key, 0.0, pointed_out=True
    )


def _artwork_of(sign: SignSeen | None, asked: Asked) -> Artwork | None:
    if sign is None:
        return None
    return next(one for one in asked.artworks if one.key == sign.artwork)


def _size_mm(artwork: Artwork) -> tuple[float, float]:
    return artwork.width_mm, artwork.height_mm


def _post(
    image: Picture, asked: Asked, sign: SignSeen | None, artwork: Artwork | None
) -> PostSeen | None:
    if sign is None or artwork is None:
        return None
    return post.find(image, sign.corners, asked.foot, asked.fastening, _size_mm(artwork))


def _fastening(
    image: Picture,
    asked: Asked,
    post_seen: PostSeen | None,
    sign: SignSeen | None,
    artwork: Artwork | None,
) -> FasteningSeen | None:
    size = image.shape[1], image.shape[0]
    plate = _size_mm(artwork) if artwork else None
    return fastening.area(post_seen, sign, asked.fastening, size, plate)


def _height(
    image: Picture,
    asked: Asked,
    sign: SignSeen | None,
    artwork: Artwork | None,
    post_seen: PostSeen | None,
) -> HeightSeen | None:
    foot = asked.foot or (post_seen.foot if post_seen else None)
    if sign is None or artwork is None or foot is None:
        return None
    return height.from_places(
        Known(
            size=(image.shape[1], image.shape[0]),
            corners=sign.corners,
            plate_mm=_size_mm(artwork),
            foot=foot,
            post=post_seen,
            focal_35mm=asked.focal_length_35mm,
            gravity=asked.gravity,
            corner_error=sign.corner_error,
            foot_from="person" if asked.foot else "picture",
        )
    )


def _kept(found: Evidence) -> Keep:
    """The sign and the strip of its post stay sharp."""
    size = np.array([found.width, found.height])

    def outline(places: Sequence[tuple[float, float]]) -> Polygon:
        return [(float(x), float(y)) for x, y in np.array(places) * size]

    strip = None
    if found.post is not None:
        (left_top, left_foot), (right_top, right_foot) = found.post.edges
        strip = outline([left_top, right_top, right_foot, left_foot])
    return Keep(outline(found.sign.corners) if found.sign else None, strip)


def _in_px(image: Picture, box: Box) -> Box:
    height_px, width_px = image.shape[:2]
    return box[0] * width_px, box[1] * height_px, box[2] * width_px, box[3] * height_px


def _decoded(master: bytes) -> Picture:
    """The picture as RGB. Raises ValueError for what is no picture."""
    read = cv2.imdecode(np.frombuffer(master, np.uint8), cv2.IMREAD_COLOR)
    if read is None:
        raise ValueError("no picture")
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)


def _jpeg(image: Picture) -> bytes:
    """A JPEG of nothing but the picture."""
    turned = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _done, data = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()


def _shrunk(image: Picture) -> Picture:
    height_px, width_px = image.shape[:2]
    factor = min(1.0, _THUMBNAIL_SIDE / max(height_px, width_px))
    size = max(1, round(width_px * factor)), max(1, round(height_px * factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
