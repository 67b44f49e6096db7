"""The keyboard alone suffices, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.browser import ways
from tests.browser.journey import GROUP, Journey

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def writes_by_keys(person, label, text):
    """Tab to a field and type."""
    person.tabs_to(person.field(label))
    person.page.keyboard.type(text)


def presses_by_keys(person, button):
    """Tab to a button and press Enter."""
    person.tabs_to(person.button(button).first)
    person.keys("Enter")


def chooses_by_keys(person, legend, option, number=0):
    """Tab to a question's choices and walk to the answer with the arrow keys."""
    radios = person.group(legend).nth(number).get_by_role("radio")
    expect(radios.first).to_be_attached()
    wanted = person.word(option)
    for _press in range(150):
        person.keys("Tab")
        if radios.evaluate_all("all => all.includes(document.activeElement)"):
            break
    person.keys("Space")
    for _press in range(radios.count()):
        if person.page.evaluate(
            "document.activeElement.checked && document.activeElement.labels[0].innerText"
        ).startswith(wanted):
            return
        person.keys("ArrowDown")
    raise AssertionError(f"the arrow keys do not reach {wanted}")


def test_a_group_is_registered_and_a_post_chosen(town, inbox, somebody, clock):
    case = Journey(town, inbox, somebody, clock)
    maja = case.founder_arrives()

    writes_by_keys(maja, "Vad ska gruppen heta?", GROUP)
    chooses_by_keys(maja, "Hur bor ni?", "Radhus")
    presses_by_keys(maja, "Spara och fortsätt")
    maja.sees_page("Vilket område gäller det?")
    draws_by_keys(maja, town)
    presses_by_keys(maja, "Spara och fortsätt")
    maja.sees_page("Hur många bostäder är det?")
    writes_by_keys(maja, "Hur många bostäder finns i området?", "12")
    writes_by_keys(maja, "Hur många av dem är med?", "9")
    writes_by_keys(maja, "Hur många har sagt nej?", "1")
    presses_by_keys(maja, "Spara och fortsätt")
    maja.sees_page("Kontaktombud")
    maja.tabs_to(maja.link("Gå vidare"))
    maja.keys("Enter")
    maja.sees_page("Läs igenom och skicka")
    maja.tabs_to(maja.field("Jag har läst hur personuppgifterna används"))
    maja.keys("Space")
    presses_by_keys(maja, "Skicka anmälan")

    maja.sees_page(GROUP)
    maja.reads("Du behöver inte göra något nu")


def draws_by_keys(person, town):
    """Search the address, move the map with the arrows, and put corners with Enter."""
    writes_by_keys(person, "Visa en adress på kartan", town.block.address)
    person.button(town.block.address).wait_for()
    person.keys("Enter")
    person.reads(town.block.address)
    person.tabs_to(person.page.get_by_role("application"))
    ways.puts_corners(person)
    presses_by_keys(person, "Klar")
    person.reads("Området är klart.")


def test_a_place_is_planned_from_the_list(signs, way):
    group_id = signs.active()
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/skyltar")

    chooses_by_keys(maja, "Vilken stolpe?", maja.word("Stolpe %(number)s", number="1043"))
    presses_by_keys(maja, "Föreslå platsen")

    maja.reads("Platsen väntar på kommunens svar.")


def test_photos_are_sent_from_the_letter(signs, photos, way):
    sign_id = signs.handed_out()
    resident = signs.window_of(None, **way)
    resident.opens(signs.letter_path(sign_id))

    for view, path in photos.items():
        label = f"{resident.word('Välj foton')}: {resident.word(view)}"
        picker = resident.page.get_by_label(label, exact=True)
        resident.tabs_to(picker)
        picker.set_input_files(path)
    expect(resident.page.get_by_text(resident.word("Sparat"), exact=True)).to_have_count(3)
    presses_by_keys(resident, "Granska och skicka")
    resident.sees_page("Stämmer det här?")
    presses_by_keys(resident, "Skicka till kommunen")

    resident.sees_page("Tack, fotona är skickade")


def test_a_case_is_reviewed_and_decided(signs, way):
    sign_id = signs.photos_sent()
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/{sign_id}/granska")

    chooses_by_keys(reviewer, "Är zinken oskadd?", "Ja")
    chooses_by_keys(reviewer, "Fotot som visar zinken", "1.")
    chooses_by_keys(reviewer, "Är sikten fri?", "Ja")
    chooses_by_keys(reviewer, "Fotot som visar sikten", "3.")
    presses_by_keys(reviewer, "Spara svaren")
    presses_by_keys(reviewer, "Godkänn skylten")

    reviewer.sees_page("Granskning")
    assert signs.sign(sign_id).state == "approved"
