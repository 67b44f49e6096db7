"""A spreadsheet on the pages: chosen, looked at, taken in; and a list handed out as a file."""

import io

import pytest

from grannsamverkan.groups.rules import sheets
from grannsamverkan.groups.rules.sheets import read_sheet
from tests.support.html import Page
from tests.usecases.groups.listing import Listing

pytestmark = pytest.mark.sqlite_only

SHEET = "Adress;Svar;Namn\nBjörkvägen 1;Med;Ali Lind\nBjörkvägen 2;Kanske;\n".encode()


@pytest.fixture
def listing(scene):
    return Listing(scene, scene.approved()).begin()


@pytest.fixture
def path(listing):
    return f"/grupper/{listing.group_id}/hushall"


def chosen(maja, path, content=SHEET, name="lista.csv"):
    return maja.submit(f"{path}/import", {"file": (io.BytesIO(content), name)})


def fields(answer, action):
    """The hidden fields of the form with this action, on a page that was an answer."""
    page = Page(answer.get_data(as_text=True))
    form = next(e for e in page.all("form") if e.attrib.get("action", "").endswith(action))
    inputs = [e for e in form.iter("input") if e.attrib.get("type") == "hidden"]
    return {e.attrib["name"]: e.attrib["value"] for e in inputs}


def test_a_file_is_shown_row_by_row_before_anything_is_saved(maja, path, listing):
    answer = chosen(maja, path)

    text = Page(answer.get_data(as_text=True)).text()
    assert "Ingenting är sparat än" in text
    assert "En rad ändrar listan" in text
    assert "En rad går inte att ta in" in text
    assert "Svaret går inte att förstå" in text
    assert listing.all()["Björkvägen 1"].status == "unanswered"


def test_the_rows_are_taken_in_with_a_yes_and_not_without(maja, path, listing):
    sealed = fields(chosen(maja, path), "/klart")

    refused = maja.post(f"{path}/import/klart", data=sealed, csrf=False)
    assert refused.status_code == 422
    assert "Fråga hushållet först" in refused.get_data(as_text=True)
    maja.post(f"{path}/import/klart", data={**sealed, "consents": "y"}, csrf=False)

    assert listing.all()["Björkvägen 1"].details.names == "Ali Lind"


def test_other_columns_can_be_chosen(maja, path):
    first = chosen(maja, path, b"Vem;Var\nAli;Nygatan 7\n")
    assert "Adressen saknas" in first.get_data(as_text=True)

    data = {**fields(first, "/kolumner"), "address": "1", "names": "0"}
    again = maja.post(f"{path}/import/kolumner", data=data, csrf=False)

    assert "Nygatan 7" in again.get_data(as_text=True)
    assert "Ny bostad" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen har inga rader"),
        (b"%PDF-1.7\0", "Filen är inget kalkylblad"),
        (b"PK\x03\x04...", "Filen går inte att läsa"),
        (b"a" * 2001, "Filen är för stor"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(maja, path, content, words, monkeypatch):
    # The test's own browser would leave a file open behind it for two megabytes.
    monkeypatch.setattr(sheets, "MOST_BYTES", 2000)

    answer = chosen(maja, path, content)

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_no_file_is_asked_for(maja, path):
    answer = maja.submit(f"{path}/import")

    assert "Välj en fil först" in answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_example_can_be_filled_in_and_taken_in(maja, path, kind):
    example = maja.get(f"{path}/exempel.{kind}")

    sheet = read_sheet(example.data)
    assert sheet.head[:3] == ("Adress", "Svar", "Namn")
    assert chosen(maja, path, example.data).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_handed_out_to_its_keepers_alone(scene, maja, signed_in, path, listing, kind):
    listing.joins("Björkvägen 1")

    file = maja.submit(path, action=f"/lista.{kind}")

    assert read_sheet(file.data).rows[0][1][:3] == (
        "Björkvägen 1",
        "Med",
        "Maja och Ali Kanariefågel",
    )
    assert signed_in(scene.police()).post(f"{path}/lista.{kind}").status_code == 403


# --- handing over, and what is agreed by word ---


def contact_page(listing):
    return f"/grupper/{listing.group_id}/kontaktombud"


def test_the_last_contact_person_is_told_that_somebody_is_sought(maja, listing):
    contact_id = listing.scene.group(listing.group_id).contacts[0].id
    path = f"/kontaktombud/{contact_id}/lamna"
    assert "enda kontaktombud" in maja.page(path).text()

    maja.submit(path, {"way": "nobody"})

    assert "Polisen vet att gruppen söker någon" in maja.page(path).text()


def test_a_successor_is_named_with_name_and_address(maja, listing):
    contact_id = listing.scene.group(listing.group_id).contacts[0].id
    path = f"/kontaktombud/{contact_id}/lamna"

    refused = maja.submit(path, {"way": "successor", "name": "Nils Ek"})
    assert refused.status_code == 422
    assert "Skriv e-postadressen" in refused.get_data(as_text=True)
    maja.submit(path, {"way": "successor", "name": "Nils Ek", "email": "nils@exempel.se"})

    names = [c.user.name for c in listing.scene.group(listing.group_id).contacts]
    assert names == ["Nils Ek"]
    maja.page(f"/grupper/{listing.group_id}/hushall", status=404)


def test_a_spoken_agreement_is_noted_and_forgotten_with_a_press(maja, path):
    maja.submit(f"{path}/skyddade", button="Anteckna att ett hushåll har kommit överens med mig")
    assert "Ett hushåll, sedan" in maja.page(f"{path}/skyddade").text()

    maja.submit(f"{path}/skyddade", button="Gäller inte längre")

    assert "Ett hushåll, sedan" not in maja.page(f"{path}/skyddade").text()


def test_staff_see_since_when_too_few_are_with(scene, signed_in, listing):
    for address in ("Björkvägen 1", "Björkvägen 2"):
        listing.joins(address)
    listing.scene.setting("group.participation_warn_pct", 8)
    listing.answers("Björkvägen 1", "unanswered")

    text = signed_in(scene.police("Pia Polis")).page(f"/grupper/{listing.group_id}").text()

    assert "är mindre än 8 % med" in text
