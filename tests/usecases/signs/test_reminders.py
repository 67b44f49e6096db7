"""What the clock brings: inspections, posts that went, reminders, and what is late."""

import pytest
from shapely import LineString

from grannsamverkan.places.models import MapFeature, MapSource, Post
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries.crossings import is_near_crossing, junctions
from grannsamverkan.signs.usecases import planning, reminders, tasks


def night(scene):
    """The nightly work, twice: it must not matter."""
    for _time in range(2):
        with scene.given() as work:
            reminders.look_after(work)


def subjects(mails, start):
    return [(m["To"], m["Subject"]) for m in mails if m["Subject"].startswith(start)]


def test_an_approved_sign_is_looked_at_again_after_its_months(scene, clock):
    sign_id = scene.standing()

    clock.forward(days=729)
    night(scene)
    assert scene.the_task_of(sign_id, "inspect") is None

    clock.forward(days=3)
    night(scene)
    assert scene.the_task_of(sign_id, "inspect").is_waiting


def test_near_a_crossing_the_time_is_shorter(scene, clock):
    sign_id = scene.standing()
    with scene.runtime.work(scene.reviewer.actor) as work:
        planning.state_crossing(work, sign_id, True)

    clock.forward(days=366)
    night(scene)

    assert scene.the_task_of(sign_id, "inspect").is_waiting


def test_an_inspection_done_starts_the_time_anew(scene, clock):
    sign_id = scene.standing()
    clock.forward(days=740)
    night(scene)
    task = scene.the_task_of(sign_id, "inspect")
    scene.reported(task.id)
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task.id)

    clock.forward(days=300)
    night(scene)

    assert scene.the_task_of(sign_id, "inspect") is None


def test_only_what_hangs_approved_is_inspected(scene, clock):
    sign_id = scene.handed_out()
    clock.forward(days=2000)

    night(scene)

    assert scene.the_task_of(sign_id, "inspect") is None


def gone(scene, number="1042"):
    with scene.given() as work:
        post = work.session.query(Post).filter_by(number=number).one()
        post.gone_at = work.now
        return post.source_id


def test_a_post_that_goes_at_import_brings_the_task_at_once(scene, sent_mail):
    sign_id = scene.standing()
    sent_mail()

    source_id = gone(scene)
    with scene.given() as work:
        reminders.put_back_after_import(work, work.get(MapSource, source_id))

    assert "1042" in scene.the_task_of(sign_id, "put_back").reason
    assert subjects(sent_mail(), "Sätt tillbaka")[0][0] == "maja@exempel.se"


def test_a_sign_put_back_is_not_asked_for_again(scene, clock):
    sign_id = scene.standing()
    gone(scene)
    night(scene)
    task = scene.the_task_of(sign_id, "put_back")
    scene.reported(task.id)
    with scene.runtime.work(scene.reviewer.actor) as work:
        tasks.finish_task(work, task.id)

    clock.forward(days=2)
    night(scene)

    assert scene.the_task_of(sign_id, "put_back") is None


def test_a_task_is_reminded_of_once_and_then_the_reviewers_hear(scene, sent_mail, clock):
    scene.task(scene.standing())
    sent_mail()

    clock.forward(days=22)
    night(scene)
    assert subjects(sent_mail(), "Påminnelse") == []
    clock.forward(days=2)
    night(scene)
    reminded = subjects(sent_mail(), "Påminnelse")
    assert [to for to, _subject in reminded] == ["maja@exempel.se"]

    clock.forward(days=22)
    night(scene)
    assert [to for to, _s in subjects(sent_mail(), "Försenat")] == ["gustav@kommun.example"]
    clock.forward(days=30)
    night(scene)
    assert sent_mail() == []


def test_what_was_reported_is_not_reminded_of(scene, sent_mail, clock):
    scene.reported(scene.task(scene.standing()))
    sent_mail()
    clock.forward(days=60)

    night(scene)

    assert subjects(sent_mail(), "Påminnelse") == []


def test_photos_are_reminded_of_once_a_deadline(scene, sent_mail, clock):
    sign_id = scene.handed_out()
    sent_mail()
    clock.forward(days=24)
    night(scene)
    assert [to for to, _s in subjects(sent_mail(), "Påminnelse")] == ["maja@exempel.se"]

    clock.forward(days=25)
    night(scene)
    assert [to for to, _s in subjects(sent_mail(), "Inga foton")] == ["gustav@kommun.example"]

    with scene.given() as work:
        sign = queries.sign(work, sign_id)
        sign.due_on = work.now.date()
    night(scene)
    assert len(subjects(sent_mail(), "Påminnelse")) == 1


@pytest.mark.parametrize(
    ("roads", "found"),
    [
        ([[(0, 0), (10, 0)], [(10, 0), (20, 0)]], 0),
        ([[(0, 0), (10, 0), (20, 0)], [(10, 0), (10, 10)]], 1),
        ([[(0, 0), (20, 0)], [(10, -10), (10, 10)]], 1),
        ([[(0, 0), (20, 0)], [(0, 30), (20, 30)]], 0),
    ],
    ids=["one road in two pieces", "a side road", "a cross", "side by side"],
)
def test_a_junction_is_where_three_arms_meet(roads, found):
    assert len(junctions([LineString(road) for road in roads])) == found


def test_a_sign_is_near_a_crossing_by_the_map_or_by_the_reviewers_word(scene):
    sign_id = scene.standing()

    def near():
        with scene.runtime.reading() as work:
            return is_near_crossing(work, queries.sign(work, sign_id))

    assert not near()
    with scene.given() as work:
        sign = queries.sign(work, sign_id)
        source = work.session.query(MapSource).first()
        for ends in (((-50, 10), (50, 10)), ((0, 10), (0, 80))):
            line = LineString([(sign.x + x, sign.y + y) for x, y in ends])
            minx, miny, maxx, maxy = line.bounds
            work.session.add(
                MapFeature(
                    municipality_id=scene.here,
                    source_id=source.id,
                    kind="road",
                    wkb=line.wkb,
                    minx=minx,
                    miny=miny,
                    maxx=maxx,
                    maxy=maxy,
                )
            )
    assert near()
    with scene.runtime.work(scene.reviewer.actor) as work:
        planning.state_crossing(work, sign_id, False)
    assert not near()
