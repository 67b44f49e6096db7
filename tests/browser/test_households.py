"""A household list from the first press to a neighbour who joins by the flyer's link."""

import pytest

from tests.browser.scene import EveryPage
from tests.usecases.groups.listing import Listing

pytestmark = pytest.mark.sqlite_only

HOME = "Björkvägen 2"


@pytest.fixture
def world(runtime, given, app, somebody, base_url):
    """An active group whose contact person is Maja."""
    return EveryPage(runtime, given).in_windows(app, somebody, base_url)


@pytest.mark.parametrize(
    ("language", "phone", "javascript"), [("sv", True, False), ("en", False, True)]
)
def test_a_contact_person_keeps_the_list_and_a_neighbour_joins(
    world, somebody, language, phone, javascript
):
    group_id = world.unsent
    maja = world.window_of(world.maja, language=language, phone=phone, javascript=javascript)

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
    maja.reads("Skriv ut och dela ut")
    link = maja.link("Se sidan som grannarna ser den").get_attribute("href")

    eva = somebody(language, phone=not phone, javascript=javascript)
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
    assert Listing(world, group_id).all()[HOME].details.names == "Eva Öst"
