"""Bytes to report. Runs only inside the confined child process (`child`): here decoders run."""

import io
import time
import warnings

import pi_heif
from PIL import ExifTags, Image, ImageFile

from grannsamverkan.imaging import measure
from grannsamverkan.imaging.claims import read_claims, upright_size
from grannsamverkan.imaging.limits import (
    CPU_SECONDS,
    MAX_BYTES,
    MAX_PIXELS,
    MAX_PIXELS_SEQUENTIAL,
    check_size,
)
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

_TURNS = {
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

    Without `all_codes` only codes are read that a picture of 1000 px shows, as in a close-up.

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
    master = _master(image, header)
    # After the pixels: on a PNG, reading EXIF loads them, and its tolerance would hide a failure.
    claims = read_claims(image)
    upright = _upright(master, claims.orientation)
    grey = upright.convert("L")
    small = measure.for_measuring(grey)
    if all_codes:
        codes = read_codes(grey) or _fine_codes(grey, image, data, header)
    else:
        codes = read_codes(small)
    width, height = upright_size(stored, claims.orientation)
    return Intake(
        format=header.format,
        width=width,
        height=height,
        claims=claims,
        master=_jpeg(upright),
        thumbnail=_jpeg(measure.shrunk_fast(upright, THUMBNAIL_SIDE)),
        measures=_measures(grey, small, codes),
    )


def _open(data: bytes, header: Header) -> ImageFile.ImageFile:
    """Open `data` as the one format the sniffing named, and check its real size."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS_SEQUENTIAL
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    # An MPO (several pictures) comes from opening as JPEG; asking for "MPO" raises KeyError.
    image = Image.open(io.BytesIO(data), formats=[header.format])
    check_size(header.format, *image.size, sequential=header.sequential)
    return image


def _master(image: ImageFile.ImageFile, header: Header) -> Image.Image:
    """The picture as RGB with a long side of at most 2048 px, as it is stored: not yet turned."""
    if header.format == "JPEG":
        divisor = _divisor(max(image.size))
        image.draft(None, (image.width // divisor, image.height // divisor))
        # All of the file in one piece instead of 64 kB at a time.
        image.decodermaxblock = MAX_BYTES
    image.load()
    painted = measure.shrunk(_plain(image), MASTER_SIDE)
    return _on_white(painted) if painted.mode == "RGBA" else painted


def _upright(master: Image.Image, orientation: int) -> Image.Image:
    """The picture turned, and freed of what hung on it, of which a comment would be saved again."""
    turn = _TURNS.get(orientation)
    upright = master.transpose(turn) if turn is not None else master
    upright.info = {}
    return upright


def _on_white(painted: Image.Image) -> Image.Image:
    canvas = Image.new("RGB", painted.size, "white")
    canvas.paste(painted, mask=painted.getchannel("A"))
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
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


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


def _measures(grey: Image.Image, small: Image.Image, codes: tuple[str, ...]) -> Measures:
    brightness, clipped_dark, clipped_light = measure.light(grey)
    return Measures(
        sharpness=measure.sharpness(small),
        brightness=brightness,
        clipped_dark=clipped_dark,
        clipped_light=clipped_light,
        dhash=measure.dhash(small),
        codes=codes,
    )


def _jpeg(image: Image.Image) -> bytes:
    """A JPEG of nothing but the picture; `image` is one that `_upright` gave."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
