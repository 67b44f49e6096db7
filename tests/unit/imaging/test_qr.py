"""Codes that are hard to read: fine and blurred ones, in a photo and again on a found plate."""

import io

import numpy as np
from PIL import Image, ImageFilter

from grannsamverkan.imaging.drawn import put_on, sample
from grannsamverkan.imaging.looking import codes
from grannsamverkan.imaging.qr import read_codes, texts_in

URL = "https://gv.example.se/s/K7Q4MR"


def photo(width_px, blur, size=(1400, 1200), tilt=0, seed=4):
    """The sample plate before a mottled wall, and its corners; a module is a hundredth of it."""
    plate = np.asarray(Image.open(io.BytesIO(sample("4711", URL).picture)))
    wall = np.random.default_rng(1).integers(90, 170, (size[1] // 8, size[0] // 8, 3), np.uint8)
    ground = np.asarray(Image.fromarray(wall).resize(size, Image.Resampling.BICUBIC))
    return put_on(ground, plate, width_px=width_px, blur=blur, tilt=tilt, seed=seed)


def test_a_blurred_code_is_read_after_sharpening():
    """3 px a module, blurred by 1.45 px: too soft for the first attempt at any place."""
    image, _ = photo(300, 1.45)
    grey = Image.fromarray(image).convert("L")
    shrunk_side = grey.crop((0, 0, 1000, 1000))

    assert read_codes(grey) == (URL,)
    assert texts_in(shrunk_side.filter(ImageFilter.GaussianBlur(4))) == []


def test_a_small_picture_gets_one_quick_attempt():
    image, _ = photo(300, 1.45, size=(900, 700))

    assert read_codes(Image.fromarray(image)) == ()


def test_a_found_plate_is_enlarged_and_read_again():
    image, corners = photo(270, 1.3, size=(900, 700))
    places = tuple(map(tuple, corners / (900, 700)))
    assert read_codes(Image.fromarray(image)) == ()

    assert codes.read_again(image, places) == (URL,)


def test_a_plate_without_a_code_gives_none():
    image, corners = photo(230, 0.9, size=(900, 700))
    beside = np.clip(corners / (900, 700) * 0.3, 0, 1)

    assert codes.read_again(image, tuple(map(tuple, beside))) == ()
