"""The household's blank forms: found by everybody, filled in by hand or in the browser alone."""

import io

import pikepdf
import pytest

from grannsamverkan.core.db import Base
from grannsamverkan.core.i18n import speaking
from grannsamverkan.desk import words
from grannsamverkan.places.models import PublicContact
from tests.unit.test_pdf import written

pytestmark = pytest.mark.sqlite_only
WRITTEN = "Borta till den 24 december"


def hrefs(page):
    return [a.attrib.get("href", "") for a in page.all("a")]


def fields(page):
    return [e for e in page.all("main")[0].iter() if e.tag in {"input", "textarea", "select"}]


def title_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return str(document.docinfo["/Title"])


def contents(given):
    """How many rows each table has."""
    with given() as work:
        tables = Base.metadata.sorted_tables
        return {
            table.name: len(work.session.execute(table.select()).all()) for table in tables
        }  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_says_of_each_when_to_use_it_and_who_sees_it(scene, client, language):
    client.set_cookie("sprak", language)

    text = client.page("/blanketter").text()

    with speaking(language):
        told = words.blanks()
    assert len(told) == 4
    for blank in told:
        assert blank.title in text
        assert blank.when in text
        assert blank.sees in text


def test_every_sheet_of_the_list_is_a_pdf_with_the_municipalitys_contacts(scene, client):
    sheets = [href for href in hrefs(client.page("/blanketter")) if ".pdf" in href]

    answers = [client.get(href) for href in sheets]

    assert len(sheets) == 12
    assert {answer.mimetype for answer in answers} == {"application/pdf"}
    assert len({title_of(answer.data) for answer in answers}) > 8
    for answer in answers:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "Albykommun" in written(answer.data)
        assert "Kommunpolis" in written(answer.data)


def test_a_changed_contact_stands_on_the_next_sheet(scene, client, given):
    path = "/blanketter/telefonlista/sv.pdf"
    before = written(client.get(path).data)

    with given() as work:
        work.session.add(
            PublicContact(municipality_id=scene.here, title="Trygghetsjouren", phone="010-1")
        )

    assert "Trygghetsjouren" not in before
    assert "Trygghetsjouren" in written(client.get(path).data)


def test_a_sheet_carries_the_municipality_that_its_address_names(scene, client):
    scene.municipality("bro")
    page = client.page("/blanketter?kommun=bro")

    sheet = next(href for href in hrefs(page) if "grannlapp/sv.pdf" in href)

    client.delete_cookie("kommun")
    assert "Brokommun" in written(client.get(sheet).data)


def test_there_are_sheets_before_there_is_a_municipality(client):
    answer = client.get("/blanketter/telefonlista/sv.pdf")

    assert "Kommunensväxel" in written(answer.data)


@pytest.mark.parametrize("path", [
    "/blanketter/semester",
    "/blanketter/telefonlista",
    "/blanketter/semester/sv.pdf",
    "/blanketter/grannlapp/fi.pdf",
])  # fmt: skip
def test_what_there_is_no_blank_for_is_not_found(scene, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", words.TYPED)
def test_the_fields_on_the_screen_belong_to_no_form_and_have_no_names(scene, client, kind):
    page = client.page(f"/blanketter/{kind}")

    assert len(fields(page)) > 8
    for field in fields(page):
        assert not {"name", "form", "value", "formaction"} & set(field.attrib)
        assert field.attrib["autocomplete"] == "off"
        if field.attrib.get("type") != "checkbox":
            # A browser's spelling may send what is written to its maker.
            assert field.attrib["spellcheck"] == "false"
    assert page.all("main")[0].findall(".//form") == []
    inside = page.all("main")[0].iter()
    widgets = {e.attrib["data-widget"] for e in inside if "data-widget" in e.attrib}
    assert widgets == {"print"}
    assert "Ingenting skickas och ingenting sparas" in page.text()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", words.TYPED)
def test_the_page_to_fill_in_asks_for_what_the_sheet_asks_for(scene, client, kind, language):
    client.set_cookie("sprak", language)

    text = client.page(f"/blanketter/{kind}").text()

    with speaking(language):
        blank = words.blank(kind)
    for part in blank.parts:
        for said in (part.heading, part.help, *part.items):
            assert said in text
        for label in (*part.fields, *part.columns):
            assert label.label in text


@pytest.mark.parametrize("path", ["/blanketter", "/blanketter/grannlapp"])
def test_nothing_is_taken_in(scene, client, given, path):
    before = contents(given)

    sent = client.post(path, data={"borta": WRITTEN})
    asked = client.get(path, query_string={"borta": WRITTEN})

    assert sent.status_code == 405
    assert asked.status_code == 200
    assert WRITTEN not in asked.text
    assert contents(given) == before
    assert before["municipality"] == 1


def test_the_public_start_and_menu_lead_to_the_blanks(scene, client):
    page = client.page("/")

    assert hrefs(page).count("/blanketter") >= 2


def test_a_contact_person_is_led_to_the_flyers_of_the_own_groups(scene, signed_in):
    maja = scene.user("Maja Lind")
    group = scene.group(maja, state="active", name="Björkvägen")
    other = scene.group(scene.user("Ali Ek"), state="active", name="Rönnvägen")
    browser = signed_in(maja)

    assert "/blanketter" in hrefs(browser.page(f"/grupper/{group.id}"))
    links = hrefs(browser.page("/blanketter"))

    assert f"/grupper/{group.id}/hushall/inbjudan" in links
    assert f"/grupper/{other.id}/hushall/inbjudan" not in links
    assert browser.get(f"/grupper/{group.id}/hushall").status_code == 200


def test_whoever_is_not_signed_in_is_told_who_makes_the_flyer(scene, client):
    page = client.page("/blanketter")

    assert "Inbjudan med QR-kod" in page.text()
    assert "/logga-in?next=/blanketter" in hrefs(page)
