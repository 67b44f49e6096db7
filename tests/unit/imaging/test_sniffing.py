"""The look before decoding: format, size, scans, second formats; from bytes made here."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from grannsamverkan.imaging import MAX_BYTES, Refused, examine, sniff
from grannsamverkan.imaging.limits import MAX_SCANS
from tests.unit.imaging.samples import as_jpeg

PLAIN = as_jpeg(Image.new("RGB", (64, 48), "green"))
PHONE_TRAILERS = {
    "second picture (MPF, gain map)": PLAIN,
    "film (motion photo)": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 40,
    "maker's blocks": b"\0\0\x01\n\x0e\0\0\0Image_UTC_Data1700000000000SEFHk\0\0\0SEFT",
    "padding": bytes(4096),
}


def saved(format_: str, size=(64, 48), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, format_, **options)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        sniff(data)
    return refusal.value.code


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_allowed_formats_are_named_by_content(format_):
    assert sniff(saved(format_)) == format_


def test_heic_is_named_heif(testdata):
    assert sniff((testdata / "images-own/own__meta_heic_gps_xmp.heic").read_bytes()) == "HEIF"


@pytest.mark.parametrize("format_", ["GIF", "BMP", "TIFF", "AVIF", "ICO", "PPM"])
def test_other_formats_are_unknown(format_):
    assert code_of(saved(format_)) == "unknown_format"


@pytest.mark.parametrize(
    "data", [b"<html><body>", b"<svg xmlns='x'/>", b"%PDF-1.7", b"MZ\x90", b"\xff\xd8", b"x"]
)
def test_no_picture_is_unknown(data):
    assert code_of(data) == "unknown_format"


def test_empty_and_too_large_files_are_told_apart():
    assert code_of(b"") == "empty"
    assert code_of(PLAIN + bytes(MAX_BYTES)) == "too_large"


def test_png_with_more_pixels_than_allowed_is_refused_by_its_header():
    header = struct.pack(">II5B", 10_000, 5_001, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = saved("PNG")[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    assert code_of(data) == "too_many_pixels"


def test_large_one_scan_jpeg_passes_where_a_progressive_one_does_not():
    wide = Image.new("L", (10_000, 5_100))

    assert sniff(as_jpeg(wide)) == "JPEG"
    assert code_of(as_jpeg(wide, progressive=True)) == "too_many_pixels"


def with_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan stands there `count` times."""
    data = as_jpeg(Image.new("L", (64, 48), 90), progressive=True)
    scan = data.rindex(b"\xff\xda")
    return data[:scan] + data[scan:-2] * count + data[-2:]


def test_repeated_scans_are_counted_before_decoding():
    assert code_of(with_scans(MAX_SCANS + 1)) == "too_many_scans"
    assert sniff(with_scans(20)) == "JPEG"


def test_scan_markers_inside_a_thumbnail_are_not_counted():
    exif = Image.Exif()
    exif[0x010E] = "x" + "\xff\xda".encode("latin-1").decode("latin-1") * 200
    data = as_jpeg(Image.new("RGB", (64, 48)), exif=exif, comment=b"\xff\xda" * 200)

    assert sniff(data) == "JPEG"


@pytest.mark.parametrize("trailer", PHONE_TRAILERS.values(), ids=PHONE_TRAILERS.keys())
def test_what_phones_put_behind_a_picture_is_accepted_and_gone(trailer):
    intake = examine(PLAIN + trailer)

    assert intake.master.endswith(b"\xff\xd9")
    assert len(intake.master) < len(PLAIN) + 600


@pytest.mark.parametrize(
    "trailer",
    [b"<!DOCTYPE  html><p>", b"\n<ScRipt >1", b"<?php echo 1;", b"%PDF-1.4", b"\n<svg onload=x>"],
)
def test_page_script_or_document_behind_a_picture_is_a_second_format(trailer):
    assert code_of(PLAIN + trailer) == "two_formats"
    assert code_of(saved("PNG") + trailer) == "two_formats"
    assert code_of(saved("WEBP") + trailer) == "two_formats"


def test_zip_behind_or_inside_a_picture_is_a_second_format():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")

    assert code_of(PLAIN + archive.getvalue()) == "two_formats"


def test_files_of_nothing_but_parts_are_refused_quickly():
    comments = PLAIN[:2] + b"\xff\xfe\x00\x02" * 1_000_000 + PLAIN[2:]
    png = saved("PNG")
    empty_chunk = struct.pack(">I", 0) + b"teSt" + struct.pack(">I", zlib.crc32(b"teSt"))

    assert code_of(comments) == "not_an_image"
    assert code_of(png[:33] + empty_chunk * 60_000 + png[33:]) == "not_an_image"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_every_cut_of_a_photo_is_refused(format_):
    """A quarter, half, nearly all: no cut passes, and each is called cut off."""
    out = io.BytesIO()
    Image.effect_mandelbrot((200, 150), (-2, -1, 1, 1), 90).convert("RGB").save(out, format_)
    whole = out.getvalue()

    for share in (0.25, 0.5, 0.9, 0.99):
        with pytest.raises(Refused) as refusal:
            examine(whole[: int(len(whole) * share)])
        assert refusal.value.code == "cut_off"
