import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.looking import networks

PERSON = 0


@pytest.fixture
def group(testdata):
    path = testdata / "photos" / "faces" / "2008_002470.jpg"
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def test_a_network_is_loaded_once_and_on_one_thread():
    first = networks.session("mobilenet")

    again = networks.session("mobilenet")

    assert again is first
    assert first.get_session_options().intra_op_num_threads == 1
    assert not first.get_session_options().enable_cpu_mem_arena


def test_padding_adds_black_up_to_multiples_of_32():
    picture = np.full((33, 64, 3), 9, np.uint8)

    padded = networks.padded(picture)

    assert padded.shape == (64, 64, 3)
    assert padded[:33].min() == 9
    assert padded[33:].max() == 0


def test_a_picture_of_other_sides_is_refused():
    with pytest.raises(ValueError, match="multiples of 32"):
        networks.run("mobilenet", np.zeros((40, 64, 3), np.uint8))


def test_centerface_sees_faces_where_there_are_and_none_on_grey(group):
    grey = np.full_like(group, 120)

    on_faces, on_grey = (
        networks.run("centerface", networks.padded(picture))["heat"] for picture in (group, grey)
    )

    assert on_faces.max() > 0.5
    assert on_grey.max() < 0.1


def test_nanodet_and_centernet_see_persons_where_there_are_and_none_on_grey(group):
    for name, scores, axis in (("nanodet", "scores_16", 2), ("centernet", "heat", 3)):
        on_group, on_grey = (
            networks.run(name, networks.padded(picture))[scores].take(PERSON, axis)
            for picture in (group, np.full_like(group, 120))
        )

        assert on_group.max() > 0.4, name
        assert on_grey.max() < 0.2, name


def test_features_have_the_stride_they_are_named_by():
    out = networks.run("mobilenet", np.zeros((320, 96, 3), np.uint8))

    assert out["stride_8"].shape == (1, 40, 12, 32)
    assert out["stride_16"].shape == (1, 20, 6, 88)
