"""Bytes to report. Runs only inside the confined child process (`child`): here decoders run."""

import io
import time
import warnings

import pi_heif
from PIL import Image

from grannsamverkan.imaging import measure
from grannsamverkan.imaging.claims import read_claims
from grannsamverkan.imaging.limits import CPU_SECONDS, MAX_PIXELS, MAX_PIXELS_SEQUENTIAL, check_size
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.imaging.report import Intake, Measures, Refused
from grannsamverkan.imaging.sniffing import Header

MASTER_SIDE = 2000
"""Half of a 12-megapixel photo's 4000 px, which the JPEG decoder gives without a full decode."""

THUMBNAIL_SIDE = 400
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


def decode(data: bytes, header: Header) -> Intake:
    """Decode, set upright, paint anew and measure. Raises `Refused`; fails closed.

    Pillow and its decoders raise nearly anything on bad files (SyntaxError, EOFError, struct.error
    and more), so whatever they raise means that the photo is refused.
    """
    try:
        return _decode(data, header)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("decoder_failed", "memory") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels", type(error).__name__) from error
    except Exception as error:
        code = "not_an_image" if header.complete else "cut_off"
        raise Refused(code, type(error).__name__) from error


def _decode(data: bytes, header: Header) -> Intake:
    image = _open(data, header)
    width, height = image.size
    small = _small(image, header)
    # After the pixels: on a PNG, reading EXIF loads them, and its tolerance would hide a failure.
    claims = read_claims(image)
    turn = _UPRIGHT.get(claims.orientation)
    upright = small.transpose(turn) if turn is not None else small
    grey = upright.convert("L")
    codes = _codes(grey, image, data, header)
    if claims.orientation >= 5:
        width, height = height, width
    return Intake(
        format=header.format,
        width=width,
        height=height,
        claims=claims,
        master=_jpeg(upright),
        thumbnail=_jpeg(measure.shrunk(upright, THUMBNAIL_SIDE)),
        measures=_measures(grey, codes),
    )


def _open(data: bytes, header: Header) -> Image.Image:
    """Open `data` as the one format the sniffing named, and check its real size."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS_SEQUENTIAL
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    # An MPO (several pictures) comes from opening as JPEG; asking for "MPO" raises KeyError.
    if header.format == "HEIF":
        pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    image = Image.open(io.BytesIO(data), formats=[header.format])
    check_size(*image.size, sequential=header.sequential)
    return image


def _small(image: Image.Image, header: Header) -> Image.Image:
    """The picture as RGB with a long side of at most 2000 px, not yet turned, without metadata."""
    if header.format == "JPEG":
        image.draft(None, _floor_fit(image.size))
    image.load()
    painted = measure.shrunk(_plain(image), MASTER_SIDE)
    canvas = Image.new("RGB", painted.size, "white")
    canvas.paste(painted, mask=painted.getchannel("A") if painted.mode == "RGBA" else None)
    return canvas


def _floor_fit(size: tuple[int, int]) -> tuple[int, int]:
    """The size asked of the JPEG decoder, which picks the next larger of 1/1, 1/2, 1/4, 1/8."""
    factor = min(1.0, MASTER_SIDE / max(size))
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


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


def _codes(grey: Image.Image, image: Image.Image, data: bytes, header: Header) -> tuple[str, ...]:
    """The codes in the master-sized `grey`, else, for those too fine for it, at full size."""
    found = read_codes(grey)
    full_size = header.width * header.height <= MAX_PIXELS and max(grey.size) >= MASTER_SIDE
    in_time = time.process_time() < CPU_SECONDS * _FULL_SIZE_CPU_SHARE
    if found or not full_size or not in_time:
        return found
    return read_codes(_grey_again(data, header) if header.format == "JPEG" else image)


def _grey_again(data: bytes, header: Header) -> Image.Image:
    """The whole JPEG once more, in grey alone: a third of the memory and half of the time."""
    image = _open(data, header)
    image.draft("L", image.size)
    return image


def _measures(grey: Image.Image, codes: tuple[str, ...]) -> Measures:
    brightness, clipped_dark, clipped_light = measure.light(grey)
    return Measures(
        sharpness=measure.sharpness(grey),
        brightness=brightness,
        clipped_dark=clipped_dark,
        clipped_light=clipped_light,
        dhash=measure.dhash(grey),
        codes=codes,
    )


def _jpeg(image: Image.Image) -> bytes:
    """A JPEG of nothing but the picture: `image` comes from a new canvas and carries no info."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
