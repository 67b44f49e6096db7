"""The plate found by its artwork, in a street drawn small; and nothing found where none hangs."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from grannsamverkan.imaging.drawn import Weather, put_on, sample
from grannsamverkan.imaging.evidence import Artwork
from grannsamverkan.imaging.looking import number, sign
from grannsamverkan.imaging.looking.texts import TextBox

OWN = sample("0000", "https://example.org/")
SIZE = (640, 520)


def street(seed=1):
    """Clouds, a dark building with windows, a grassy foreground."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(60, 220, (9, 11, 3), dtype=np.uint8)
    ground = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC)
    for column in range(40, 600, 90):
        ground[60:120, column : column + 50] = (40, 45, 60)
    noise = rng.normal(0, 12, ground.shape)
    return np.clip(ground + noise, 0, 255).astype(np.uint8)


def face_of(artwork):
    return np.asarray(Image.open(io.BytesIO(artwork.picture)).convert("RGBA"))


def red_sign():
    face = Image.new("RGB", (900, 600), "#8a1c1c")
    draw = ImageDraw.Draw(face)
    draw.rectangle((30, 30, 870, 570), outline="#ffffff", width=14)
    draw.text((450, 200), "VARNING", "#ffffff", ImageFont.load_default(150), anchor="mm")
    draw.polygon([(150, 520), (350, 520), (250, 330)], fill="#ffd34d")
    draw.text((600, 430), "HUND", "#ffffff", ImageFont.load_default(120), anchor="mm")
    out = io.BytesIO()
    face.save(out, "PNG")
    return Artwork("red", out.getvalue(), 450, 300)


def hung(artwork, **how):
    how = {"width_px": 190, "tilt": 15, "seed": 3} | how
    return put_on(street(), face_of(artwork), width_mm=artwork.width_mm, **how)


def line_on(corners):
    """A line of text over the upper half of the plate with these corners."""
    left, top = corners.min(0)
    right, bottom = corners.max(0)
    return line(left, top, right, (top + bottom) / 2)


def elsewhere():
    return line(60, 60, 95, 75)


def line(left, top, right, bottom):
    return TextBox(((left, top), (right, top), (right, bottom), (left, bottom)), 0.8)


def off_by(found, corners):
    """The mean distance in px of found corners from the true ones."""
    return np.linalg.norm(np.asarray(found.seen.corners) * SIZE - corners, axis=1).mean()


def test_own_sign_is_found_to_a_fraction_of_a_pixel():
    image, corners = hung(sample("4711", "https://gv.example.se/s/K7Q4MR"), roll=4, blur=0.7)

    found = sign.find(image, [OWN], [])

    assert found is not None
    assert found.seen.artwork == OWN.key
    assert found.seen.agreement > 0.85
    assert off_by(found, corners) < 0.6
    assert 0 < found.seen.corner_error * SIZE[0] < 1


@pytest.mark.parametrize(
    "weather",
    [Weather(dirt=1, shade=0.8), Weather(dew=0.8, glare=0.8)],
    ids=["soiled in half shade", "wet in glare"],
)
def test_weather_on_the_plate_does_not_hide_it(weather):
    image, corners = hung(sample("4711"), weather=weather)

    found = sign.find(image, [OWN], [])

    assert found is not None
    assert off_by(found, corners) < 2


def test_a_band_across_the_plate_leaves_the_corners_where_they_are():
    image, corners = hung(sample("4711"))
    left, right = corners[[0, 3]].mean(0), corners[[1, 2]].mean(0)
    cv2.line(image, np.intp(left), np.intp(right), (15, 15, 15), 16)

    found = sign.find(image, [OWN], [])

    assert found is not None
    assert off_by(found, corners) < 1


def test_the_edition_that_hangs_there_is_told_from_another():
    image, corners = hung(red_sign(), width_px=220)

    found = sign.find(image, [OWN, red_sign()], [])

    assert found is not None
    assert found.seen.artwork == "red"
    assert off_by(found, corners) < 1


@pytest.mark.parametrize("width", [48, 65, 90])
def test_a_small_plate_is_found_by_the_text_on_it(width):
    image, corners = hung(sample("4711"), width_px=width)

    found = sign.find(image, [red_sign(), OWN], [elsewhere(), line_on(corners)])

    assert found is not None
    assert found.seen.artwork == OWN.key
    assert off_by(found, corners) < 0.02 * width


def test_nothing_is_found_where_no_plate_hangs():
    assert sign.find(street(), [OWN, red_sign()], [elsewhere()]) is None


def test_another_sign_is_not_taken_for_ours():
    image, _ = hung(red_sign(), width_px=220)

    assert sign.find(image, [OWN], []) is None


def test_a_persons_corners_go_before_what_is_found():
    image, corners = hung(sample("4711"))
    places = tuple(map(tuple, (corners + np.array([2, -1])) / SIZE))

    found = sign.pointed_out(image, [red_sign(), OWN], places)

    assert found is not None
    assert found.seen.corners == places
    assert found.seen.pointed_out
    assert found.seen.artwork == OWN.key


def test_a_blurred_plate_has_wide_edges():
    edges = {}
    for blur in (0.4, 2.5):
        image, _ = hung(sample("4711"), blur=blur, tilt=0)
        found = sign.find(image, [OWN], [])
        assert found is not None
        edges[blur] = found.seen.edge_mm

    # A Gaussian's edge from 10 to 90 % is 2.56 deviations wide; 190 px show 300 mm.
    assert edges[2.5] == pytest.approx(2.56 * 2.5 * 300 / 190, rel=0.3)
    assert edges[0.4] < 0.5 * edges[2.5]


def test_the_number_is_read_on_the_plate():
    image, _ = hung(sample("4711"), width_px=260, tilt=10)
    found = sign.find(image, [sample("0000")], [])
    assert found is not None

    assert number.with_number(image, found).seen.number == "4711"


def test_no_number_is_made_up_where_none_is_printed():
    image, _ = hung(red_sign(), width_px=260)
    found = sign.find(image, [red_sign()], [])
    assert found is not None

    assert number.with_number(image, found).seen.number is None
