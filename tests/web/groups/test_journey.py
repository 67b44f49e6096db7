"""From the first name to an active group, as the people do it in their browsers."""

from tests.support.mailbox import text_of
from tests.usecases.groups.scene import BLOCK


def _subjects(mails):
    return sorted((mail["to"], str(mail["subject"])) for mail in mails)


def test_a_group_is_registered_approved_by_both_parties_and_becomes_active(
    scene, signed_in, sent_mail
):
    police, coordinator = scene.police(), scene.coordinator()
    maja, petra, sara = signed_in(scene.maja), signed_in(police), signed_in(coordinator)
    scene.setting("group.participation_approve_pct", 50)

    # Maja registers the group in five steps.
    answer = maja.submit(
        "/grupper/ny", {"name": "Björkvägen", "housing": "villa", "municipality": str(scene.here)}
    )
    assert answer.status_code == 303
    area = answer.location
    group = area.rsplit("/", 1)[0]
    answer = maja.submit(
        area, {"area": BLOCK, "police_area": str(scene.north)}, button="Spara och fortsätt"
    )
    answer = maja.submit(answer.location, {"dwellings": "20", "joined": "12", "declined": "3"})
    answer = maja.submit(
        answer.location,
        {"name": "Nils Ek", "email": "nils@exempel.se", "phone": "070-123 45 67"},
        button="Lägg till",
    )
    assert "Nils Ek" in maja.page(answer.location).text()
    summary = maja.page(f"{group}/skicka").text()
    assert "12 av 20 är med" in summary
    assert _subjects(sent_mail()) == [("nils@exempel.se", "Du är föreslagen som kontaktombud")]

    # She reads it through and sends it; those who decide are told, and so are the contact persons.
    maja.submit(
        f"{group}/skicka",
        {"message": "Vi har haft cykelstölder.", "privacy": "y"},
        button="Skicka anmälan",
    )
    assert "Inskickad" in maja.page(group).text()
    assert _subjects(sent_mail()) == [
        ("maja@exempel.se", "Vi har fått er anmälan"),
        ("nils@exempel.se", "Vi har fått er anmälan"),
        ("petra@kommun.example", "Ny anmälan: Björkvägen"),
        ("sara@kommun.example", "Ny anmälan: Björkvägen"),
    ]

    # Both parties decide, each from the page the mail leads to.
    petra.submit(group, button="Godkänn gruppen")
    assert "Säkerhetssamordnarens beslut återstår" in petra.page(group).text()
    assert _subjects(sent_mail()) == [("sara@kommun.example", "Beslut återstår: Björkvägen")]
    sara.submit(group, button="Godkänn gruppen")
    mails = sent_mail()
    assert _subjects(mails) == [
        ("maja@exempel.se", "Björkvägen är godkänd"),
        ("nils@exempel.se", "Björkvägen är godkänd"),
    ]
    assert f"http://localhost{group}" in text_of(mails[0])

    # The group gets going; what is asked for shrinks with every fact.
    for kind in ("meeting_held", "list_exists", "first_information"):
        assert "Förklara gruppen aktiv" not in _buttons(petra, group)
        maja.submit(f"{group}/handelse?sort={kind}", {"on": "2026-11-20"}, button="Spara")
    petra.submit(group, button="Förklara gruppen aktiv")
    assert "Aktiv" in maja.page(group).text()
    assert ("maja@exempel.se", "Björkvägen är aktiv") in _subjects(sent_mail())


def _buttons(browser, path):
    page = browser.page(path)
    return [page.text(button) for button in page.all("button")]
