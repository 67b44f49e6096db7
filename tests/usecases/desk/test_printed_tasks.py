"""What start pages say of printed matter: to order, to answer, to receive."""

import pytest

from grannsamverkan.desk.queries import start
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.signs.models import OrderLine, SignOrder


def texts(scene, actor):
    with scene.runtime.reading(actor) as work:
        found = start.duties(work, Loaded(work))
        return [task.text for duty in found for one in duty.lists for task in one.tasks]


def ordered(scene, group, state):
    with scene.given() as work:
        order = SignOrder(
            municipality_id=scene.here,
            group_id=group.id,
            kind="printed",
            state=state,
            created_at=work.now,
            moved_at=work.now,
            lines=[OrderLine(municipality_id=scene.here, item="door_sticker", quantity=20)],
        )
        work.session.add(order)


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ("asked", "Svara på beställningen av trycksaker från Björkvägen"),
        ("approved", "Beställ trycksaker till Björkvägen"),
        ("ordered", "Ta emot trycksaker till Björkvägen"),
        ("delivered", "Lämna trycksaker till Björkvägen"),
    ],
)
def test_the_coordinator_is_asked_for_each_orders_next_step(scene, state, asked):
    group = scene.group(scene.user(), state="active", name="Björkvägen")
    ordered(scene, group, state)

    assert asked in texts(scene, scene.staff("coordinator"))


def test_a_contact_person_answers_when_it_has_come_and_only_then(scene):
    maja = scene.user()
    group = scene.group(maja, state="active", name="Björkvägen")
    asked = "Svara att trycksakerna till Björkvägen har kommit"
    for state in ("asked", "approved", "ordered", "handed_out", "refused", "cancelled"):
        ordered(scene, group, state)
    assert asked not in texts(scene, scene.contact(maja))

    ordered(scene, group, "delivered")

    assert texts(scene, scene.contact(maja)).count(asked) == 1


def test_a_group_that_is_to_get_going_is_pointed_to_what_it_can_inform_with(scene):
    maja = scene.user()
    group = scene.group(maja, state="approved", name="Björkvägen")
    scene.group(maja, state="active", name="Lindgatan")
    pointed = "Beställ trycksaker till Björkvägen"
    assert pointed in texts(scene, scene.contact(maja))
    assert "Beställ trycksaker till Lindgatan" not in texts(scene, scene.contact(maja))

    ordered(scene, group, "asked")

    assert pointed not in texts(scene, scene.contact(maja))
