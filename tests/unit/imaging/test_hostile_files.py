"""Every hostile and home-made file is accepted clean or refused, within its limits."""

import pytest

from grannsamverkan.imaging import Intake, Refused, examine
from grannsamverkan.imaging.decoders import Decoders
from grannsamverkan.imaging.limits import ADDRESS_SPACE, CPU_SECONDS
from grannsamverkan.imaging.report import REFUSAL_CODES
from tests.unit.imaging.samples import CANARY, cost, labels, markers, names

BARE = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}


def examined(data: bytes) -> Intake | str:
    """The report, or the code of the refusal; anything else breaks the test."""
    try:
        return examine(data)
    except Refused as refusal:
        return refusal.code


def assert_harmless(answer: Intake | str) -> None:
    if isinstance(answer, str):
        assert answer in REFUSAL_CODES
        return
    for picture in (answer.master, answer.thumbnail):
        assert set(markers(picture)) <= BARE
        assert CANARY not in picture


@pytest.fixture(scope="module")
def decoders():
    own = Decoders()
    yield own
    own.stop()


@pytest.mark.parametrize("name", names("images-hostile"))
def test_hostile_file_is_cleaned_or_refused_within_its_limits(testdata, decoders, name):
    answer, end = cost(decoders, testdata / "images-hostile" / name)

    assert_harmless(answer)
    assert 0 < end.cpu_s < CPU_SECONDS
    assert 0 < end.peak_bytes < ADDRESS_SPACE


@pytest.mark.parametrize("name", names("images-own"))
def test_own_bomb_or_carrier_is_cleaned_or_refused_within_its_limits(testdata, decoders, name):
    answer, end = cost(decoders, testdata / "images-own" / name)

    assert_harmless(answer)
    assert 0 < end.cpu_s < CPU_SECONDS
    assert 0 < end.peak_bytes < ADDRESS_SPACE


@pytest.mark.parametrize(
    "name",
    [
        "images-own/own__bomb_png_itxt_200MB.png",
        "images-own/own__meta_heic_gps_xmp.heic",
        "images-own/own__trunc_90pct.jpg",
        "photos/phones/Samsung_SM-G935L__Galaxy_S7_Edge_.jpg",
        "images-real/mex-heic__IMG_2927.HEIC",
    ],
)
def test_decoder_stays_far_below_its_memory_limit(testdata, decoders, name):
    _answer, end = cost(decoders, testdata / name)

    assert end.peak_bytes < ADDRESS_SPACE / 2
    assert end.cpu_s < CPU_SECONDS


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("own__bomb_avif_11000x11000.avif", "unknown_format"),
        ("own__bomb_gif_3000_frames.gif", "unknown_format"),
        ("own__bomb_jpeg_declared_65500x65500.jpg", "too_many_pixels"),
        ("own__bomb_png_14000x14000_rgb.png", "too_many_pixels"),
        ("own__bomb_png_header_2147483647.png", "too_many_pixels"),
        ("own__bomb_png_ztxt_200MB.png", "not_an_image"),
        ("own__fake_eps_named.jpg", "unknown_format"),
        ("own__fake_html_named.jpg", "unknown_format"),
        ("own__fake_svg_named.jpg", "unknown_format"),
        ("own__poly_jpeg_html_comment.jpg", "two_formats"),
        ("own__poly_jpeg_html_trailer.jpg", "two_formats"),
        ("own__poly_jpeg_zip_gifar.jpg", "two_formats"),
        ("own__poly_png_html_text.png", "two_formats"),
        ("own__thin_65000x1.jpg", "too_small"),
        ("own__trunc_5pct.jpg", "cut_off"),
        ("own__trunc_99pct.jpg", "cut_off"),
        ("own__flip_png_00.png", "not_an_image"),
    ],
)
def test_refusal_says_what_is_wrong(testdata, name, code):
    data = (testdata / "images-own" / name).read_bytes()

    assert examined(data) == code


@pytest.mark.parametrize(
    "name",
    [
        "own__meta_exif_garbage.jpg",
        "own__meta_jpeg_gps_xmp_xss.jpg",
        "own__meta_heic_gps_xmp.heic",
        "own__meta_orientation_99.jpg",
        "own__mode_1.png",
        "own__mode_CMYK.jpg",
        "own__mode_I_16.png",
        "own__mode_L.jpg",
    ],
)
def test_odd_metadata_and_modes_do_not_refuse_a_photo(testdata, name):
    data = (testdata / "images-own" / name).read_bytes()

    assert isinstance(examined(data), Intake)


def test_the_allow_list_agrees_with_the_reference_labels(testdata):
    """The labels come from an independent pipeline: no file it refuses for its content passes."""
    folder = testdata / "images-own"
    refused = {name for name, row in labels(folder).items() if row["allowlist"] != "ok"}

    accepted = {
        name for name in refused if isinstance(examined((folder / name).read_bytes()), Intake)
    }

    assert len(refused) > 20
    assert accepted == set()
