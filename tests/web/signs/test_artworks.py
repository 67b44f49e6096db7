"""The page *Bildkontroll*: printed faces of the signs in use, and the rust model that judges."""

import io

import pytest
from PIL import Image

from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.usecases import artworks
from tests.support.web import parsed, words
from tests.usecases.signs.case import SignScene

PAGE = "/skyltar/bildkontroll"
RIGHT = {"title": "Den blå skylten", "width_mm": "300", "height_mm": "400 mm"}


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def reviewer(signed_in, scene):
    return signed_in(scene.reviewer)


def picture(width=600, height=800, name="tryck.png"):
    output = io.BytesIO()
    Image.new("RGB", (width, height), (20, 80, 160)).save(output, "PNG")
    return io.BytesIO(output.getvalue()), name


def editions(scene):
    with scene.runtime.reading() as work:
        return evidence.editions(work, scene.here)


def added(scene, reviewer):
    answer = reviewer.submit(PAGE, {**RIGHT, "picture": picture()}, button="Lägg in trycket")
    assert answer.status_code == 303
    return editions(scene)[0]


def test_it_is_reached_from_the_queue_and_from_the_settings(scene, reviewer, signed_in):
    admin = signed_in(scene.staff("Alva Admin", ("admin", None)))

    assert f'href="{PAGE}"' in reviewer.get("/granskning").text
    assert f'href="{PAGE}"' in admin.get("/installningar", follow_redirects=True).text
    assert admin.page(PAGE).heading() == "Bildkontroll"


def test_an_edition_is_added_with_its_size_and_shown(scene, reviewer):
    before = words(reviewer.get(PAGE))
    row = added(scene, reviewer)
    after = words(reviewer.get(PAGE))

    assert "Inget eget tryck än" in before
    assert "Den blå skylten" in after
    assert "300 × 400 mm" in after
    assert "Letas efter i foton" in after
    shown = reviewer.get(f"{PAGE}/{row.id}.jpg")
    assert Image.open(io.BytesIO(shown.data)).size == (600, 800)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"picture": picture}, None),
        ({"picture": lambda: picture(399, 532)}, "Bilden är bara 399 bildpunkter bred"),
        ({"picture": lambda: (io.BytesIO(b"%PDF-1.7"), "tryck.pdf")}, "inte"),
        ({}, "Välj en bild av trycket."),
        ({"picture": picture, "height_mm": "300"}, "en så bred skylt vore ungefär 400 mm hög"),
        ({"picture": picture, "width_mm": "0,3"}, "Skriv måttet i millimeter, mellan 50 och 2000"),
        ({"picture": picture, "width_mm": "nan"}, "Skriv måttet i millimeter"),
        ({"picture": picture, "number_box": "10 80 60"}, "Skriv fyra tal mellan 0 och 100"),
        ({"picture": picture, "title": ""}, "Fyll i det här."),
    ],
    ids=["right", "small", "pdf", "none", "proportions", "metres", "nan", "box", "title"],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(scene, reviewer, sent, said):
    values = {**RIGHT, "number_box": "10 80 60 95", **sent}
    if "picture" in sent:
        values["picture"] = sent["picture"]()
    answer = reviewer.submit(PAGE, values, button="Lägg in trycket")

    assert answer.status_code == (422 if said else 303)
    assert len(editions(scene)) == (0 if said else 1)
    if said:
        page = parsed(answer)
        fields = {e.attrib.get("name"): e.attrib.get("value", "") for e in page.all("input")}
        assert said in page.text()
        assert fields["title"] == values["title"]
        assert fields["number_box"] == values["number_box"]


def test_a_good_picture_need_not_be_chosen_again(scene, reviewer):
    wrong = {**RIGHT, "height_mm": "300", "picture": picture()}
    answer = reviewer.submit(PAGE, wrong, button="Lägg in trycket")
    [kept] = [e for e in parsed(answer).all("input") if e.attrib.get("name") == "kept"]

    assert "Bilden du valde är kvar" in words(answer)
    again = reviewer.post(PAGE, data={**RIGHT, "kept": kept.attrib["value"]})
    assert again.status_code == 303
    assert [row.height_mm for row in editions(scene)] == [400]


def test_a_picture_that_was_not_sent_here_is_not_taken(scene, reviewer):
    secret = scene.runtime.storage.put([b"somebody's photo"])

    answer = reviewer.post(PAGE, data={**RIGHT, "kept": f'["{secret}", 600, 800]'})

    assert answer.status_code == 422
    assert editions(scene) == []


def test_an_edition_is_left_out_and_used_again(scene, reviewer):
    row = added(scene, reviewer)
    reviewer.submit(PAGE, button="Använd inte längre")
    left_out = editions(scene)[0].used
    assert "Används inte" in words(reviewer.get(PAGE))
    reviewer.submit(PAGE, button="Använd igen")

    assert (row.used, left_out, editions(scene)[0].used) == (True, False, True)


def test_another_municipality_neither_sees_nor_changes_it(scene, reviewer, signed_in):
    row = added(scene, reviewer)
    here, scene.here = scene.here, scene.elsewhere
    stranger = signed_in(scene.staff("Frida Främmande", ("reviewer", None)))
    scene.here = here

    assert "Den blå skylten" not in words(stranger.get(PAGE))
    assert stranger.get(f"{PAGE}/{row.id}.jpg").status_code == 404
    assert stranger.post(f"{PAGE}/{row.id}/anvand").status_code == 404
    assert editions(scene)[0].used
    assert signed_in(scene.coordinator_user).get(PAGE).status_code == 404


def test_the_rust_model_is_switched_and_switched_back(scene, reviewer):
    stored = scene.runtime.storage.put([b"weights"])
    with scene.runtime.work(SYSTEM) as work:
        town = work.get(Municipality, scene.here)
        model = artworks.keep_rust_model(work, town, stored, {"AUC": 0.912}).id

    before = words(reviewer.get(PAGE))
    reviewer.post(f"{PAGE}/modell", data={"modell": model})
    during = words(reviewer.get(PAGE))
    reviewer.submit(PAGE, button="Använd produktens egen")

    assert "AUC: 0,91" in before
    assert "Använd produktens egen" not in before
    assert "Använd produktens egen" in during
    assert "Använd produktens egen" not in words(reviewer.get(PAGE))
    assert reviewer.post(f"{PAGE}/modell", data={"modell": model + 1}).status_code == 404
