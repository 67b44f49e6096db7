"""A sign's life: ordered and handed out, walked round, faulty and mended, and taken down."""

import pytest

from grannsamverkan.core import codes
from tests.browser.journey import is_one_page_pdf
from tests.browser.town import path_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_a_group_orders_and_the_coordinator_hands_out_for_a_receipt(signs, way):
    group_id = signs.active()
    sign_id = signs.place_approved(group_id)
    contact = signs.window_of(signs.maja, **way)
    contact.opens(f"/grupper/{group_id}/bestall")
    contact.presses("Beställ")
    contact.reads("Önskad")

    coordinator = signs.window_of(signs.coordinator_user, **way)
    coordinator.opens(contact.page.url)
    for step in ("Godkänn", "Märk som beställd", "Märk som levererad"):
        coordinator.presses(step)
    coordinator.writes("Vem tog emot?", "Maja Lind")
    coordinator.presses("Lämna ut")
    coordinator.reads("Utlämnad")

    assert signs.sign(sign_id).state == "handed_out"
    receipt = coordinator.downloads(coordinator.link("Kvittot som PDF"))
    assert is_one_page_pdf(receipt.read_bytes())


def test_a_fault_is_reported_by_the_label_mended_and_seen(signs, somebody, photos, way):
    sign = signs.sign(signs.standing())
    passer_by = somebody(**way)

    passer_by.opens(f"/S/{sign.code}")
    passer_by.follows("Anmäl fel på skylten")
    passer_by.chooses("Vad är fel?", "Den sitter löst")
    passer_by.field("Foton").set_input_files(photos["Fästet på nära håll"])
    passer_by.presses("Skicka anmälan")
    passer_by.sees_page("Tack, vi har fått din anmälan")

    contact = signs.window_of(signs.maja, **way)
    task = signs.the_task_of(sign.id, "fault")
    contact.opens(f"/skyltar/uppgifter/{task.id}")
    contact.field("Foton").set_input_files(photos["Vyn längs vägen"])
    contact.writes("Vad har du gjort?", "Nytt band.")
    contact.presses("Det är gjort")
    contact.reads("Gjort, väntar på kommunen")

    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/uppgifter/{task.id}")
    reviewer.reads("Nytt band.")
    reviewer.presses("Ja, det är klart")
    reviewer.reads("Klar")
    reviewer.opens(f"/skyltar/{sign.id}/historia")
    reviewer.reads("Ingen: just nu är allt klart")


def test_a_contact_person_gives_a_round_to_a_neighbour_who_walks_it(signs, somebody, way):
    sign = signs.sign(signs.standing())
    contact = signs.window_of(signs.maja, **way)
    contact.opens(f"/grupper/{sign.group_id}/rundor")
    contact.writes("Vem ska gå?", "Grannstöd")
    contact.presses("Gör en länk")
    link = contact.field("Länk att skicka").input_value()

    walker = somebody(**way)
    walker.opens(link)
    walker.chooses("Hur är skylten?", "Den är som den ska")
    walker.presses("Spara")

    walker.reads("Sedd: som den ska")
    contact.page.reload()
    contact.reads(contact.count("%(num)s skylt sedd", "%(num)s skyltar sedda", 1))


def test_a_sign_is_ordered_down_and_a_neighbour_takes_it_down(signs, somebody, photos, inbox, way):
    sign_id = signs.standing()
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/{sign_id}/ta-ner")
    reviewer.writes("Varför ska skylten tas ner?", "Stolpen ska bytas.")
    reviewer.presses("Begär nedtagning")
    reviewer.reads("Stolpen ska bytas.")

    contact = signs.window_of(signs.maja, **way)
    contact.opens("/skyltar/uppgifter")
    contact.follows("Ta ner skylten")
    contact.reads("Stolpen ska bytas.")
    contact.follows("Låt någon annan göra det")
    contact.writes("Vem ska göra det?", "Bo Ek")
    contact.writes("E-post", "bo@exempel.se")
    contact.presses("Gör en länk")
    contact.reads("Bo Ek")

    code = codes.pretty(signs.sign(sign_id).code)
    letter = inbox.letter("bo@exempel.se", f"Kan du hjälpa till? Ta ner skylten: {code}")
    neighbour = somebody(**way)
    neighbour.opens(path_in(letter, "/T/"))
    neighbour.reads("Stolpen ska bytas.")
    neighbour.field("Foton").set_input_files(photos["Hela stolpen"])
    neighbour.presses("Det är gjort")
    neighbour.sees_page("Tack, fotot är skickat")

    inbox.settle()
    task = signs.the_task_of(sign_id, "take_down")
    reviewer.opens(f"/skyltar/uppgifter/{task.id}")
    reviewer.presses("Ja, det är klart")
    reviewer.reads("Klar")
    assert signs.sign(sign_id).state == "taken_down"
