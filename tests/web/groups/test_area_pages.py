"""The area's page when something is wrong with what was drawn, and when streets are written."""

import pytest

from tests.support.ground import put_on_map
from tests.support.html import Page
from tests.usecases.groups.scene import BLOCK, EASTERN, PLANE

pytestmark = pytest.mark.sqlite_only

CROSSED = "58.3800, 12.3230\n58.3820, 12.3270\n58.3820, 12.3230\n58.3800, 12.3270"


@pytest.fixture
def streets(scene, given, runtime):
    """Björkvägen 1-20, with odd numbers to the north, and Almgränd 1-3 beside it."""
    east, north = PLANE.to_metric(12.325, 58.381)
    houses = [("Björkvägen", str(n), east + n * 12, north + 40 * (n % 2)) for n in range(1, 21)]
    houses += [("Almgränd", str(n), east + n * 20, north + 300) for n in range(1, 4)]
    with given() as work:
        put_on_map(work, scene.here, *houses)


@pytest.fixture
def path(scene):
    return f"/grupper/{scene.draft()}/omrade"


def typed(scene, **values):
    return {"police_area": str(scene.north), "area": "", "streets": "", **values}


def said(answer):
    return Page(answer.get_data(as_text=True)).text().replace("\xa0", " ")


def proposed(answer):
    """What the button "use" would send."""
    page = Page(answer.get_data(as_text=True))
    forms = [form for form in page.all("form") if "Använd och fortsätt" in "".join(form.itertext())]
    (form,) = forms
    return {
        field.attrib["name"]: field.attrib["value"]
        for field in form.iter()
        if "name" in field.attrib and field.attrib["name"] != "csrf_token"
    }


def test_a_border_that_crosses_itself_is_shown_and_mended_in_one_press(scene, maja, path):
    # given
    answer = maja.submit(path, typed(scene, area=CROSSED), button="Spara och fortsätt")

    # then the spot is told, what was typed stands, and a proposal is made
    assert answer.status_code == 422
    assert "sidan från hörn 1 och sidan från hörn 3 möts" in said(answer)
    assert "Vi kan rätta det så här" in said(answer)
    assert CROSSED in [area.text for area in Page(answer.get_data(as_text=True)).all("textarea")]

    # when
    taken = maja.post(path, data=proposed(answer))

    # then
    assert taken.location.endswith("/bostader")
    group_id = int(path.split("/")[2])
    assert scene.group(group_id).area_m2 == pytest.approx(52_120, rel=0.01)


def test_streets_become_an_area_that_is_shown_before_it_is_taken(scene, maja, path, streets):
    # given
    answer = maja.submit(path, typed(scene, streets="Björkvägen"), button="Visa gatorna som område")

    # then nothing is kept yet
    assert answer.status_code == 200
    assert "Där finns 20 adresser på kartan: Björkvägen." in said(answer)
    group_id = int(path.split("/")[2])
    assert scene.group(group_id).area is None

    # when
    maja.post(path, data=proposed(answer))

    # then
    group = scene.group(group_id)
    assert group.streets == "Björkvägen"
    assert 8_000 < group.area_m2 < 30_000


def test_house_numbers_narrow_the_street(scene, maja, path, streets):
    answer = maja.submit(
        path, typed(scene, streets="björkvägen 1–6"), button="Visa gatorna som område"
    )

    assert "Där finns 6 adresser på kartan" in said(answer)


def test_a_misspelt_street_is_told_with_those_that_are_alike(scene, maja, path, streets):
    answer = maja.submit(
        path, typed(scene, streets="Björkvägen\nAlmgrend"), button="Visa gatorna som område"
    )

    assert "Almgrend. Menar du Almgränd?" in said(answer)
    assert "Så här blir området" in said(answer)


def test_streets_that_are_not_on_the_map_are_kept_and_explained(scene, maja, path, streets):
    answer = maja.submit(path, typed(scene, streets="Zebragatan"), button="Visa gatorna som område")

    assert answer.status_code == 422
    assert "Vi hittar inga adresser på kartan." in said(answer)
    assert "Zebragatan" in [a.text for a in Page(answer.get_data(as_text=True)).all("textarea")]


def test_a_proposal_tells_what_it_overlaps_before_it_is_taken(scene, maja, path):
    # given
    scene.approved(scene.person(), "Kvarteret Eken", area=EASTERN)

    # when
    answer = maja.submit(path, typed(scene, area=CROSSED), button="Spara och fortsätt")

    # then
    assert "ligger också i Kvarteret Eken" in said(answer)


def test_the_wrong_police_area_loses_nothing_of_what_was_drawn(scene, maja, path):
    answer = maja.submit(
        path, typed(scene, area=BLOCK, police_area=""), button="Spara och fortsätt"
    )

    assert answer.status_code == 422
    assert BLOCK in [area.text for area in Page(answer.get_data(as_text=True)).all("textarea")]
    assert "Vi kan rätta det" not in said(answer)
