"""What a look at one clean, upright picture is asked, and what it finds.

Places are shares of the picture: (0, 0) is its upper left corner, (1, 1) its lower right one, so
that they hold for every size the picture is shown in. Lengths are shares of its width. Plain data:
nothing here decodes or computes, and all of it can be written as JSON.
"""

import math
from dataclasses import dataclass
from typing import Literal

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares."""

Corners = tuple[Place, Place, Place, Place]
"""Upper left, upper right, lower right, lower left of the plate as it is printed."""

CoverKind = Literal["face", "head", "vehicle", "text", "asked"]


@dataclass(frozen=True)
class Artwork:
    """An edition of a sign's printed face: `picture` is a PNG or JPEG of the whole plate.

    `key` tells editions apart. `width_mm` and `height_mm` are the plate's size.
    `number_box` is where the large number is printed, as shares of the plate, if it has one.
    """

    key: str
    picture: bytes
    width_mm: float
    height_mm: float
    number_box: Box | None = None


@dataclass(frozen=True)
class Asked:
    """What is known before the look, and what persons have said about the picture.

    `focal_length_35mm` in mm and `gravity` (the phone's down, as a vector in the upright picture:
    x to the right, y down, z into the scene, of length 1) come from EXIF: claims. `foot`,
    `fastening` and `corners` were pointed out by a person and go before what is found. `cover_more`
    is covered as well; what lies wholly in `uncover` is left open. `rust_model` are the weights to
    judge rust by, None for the shipped ones.
    """

    artworks: tuple[Artwork, ...]
    focal_length_35mm: float | None = None
    gravity: tuple[float, float, float] | None = None
    foot: Place | None = None
    fastening: Place | None = None
    corners: Corners | None = None
    cover_more: tuple[Box, ...] = ()
    uncover: tuple[Box, ...] = ()
    rust_model: bytes | None = None


@dataclass(frozen=True)
class Covered:
    """An area made unrecognisable. `score` 0..1 is the detector's, 1 where a person asked."""

    kind: CoverKind
    box: Box
    score: float


@dataclass(frozen=True)
class SignSeen:
    """The plate, found by its artwork (or by `Asked.corners`).

    `corner_error` is the standard error of a corner as a share of the width. `agreement` 0..1 is
    how well picture and artwork agree after the fit. `edge_mm`: width in mm of a printed edge as
    seen, the sharpness of the sign itself; None if it could not be measured. `number`: the number
    read on it. `pointed_out` is true where a person gave the corners.
    """

    corners: Corners
    corner_error: float
    artwork: str
    agreement: float
    edge_mm: float | None = None
    number: str | None = None
    pointed_out: bool = False


@dataclass(frozen=True)
class Tilt:
    """How far the plate leans in its own plane, degrees, clockwise positive as seen.

    `against` is what is taken as upright: the post, or plumb where gravity is known. `error` is the
    half width of the 95 % range.
    """

    degrees: float
    error: float
    against: Literal["post", "plumb"]


@dataclass(frozen=True)
class PostSeen:
    """The post: `edges` are the left and right edge lines, each from top to bottom, in places.

    `width` is its mean width as a share of the picture's width. `score` 0..1. `foot` is where it
    meets the ground; `foot_from` says who knows.
    """

    edges: tuple[tuple[Place, Place], tuple[Place, Place]]
    width: float
    score: float
    foot: Place | None = None
    foot_from: Literal["person", "picture"] | None = None


@dataclass(frozen=True)
class FasteningSeen:
    """The area around the fastening: four places of the picture that are cut out and set upright.

    `mm_per_pixel` of the cut-out, None where no plate gives the scale. `found_from`: pointed out by
    a person, or placed by the plate's edges.
    """

    area: Corners
    found_from: Literal["person", "plate"]
    mm_per_pixel: float | None = None


@dataclass(frozen=True)
class HeightSeen:
    """Height in m of the plate's lower edge above the foot of the post.

    `error_m` is the half width of the 95 % range. `assumed` are codes of what was taken for
    granted, such as `focal_assumed`, `foot_found`, `ground_level`.
    """

    lower_edge_m: float
    error_m: float
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class RustSeen:
    """Rust and stain on the post near the fastening.

    `state` is `too_small` when the post is too few pixels wide to judge, and all else is then
    empty. `probability` 0..1 is calibrated; `area_mm2` is None without a scale. `patches` are the
    places that look like rust with their probability, for an overlay. `model` names the weights.
    """

    state: Literal["judged", "too_small", "no_post"]
    model: str
    probability: float | None = None
    area_mm2: float | None = None
    patches: tuple[tuple[Box, float], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """All that one look found. A part that is None was not found, which says nothing good or bad.

    `codes` are QR texts read in this look beside those of the intake.
    """

    width: int
    height: int
    covered: tuple[Covered, ...] = ()
    codes: tuple[str, ...] = ()
    sign: SignSeen | None = None
    tilt: Tilt | None = None
    post: PostSeen | None = None
    fastening: FasteningSeen | None = None
    lower_edge: HeightSeen | None = None
    rust: RustSeen | None = None
    faults: tuple[str, ...] = ()
    """Parts of the look that failed, by name; covering never stands here: without it no look."""

    def mm_per_pixel(self, plate_height_mm: float) -> float | None:
        """The scale at the plate by its height, which turning it about the post does not change;
        None where no plate was found."""
        if self.sign is None:
            return None
        size = (self.width, self.height)
        places = [(x * size[0], y * size[1]) for x, y in self.sign.corners]
        sides = math.dist(places[0], places[3]) + math.dist(places[1], places[2])
        return 2 * plate_height_mm / sides if sides else None


@dataclass(frozen=True)
class Looked:
    """A look's outcome: the evidence, and the pictures anyone may see, as bare JPEG bytes.

    `master` and `thumbnail` are covered; `close_up` is the covered, rectified fastening, if any.
    """

    evidence: Evidence
    master: bytes
    thumbnail: bytes
    close_up: bytes | None = None
