"""Pages for everybody, in both languages, with and without anything installed."""

import json
from datetime import datetime, timedelta

import pytest

pytestmark = pytest.mark.sqlite_only
PAGES = ("/", "/hitta", "/personuppgifter", "/tillganglighet", "/om")


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_open_on_an_empty_installation(client, path):
    assert client.page(path).heading()


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_open_in_english_with_a_municipality(scene, client, path):
    client.set_cookie("sprak", "en")

    page = client.page(path)

    assert page.root.attrib["lang"] == "en"
    assert "Alby kommun" in page.text()


def test_the_start_says_what_it_is_and_how_to_begin(scene, client):
    page = client.page("/")

    assert "En skylt stoppar ingen av sig själv" in page.text()
    assert "Kommunpolis" in page.text()
    begin = [a.attrib["href"] for a in page.all("a") if page.text(a) == "Starta en grupp"]
    assert set(begin) == {"/logga-in?next=/grupper/ny"}


def test_the_search_tells_of_a_group_but_not_of_its_people(scene, client):
    maja = scene.user("Maja Hemlig")
    scene.address("Storgatan", "12", 50, 50)
    scene.draw(scene.group(maja, state="active", name="Björkvägen"), 0, 0)

    answer = client.submit("/", {"adress": "Storgatan 12"}, action="/hitta")

    assert "Björkvägen" in answer.text
    assert "Hemlig" not in answer.text
    assert maja.email not in answer.text


def test_several_addresses_are_offered_as_links_that_lead_to_one(scene, client):
    for number in ("12", "14"):
        scene.address("Storgatan", number, 0, 0)

    page = client.page("/hitta?adress=stor")
    hrefs = [a.attrib["href"] for a in page.all("a") if page.text(a) == "Storgatan 14"]

    assert "Nej, ingen grupp vid Storgatan 14 än" in client.page(hrefs[0]).text()


@pytest.mark.parametrize("text", ["zzz", "<script>alert(1)</script>", "%", "å" * 100])
def test_words_that_fit_nothing_get_an_answer_with_a_way_on(scene, client, text):
    answer = client.get("/hitta", query_string={"adress": text})

    assert answer.status_code == 200
    assert "Vi hittar ingen adress" in answer.text


def test_a_text_that_is_too_long_is_refused_beside_the_field(scene, client):
    answer = client.get("/hitta", query_string={"adress": "a" * 101})

    assert answer.status_code == 422
    assert "högst 100 tecken" in answer.text


def test_with_several_municipalities_one_is_chosen_and_remembered(scene, client):
    there = scene.municipality("bro")
    scene.address("Brogatan", "1", 0, 0, place=there)

    answer = client.get("/hitta?kommun=bro&adress=Brogatan+1")

    assert "Nej, ingen grupp vid Brogatan 1" in answer.text
    assert "kommun=bro" in answer.headers["Set-Cookie"]
    assert "Bro kommun" in client.page("/").text()


def test_the_privacy_page_answers_what_article_13_asks(scene, client):
    text = client.page("/personuppgifter").text()

    for wanted in (
        "Byggnadsnämnden",
        "ataskyddsombud",
        "allmänt intresse",
        "Vem som ser det",
        "Hur länge",
        "30 dagar",
        "Dina rättigheter",
        "imy.se",
        "Version 2026-11",
    ):
        assert wanted in text


def test_the_accessibility_statement_has_its_parts(scene, client):
    page = client.page("/tillganglighet")

    for wanted in (
        "Alby kommun",
        "Grannsamverkan",
        "delvis förenlig",
        "skärmläsare",
        "12 §",
        "9 §",
        "bygg@alby.example",
        "digg.se/tdosanmalan",
        "Så har vi prövat",
        "22 november 2026",
    ):
        assert wanted in page.text()
    assert "https://www.digg.se/tdosanmalan" in [a.attrib["href"] for a in page.all("a")]


def test_the_thanks_lead_to_the_licences(scene, client):
    page = client.page("/om")

    licences = [a.attrib["href"] for a in page.all("a") if "LICENSE" in a.attrib["href"]]
    assert len(licences) == 2
    for href in licences:
        with client.get(href) as answer:
            assert "Copyright" in answer.text


def test_security_txt_names_the_municipality_and_is_still_good(scene, client, clock):
    answer = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain"
    assert fields["Contact"] == "mailto:bygg@alby.example"
    assert datetime.fromisoformat(fields["Expires"]) > clock() + timedelta(days=30)


def test_health_tells_of_database_and_worker_and_nothing_else(scene, client):
    assert json.loads(client.get("/halsa/lever").text) == {"status": "ok"}
    before = json.loads(client.get("/halsa/redo").text)
    scene.beat()
    after = json.loads(client.get("/halsa/redo").text)

    assert before == {"status": "slow", "database": True, "worker": False}
    assert after == {"status": "ok", "database": True, "worker": True}


@pytest.mark.parametrize(
    ("path", "field", "value", "cookie"),
    [("/sprak", "language", "en", "sprak"), ("/tema", "theme", "dark", "tema")],
)
def test_language_and_look_are_kept_for_a_year_and_lead_back(client, path, field, value, cookie):
    answer = client.post(path, data={field: value, "next": "/hitta?adress=x"})

    kept = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.location) == (303, "/hitta?adress=x")
    assert kept.startswith(f"{cookie}={value};")
    for part in ("Max-Age=31536000", "HttpOnly", "SameSite=Lax"):
        assert part in kept


def test_the_look_that_was_chosen_is_the_page_s(client):
    client.post("/tema", data={"theme": "dark", "next": "/"})

    assert client.page("/").root.attrib["data-color-scheme"] == "dark"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil", ""])
def test_a_choice_never_leads_to_another_site(client, target):
    answer = client.post("/sprak", data={"language": "en", "next": target})

    assert answer.location == "/"


@pytest.mark.parametrize(("path", "field"), [("/sprak", "language"), ("/tema", "theme")])
def test_an_unknown_choice_is_refused(client, path, field):
    assert client.post(path, data={field: "klingon", "next": "/"}).status_code == 422


def test_a_choice_needs_the_token(client):
    assert client.post("/tema", data={"theme": "dark"}, csrf=False).status_code == 400
