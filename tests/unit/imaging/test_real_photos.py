"""Real photos are accepted, upright, clean, and their claims are read."""

from datetime import datetime, timedelta, timezone

import pytest

from grannsamverkan.imaging import Refused, examine
from tests.unit.imaging.samples import labels, likeness, markers, names

BARE = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}
DECODABLE = "ok"


@pytest.mark.parametrize("name", names("images-real"))
def test_decodable_photo_is_accepted_whole_and_clean(testdata, name):
    folder = testdata / "images-real"
    label = labels(folder)[name]
    data = (folder / name).read_bytes()

    if label["allowlist"] != DECODABLE:
        with pytest.raises(Refused):
            examine(data)
        return
    intake = examine(data)

    width, height = int(label["width"]), int(label["height"])
    turned = label["orientation"] in {"5", "6", "7", "8"}
    assert intake.format == label["format"]
    # The labels give the stored size except for photos they had turned already.
    assert {intake.width, intake.height} == {width, height}
    assert intake.claims.orientation == (
        int(label["orientation"]) if label["orientation"].isdigit() else 1
    )
    assert turned == (intake.claims.orientation >= 5)
    assert set(markers(intake.master)) <= BARE
    assert set(markers(intake.thumbnail)) <= BARE


@pytest.mark.parametrize("name", names("photos/phones"))
def test_full_size_phone_photo_is_accepted_with_a_small_master(testdata, name):
    intake = examine((testdata / "photos" / "phones" / name).read_bytes())

    assert max(intake.width, intake.height) > 3000
    assert len(intake.master) < 1_500_000
    assert len(intake.thumbnail) < 80_000


@pytest.mark.parametrize(
    ("upright", "turned"),
    [
        ("exif-samples__orientation_landscape_1.jpg", "exif-samples__orientation_landscape_{}.jpg"),
        ("orientation__Landscape_1.jpg", "orientation__Landscape_{}.jpg"),
        ("orientation__Portrait_2.jpg", "orientation__Portrait_{}.jpg"),
    ],
)
def test_every_orientation_ends_upright(testdata, upright, turned):
    folder = testdata / "images-real"
    reference = examine((folder / upright).read_bytes())
    others = [folder / turned.format(code) for code in range(2, 9)]
    present = [path for path in others if path.exists()]

    reports = [examine(path.read_bytes()) for path in present]

    assert len(reports) >= 3
    for report in reports:
        assert (report.width, report.height) == (reference.width, reference.height)
        assert likeness(report.master, reference.master) > 0.95


def test_a_wrongly_turned_picture_would_be_noticed(testdata):
    """The measure used above tells upright from upside down."""
    folder = testdata / "images-real"
    upright = (folder / "orientation__Landscape_1.jpg").read_bytes()
    stored_upside_down = (folder / "orientation__Landscape_4.jpg").read_bytes()

    assert likeness(upright, stored_upside_down) < 0.5


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("images-real/exif-samples__gps_DSCN0012.jpg", 11.885395, 43.467157),
        ("images-real/exif-samples__tests_67-0_length_string.jpg", 7.591944, 51.025),
        ("images-real/exif-samples-heic__IMG_5195.HEIC", -94.288772, 39.051344),
        ("images-real/mex-phone__HTC_Desire.jpg", 9.110333, 45.500667),
        ("photos/phones/Nokia_Lumia_800.jpg", -6.258231, 53.359465),
        ("photos/phones/Apple_iPhone_5.jpg", -122.337333, 47.627167),
    ],
)
def test_place_is_read(testdata, name, longitude, latitude):
    claims = examine((testdata / name).read_bytes()).claims

    assert claims.longitude == pytest.approx(longitude, abs=1e-5)
    assert claims.latitude == pytest.approx(latitude, abs=1e-5)


def test_time_offset_focal_length_and_camera_are_read(testdata):
    photo = testdata / "images-real" / "exif-samples-heic__iphone_13_pro_max.HEIC"

    claims = examine(photo.read_bytes()).claims

    assert claims.taken_at == datetime(2022, 2, 16, 12, 55, 41, tzinfo=timezone(timedelta(hours=1)))
    assert claims.offset_known
    assert claims.focal_length_35mm == 26
    assert claims.camera == "Apple iPhone 13 Pro Max"


@pytest.mark.parametrize(
    ("name", "gravity"),
    [
        ("exif-samples-heic__iphone_13_pro_max.HEIC", (0.005, 0.988, 0.152)),
        ("exif-samples-heic__IMG_5195.HEIC", (0.046, 0.862, 0.505)),
        ("mex-heic__IMG_2927.HEIC", (-0.100, 0.993, 0.065)),
    ],
)
def test_gravity_of_upright_iphones_goes_down_and_a_little_into_the_scene(testdata, name, gravity):
    claims = examine((testdata / "images-real" / name).read_bytes()).claims

    assert claims.gravity == pytest.approx(gravity, abs=0.002)


def test_phone_that_looked_at_the_ground_has_no_gravity_to_go_by(testdata):
    photo = testdata / "photos" / "phones" / "Apple_iPhone_6_plus.jpg"

    assert examine(photo.read_bytes()).claims.gravity is None


def test_time_without_offset_stays_naive(testdata):
    claims = examine((testdata / "photos" / "phones" / "Nexus_4.jpg").read_bytes()).claims

    assert claims.taken_at is not None
    assert claims.taken_at.isoformat() == "2013-01-20T18:54:08"
    assert not claims.offset_known


@pytest.mark.parametrize(
    "name", ["exif-samples__xmp_BlueSquare.jpg", "orientation__Landscape_1.jpg"]
)
def test_missing_claims_are_none(testdata, name):
    claims = examine((testdata / "images-real" / name).read_bytes()).claims

    assert (claims.taken_at, claims.longitude, claims.latitude) == (None, None, None)
