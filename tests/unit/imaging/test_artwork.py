"""An uploaded artwork made ready: its fixed part, its key points, and what is refused."""

import io

import numpy as np
import pytest
from PIL import Image

from grannsamverkan.imaging.drawn import sample
from grannsamverkan.imaging.evidence import Artwork
from grannsamverkan.imaging.looking.artwork import prepare


def picture(image, kind="PNG"):
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def test_code_and_number_are_left_out_of_the_fixed_part():
    artwork = sample("4711", "https://gv.example.se/s/K7Q4MR")
    left, top, right, bottom = artwork.number_box

    prepared = prepare(artwork)

    height, width = prepared.fixed.shape
    number = prepared.fixed[
        round(top * height) : round(bottom * height), round(left * width) : round(right * width)
    ]
    code = prepared.fixed[round(0.75 * height) : round(0.85 * height), round(0.2 * width) :][:, :60]
    assert not number.any()
    assert not code.any()
    assert prepared.fixed[: height // 2].mean() > 200


def test_key_points_lie_on_the_plate_in_millimetres():
    prepared = prepare(sample("4711"))

    assert len(prepared.points) == len(prepared.descriptors) > 100
    assert (prepared.points >= 0).all()
    assert (prepared.points <= (300, 400)).all()


def test_an_artwork_is_made_ready_once():
    assert prepare(sample("4711")) is prepare(sample("4711"))


def test_another_size_is_another_artwork():
    artwork = sample("4711")
    larger = Artwork(artwork.key, artwork.picture, 450, 600, artwork.number_box)

    assert prepare(larger).width_mm == 450
    assert prepare(artwork).width_mm == 300


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg/>", "is no picture"),
        (picture(Image.new("RGB", (300, 400), "white")), "too little"),
        (picture(Image.fromarray(np.zeros((6000, 6000), np.uint8))), "too many pixels"),
    ],
    ids=["not a picture", "blank", "huge"],
)
def test_what_cannot_be_looked_for_is_refused(content, why):
    with pytest.raises(ValueError, match=why):
        prepare(Artwork("bad", content, 300, 400))
