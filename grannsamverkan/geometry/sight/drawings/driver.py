"""The drawing "seen from the driver's seat": road, sign and plate in true perspective."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import LineString, Polygon, box, transform, unary_union
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.drawings.profile import new_sheet, worst_notes
from grannsamverkan.geometry.sight.drawings.scene import (
    Scene,
    Sight,
    capital,
    drawable,
    face_of,
    foot_of,
    heights_of,
    target_face,
    thing_name,
    who,
)
from grannsamverkan.geometry.sight.drawings.sheet import (
    EDGE,
    PAGE,
    TEXT,
    WIDTH,
    XY,
    Drawing,
    Frame,
    Palette,
    Pen,
    Sheet,
    room_of,
)
from grannsamverkan.geometry.sight.drawings.words import Words
from grannsamverkan.geometry.sight.model import Point3
from grannsamverkan.geometry.sight.ways import half_width

FRAME = Frame(1, 30, WIDTH - 1, 250)
"""The windscreen."""
HEIGHT = 300.0
NEAR_M, FAR_M, ASIDE_M = 2.0, 400.0, 120.0
"""What is drawn of the ground before the eye."""
NEAREST_M = 0.5
"""A plate nearer to the eye, or beside it, is not seen."""
NOTE = 19.0
SWATCH = 16.0
AIR = 0.16
"""Of the frame, left free round what must be seen."""
LAMP_POST_M = 6.0
LENS_PX, LEAST_LENS = 104.0, 1.5
"""The lens, and how much larger it must show things to be drawn at all."""


@dataclass(frozen=True)
class Camera:
    """An eye that looks ahead, level. `zoom` is pixels for one metre aside at one metre's distance;
    `middle` is the sheet's point straight ahead at the eye's height."""

    sight: Sight
    zoom: float
    middle: XY

    def at(self, point: Point3) -> XY:
        """Where a point ahead of the eye is seen: right of the middle by aside / depth, and above
        it by the height over the eye / depth."""
        aside, up = _direction(self.sight, point)
        return self.middle[0] + self.zoom * aside, self.middle[1] - self.zoom * up

    def ground(self, places: Floats) -> Floats:
        """Where places of the ground, (n, 2) aside and ahead of the eye, are seen."""
        aside, depth = places.T
        seen = np.column_stack([aside / depth, self.sight.eye[2] / depth])
        return self.middle + self.zoom * seen


def driver_view(
    scene: Scene, words: Words, *, palette: Palette = PAGE, key: str = "sight-driver"
) -> Drawing | None:
    """What the eye of the answer's ray sees, the hidden part hatched; None without a ray past the
    plate. `key` must be another for each drawing of a page: ids are made of it."""
    sight = scene.sight
    plate = face_of(scene)
    if sight is None or min(map(sight.depth, plate)) < NEAREST_M:
        return None
    target = target_face(scene, sight)
    camera = _camera(sight, [*plate, *target])
    sheet = new_sheet(HEIGHT + NOTE * len(worst_notes(scene, words)), palette, key)
    _draw_ground(sheet, camera, scene)
    _draw_things(sheet, camera, scene, target, plate)
    _draw_words(sheet, scene, sight, words)
    _draw_lens(sheet, camera, target, plate)
    sheet.box(FRAME, "none", sheet.pen(2))
    return sheet.drawing(_title(scene, sight, words), _description(scene, sight, words))


def hidden_part(camera: Camera, target: Sequence[Point3], plate: Sequence[Point3]) -> BaseGeometry:
    """What of the target is covered by the plate, in pixels."""
    seen, cover = (Polygon([camera.at(corner) for corner in face]) for face in (target, plate))
    return seen.buffer(0).intersection(cover.buffer(0))


def _direction(sight: Sight, point: Point3) -> XY:
    depth = sight.depth(point)
    return sight.aside(point) / depth, (point[2] - sight.eye[2]) / depth


def _camera(sight: Sight, seen: Iterable[Point3]) -> Camera:
    """So near that what matters fills the frame down to the feet on the ground."""
    points = [point for face in seen for point in (face, (face[0], face[1], 0.0))]
    directions = [_direction(sight, point) for point in points]
    asides, ups = [aside for aside, _ in directions], [up for _, up in directions]
    room = ((FRAME.right - FRAME.left) * (1 - 2 * AIR), (FRAME.bottom - FRAME.top) * (1 - 2 * AIR))
    across, down = max(asides) - min(asides), max(ups) - min(ups)
    zoom = min(room[0] / across if across else 1e9, room[1] / down)
    x, y = FRAME.middle
    middle = (x - zoom * (max(asides) + min(asides)) / 2, y + zoom * (max(ups) + min(ups)) / 2)
    return Camera(sight, zoom, middle)


def _draw_ground(sheet: Sheet, camera: Camera, scene: Scene) -> None:
    """Everything below the horizon, which is as high as the eye."""
    horizon = min(max(camera.middle[1], FRAME.top), FRAME.bottom)
    sheet.box(Frame(FRAME.left, horizon, FRAME.right, FRAME.bottom), sheet.palette.ground)
    roads, paths = (_seen(camera, scene, kind) for kind in ("road", "path"))
    sheet.shape(paths.difference(roads), sheet.palette.path, sheet.thin("3 3"))
    sheet.shape(roads, sheet.palette.road, sheet.pen(2))
    if FRAME.top < horizon < FRAME.bottom:
        sheet.line([(FRAME.left, horizon), (FRAME.right, horizon)], sheet.thin())


def _seen(camera: Camera, scene: Scene, kind: str) -> BaseGeometry:
    """The ways of a kind before the eye as they are seen, in pixels."""
    sight = camera.sight
    (rx, ry), (ax, ay) = sight.right, sight.ahead
    x, y = sight.eye[:2]
    turned = [rx, ry, ax, ay, -(rx * x + ry * y), -(ax * x + ay * y)]
    ahead = box(-ASIDE_M, NEAR_M, ASIDE_M, FAR_M)
    surfaces = [
        LineString(way.points).buffer(half_width(way, scene.rules), cap_style="flat")
        for way in scene.ways
        if way.kind == kind and drawable(way)
    ]
    before = affine_transform(unary_union(surfaces), turned).intersection(ahead)
    if before.is_empty:
        return before
    seen = transform(before, camera.ground)
    return seen.buffer(0).intersection(box(*FRAME))


def _draw_things(
    sheet: Sheet,
    camera: Camera,
    scene: Scene,
    target: Sequence[Point3],
    plate: Sequence[Point3],
) -> None:
    """The farther first: the target and its post, the lamp post, the plate with what it hides."""
    if scene.shapes("sign"):
        _draw_pole(sheet, camera, foot_of(target), 0.06, heights_of(target)[0])
    _draw_pole(sheet, camera, foot_of(plate), 2 * scene.plate.radius, LAMP_POST_M)
    _draw_faces(sheet, camera, target, plate)


def _draw_faces(
    sheet: Sheet, camera: Camera, target: Sequence[Point3], plate: Sequence[Point3]
) -> None:
    """The target, the plate before it, hatched where it hides the target."""
    _draw_face(sheet, camera, target, sheet.palette.sign, 2)
    _draw_face(sheet, camera, plate, sheet.palette.plate, 2)
    hidden = hidden_part(camera, target, plate)
    sheet.shape(hidden, sheet.palette.paper)
    sheet.shape(hidden, sheet.hatch(dense=True))
    sheet.line(_closed(camera, target), Pen(sheet.palette.ink, 1.5, "4 3"))


def _draw_lens(
    sheet: Sheet, camera: Camera, target: Sequence[Point3], plate: Sequence[Point3]
) -> None:
    """Both faces enlarged in the upper right corner, where they are small and near each other."""
    corners = [camera.at(corner) for corner in (*target, *plate)]
    (left, right), (top, bottom) = ((min(part), max(part)) for part in zip(*corners, strict=True))
    grow = LENS_PX * (1 - 2 * AIR) / max(right - left, bottom - top)
    lens = Frame(FRAME.right - LENS_PX - 4, FRAME.top + 4, FRAME.right - 4, FRAME.top + 4 + LENS_PX)
    if grow < LEAST_LENS or right > lens.left:
        return
    middle = (
        lens.middle[0] + (camera.middle[0] - (left + right) / 2) * grow,
        lens.middle[1] + (camera.middle[1] - (top + bottom) / 2) * grow,
    )
    sheet.line([(right + 3, (top + bottom) / 2), (lens.left, lens.middle[1])], sheet.thin())
    sheet.box(lens, sheet.palette.paper, sheet.pen(1.5))
    _draw_faces(sheet, Camera(camera.sight, camera.zoom * grow, middle), target, plate)


def _draw_pole(sheet: Sheet, camera: Camera, foot: Point3, thick: float, top: float) -> None:
    width = thick * camera.zoom / camera.sight.depth(foot)
    ends = [camera.at((foot[0], foot[1], height)) for height in (0.0, top)]
    pole = LineString(ends).buffer(max(1.5, width / 2), cap_style="flat")
    sheet.shape(pole.intersection(box(*FRAME)), sheet.palette.paper, sheet.pen(1.2))


def _draw_face(
    sheet: Sheet, camera: Camera, face: Sequence[Point3], fill: str, width: float
) -> None:
    corners = [camera.at(corner) for corner in face]
    sheet.area(corners, fill, sheet.pen(width))
    sheet.take(*corners, by=0)


def _closed(camera: Camera, face: Sequence[Point3]) -> list[XY]:
    corners = [camera.at(corner) for corner in face]
    return [*corners, corners[0]]


def _draw_words(sheet: Sheet, scene: Scene, sight: Sight, words: Words) -> None:
    """The title above; below, what is what, whose eye it is, and what must be known of it."""
    sheet.text((WIDTH / 2, FRAME.top - 15), _title(scene, sight, words), bold=True)
    below = FRAME.bottom + TEXT + 4
    _draw_key(sheet, below, words.plate, capital(thing_name(scene, words)))
    notes = [_caption(scene, sight, words), *worst_notes(scene, words)]
    for row, note in enumerate(notes):
        sheet.text((WIDTH / 2, below + NOTE * (row + 1)), note)


def _draw_key(sheet: Sheet, y: float, plate: str, target: str) -> None:
    """A small plate and a small sign, each with its name."""
    whole = room_of(plate) + room_of(target) + 3 * SWATCH + 2 * TEXT
    x = max(EDGE, (WIDTH - whole) / 2)
    for name, fill in ((plate, sheet.palette.plate), (target, sheet.palette.sign)):
        sheet.box(Frame(x, y - 6, x + SWATCH, y + 6), fill, sheet.pen(2))
        middle = x + SWATCH + 5 + room_of(name) / 2
        sheet.text((middle, y), name)
        x = middle + room_of(name) / 2 + SWATCH


def _caption(scene: Scene, sight: Sight, words: Words) -> str:
    """Whose eye, how high, and how much it does not see."""
    eye = f"{who(sight.eye[2], scene.rules, words)}, {words.length(sight.eye[2])}"
    share = scene.found.figures.get("share") if scene.found else None
    if share is None:
        return eye
    return f"{eye} – {words.hidden.format(share=f'{100 * share:.0f}')}"


def _title(scene: Scene, sight: Sight, words: Words) -> str:
    metres, thing = words.distance(sight.far), thing_name(scene, words)
    if not scene.shapes("sign"):
        return f"{metres} – {thing}"
    return words.driver_title.format(metres=metres, thing=thing)


def _description(scene: Scene, sight: Sight, words: Words) -> str:
    return words.driver_description.format(
        who=who(sight.eye[2], scene.rules, words),
        thing=thing_name(scene, words),
        post=words.length(sight.depth(foot_of(face_of(scene)))),
    )
