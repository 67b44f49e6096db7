"""Hints about a photo's honesty: what they notice, and what they must leave alone."""

import pytest

from grannsamverkan.imaging import examine, honesty
from grannsamverkan.imaging.report import Claims, Intake, Measures
from tests.unit.imaging.samples import names


def intake_of(width, height, format_="JPEG", **claims):
    return Intake(
        format_, width, height, Claims(**claims), b"", b"", Measures(0.5, 0.5, 0, 0, "0" * 32)
    )


@pytest.mark.parametrize(
    "software",
    [
        "Adobe Photoshop CS2 Macintosh",
        "Adobe Photoshop Lightroom 6.0 (Windows)",
        "GIMP 2.4.5",
        "Snapseed 2.19",
        "PicsArt",
        "paint.net 4.2",
        "Microsoft Paint",
        "Windows Photo Editor 10.0.10011.16384",
    ],
)
def test_editor_is_named(software):
    assert honesty.edited(Claims(software=software)).verdict == "person_looks"


@pytest.mark.parametrize(
    "software",
    [
        None,
        "G935LKLU1APL1",
        "15.2.1",
        "HDR+ 1.0.345618096zd",
        "Nikon Transfer 1.1 W",
        "MediaTek Camera Application",
        "Painted Lady firmware",
    ],
)
def test_firmware_and_programs_that_only_carry_are_no_editors(software):
    assert honesty.edited(Claims(software=software)).verdict == "ok"


@pytest.mark.parametrize(
    ("size", "format_"),
    [
        ((1170, 2532), "PNG"),
        ((2532, 1170), "JPEG"),
        ((1080, 2400), "WEBP"),
        ((1920, 1080), "PNG"),
        ((2048, 1536), "PNG"),
    ],
)
def test_picture_of_a_screens_size_without_a_camera_is_noticed(size, format_):
    assert honesty.screenshot(intake_of(*size, format_)).verdict == "person_looks"


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (2048, 1536), (1600, 1200)])
def test_photo_sent_by_a_program_that_takes_claims_off_is_no_screenshot(size):
    assert honesty.screenshot(intake_of(*size)).verdict == "ok"


@pytest.mark.parametrize("claim", [{"camera": "Apple iPhone 13"}, {"focal_length_35mm": 26.0}])
def test_what_a_camera_made_is_no_screenshot_whatever_its_size(claim):
    assert honesty.screenshot(intake_of(1170, 2532, **claim)).verdict == "ok"


def test_hints_leave_it_to_a_person_and_say_where_they_come_from():
    hints = honesty.hints(intake_of(1170, 2532, "PNG", software="GIMP 2.10"))

    assert [(hint.check, hint.verdict) for hint in hints] == [
        ("edited", "person_looks"),
        ("screenshot", "person_looks"),
    ]
    assert all(hint.source and hint.uncertainty for hint in hints)


def test_unchanged_phone_photos_raise_no_hint(testdata):
    folder = testdata / "photos" / "phones"
    photos = [folder / name for name in names("photos/phones")]

    raised = [
        photo.name
        for photo in photos
        if any(hint.verdict != "ok" for hint in honesty.hints(examine(photo.read_bytes())))
    ]

    assert len(photos) == 8
    assert raised == []
