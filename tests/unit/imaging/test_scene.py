"""Drawn photos behave as real ones and say that they are drawn."""

import io
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image, ImageChops

from grannsamverkan.imaging import checks, examine, scene
from grannsamverkan.imaging.drawn.fastening import FASTENINGS
from grannsamverkan.imaging.scene import MARK, paint

CODE = "HTTPS://GV.EXEMPEL.SE/S/7KQ2M9X"
TAKEN = datetime(2026, 5, 4, 12, 3, 1, tzinfo=timezone(timedelta(hours=2)))


def drawn(view="fastening", **choices):
    return paint(view, **{"seed": 5, "code_url": CODE, "number": "7KQ2-M9X", **choices})


@pytest.mark.parametrize("fastening", sorted(FASTENINGS))
@pytest.mark.parametrize("seed", [1, 2])
def test_code_in_the_fastening_view_is_read(fastening, seed):
    intake = examine(drawn(fastening=fastening, seed=seed))

    assert intake.measures.codes == (CODE,)


@pytest.mark.parametrize("view", ["fastening", "post", "road"])
def test_daylight_drawing_passes_the_first_checks(view):
    intake = examine(drawn(view))

    verdicts = {result.check: result.verdict for result in checks.first_checks(intake)}
    assert set(verdicts.values()) == {"ok"}
    assert (intake.width, intake.height) == (1600, 1200)


@pytest.mark.parametrize("view", ["fastening", "post", "road"])
def test_dusk_is_called_dark_and_blur_blurred(view):
    assert checks.dark(examine(drawn(view, light="dusk"))).verdict == "not_ok"
    assert checks.sharpness(examine(drawn(view, light="blurred"))).verdict == "not_ok"


def test_claims_are_those_asked_for():
    claims = examine(drawn("post", taken_at=TAKEN, longitude=12.3231, latitude=58.3807)).claims

    assert claims.taken_at == TAKEN
    assert claims.longitude == pytest.approx(12.3231, abs=1e-6)
    assert claims.latitude == pytest.approx(58.3807, abs=1e-6)
    assert claims.focal_length_35mm == 26
    assert MARK in (claims.camera or "")


def test_without_time_and_place_there_are_no_claims_of_them():
    claims = examine(drawn("post", code_url=None)).claims

    assert (claims.taken_at, claims.longitude, claims.latitude) == (None, None, None)


def test_same_seed_gives_the_same_bytes_and_another_seed_another_street():
    first = drawn("post")

    assert drawn("post") == first
    assert drawn("post", seed=6) != first


def test_unknown_fastening_is_an_error():
    with pytest.raises(ValueError, match="fastening"):
        drawn(fastening="chewing gum")


def test_the_mark_stands_in_the_corner(monkeypatch):
    marked = Image.open(io.BytesIO(drawn("post"))).convert("L")
    monkeypatch.setattr(scene, "_mark", lambda _picture: None)

    bare = Image.open(io.BytesIO(drawn("post"))).convert("L")

    changed = ImageChops.difference(marked, bare).point(lambda tone: tone > 60).getbbox()
    assert changed is not None
    assert changed[0] > 1600 * 0.8
    assert changed[1] > 1200 * 0.9
