"""Figures about taking photos in: their tools tell good from bad, and a quick run reaches all."""

import pytest
from PIL import Image

from grannsamverkan.imaging import examine
from grannsamverkan.imaging.evaluation import intake
from grannsamverkan.imaging.evaluation.damage import damaged
from grannsamverkan.imaging.evaluation.ranking import ranked
from tests.unit.imaging.samples import as_jpeg

PICTURE = Image.new("RGB", (64, 48), "#7d9a4c")


def with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    "picture",
    [
        as_jpeg(PICTURE, comment=b"hello"),
        as_jpeg(PICTURE, exif=with_place()),
        as_jpeg(PICTURE, icc_profile=b"ICC" * 20),
        as_jpeg(PICTURE, xmp=b"<x:xmpmeta/>"),
        as_jpeg(PICTURE) + b"trailer",
    ],
    ids=["comment", "exif", "icc", "xmp", "trailer"],
)
def test_anything_beside_the_picture_is_residue(picture):
    assert intake.has_residue(picture)
    assert not intake.has_residue(examine(as_jpeg(PICTURE)).master)


def test_file_that_kills_or_comes_out_as_it_went_in_would_be_counted():
    master = examine(as_jpeg(PICTURE)).master

    sent_on = intake.Examined(b"before" + master + b"after", examine(as_jpeg(PICTURE)), None)

    assert sent_on.served_as_sent
    assert sent_on.harmed


def test_damage_is_repeatable_and_of_many_kinds():
    data = as_jpeg(PICTURE)

    copies = [damaged(data, seed) for seed in range(60)]

    assert copies == [damaged(data, seed) for seed in range(60)]
    assert len(set(copies)) > 50
    assert any(len(copy) < len(data) for copy in copies)
    assert any(len(copy) > len(data) for copy in copies)
    assert damaged(b"", 1) == b""


@pytest.mark.parametrize(
    ("high", "low", "area"),
    [([3, 4], [1, 2], 1.0), ([1, 2], [3, 4], 0.0), ([1, 3], [2, 2], 0.5), ([1], [1], 0.5)],
)
def test_area_under_the_curve_counts_pairs(high, low, area):
    found, (least, most) = ranked(high, low)

    assert found == area
    assert 0 <= least <= area <= most <= 1


def test_quick_run_over_the_sets_reaches_every_figure(testdata):
    figures = list(intake.figures(testdata, every=90))

    assert len(figures) == 8
    assert all(figure.n for figure in figures)
    assert [figure.name for figure in figures if not figure.reached] == []
