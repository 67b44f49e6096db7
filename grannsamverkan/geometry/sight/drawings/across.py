"""The section across the street: carriageway, footway, post and plate, to scale."""

from dataclasses import dataclass

from shapely import LineString

from grannsamverkan.geometry.sight.clearance import SIDEWALK_M
from grannsamverkan.geometry.sight.drawings.profile import (
    ROW,
    Profile,
    draw_distance,
    draw_height,
    draw_post,
    lengths,
    new_sheet,
)
from grannsamverkan.geometry.sight.drawings.scene import Kerb, Scene, drawable, kerb_of, stated_face
from grannsamverkan.geometry.sight.drawings.sheet import WIDTH, Drawing, Frame, Palette, Sheet
from grannsamverkan.geometry.sight.drawings.words import Words
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.ways import half_width, users

TOP, GROUND = 24.0, 200.0
SIDE_PX = 10.0
# How much of the carriageway is shown, and how far beyond the post.
ROAD_M, BEYOND_M, LEAST_M = 3.0, 1.6, 4.0
SURFACE_PX = 9.0
ABOVE_M = 0.6


@dataclass(frozen=True)
class Strip:
    """A surface in the cut, from and to in metres from the carriageway's edge."""

    name: str
    start: float
    end: float


@dataclass(frozen=True)
class Across:
    """The cut: metres from the carriageway's edge, growing towards the post (0 at the post where
    no road is near). `side` is from the edge to the plate's near end."""

    kerb: Kerb | None
    post: float
    plate: tuple[float, float]
    strips: tuple[Strip, ...]

    @property
    def side(self) -> float:
        """Metres between the carriageway and the plate, negative over the carriageway."""
        return self.plate[0]


def draw_across(scene: Scene, words: Words, palette: Palette, key: str) -> Drawing:
    """The post and its plate beside the nearest carriageway, with its figures."""
    cut = across_of(scene, words)
    sheet = new_sheet(GROUND + 3.6 * ROW, palette, key)
    profile = _profile(scene, cut)
    _draw_surfaces(sheet, profile, cut, words)
    draw_post(sheet, profile, cut.post, _top(scene) + ABOVE_M / 2)
    _draw_plate(sheet, profile, scene, cut)
    _draw_figures(sheet, profile, scene, cut, words)
    return sheet.drawing(words.across_title, _description(scene, cut, words))


def across_of(scene: Scene, words: Words) -> Across:
    """What stands where in the cut at right angles to the nearest road."""
    kerb = kerb_of(scene)
    if kerb is None:
        half = scene.plate.width / 2
        return Across(None, 0.0, (-half, half), ())
    out = kerb.out
    ends = [
        (x - scene.plate.x) * out[0] + (y - scene.plate.y) * out[1]
        for x, y, _ in stated_face(scene)
    ]
    plate = (kerb.post + min(ends), kerb.post + max(ends))
    return Across(kerb, kerb.post, plate, tuple(_strips(scene, kerb, words)))


def _strips(scene: Scene, kerb: Kerb, words: Words) -> list[Strip]:
    strips: list[Strip] = []
    reach = kerb.half + kerb.post + BEYOND_M
    end = (kerb.foot[0] + kerb.out[0] * reach, kerb.foot[1] + kerb.out[1] * reach)
    cut = LineString([kerb.foot, end])
    for way in scene.ways:
        if way.kind == "path" and drawable(way):
            strips += _crossed(way, cut, kerb, scene, words)
    # A path drawn by itself is the pavement that the street is said to have.
    if _has_sidewalk(kerb) and not any(strip.start < SIDEWALK_M for strip in strips):
        strips.append(Strip(words.footway, 0.0, SIDEWALK_M))
    return strips


def _crossed(way: Way, cut: LineString, kerb: Kerb, scene: Scene, words: Words) -> list[Strip]:
    met = cut.intersection(LineString(way.points))
    if met.geom_type != "Point":
        return []
    middle, half = cut.project(met) - kerb.half, half_width(way, scene.rules)
    name = words.cycleway if users(way) == "cycle" else words.footway
    return [Strip(name, max(0.0, middle - half), middle + half)] if middle + half > 0 else []


def _has_sidewalk(kerb: Kerb) -> bool:
    if kerb.way.sidewalk in ("left", "right"):
        left = kerb.along[0] * kerb.out[1] - kerb.along[1] * kerb.out[0] > 0
        return left == (kerb.way.sidewalk == "left")
    return kerb.way.sidewalk == "both"


def _top(scene: Scene) -> float:
    return scene.plate.lower_edge + scene.plate.height


def _profile(scene: Scene, cut: Across) -> Profile:
    """One scale for both directions; the sheet's height or its width decides."""
    start = -ROAD_M if cut.kerb else cut.plate[0] - BEYOND_M
    end = max(cut.post, cut.plate[1]) + BEYOND_M
    end = max(end, start + LEAST_M, *(strip.end for strip in cut.strips), 0.0)
    start = min(start, cut.plate[0] - 0.5)
    top = max(_top(scene) + ABOVE_M, _limit(scene) + ABOVE_M / 2)
    scale = min((WIDTH - 2 * SIDE_PX) / (end - start), (GROUND - TOP) / top)
    return Profile(scale, scale, WIDTH / 2 - (start + end) / 2 * scale, GROUND)


def _draw_surfaces(sheet: Sheet, profile: Profile, cut: Across, words: Words) -> None:
    below = Frame(1, GROUND, WIDTH - 1, GROUND + SURFACE_PX)
    sheet.box(below, sheet.hatch())
    if cut.kerb:
        edge = profile.at(0, 0)[0]
        sheet.box(Frame(1, GROUND, edge, GROUND + SURFACE_PX), sheet.palette.road, sheet.pen(1.2))
        sheet.text((max(40.0, edge / 2), GROUND + ROW * 0.95), words.carriageway)
    for strip in cut.strips:
        left, right = (profile.at(place, 0)[0] for place in (strip.start, strip.end))
        frame = Frame(left, GROUND, min(right, WIDTH - 1), GROUND + SURFACE_PX)
        sheet.box(frame, sheet.palette.path, sheet.pen(1.2, "3 2"))
        sheet.label(((left + frame.right) / 2, GROUND + ROW * 0.95), strip.name, away=0)
    sheet.line([(1, GROUND), (WIDTH - 1, GROUND)], sheet.pen(2.5))


def _draw_plate(sheet: Sheet, profile: Profile, scene: Scene, cut: Across) -> None:
    (left, bottom), (right, top) = (
        profile.at(place, height)
        for place, height in zip(cut.plate, (scene.plate.lower_edge, _top(scene)), strict=True)
    )
    middle, half = (left + right) / 2, max(2.5, (right - left) / 2)
    frame = Frame(middle - half, top, middle + half, bottom)
    sheet.box(frame, sheet.palette.plate, sheet.pen(1.8))


def _draw_figures(sheet: Sheet, profile: Profile, scene: Scene, cut: Across, words: Words) -> None:
    low, top = scene.plate.lower_edge, _top(scene)
    right = profile.at(cut.plate[1], 0)[0]
    for height in (low, top):
        at = (right, profile.at(0, height)[1])
        draw_height(sheet, at, words.length(height), left=False, bold=height == low)
    _draw_limit(sheet, profile, scene, cut, words)
    clear = right + 6
    sheet.line([(clear, GROUND), (clear, profile.at(0, low)[1])], sheet.pen(1))
    if cut.kerb is None:
        return
    edge, near, post = (profile.at(place, 0)[0] for place in (0.0, cut.side, cut.post))
    sheet.line([(near, profile.at(0, low)[1]), (near, GROUND + 2 * ROW)], sheet.thin("2 3"))
    draw_distance(sheet, (edge, near), GROUND + 2 * ROW, words.length(cut.side))
    draw_distance(sheet, (edge, post), GROUND + 3 * ROW, words.length(cut.post))


def _draw_limit(sheet: Sheet, profile: Profile, scene: Scene, cut: Across, words: Words) -> None:
    """The clear height that the answer asks for."""
    limit = _limit(scene)
    if limit:
        y = profile.at(0, limit)[1]
        sheet.line([(1, y), (profile.at(cut.plate[0], 0)[0], y)], sheet.thin("6 3"))
        told = words.limit.format(metres=words.length(limit))
        sheet.text((8 + len(told) * 4, y - 11), told)


def _limit(scene: Scene) -> float:
    found = scene.found
    asked = found.limit if found and found.rule == "clear_height" else None
    return asked or 0.0


def _description(scene: Scene, cut: Across, words: Words) -> str:
    told = words.across_description.format(
        post=words.post_called(scene.plate.number),
        **lengths(words, lower=scene.plate.lower_edge, top=_top(scene)),
    )
    if cut.kerb is None:
        return told
    return f"{told} {words.across_side.format(**lengths(words, side=cut.side, kerb=cut.post))}"
