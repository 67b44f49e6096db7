"""The queues of the reviewer and of those who decide."""

import pytest

from grannsamverkan.desk.queries import queues


def rows(scene, actor, read=queues.review_rows):
    with scene.runtime.reading(actor) as work:
        return read(work)


def test_photos_come_before_places_and_the_longest_wait_first(scene):
    group = scene.group(state="active")
    place = scene.sign(group, "planned", days=40)
    young, old = scene.sign(group, "photos_sent"), scene.sign(group, "photos_sent")
    scene.photos(young, "ok", days=1)
    scene.photos(old, "ok", days=5)
    scene.sign(group, "approved")

    found = rows(scene, scene.staff("reviewer"))

    assert [row.sign.id for row in found] == [old.id, young.id, place.id]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("ok", "ok"), "ok"),
        (("ok", "person_looks"), "person_looks"),
        (("not_ok", "person_looks"), "not_ok"),
    ],
)
def test_a_row_carries_the_gravest_verdict(scene, verdicts, expected):
    sign = scene.sign(scene.group(state="active"), "photos_sent")
    scene.photos(sign, *verdicts)

    (row,) = rows(scene, scene.staff("reviewer"))

    assert row.verdict == expected


def test_no_verdict_is_told_while_a_photo_is_still_being_looked_at(scene):
    sign = scene.sign(scene.group(state="active"), "photos_sent")
    scene.photos(sign, "ok", state="received")

    (row,) = rows(scene, scene.staff("reviewer"))

    assert row.being_examined
    assert row.verdict is None


def test_signs_of_another_municipality_are_not_in_the_queue(scene):
    scene.sign(scene.group(state="active", place=scene.municipality()), "planned")

    assert rows(scene, scene.staff("reviewer")) == []


def test_what_the_reader_decides_comes_first_and_the_rest_says_who_has_the_ball(scene):
    waits = scene.group(name="Hos polisen", days=9)
    mine = scene.group(name="Hos mig", days=1)
    scene.decision(mine, "police", actor_id=1)
    scene.decision(waits, "coordinator", actor_id=9001)

    found = rows(scene, scene.staff("coordinator"), queues.decision_rows)

    assert [(row.group.name, row.mine, row.awaited) for row in found] == [
        ("Hos mig", "coordinator", ("coordinator",)),
        ("Hos polisen", None, ("police",)),
    ]


def test_approved_groups_say_what_they_lack(scene):
    group = scene.group(scene.user(), state="approved")
    for kind in ("meeting_held", "list_exists", "first_information"):
        scene.fact(group, kind)

    (row,) = rows(scene, scene.staff("police"), queues.decision_rows)

    assert row.missing == ("training",)


@pytest.mark.parametrize("read", [queues.review_rows, queues.decision_rows])
def test_a_long_queue_takes_as_many_questions_as_a_short_one(scene, read):
    def add(number):
        for _ in range(number):
            for state in ("submitted", "approved", "active"):
                group = scene.group(scene.user(), state=state)
                scene.fact(group, "meeting_held")
            scene.photos(scene.sign(group, "photos_sent"), "ok", "not_ok")
            scene.sign(group, "planned")

    actor = scene.staff("reviewer", "police", "coordinator")
    add(5)
    few = scene.questions(read, actor)
    add(45)

    assert scene.questions(read, actor) == few
    assert len(rows(scene, actor, read)) == 100
