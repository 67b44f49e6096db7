"""Households: a neighbour joins by the flyer's link, a sheet is taken in, a list handed over."""

import pytest

from tests.browser.journey import is_one_page_pdf
from tests.usecases.groups.listing import Listing

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]

HOME = "Björkvägen 2"


def test_a_contact_person_keeps_the_list_and_a_neighbour_joins(signs, somebody, way):
    group_id = signs.active()
    # The phone's browser runs no scripts here, the desk's does.
    maja = signs.window_of(signs.maja, **way, javascript=not way["phone"])

    maja.opens(f"/grupper/{group_id}/hushall")
    maja.presses("Börja med en tom lista")
    maja.follows("Lägg till bostäder")
    maja.writes("Vilka bostäder ska in på listan?", "Björkvägen 1\nBjörkvägen 2")
    maja.presses("Lägg till")
    maja.sees_page("Hushållslista")

    maja.presses("Tackar nej")
    maja.reads("%(n)s har sagt nej", n=1)
    maja.presses("Ångra")
    maja.reads("%(n)s har sagt nej", n=0)

    maja.opens(f"/grupper/{group_id}/hushall/inbjudan")
    maja.presses("Gör en länk")
    flyer = maja.downloads(maja.page.get_by_role("link", name="(PDF)").first)
    assert is_one_page_pdf(flyer.read_bytes())
    link = maja.link("Se sidan som grannarna ser den").get_attribute("href")

    eva = somebody(**way, javascript=not way["phone"])
    eva.opens(link)
    eva.chooses("Vill ni vara med?", "Ja, vi är med")
    eva.writes("Er adress", HOME)
    eva.writes("Namn", "Eva Öst")
    eva.ticks("Vi går med på att uppgifterna sparas så som det står här")
    eva.presses("Skicka svaret")
    eva.reads("Spara den här sidan")

    maja.opens(f"/grupper/{group_id}/hushall?visa=fresh")
    maja.press(maja.page.get_by_role("link", name=HOME).first)
    maja.presses("Det stämmer")
    maja.reads("Eva Öst")
    assert Listing(signs, group_id).all()[HOME].details.names == "Eva Öst"


def test_a_spreadsheet_is_looked_at_before_it_is_taken_in(signs, way):
    group_id = signs.active()
    listing = Listing(signs, group_id).begin([HOME])
    rows = f"Adress;Svar;Namn\nNygatan 7;Med;Ali Lind\nNygatan 8;Kanske;\n{HOME};Tackar nej;\n"
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/hushall")
    maja.follows("Hämta in ett kalkylblad")

    maja.field("Välj filen").set_input_files(
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    maja.presses("Visa vad filen gör")
    maja.sees_page("Stämmer det här?")
    maja.reads("Ingenting är sparat än.")
    wrong = (
        "En rad går inte att ta in. Den står först.",
        "%(num)s rader går inte att ta in. De står först.",
    )
    maja.reads(maja.count(*wrong, 1))
    assert list(listing.all()) == [HOME]

    maja.ticks("Hushållen har sagt ja till att uppgifterna sparas här")
    maja.presses(maja.count("Ta in en rad", "Ta in %(num)s rader", 2))
    maja.sees_page("Hushållslista")
    maja.reads("Ali Lind")
    assert {home: one.status for home, one in listing.all().items()} == {
        HOME: "declined",
        "Nygatan 7": "joined",
    }


def test_a_contact_person_hands_the_group_and_its_list_over(signs, inbox, way):
    group_id = signs.active()
    Listing(signs, group_id).begin().joins("Björkvägen 1")
    heir = signs.person("Nils Ek")
    maja = signs.window_of(signs.maja, **way)

    maja.opens(f"/grupper/{group_id}")
    maja.follows("Lägg till eller ta bort kontaktombud")
    maja.follows("Sluta som kontaktombud")
    maja.chooses("Vem tar över?", "Jag har frågat någon som tar över")
    maja.writes("Namn", heir.name)
    maja.writes("E-post", heir.email)
    maja.presses("Lämna över")
    inbox.letter(heir.email, "Du tar över som kontaktombud i Björkvägen")

    nils = signs.window_of(heir, **way)
    nils.opens(f"/grupper/{group_id}/hushall")
    nils.reads("Maja och Ali Kanariefågel")
    maja.opens(f"/grupper/{group_id}/hushall")
    maja.sees_page("Sidan finns inte")
