"""Bytes to report. Runs only inside the confined child process (`child`): here decoders run."""

import io
import time
import warnings

import pi_heif
from PIL import ExifTags, Image

from grannsamverkan.imaging import measure
from grannsamverkan.imaging.checks import SHARPNESS_SIDE
from grannsamverkan.imaging.claims import read_claims, upright_size
from grannsamverkan.imaging.limits import CPU_SECONDS, MAX_PIXELS, MAX_PIXELS_SEQUENTIAL, check_size
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.imaging.report import Intake, Measures, Refused
from grannsamverkan.imaging.sniffing import Header, inspect

MASTER_SIDE = 2048
"""Pixels of the long side. Half of a 12-megapixel photo, 2000 or 2016 px, stays as decoded."""

MASTER_LEAST = 1500
"""A JPEG is decoded at 1/1, 1/2, 1/4 or 1/8. One whose half would be smaller than this (and which
has less than 3000 px itself, so that all of it costs no more than half of a large one) is decoded
whole: a sign 130 px wide can be recognised, one of 65 px cannot."""

THUMBNAIL_SIDE = 400
_SAMPLE_SIDE = 64
_QUALITY = 85

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FULL_SIZE_CPU_SHARE = 0.4
"""Looking for codes at full size decodes again: only while less than this share of the CPU time is
used, so that a slow photo loses the second look and not the whole intake."""


def warm_up() -> None:
    """Load everything that decoding needs, by decoding drawn samples: later nothing can be opened.

    Pillow loads most of its parts when they are first used.
    """
    sample = Image.new("RGB", (_SAMPLE_SIDE, _SAMPLE_SIDE))
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FocalLengthIn35mmFilm] = 26
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    for format_ in ("JPEG", "PNG", "WEBP", "MPO"):
        out = io.BytesIO()
        sample.save(out, format_, exif=exif, save_all=format_ == "MPO", append_images=[sample])
        decode(out.getvalue(), inspect(out.getvalue()))
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def decode(data: bytes, header: Header, *, all_codes: bool = True) -> Intake:
    """Decode, set upright, paint anew and measure. Raises `Refused`; fails closed.

    Without `all_codes` only the codes are read that the master shows.

    Pillow and its decoders raise nearly anything on bad files (SyntaxError, EOFError, struct.error
    and more), so whatever they raise means that the photo is refused.
    """
    try:
        return _decode(data, header, all_codes)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("decoder_failed", "memory") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels", type(error).__name__) from error
    except Exception as error:
        code = "not_an_image" if header.complete else "cut_off"
        raise Refused(code, type(error).__name__) from error


def _decode(data: bytes, header: Header, all_codes: bool) -> Intake:
    image = _open(data, header)
    stored = image.size
    small = _small(image, header)
    # After the pixels: on a PNG, reading EXIF loads them, and its tolerance would hide a failure.
    claims = read_claims(image)
    turn = _UPRIGHT.get(claims.orientation)
    upright = small.transpose(turn) if turn is not None else small
    grey = upright.convert("L")
    codes = read_codes(grey)
    if all_codes and not codes:
        codes = _fine_codes(grey, image, data, header)
    width, height = upright_size(stored, claims.orientation)
    return Intake(
        format=header.format,
        width=width,
        height=height,
        claims=claims,
        master=_jpeg(upright),
        thumbnail=_jpeg(measure.shrunk_fast(upright, THUMBNAIL_SIDE)),
        measures=_measures(grey, codes),
    )


def _open(data: bytes, header: Header) -> Image.Image:
    """Open `data` as the one format the sniffing named, and check its real size."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS_SEQUENTIAL
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    # An MPO (several pictures) comes from opening as JPEG; asking for "MPO" raises KeyError.
    image = Image.open(io.BytesIO(data), formats=[header.format])
    check_size(*image.size, sequential=header.sequential)
    return image


def _small(image: Image.Image, header: Header) -> Image.Image:
    """The picture as RGB with a long side of at most 2048 px, not yet turned, without metadata."""
    if header.format == "JPEG":
        divisor = _divisor(max(image.size))
        image.draft(None, (image.width // divisor, image.height // divisor))
    image.load()
    painted = measure.shrunk(_plain(image), MASTER_SIDE)
    canvas = Image.new("RGB", painted.size, "white")
    canvas.paste(painted, mask=painted.getchannel("A") if painted.mode == "RGBA" else None)
    return canvas


def _divisor(long_side: int) -> int:
    """1, 2, 4 or 8: the JPEG decoder gives that part of a long side in pixels."""
    for divisor in (1, 2, 4, 8):
        if long_side <= divisor * MASTER_SIDE:
            enough = long_side >= divisor * MASTER_LEAST
            return divisor if enough else max(1, divisor // 2)
    return 8


def _plain(image: Image.Image) -> Image.Image:
    """`image` in mode RGB, or RGBA where it is transparent anywhere."""
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image).convert("RGB")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits (0..65535) as mode L; Pillow's own conversion would clip at 255."""
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _fine_codes(
    grey: Image.Image, image: Image.Image, data: bytes, header: Header
) -> tuple[str, ...]:
    """The codes too fine for the master-sized `grey`, looked for at full size."""
    too_large = header.width * header.height > MAX_PIXELS
    shown_whole = max(grey.size) >= max(header.width, header.height) > 0
    too_late = time.process_time() >= CPU_SECONDS * _FULL_SIZE_CPU_SHARE
    if too_large or shown_whole or too_late:
        return ()
    return read_codes(_grey_again(data, header) if header.format == "JPEG" else image)


def _grey_again(data: bytes, header: Header) -> Image.Image:
    """The whole JPEG once more, in grey alone: a third of the memory and half of the time."""
    image = _open(data, header)
    image.draft("L", image.size)
    return image


def _measures(grey: Image.Image, codes: tuple[str, ...]) -> Measures:
    brightness, clipped_dark, clipped_light = measure.light(grey)
    small = measure.shrunk_fast(grey, SHARPNESS_SIDE)
    return Measures(
        sharpness=measure.sharpness(small),
        brightness=brightness,
        clipped_dark=clipped_dark,
        clipped_light=clipped_light,
        dhash=measure.dhash(small),
        codes=codes,
    )


def _jpeg(image: Image.Image) -> bytes:
    """A JPEG of nothing but the picture: `image` comes from a new canvas and carries no info."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
