"""A Swedish street of houses behind the post: sky, wood, ground, gardens, houses, cars, lamps."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.drawn import furniture, leaves, passers
from grannsamverkan.imaging.drawn.boards import Board, facing, stand, upright
from grannsamverkan.imaging.drawn.camera import Array, Camera
from grannsamverkan.imaging.drawn.ground import ROAD, cast, paint_ground
from grannsamverkan.imaging.drawn.houses import ROOFS, WALLS, House
from grannsamverkan.imaging.drawn.paint import Canvas, Light
from grannsamverkan.imaging.drawn.scene import Scene
from grannsamverkan.imaging.drawn.sky import paint_sky

_GREENS = ("#5f8f45", "#6a9446", "#4f7f42", "#7f9648")
_HEDGE_GREENS = ("#5b8443", "#4f7a44", "#688c48")
_HEDGE_Y, _HOUSE_Y, _PLOT_M, _DRIVE_M = 4.2, 11.0, 19.0, 3.4
_HEDGE_PIECES = 4
_SIDES = 10
_WOOD_M = 170.0


def paint_street(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> None:
    """Everything but the post, the sign and what stands before them."""
    paint_sky(canvas, scene, camera)
    for board in _wood(light, scene):
        stand(canvas, board, camera)
    shadow = paint_ground(canvas, scene, camera, light)
    street = _Street(scene, camera, light, np.random.default_rng([scene.seed, 13]))
    flat, standing = street.boards()
    standing += passers.boards(scene, camera, light)
    standing.sort(key=lambda board: -_distance(board, camera))
    for board in flat:
        stand(canvas, board, camera)
    if shadow is not None:
        cast(canvas, shadow)
    for board in standing:
        stand(canvas, board, camera)
    furniture.paint_lamps(canvas, scene, camera, light)


def _distance(board: Board, camera: Camera) -> float:
    away = board.corners.mean(0) - camera.position
    return float(np.hypot(away[0], away[1]))


def _wood(light: Light, scene: Scene) -> Iterator[Board]:
    """The far wood all around, over the edge of the ground."""
    lit = light.flat(np.array([0.0, -0.6, 0.4]))
    for number in range(_SIDES):
        turns = [2 * np.pi * (number + part) / _SIDES for part in (0.0, 1.02)]
        ends = [(_WOOD_M * np.sin(turn), _WOOD_M * np.cos(turn)) for turn in turns]
        bases = [(x, y, scene.ground(x, y) - 4) for x, y in ends]
        top = max(base[2] for base in bases) + 19
        yield Board(upright(bases[0], bases[1], top), leaves.wood(lit, scene.seed + number))


@dataclass(frozen=True, eq=False)
class _Street:
    scene: Scene
    camera: Camera
    light: Light
    rng: np.random.Generator

    def boards(self) -> tuple[list[Board], list[Board]]:
        """What lies flat on the ground and what stands on it."""
        flat: list[Board] = []
        standing: list[Board] = []
        for side, street in ((1, 0.0), (-1, ROAD[0] - 1.0)):
            shift = self.rng.uniform(-4, 4)
            for plot in range(-3, 5):
                lying, upward = self._plot(shift + plot * _PLOT_M, side, street)
                flat += lying
                standing += upward
        return flat, standing

    def _plot(self, x: float, side: int, street: float) -> tuple[list[Board], list[Board]]:
        """One garden: a house, trees, a hedge along the street, a drive with or without a car."""
        house = self._house(x, side, street)
        standing = list(house.boards(float(self.camera.position[0]), self.light))
        for _ in range(2):
            at = x + self.rng.uniform(-2, _PLOT_M), street + side * self.rng.uniform(21, 30)
            standing.append(self._tree(*at, 5.5, 9.5))
        at = x + self.rng.uniform(1, 5), street + side * self.rng.uniform(6, 8)
        standing.append(self._tree(*at, 3.2, 4.8))
        flat, hedges = self._hedges(x, street + side * _HEDGE_Y, side)
        drive_x = x + _PLOT_M - _DRIVE_M
        flat.append(self._drive(drive_x, street, side))
        if self.rng.random() < 0.5:
            standing.append(self._car(drive_x, street + side * self.rng.uniform(7.5, 9.5)))
        return flat, standing + hedges

    def _house(self, x: float, side: int, street: float) -> House:
        y, rng = street + side * (_HOUSE_Y + self.rng.uniform(-1, 2)), self.rng
        return House(
            x + rng.uniform(2.5, 4),
            y,
            self.scene.ground(x + 7, y),
            wide=rng.uniform(9, 11.5),
            high=rng.uniform(3.0, 3.9),
            rise=rng.uniform(2.2, 3.0),
            wall=str(rng.choice(WALLS)),
            roof=str(rng.choice(ROOFS)),
            faces=-side,
            door=int(rng.integers(1, 4)),
        )

    def _base(self, x: float, y: float) -> Array:
        return np.array([x, y, self.scene.ground(x, y)])

    def _tree(self, x: float, y: float, least: float, most: float) -> Board:
        tall = self.rng.uniform(least, most)
        lit = self.light.flat(np.array([-0.3, -0.6, 0.6]))
        colour, seed = str(self.rng.choice(_GREENS)), int(self.rng.integers(1000))
        wide = tall * self.rng.uniform(0.62, 0.85)
        corners = facing(self.camera, self._base(x, y), wide, tall)
        return Board(corners, leaves.crown(colour, lit, seed))

    def _car(self, x: float, y: float) -> Board:
        colour = str(self.rng.choice(furniture.CAR_COLOURS))
        base = self._base(x + _DRIVE_M / 2, y)
        corners = facing(self.camera, base, 1.85, 1.5)
        return Board(corners, furniture.car_from_behind(colour, self.light))

    def _hedges(self, x: float, y: float, side: int) -> tuple[list[Board], list[Board]]:
        """In pieces, so that those beside the camera can be left out, with shade before them."""
        colour, tall = str(self.rng.choice(_HEDGE_GREENS)), self.rng.uniform(0.9, 1.4)
        lit = self.light.flat(np.array([0.0, -side * 0.8, 0.5]))
        step = (_PLOT_M - _DRIVE_M) / _HEDGE_PIECES
        shades, hedges = [], []
        for piece in range(_HEDGE_PIECES):
            ends = [self._base(x + step * number, y) for number in (piece, piece + 1)]
            sunk = [(at[0], at[1], at[2] - 0.12) for at in ends]
            top = max(at[2] for at in ends) + tall
            drawn = leaves.hedge(colour, lit, self.scene.seed * 7 + piece, tall + 0.12)
            hedges.append(Board(upright(sunk[0], sunk[1], top), drawn))
            shades.append(self._shade(ends, side))
        return shades, hedges

    def _shade(self, ends: list[Array], side: int) -> Board:
        """The soft dark edge where a hedge meets the lawn."""
        near = [self._base(float(at[0]), float(at[1]) - side * 0.7) for at in ends]
        return Board(np.array([*ends, near[1], near[0]]), furniture.fading_shade)

    def _drive(self, x: float, street: float, side: int) -> Board:
        """Gravel from the street to beside the house."""
        start, end = street + side * 0.55, street + side * 13.0
        corners = [
            self._base(x, end),
            self._base(x + _DRIVE_M, end),
            self._base(x + _DRIVE_M, start),
            self._base(x, start),
        ]
        snowy = self.scene.hidden_by == "snow"
        return Board(np.array(corners), furniture.gravel(self.light, snowy=snowy))
