"""What a drawn scene says of itself is what its pixels show."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw

from grannsamverkan.imaging.drawn import Scene, Weather, put_on, random_scene, render, sample
from grannsamverkan.imaging.drawn.chance import DEFAULT_RANGES
from grannsamverkan.imaging.drawn.post import tube_of
from grannsamverkan.imaging.drawn.truth import truth_of
from grannsamverkan.imaging.evidence import Artwork

CODE = "HTTPS://GV.EXEMPEL.SE/S/7KQ2M9X"
CLEAN = {"blur_px": 0.0, "noise": 0.0, "weather": Weather()}
LENSES = (-0.15, 0.0, 0.15)
SMALL = (600, 800)
DOTS = [(300, 300), (900, 300), (900, 1300), (300, 1300), (600, 800)]


def dotted():
    """A white plate of 300 x 400 mm at 4 px per mm with five black dots."""
    face = Image.new("RGB", (1200, 1600), "white")
    for x, y in DOTS:
        ImageDraw.Draw(face).circle((x, y), 100, fill="black")
    return face


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def truth_alone(scene):
    """The truth without the work of drawing."""
    return truth_of(scene, sample("1"), scene.camera(), np.zeros((1, 1), bool))


def skewed(**changes):
    """A whole post seen askew by a turned and tilted camera, on a slope."""
    asked = {
        "pitch": 3.0,
        "yaw": 4.0,
        "roll": -2.0,
        "bearing": 22.0,
        "slope_along": 4.0,
        "slope_across": -3.0,
        "plate_turn": 17.0,
        "plate_tilt": 12.0,
        "size": (900, 1200),
        **CLEAN,
        **changes,
    }
    return Scene(5, **asked)


def on_plate(corners, points):
    """Where points of the dotted plate lie in the picture, from its corners alone."""
    face = np.float32([(0, 0), (1200, 0), (1200, 1600), (0, 1600)])
    homography = cv2.getPerspectiveTransform(face, np.float32(corners))
    return cv2.perspectiveTransform(np.float32([points]), homography)[0]


def dark_middle(image, at, reach):
    """The middle of the darkness within `reach` px of a place."""
    grey = image.astype(float).mean(2)
    left, top = int(at[0]) - reach, int(at[1]) - reach
    part = grey[top : top + 2 * reach + 1, left : left + 2 * reach + 1]
    dark = np.clip(part.max() * 0.85 - part, 0, None)
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]]
    weight = dark / dark.sum()
    return left + 0.5 + (columns * weight).sum(), top + 0.5 + (rows * weight).sum()


@pytest.mark.parametrize("k1", LENSES)
def test_corners_are_those_of_the_plate_that_is_seen(k1):
    drawn = render(skewed(k1=k1), Artwork("dots", png(dotted()), 300, 400))

    expected = on_plate(drawn.truth.corners, DOTS)
    reach = round(25 * 1.3 * drawn.truth.px_per_mm)
    seen = [dark_middle(drawn.image, at, reach) for at in expected]
    assert np.abs(np.array(seen) - expected).max() < 0.35


@pytest.mark.parametrize("k1", LENSES)
def test_height_follows_from_corners_foot_gravity_and_lens(k1):
    scene = skewed(k1=k1, size=SMALL)
    truth = truth_alone(scene)

    camera = np.array([[truth.focal_px, 0, 300], [0, truth.focal_px, 400], [0, 0, 1.0]])
    lens = np.array([k1, 0, 0, 0, 0])
    plate = np.array([(-0.15, -0.2, 0), (0.15, -0.2, 0), (0.15, 0.2, 0), (-0.15, 0.2, 0)])
    _, turn, middle = cv2.solvePnP(plate, np.array(truth.corners), camera, lens)
    turned, down = cv2.Rodrigues(turn)[0], np.array(truth.gravity)
    lower_edge = middle[:, 0] + turned @ (0, 0.2, 0)
    in_post = middle[:, 0] + turned[:, 2] * (scene.post_mm / 2 + scene.gap_mm) / 1000
    sight = np.append(cv2.undistortPoints(np.array([[truth.foot]]), camera, lens)[0, 0], 1)
    below, away = np.linalg.lstsq(np.stack([down, -sight], 1), -in_post)[0]
    assert np.allclose(in_post + below * down, away * sight, atol=1e-3)
    assert (away * sight - lower_edge) @ down == pytest.approx(truth.lower_edge_m, abs=1e-3)
    assert truth.lower_edge_m == pytest.approx(scene.lower_edge_m)


@pytest.mark.parametrize("k1", LENSES)
def test_edges_of_the_post_are_where_it_covers_the_picture(k1):
    scene = skewed(k1=k1)
    truth = truth_alone(scene)

    met = tube_of(scene).meet(scene.camera())
    for end in (0, 1):
        (left_x, left_y), (right_x, right_y) = (edge[end] for edge in truth.post_edges)
        row = met.cover[round((left_y + right_y) / 2) - met.window[1]]
        middle = met.window[0] + (row * (np.arange(len(row)) + 0.5)).sum() / row.sum()
        assert row.sum() == pytest.approx(right_x - left_x, rel=0.03)
        assert middle == pytest.approx((left_x + right_x) / 2, abs=0.6)


def test_tilt_is_told_against_the_post_and_against_plumb():
    upright = truth_alone(skewed(size=SMALL))
    leaning = truth_alone(skewed(size=SMALL, post_lean=3.0, post_lean_towards=60.0))

    assert upright.tilt_post == pytest.approx(12.0)
    assert upright.tilt_plumb == pytest.approx(12.0)
    assert leaning.tilt_post == pytest.approx(12.0)
    assert 1.0 < abs(leaning.tilt_plumb - 12.0) < 3.0


def test_tilt_clockwise_lifts_the_left_corner_of_a_level_picture():
    straight_on = Scene(1, size=SMALL, plate_tilt=8.0)

    left, right, _, _ = truth_alone(straight_on).corners

    assert np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])) == pytest.approx(8, abs=1)


def test_gravity_is_down_for_the_camera():
    level = Scene(1, size=SMALL).camera()
    up = replace(Scene(1, size=SMALL), pitch=10.0)

    assert truth_alone(Scene(1, size=SMALL)).gravity == pytest.approx((0, 1, 0))
    assert truth_alone(up).gravity == pytest.approx((0, 0.9848, -0.1736), abs=1e-3)
    assert level.project(np.array([[0, 0, 1.0]]))[0][1] > 400


@pytest.mark.parametrize("hiding", ["grass", "snow"])
def test_hidden_foot_is_covered_and_told_as_if_it_were_not(hiding):
    bare = render(Scene(3, size=SMALL, **CLEAN), sample("1"))
    hidden = render(Scene(3, size=SMALL, hidden_by=hiding, hidden_m=0.12, **CLEAN), sample("1"))

    assert hidden.truth.foot == bare.truth.foot
    column, row = (int(value) for value in hidden.truth.foot)
    above = slice(row - 10, row - 4), slice(column - 3, column + 4)
    changed = np.abs(hidden.image[above].astype(int) - bare.image[above]).mean()
    assert changed > 8


def test_rust_is_brown_where_the_mask_says_so_and_nowhere_without_it():
    near = Scene(4, "fastening", (800, 600), distance_m=0.8, eye_m=2.0, pitch=5.0, **CLEAN)
    clean = render(near, sample("1"))
    rusty = render(replace(near, rust=0.9), sample("1"))

    assert not clean.truth.rust.any()
    assert rusty.truth.rust.sum() > 300
    change = rusty.image.astype(int) - clean.image
    warmer = change[..., 0] - change[..., 2]
    assert warmer[rusty.truth.rust].mean() > 15
    assert np.abs(change[~rusty.truth.rust]).mean() < 1


def test_same_scene_gives_the_same_bytes_and_another_seed_another_street():
    scene = random_scene(8, size=(400, 300), view="post")
    artwork = sample("1234", CODE)

    first = render(scene, artwork)

    assert render(scene, artwork).picture == first.picture
    assert render(replace(scene, seed=9), artwork).picture != first.picture
    assert random_scene(8, size=(400, 300), view="post") == scene


def test_stated_focal_length_stands_in_exif():
    scene = random_scene(2, view="road", size=(400, 300))

    exif = Image.open(io.BytesIO(render(scene, sample("1")).picture)).getexif()

    detail = exif.get_ifd(ExifTags.IFD.Exif)
    assert detail[ExifTags.Base.FocalLengthIn35mmFilm] == scene.focal_stated
    assert scene.focal_stated != scene.focal_35mm


def test_scenes_by_chance_keep_to_their_ranges_and_use_them():
    scenes = [random_scene(seed) for seed in range(150)]

    for name in ("k1", "slope_along", "blur_px", "post_mm", "jpeg_quality"):
        least, most = DEFAULT_RANGES[name]
        values = [getattr(scene, name) for scene in scenes]
        assert least <= min(values) < least + 0.1 * (most - least)
        assert most >= max(values) > most - 0.1 * (most - least)
    errors = [scene.focal_stated / scene.focal_35mm - 1 for scene in scenes]
    assert -0.05 <= min(errors) < -0.04
    assert 0.05 >= max(errors) > 0.04
    assert {scene.view for scene in scenes} == {"fastening", "post", "road"}


def test_whole_posts_are_wholly_seen():
    for seed in range(60):
        scene = random_scene(seed, view="post", size=(150, 200))
        truth = truth_alone(scene)

        places = np.array([*truth.corners, truth.foot]) / scene.size
        assert (places > 0).all()
        assert (places < 1).all()


def test_ranges_can_be_narrowed_but_not_invented():
    assert random_scene(1, k1=(0.1, 0.1)).k1 == pytest.approx(0.1)
    with pytest.raises(ValueError, match="colour"):
        random_scene(1, colour=(0, 1))


def test_plate_in_a_photo_lies_where_its_corners_say():
    photo = np.full((900, 1200, 3), 120, np.uint8)

    result, corners = put_on(
        photo, np.asarray(dotted()), width_px=240, tilt=30, roll=14, blur=0.8, seed=3
    )

    expected = on_plate(corners, DOTS)
    seen = [dark_middle(result, at, 26) for at in expected]
    assert np.abs(np.array(seen) - expected).max() < 0.6
    assert np.linalg.norm(corners[1] - corners[0]) == pytest.approx(240, rel=0.2)
    assert (photo == 120).all()


def test_weather_changes_the_plate_and_nothing_else():
    photo = np.full((600, 800, 3), 90, np.uint8)
    plate = np.asarray(dotted())
    worst = Weather(dew=1, dirt=1, glare=1, shade=1)

    calm, corners = put_on(photo, plate, width_px=200, seed=1)
    rough, same_corners = put_on(photo, plate, width_px=200, seed=1, weather=worst)

    outside = np.ones(photo.shape[:2], bool)
    low, high = corners.min(0).astype(int) - 8, corners.max(0).astype(int) + 8
    outside[low[1] : high[1], low[0] : high[0]] = False
    assert (corners == same_corners).all()
    assert (rough[outside] == 90).all()
    assert np.abs(rough.astype(int) - calm)[~outside].mean() > 8


def test_plate_larger_than_the_photo_is_an_error():
    with pytest.raises(ValueError, match="room"):
        put_on(np.zeros((100, 100, 3), np.uint8), np.asarray(dotted()), width_px=150, seed=1)


def test_sample_is_the_same_each_time_and_large_enough_to_print():
    artwork = sample("1234", CODE)

    picture = Image.open(io.BytesIO(artwork.picture))
    assert artwork.picture == sample("1234", CODE).picture != sample("1235", CODE).picture
    assert picture.width >= 3 * artwork.width_mm
    assert picture.width / picture.height == artwork.width_mm / artwork.height_mm
