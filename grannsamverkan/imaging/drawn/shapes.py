"""The two shapes that are drawn exactly: a tube (post, bands) and a panel (plate, rail)."""

from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.drawn.camera import Array, Camera, Floats, Window

_HEIGHTS = 65


@dataclass(frozen=True, eq=False)
class Met:
    """Where the rays of a window meet a shape; each array is (h, w).

    `x` and `y` are mm on the shape's surface, `cover` 0..1 how much of a pixel it fills, `scale`
    px per mm there, and `normal` the surface's direction in the world.
    """

    window: Window
    x: Floats
    y: Floats
    cover: Floats
    scale: Floats
    normal: tuple[Floats, Floats, Floats]


@dataclass(frozen=True, eq=False)
class Tube:
    """A cylinder around the line through `foot` along the unit vector `up`, all in m.

    Its surface's y counts upwards from `foot`, its x to the right from the line nearest to the
    camera. It reaches from `low` to `high` along its axis.
    """

    foot: Array
    up: Array
    radius: float
    low: float
    high: float

    def facing(self, camera: Camera) -> tuple[Array, Array, float]:
        """Unit vectors towards the camera and to the right as seen, across the axis; distance."""
        offset = camera.position - self.foot
        across = offset - (offset @ self.up) * self.up
        distance = float(np.linalg.norm(across))
        towards = across / distance
        return towards, np.cross(self.up, towards), distance

    def side_lines(self, camera: Camera) -> tuple[Array, Array]:
        """A point at height 0 on the left and on the right outline, as the camera sees it."""
        towards, right, distance = self.facing(camera)
        cosine = self.radius / distance
        sine = np.sqrt(1 - cosine**2)
        left, rightmost = (
            self.foot + self.radius * (cosine * towards + side * sine * right) for side in (-1, 1)
        )
        return left, rightmost

    def meet(self, camera: Camera) -> Met:
        """Where the picture's rays meet this tube."""
        towards, right, distance = self.facing(camera)
        lines = (*self.side_lines(camera), self.foot + self.radius * towards)
        # Many heights: of a post beside the camera some lie behind it.
        heights = np.linspace(self.low, self.high, _HEIGHTS)[:, None] * self.up
        window = camera.window(np.concatenate([line + heights for line in lines]))
        rays = camera.rays(window)
        ahead, aside, along = (_dot(rays, axis) for axis in (towards, right, self.up))
        flat = ahead**2 + aside**2
        off = distance * aside / np.sqrt(flat)
        inside = np.clip(off, -self.radius * 0.9995, self.radius * 0.9995)
        forward = (-distance * ahead / np.sqrt(flat) - np.sqrt(self.radius**2 - inside**2)) / (
            np.sqrt(flat)
        )
        forward = np.maximum(forward, 1e-3)
        angle = np.arctan2(forward * aside, distance + forward * ahead)
        height = float((camera.position - self.foot) @ self.up) + forward * along
        scale = camera.focal / forward
        cover = _within(self.radius - np.abs(off), scale)
        cover *= _within(height - self.low, scale) * _within(self.high - height, scale)
        cosine, sine = np.cos(angle), np.sin(angle)
        normal = _mixed(cosine, towards, sine, right)
        return Met(window, angle * (self.radius * 1000), height * 1000, cover, scale / 1000, normal)


@dataclass(frozen=True, eq=False)
class Panel:
    """A flat rectangle around `middle`, unit vectors `right` and `down`; sides in mm."""

    middle: Array
    right: Array
    down: Array
    width_mm: float
    height_mm: float

    @property
    def normal(self) -> Array:
        """Unit vector out of its face, towards who reads it."""
        return np.asarray(np.cross(self.down, self.right))

    def point(self, x_mm: float, y_mm: float) -> Array:
        """The place in the world that lies `x_mm` and `y_mm` from its upper left corner."""
        x, y = x_mm - self.width_mm / 2, y_mm - self.height_mm / 2
        return np.asarray(self.middle + (self.right * x + self.down * y) / 1000)

    def corners(self) -> Array:
        """Upper left, upper right, lower right, lower left, (4, 3)."""
        wide, high = self.width_mm, self.height_mm
        return np.array([self.point(*at) for at in ((0, 0), (wide, 0), (wide, high), (0, high))])

    def meet(self, camera: Camera, window: Window | None = None) -> Met:
        """Where rays meet it; x and y are mm from its upper left corner; `cover` by its edges.

        Without a window the panel's own.
        """
        wide, high = self.width_mm, self.height_mm
        window = window or camera.window(self.corners(), margin=6)
        rays = camera.rays(window)
        normal = self.normal
        gap = float((self.middle - camera.position) @ normal)
        forward = gap / np.minimum(_dot(rays, normal), -1e-6)
        start = camera.position - self.middle
        x = (float(start @ self.right) + forward * _dot(rays, self.right)) * 1000 + wide / 2
        y = (float(start @ self.down) + forward * _dot(rays, self.down)) * 1000 + high / 2
        scale = camera.focal / forward / 1000
        cover = _within(np.minimum(x, wide - x), scale) * _within(np.minimum(y, high - y), scale)
        shape = np.ones_like(x)
        facing = tuple(shape * np.float32(side) for side in normal)
        return Met(window, x, y, cover, scale, (facing[0], facing[1], facing[2]))


def _dot(rays: tuple[Floats, Floats, Floats], axis: Array) -> Floats:
    x, y, z = axis.astype(np.float32)
    return np.asarray(rays[0] * x + rays[1] * y + rays[2] * z)


def _mixed(
    first: Floats, one: Array, second: Floats, other: Array
) -> tuple[Floats, Floats, Floats]:
    """first · one + second · other, axis by axis."""
    x, y, z = (
        first * np.float32(a) + second * np.float32(b) for a, b in zip(one, other, strict=True)
    )
    return x, y, z


def _within(inside: Floats, scale: Floats) -> Floats:
    """How much of a pixel lies inside an edge `inside` units away, `scale` px per unit."""
    return np.asarray(np.clip(inside * scale + np.float32(0.5), 0, 1))
