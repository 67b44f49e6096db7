"""Demonstration photos, drawn: a Swedish street, a lamp post, the product's own sign on it.

For demo data and tests only. Each picture says "Ritad bild" in its corner and in its EXIF, so that
none can pass for a photo. The same arguments give the same bytes.
"""

import io
import math
from datetime import datetime
from random import Random
from typing import Literal

from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageFont
from PIL.TiffImagePlugin import IFDRational

from grannsamverkan.imaging import scene_post, scene_street
from grannsamverkan.imaging.scene_paint import Point, crown, shadow, speckle
from grannsamverkan.imaging.scene_post import FASTENINGS
from grannsamverkan.imaging.scene_sign import artwork

View = Literal["fastening", "post", "road"]
Light = Literal["day", "dusk", "blurred"]

MARK = "Ritad bild"
_FOCAL_LENGTH_35MM = 26
_QUALITY = 88


def paint(
    view: View,
    *,
    seed: int,
    code_url: str | None,
    number: str,
    fastening: str = "cable_tie",
    light: Light = "day",
    size: tuple[int, int] = (1600, 1200),
    taken_at: datetime | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
) -> bytes:
    """Draw one photo as JPEG bytes of `size` px.

    `view`: the fastening from near, the whole post, or along the road. `fastening` is a name in
    `scene_post.FASTENINGS`; another raises `ValueError`. `code_url` is the QR label's text, which
    the fastening view shows readably in daylight. `number` is printed on the sign. `light`: day,
    dusk (too dark for the checks) or blurred. `taken_at`, `longitude` and `latitude` (degrees,
    WGS 84) are written into EXIF together with the focal length.
    """
    if fastening not in FASTENINGS:
        raise ValueError(f"unknown fastening {fastening!r}")
    rng = Random(f"{view} {seed}")
    plate = artwork(number, code_url)
    painters = {"fastening": _fastening, "post": _whole_post, "road": _road}
    # The scenes are laid out for 1600 x 1200; other sizes are scaled at the end.
    picture = painters[view](plate, fastening, rng)
    picture = _lit(picture, light, rng).resize(size, Image.Resampling.LANCZOS)
    _mark(picture)
    out = io.BytesIO()
    exif = _exif(taken_at, longitude, latitude)
    picture.save(out, "JPEG", quality=_QUALITY, exif=exif)
    return out.getvalue()


_CANVAS = (1600, 1200)


def _fastening(plate: Image.Image, fastening: str, rng: Random) -> Image.Image:
    """Near: post and plate sharp before a blurred street, both fasteners in the picture."""
    picture = scene_street.from_the_side(_CANVAS, rng).filter(ImageFilter.GaussianBlur(17))
    x = 800 + rng.uniform(-50, 50)
    tube = (x - 125, 0, x + 125, 1200)
    scene_post.post(picture, tube, rng)
    scene_post.ears(picture, (x - 62, 120, x + 62, 1080))
    for top in (158.0, 985.0):
        FASTENINGS[fastening](picture, (tube[0], top, tube[2], top + 50), rng)
    scene_post.sign(picture, plate, (x - 262, 252, x + 262, 950), tilt=rng.uniform(-1.6, 1.6))
    return picture


def _whole_post(plate: Image.Image, fastening: str, rng: Random) -> Image.Image:
    """The post from the ground to above the sign, with its shadow on the pavement."""
    picture = scene_street.from_the_side(_CANVAS, rng)
    x, ground = 800 + rng.uniform(-160, 160), 1075
    cast = [(x - 14, ground), (x + 14, ground), (x + 560, ground + 92), (x + 520, ground + 98)]
    shadow(picture, cast, strength=0.45, blur=5, colour="#2b2f36")
    scene_post.post(picture, (x - 17, 0, x + 17, ground), rng)
    ImageDraw.Draw(picture).ellipse((x - 30, ground - 8, x + 30, ground + 12), fill="#7b7d7c")
    scene_post.post(picture, (x - 24, ground - 120, x + 24, ground), rng)
    for top in (318.0, 520.0):
        FASTENINGS[fastening](picture, (x - 17, top, x + 17, top + 8), rng)
    scene_post.sign(picture, plate, (x - 69, 332, x + 69, 516), tilt=rng.uniform(-1, 1))
    return picture


def _road(plate: Image.Image, fastening: str, rng: Random) -> Image.Image:
    """As a driver meets it: posts along the pavement, the sign on the near one."""
    picture = scene_street.along(_CANVAS, rng)
    for nearness in (0.1, 0.16, 0.27):
        _roadside_post(picture, nearness, rng)
    x, width = _roadside_post(picture, 0.52, rng)
    high = width * 5.2
    FASTENINGS[fastening](picture, (x - width / 2, 372, x + width / 2, 380), rng)
    box = (x - high * 0.38, 382, x + high * 0.38, 382 + high)
    scene_post.sign(picture, plate, box, tilt=rng.uniform(-1, 1))
    crown(picture, (-260, 560, 170, 1000), "#4d7a38", rng)
    return picture


def _roadside_post(picture: Image.Image, nearness: float, rng: Random) -> Point:
    """A lamp post on the right at `nearness` 0..1 of the viewer; its middle and width in px."""
    width, height = picture.size
    far = height * scene_street.HORIZON
    x, ground = width * (0.5 + 0.62 * nearness), far + (height - far) * nearness * 0.88
    thick, top = 46 * nearness, ground - 1500 * nearness
    cast = [(x, ground - 2), (x, ground + 4), (x - 700 * nearness, ground + 60 * nearness)]
    shadow(picture, cast, strength=0.5, blur=3, colour="#2b2f36")
    scene_post.post(picture, (x - thick / 2, max(0, top), x + thick / 2, ground), rng)
    if top > 0:
        scene_post.lamp(picture, x, top, thick)
    return x, thick


def _lit(picture: Image.Image, light: Light, rng: Random) -> Image.Image:
    """The scene in its light, with a phone lens's softness and a little sensor noise."""
    lens = {"day": 0.7, "dusk": 0.9, "blurred": 10.0}
    picture = picture.filter(ImageFilter.GaussianBlur(lens[light]))
    if light == "dusk":
        picture = _dusk(picture)
    speckle(picture, (0, 0, *picture.size), rng, grain=1, depth=0.02)
    return picture


def _dusk(picture: Image.Image) -> Image.Image:
    """Little light, blue shadows, the last red low in the sky."""
    night = Image.new("RGB", picture.size, "#0b1226")
    dim = Image.blend(picture.point(lambda tone: tone * 0.16), night, 0.3)
    half = Image.linear_gradient("L").resize((picture.width, picture.height // 2))
    glow = Image.new("L", picture.size, 0)
    glow.paste(half.point(lambda tone: max(0, tone - 120) // 4), (0, 0))
    dim.paste("#e0814f", (0, 0), glow.filter(ImageFilter.GaussianBlur(30)))
    return dim


def _mark(picture: Image.Image) -> None:
    """Say in the corner that this is a drawing."""
    draw = ImageDraw.Draw(picture)
    unit = max(12, picture.width // 50)
    font = ImageFont.load_default(unit)
    wide = draw.textlength(MARK, font)
    x, y = picture.width - wide - unit * 1.2, picture.height - unit * 2.1
    pad = unit * 0.5
    draw.rounded_rectangle(
        (x - pad, y - pad * 0.6, x + wide + pad, y + unit + pad), pad, fill="#fdfbf4"
    )
    draw.text((x, y), MARK, "#1f4d3a", font)


def _exif(taken_at: datetime | None, longitude: float | None, latitude: float | None) -> Image.Exif:
    """EXIF as a phone writes it, and the word that it is drawn."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Grannsamverkan", MARK
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.FocalLengthIn35mmFilm] = _FOCAL_LENGTH_35MM
    if taken_at is not None:
        detail[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
        if offset := taken_at.strftime("%z"):
            detail[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
    if longitude is not None and latitude is not None:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        place[ExifTags.GPS.GPSLatitude] = _sexagesimal(latitude)
        place[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        place[ExifTags.GPS.GPSLongitude] = _sexagesimal(longitude)
    return exif


def _sexagesimal(angle: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds; seconds to 1/1000, some 3 cm on the ground."""
    minutes, degrees = math.modf(abs(angle))
    seconds, minutes = math.modf(minutes * 60)
    return (
        IFDRational(int(degrees), 1),
        IFDRational(int(minutes), 1),
        IFDRational(round(seconds * 60_000), 1000),
    )
