"""The first checks: both outcomes of each on named real photos, and on whole sets."""

import io

import pytest
from PIL import Image, ImageFilter

from grannsamverkan.imaging import checks, examine, measure
from grannsamverkan.imaging.quality import SAME_PHOTO_BITS, similar
from grannsamverkan.imaging.report import Claims, Intake, Measures
from tests.unit.imaging.samples import as_jpeg, names

SHARP_PHONE = "photos/phones/Apple_iPhone_6_plus.jpg"
ONE_TONE = "images-real/exif-samples__tests_67-0_length_string.jpg"
NIGHT = "photos/people/train2017_000000000589.jpg"
BURNT_OUT = "images-real/exif-samples__xmp_BlueSquare.jpg"
SMALL = "images-real/exif-samples__Nikon_D70.jpg"
MIDDLING = "images-real/exif-samples__exif-org_nikon-e950.jpg"


def grey(photo, long_side=2000):
    with Image.open(photo) as image:
        return measure.shrunk(image.convert("L"), long_side)


def intake_with(**measured):
    usual = {"sharpness": 0.5, "brightness": 0.5, "clipped_dark": 0.0, "clipped_light": 0.0}
    measures = Measures(**{**usual, **measured}, dhash="0" * 32)
    return Intake("JPEG", 4000, 3000, Claims(), b"", b"", measures)


@pytest.mark.parametrize(
    ("check", "photo", "verdict"),
    [
        (checks.size, SHARP_PHONE, "ok"),
        (checks.size, MIDDLING, "person_looks"),
        (checks.size, SMALL, "not_ok"),
        (checks.sharpness, SHARP_PHONE, "ok"),
        (checks.sharpness, ONE_TONE, "not_ok"),
        (checks.dark, SHARP_PHONE, "ok"),
        (checks.dark, NIGHT, "not_ok"),
        (checks.bright, SHARP_PHONE, "ok"),
        (checks.bright, BURNT_OUT, "not_ok"),
    ],
)
def test_check_decides_on_a_real_photo(testdata, check, photo, verdict):
    intake = examine((testdata / photo).read_bytes())

    assert check(intake).verdict == verdict


def test_blurred_copy_of_a_sharp_phone_photo_is_called_blurred(testdata):
    with Image.open(testdata / SHARP_PHONE) as photo:
        photo.draft("RGB", (1632, 1224))
        blurred = as_jpeg(photo.filter(ImageFilter.GaussianBlur(3.5)), quality=90)

    result = checks.sharpness(examine(blurred))

    assert result.verdict == "not_ok"
    assert result.value < result.limit


def test_date_stamp_does_not_make_a_blurred_photo_sharp(testdata):
    blurred = grey(testdata / SHARP_PHONE, 1600).filter(ImageFilter.GaussianBlur(8))
    stamped = blurred.copy()
    for x in range(1200, 1400, 4):
        stamped.paste(255, (x, 1100, x + 2, 1140))

    assert measure.sharpness(stamped) < checks.SHARPNESS_LEAST


def test_sharp_street_and_phone_photos_raise_no_false_alarm(testdata):
    """As measured for the limits: none of 88 sharp photos is called blurred, dark or too bright."""
    photos = [
        testdata / folder / name
        for folder in ("photos/phones", "photos/street-signs")
        for name in names(folder)
        if name.endswith((".jpg", ".png"))
    ]
    tones = [grey(photo) for photo in photos]

    blurred = [photo for photo, tone in zip(photos, tones, strict=True) if called_blurred(tone)]
    badly_lit = [photo for photo, tone in zip(photos, tones, strict=True) if called_badly_lit(tone)]

    assert len(photos) == 88
    assert (blurred, badly_lit) == ([], [])


def test_blurred_and_darkened_copies_of_street_photos_are_noticed(testdata):
    folder = testdata / "photos" / "street-signs"
    tones = [grey(folder / name) for name in names("photos/street-signs") if name.endswith(".png")]

    # Three pixels at 1600, in proportion; a tenth of the light.
    blurred = [tone.filter(ImageFilter.GaussianBlur(3 * tone.width / 400)) for tone in tones]
    dark = [tone.point(lambda value: value // 10) for tone in tones]

    assert sum(map(called_blurred, blurred)) / len(tones) > 0.95
    assert sum(map(called_badly_lit, dark)) / len(tones) > 0.95


def called_blurred(tone):
    return measure.sharpness(tone) < checks.SHARPNESS_LEAST


def called_badly_lit(tone):
    brightness, _dark, white = measure.light(tone)
    return brightness < checks.MEDIAN_LEAST or white > checks.CLIPPED_LIGHT_MOST


@pytest.mark.parametrize(
    ("value", "verdict", "limit"),
    [
        (0.25, "ok", 0.25),
        (0.2499, "person_looks", 0.25),
        (0.2, "person_looks", 0.25),
        (0.1999, "not_ok", 0.2),
        (0.0, "not_ok", 0.2),
    ],
)
def test_limits_belong_to_the_better_side(value, verdict, limit):
    result = checks.sharpness(intake_with(sharpness=value))

    assert (result.verdict, result.limit) == (verdict, limit)


@pytest.mark.parametrize(
    ("share", "verdict", "limit"),
    [(0.25, "ok", 0.25), (0.3, "person_looks", 0.25), (0.41, "not_ok", 0.4)],
)
def test_white_share_has_its_limits_above(share, verdict, limit):
    result = checks.bright(intake_with(clipped_light=share))

    assert (result.verdict, result.limit) == (verdict, limit)


def test_limits_are_arguments():
    intake = intake_with(sharpness=0.3)

    assert checks.sharpness(intake, ok=0.5, least=0.4).verdict == "not_ok"


def test_sharpness_of_a_small_picture_is_left_to_a_person():
    small_and_flat = Intake("JPEG", 300, 200, Claims(), b"", b"", intake_with(sharpness=0).measures)

    result = checks.sharpness(small_and_flat)

    assert (result.verdict, result.uncertainty) == ("person_looks", "small_picture")


def test_first_checks_carry_value_limit_unit_and_source():
    results = checks.first_checks(intake_with())

    assert [result.check for result in results] == ["size", "sharpness", "dark", "bright"]
    assert all(None not in (result.value, result.limit) for result in results)
    assert all(result.unit and result.source for result in results)


def test_same_photo_saved_again_is_similar_and_another_is_not(testdata):
    with Image.open(testdata / SHARP_PHONE) as photo:
        original = photo.convert("L")
    again = Image.open(io.BytesIO(as_jpeg(original.resize((1200, 1600)), quality=60)))
    other = grey(testdata / "photos/phones/Nexus_4.jpg")

    bits = [measure.dhash(picture) for picture in (original, again, other)]

    assert len(bits[0]) == 32
    assert similar(bits[0], bits[1]) <= SAME_PHOTO_BITS
    assert similar(bits[0], bits[2]) > 2 * SAME_PHOTO_BITS


def test_hashes_of_unequal_length_are_not_compared():
    with pytest.raises(ValueError, match="length"):
        similar("00", "0000")
