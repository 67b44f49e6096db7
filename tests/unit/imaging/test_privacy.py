import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.looking import covering, privacy
from grannsamverkan.imaging.looking.covering import Keep, Region

GROUP = "2008_002470.jpg"
FACE = (323, 47, 375, 99)
WHOLE = ((0, 0), (900, 0), (900, 600), (0, 600))


@pytest.fixture
def group(testdata):
    return np.ascontiguousarray(cv2.imread(str(testdata / "photos" / "faces" / GROUP))[:, :, ::-1])


def noisy(size=(400, 560)):
    return np.random.default_rng(1).normal(150, 8, (*size, 3)).clip(0, 255).astype(np.uint8)


def written(text, at=(150, 240)):
    """A wall with a white plate and its text."""
    picture = noisy()
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1.4, 3)
    x, y = at
    cv2.rectangle(picture, (x - 12, y - height - 12), (x + width + 12, y + 12), (250,) * 3, -1)
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_DUPLEX, 1.4, (20,) * 3, 3, cv2.LINE_AA)
    return picture


def kinds(regions):
    return {region.kind for region in regions}


def colours(picture, box):
    left, top, right, bottom = box
    return len(np.unique(picture[top:bottom, left:right].reshape(-1, 3), axis=0))


def test_a_face_is_covered_by_one_flat_colour(group):
    regions = privacy.regions(group)

    after = covering.covered(group, regions, covering.NOTHING)

    assert "face" in kinds(regions)
    assert colours(group, FACE) > 1000
    assert colours(after, FACE) == 1


def test_what_is_covered_leaves_no_trace_but_its_mean(group):
    box = (100, 100, 200, 160)
    shuffled = group.copy()
    part = shuffled[100:160, 100:200].reshape(-1, 3)
    shuffled[100:160, 100:200] = np.random.default_rng(2).permutation(part).reshape(60, 100, 3)
    regions = [Region("asked", box, 1.0)]

    one, other = (
        covering.covered(picture, regions, covering.NOTHING) for picture in (group, shuffled)
    )

    assert (group != shuffled).any()
    assert np.array_equal(one, other)


def test_far_from_what_is_covered_nothing_changes(group):
    regions = [Region("asked", (100, 100, 200, 160), 1.0)]

    after = covering.covered(group, regions, covering.NOTHING)

    assert np.array_equal(after[:80], group[:80])
    assert np.array_equal(after[:, 220:], group[:, 220:])
    assert not np.array_equal(after[100:160, 100:200], group[100:160, 100:200])


def test_sign_and_post_stay_as_they_are_under_a_vehicle_but_not_under_a_face():
    picture = noisy((600, 900))
    post = ((400, 0), (440, 0), (440, 600), (400, 600))
    keep = Keep(post=post)

    beside_car = covering.covered(picture, [Region("vehicle", (200, 100, 700, 500), 0.9)], keep)
    behind_face = covering.covered(
        picture, [Region("face", (380, 200, 460, 300), 0.9, wins=True)], keep
    )

    assert np.array_equal(beside_car[:, 401:440], picture[:, 401:440])
    assert colours(beside_car, (210, 110, 390, 490)) == 1
    assert colours(behind_face, (380, 200, 460, 300)) == 1


def test_only_a_certain_face_goes_before_the_sign(group):
    faces = [one for one in privacy.regions(group, keep=Keep(WHOLE)) if one.kind == "face"]

    assert {face.wins for face in faces} == {True, False}
    assert all(face.wins == (face.score >= 0.5) for face in faces)


def test_text_is_covered_unless_it_is_on_our_sign_or_post():
    picture = written("VILLA ROSA")

    others = privacy.regions(picture)
    ours = privacy.regions(picture, keep=Keep(sign=WHOLE))
    on_post = privacy.regions(picture, keep=Keep(post=WHOLE))

    assert kinds(others) == {"text"}
    assert kinds(ours) == set()
    assert kinds(on_post) == set()


def test_a_number_plate_is_covered_even_over_the_post_but_the_signs_code_stays():
    picture = written("ABC 123")

    over_post = privacy.regions(picture, keep=Keep(post=WHOLE))
    on_sign = privacy.regions(picture, keep=Keep(sign=WHOLE, post=WHOLE))

    assert [(region.kind, region.wins) for region in over_post] == [("text", True)]
    assert on_sign == ()


def test_text_found_before_is_not_looked_for_again():
    picture = written("VILLA ROSA")

    assert privacy.regions(picture, lines=[]) == ()


def test_more_is_covered_where_a_person_asked_even_over_the_sign():
    keep = Keep(sign=WHOLE)

    regions = privacy.regions(noisy(), keep=keep, asked=[(10, 20, 110, 80)])

    assert regions == (Region("asked", (10, 20, 110, 80), 1.0, wins=True),)
    after = covering.covered(noisy(), regions, keep)
    assert colours(after, (10, 20, 110, 80)) == 1


def test_what_a_person_opened_stays_open_and_the_rest_stays_covered(group):
    before = privacy.regions(group)
    first = next(region for region in before if region.kind == "face")

    after = privacy.regions(group, uncover=[first.box])

    assert first not in after
    assert set(after) < set(before)
    assert "face" in kinds(after)


def test_places_are_told_as_shares_of_the_picture():
    told = Region("face", (-10.0, 30.0, 50.0, 90.0), 0.7).told(100, 200)

    assert (told.kind, told.score) == ("face", 0.7)
    assert told.box == pytest.approx((0, 0.15, 0.5, 0.45))


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        np.zeros((0, 10, 3), np.uint8),
    ],
)
def test_another_kind_of_picture_is_refused(picture):
    with pytest.raises(ValueError, match="no RGB picture"):
        privacy.regions(picture)
