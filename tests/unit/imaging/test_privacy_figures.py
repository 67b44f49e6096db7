import numpy as np
import pytest

from grannsamverkan.imaging.evaluation import coverage, privacy_signs, swedish
from grannsamverkan.imaging.evaluation.coverage import Case


@pytest.fixture
def group(testdata):
    return coverage.read(testdata / "photos" / "faces" / "2008_002470.jpg")


def test_a_covered_face_is_a_hit_and_an_open_lawn_is_none(group):
    face, lawn = (323, 47, 375, 99), (440, 280, 490, 330)

    result = coverage.result(Case(group, (face, lawn)))

    assert result.hits == (True, False)


def test_cover_counts_as_elsewhere_only_outside_what_is_allowed(group):
    everywhere = (0, 0, group.shape[1], group.shape[0])

    strict = coverage.result(Case(group, ()))
    lenient = coverage.result(Case(group, (), (everywhere,)))

    assert 0.02 < strict.elsewhere < 0.9
    assert lenient.elsewhere == 0


def test_a_share_comes_with_its_interval():
    figure = coverage.share("some", 0, 20, most=0.05)

    assert figure.value == 0
    assert figure.interval == pytest.approx((0, 0.161), abs=0.001)
    assert figure.reached
    assert not coverage.share("some", 2, 20, most=0.05).reached


def test_every_labelled_sign_of_a_street_photo_has_a_post_below_it(testdata):
    labels = testdata / "photos" / "street-signs" / "road117.xml"

    image, keeps = privacy_signs._street(labels)

    (keep,) = keeps
    assert image.shape == (225, 400, 3)
    assert keep.sign == ((224, 32), (289, 32), (289, 103), (224, 103))
    assert keep.post[0][1] == 103
    assert keep.post[2][1] == 225


def test_drawn_plates_differ():
    assert swedish.plate(0).shape == (110, 520, 3)
    assert not np.array_equal(swedish.plate(0), swedish.plate(1))
