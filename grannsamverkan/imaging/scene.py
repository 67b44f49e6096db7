"""Demonstration photos, drawn: a Swedish street, a lamp post, the product's own sign on it.

For demo data and tests only. Each picture says "Ritad bild" in its corner and in its EXIF, so that
none can pass for a photo. The same arguments give the same bytes.
"""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Literal, cast, get_args

from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageFont
from PIL.TiffImagePlugin import IFDRational

from grannsamverkan.imaging.drawn.artwork import sample
from grannsamverkan.imaging.drawn.render import painted
from grannsamverkan.imaging.drawn.scene import Fastening, LightKind, Scene, View

__all__ = ["MARK", "Light", "View", "paint"]

Light = Literal["day", "dusk", "blurred"]

MARK = "Ritad bild"
_FOCAL_LENGTH_35MM = 26
_QUALITY = 88
_SIZE = (1600, 1200)
_BLURRED_PX = 10
"""Deviation of the Gaussian for a picture of the usual width."""

_DUSK = 0.12
"""Exposure at which the checks call a picture dark."""

_DAYLIGHT: tuple[LightKind, ...] = ("day", "day", "day", "day", "warm", "overcast")


def paint(
    view: View,
    *,
    seed: int,
    code_url: str | None,
    number: str,
    fastening: str = "cable_tie",
    light: Light = "day",
    size: tuple[int, int] = _SIZE,
    taken_at: datetime | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
    lower_edge_m: float = 2.8,
) -> bytes:
    """Draw one photo as JPEG bytes of `size` px.

    `view`: the fastening from near, the whole post, or along the road. `fastening` is one of
    `drawn.scene.Fastening`; another raises `ValueError`. `code_url` is the QR label's text, which
    the fastening view shows readably in daylight. `number` is printed on the sign. `light`: day,
    dusk (too dark for the checks) or blurred. `taken_at`, `longitude` and `latitude` (degrees,
    WGS 84) are written into EXIF together with the focal length. The plate's lower edge hangs
    `lower_edge_m` above the ground.
    """
    if fastening not in get_args(Fastening):
        raise ValueError(f"unknown fastening {fastening!r}")
    scene = replace(
        _VIEWS[view](_place(seed, lower_edge_m), Random(f"{view} {seed}")),
        size=size,
        fastening=cast("Fastening", fastening),
        rust=0.55 if fastening == "wire" else 0.0,
    )
    if light == "dusk":
        scene = replace(scene, light="dusk", exposure=_DUSK)
    picture, _ = painted(scene, sample(number, code_url))
    if light == "blurred":
        picture = picture.filter(ImageFilter.GaussianBlur(_BLURRED_PX * size[0] / _SIZE[0]))
    _mark(picture)
    out = io.BytesIO()
    exif = _exif(taken_at, longitude, latitude)
    picture.save(out, "JPEG", quality=_QUALITY, exif=exif)
    return out.getvalue()


def _place(seed: int, lower_edge_m: float) -> Scene:
    """What the photos of one sign have in common: its street, its post, the weather, the sun.

    The plate is turned between the road's direction and the houses across it, so that both who
    drives and who stands before it can read it. Directions are those of a camera at bearing 0.
    """
    rng = Random(f"street {seed}")
    turned = rng.uniform(30, 40)
    return Scene(
        rng.randrange(1 << 30),
        focal_35mm=_FOCAL_LENGTH_35MM,
        focal_stated=_FOCAL_LENGTH_35MM,
        slope_along=rng.uniform(-0.8, 0.8),
        plate_turn=turned,
        plate_tilt=rng.uniform(-1.6, 1.6),
        post_mm=rng.uniform(86, 108),
        sleeve_m=rng.choice((0.0, 1.1)),
        lower_edge_m=lower_edge_m,
        light=rng.choice(_DAYLIGHT),
        sun_bearing=turned + rng.choice((-1, 1)) * rng.uniform(25, 50),
        sun_height=rng.uniform(28, 44),
        hidden_by=rng.choice(("nothing", "nothing", "grass")),
        hidden_m=0.05,
        blur_px=0.45,
        noise=0.007,
    )


def _from(place: Scene, view: View, bearing: float) -> Scene:
    """The place from another bearing: plate and sun stay where they are."""
    return replace(
        place,
        view=view,
        bearing=bearing,
        plate_turn=place.plate_turn - bearing,
        sun_bearing=place.sun_bearing - bearing,
    )


def _fastening(place: Scene, rng: Random) -> Scene:
    """Near: post and plate sharp before a blurred street, both fastenings in the picture."""
    eye, distance = place.lower_edge_m + 0.06, rng.uniform(0.71, 0.75)
    return replace(
        _from(place, "fastening", place.plate_turn + rng.uniform(-12, 12)),
        distance_m=distance,
        eye_m=eye,
        pitch=math.degrees(math.atan2(place.lower_edge_m + 0.2 - eye, distance)),
        yaw=rng.uniform(-2, 2),
        roll=rng.uniform(-0.6, 0.6),
    )


def _whole_post(place: Scene, rng: Random) -> Scene:
    """The post from the ground to above the sign, with its shadow on the pavement."""
    return replace(
        _from(place, "post", place.plate_turn - rng.uniform(4, 22)),
        distance_m=rng.uniform(4.2, 4.6),
        eye_m=1.55,
        pitch=rng.uniform(-0.5, 1.5),
        yaw=rng.uniform(-6, 6),
        roll=rng.uniform(-0.6, 0.6),
    )


def _road(place: Scene, rng: Random) -> Scene:
    """As a driver meets it: posts along the pavement, the sign on the near one."""
    return replace(
        _from(place, "road", rng.uniform(65, 69)),
        distance_m=rng.uniform(8.2, 9.4),
        eye_m=1.4,
        pitch=rng.uniform(3.5, 5.5),
        yaw=rng.uniform(-17, -13),
        roll=rng.uniform(-0.6, 0.6),
    )


_VIEWS: Mapping[View, Callable[[Scene, Random], Scene]] = {
    "fastening": _fastening,
    "post": _whole_post,
    "road": _road,
}


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
