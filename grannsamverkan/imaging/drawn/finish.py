"""From the painted scene to a phone's picture: light, softness, noise, JPEG with its EXIF."""

import io
from math import cos, exp, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFilter

from grannsamverkan.imaging.drawn.paint import noise_tile
from grannsamverkan.imaging.drawn.scene import LightKind, Scene

MAKER, MODEL = "Grannsamverkan", "Ritad bild"
_KERNEL = 5
_SMALL_BLUR = 0.6
_GRAINS = 512


def finished(pixels: NDArray[np.uint8], scene: Scene) -> Image.Image:
    """The scene's light, blur, motion and noise over painted pixels."""
    picture = Image.fromarray(pixels)
    if scene.blur_px > 0.05:
        picture = picture.filter(_soft(scene.blur_px))
    if scene.motion_px > 0.3:
        picture = picture.filter(_moved(scene.motion_px, scene.motion_angle))
    picture = _graded(picture, scene.light, scene.exposure)
    return _noisy(picture, scene)


def jpeg_of(picture: Image.Image, scene: Scene) -> bytes:
    """JPEG with the stated focal length, and the word that it is drawn."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = MAKER, MODEL
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.FocalLengthIn35mmFilm] = round(scene.focal_stated)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=scene.jpeg_quality, exif=exif)
    return out.getvalue()


def _soft(deviation: float) -> ImageFilter.Filter:
    """A Gaussian; a small one as a kernel, which takes a third of the time."""
    if deviation > _SMALL_BLUR:
        return ImageFilter.GaussianBlur(deviation)
    aside = exp(-0.5 / deviation**2)
    line = np.array([aside, 1.0, aside])
    return ImageFilter.Kernel((3, 3), np.outer(line, line).ravel().tolist())


def _moved(long: float, angle: float) -> ImageFilter.Kernel:
    """A line `long` px long (5 at most) as a kernel of 5 x 5."""
    weights = np.zeros((_KERNEL, _KERNEL))
    for step in np.linspace(-0.5, 0.5, 41):
        x = _KERNEL // 2 + step * min(long, _KERNEL - 1) * cos(radians(angle))
        y = _KERNEL // 2 + step * min(long, _KERNEL - 1) * sin(radians(angle))
        column, row = min(int(x), _KERNEL - 2), min(int(y), _KERNEL - 2)
        across, down = x - column, y - row
        weights[row : row + 2, column : column + 2] += np.outer(
            (1 - down, down), (1 - across, across)
        )
    return ImageFilter.Kernel((_KERNEL, _KERNEL), weights.ravel().tolist(), weights.sum())


def _graded(picture: Image.Image, light: LightKind, exposure: float) -> Image.Image:
    """The light's own colour, and how bright the camera makes it."""
    if light == "dusk":
        return _dusk(picture, exposure)
    red, green, blue = (1.02, 0.99, 0.93) if light == "warm" else (1.0, 1.0, 1.0)
    if exposure == 1 and light != "warm":
        return picture
    return _toned(picture, (red * exposure, green * exposure, blue * exposure))


def _toned(picture: Image.Image, gains: tuple[float, float, float]) -> Image.Image:
    table = [min(255, round(tone * gain)) for gain in gains for tone in range(256)]
    return picture.point(table)


def _dusk(picture: Image.Image, exposure: float) -> Image.Image:
    """Little light, blue shadows, the last red low in the sky."""
    gains = (exposure * 0.95, exposure * 0.98, exposure * 1.17)
    dim = _toned(picture, gains).point(lambda tone: tone + 3)
    glow = Image.linear_gradient("L").resize((1, picture.height)).point(_glow)
    red = Image.new("RGB", picture.size, "#d9794a")
    dim.paste(red, (0, 0), glow.resize(picture.size))
    return dim


def _glow(tone: int) -> int:
    """How much of the last red there is from the top (0) to the foot (255) of the picture."""
    return round(max(0.0, 1 - abs(tone - 112) / 60) * 26)


def _noisy(picture: Image.Image, scene: Scene) -> Image.Image:
    """A sensor's grain, of light only."""
    if not scene.noise:
        return picture
    start = np.random.default_rng([scene.seed, 97]).integers(0, _GRAINS, 2)
    width, height = picture.size
    rows, columns = (
        (np.arange(height) + start[0]) % _GRAINS,
        (np.arange(width) + start[1]) % _GRAINS,
    )
    grain = np.round(noise_tile(_GRAINS, 101, 0) * (scene.noise * 255)).astype(np.int16)
    tones = np.asarray(picture).astype(np.int16)
    tones += grain[np.ix_(rows, columns)][..., None]
    return Image.fromarray(np.clip(tones, 0, 255, out=tones).astype(np.uint8))
