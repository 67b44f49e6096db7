"""Pages of a registration: the list one starts from, the five steps, and what they refuse."""

import io
from itertools import pairwise

import pytest

from grannsamverkan.places.models import Municipality
from tests.support.web import parsed
from tests.usecases.groups.scene import BLOCK, EASTERN

pytestmark = pytest.mark.sqlite_only

PDF = b"%PDF-1.7\n%%EOF\n"


# --- the list ---


def test_without_a_group_the_list_says_how_to_start(maja):
    page = maja.page("/grupper")

    assert "Du är inte med i någon grupp än" in page.text()
    assert "/grupper/ny" in [a.attrib.get("href") for a in page.all("a")]


def test_a_begun_registration_can_be_continued(scene, maja):
    group_id = scene.draft()

    page = maja.page("/grupper")

    assert "Fortsätt anmälan av Björkvägen" in page.text()
    assert f"/grupper/{group_id}" in [a.attrib.get("href") for a in page.all("a")]


def test_staff_see_numbers_and_the_ones_that_wait_first(scene, signed_in):
    scene.approved(name="Almgränd")
    scene.submitted(name="Björkvägen")
    scene.draft(name="Hemligt utkast")
    petra = signed_in(scene.police())

    text = petra.page("/grupper").text()

    assert "2 grupper" in text
    assert text.index("Björkvägen") < text.index("Almgränd")
    assert "12 av 20 (60\xa0%)" in text.replace("60 %", "60\xa0%")
    assert "Hemligt utkast" not in text


def test_the_list_is_narrowed_by_its_address(scene, signed_in):
    scene.approved(name="Almgränd")
    scene.submitted(name="Björkvägen")
    petra = signed_in(scene.police())

    only_waiting = petra.page("/grupper?lage=submitted").text()
    nothing = petra.page("/grupper?namn=zzz").text()
    nonsense = petra.page("/grupper?lage=finns-inte").text()

    assert "Björkvägen" in only_waiting
    assert "Almgränd" not in only_waiting
    assert "Ingen grupp passar in på det du sökte." in nothing
    assert "Almgränd" in nonsense


# --- registering ---


@pytest.mark.parametrize("missing", ["name", "housing", "municipality"])
def test_the_first_step_says_what_is_missing_and_keeps_the_rest(scene, maja, missing):
    typed = {"name": "Björkvägen", "housing": "radhus", "municipality": str(scene.here)}
    del typed[missing]

    answer = maja.submit("/grupper/ny", typed)

    assert answer.status_code == 422
    assert "En sak behöver rättas" in parsed(answer).text()
    kept = answer.get_data(as_text=True)
    assert ('value="Björkvägen"' in kept) is (missing != "name")


def test_with_one_municipality_it_is_not_asked_for(scene, maja, given):
    with given() as work:
        work.session.delete(work.get(Municipality, scene.elsewhere))

    answer = maja.submit("/grupper/ny", {"name": "Björkvägen", "housing": "villa"})

    assert answer.status_code == 303


def test_a_municipality_that_does_not_exist_is_refused(scene, maja):
    data = {"name": "Björkvägen", "housing": "villa", "municipality": "999"}

    assert maja.post("/grupper/ny", data=data).status_code == 422


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"area": "", "streets": ""}, "Visa området på kartan, eller skriv gatorna."),
        ({"area": "hej hopp", "streets": ""}, "Rad 1 går inte att läsa."),
        ({"area": BLOCK, "police_area": ""}, "Välj den del av kommunen där ni bor"),
        ({"area": "58.38, 12.32\n58.39, 12.33"}, "Ett område behöver minst tre hörn."),
    ],
)
def test_an_area_that_cannot_be_used_is_explained_and_kept(scene, maja, typed, message):
    path = f"/grupper/{scene.draft()}/omrade"
    whole = {"police_area": str(scene.north), "streets": "Björkvägen 1–24", **typed}

    answer = maja.submit(path, whole, button="Spara och fortsätt")

    assert answer.status_code == 422
    assert message in parsed(answer).text()
    kept = [area.text or "" for area in parsed(answer).all("textarea")]
    assert kept == [whole["area"], whole["streets"]]


def test_saving_the_area_and_staying_shows_the_overlap(scene, maja):
    scene.approved(scene.person(), "Kvarteret Eken")
    path = f"/grupper/{scene.draft()}/omrade"

    answer = maja.submit(
        path, {"area": EASTERN, "police_area": str(scene.north)}, button="Spara och visa överlapp"
    )

    assert answer.location == path
    text = maja.page(path).text().replace("\xa0", " ")
    assert "26 060 m² ligger också i Kvarteret Eken: 50 % av det här området" in text
    assert "och 50 % av deras." in text


def test_the_area_page_works_without_the_map(scene, maja):
    path = f"/grupper/{scene.draft()}/omrade"

    answer = maja.submit(
        path,
        {"streets": "Björkvägen 1–24", "police_area": str(scene.north)},
        button="Spara och fortsätt",
    )

    assert answer.location.endswith("/bostader")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"dwellings": "tjugo"}, "Skriv ett tal mellan 0 och 5000."),
        ({"dwellings": "-1"}, "Skriv ett tal mellan 0 och 5000."),
        ({"dwellings": "5001"}, "Skriv ett tal mellan 0 och 5000."),
        ({"dwellings": ""}, "Skriv ett tal."),
        ({"joined": "18", "declined": "3"}, "är tillsammans fler än bostäderna"),
    ],
)
def test_counts_that_cannot_be_are_explained_and_kept(scene, maja, typed, message):
    whole = {"dwellings": "20", "joined": "12", "declined": "3", **typed}

    answer = maja.submit(f"/grupper/{scene.draft()}/bostader", whole)

    assert answer.status_code == 422
    assert message in parsed(answer).text()
    kept = {e.attrib.get("name"): e.attrib.get("value", "") for e in parsed(answer).all("input")}
    assert {name: kept[name] for name in whole} == whole


def test_the_owners_letter_is_kept_although_a_number_is_wrong(scene, maja, signed_in):
    group_id = scene.draft(housing="flerfamiljshus")
    path = f"/grupper/{group_id}/bostader"
    data = {"dwellings": "x", "joined": "1", "declined": "0", "consent_by": "Kim Berg",
            "consent_file": (io.BytesIO(PDF), "../brev.pdf")}  # fmt: skip

    answer = maja.submit(path, data)

    assert answer.status_code == 422
    assert "En fil är sparad" in parsed(answer).text()
    file = maja.get(f"/grupper/{group_id}/medgivande")
    assert (file.data, file.mimetype) == (PDF, "application/pdf")
    assert file.headers["Content-Disposition"] == "attachment; filename=medgivande.pdf"
    assert signed_in(scene.person()).get(f"/grupper/{group_id}/medgivande").status_code == 404


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"consent_by": "Kim Berg"}, "Skriv vilken dag ägaren sa ja."),
        ({"consent_on": "2026-11-01"}, "Skriv vem som har sagt ja för ägaren."),
        ({"consent_by": "Kim", "consent_on": "2026-11-24"}, "Dagen har inte varit än."),
        ({"consent_by": "Kim", "consent_on": "i går"}, "Skriv dagen med år, månad och dag"),
        ({"consent_file": (io.BytesIO(b"GIF89a"), "brev.pdf")}, "Filen är ingen PDF."),
    ],
)
def test_half_a_consent_is_explained(scene, maja, typed, message):
    path = f"/grupper/{scene.draft(housing='flerfamiljshus')}/bostader"
    counts = {"dwellings": "20", "joined": "12", "declined": "3"}

    answer = maja.submit(path, {**counts, **typed})

    assert answer.status_code == 422
    assert message in parsed(answer).text()


def test_a_letter_that_is_too_large_is_refused(scene, maja):
    path = f"/grupper/{scene.draft(housing='flerfamiljshus')}/bostader"
    large = io.BytesIO(PDF + b"\0" * 10 * 1024 * 1024)
    counts = {"dwellings": "20", "joined": "12", "declined": "3"}

    answer = maja.submit(path, {**counts, "consent_file": (large, "brev.pdf")})

    # The test client writes large bodies to a file, and leaves it to us to close it.
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 422
    assert "Filen får vara högst 10 MB." in parsed(answer).text()


def test_a_contact_person_cannot_be_added_twice_and_what_was_typed_stays(scene, maja):
    path = f"/grupper/{scene.draft()}/kontaktombud"

    answer = maja.submit(path, {"name": "Maja L", "email": scene.maja.email}, button="Lägg till")

    assert answer.status_code == 422
    assert "Den personen är redan kontaktombud i gruppen." in parsed(answer).text()
    assert 'value="Maja L"' in answer.get_data(as_text=True)


def test_the_last_look_names_what_is_missing_with_links_and_cannot_send(scene, maja):
    group_id = scene.draft()

    page = maja.page(f"/grupper/{group_id}/skicka")

    hrefs = [a.attrib.get("href") for a in page.all("a")]
    assert "2 saker saknas" in page.text()
    assert f"/grupper/{group_id}/omrade?sedan=skicka" in hrefs
    assert "Skicka anmälan" not in [page.text(button) for button in page.all("button")]


def test_who_changes_one_thing_from_the_last_look_comes_back_to_it(scene, maja):
    group_id = scene.complete()

    answer = maja.submit(f"/grupper/{group_id}/namn?sedan=skicka", {"name": "Ekbacken"})

    assert answer.location == f"/grupper/{group_id}/skicka"
    assert "Ekbacken" in maja.page(answer.location).text()


def test_sending_needs_the_personal_data_notice_and_keeps_the_message(scene, maja):
    group_id = scene.complete()

    answer = maja.submit(
        f"/grupper/{group_id}/skicka", {"message": "Hälsningar"}, button="Skicka anmälan"
    )

    assert answer.status_code == 422
    assert "Läs och kryssa i rutan." in parsed(answer).text()
    assert parsed(answer).all("textarea")[0].text == "Hälsningar"
    assert scene.state(group_id) == "draft"


def test_a_hand_made_sending_of_a_half_filled_registration_is_refused(scene, maja):
    group_id = scene.draft()

    answer = maja.post(f"/grupper/{group_id}/skicka", data={"privacy": "y", "message": "Hej du"})

    assert answer.status_code == 409
    text = parsed(answer).text()
    assert "Anmälan är inte klar att skicka." in text
    assert "Ange hur många bostäder som finns i området." in text
    assert "Hej du" in text


@pytest.mark.parametrize("step", ["namn", "omrade", "bostader", "skicka"])
def test_what_is_sent_is_shown_instead_of_the_form(scene, maja, step):
    group_id = scene.submitted()

    page = maja.page(f"/grupper/{group_id}/{step}", status=409)

    assert "Anmälan är redan skickad" in page.text()
    assert page.heading() == "Björkvägen"


def test_each_step_leads_back_to_the_one_before(scene, maja):
    group_id = scene.draft()
    steps = ["namn", "omrade", "bostader", "kontaktombud", "skicka"]

    for before, step in pairwise(steps):
        links = maja.page(f"/grupper/{group_id}/{step}").all("a")
        (back,) = [a for a in links if "".join(a.itertext()).strip() == "Tillbaka"]
        assert back.attrib["href"] == f"/grupper/{group_id}/{before}"
