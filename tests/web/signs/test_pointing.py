"""Layers in the case, and what a reviewer points out in a photo: who may, and what then happens."""

import json

import pytest

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.jobs import Job
from grannsamverkan.signs import queries
from tests.support.web import parsed, words
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.evident import LookedAt, drawn, evidence

pytestmark = pytest.mark.sqlite_only
DRAWING = ".//{http://www.w3.org/2000/svg}svg[@class='layers']"


class Signs(LookedAt, SignScene):
    """Signs whose photos have been looked at."""


@pytest.fixture
def signs(runtime, given):
    return Signs(runtime, given)


@pytest.fixture
def case(signs, sent_mail):
    """A sign whose three photos wait for a reviewer, and nothing for a worker."""
    sign_id = signs.photos_sent()
    sent_mail()
    return sign_id


@pytest.fixture
def reviewer(signed_in, signs):
    return signed_in(signs.reviewer)


def photo_of(signs, case, view="post"):
    return next(p for p in signs.sign(case).sent_set.photos if p.view == view).id


def address(case):
    return f"/skyltar/{case}/granska"


def labels(signs, photo_id):
    with signs.runtime.reading(signs.reviewer.actor) as work:
        return [(one.kind, one.places) for one in queries.photo(work, photo_id).labels]


def state(signs, photo_id):
    with signs.runtime.reading(signs.reviewer.actor) as work:
        return queries.photo(work, photo_id).state


def looks_asked_for(given):
    with given() as work:
        return [
            job.args["photo_id"] for job in work.session.query(Job).filter_by(kind="look_at_photo")
        ]


def point(browser, photo_id, kind, places=(), **values):
    data = {"kind": kind, "places": json.dumps(places) if places else "", **values}
    return browser.post(f"/foton/{photo_id}/utpekat", data=data)


# --- what is seen ---


def test_the_case_shows_each_layer_with_figures_limit_source_and_what_was_assumed(
    reviewer, signs, case
):
    page = reviewer.page(address(case))

    height = evidence("post").lower_edge
    figure = page.root.find(f".//figure[@id='foto-{photo_of(signs, case)}']")
    said = page.text(figure)
    assert f"Underkant {height.lower_edge_m:.2f}".replace(".", ",") in said
    assert "krav 2,5 m över gångbana." in said
    assert "Antaget: " in said
    assert "Källa: " in said
    drawing = figure.find(DRAWING)
    assert drawing.attrib["aria-label"] == "Ritat i fotot: skyltens kontur, höjdlinjal"
    off = [one.attrib["data-layer"] for one in drawing if "layer--off" in one.attrib["class"]]
    assert off == ["post", "covered"]


def test_a_photo_that_nobody_has_looked_at_has_no_layers(reviewer, signs, case, given):
    photo_id = photo_of(signs, case)
    with given() as work:
        queries.photo(work, photo_id).evidence = None

    page = reviewer.page(address(case))

    figures = page.root.findall(".//figure[@data-photo]")
    drawn_on = [one.attrib["id"] for one in figures if one.find(DRAWING) is not None]
    assert len(figures) == 3
    assert f"foto-{photo_id}" not in drawn_on
    assert len(drawn_on) == 2


def test_the_close_up_is_for_those_who_may_see_the_photo(
    reviewer, signed_in, signs, case, given, client
):
    path = f"/foton/{photo_of(signs, case, 'fastening')}/faste.jpg"

    assert reviewer.get(path).data == drawn("fastening").picture
    assert signed_in(signs.maja).get(path).status_code == 200
    assert signed_in(signs.police("Pia Polis")).get(path).status_code == 404
    assert signed_in(signs.person("Otto Annan")).get(path).status_code == 404
    assert client.get(path).status_code == 303


def test_the_close_up_is_hidden_while_the_photo_is_covered_anew(reviewer, signs, case):
    photo_id = photo_of(signs, case, "fastening")
    point(reviewer, photo_id, "cover", [[0.1, 0.1], [0.2, 0.2]])

    assert reviewer.get(f"/foton/{photo_id}/faste.jpg").status_code == 404
    assert reviewer.get(f"/foton/{photo_id}/stor.jpg").status_code == 404


def test_a_contact_person_sees_the_layers_and_none_of_the_tools(signed_in, signs, case):
    maja = signed_in(signs.maja)

    page = maja.page(address(case))

    photo_id = photo_of(signs, case)
    assert "Höjdlinjal" in page.text()
    assert not [one for one in page.all("form") if "/utpekat" in one.attrib.get("action", "")]
    assert point(maja, photo_id, "foot", [[0.5, 0.5]]).status_code == 403
    assert maja.get(f"/foton/{photo_id}/hojd.json?fot=[[0.5,0.8]]").status_code == 403
    assert labels(signs, photo_id) == []


# --- pointing out ---


def test_what_is_pointed_out_is_kept_named_listed_and_looked_at(reviewer, signs, case, given):
    photo_id = photo_of(signs, case)

    answer = point(reviewer, photo_id, "foot", [[0.51, 0.82]])

    assert answer.location.endswith(f"{address(case)}#foto-{photo_id}")
    assert labels(signs, photo_id) == [("foot", [[0.51, 0.82]])]
    assert looks_asked_for(given) == [photo_id]
    said = words(reviewer.get(answer.location))
    assert "Stolpens fot, Gustav Granskare" in said
    assert "Fotot mäts om" in said


def test_without_a_script_a_field_says_where(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    action = f"/foton/{photo_id}/utpekat"
    chosen = f"{address(case)}?foto={photo_id}"

    assert f'href="?foto={photo_id}#foto-{photo_id}"' in reviewer.get(address(case)).text
    reviewer.submit(chosen, {"kind": "foot", "field": "8"}, action=action)
    reviewer.submit(chosen, {"kind": "fastening", "field": "5"}, action=action)

    (_, [foot]), (_, [fastening]) = labels(signs, photo_id)
    assert foot == pytest.approx([0.5, 5 / 6])
    assert fastening == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    "places", ['[["a", 1]]', "[[NaN, 0.5]]", "{}", "[[0.1]]", "nonsense", "[" * 2000]
)
def test_places_that_are_none_change_nothing(reviewer, signs, case, places):
    photo_id = photo_of(signs, case)

    answer = reviewer.post(f"/foton/{photo_id}/utpekat", data={"kind": "foot", "places": places})
    by_script = reviewer.post(
        f"/foton/{photo_id}/utpekat",
        data={"kind": "foot", "places": places},
        headers={"Accept": "application/json"},
    )

    assert (answer.status_code, by_script.status_code) == (303, 422)
    assert labels(signs, photo_id) == []


def test_covering_more_hides_the_photo_and_says_that_it_comes_back(reviewer, signs, case, given):
    photo_id = photo_of(signs, case)

    answer = point(reviewer, photo_id, "cover", [[0.1, 0.1], [0.2, 0.3]])

    assert state(signs, photo_id) == "covering"
    page = parsed(reviewer.get(answer.location))
    assert "sidan läses in igen av sig själv" in page.text()
    assert page.root.find(f".//figure[@id='foto-{photo_id}']") is None
    waiting = page.root.find(".//div[@data-widget='waiting']")
    before = reviewer.get(waiting.attrib["data-address"]).json["look"]
    signs.looked_at(photo_id, evidence("post"), drawn("post").picture)
    after = reviewer.get(waiting.attrib["data-address"]).json["look"]
    assert before == waiting.attrib["data-look"] != after
    with given() as work:
        covered = work.session.query(AuditEntry).filter_by(event="photo_cover").all()
        assert [one.details for one in covered] == [{"kind": "cover"}]


def test_showing_what_is_covered_is_asked_about_once_more(reviewer, signs, case, given):
    photo_id = photo_of(signs, case)
    box = [[0.1, 0.1], [0.2, 0.2]]

    asked = point(reviewer, photo_id, "uncover", box)

    assert "Integriteten går först" in words(asked)
    assert labels(signs, photo_id) == []
    point(reviewer, photo_id, "uncover", box, sure="y")
    assert labels(signs, photo_id) == [("uncover", box)]
    assert looks_asked_for(given) == [photo_id]


def test_what_was_pointed_out_is_taken_back(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    point(reviewer, photo_id, "fastening", [[0.5, 0.3]])

    answer = reviewer.submit(address(case), button="Ta tillbaka")

    assert labels(signs, photo_id) == []
    assert "Fotot mäts om" in words(reviewer.get(answer.location))


def test_rust_that_is_pointed_out_is_kept_for_learning_and_nothing_is_waited_for(
    reviewer, signs, case, given
):
    photo_id = photo_of(signs, case, "fastening")

    answer = point(reviewer, photo_id, "rust", [[0.4, 0.4], [0.5, 0.4], [0.5, 0.5]])

    assert [kind for kind, _places in labels(signs, photo_id)] == ["rust"]
    assert looks_asked_for(given) == []
    assert "Fotot mäts om" not in words(reviewer.get(answer.location))


def test_a_case_that_is_decided_is_closed_to_pointing(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    signs.decide(case, "order_correction", "Byt tråden.")

    answer = point(reviewer, photo_id, "foot", [[0.5, 0.8]])

    assert answer.status_code == 409
    assert labels(signs, photo_id) == []


# --- the live height ---


def height(browser, photo_id, **places):
    query = {name: json.dumps(value) for name, value in places.items()}
    return browser.get(f"/foton/{photo_id}/hojd.json", query_string=query).json


def test_the_height_follows_the_foot_and_nothing_is_kept(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    x, y = evidence("post").post.foot

    known = height(reviewer, photo_id, fot=[[x, y]])
    lower = height(reviewer, photo_id, fot=[[x, y + 0.05]])

    assert known["metres"] == pytest.approx(2.31, abs=0.15)
    assert lower["metres"] > known["metres"] + 0.1
    assert lower["text"].startswith(f"{lower['metres']:.2f}".replace(".", ","))
    assert labels(signs, photo_id) == []


def test_the_height_follows_the_corners(reviewer, signs, case):
    photo_id = photo_of(signs, case)
    corners = [list(place) for place in evidence("post").sign.corners]
    higher = [[x, y - 0.05] for x, y in corners]

    assert (
        height(reviewer, photo_id, horn=higher)["metres"]
        > height(reviewer, photo_id, horn=corners)["metres"] + 0.1
    )


@pytest.mark.parametrize("query", ["fot=x", "horn=[[0,0],[1,1]]", "horn=[[0,0],[0,0],[0,0],[0,0]]"])
def test_a_height_of_nonsense_is_no_height_and_no_fault(reviewer, signs, case, query):
    photo_id = photo_of(signs, case, "road")

    answer = reviewer.get(f"/foton/{photo_id}/hojd.json?{query}")

    assert answer.status_code == 200
    assert answer.json["metres"] is None
