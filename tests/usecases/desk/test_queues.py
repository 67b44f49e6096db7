"""The queue of those who decide."""

import pytest

from grannsamverkan.desk.queries import queues


def rows(scene, actor, read, number=1):
    with scene.runtime.reading(actor) as work:
        return read(work, number).rows


def test_what_the_reader_decides_comes_first_and_the_rest_says_who_has_the_ball(scene):
    waits = scene.group(name="Hos polisen", days=9)
    mine = scene.group(name="Hos mig", days=1)
    scene.decision(mine, "police", actor_id=1)
    scene.decision(waits, "coordinator", actor_id=9001)

    found = rows(scene, scene.staff("coordinator"), queues.submitted)

    assert [(row.group.name, row.mine, row.awaited) for row in found] == [
        ("Hos mig", "coordinator", ("coordinator",)),
        ("Hos polisen", None, ("police",)),
    ]


def test_approved_groups_say_what_they_lack(scene):
    group = scene.group(scene.user(), state="approved")
    for kind in ("meeting_held", "list_exists", "first_information"):
        scene.fact(group, kind)

    (row,) = rows(scene, scene.staff("police"), queues.approved)

    assert row.missing == ("training",)


@pytest.mark.parametrize("read", [queues.submitted, queues.approved])
def test_a_long_queue_comes_by_pages_with_as_many_questions_as_a_short_one(scene, read):
    def add(number):
        for _ in range(number):
            for state in ("submitted", "approved", "active"):
                group = scene.group(scene.user(), state=state)
                scene.fact(group, "meeting_held")

    actor = scene.staff("reviewer", "police", "coordinator")
    add(5)
    few = scene.questions(read, actor)
    add(45)

    assert scene.questions(read, actor) == few
    pages = [rows(scene, actor, read, number) for number in (1, 2)]
    assert [len(page) for page in pages] == [25, 25]
    assert len({row.group.id for page in pages for row in page}) == 50


def test_police_of_another_area_have_an_empty_queue(scene):
    scene.group(state="submitted")
    scene.group(state="approved")
    actor = scene.staff(("police", scene.south))

    assert not rows(scene, actor, queues.submitted)
    assert not rows(scene, actor, queues.approved)
