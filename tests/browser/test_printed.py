"""Printed matter: ordered by a group, answered and delivered by the coordinator, received."""

import pytest

from tests.browser.journey import is_one_page_pdf
from tests.browser.test_keyboard import presses_by_keys, writes_by_keys
from tests.browser.town import path_in
from tests.usecases.signs.press import LEAFLET, Press

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_from_the_order_to_the_receipt_by_the_link_of_the_mail(signs, somebody, inbox, way):
    group_id = signs.active()
    contact = signs.window_of(signs.maja, **way)
    contact.opens(f"/grupper/{group_id}")
    contact.follows("Beställ trycksaker och dekaler")
    contact.sees_page("Beställ trycksaker och dekaler")
    contact.writes("Informationsblad till hushåll", "900")
    contact.presses("Beställ")
    contact.reads("En sak behöver rättas")
    contact.writes("Behöver ni fler än förslaget? Skriv varför", "Marknad i maj.")
    contact.presses("Beställ")
    contact.reads("Önskad")

    coordinator = signs.window_of(signs.coordinator_user, **way)
    coordinator.opens(contact.page.url)
    coordinator.reads("Marknad i maj.")
    coordinator.writes("Informationsblad till hushåll", "300")
    coordinator.writes("Ord till gruppen", "Vi börjar med 300.")
    coordinator.presses("Godkänn")
    coordinator.writes("Varifrån är det beställt?", "Tryckeriet AB")
    coordinator.presses("Märk som beställd")
    coordinator.writes("Informationsblad till hushåll", "100")
    coordinator.presses("Spara leveransen")
    coordinator.reads("Beställd")
    coordinator.presses("Spara leveransen")
    coordinator.reads("Levererad")
    receipt = coordinator.downloads(coordinator.link("Kvittot som PDF"))
    assert is_one_page_pdf(receipt.read_bytes())

    letter = inbox.letter("maja@exempel.se", "Trycksakerna har kommit")
    reader = somebody(**way)
    reader.opens(path_in(letter, "/K/"))
    reader.sees_page("Har ni fått trycksakerna?")
    reader.presses("Vi har fått allt")
    reader.sees_page("Tack, kvittot är klart")

    contact.page.reload()
    contact.reads("Mottagen")
    contact.reads("Vi börjar med 300.")


def test_stairwells_are_counted_anew_and_ordered_by_keys_alone(signs):
    group_id = signs.active()
    press = Press(signs)
    press.flats(group_id)
    contact = signs.window_of(signs.maja)

    contact.opens(f"/grupper/{group_id}/bestall-trycksaker")
    writes_by_keys(contact, "Hur många trapphus med egen entré?", "7")
    presses_by_keys(contact, "Räkna om förslagen")
    contact.is_ready()
    assert contact.field("Anslag till trapphus").input_value() == "7"
    presses_by_keys(contact, "Beställ")
    contact.reads("Önskad")

    coordinator = signs.window_of(signs.coordinator_user)
    coordinator.opens(contact.page.url)
    presses_by_keys(coordinator, "Godkänn")
    coordinator.reads("Godkänd")
    presses_by_keys(coordinator, "Märk som beställd")
    coordinator.reads("Beställd")
    presses_by_keys(coordinator, "Spara leveransen")
    coordinator.reads("Levererad")
    contact.page.reload()
    presses_by_keys(contact, "Vi har fått allt")
    contact.reads("Mottagen")

    assert press.offers(group_id)[LEAFLET].before.had.got == 48
