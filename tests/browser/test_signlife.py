"""A sign after it hangs: a fault by the label, mended; a round; an order handed out."""

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


@pytest.mark.parametrize(
    ("language", "phone"), [("sv", True), ("en", False)], ids=["phone-sv", "desk-en"]
)
def test_a_fault_is_reported_by_the_label_mended_and_seen(signs, somebody, photos, language, phone):
    sign = signs.sign(signs.standing())
    passer_by = somebody(language, phone=phone)

    passer_by.opens(f"/S/{sign.code}")
    passer_by.follows("Anmäl fel på skylten")
    passer_by.chooses("Vad är fel?", "Den sitter löst")
    passer_by.field("Foton").set_input_files(photos["Fästet på nära håll"])
    passer_by.presses("Skicka anmälan")
    passer_by.sees_page("Tack, vi har fått din anmälan")

    contact = signs.window_of(signs.maja, language=language, phone=phone)
    task = signs.the_task_of(sign.id, "fault")
    contact.opens(f"/skyltar/uppgifter/{task.id}")
    contact.field("Foton").set_input_files(photos["Vyn längs vägen"])
    contact.writes("Vad har du gjort?", "Nytt band.")
    contact.presses("Det är gjort")
    contact.reads("Gjort, väntar på kommunen")

    reviewer = signs.window_of(signs.reviewer)
    reviewer.opens(f"/skyltar/uppgifter/{task.id}")
    reviewer.reads("Nytt band.")
    reviewer.presses("Ja, det är klart")
    reviewer.reads("Klar")
    reviewer.opens(f"/skyltar/{sign.id}/historia")
    reviewer.reads("Ingen: just nu är allt klart")


def test_a_neighbour_walks_the_round_on_a_phone(signs, somebody):
    sign = signs.sign(signs.standing())
    _round, token = signs.walk_round(sign.group_id)
    walker = somebody("sv", phone=True)

    walker.opens(f"/R/{token}")
    walker.chooses("Hur är skylten?", "Den är som den ska")
    walker.presses("Spara")

    walker.reads("Sedd: som den ska")


def test_a_group_orders_and_the_coordinator_hands_out(signs):
    group_id = signs.active()
    sign_id = signs.place_approved(group_id)
    contact = signs.window_of(signs.maja, phone=True)
    contact.opens(f"/grupper/{group_id}/bestall")
    contact.presses("Beställ")
    contact.reads("Önskad")

    coordinator = signs.window_of(signs.coordinator_user)
    coordinator.opens(contact.page.url)
    for step in ("Godkänn", "Märk som beställd", "Märk som levererad"):
        coordinator.presses(step)
    coordinator.writes("Vem tog emot?", "Maja Lind")
    coordinator.presses("Lämna ut")
    coordinator.reads("Utlämnad")

    assert signs.sign(sign_id).state == "handed_out"
