"""The story of a sign, and whose turn it is."""

from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import history
from grannsamverkan.signs.usecases import tasks


def told(scene, sign_id, actor=None):
    with scene.runtime.reading(actor or scene.maja.actor) as work:
        return history.story(work, queries.sign(work, sign_id))


def turn(scene, sign_id):
    with scene.runtime.reading() as work:
        return [ball.who for ball in history.balls(work, queries.sign(work, sign_id))]


def test_the_story_holds_every_step_with_who_and_why(scene):
    sign_id = scene.photos_sent()
    scene.decide(sign_id, "order_correction", "Byt ståltråden.")
    scene.fault(sign_id, "loose", "Den glappar.")

    story = told(scene, sign_id)

    deeds = [one for one in story if not one.is_mail]
    assert [one.title for one in deeds] == [
        "Platsen föreslagen",
        "Platsen godkänd",
        "Skylten beställd av gruppen",
        "Beställningen godkänd",
        "Skylten utlämnad",
        "Kvitto antecknat",
        "Foton skickade",
        "Rättning begärd",
        "Uppgift till gruppen: laga ett fel",
        "Fel anmält: den sitter löst",
    ]
    ordered = deeds[7]
    assert (ordered.who, ordered.note, ordered.stops) == (
        "Gustav Granskare, granskare",
        "Byt ståltråden.",
        True,
    )
    assert deeds[6].who == "den som har brevet"
    assert deeds[9].who == "någon på platsen"


def test_mails_stand_in_the_story_without_addresses(scene):
    sign_id = scene.photos_sent()

    mails = [one for one in told(scene, sign_id) if one.is_mail]

    assert any("är utlämnad" in one.title for one in mails)
    assert not any("@" in one.title + one.who for one in mails)


def test_the_ball_goes_round(scene):
    group_id = scene.active()
    sign_id = scene.planned(group_id)
    assert turn(scene, sign_id) == ["reviewer"]

    other = scene.place_approved(group_id, "1043")
    assert turn(scene, other) == ["contact"]
    scene.ordered(group_id, other)
    assert turn(scene, other) == ["coordinator"]
    out = scene.handed_out(group_id, "1044")
    assert turn(scene, out) == ["mounter"]
    scene.photos_sent(out)
    assert turn(scene, out) == ["reviewer"]
    scene.answer(out)
    scene.decide(out, "approve")
    assert turn(scene, out) == ["nobody"]

    task_id = scene.ordered_down(out)
    assert turn(scene, out) == ["contact"]
    scene.reported(task_id)
    assert turn(scene, out) == ["reviewer"]
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task_id)
    assert turn(scene, out) == ["nobody"]


def test_a_place_that_waits_for_training_waits_for_the_group(scene):
    sign_id = scene.place_approved(scene.active(trained=False))

    assert turn(scene, sign_id) == ["contact"]
