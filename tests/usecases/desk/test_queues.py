"""The queue of those who decide."""

from grannsamverkan.desk.queries import queues


def rows(scene, actor, read=queues.decision_rows):
    with scene.runtime.reading(actor) as work:
        return read(work)


def test_what_the_reader_decides_comes_first_and_the_rest_says_who_has_the_ball(scene):
    waits = scene.group(name="Hos polisen", days=9)
    mine = scene.group(name="Hos mig", days=1)
    scene.decision(mine, "police", actor_id=1)
    scene.decision(waits, "coordinator", actor_id=9001)

    found = rows(scene, scene.staff("coordinator"))

    assert [(row.group.name, row.mine, row.awaited) for row in found] == [
        ("Hos mig", "coordinator", ("coordinator",)),
        ("Hos polisen", None, ("police",)),
    ]


def test_approved_groups_say_what_they_lack(scene):
    group = scene.group(scene.user(), state="approved")
    for kind in ("meeting_held", "list_exists", "first_information"):
        scene.fact(group, kind)

    (row,) = rows(scene, scene.staff("police"))

    assert row.missing == ("training",)


def test_a_long_queue_takes_as_many_questions_as_a_short_one(scene):
    def add(number):
        for _ in range(number):
            for state in ("submitted", "approved", "active"):
                group = scene.group(scene.user(), state=state)
                scene.fact(group, "meeting_held")

    actor = scene.staff("reviewer", "police", "coordinator")
    add(5)
    few = scene.questions(queues.decision_rows, actor)
    add(45)

    assert scene.questions(queues.decision_rows, actor) == few
    assert len(rows(scene, actor)) == 100
