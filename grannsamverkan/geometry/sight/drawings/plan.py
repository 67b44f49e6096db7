"""The drawing from above: who looks from where, past which post, at what."""

import math
from collections.abc import Iterator, Sequence

from shapely import LineString, Polygon

from grannsamverkan.geometry.sight.drawings.ground import (
    LONGEST_BAR,
    View,
    draw_frame,
    draw_ground,
    draw_north,
    draw_scale,
)
from grannsamverkan.geometry.sight.drawings.scene import (
    Scene,
    Sight,
    Vector,
    capital,
    face_of,
    is_worst_case,
    stated_face,
    thing_name,
    who,
)
from grannsamverkan.geometry.sight.drawings.sheet import (
    PAGE,
    WIDTH,
    XY,
    Drawing,
    Frame,
    Palette,
    Pen,
    Sheet,
)
from grannsamverkan.geometry.sight.drawings.words import Words
from grannsamverkan.geometry.sight.model import Point3, Thing

LOW, HIGH = 190.0, 340.0
"""The window's least and largest height in pixels."""
LEAST_SPAN_M = 24.0
NEAR_HEIGHT = 150.0
GAP = 22.0
# A car from above, and the least it is drawn as.
CAR_M = (4.5, 1.8)
CAR_PX = (15.0, 8.0)
FACE_PX = 11.0


def plan(
    scene: Scene, words: Words, *, palette: Palette = PAGE, key: str = "sight-plan"
) -> Drawing:
    """The scene from above, and below it the post enlarged with the circle of its error.

    `key` must be another for each drawing of a page: ids are made of it.
    """
    view = _window(scene)
    near = _near_window(scene, view.frame.bottom + GAP)
    sheet = Sheet(near.frame.bottom + 1, palette, key)
    draw_ground(sheet, view, scene)
    _keep_corners_free(sheet, view)
    _draw_answer(sheet, view, scene)
    _draw_labels(sheet, view, scene, words)
    _draw_furniture(sheet, view, words)
    _draw_near(sheet, near, scene, words)
    return sheet.drawing(words.plan_title, _description(scene, words))


def _window(scene: Scene) -> View:
    points = list(_to_be_seen(scene))
    (west, east), (south, north) = (_span([point[i] for point in points]) for i in (0, 1))
    frame_width = WIDTH - 2
    height = min(HIGH, max(LOW, frame_width * (north - south) / (east - west)))
    scale = min(frame_width / (east - west), height / (north - south))
    frame = Frame(1, 1, 1 + frame_width, 1 + height)
    return View(((west + east) / 2, (south + north) / 2), scale, frame)


def _to_be_seen(scene: Scene) -> Iterator[Sequence[float]]:
    yield scene.plate.x, scene.plate.y
    for what in ("triangle", "sign", "eye"):
        for points in scene.shapes(what):
            yield from points
    if scene.sight:
        yield from (scene.sight.eye, scene.sight.target)


def _span(values: list[float]) -> tuple[float, float]:
    """From and to, with air round it and at least LEAST_SPAN_M."""
    low, high = min(values), max(values)
    air = max((LEAST_SPAN_M - (high - low)) / 2, (high - low) * 0.14, 4.0)
    return low - air, high + air


def _near_window(scene: Scene, top: float) -> View:
    frame = Frame(1, top, WIDTH - 1, top + NEAR_HEIGHT)
    reach = max(2.2, scene.plate.error + 0.9)
    return View((scene.plate.x, scene.plate.y), NEAR_HEIGHT / 2 / reach, frame)


def _draw_answer(sheet: Sheet, view: View, scene: Scene) -> None:
    for triangle in scene.shapes("triangle"):
        if len(triangle) > 2:
            area = view.pixels(Polygon([point[:2] for point in triangle]))
            sheet.shape(area, sheet.hatch(), sheet.pen(1.5, "6 3"))
    for thing in scene.things:
        _draw_thing(sheet, view, thing)
    for face in scene.shapes("sign"):
        _draw_face(sheet, view, [point[:2] for point in face])
    if scene.sight:
        _draw_sight(sheet, view, scene.sight)
    post = view.at(scene.plate.x, scene.plate.y)
    sheet.circle(post, 4.5, sheet.palette.plate, sheet.pen(2))
    sheet.take(post, by=8)


def _draw_thing(sheet: Sheet, view: View, thing: Thing) -> None:
    at = view.at(thing.x, thing.y)
    if not _inside(at, view.frame):
        return
    if thing.kind == "signal":
        sheet.circle(at, 3, sheet.palette.ink)
    elif thing.kind in ("sign", "give_way", "stop"):
        side = 3.0
        if thing.facing is not None:
            turn = math.radians(thing.facing)
            arm = (at[0] + 8 * math.sin(turn), at[1] - 8 * math.cos(turn))
            sheet.line([at, arm], sheet.pen(1.5))
        frame = Frame(at[0] - side, at[1] - side, at[0] + side, at[1] + side)
        sheet.box(frame, sheet.palette.sign, sheet.pen(1.2))


def _draw_face(sheet: Sheet, view: View, face: Sequence[Sequence[float]]) -> None:
    """The sign from above is a bar, to scale or at least FACE_PX long."""
    ends = [view.at(x, y) for x, y in _farthest(face)]
    middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
    size = math.dist(*ends)
    if size < 1e-6:
        return
    grow = max(1.0, FACE_PX / size)
    bar = [
        (middle[0] + (x - middle[0]) * grow, middle[1] + (y - middle[1]) * grow) for x, y in ends
    ]
    sheet.line(bar, sheet.pen(5))
    sheet.take(*bar)


def _farthest(points: Sequence[Sequence[float]]) -> tuple[Sequence[float], Sequence[float]]:
    pairs = [(one, other) for one in points for other in points]
    return max(pairs, key=lambda pair: math.dist(*pair))


def _draw_sight(sheet: Sheet, view: View, sight: Sight) -> None:
    eye, target = view.at(*sight.eye[:2]), view.at(*sight.target[:2])
    _draw_car(sheet, view, sight)
    sheet.line([eye, target], Pen(sheet.palette.alarm, 2, "7 4"))
    sheet.circle(eye, 2.5, sheet.palette.ink)
    sheet.circle(target, 3.5, "none", sheet.pen(1.5))
    # Labels keep off the whole ray.
    for step in range(9):
        part = step / 8
        between = (eye[0] + (target[0] - eye[0]) * part, eye[1] + (target[1] - eye[1]) * part)
        sheet.take(between)


def _draw_car(sheet: Sheet, view: View, sight: Sight) -> None:
    """The vehicle whose driver sits in the front left part; it looks where the ray goes."""
    long, wide = (
        max(metres * view.scale, least) for metres, least in zip(CAR_M, CAR_PX, strict=True)
    )
    x, y = view.at(*sight.eye[:2])
    ahead, right = _down(sight.ahead), _down(sight.right)
    corners = [
        (
            x + ahead[0] * a * long + right[0] * r * wide,
            y + ahead[1] * a * long + right[1] * r * wide,
        )
        for a, r in ((0.42, -0.3), (0.42, 0.7), (-0.58, 0.7), (-0.58, -0.3))
    ]
    sheet.area(corners, sheet.palette.paper, sheet.pen(1.5))
    sheet.take(*corners)


def _down(unit: Vector) -> Vector:
    """A direction of the plane as one of the sheet, whose y goes down."""
    return unit[0], -unit[1]


def _draw_labels(sheet: Sheet, view: View, scene: Scene, words: Words) -> None:
    post = view.at(scene.plate.x, scene.plate.y)
    sheet.label(post, words.post_called(scene.plate.number), bold=True)
    if scene.sight:
        eye, target = scene.sight.eye, scene.sight.target
        sheet.label(view.at(*target[:2]), capital(thing_name(scene, words)))
        sheet.label(view.at(*eye[:2]), who(eye[2], scene.rules, words))


def _draw_furniture(sheet: Sheet, view: View, words: Words) -> None:
    draw_frame(sheet, view)
    draw_scale(sheet, view, words)
    draw_north(sheet, view, words)


def _keep_corners_free(sheet: Sheet, view: View) -> None:
    """Labels keep off the scale and the arrow, which are drawn over all else."""
    left, top, right, bottom = view.frame
    sheet.take((left, bottom - 34), (left + LONGEST_BAR + 20, bottom), by=0)
    sheet.take((right - 32, top), (right, top + 46), by=0)


def _draw_near(sheet: Sheet, view: View, scene: Scene, words: Words) -> None:
    """The post enlarged: its thickness, the plate's width and facing, the error's circle."""
    plate = scene.plate
    draw_ground(sheet, view, scene, named=False)
    post = view.at(plate.x, plate.y)
    if scene.sight:
        ray = LineString([scene.sight.eye[:2], scene.sight.target[:2]])
        shown = view.pixels(ray)
        if shown.geom_type == "LineString" and not shown.is_empty:
            sheet.line(list(shown.coords), Pen(sheet.palette.alarm, 2, "7 4"))
    if plate.error > 0:
        sheet.circle(post, plate.error * view.scale, "none", sheet.pen(1.2, "2 3"))
    sheet.circle(post, max(2.0, plate.radius * view.scale), sheet.palette.ink)
    if is_worst_case(scene):
        _draw_plate(sheet, view, face_of(scene), sheet.palette.paper)
    _draw_plate(sheet, view, stated_face(scene), sheet.palette.plate)
    draw_frame(sheet, view)
    sheet.text((WIDTH / 2, view.frame.top - 10), words.near, bold=True)
    draw_scale(sheet, view, words)
    error = words.error.format(number=words.number(plate.error))
    sheet.text((view.frame.right - 50, view.frame.bottom - 14), error)


def _draw_plate(sheet: Sheet, view: View, face: Sequence[Point3], fill: str) -> None:
    ends = [view.at(*corner[:2]) for corner in _farthest([corner[:2] for corner in face])]
    sheet.line(ends, sheet.pen(6))
    sheet.line(ends, Pen(fill, 3))
    sheet.take(*ends)


def _inside(at: XY, frame: Frame) -> bool:
    air = 6
    return (
        frame.left + air < at[0] < frame.right - air
        and frame.top + air < at[1] < frame.bottom - air
    )


def _description(scene: Scene, words: Words) -> str:
    told = words.plan_description.format(
        post=words.post_called(scene.plate.number), error=words.length(scene.plate.error)
    )
    if not scene.sight:
        return told
    thing, metres = thing_name(scene, words), words.distance(scene.sight.far)
    return f"{told} {words.plan_sight.format(thing=thing, metres=metres)}"
