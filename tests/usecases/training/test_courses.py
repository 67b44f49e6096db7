"""Courses: put together by staff, read module by module, and what becomes of them meanwhile."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.models import Certificate, Edition, Module, ModuleRead
from grannsamverkan.training.queries import courses
from grannsamverkan.training.rules.courses import kin, moved, total_minutes
from grannsamverkan.training.usecases import certificates
from grannsamverkan.training.usecases import courses as building
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def leaves(scene):
    return [scene.leaf(f"Del {name}", minutes=3) for name in "ABC"]


@pytest.fixture
def course(scene, leaves):
    made = scene.course(*leaves)
    scene.publish(made)
    return made


@pytest.fixture
def token(scene, maja, course):
    scene.approved(scene.group(maja))
    (made,) = scene.tokens()
    return made


def titles(scene, course):
    with scene.runtime.reading() as work:
        inside = courses.modules(work, queries.edition(work, course.id))
        return [one.edition.title for one in inside]


def ids(scene, course):
    with scene.runtime.reading() as work:
        return [one.id for one in courses.modules(work, queries.edition(work, course.id))]


def seen(scene, token):
    """What the holder sees of each module: its title, and how it stands."""
    return [
        (stop.edition.title, "gone" if stop.gone else "read" if stop.read else "left")
        for stop in scene.outline(token)
    ]


def replace(scene, leaf, title):
    """Put a newer edition in a leaf's place."""
    newer = scene.leaf(title)
    with scene.given() as work:
        work.get(Edition, leaf.id).state = "replaced"
        work.get(Edition, newer.id).replaces_id = leaf.id
    return newer


# --- put together ---


def test_modules_stand_in_the_order_they_were_given_and_can_be_moved(scene, leaves):
    course = scene.course(*leaves)
    first, _second, third = ids(scene, course)

    with scene.runtime.work(scene.coordinator) as work:
        usecases.move_module(work, course.id, third, by=-1)
        usecases.move_module(work, course.id, first, by=-1)
        usecases.move_module(work, course.id, first, by=1)

    assert titles(scene, course) == ["Del C", "Del A", "Del B"]


def test_a_module_is_taken_out_and_another_goes_last(scene, leaves):
    course = scene.course(*leaves)

    with scene.runtime.work(scene.coordinator) as work:
        usecases.remove_module(work, course.id, ids(scene, course)[0])
        usecases.add_module(work, course.id, leaves[0].id)

    assert titles(scene, course) == ["Del B", "Del C", "Del A"]


@pytest.mark.parametrize("what", ["draft", "twice", "course", "elsewhere", "unknown"])
def test_only_what_is_out_here_and_not_there_already_becomes_a_module(scene, leaves, what):
    course = scene.course(leaves[0])
    other = scene.course(leaves[1])
    scene.publish(other)
    with scene.given() as work:
        foreign = Edition(
            municipality_id=scene.town.elsewhere,
            title="Annat",
            kind="link",
            state="published",
            created_at=work.now,
        )
        work.session.add(foreign)
    wrong = {
        "draft": scene.begun().id,
        "twice": leaves[0].id,
        "course": other.id,
        "elsewhere": foreign.id,
        "unknown": 99_999,
    }

    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.add_module(work, course.id, wrong[what])

    assert refused.value.field == "edition"
    assert titles(scene, course) == ["Del A"]


def test_a_course_is_put_together_by_those_who_keep_the_material_and_only_as_a_draft(scene, leaves):
    course = scene.course(*leaves)
    (first, *_more) = ids(scene, course)
    steps = (
        lambda work: building.make_course(work, course.id),
        lambda work: usecases.add_module(work, course.id, leaves[0].id),
        lambda work: usecases.move_module(work, course.id, first, by=1),
        lambda work: usecases.remove_module(work, course.id, first),
    )

    for actor, error in ((scene.stranger, NotFound), (scene.police(), NotPermitted)):
        for step in steps:
            with pytest.raises(error), scene.runtime.work(actor) as work:
                step(work)
    scene.publish(course)
    for step in steps:
        with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
            step(work)
    assert titles(scene, course) == ["Del A", "Del B", "Del C"]


def test_modules_of_another_course_are_not_found(scene, leaves):
    mine, other = scene.course(leaves[0]), scene.course(leaves[1])

    for step in (
        lambda work: usecases.move_module(work, mine.id, ids(scene, other)[0], by=1),
        lambda work: usecases.remove_module(work, mine.id, ids(scene, other)[0]),
    ):
        with pytest.raises(NotFound), scene.runtime.work(scene.coordinator) as work:
            step(work)


def test_a_course_lacks_modules_that_are_out(scene, leaves):
    empty, course = scene.begun(), scene.course(leaves[0])
    with scene.runtime.work(scene.coordinator) as work:
        building.make_course(work, empty.id)
    scene.withdraw(leaves[0])

    with scene.runtime.reading() as work:
        lacking = [
            [str(text) for text in queries.lacking(work, queries.edition(work, one.id))]
            for one in (empty, course)
        ]
    assert lacking[0][0] == "Lägg till minst en del i kursen."
    assert lacking[1] == ["Delen ”Del A” är inte längre utlagd. Ta bort den."]


def test_a_new_draft_begins_with_the_modules_as_they_are_today(scene, leaves, course):
    replace(scene, leaves[1], "Del B, ny")
    scene.withdraw(leaves[2])
    draft = scene.begun()

    with scene.runtime.work(scene.coordinator) as work:
        building.make_course(work, draft.id)
        building.copy_modules(
            work, queries.edition(work, course.id), queries.edition(work, draft.id)
        )

    assert titles(scene, draft) == ["Del A", "Del B, ny"]


# --- read ---


def test_the_questions_open_when_every_module_is_confirmed_and_not_before(
    scene, maja, course, token
):
    assert [state for _title, state in seen(scene, token)] == ["left"] * 3
    with pytest.raises(Unmet, match="3"), scene.holding(token) as work:
        usecases.confirm_read(work, token)

    scene.learn(token, 2, 1)
    with pytest.raises(Unmet, match="1"), scene.holding(token) as work:
        usecases.confirm_read(work, token)
    with pytest.raises(Unmet):
        scene.answer(token, RIGHT)
    assert scene.opened(token).read_at is None

    scene.learn(token, 3)

    assert scene.opened(token).read_at is not None
    assert scene.answer(token, RIGHT)
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(Certificate.edition_id)).all() == [course.id]


def test_confirming_a_module_twice_changes_nothing(scene, token, clock):
    scene.learn(token, 1)
    before = scene.everything()
    clock.forward(days=1)

    scene.learn(token, 1)

    assert scene.everything() == before
    (entry,) = scene.events("training_module_read")
    assert entry.actor_kind == "link"


def test_a_module_is_confirmed_by_the_holder_of_the_very_link_and_nobody_else(scene, token):
    for actor in (scene.coordinator, Actor("nobody"), Actor("link", opens=("assignment", 999))):
        with pytest.raises(NotPermitted), scene.runtime.work(actor) as work:
            usecases.confirm_module(work, token, 1)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_there_is_no_module_beyond_the_last_one(scene, token, number):
    with pytest.raises(Unmet), scene.holding(token) as work:
        usecases.confirm_module(work, token, number)


def test_a_fresh_link_goes_on_where_the_one_before_was_left(scene, maja, token):
    scene.learn(token, 1)

    with scene.runtime.work(Actor("contact", maja.id)) as work:
        (own,) = queries.own_trainings(work)
        fresh = usecases.start_own(work, own.contact.id)

    assert [state for _title, state in seen(scene, fresh)] == ["read", "left", "left"]


def test_a_course_that_is_no_training_is_done_with_its_last_module(scene, maja, leaves):
    course = scene.course(*leaves, trains=False)
    scene.publish(course)
    token = scene.given_link(course, scene.contact_of(maja, scene.group(maja)))

    scene.learn(token)

    assert scene.opened(token).done_at is not None
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(Certificate.id)).all() == []


def test_a_training_done_anew_is_read_anew(scene, maja, token):
    scene.learn(token)
    scene.answer(token, RIGHT)
    with scene.runtime.work(scene.coordinator) as work:
        made = work.session.scalars(select(Certificate)).one()
        certificates.withdraw(work, made.id, "Någon annan svarade.")

    assert [state for _title, state in seen(scene, token)] == ["left"] * 3
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(ModuleRead.id)).all() == []


# --- what changes meanwhile ---


def test_a_module_replaced_in_the_middle_is_read_in_its_newest_edition(scene, leaves, token):
    scene.learn(token, 1)

    replace(scene, leaves[1], "Del B, ny")

    assert seen(scene, token) == [("Del A", "read"), ("Del B, ny", "left"), ("Del C", "left")]
    scene.learn(token)
    assert scene.answer(token, RIGHT)


def test_what_was_read_before_it_was_replaced_counts_as_it_was_read(scene, leaves, token):
    scene.learn(token, 1)

    newest = replace(scene, replace(scene, leaves[0], "Del A, ny"), "Del A, nyast")

    assert seen(scene, token)[0] == ("Del A", "read")
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(ModuleRead.edition_id)).all() == [leaves[0].id]
        assert queries.edition(work, newest.id).state == "published"


def test_a_module_taken_back_in_the_middle_is_asked_of_nobody_and_those_read_stay_read(
    scene, leaves, token
):
    scene.learn(token, 1)

    scene.withdraw(leaves[0])
    scene.withdraw(leaves[1])

    assert seen(scene, token) == [("Del A", "read"), ("Del B", "gone"), ("Del C", "left")]
    with pytest.raises(Unmet), scene.holding(token) as work:
        usecases.confirm_module(work, token, 2)
    scene.learn(token, 3)
    assert scene.answer(token, RIGHT)


def test_when_the_last_one_left_is_taken_back_one_goes_on_with_a_press(scene, leaves, token):
    scene.learn(token, 1, 2)
    scene.withdraw(leaves[2])
    assert scene.opened(token).read_at is None

    scene.read(token)

    assert scene.opened(token).read_at is not None
    assert scene.answer(token, RIGHT)


def test_a_course_whose_modules_are_all_taken_back_opens_no_questions(scene, leaves, token):
    for leaf in leaves:
        scene.withdraw(leaf)

    with pytest.raises(Unmet, match="tillbakadragna"), scene.holding(token) as work:
        usecases.confirm_read(work, token)


def test_what_was_read_in_one_course_counts_in_the_one_that_takes_its_place(
    scene, leaves, course, token
):
    scene.learn(token, 1, 2)
    newer = replace(scene, leaves[1], "Del B, ny")
    later = scene.course(leaves[2], newer, leaves[0])
    with scene.given() as work:
        work.get(Edition, later.id).state = "published"
        work.get(Edition, course.id).state = "replaced"
        found = scene.assignments()[0]
        work.get(type(found), found.id).edition_id = later.id

    assert [state for _title, state in seen(scene, token)] == ["left", "read", "read"]


def test_the_order_of_modules_is_the_databases(scene, leaves):
    course = scene.course(*reversed(leaves))

    with scene.runtime.reading() as work:
        places = work.session.scalars(select(Module.place).order_by(Module.id)).all()
    assert places == [0, 1, 2]
    assert titles(scene, course) == ["Del C", "Del B", "Del A"]


# --- arithmetic ---


def test_kin_are_all_that_came_before_and_after_in_one_place():
    pairs = [(2, 1), (5, 2), (6, 4)]

    assert [kin(one, pairs) for one in (1, 2, 5)] == [[1, 2, 5]] * 3
    assert kin(4, pairs) == [4, 6]
    assert kin(3, pairs) == [3]


def test_minutes_are_added_and_what_is_not_said_is_told():
    assert total_minutes([3, 2]) == (5, True)
    assert total_minutes([3, None]) == (3, False)
    assert total_minutes([]) == (0, True)


def test_a_step_beyond_an_end_moves_nothing():
    assert moved([1, 2, 3], 0, -1) == [1, 2, 3]
    assert moved([1, 2, 3], 2, 1) == [1, 2, 3]
    assert moved([1, 2, 3], 0, 1) == [2, 1, 3]
