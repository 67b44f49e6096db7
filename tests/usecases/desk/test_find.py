"""The search over everything: what is found, and by whom."""

import pytest
from shapely import box
from sqlalchemy import select

from grannsamverkan.desk.queries import find
from grannsamverkan.desk.queries.find import Asked
from grannsamverkan.places.models import MapSource, Municipality, Post


@pytest.fixture
def look(runtime, scene):
    """{kind: titles} of what somebody finds."""

    def ask(actor, text, **values):
        with runtime.reading(actor) as work:
            asked = Asked(work, work.get(Municipality, scene.here), text, **values)
            return {hits.kind: [hit.title for hit in hits.hits] for hits in find.everything(asked)}

    return ask


def test_groups_signs_people_and_addresses_are_found_by_one_word(scene, look):
    maja = scene.user("Maja Lind")
    group = scene.group(maja, state="active", name="Lindvägen")
    scene.sign(group, post_number="1042", place="vid Lindplan")
    scene.address("Lindgatan", "3", 0, 0)

    found = look(scene.staff("coordinator"), "lind")

    assert found["grupper"] == ["Lindvägen"]
    assert [title.split(", ", 1)[1] for title in found["skyltar"]] == ["stolpe 1042"]
    assert found["personer"] == ["Maja Lind"]
    assert found["adresser"] == ["Lindgatan 3"]


def test_an_address_leads_staff_to_its_group_whatever_the_group_is_called(scene, look):
    maja = scene.user("Maja Lind")
    ground = {"area_wkb": box(-10, -10, 10, 10).wkb}
    bounds = {"minx": -10, "miny": -10, "maxx": 10, "maxy": 10}
    scene.group(maja, state="dormant", name="Stigen", **ground, **bounds)
    scene.address("Lindgatan", "3", 0, 0)
    scene.address("Lindgatan", "4", 500, 500)

    police = scene.staff(("police", scene.north))
    assert look(police, "Lindgatan 3")["grupper"] == ["Stigen"]
    assert "grupper" not in look(police, "Lindgatan 4")
    assert "grupper" not in look(scene.staff(("police", scene.south)), "Lindgatan 3")
    assert "grupper" not in look(scene.contact(maja), "Lindgatan 3")


def test_a_group_named_after_its_address_is_found_once(scene, look):
    ground = {"area_wkb": box(-10, -10, 10, 10).wkb}
    bounds = {"minx": -10, "miny": -10, "maxx": 10, "maxy": 10}
    scene.group(scene.user("Maja Lind"), state="active", name="Lindgatan 3", **ground, **bounds)
    scene.address("Lindgatan", "3", 0, 0)

    found = look(scene.staff(("police", scene.north)), "lindgatan 3")

    assert found["grupper"] == ["Lindgatan 3"]


def test_a_code_is_found_however_it_is_typed(scene, look):
    sign = scene.sign(scene.group(state="active"))
    scene.sign(scene.group(state="active"))
    pretty = f"{sign.code[:3]}-{sign.code[3:]}"

    for typed in (sign.code, sign.code.lower(), pretty, pretty.replace("-", " "), sign.code[:5]):
        assert look(scene.staff("reviewer"), typed)["skyltar"][0].startswith(pretty)


def test_a_post_is_found_by_the_first_figures_of_its_number_by_staff_alone(scene, look):
    maja = scene.user("Maja Lind")
    scene.address("Ekgatan", "1", 0, 0)
    with scene.given() as work:
        source = work.session.scalars(select(MapSource.id)).one()
        for number in ("1042", "1043", "2042"):
            work.session.add(
                Post(municipality_id=scene.here, source_id=source, number=number, x=1.0, y=1.0)
            )

    assert look(scene.staff("reviewer"), "104")["stolpar"] == ["Stolpe 1042", "Stolpe 1043"]
    assert look(scene.contact(maja), "104") == {}


def test_nobody_finds_what_they_may_not_see(scene, look):
    maja, nils = scene.user("Maja Lind"), scene.user("Nils Lind")
    scene.group(maja, state="active", name="Lindvägen")
    scene.group(nils, state="draft", name="Lindgränd", police_area_id=scene.south)
    scene.user("Stina Lind", "staff", ["reviewer"])
    scene.group(state="active", name="Lind i Bro", place=scene.municipality(), police_area_id=None)

    assert look(scene.contact(maja), "lind") == {
        "grupper": ["Lindvägen"],
        "personer": ["Maja Lind"],
    }
    assert look(scene.staff(("police", scene.south)), "lind") == {}
    assert look(scene.staff("coordinator"), "lind") == {
        "grupper": ["Lindvägen"],
        "personer": ["Maja Lind"],
    }
    assert look(scene.staff("admin"), "lind")["personer"] == ["Maja Lind", "Stina Lind"]


def test_all_of_one_kind_come_by_pages(scene, runtime):
    for number in range(9):
        scene.group(name=f"Ekgränd {number}", state="active")

    with runtime.reading(scene.staff("coordinator")) as work:
        first = find.of_kind(Asked(work, None, "ek", 0, 5), "grupper")
        last = find.of_kind(Asked(work, None, "ek", 5, 5), "grupper")

    assert (len(first.hits), first.more) == (5, True)
    assert (len(last.hits), last.more) == (4, False)


def test_a_search_asks_as_many_questions_of_many_as_of_few(scene, look):
    staff = scene.staff("coordinator", "admin")

    def fill(number):
        for _ in range(number):
            group = scene.group(scene.user("Maja Lind"), state="active", name="Lindvägen")
            scene.sign(group, place="Lindplan")

    fill(1)
    few = scene.questions(lambda _work: look(staff, "lind"), staff)
    fill(12)
    many = scene.questions(lambda _work: look(staff, "lind"), staff)

    assert few == many
