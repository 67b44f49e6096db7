"""What looks find is kept; nobody sees a photo before it is covered; persons correct the look."""

import pytest

from grannsamverkan.core import worker
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.imaging.evidence import Evidence, Looked
from grannsamverkan.imaging.looker import LookFailed
from grannsamverkan.signs import jobs
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.usecases import looking, mounting
from tests.support.looking import good_look
from tests.support.mounting import MountingScene, phone_photo
from tests.usecases.signs.case import intake

BOX = [(0.1, 0.2), (0.3, 0.4)]


class Eyes:
    """Stands for the networks: notes what is asked, finds what it is told, or fails."""

    def __init__(self) -> None:
        self.asked = []
        self.fails = False
        self.finds = Evidence(1600, 1200)

    def __call__(self, master, asked):
        self.asked.append(asked)
        if self.fails:
            raise LookFailed("no detector today")
        return Looked(self.finds, b"\xff\xd8" + bytes([len(self.asked)]), b"\xff\xd8thumb")


@pytest.fixture
def eyes():
    return Eyes()


@pytest.fixture
def scene(runtime, given):
    return MountingScene(runtime, given)


@pytest.fixture
def photo_id(scene, testdata):
    """A sent photo that was looked at once."""
    taken = scene.take_in(phone_photo(testdata), "post")
    scene.send()
    jobs.examine_photo(scene.runtime, taken)
    return taken


def photo(scene):
    return scene.photos()[0]


def point_out(scene, photo_id, kind, places, who=None):
    with scene.runtime.work(who or scene.reviewer) as work:
        return looking.point_out(work, photo_id, kind, places).id


def test_an_examined_photo_has_advice_but_no_picture_until_it_is_covered(scene):
    taken = scene.take_in(b"one", "post")

    with scene.given() as work:
        mounting.keep_examination(work, taken, intake())

    assert (photo(scene).state, photo(scene).shown("stored")) == ("covering", None)
    assert scene.findings()["sharpness"] == "sharpness_ok"


def test_a_look_that_fails_leaves_the_photo_without_a_picture_and_the_job_to_be_tried_again(
    scene, eyes, testdata
):
    taken = scene.take_in(phone_photo(testdata))
    eyes.fails = True

    with pytest.raises(LookFailed):
        jobs.examine_photo(scene.runtime, taken)
    before = photo(scene)
    eyes.fails = False
    jobs.examine_photo(scene.runtime, taken)

    assert (before.state, before.stored, before.thumb) == ("covering", None, None)
    assert photo(scene).state == "ready"


def test_what_is_covered_more_is_hidden_at_once_and_covered_by_the_next_look(scene, photo_id, eyes):
    point_out(scene, photo_id, "cover", [BOX[1], BOX[0]])
    hidden = photo(scene).shown("stored")
    worker.run_all(scene.runtime)

    assert hidden is None
    assert eyes.asked[-1].cover_more == ((0.1, 0.2, 0.3, 0.4),)
    assert photo(scene).state == "ready"


def test_a_look_that_knew_nothing_of_a_cover_does_not_show_the_photo_again(scene, photo_id, eyes):
    point_out(scene, photo_id, "cover", BOX)

    with scene.given() as work:
        looking.keep_look(
            work,
            photo_id,
            eyes.finds,
            stored="c" * 64,
            thumb="d" * 64,
            close_up=None,
            pointed=frozenset(),
        )
    before = photo(scene)
    worker.run_all(scene.runtime)

    assert (before.state, before.stored == "c" * 64) == ("covering", False)
    assert photo(scene).state == "ready"


def test_what_is_pointed_out_while_a_photo_waits_is_looked_at_too(scene, photo_id, eyes):
    point_out(scene, photo_id, "cover", BOX)
    worker.run_one(scene.runtime)
    point_out(scene, photo_id, "cover", [(0.5, 0.5), (0.6, 0.6)])
    point_out(scene, photo_id, "cover", [(0.7, 0.7), (0.8, 0.8)])
    worker.run_all(scene.runtime)

    assert len(eyes.asked[-1].cover_more) == 3
    assert photo(scene).state == "ready"


def test_taking_back_that_too_much_was_covered_hides_at_once(scene, photo_id):
    label = point_out(scene, photo_id, "uncover", BOX)
    worker.run_all(scene.runtime)

    with scene.runtime.work(scene.reviewer) as work:
        looking.forget_label(work, photo_id, label)

    assert photo(scene).shown("stored") is None


def test_what_was_covered_too_much_is_asked_of_the_original_while_it_is_kept(scene, photo_id, eyes):
    point_out(scene, photo_id, "uncover", BOX)
    shown = photo(scene).shown("stored")
    worker.run_all(scene.runtime)
    with scene.given() as work:
        work.get(Photo, photo_id).original_kept = False

    assert shown is not None
    assert eyes.asked[-1].uncover == ((0.1, 0.2, 0.3, 0.4),)
    with pytest.raises(Unmet):
        point_out(scene, photo_id, "uncover", BOX)


def test_the_newest_place_counts_and_taking_it_back_lets_the_look_find_it_again(
    scene, photo_id, eyes
):
    point_out(scene, photo_id, "foot", [(0.5, 0.9)])
    newest = point_out(scene, photo_id, "foot", [(0.52, 2.0)])
    worker.run_all(scene.runtime)
    with scene.runtime.work(scene.reviewer) as work:
        looking.forget_label(work, photo_id, newest)
    worker.run_all(scene.runtime)

    assert [one.foot for one in eyes.asked[-2:]] == [(0.52, 1.0), (0.5, 0.9)]


def test_the_pictures_of_an_older_look_are_removed(scene, photo_id):
    old = photo(scene).stored

    point_out(scene, photo_id, "foot", [(0.5, 0.9)])
    worker.run_all(scene.runtime)

    assert photo(scene).stored != old
    assert not scene.runtime.storage.exists(old)
    assert scene.runtime.storage.exists(photo(scene).stored)


def test_the_mounter_points_out_foot_and_fastening_of_an_own_photo_and_nothing_else(
    scene, testdata
):
    taken = scene.take_in(phone_photo(testdata))
    other = scene.take_in(b"other", letter=scene.other)

    with scene.runtime.work(scene.mine.holder) as work:
        looking.point_out_own(work, scene.mine.sign_id, taken, "foot", [(0.5, 0.9)])

    assert [(one.kind, one.by_user) for one in labels(scene, taken)] == [("foot", None)]
    for photo_id, kind in ((other, "foot"), (taken, "corners"), (taken, "uncover")):
        with (
            pytest.raises(NotFound),
            scene.runtime.work(scene.mine.holder) as work,
        ):
            looking.point_out_own(work, scene.mine.sign_id, photo_id, kind, [(0.5, 0.9)])


def test_nobody_else_points_anything_out(scene, photo_id):
    for who in (scene.mine.holder, scene.other.holder):
        with pytest.raises((NotFound, NotPermitted)):
            point_out(scene, photo_id, "foot", [(0.5, 0.9)], who)


def test_too_few_or_too_many_places_are_told(scene, photo_id):
    for kind, places in (("foot", BOX), ("corners", BOX), ("rust", BOX), ("cover", BOX[:1])):
        with pytest.raises(InvalidInput):
            point_out(scene, photo_id, kind, places)


def test_findings_of_the_set_follow_what_the_look_found(scene, photo_id, eyes):
    before = scene.findings()["artwork"]
    eyes.finds = good_look()

    point_out(scene, photo_id, "foot", [(0.5, 0.9)])
    worker.run_all(scene.runtime)

    assert (before, scene.findings()["artwork"]) == ("artwork_not_seen", "artwork_seen")
    with scene.runtime.reading() as work:
        assert evidence.found(work.get(Photo, photo_id)) == good_look()


def labels(scene, photo_id):
    with scene.runtime.reading() as work:
        return list(work.get(Photo, photo_id).labels)
