"""What a list shows is what a page opens, for every kind of actor and every state."""

from itertools import product

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import NOBODY, SYSTEM, Actor, Role
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.workflow import STATES


@pytest.fixture
def groups(scene, given):
    """A group in every state, in both municipalities, in each police area and in none."""
    nils, left = scene.person("Nils Ek"), scene.person("Lena Lämnat")
    with given() as work:
        areas = [(scene.here, scene.north), (scene.here, scene.south), (scene.here, None)]
        for state, (town, area) in product(STATES, [*areas, (scene.elsewhere, None)]):
            group = Group(
                municipality_id=town,
                police_area_id=area,
                name=f"{state} {town} {area}",
                state=state,
                housing="villa",
                founded_by=left.id,
                created_at=work.now,
            )
            group.contacts = [contact(work, town, scene.maja)]
            if area == scene.north:
                group.contacts.append(contact(work, town, nils))
            work.session.add(group)
            work.session.flush()
            gone = contact(work, town, left)
            gone.group_id, gone.ended_at = group.id, work.now
            work.session.add(gone)
    return {"maja": scene.maja.id, "nils": nils.id, "left": left.id}


def contact(work: Work, town, user):
    return Contact(municipality_id=town, user_id=user.id, added_at=work.now)


def actors(scene, people):
    town, far = scene.here, scene.elsewhere
    areas = (None, scene.north, scene.south)
    one_role = [
        Actor("staff", 900, roles=(Role(name, place, area),))
        for name in ("police", "coordinator", "reviewer", "admin")
        for place in (town, far)
        for area in areas
    ]
    north, south = (Role("police", town, area) for area in (scene.north, scene.south))
    two_roles = [
        Actor("staff", 901, roles=(north, Role("coordinator", far))),
        Actor("staff", 902, roles=(north, south)),
    ]
    contacts = [Actor("contact", number) for number in (*people.values(), 990)]
    as_staff = [Actor("staff", people["maja"]), Actor("link", opens=("sign", 1)), NOBODY, SYSTEM]
    return [*one_role, *two_roles, *contacts, *as_staff]


def test_a_list_holds_exactly_what_may_be_seen(scene, groups):
    for actor in actors(scene, groups):
        with scene.runtime.reading(actor) as work:
            everything = work.session.scalars(select(Group)).all()

            shown = [queries.groups(work, number=number) for number in range(1, 9)]
            listed = {group.id for page in shown for group in page.rows}
            may_see = {group.id for group in everything if policy.may_see(actor, group)}
            counted = sum(queries.counts_by_state(work).values())

        assert listed == may_see, actor
        assert counted == len(listed), actor


def test_each_kind_of_actor_sees_something_else(scene, groups):
    def number(actor):
        with scene.runtime.reading(actor) as work:
            return queries.groups(work).total

    states, sent = len(STATES), len(STATES) - 1
    assert number(Actor("contact", groups["maja"])) == 4 * states
    assert number(Actor("contact", groups["nils"])) == states
    assert number(Actor("contact", groups["left"])) == 0
    assert number(Actor("staff", 1, roles=(Role("police", scene.here, scene.north),))) == sent
    assert number(Actor("staff", 1, roles=(Role("police", scene.here),))) == 3 * sent
    assert number(Actor("staff", 1, roles=(Role("reviewer", scene.elsewhere),))) == sent
    assert number(NOBODY) == 0


def test_a_list_can_be_narrowed_by_state_and_name(scene):
    scene.draft(name="Björkvägen")
    scene.draft(name="100 % Eken_norr")
    scene.submitted(name="Ekbacken")

    def names(**wanted):
        with scene.runtime.reading(scene.maja.actor) as work:
            return [group.name for group in queries.groups(work, **wanted).rows]

    assert names() == ["Ekbacken", "100 % Eken_norr", "Björkvägen"]
    assert names(states=["draft"]) == ["100 % Eken_norr", "Björkvägen"]
    assert names(name="ek") == ["Ekbacken", "100 % Eken_norr"]
    assert names(name="%") == ["100 % Eken_norr"]
    assert names(name="k_n") == []
    assert names(name="n_n") == ["100 % Eken_norr"]


def test_who_asks_where_a_group_is_sees_only_living_groups(scene):
    x, y = 0.0, 0.0
    approved = scene.approved(name="Levande")
    scene.submitted(name="Väntar")
    with scene.runtime.reading(NOBODY) as work:
        middle = scene.group(approved).area.centroid
        x, y = middle.x, middle.y

        found = queries.covering(work, scene.here, x, y)
        outside = queries.covering(work, scene.here, x + 5000, y)

    assert [group.name for group in found] == ["Levande"]
    assert outside == []
