"""One look: everything that is found in a picture, and the pictures that may be shown."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import (
    Asked,
    Evidence,
    FasteningSeen,
    HeightSeen,
    Looked,
    Place,
    PostSeen,
    RustSeen,
    SignSeen,
    Tilt,
)
from grannsamverkan.imaging.looking import (
    codes,
    covering,
    fastening,
    height,
    number,
    post,
    privacy,
    rust,
    sign,
    texts,
    tilt,
)
from grannsamverkan.imaging.looking.boxes import Box, Picture
from grannsamverkan.imaging.looking.camera import focal_px
from grannsamverkan.imaging.looking.covering import Keep, Polygon
from grannsamverkan.imaging.looking.height import Known
from grannsamverkan.imaging.looking.sign import Found
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


@dataclass(frozen=True, eq=False)
class _View:
    """A picture, what is asked about it, and what is found so far."""

    image: Picture
    asked: Asked
    plate: Found | None = None
    post: PostSeen | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.image.shape[1], self.image.shape[0]

    @property
    def sign(self) -> SignSeen | None:
        return self.plate.seen if self.plate else None

    @property
    def plate_mm(self) -> tuple[float, float] | None:
        return (self.plate.artwork.width_mm, self.plate.artwork.height_mm) if self.plate else None

    @property
    def mm_per_pixel(self) -> float | None:
        """The scale at the plate."""
        if self.plate_mm is None:
            return None
        return Evidence(*self.size, sign=self.sign).mm_per_pixel(self.plate_mm[1])


def _found(image: Picture, asked: Asked, lines: Sequence[TextBox]) -> Evidence:
    """From the sign outward: each part rests on those before it."""
    faults: list[str] = []
    view = _View(image, asked)

    def tried(name: str, find: Callable[[_View], _T | None]) -> _T | None:
        try:
            return find(view)
        except Exception:
            # One part that fails must not cost the others, nor the covering.
            log.exception("looking for the %s failed", name)
            faults.append(name)
            return None

    view = replace(view, plate=tried("sign", partial(_plate, lines=lines)))
    view = replace(view, plate=tried("number", _with_number) or view.plate)
    view = replace(view, post=tried("post", _post))
    return Evidence(
        *view.size,
        codes=tried("codes", _codes) or (),
        sign=view.sign,
        tilt=tried("tilt", _tilt),
        post=view.post,
        fastening=tried("fastening", _fastening),
        lower_edge=tried("height", _height),
        rust=tried("rust", _rust),
        faults=tuple(faults),
    )


def _plate(view: _View, lines: Sequence[TextBox]) -> Found | None:
    if view.asked.corners is not None:
        return sign.pointed_out(view.image, view.asked.artworks, view.asked.corners)
    return sign.find(view.image, view.asked.artworks, lines)


def _with_number(view: _View) -> Found | None:
    return view.plate and number.with_number(view.image, view.plate)


def _codes(view: _View) -> tuple[str, ...]:
    return codes.read_again(view.image, view.sign.corners) if view.sign else ()


def _post(view: _View) -> PostSeen | None:
    if view.sign is None or view.plate_mm is None:
        return None
    asked = view.asked
    return post.find(view.image, view.sign.corners, asked.foot, asked.fastening, view.plate_mm)


def _tilt(view: _View) -> Tilt | None:
    """Against plumb where the phone told it, else against the post."""
    if view.sign is None or view.plate_mm is None:
        return None
    gravity, focal = view.asked.gravity, view.asked.focal_length_35mm
    if gravity is not None and focal is not None:
        in_px = focal_px(*view.size, focal)
        return tilt.against_plumb(view.sign, gravity, in_px, view.plate_mm, view.size)
    if view.post is None:
        return None
    return tilt.against_post(view.sign, view.post, view.plate_mm, view.size)


def _fastening(view: _View) -> FasteningSeen | None:
    return fastening.area(view.post, view.sign, view.asked.fastening, view.size, view.plate_mm)


def _height(view: _View) -> HeightSeen | None:
    foot = view.asked.foot or (view.post.foot if view.post else None)
    if view.sign is None or view.plate_mm is None or foot is None:
        return None
    return height.from_places(
        Known(
            size=view.size,
            corners=view.sign.corners,
            plate_mm=view.plate_mm,
            foot=foot,
            post=view.post,
            focal_35mm=view.asked.focal_length_35mm,
            gravity=view.asked.gravity,
            corner_error=view.sign.corner_error,
            foot_from="person" if view.asked.foot else "picture",
            overgrown=_overgrown(view, foot),
        )
    )


def _overgrown(view: _View, foot: Place) -> bool | None:
    """Whether grass or snow can hide the post's foot; None where the post was not found."""
    return None if view.post is None else post.overgrown(view.image, foot, view.post.width)


def _rust(view: _View) -> RustSeen:
    weights = view.asked.rust_model
    return rust.look(
        view.image,
        view.post,
        view.sign.corners if view.sign else None,
        fastening=view.asked.fastening,
        mm_per_pixel=view.mm_per_pixel,
        model=rust.Model.read(weights) if weights else None,
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
    read = cv2.imdecode(np.frombuffer(master, np.uint8), cv2.IMREAD_COLOR_RGB)
    if read is None:
        raise ValueError("no picture")
    return np.asarray(read, np.uint8)


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
