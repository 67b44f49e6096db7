"""A new edition takes an earlier one's place, and who read which is kept."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.errors import Conflict, NotFound, NotPermitted
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.models import Edition, Module
from grannsamverkan.training.queries import library
from tests.usecases.training.scene import RIGHT


def begin(scene, edition, actor=None):
    with scene.runtime.work(actor or scene.coordinator) as work:
        return usecases.begin_successor(work, edition.id)


def now(scene, edition):
    with scene.runtime.reading() as work:
        return queries.edition(work, edition.id)


def replaced_by(scene, edition):
    """The edition that has taken this one's place."""
    new = begin(scene, edition)
    scene.publish(new)
    return new


@pytest.fixture
def out(scene):
    return scene.published()


def test_a_new_edition_begins_with_all_that_the_earlier_holds(scene, out):
    new = begin(scene, out)

    kept, earlier = now(scene, new), now(scene, out)
    assert (kept.state, kept.replaces_id, earlier.state) == ("draft", out.id, "published")
    same = ("title", "language", "description", "kind", "stored", "size", "questions", "audience")
    assert [getattr(kept, name) for name in same] == [getattr(earlier, name) for name in same]
    assert kept.published_at is None
    assert [entry.details for entry in scene.events("edition_succeed")] == [{"earlier_id": out.id}]


def test_changing_a_question_of_the_new_edition_leaves_the_earlier_alone(scene, out):
    new = begin(scene, out)
    before = now(scene, out).questions

    with scene.runtime.work(scene.coordinator) as work:
        usecases.remove_question(work, new.id, 0)

    assert now(scene, out).questions == before
    assert len(now(scene, new).questions) == len(before) - 1


def test_a_new_edition_of_a_course_holds_the_same_modules_in_order(scene, out):
    parts = [scene.draft().id, out.id]
    with scene.given() as work:
        course = Edition(
            municipality_id=scene.town.here,
            title="Kurs",
            kind="course",
            state="published",
            questions=[],
            created_at=work.now,
        )
        work.session.add(course)
        work.session.flush()
        for place, part in enumerate(parts):
            work.session.add(Module(course_id=course.id, edition_id=part, place=place))

    new = begin(scene, course)

    with scene.runtime.reading() as work:
        held = work.session.scalars(
            select(Module.edition_id).where(Module.course_id == new.id).order_by(Module.place)
        ).all()
    assert list(held) == parts


def test_begun_twice_there_is_one_draft(scene, out):
    assert begin(scene, out).id == begin(scene, out).id


def test_only_what_is_out_gets_a_new_edition_and_only_by_those_who_keep_it(scene, out):
    with pytest.raises(NotPermitted):
        begin(scene, out, scene.police())
    with pytest.raises(NotFound):
        begin(scene, out, scene.stranger)
    with pytest.raises(Conflict):
        begin(scene, scene.draft())
    replaced_by(scene, out)
    with pytest.raises(Conflict):
        begin(scene, out)


def test_a_link_not_read_yet_opens_the_new_edition_and_no_second_mail_goes(scene, group, token):
    old = scene.opened(token).edition

    new = replaced_by(scene, old)

    assert (now(scene, old).state, now(scene, new).state) == ("replaced", "published")
    assert scene.opened(token).edition_id == new.id
    assert len(scene.mails()) == 1


def test_who_read_the_earlier_edition_stays_with_it_and_can_finish(scene, group, token):
    old = scene.opened(token).edition
    scene.read(token)

    replaced_by(scene, old)

    assert scene.opened(token).edition_id == old.id
    assert scene.answer(token, RIGHT) is True
    assert [row.edition_id for row in scene.assignments()] == [old.id]


def test_who_read_which_is_counted_through_all_editions(scene, group, token):
    first = scene.opened(token).edition
    scene.read(token)
    second = replaced_by(scene, first)
    nils = scene.person("Nils Ek")
    scene.group(nils, name="Lindvägen")
    third = replaced_by(scene, second)

    with scene.runtime.reading() as work:
        line = library.history(work, queries.edition(work, third.id))

    assert [(one.edition.id, one.given, one.read) for one in line] == [
        (second.id, 0, 0),
        (first.id, 1, 1),
    ]
    with scene.runtime.reading() as work:
        assert library.successor(work, now(scene, first)).id == second.id
        assert library.begun_successor(work, now(scene, third)) is None


def test_a_link_past_its_day_is_sent_anew_with_the_new_edition(scene, group, token, clock):
    old = scene.opened(token).edition
    clock.forward(days=100)

    new = replaced_by(scene, old)

    assert len(scene.mails()) == 2
    assert scene.opened(scene.tokens()[1]).edition_id == new.id


def test_an_edition_withdrawn_meanwhile_is_not_set_aside_again(scene, out):
    new = begin(scene, out)
    with scene.runtime.work(scene.coordinator) as work:
        usecases.withdraw_edition(work, out.id)

    scene.publish(new)

    assert (now(scene, out).state, now(scene, new).state) == ("withdrawn", "published")


def test_what_was_replaced_can_be_withdrawn_and_its_links_end(scene, group, token):
    old = scene.opened(token).edition
    scene.read(token)
    replaced_by(scene, old)

    with scene.runtime.work(scene.coordinator) as work:
        usecases.withdraw_edition(work, old.id)

    with pytest.raises(NotFound):
        scene.opened(token)
