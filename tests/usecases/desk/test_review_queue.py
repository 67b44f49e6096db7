"""The reviewers' queue: what is in it, in which order, and what an address chooses."""

from datetime import timedelta

import pytest

from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import queue
from grannsamverkan.signs.queries.beside import neighbours
from grannsamverkan.signs.queries.queue import PAGE_SIZE
from grannsamverkan.signs.queries.wanted import Wanted


@pytest.fixture
def reviewer(scene):
    return scene.staff("reviewer")


@pytest.fixture
def group(scene):
    return scene.group(state="active", name="Björkvägen")


def listed(scene, actor, page=1, **wanted):
    with scene.runtime.reading(actor) as work:
        return queue.listing(work, Wanted(**wanted), page)


def ids(scene, actor, **wanted):
    return [row.id for row in listed(scene, actor, **wanted).rows]


def beside(scene, actor, sign, **wanted):
    with scene.runtime.reading(actor) as work:
        found = neighbours(work, Wanted(**wanted), work.get(Sign, sign.id))
        return found.previous, found.next, found.place, found.total


def with_photos(scene, group, *verdicts, days=0, state="ready", **values):
    sign = scene.sign(group, "photos_sent", **values)
    scene.photos(sign, *verdicts, days=days, state=state)
    return sign


def test_the_nearest_last_day_stands_first_whatever_waits(scene, reviewer, group):
    young = with_photos(scene, group, "ok", days=1)
    place = scene.sign(group, "planned", days=3)
    old = with_photos(scene, group, "ok", days=5)
    scene.sign(group, "approved", days=9)

    assert ids(scene, reviewer) == [old.id, place.id, young.id]


def test_a_row_says_how_many_days_are_left_by_the_municipalitys_setting(scene, reviewer, group):
    with_photos(scene, group, "ok", days=8)
    with_photos(scene, group, "ok", days=12)

    late, near = listed(scene, reviewer).rows

    assert (near.days_left, late.days_left) == (2, -2)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("ok", "ok"), "ok"),
        (("ok", "person_looks"), "person_looks"),
        (("not_ok", "person_looks"), "not_ok"),
        ((), None),
    ],
)
def test_a_row_carries_the_gravest_verdict(scene, reviewer, group, verdicts, expected):
    with_photos(scene, group, *verdicts)

    (row,) = listed(scene, reviewer).rows

    assert row.verdict == expected


def test_no_verdict_is_told_while_a_photo_is_still_being_looked_at(scene, reviewer, group):
    with_photos(scene, group, "ok", state="received")

    (row,) = listed(scene, reviewer).rows

    assert row.being_examined
    assert row.verdict is None
    assert ids(scene, reviewer, fynd="klart") == []


def test_only_the_newest_photos_count(scene, reviewer, group):
    sign = with_photos(scene, group, "not_ok", days=4)
    scene.photos(sign, "ok", days=1)

    assert ids(scene, reviewer, fynd="klart") == [sign.id]
    assert ids(scene, reviewer, fynd="fel") == []


def test_signs_of_another_municipality_are_neither_listed_nor_beside(scene, reviewer, group):
    sign = with_photos(scene, group, "ok", days=2)
    with_photos(scene, scene.group(state="active", place=scene.municipality()), "ok", days=1)

    assert ids(scene, reviewer) == [sign.id]
    assert beside(scene, reviewer, sign) == (None, None, 1, 1)


def test_other_roles_have_no_queue(scene, group):
    with_photos(scene, group, "ok")

    for role in ("police", "coordinator", "admin"):
        assert listed(scene, scene.staff(role)).total == 0
        with scene.runtime.reading(scene.staff(role)) as work:
            assert not queue.anything_waits(work)


def test_each_choice_narrows_the_queue(scene, group, given):
    other = scene.group(state="active", name="Ekvägen")
    with given() as work:
        area = PoliceArea(municipality_id=scene.here, name="Öster")
        work.session.add(area)
        work.session.flush()
        work.get(Group, other.id).police_area_id = area.id
    clear = with_photos(scene, group, "ok", post_number="1042")
    reviewer = scene.user(kind="staff", roles=("reviewer",)).actor
    wrong = with_photos(scene, group, "not_ok", days=8, assigned_to=reviewer.id)
    unsure = with_photos(scene, other, "person_looks", days=20)
    place = scene.sign(other, "planned", days=1, place="vid bron")

    assert ids(scene, reviewer, lage="planned") == [place.id]
    assert ids(scene, reviewer, fynd="klart") == [clear.id]
    assert ids(scene, reviewer, fynd="fel") == [wrong.id]
    assert ids(scene, reviewer, fynd="titta") == [unsure.id]
    assert ids(scene, reviewer, tid="sen") == [unsure.id]
    assert ids(scene, reviewer, tid="snart") == [wrong.id]
    assert ids(scene, reviewer, hos="mig") == [wrong.id]
    assert set(ids(scene, reviewer, hos="ingen")) == {clear.id, unsure.id, place.id}
    assert set(ids(scene, reviewer, omrade=area.id)) == {unsure.id, place.id}
    assert set(ids(scene, reviewer, grupp=group.id)) == {clear.id, wrong.id}
    assert ids(scene, reviewer, q="1042") == [clear.id]
    assert ids(scene, reviewer, q="VID BRON") == [place.id]
    assert set(ids(scene, reviewer, q="björkv")) == {clear.id, wrong.id}
    assert set(ids(scene, reviewer, q="ekväg")) == {unsure.id, place.id}
    assert ids(scene, reviewer, q=f"{clear.code[:3]}-{clear.code[3:]}".lower()) == [clear.id]
    assert ids(scene, reviewer, grupp=group.id, fynd="fel", hos="mig") == [wrong.id]


@pytest.mark.parametrize("text", ["100%", "_", "'; --", "\\"])
def test_what_is_typed_is_text_and_never_a_pattern(scene, reviewer, group, text):
    with_photos(scene, group, "ok")

    assert ids(scene, reviewer, q=text) == []


def test_an_address_and_what_it_chooses_are_the_same(scene):
    wanted = Wanted(lage="planned", tid="sen", hos="mig", fynd="fel", omrade=3, grupp=4, q="Ek")

    assert Wanted.read({k: str(v) for k, v in wanted.address.items()}) == wanted


@pytest.mark.parametrize(
    "address", [{"lage": "approved"}, {"omrade": "x"}, {"grupp": "-1"}, {"grupp": "9" * 40}, {}]
)
def test_what_makes_no_sense_in_an_address_chooses_nothing(address):
    assert Wanted.read(address) == Wanted()


def test_the_cases_beside_follow_the_order_of_the_queue_and_go_round(scene, reviewer, group):
    first, second, third = (with_photos(scene, group, "ok", days=days) for days in (9, 5, 1))
    scene.sign(group, "planned", days=7)

    assert beside(scene, reviewer, first) == (third.id, second.id, 1, 3)
    assert beside(scene, reviewer, second) == (first.id, third.id, 2, 3)
    assert beside(scene, reviewer, third) == (second.id, first.id, 3, 3)


def test_cases_of_the_same_moment_are_all_reached(scene, reviewer, group):
    signs = [with_photos(scene, group, "ok", days=2) for _ in range(4)]

    seen = [signs[0]]
    for _ in range(3):
        following = beside(scene, reviewer, seen[-1])[1]
        seen.append(next(sign for sign in signs if sign.id == following))

    assert {sign.id for sign in seen} == {sign.id for sign in signs}


def test_a_case_that_was_decided_still_leads_on_within_the_choice(scene, reviewer, group, given):
    wrong = with_photos(scene, group, "not_ok", days=6)
    with_photos(scene, group, "ok", days=5)
    later = with_photos(scene, group, "not_ok", days=4)
    with given() as work:
        work.get(Sign, wrong.id).state = "correction_ordered"

    assert beside(scene, reviewer, wrong, fynd="fel")[1] == later.id


def test_pages_hold_all_and_nothing_twice(scene, reviewer, group):
    for _ in range(PAGE_SIZE + 3):
        scene.sign(group, "planned")

    first, second = listed(scene, reviewer), listed(scene, reviewer, page=2)
    beyond = listed(scene, reviewer, page=99)

    assert (first.total, first.pages) == (PAGE_SIZE + 3, 2)
    assert len({row.id for row in (*first.rows, *second.rows)}) == PAGE_SIZE + 3
    assert beyond == second


def test_a_long_queue_takes_as_many_questions_as_a_short_one(scene, reviewer, group):
    def ask(work):
        queue.listing(work, Wanted(fynd="fel"))
        neighbours(work, Wanted(), work.get(Sign, sign.id))

    sign = with_photos(scene, group, "not_ok")
    few = scene.questions(ask, reviewer)
    for _ in range(30):
        with_photos(scene, group, "not_ok", "ok")

    assert scene.questions(ask, reviewer) == few


def test_the_last_day_is_counted_in_swedish_days(scene, reviewer, group, clock, given):
    sign = with_photos(scene, group, "ok")
    with given() as work:
        # 23.30 in UTC is already the next day in Sweden.
        work.get(Sign, sign.id).waits_since = clock().replace(hour=23, minute=30) - timedelta(11)

    (row,) = listed(scene, reviewer).rows

    assert row.days_left == 0
