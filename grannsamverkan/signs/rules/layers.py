"""What a look found in one photo, layer by layer: drawn, said, and held against the limits. Pure.

Everything here is of one photo. What the photos of a set say together stands in `rules.seen`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from grannsamverkan.core.i18n import format_percent
from grannsamverkan.imaging import layers as drawn
from grannsamverkan.imaging.evidence import Evidence, HeightSeen, SignSeen
from grannsamverkan.imaging.layers import Drawing, RulerWords
from grannsamverkan.signs import rules
from grannsamverkan.signs.rules import Clearance, Finding, Verdict, seen
from grannsamverkan.signs.words import layers as words

Name = Literal["outline", "ruler", "post", "rust", "covered"]
ALWAYS_SHOWN = ("outline", "ruler")
_NOTHING = Drawing()


@dataclass(frozen=True)
class Held:
    """What a photo's evidence is held against.

    `clearance` is the rule for the `surface` below the sign, None where that is not known.
    `plates` has the size in mm of each artwork by its key.
    """

    limits: seen.Limits
    surface: str
    clearance: Clearance | None
    plates: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Layer:
    """One layer. `sentence` has value, uncertainty and limit; `drawing` may be empty.

    `verdict` is None where nothing is judged. `assumed` and `source` may be empty.
    """

    name: Name
    sentence: str
    drawing: Drawing = _NOTHING
    verdict: Verdict | None = None
    assumed: str = ""
    source: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to see in the picture."""
        return self.drawing != _NOTHING

    @property
    def is_shown(self) -> bool:
        """Whether it is shown before anybody has chosen: what asks for a look is."""
        return self.name in ALWAYS_SHOWN or self.verdict in ("not_ok", "person_looks")


def layers(evidence: Evidence, held: Held, view: str) -> list[Layer]:
    """All layers of a photo, in the order they are listed and painted.

    What is missing is only said of the `view` that was to show it.
    """
    found = [
        _outline(evidence, held, wanted=view != "road"),
        _ruler(evidence, held, wanted=view == "post"),
        _post(evidence),
        _rust(evidence, held, wanted=view == "fastening"),
        Layer(
            "covered",
            words.covered(evidence.covered),
            drawn.covers(
                evidence.covered, {kind: str(word) for kind, word in words.COVER_WORDS.items()}
            ),
        ),
    ]
    return [one for one in found if one is not None]


def _outline(evidence: Evidence, held: Held, *, wanted: bool) -> Layer:
    sign, tilt = evidence.sign, evidence.tilt
    if sign is None:
        return Layer("outline", str(words.NO_SIGN), verdict="person_looks" if wanted else None)
    said, drawing = words.plate(sign, evidence.width), drawn.outline(sign)
    if tilt is None:
        return Layer("outline", said, drawing)
    leans = words.leaning(tilt, held.limits.tilt_deg)
    found = seen.check_tilt([tilt], held.limits.tilt_deg)
    return Layer("outline", f"{leans} {said}", drawing, found.verdict if found else None)


def _ruler(evidence: Evidence, held: Held, *, wanted: bool) -> Layer | None:
    height = evidence.lower_edge
    if evidence.sign is None or (height is None and not wanted):
        return None
    if height is None:
        found_foot = evidence.post is not None and evidence.post.foot is not None
        missing = words.NO_HEIGHT if found_foot else words.NO_FOOT
        return Layer("ruler", str(missing), verdict="person_looks")
    found = check_edge(height, held)
    return Layer(
        "ruler",
        words.edge(height, found.limit, held.surface),
        ruler(evidence, evidence.sign, height, held, found.limit),
        found.verdict,
        words.assumed(height.assumed),
        found.source,
    )


def check_edge(height: HeightSeen, held: Held) -> Finding:
    """A measured lower edge against the rule for the surface below."""
    table = {held.surface: held.clearance} if held.clearance else {}
    return rules.check_clearance(
        table, held.surface, round(height.lower_edge_m, 2), round(height.error_m, 2)
    )


def ruler(
    evidence: Evidence, sign: SignSeen, height: HeightSeen, held: Held, limit: float | None
) -> Drawing:
    """The ruler beside the post; nothing where the post's foot is not known."""
    post = evidence.post
    if post is None or post.foot is None:
        return _NOTHING
    size = (evidence.width, evidence.height)
    plate = held.plates.get(sign.artwork)
    plate_m = plate[1] / 1000 if plate else None
    scale = drawn.scale_of(sign.corners, post.foot, height.lower_edge_m, plate_m, size)
    said = RulerWords(
        height=words.height(height),
        limit="" if limit is None else words.wanted(limit),
        tick=words.tick,
    )
    return drawn.ruler(scale, height, size, said, post_width=post.width, limit_m=limit)


def _post(evidence: Evidence) -> Layer | None:
    if evidence.post is None:
        return None
    return Layer("post", words.post(evidence.post), drawn.strip(evidence.post, str(words.FOOT)))


def _rust(evidence: Evidence, held: Held, *, wanted: bool) -> Layer | None:
    rust = evidence.rust
    if rust is None:
        return None
    judged = rust.state == "judged"
    verdict = seen.check_rust([rust], held.limits.rust).verdict
    return Layer(
        "rust",
        words.rust(rust, held.limits.rust),
        drawn.heat(rust, format_percent),
        verdict if judged or wanted else None,
        str(words.RUST_MEANS) if judged else "",
    )
