"""The overview's pages and files."""

import csv
import io

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.user("Sara Ek", "staff", ["coordinator"]))


def test_the_figures_stand_in_a_picture_and_in_a_table(scene, sara):
    group = scene.group(state="active", dwellings=20, joined=12, declined=3)
    scene.sign(group, state="approved")

    page = sara.page("/oversikt")

    text = page.text().replace("\xa0", " ")
    assert "60 % av bostäderna i godkända, aktiva och vilande grupper är med." in text
    assert "Aktiv: 1." in text
    assert sara.get("/oversikt").text.count('class="chart"') == 3
    assert "Samma som tabell" in text


def test_a_map_has_its_equal_in_a_list_and_both_are_narrowed_by_the_address(scene, sara):
    busy = scene.group(state="active", name="Almgränd")
    scene.draw(busy, 345_000, 6_474_000)
    scene.group(state="submitted", name="Björkvägen")

    everything = sara.page("/oversikt/karta").text()
    active = sara.page("/oversikt/karta?lage=active").text()
    nonsense = sara.page("/oversikt/karta?lage=x&omrade=y&fran=z&ruta=1,2,c,4&sida=x")

    assert "2 grupper" in everything
    assert "Almgränd" in active
    assert "Björkvägen" not in active
    assert "2 grupper" in nonsense.text()


def test_the_way_between_the_pages_keeps_what_was_chosen(scene, sara):
    scene.group(state="active")

    page = sara.page(f"/oversikt/karta?omrade={scene.north}&lage=active")

    links = [a.attrib.get("href", "") for a in page.all("a")]
    assert [link for link in links if "grupper.csv" in link and "lage=active" in link]
    assert [link for link in links if "visa=skyltar" in link and f"omrade={scene.north}" in link]


def test_a_file_has_what_the_page_has_and_no_formula(scene, sara):
    scene.group(state="active", name="=1+1", dwellings=8)
    scene.group(state="submitted", name="Björkvägen")
    sara.check_pages = False

    answer = sara.get("/oversikt/grupper.csv?lage=active")
    sheet = load_workbook(io.BytesIO(sara.get("/oversikt/grupper.xlsx").data)).active

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Grupp", "'=1+1"]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=grupper-2026")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert {(cell.value, cell.data_type) for cell in sheet["A"][1:]} == {
        ("=1+1", "s"),
        ("Björkvägen", "s"),
    }


@pytest.mark.parametrize("what", ["grupper", "skyltar", "statistik"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_file_can_be_had_and_not_by_contact_persons(scene, sara, signed_in, what, kind):
    scene.sign(scene.group(state="active"), state="approved")
    maja = signed_in(scene.user("Maja Lind"))
    sara.check_pages = False

    assert len(sara.get(f"/oversikt/{what}.{kind}").data) > 50
    assert maja.get(f"/oversikt/{what}.{kind}").status_code == 403
    assert maja.get("/oversikt").status_code == 403
    assert maja.get("/oversikt/karta").status_code == 403
