"""The library's pages: what is shown to whom, which way it is written, and its pictures."""

import pytest

from grannsamverkan.training import jobs, queries, usecases
from grannsamverkan.training.models import Edition
from grannsamverkan.training.rules import About
from tests.support.films import film

FILM = film("webm")
SHELF = "/utbildning/bibliotek"


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


def put_out(scene, title, attach, language="sv", audience="everyone", **about):
    """Material that is no training, published."""
    told = About(trains=False, audience=audience, **about)
    with scene.runtime.work(scene.coordinator) as work:
        edition = usecases.create_edition(
            work,
            municipality_id=scene.town.here,
            title=title,
            language=language,
            description=f"Om {title}.",
            about=told,
        )
    with scene.runtime.work(scene.coordinator) as work:
        attach(work, edition.id)
    with scene.runtime.work(scene.coordinator) as work:
        usecases.publish_edition(work, edition.id, receivers=0)
    return edition.id


def a_film(work, edition_id):
    usecases.attach_film(work, edition_id, [FILM], most_megabytes=5)


def a_page(work, edition_id):
    usecases.attach_page(work, edition_id, "## Rubrik\n\nEtt stycke.")


def a_form(scene):
    """Attaches a PDF that can be drawn."""
    body = scene.runtime.storage.get(scene.draft().stored)
    return lambda work, edition_id: usecases.attach_file(work, edition_id, body, printable=True)


def draw(scene, edition_id):
    with scene.runtime.reading() as work:
        stored = queries.edition(work, edition_id).stored
    jobs.draw_material(scene.runtime, edition_id, stored)


def test_a_stranger_finds_sees_and_fetches_what_is_for_everyone(client, scene):
    film_id = put_out(scene, "Se dig om", a_film, minutes=4, owner="Samverkan", licence="Fritt")
    inside = put_out(scene, "För ombuden", a_page, audience="contacts")

    shown = client.page(SHELF).text()
    item = client.page(f"{SHELF}/{film_id}")
    sent = client.get(f"{SHELF}/{film_id}/fil", headers={"Range": "bytes=-5"})

    assert "Se dig om" in shown
    assert "Film · Svenska · 4 minuter" in shown
    assert "Materialet ägs av Samverkan. Fritt" in shown
    assert "För ombuden" not in shown
    assert item.all("video")[0].attrib["src"] == f"{SHELF}/{film_id}/fil"
    assert (sent.status_code, sent.data) == (206, FILM[-5:])
    for path in ("", "/fil", "/bild.jpg"):
        assert client.get(f"{SHELF}/{inside}{path}").status_code == 404


def test_a_contact_person_finds_what_is_for_contact_persons(scene, signed_in):
    put_out(scene, "För ombuden", a_page, audience="contacts")
    put_out(scene, "Rutin", a_page, audience="staff")

    shown = signed_in(scene.person()).page(SHELF).text()

    assert "För ombuden" in shown
    assert "Rutin" not in shown


def test_the_first_page_of_a_form_is_shown_with_words_for_it(client, scene):
    form = put_out(scene, "Grannlapp", a_form(scene))
    assert client.get(f"{SHELF}/{form}/bild.jpg").status_code == 404

    draw(scene, form)

    (picture,) = client.page(SHELF).all("img")
    assert picture.attrib["alt"] == "Första sidan av ”Grannlapp”"
    sent = client.get(picture.attrib["src"])
    assert (sent.content_type, sent.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "en sida" in client.page(SHELF).text()
    assert client.get(f"{SHELF}/{form}/fil").headers["Content-Disposition"].endswith(".pdf")


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [
        ("ar", "rtl", "ar"),
        ("so", "ltr", "so"),
        ("fi", "ltr", "fi"),
        ("en", "ltr", "en"),
        ("sv-lätt", "ltr", "sv"),
    ],
)
def test_each_language_says_what_it_is_and_which_way_it_is_written(
    client, sara, scene, language, direction, said
):
    edition = put_out(scene, "عنوان", a_page, language=language)

    for browser, path in (
        (client, SHELF),
        (client, f"{SHELF}/{edition}"),
        (sara, "/utbildning/material"),
        (sara, f"/utbildning/material/{edition}"),
    ):
        titled = [
            element
            for name in ("h1", "h2")
            for element in browser.page(path).all(name)
            if "عنوان" in "".join(element.itertext())
        ]
        assert [(one.attrib["dir"], one.attrib["lang"]) for one in titled] == [(direction, said)]


def test_it_is_looked_through_by_addresses_that_can_be_shared(client, scene):
    put_out(scene, "Film här", a_film)
    put_out(scene, "Page here", a_page, language="en")

    english = client.page(f"{SHELF}?sprak=en").text()
    films = client.page(f"{SHELF}?slag=film").text()
    nothing = client.page(f"{SHELF}?sprak=en&slag=film").text()

    assert "Page here" in english
    assert "Film här" not in english
    assert "Film här" in films
    assert "Inget sådant material" in nothing
    assert client.get(f"{SHELF}?sprak=%00&slag='--&sida=99").status_code == 200


def test_an_empty_library_says_what_to_do(client, sara, scene, signed_in):
    assert "Inget för alla än" in client.page(SHELF).text()
    assert "Ladda upp en film" in sara.page(SHELF).text()
    assert "Blanketter" in signed_in(scene.person()).page(SHELF).text()


def test_a_new_edition_is_begun_put_out_and_stands_in_the_place_of_the_earlier(client, sara, scene):
    first = put_out(scene, "Se dig om", a_film)

    begun = sara.submit(f"/utbildning/material/{first}", button="Gör en ny utgåva")
    again = sara.page(f"/utbildning/material/{first}").text()
    sara.submit(f"{begun.location}/publicera", button="Lägg ut materialet")

    assert "En ny utgåva är påbörjad." in again
    assert "ersatt av en nyare" in sara.page(f"/utbildning/material/{first}").text()
    assert "Tidigare utgåvor" in sara.page(begun.location).text()
    assert client.get(f"{SHELF}/{first}").status_code == 404
    assert client.page(SHELF).text().count("Se dig om") >= 1


def test_staff_turns_the_pages_of_a_long_list_and_sees_what_is_out_of_date(sara, scene):
    with scene.given() as work:
        for number in range(30):
            work.session.add(
                Edition(
                    municipality_id=scene.town.here,
                    title=f"Nummer {number}",
                    state="published",
                    questions=[],
                    valid_until=work.now.date().replace(year=2025) if number == 29 else None,
                    created_at=work.now,
                )
            )

    shown = sara.page("/utbildning/material").text()

    assert "Sida 1 av 2" in shown
    assert shown.count("Inaktuellt") == 1
    assert "Nummer 0" in sara.page("/utbildning/material?sida=2").text()
