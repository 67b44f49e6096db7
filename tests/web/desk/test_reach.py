"""Training and bulletins at a glance, and as files: each sees what each follows."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core.audit import AuditEntry
from tests.usecases.desk.reach_scene import ReachScene

pytestmark = pytest.mark.sqlite_only

PAGE = "/oversikt/utbildning-och-utskick"
SVG = "{http://www.w3.org/2000/svg}svg"
SHEETS = ("utgavor", "utskick", "omraden", "manader")
HOSTILE = ("=cmd|'/C calc'!A0", "+46 70 174 06 00", "@SUM(1+1)", "\tTabb", "-2+3", "Rad\r\nbruten")


@pytest.fixture
def scene(runtime, given):
    """Groups, their people, material and bulletins; see `ReachScene`."""
    return ReachScene(runtime, given)


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.user("Sara Ek", "staff", ["coordinator"]))


@pytest.fixture
def petra(scene, given, signed_in):
    """Police of the south."""
    user = scene.user("Petra Lind", "staff")
    with given() as work:
        work.session.add(
            RoleGrant(
                user_id=user.id,
                role="police",
                municipality_id=scene.here,
                police_area_id=scene.south,
            )
        )
    return signed_in(user)


def told(scene):
    """A group of the north and one of the south, trained, reached and passing on."""
    north = scene.manned("Maja Nord", name="Norrgatan")
    south = scene.manned("Nils Syd", name="Södergatan", police_area_id=scene.south)
    edition = scene.dated(title="Bra att veta", until=10)
    for group in (north, south):
        (person,) = scene.people_of(group)
        scene.train(person)
        scene.gives(edition, person, "sent", "read", "done")
        scene.certify(person, edition, days_ago=3)
    scene.passes(scene.tell(north, south), scene.people_of(south)[0], "chat")
    return north, south


def csv_rows(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sheet_rows(answer):
    return [list(row) for row in load_workbook(io.BytesIO(answer.data)).active.values]


def test_every_picture_says_its_figures_and_has_its_table(scene, sara):
    told(scene)

    page = sara.page(PAGE)

    charts = [one for one in page.all(SVG) if "chart" in one.attrib.get("class", "")]
    assert len(charts) == 7
    for chart in charts:
        ids = chart.attrib["aria-labelledby"].split()
        said = [one for one in chart.iter() if one.attrib.get("id") in ids]
        assert len(said) == 2
        assert all(page.text(one).strip() for one in said)
    captions = [page.text(one) for one in page.all("caption")]
    assert {"Grupper där kontaktombuden är utbildade", "Utskick per månad, senaste året"} <= set(
        captions
    )
    assert "2 av 2 godkända och aktiva grupper har bara utbildade kontaktombud." in page.text()
    assert "1 utgåva går snart ut." in page.text()


def test_where_there_is_no_group_yet_the_page_says_what_will_stand_there(scene, sara):
    page = sara.page(PAGE)

    assert "Inga grupper än" in page.text()
    assert not [one for one in page.all(SVG) if "chart" in one.attrib.get("class", "")]


def test_the_page_and_its_files_name_no_person_and_police_see_only_the_own_area(scene, sara, petra):
    told(scene)
    petra.check_pages = sara.check_pages = False

    for browser in (sara, petra):
        shown = browser.get(PAGE).text
        files = [str(csv_rows(browser.get(f"/oversikt/{what}.csv"))) for what in SHEETS]
        assert not [text for text in (shown, *files) if "Maja" in text or "Nils" in text]
        assert ("Norr" in shown) is (browser is sara)
        assert ("Norr" in files[SHEETS.index("omraden")]) is (browser is sara)


@pytest.mark.parametrize("what", SHEETS)
def test_both_kinds_of_a_file_hold_the_same_and_a_title_for_each_column(scene, sara, what):
    told(scene)
    sara.check_pages = False

    text = csv_rows(sara.get(f"/oversikt/{what}.csv"))
    cells = sheet_rows(sara.get(f"/oversikt/{what}.xlsx"))

    assert len(text) == len(cells) > 1
    assert {len(row) for row in (*text, *cells)} == {len(text[0])}
    assert text[0] == cells[0]


def test_the_areas_file_has_what_each_area_has_come_to(scene, sara):
    told(scene)
    sara.check_pages = False

    rows = csv_rows(sara.get("/oversikt/omraden.csv"))

    assert rows[1] == ["Norr", *"1 1 0 0 0 1 1 0 0 1 1 0 0".split()]
    assert rows[2] == ["Söder", *"1 1 0 0 0 1 1 0 0 1 1 0 1".split()]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_a_text_in_every_file(scene, sara, title):
    scene.dated(title=title)
    scene.tell(scene.manned("Maja"), title=title)
    sara.check_pages = False

    for what in ("utgavor", "utskick"):
        answer = sara.get(f"/oversikt/{what}.xlsx")
        cell = load_workbook(io.BytesIO(answer.data)).active["A2"]
        (_head, row) = csv_rows(sara.get(f"/oversikt/{what}.csv"))
        assert (cell.data_type, cell.value.replace("\r", "")) == ("s", title.replace("\r", ""))
        assert row[0].lstrip("'") == title
        assert row[0][0] not in "=+-@\t"


# --- the contact persons, with names and phones ---


def people_file(browser, kind):
    browser.check_pages = False
    return browser.post(f"/utbildning/kontaktombud.{kind}")


def named(scene, given, user_id, **values):
    with given() as work:
        for name, value in values.items():
            setattr(work.get(User, user_id), name, value)


def test_the_people_file_tells_how_far_each_has_come(scene, sara):
    group = scene.manned("Maja Lind", "Nils Ek", name="Björkvägen")
    maja, _nils = scene.people_of(group)
    scene.train(maja, days_ago=10, lasts=700)

    head, *rows = csv_rows(people_file(sara, "csv"))

    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name["Maja Lind"]["Läge"] == "Klar"
    assert by_name["Maja Lind"]["Polisområde"] == "Norr"
    assert by_name["Maja Lind"]["Utbildad"] < by_name["Maja Lind"]["Gäller till och med"]
    assert by_name["Nils Ek"]["Läge"] == "Inte skickat"
    assert by_name["Nils Ek"]["Utbildad"] == ""


@pytest.mark.parametrize("phone", ["0701740600", "070-174 06 00", "+46701740600", "0046701740600"])
def test_a_phone_number_keeps_every_sign_in_both_kinds(scene, given, sara, phone):
    (person,) = scene.people_of(scene.manned("Maja Lind"))
    named(scene, given, person.user_id, phone=phone)

    (_head, row) = csv_rows(people_file(sara, "csv"))
    cells = load_workbook(io.BytesIO(people_file(sara, "xlsx").data)).active[2]

    # A spreadsheet program takes digits alone for a number, and drops the 0 before it.
    assert row[4].removeprefix("'") == phone
    assert row[4].startswith("'") or not phone.isdecimal()
    assert (cells[4].value, cells[4].data_type) == (phone, "s")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_text_in_the_people_file(scene, given, sara, name):
    (person,) = scene.people_of(scene.manned("Maja Lind", name=name))
    named(scene, given, person.user_id, name=name, email="=a@exempel.se")

    (_head, row) = csv_rows(people_file(sara, "csv"))
    cells = load_workbook(io.BytesIO(people_file(sara, "xlsx").data)).active[2]

    assert [row[0].lstrip("'"), row[1].lstrip("'"), row[3]] == [name, name, "'=a@exempel.se"]
    assert all(cell[:1] not in list("=+-@\t") for cell in row)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert cells[0].value.replace("\r", "") == name.replace("\r", "")


def test_police_take_out_the_people_of_the_own_area(scene, petra):
    told(scene)

    _head, *rows = csv_rows(people_file(petra, "csv"))

    assert [row[0] for row in rows] == ["Nils Syd"]


def test_that_people_were_taken_out_is_logged_without_their_names(scene, runtime, sara):
    told(scene)

    people_file(sara, "xlsx")

    with runtime.reading() as work:
        entry = work.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "training_people_export")
        ).one()
    assert (entry.subject, entry.subject_id, entry.details) == (
        "municipality",
        scene.here,
        {"persons": 2},
    )


@pytest.mark.parametrize(
    ("roles", "status"), [(["coordinator"], 200), (["admin"], 200), (["reviewer"], 403)]
)
def test_who_follows_neither_training_nor_bulletins_sees_nothing(scene, signed_in, roles, status):
    browser = signed_in(scene.user("Gustav Berg", "staff", roles))
    browser.check_pages = False

    assert browser.get(PAGE).status_code == status
    assert [browser.get(f"/oversikt/{what}.csv").status_code for what in SHEETS] == [status] * 4
    assert people_file(browser, "csv").status_code == status


def test_contact_persons_do_not_see_the_figures(scene, signed_in):
    maja = signed_in(scene.user("Maja Lind"))
    maja.check_pages = False

    assert maja.get(PAGE).status_code == 403
    assert people_file(maja, "csv").status_code == 403
