"""Pages of what a sign hides: for planners, reviewers and programs."""

import pytest
from sqlalchemy import select

from grannsamverkan.places import jobs as place_jobs
from grannsamverkan.places.models import Post
from grannsamverkan.signs.jobs.sight import check_sign_sight
from grannsamverkan.signs.models import SignSight
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.test_sight import lay_street

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def scene(runtime, given):
    scene = SignScene(runtime, given)
    lay_street(scene)
    place_jobs.check_sight(runtime, scene.here)
    return scene


@pytest.fixture
def planned(scene):
    """A planned sign whose sight lines are worked out."""
    sign_id = scene.planned(scene.active())
    check_sign_sight(scene.runtime, sign_id)
    return sign_id


def post_id(scene, number):
    with scene.runtime.reading() as work:
        return work.session.scalars(select(Post.id).where(Post.number == number)).one()


def test_a_planner_sees_the_verdict_of_every_post_at_once(scene, signed_in):
    # given
    group_id = scene.active()

    # when
    page = signed_in(scene.maja).page(f"/grupper/{group_id}/skyltar")

    # then
    choices = {
        option.attrib["data-number"]: option.attrib.get("data-verdict")
        for option in page.all("input")
        if "data-number" in option.attrib
    }
    assert set(choices) == {"1042", "1043", "1044"}
    assert set(choices.values()) <= {"ok", "person_looks", "not_ok"}


def test_the_post_of_a_road_sign_says_why_it_cannot_be_used(scene, signed_in):
    group_id = scene.active()

    page = signed_in(scene.maja).page(f"/grupper/{group_id}/skyltar")

    assert "vägmärkens stolpar får inte användas" in page.text()


def test_the_page_of_a_signs_sight_draws_and_names_sources(scene, planned, signed_in):
    # when
    page = signed_in(scene.reviewer).page(f"/skyltar/{planned}/sikt")

    # then
    assert len(page.all("figcaption")) >= 2
    assert "umea.se" in page.text()
    assert "Inget här säger att vägregelverket VGU är uppfyllt" in page.text()


def test_before_it_is_worked_out_the_page_says_so(scene, signed_in):
    sign_id = scene.planned(scene.active())

    page = signed_in(scene.maja).page(f"/skyltar/{sign_id}/sikt")

    assert "Sikten är inte uträknad än" in page.text()
    assert signed_in(scene.maja).get(f"/skyltar/{sign_id}/sikt.json").status_code == 404


def test_programs_get_the_answer_of_the_page(scene, planned, signed_in):
    answer = signed_in(scene.maja).get(f"/skyltar/{planned}/sikt.json").get_json()

    assert answer["verdict"] in {"ok", "person_looks", "not_ok"}
    assert answer["plate"]["number"] == "1042"
    assert all(one["sentence"]["en"] for one in answer["found"])


def test_programs_may_ask_of_another_height_and_size(scene, signed_in):
    # given
    address = f"/grupper/{scene.active()}/stolpar/{post_id(scene, '1043')}/sikt.json"
    browser = signed_in(scene.maja)

    # when
    answer = browser.get(f"{address}?underkant=2,1&bredd=0.6").get_json()

    # then
    assert (answer["plate"]["lower_edge"], answer["plate"]["width"]) == (2.1, 0.6)


@pytest.mark.parametrize("query", ["underkant=inf", "bredd=nan", "hojd=900", "riktning=x"])
def test_what_is_no_sensible_figure_is_refused_kindly(scene, signed_in, query):
    address = f"/grupper/{scene.active()}/stolpar/{post_id(scene, '1043')}/sikt.json"

    answer = signed_in(scene.maja).get(f"{address}?{query}")

    assert answer.status_code == 422
    assert "ska vara ett tal" in answer.get_data(as_text=True)


def test_a_reviewer_finds_what_has_changed_and_settles_it(scene, planned, signed_in):
    # given
    with scene.given() as work:
        row = work.session.get(SignSight, planned)
        row.before, row.changed_for = {"verdict": "ok", "codes": []}, ["map"]
        row.changed_at = work.now
    browser = signed_in(scene.reviewer)

    # when
    home, listed = browser.page("/").text(), browser.page("/sikt").text()
    answer = browser.submit(f"/skyltar/{planned}/sikt", {}, button="Jag har sett ändringen")

    # then
    assert "Sikten har ändrats för" in home
    assert "Kartan eller stolparna har ändrats." in listed
    assert answer.status_code == 303
    assert "Inget har ändrats" in browser.page("/sikt").text()
