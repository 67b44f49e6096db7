"""Joining by oneself, as a resident and a contact person see it, without JavaScript."""

import re

import pytest

from grannsamverkan.groups.usecases import invitations as inviting
from tests.usecases.groups.listing import Listing

pytestmark = pytest.mark.sqlite_only

YES = {
    "answer": "joined",
    "address": "Björkvägen 1",
    "names": "Ali Lind",
    "email": "ali@exempel.se",
    "consents": "y",
}


@pytest.fixture
def listing(scene):
    return Listing(scene, scene.approved()).begin()


@pytest.fixture
def path(listing, maja):
    """The address of the group's invitation, read off the contact person's page."""
    where = f"/grupper/{listing.group_id}/hushall/inbjudan"
    maja.submit(where, button="Gör en länk")
    page = maja.page(where)
    return next(a.attrib["href"] for a in page.all("a") if a.attrib["href"].startswith("/H/"))


def test_the_invitation_says_what_one_agrees_to_before_it_asks(client, path):
    text = client.page(path).text()

    for said in (
        "Vill ni vara med i Björkvägen?",
        "Maja Lind",
        "Ring 112 om ett brott pågår",
        "Bara gruppens kontaktombud ser det",
        "ta bort uppgifterna",
        "Text av 2026-11",
        "Inbjudan gäller till",
    ):
        assert said in text
    assert "Björkvägen 2" not in text


def test_a_resident_joins_reads_changes_and_leaves(client, path, listing):
    joined = client.submit(path, YES, follow=True)
    assert "Ert hushåll i Björkvägen" in joined.get_data(as_text=True)
    own = joined.request.path

    client.submit(own, {"phone": "070-111 22 33"}, button="Spara")
    assert "070-111 22 33" in client.get(own).get_data(as_text=True)
    assert listing.all()["Björkvägen 1"].details.phone == "070-111 22 33"

    left = client.submit(own, button="Vi vill inte vara med längre")
    assert "Uppgifterna är raderade" in left.get_data(as_text=True)
    client.page(own, status=404)


def test_pressing_send_twice_sends_once(client, path, listing):
    form = next(form for form in client.forms(path) if "key" in form.values)
    values = {**{k: v for k, v in form.values.items() if v}, **YES}

    first = client.post(path, data=values, csrf=False)
    again = client.post(path, data=values, csrf=False)

    assert first.location == again.location
    assert [one.status for one in listing.all().values()].count("joined") == 1


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(client, path):
    wrong = client.submit(path, {**YES, "consents": None})

    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "Kryssa i att uppgifterna får sparas" in text
    assert 'value="Ali Lind"' in text


def test_who_declines_is_thanked_and_nothing_is_kept(client, path, listing):
    answer = client.submit(path, {"answer": "declined", "address": "Björkvägen 1"}, follow=True)

    assert "Tack för svaret" in answer.get_data(as_text=True)
    assert listing.all()["Björkvägen 1"].details.is_empty


def test_keys_in_addresses_stay_here(client, path):
    answer = client.get(path)

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_is_typed_as_people_type(client, path):
    typed = "-".join(re.findall("....", path.removeprefix("/H/"))).lower()

    answer = client.submit("/H", {"token": typed})

    assert answer.location.endswith(path)


def test_a_dead_link_says_whom_to_ask(client, maja, path, listing):
    maja.submit(f"/grupper/{listing.group_id}/hushall/inbjudan", button="Avsluta länken")

    assert "Fråga gruppens kontaktombud" in client.page(path, status=404).text()


def test_the_contact_person_sees_who_is_new_and_confirms(client, maja, path, listing):
    client.submit(path, YES)
    where = f"/grupper/{listing.group_id}/hushall"
    assert "Ett nytt svar sedan sist" in maja.page(where).text()

    maja.submit(f"/hushall/{listing.id('Björkvägen 1')}", button="Det stämmer")

    assert "sedan sist" not in maja.page(where).text().replace("Nya sedan sist", "")
    assert "Ali Lind" in maja.page(where).text()


def test_an_answer_from_an_unknown_place_is_entered_with_one_press(client, maja, path, listing):
    client.submit(path, {**YES, "address": "Nygatan 7"})
    where = f"/grupper/{listing.group_id}/hushall"
    assert "Ett svar att föra in" in maja.page(where).text()

    maja.submit(where, {"bostad": str(listing.id("Björkvägen 2"))}, button="För in svaret")

    assert listing.all()["Björkvägen 2"].details.names == "Ali Lind"
    assert "Nygatan 7" not in listing.all()


@pytest.mark.parametrize("kind", ["trapphus", "brevlada"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_flyer_is_a_tagged_pdf_of_one_page(maja, path, listing, kind, language):
    where = f"/grupper/{listing.group_id}/hushall/flygblad-{kind}-{language}.pdf"

    answer = maja.get(where)

    assert answer.mimetype == "application/pdf"
    assert b"pdfuaid" in answer.data
    assert answer.data.count(b"/Type /Page\n") + answer.data.count(b"/Type/Page/") <= 1


def test_an_unanswered_dwelling_is_invited_with_its_own_sheet(maja, listing, client):
    home = listing.id("Björkvägen 2")

    answer = maja.submit(f"/hushall/{home}", button="Bjud in")

    page = maja.page(answer.location)
    assert "Björkvägen 2" in page.heading()
    sheet = maja.get(f"/hushall/{home}/inbjudan-sv.pdf")
    assert sheet.mimetype == "application/pdf"
    link = next(word for word in page.text().split() if "/H/" in word)
    form = client.page(link.removeprefix("http://localhost"))
    assert "Björkvägen 2" in [field.get("value") for field in form.all("input")]
    assert "Inbjudna" in maja.page(f"/grupper/{listing.group_id}/hushall").text()


def test_others_see_no_slip(listing, client):
    home = listing.id("Björkvägen 2")
    listing.do(inviting.invite_dwelling, home)

    assert client.get(f"/hushall/{home}/inbjudan").status_code in {303, 404}
    assert client.get(f"/hushall/{home}/inbjudan-sv.pdf").status_code in {303, 404}
