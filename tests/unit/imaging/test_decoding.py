"""What comes out of pixels and EXIF: size, modes, codes, claims; from pictures made here."""

import io
import math
import struct

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from grannsamverkan.imaging import Refused, examine, measure
from grannsamverkan.imaging.drawn.artwork import face
from grannsamverkan.imaging.qr import read_codes
from tests.unit.imaging.samples import as_jpeg, names

HALF_TURN_TAGS = {"N": "S", "E": "W"}
PLACE = {1: "N", 2: (58.0, 22.0, 50.52), 3: "E", 4: (12.0, 19.0, 23.16)}


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg))


def png(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def claims_of(base=None, detail=None, place=None):
    exif = Image.Exif()
    exif.update(base or {})
    exif.get_ifd(ExifTags.IFD.Exif).update(detail or {})
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place or {})
    return examine(as_jpeg(Image.new("RGB", (64, 48)), exif=exif)).claims


@pytest.mark.parametrize(
    ("side", "master"),
    [
        (2048, 2048),
        (2052, 2048),  # half of it would show too little
        (3000, 1500),
        (4000, 2000),
        (4032, 2016),
        (4096, 2048),
        (4624, 2048),
        (8064, 2016),
    ],
)
def test_jpeg_becomes_a_master_of_at_most_2048_px_without_being_decoded_whole(side, master):
    intake = examine(as_jpeg(Image.new("RGB", (side, side * 3 // 4), "#886644")))

    assert (intake.width, intake.height) == (side, side * 3 // 4)
    assert opened(intake.master).size == (master, master * 3 // 4)
    assert opened(intake.thumbnail).size == (400, 300)


def test_progressive_photo_is_halved_too():
    photo = as_jpeg(Image.effect_mandelbrot((4000, 3000), (-2, -1, 1, 1), 40), progressive=True)

    intake = examine(photo)

    assert (intake.format, intake.width, intake.height) == ("JPEG", 4000, 3000)
    assert opened(intake.master).size == (2000, 1500)


def test_first_picture_of_several_is_the_photo():
    """MPO: what phones and stereo cameras write, with a second picture behind the first."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "white"), Image.new("RGB", (64, 48), "black")
    first.save(out, "MPO", save_all=True, append_images=[second])

    intake = examine(out.getvalue())

    assert opened(out.getvalue()).n_frames == 2
    assert intake.format == "JPEG"
    assert opened(intake.master).convert("L").getpixel((30, 20)) > 250


def test_gain_map_of_a_bright_photo_is_left_behind(testdata):
    photo = (testdata / "images-real" / "libvips__ultra-hdr.jpg").read_bytes()

    intake = examine(photo)

    assert photo.count(b"\xff\xd8\xff") > 1
    assert intake.master.count(b"\xff\xd8\xff") == 1
    assert b"hdrgm" in photo
    assert b"hdrgm" not in intake.master


def test_large_webp_says_that_it_is_too_large():
    out = io.BytesIO()
    Image.new("L", (6_700, 5_000)).save(out, "WEBP", method=0, quality=1)

    with pytest.raises(Refused) as refusal:
        examine(out.getvalue())

    assert refusal.value.code == "too_many_pixels"


@pytest.mark.parametrize("want", ["all", "advice"])
def test_code_of_a_close_up_is_read_for_somebody_who_waits_too(want):
    photo = Image.new("L", (4000, 3000), 200)
    code = face("1", "HTTPS://GV.SE/S/AB12").convert("L").resize((700, 935))
    photo.paste(code, (1500, 1000))

    intake = examine(as_jpeg(photo), want=want)

    assert intake.measures.codes == ("HTTPS://GV.SE/S/AB12",)


def test_png_becomes_a_master_of_at_most_2048_px():
    intake = examine(png(Image.new("L", (4000, 3000), 90)))

    assert opened(intake.master).size == (2048, 1536)


def test_108_megapixels_pass_within_the_limits_of_memory_and_time():
    intake = examine(as_jpeg(Image.new("L", (12_000, 9_000), 120)))

    assert (intake.width, intake.height) == (12_000, 9_000)
    assert opened(intake.master).size == (1500, 1125)


def test_small_picture_is_not_enlarged():
    intake = examine(as_jpeg(Image.new("RGB", (300, 200))))

    assert opened(intake.master).size == opened(intake.thumbnail).size == (300, 200)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(mode):
    clear = Image.new("RGBA", (64, 48), (200, 0, 0, 0)).convert(mode)
    if mode == "P":
        clear = Image.new("P", (64, 48), 0)
        clear.info["transparency"] = 0

    master = opened(examine(png(clear)).master).convert("RGB")

    assert min(master.getpixel((30, 20))) > 250


@pytest.mark.parametrize(
    ("image", "tone"),
    [
        (Image.new("1", (64, 48), 1), 255),
        (Image.new("L", (64, 48), 99), 99),
        (Image.new("I;16", (64, 48), 30_000), 117),
        (Image.new("P", (64, 48), 0), 0),
    ],
    ids=["1 bit", "grey", "16 bit", "palette"],
)
def test_every_mode_keeps_its_tone(image, tone):
    master = opened(examine(png(image)).master).convert("L")

    assert master.getpixel((30, 20)) == pytest.approx(tone, abs=2)


def test_fine_code_of_a_large_photo_is_read_at_full_size():
    """0.8 px a module in the master, which nothing can read; 1.6 px in the photo."""
    photo = Image.new("L", (4000, 3000), 200)
    photo.paste(face("1", "HTTPS://GV.SE/S/AB12").convert("L").resize((140, 187)), (1800, 1200))
    in_master = measure.shrunk(photo, 2000)

    assert read_codes(in_master) == ()
    assert examine(as_jpeg(photo, quality=95)).measures.codes == ("HTTPS://GV.SE/S/AB12",)
    assert examine(png(photo)).measures.codes == ("HTTPS://GV.SE/S/AB12",)


def test_sample_codes_are_read_as_their_text_says(testdata):
    folder = testdata / "photos" / "qr"
    pictures = [folder / name for name in names("photos/qr") if not name.endswith(".txt")]
    texts = {path: path.with_suffix(".txt").read_text(errors="replace") for path in pictures}
    printable = {path: text for path, text in texts.items() if text.strip().isprintable()}

    read = {path: examine(path.read_bytes()).measures.codes for path in printable}

    wrong = [
        path.name
        for path, codes in read.items()
        if codes and codes[0][:300].split() != printable[path].strip()[:300].split()
    ]
    assert wrong == []
    assert sum(bool(codes) for codes in read.values()) >= len(printable) - 1


def test_at_most_five_codes_each_cut_at_300_characters():
    page = Image.new("L", (1900, 1900), 255)
    for place in range(7):
        label = face("1", f"{place}" + "A" * 320).convert("L").crop((107, 1040, 587, 1507))
        page.paste(label, (40 + place % 4 * 460, 40 + place // 4 * 460))

    codes = read_codes(page)

    assert len(codes) == 5
    assert {len(code) for code in codes} == {300}


@pytest.mark.parametrize("text", ["a\x00b", "a\u202egpj", "line\nline"])
def test_code_with_unprintable_text_is_left_out(text):
    assert read_codes(face("1", text).convert("L")) == ()


def test_place_and_focal_length_are_read():
    claims = claims_of(detail={0xA405: 26}, place=PLACE)

    assert claims.latitude == pytest.approx(58.3807, abs=1e-6)
    assert claims.longitude == pytest.approx(12.3231, abs=1e-6)
    assert claims.focal_length_35mm == 26


def test_south_and_west_are_negative():
    turned = {tag: HALF_TURN_TAGS.get(value, value) for tag, value in PLACE.items()}

    claims = claims_of(place=turned)

    assert (claims.latitude, claims.longitude) == (
        pytest.approx(-58.3807, abs=1e-6),
        pytest.approx(-12.3231, abs=1e-6),
    )


@pytest.mark.parametrize(
    "change",
    [
        {2: (91.0, 0.0, 0.0)},
        {4: (180.0, 0.0, 1.0)},
        {2: (IFDRational(1, 0), 0.0, 0.0)},
        {2: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {1: "X"},
        {1: ""},
        {3: None},
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
    ],
)
def test_bad_place_is_no_place(change):
    place = {tag: value for tag, value in {**PLACE, **change}.items() if value is not None}

    claims = claims_of(place=place)

    assert (claims.latitude, claims.longitude) == (None, None)


@pytest.mark.parametrize(
    ("moment", "offset", "expected", "known"),
    [
        ("2026:05:04 12:03:01", "+02:00", "2026-05-04T12:03:01+02:00", True),
        ("2026:05:04 12:03:01", "Z", "2026-05-04T12:03:01+00:00", True),
        ("2026:05:04 12:03:01", "east", "2026-05-04T12:03:01", False),
        ("2026:05:04 12:03:01", "+99:00", "2026-05-04T12:03:01", False),
        ("2026:02:30 12:03:01", "+02:00", None, False),
        ("0000:00:00 00:00:00", "", None, False),
        ("1970:01:01 00:00:00", "", None, False),
        ("yesterday", "", None, False),
    ],
)
def test_time_is_read_or_none(moment, offset, expected, known):
    claims = claims_of(detail={0x9003: moment, 0x9011: offset})

    assert (claims.taken_at and claims.taken_at.isoformat()) == expected
    assert claims.offset_known is known


@pytest.mark.parametrize("value", [0, 1, 65535])
def test_impossible_focal_length_is_none(value):
    assert claims_of(detail={0xA405: value}).focal_length_35mm is None


@pytest.mark.parametrize("value", [0, 9, 99])
def test_invalid_orientation_is_upright(value):
    assert claims_of(base={0x0112: value}).orientation == 1


def test_camera_and_software_are_short_printable_text():
    claims = claims_of(base={0x010F: "Foto\x07", 0x0110: "Foto X" + "y" * 200, 0x0131: "\x01\x02"})

    assert claims.camera is not None
    assert claims.camera.startswith("Foto Xyy")
    assert len(claims.camera) == 100
    assert claims.software is None


def maker_note(x, y, z, *, kind=10, count=3):
    """A note as an iPhone writes it, with another tag before gravity's."""
    parts = [(round(part * 10_000), 10_000) for part in (x, y, z)]
    entries = struct.pack(">HHII", 1, 9, 1, 4) + struct.pack(">HHII", 8, kind, count, 44)
    head = b"Apple iOS\0\0\1MM" + struct.pack(">H", 2) + entries
    return head.ljust(44, b"\0") + b"".join(struct.pack(">ii", *part) for part in parts)


def gravity_of(note, *, size=(300, 400), orientation=1, lens="iPhone 13 back camera"):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(ExifTags.IFD.Exif).update({0x927C: note, 0xA434: lens})
    return examine(as_jpeg(Image.new("RGB", size), exif=exif)).claims.gravity


@pytest.mark.parametrize(
    ("measured", "size", "orientation"),
    [
        ((0, -1, 0), (400, 300), 6),  # upright: stored lying and turned
        ((0, 1, 0), (400, 300), 8),  # on its head
        ((-1, 0, 0), (400, 300), 1),  # lying, its top to the left
        ((1, 0, 0), (400, 300), 3),
        ((0, -1, 0), (300, 400), 1),  # turned by a program that kept the note
        ((0, -1, 0), (300, 300), 1),
    ],
)
def test_gravity_points_down_however_the_phone_is_held(measured, size, orientation):
    gravity = gravity_of(maker_note(*measured), size=size, orientation=orientation)

    assert gravity == pytest.approx((0, 1, 0))


def test_gravity_of_a_phone_looking_down_goes_into_the_scene():
    right, down, into = gravity_of(maker_note(0, -0.8, -0.6))

    assert (right, down, into) == pytest.approx((0, 0.8, 0.6))


@pytest.mark.parametrize(
    ("measured", "size", "orientation"),
    [((0.6, -0.8, 0), (400, 300), 6), ((-0.8, -0.6, 0), (400, 300), 1)],
    ids=["standing", "lying"],
)
def test_phone_turned_clockwise_sees_gravity_go_to_the_right(measured, size, orientation):
    """Its right side sinks, and what hangs plumb leans to the lower right of the picture."""
    right, down, _into = gravity_of(maker_note(*measured), size=size, orientation=orientation)

    assert (right, down) == pytest.approx((0.6, 0.8))


@pytest.mark.parametrize(
    ("note", "lens"),
    [
        (maker_note(0, -1.57, 0), "back"),
        (maker_note(0, -0.8, 0), "back"),
        (maker_note(0, -0.2, -0.98), "back"),
        (maker_note(-1, 0, 0), "back"),
        (maker_note(0, -1, 0), "iPhone 13 front camera"),
        (maker_note(0, -1, 0, kind=5), "back"),
        (maker_note(0, -1, 0, count=2), "back"),
        (maker_note(0, -1, 0)[:-1], "back"),
        (maker_note(0, -1, 0).replace(struct.pack(">i", 10_000), bytes(4)), "back"),
        (b"Apple iOS\0\0\1MM\xff\xff", "back"),
        (b"Nikon\0" + maker_note(0, -1, 0), "back"),
    ],
)
def test_gravity_that_cannot_be_right_is_none(note, lens):
    assert gravity_of(note, lens=lens) is None


@pytest.mark.parametrize(
    "words",
    ['<d xmp:CreatorTool="Adobe Photoshop 25.0"/>', "<xmp:CreatorTool>Adobe Photoshop 25.0</x>"],
)
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_program_is_read_from_xmp_where_exif_names_none(format_, words):
    out = io.BytesIO()
    if format_ == "PNG":
        texts = PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", words)
        Image.new("RGB", (64, 48)).save(out, format_, pnginfo=texts)
    else:
        Image.new("RGB", (64, 48)).save(out, format_, xmp=words.encode())

    assert examine(out.getvalue()).claims.software == "Adobe Photoshop 25.0"


def test_one_tone_has_no_sharpness_and_its_own_brightness():
    flat = Image.new("L", (700, 500), 51)

    assert measure.sharpness(flat) == 0
    assert measure.light(flat) == (pytest.approx(0.2), 0, 0)


def test_clipped_shares_count_black_and_white():
    half = Image.new("L", (100, 100), 0)
    half.paste(255, (0, 0, 100, 25))

    _median, dark, light = measure.light(half)

    assert math.isclose(dark, 0.75)
    assert math.isclose(light, 0.25)
