"""Texts by law: read by everybody in every version, written by administrators after a look."""

import pytest

from tests.usecases.groups.scene import Scene

SAYS = "{controller} {dpo} [imy.se](https://www.imy.se) Ny text om foton."
PATH = "/installningar/lagtexter/privacy"


@pytest.fixture
def scene(runtime, given):
    return Scene(runtime, given)


@pytest.fixture
def admin(scene, signed_in):
    return signed_in(scene.staff("Alva Admin", ("admin", None)))


def written(**changes):
    values = {"text_sv": SAYS, "text_en": f"English: {SAYS}", "change": "Ny tid"}
    return {**values, **changes}


@pytest.mark.parametrize("path", ["/", "/om", "/logga-in", "/hitta", "/finns-inte"])
def test_the_foot_of_every_page_leads_to_both_texts(scene, client, path):
    answer = client.get(path)

    assert 'href="/personuppgifter"' in answer.text
    assert 'href="/tillganglighet"' in answer.text


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", ["/personuppgifter", "/tillganglighet"])
def test_a_text_is_read_in_ones_own_language(scene, client, path, language):
    client.set_cookie("sprak", language)

    text = client.page(path).text()

    assert ("Vem" in text) == (language == "sv")
    assert "{" not in text


def test_nothing_is_published_before_it_has_been_looked_at(scene, admin, client):
    look = admin.submit(PATH, written(), button="Titta hur det blir")
    assert "Ny text om foton." in look.text
    assert "Publicera" in look.text
    assert "Ny text om foton." not in client.page("/personuppgifter").text()


def test_a_text_is_published_and_its_forerunner_stays(scene, admin, client):
    token = {"publish": "1", "valid_from": "2026-11-23"}
    answer = admin.post(PATH, data={**written(), **token})
    assert answer.location.startswith("/installningar/lagtexter")

    assert "Ny text om foton." in client.page("/personuppgifter").text()
    old = client.page("/personuppgifter?version=2026-11").text()
    assert "äldre version" in old
    assert "Dina rättigheter" in old
    history = admin.page("/installningar/lagtexter").text()
    assert "Ny tid" in history
    assert "Alva Admin" in history


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text_sv": "Bara ord"}, "Texten måste innehålla"),
        ({"text_sv": SAYS + " {trollformel}"}, "Det här betyder ingenting: {trollformel}."),
        ({"valid_from": "2026-11-01"}, "eller senare"),
        ({"change": ""}, "Fyll i det här."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(scene, admin, changes, words):
    answer = admin.submit(PATH, written(**changes), button="Titta hur det blir")

    assert answer.status_code == 422
    assert words in answer.text
    assert "Publicera" not in answer.text


def test_markup_of_a_writer_stays_words(scene, admin):
    look = admin.submit(
        PATH, written(text_sv=SAYS + " <script>x</script>"), button="Titta hur det blir"
    )

    assert "<script>x" not in look.text


def test_a_version_nobody_made_is_not_found(scene, admin, client):
    assert client.get("/personuppgifter?version=1999").status_code == 404
    assert admin.get(f"{PATH}/1999").status_code == 404
    assert admin.get("/installningar/lagtexter/recept").status_code == 404
