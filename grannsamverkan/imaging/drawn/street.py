"""A Swedish street of houses behind the post: sky, wood, ground, gardens, houses."""

from collections.abc import Iterator

import numpy as np

from grannsamverkan.imaging.drawn import leaves
from grannsamverkan.imaging.drawn.boards import Board, stand, upright
from grannsamverkan.imaging.drawn.camera import Camera
from grannsamverkan.imaging.drawn.ground import ROAD, paint_ground
from grannsamverkan.imaging.drawn.houses import ROOFS, WALLS, House
from grannsamverkan.imaging.drawn.paint import Canvas, Light
from grannsamverkan.imaging.drawn.scene import Scene
from grannsamverkan.imaging.drawn.sky import paint_sky

_GREENS = ("#5f8f45", "#6f9a48", "#4f7f42", "#869b48")
_HEDGE_GREENS = ("#557f3e", "#4a7340", "#648a44")
_HEDGE_Y, _HOUSE_Y, _PLOT_M = 4.2, 11.0, 19.0
_NEAR_SIDE, _FAR_SIDE = 1, -1


def paint_street(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> None:
    """Everything but the post, the sign and what stands before them."""
    paint_sky(canvas, scene, camera)
    for board in _wood(light, scene):
        stand(canvas, board, camera)
    paint_ground(canvas, scene, camera, light)
    boards = list(_boards(scene, light, float(camera.position[0])))
    boards.sort(key=lambda board: -_distance(board, camera))
    for board in boards:
        stand(canvas, board, camera)


def _distance(board: Board, camera: Camera) -> float:
    away = board.corners.mean(0) - camera.position
    return float(np.hypot(away[0], away[1]))


def _wood(light: Light, scene: Scene) -> Iterator[Board]:
    """The far wood all around, over the edge of the ground."""
    lit = light.flat(np.array([0.0, -0.6, 0.4]))
    sides = 10
    for number in range(sides):
        turns = [2 * np.pi * (number + part) / sides for part in (0.0, 1.02)]
        ends = [(170 * np.sin(turn), 170 * np.cos(turn)) for turn in turns]
        bases = [(x, y, scene.ground(x, y) - 4) for x, y in ends]
        top = max(base[2] for base in bases) + 22
        yield Board(upright(bases[0], bases[1], top), leaves.wood(lit, scene.seed + number))


def _boards(scene: Scene, light: Light, camera_x: float) -> Iterator[Board]:
    rng = np.random.default_rng([scene.seed, 13])
    for side in (_NEAR_SIDE, _FAR_SIDE):
        shift = rng.uniform(-5, 5)
        for plot in range(-3, 5):
            yield from _plot(scene, light, rng, shift + plot * _PLOT_M, side, camera_x)


def _plot(
    scene: Scene, light: Light, rng: np.random.Generator, x: float, side: int, camera_x: float
) -> Iterator[Board]:
    """One garden: a house, trees behind and beside it, a hedge along the street with a gap."""
    street = 0.0 if side == _NEAR_SIDE else ROAD[0] - 1.0
    house_y = street + side * (_HOUSE_Y + rng.uniform(-1, 2))
    wide = rng.uniform(9, 11.5)
    house = House(
        x + 2,
        house_y,
        scene.ground(x + 7, house_y),
        wide=wide,
        high=rng.uniform(3.0, 4.4),
        rise=rng.uniform(2.2, 3.0),
        wall=str(rng.choice(WALLS)),
        roof=str(rng.choice(ROOFS)),
        faces=-side,
        door=int(rng.integers(1, 4)),
    )
    yield from house.boards(camera_x, light)
    for _ in range(3):
        at = x + rng.uniform(-2, _PLOT_M), street + side * rng.uniform(20, 32)
        yield _tree(scene, light, rng, *at)
    at = x + wide + rng.uniform(4, 7), street + side * rng.uniform(6.5, 9)
    yield _tree(scene, light, rng, *at)
    yield from _hedges(scene, light, rng, x, street + side * _HEDGE_Y)


def _tree(scene: Scene, light: Light, rng: np.random.Generator, x: float, y: float) -> Board:
    tall = rng.uniform(4.5, 8.5)
    wide = tall * rng.uniform(0.3, 0.42)
    base = scene.ground(x, y)
    lit = light.flat(np.array([-0.3, -0.6, 0.6]))
    corners = upright((x - wide, y, base - 0.1), (x + wide, y, base - 0.1), base + tall)
    drawn = leaves.crown(str(rng.choice(_GREENS)), lit, int(rng.integers(1000)))
    return Board(corners, drawn)


def _hedges(
    scene: Scene, light: Light, rng: np.random.Generator, x: float, y: float
) -> Iterator[Board]:
    """In pieces, so that those beside the camera can be left out; the drive is open."""
    colour, tall = str(rng.choice(_HEDGE_GREENS)), rng.uniform(0.9, 1.5)
    lit = light.flat(np.array([0.0, -0.8, 0.5]))
    step = 3.9
    for piece in range(4):
        start = x + piece * step
        ends = [(at, y, scene.ground(at, y) - 0.15) for at in (start, start + step)]
        top = max(end[2] for end in ends) + tall
        drawn = leaves.hedge(colour, lit, scene.seed * 7 + piece)
        yield Board(upright(ends[0], ends[1], top), drawn)
