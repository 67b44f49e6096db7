"""The drawing from the side: along the ray from an eye past the plate, or across the street."""

from dataclasses import dataclass

from grannsamverkan.geometry.sight.drawings.across import draw_across
from grannsamverkan.geometry.sight.drawings.profile import (
    ROW,
    Profile,
    draw_bar,
    draw_distance,
    draw_ground_line,
    draw_height,
    draw_post,
    lengths,
    new_sheet,
    within,
    worst_notes,
)
from grannsamverkan.geometry.sight.drawings.scene import (
    Scene,
    Sight,
    face_of,
    foot_of,
    heights_of,
    target_face,
    thing_name,
    who,
)
from grannsamverkan.geometry.sight.drawings.sheet import (
    PAGE,
    WIDTH,
    XY,
    Drawing,
    Palette,
    Pen,
    Sheet,
)
from grannsamverkan.geometry.sight.drawings.words import Words

TOP, GROUND = 30.0, 210.0
LEFT, RIGHT = 34.0, 262.0
"""Pixels of the eye and of what it looks at; beside them stand the heights."""
AIR_M = 0.5
NEAREST_M = 0.5
"""A plate nearer to the eye is before it only by a slip of the map."""
NOTE = 19.0
"""From one note to the next."""


@dataclass(frozen=True)
class Cut:
    """What lies on the ray: heights in metres, places in metres from the eye.

    `plate` and `target` are (lower edge, top); `behind` is what the plate hides where the target
    stands, (lowest, highest), and may reach beyond the target.
    """

    far: float
    post: float
    eye: float
    plate: tuple[float, float]
    target: tuple[float, float]
    behind: tuple[float, float]
    ray: float

    @property
    def hidden(self) -> tuple[float, float] | None:
        """The heights of the target that the plate hides, None if it hides none of it."""
        low, high = max(self.behind[0], self.target[0]), min(self.behind[1], self.target[1])
        return (low, high) if low < high else None


def cross_section(
    scene: Scene, words: Words, *, palette: Palette = PAGE, key: str = "sight-section"
) -> Drawing:
    """From the side along the ray of sight; across the street where no ray is hindered.

    `key` must be another for each drawing of a page: ids are made of it.
    """
    sight = scene.sight
    cut = cut_of(scene, sight) if sight else None
    if sight is None or cut is None:
        return draw_across(scene, words, palette, key)
    return _draw_along(scene, cut, words, palette, key)


def cut_of(scene: Scene, sight: Sight) -> Cut | None:
    """The heights along a ray; None if the plate is not between the eye and the target.

    The ray meets the plate at z = z_E + (z_T - z_E) a / d, a the way to the post and d the whole.
    """
    face = face_of(scene)
    post = sight.depth(foot_of(face))
    if not NEAREST_M < post < sight.far:
        return None
    plate = heights_of(face)
    eye = sight.eye[2]
    behind = tuple(eye + (height - eye) * sight.far / post for height in plate)
    target = heights_of(target_face(scene, sight))
    ray = sight.height(post)
    return Cut(sight.far, post, eye, plate, target, (behind[0], behind[1]), ray)


def _draw_along(scene: Scene, cut: Cut, words: Words, palette: Palette, key: str) -> Drawing:
    profile = _profile(cut)
    height = GROUND + 3 * ROW + 14 + NOTE * len(_notes(profile, scene, words))
    sheet = new_sheet(height, palette, key)
    _draw_hidden(sheet, profile, cut)
    draw_ground_line(sheet, profile)
    _draw_standing(sheet, profile, scene, cut)
    _draw_rays(sheet, profile, cut, scene.sight)
    _draw_heights(sheet, profile, cut, words)
    _draw_below(sheet, profile, cut, scene, words)
    return sheet.drawing(words.along_title, _description(scene, cut, words))


def _profile(cut: Cut) -> Profile:
    top = max(cut.plate[1], cut.target[1], cut.eye) + AIR_M
    return Profile((RIGHT - LEFT) / cut.far, (GROUND - TOP) / top, LEFT, GROUND)


def _draw_hidden(sheet: Sheet, profile: Profile, cut: Cut) -> None:
    """Behind the plate nothing is seen: its shadow as far as the target."""
    corners = [
        profile.at(cut.post, cut.plate[0]),
        profile.at(cut.post, cut.plate[1]),
        profile.at(cut.far, cut.behind[1]),
        profile.at(cut.far, cut.behind[0]),
    ]
    sheet.shape(within(corners, profile.above), sheet.hatch(), sheet.thin())


def _draw_standing(sheet: Sheet, profile: Profile, scene: Scene, cut: Cut) -> None:
    draw_post(sheet, profile, cut.post, cut.plate[1] + AIR_M / 2)
    if scene.shapes("sign"):
        draw_post(sheet, profile, cut.far, cut.target[1], broken=False)
    draw_bar(sheet, profile, cut.far, cut.target, sheet.palette.sign)
    if cut.hidden:
        draw_bar(sheet, profile, cut.far, cut.hidden, sheet.hatch(dense=True))
    draw_bar(sheet, profile, cut.post, cut.plate, sheet.palette.plate)


def _draw_rays(sheet: Sheet, profile: Profile, cut: Cut, sight: Sight | None) -> None:
    """To the target's upper and lower edge thinly, the answer's own ray strongly."""
    eye = profile.at(0, cut.eye)
    for height in cut.target:
        sheet.line([eye, profile.at(cut.far, height)], sheet.thin())
    if sight:
        ray = [eye, profile.at(cut.far, sight.target[2])]
        sheet.line(ray, Pen(sheet.palette.alarm, 2, "7 4"))
        if cut.plate[0] <= cut.ray <= cut.plate[1]:
            sheet.circle(profile.at(cut.post, cut.ray), 4, sheet.palette.paper, sheet.pen(2))
    _draw_eye(sheet, eye)


def _draw_eye(sheet: Sheet, at: XY) -> None:
    x, y = at
    lid = [(x - 9, y), (x - 4, y - 5), (x + 3, y - 5), (x + 8, y), (x + 3, y + 5), (x - 4, y + 5)]
    sheet.area(lid, sheet.palette.paper, sheet.pen(1.8))
    sheet.circle((x + 1, y), 2.8, sheet.palette.ink)


def _draw_heights(sheet: Sheet, profile: Profile, cut: Cut, words: Words) -> None:
    near = profile.at(cut.post, 0)[0] < WIDTH * 0.45
    for height in _apart(cut.plate, profile):
        told = words.length(height[0])
        draw_height(sheet, (profile.at(cut.post, 0)[0], height[1]), told, left=not near, bold=True)
    for height in _apart(cut.target, profile):
        if height[0] > 0:
            told = words.length(height[0])
            draw_height(sheet, (profile.at(cut.far, 0)[0], height[1]), told, left=False)
    eye = profile.at(0, cut.eye)
    sheet.line([(eye[0], eye[1] + 6), profile.at(0, 0)], sheet.thin("2 3"))
    sheet.text((eye[0], (eye[1] + profile.ground) / 2), words.length(cut.eye))


def _apart(heights: tuple[float, float], profile: Profile) -> list[tuple[float, float]]:
    """(metres, pixel) of two heights; their figures are moved apart where they would touch."""
    low, high = (profile.at(0, height)[1] for height in heights)
    push = max(0.0, (18.0 - (low - high)) / 2)
    return [(heights[0], low + push), (heights[1], high - push)]


def _draw_below(sheet: Sheet, profile: Profile, cut: Cut, scene: Scene, words: Words) -> None:
    eye, post, target = (profile.at(place, 0)[0] for place in (0.0, cut.post, cut.far))
    rows = [profile.ground + ROW * (1 + row) for row in range(3)]
    draw_distance(sheet, (eye, post), rows[0], words.distance(cut.post))
    draw_distance(sheet, (eye, target), rows[1], words.distance(cut.far))
    names = f"{who(cut.eye, scene.rules, words)} – {thing_name(scene, words)}"
    sheet.text((WIDTH / 2, rows[2]), names, bold=True)
    for row, note in enumerate(_notes(profile, scene, words)):
        sheet.text((WIDTH / 2, rows[2] + (row + 1) * NOTE), note)


def _notes(profile: Profile, scene: Scene, words: Words) -> list[str]:
    times = profile.up / profile.across
    taller = [words.taller.format(times=f"{times:.0f}")] if times > 1.5 else []
    return [*taller, *worst_notes(scene, words)]


def _description(scene: Scene, cut: Cut, words: Words) -> str:
    return words.along_description.format(
        who=who(cut.eye, scene.rules, words),
        thing=thing_name(scene, words),
        **lengths(
            words,
            eye=cut.eye,
            lower=cut.plate[0],
            top=cut.plate[1],
            post=cut.post,
            far=cut.far,
            target_lower=cut.target[0],
            target_top=cut.target[1],
        ),
    )
