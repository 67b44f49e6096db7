"""Strings that have broken other products, put into every field: never a 500, always escaped."""

import json

import pytest

from tests.support.html import Page

pytestmark = pytest.mark.sqlite_only

MARK = "<i id=planterad>"


@pytest.fixture(scope="session")
def strings(testdata):
    """Four strings or some more of each file, evenly taken."""
    found = []
    for file in sorted((testdata / "strings").glob("*.json")):
        content = [s for s in json.loads(file.read_text()) if isinstance(s, str)]
        found += content[:: max(1, len(content) // 4)]
    return found


@pytest.mark.timeout(300)
def test_no_string_in_any_field_breaks_a_page(scene, signed_in, strings):
    scene.setting("approve.coordinator_decides", False)
    maja, petra = signed_in(scene.maja), signed_in(scene.police())
    # Thousands of pages; the next test looks closely at those that show what was typed.
    maja.check_pages = petra.check_pages = False
    draft = scene.draft(housing="flerfamiljshus")
    sent, approved = scene.submitted(), scene.approved()
    wrong = []

    def send(browser, path, text, **data):
        answer = browser.post(path, data={**data, **dict.fromkeys(text[1], text[0])})
        if answer.status_code >= 500 or answer.status_code == 400:
            wrong.append((path, text[0], answer.status))

    for string in strings:
        text = string.encode("utf-8", "replace").decode()
        send(maja, "/grupper/ny", (text, ["name", "housing", "municipality"]))
        send(maja, f"/grupper/{draft}/namn", (text, ["name"]), housing="flerfamiljshus")
        send(maja, f"/grupper/{draft}/omrade", (text, ["area", "police_area"]))
        send(maja, f"/grupper/{draft}/omrade", (text, ["streets"]), police_area=str(scene.north))
        numbers = ["dwellings", "joined", "declined", "consent_by", "consent_on"]
        send(maja, f"/grupper/{draft}/bostader", (text, numbers))
        send(maja, f"/grupper/{draft}/kontaktombud", (text, ["name", "email", "phone"]))
        send(maja, f"/grupper/{draft}/skicka", (text, ["message"]))
        send(maja, f"/grupper/{approved}/handelse", (text, ["kind", "on"]))
        send(
            maja, f"/grupper/{approved}/handelse", (text, ["place"]),
            kind="meeting_held", on="2026-11-20",
        )  # fmt: skip
        send(petra, f"/grupper/{sent}/beslut/avslag", (text, ["reason"]))
        listed = petra.get("/grupper", query_string={"namn": text, "lage": text})
        assert listed.status_code == 200

    assert not wrong
    assert len(scene.group(approved).facts) > len(strings) / 2


def test_what_is_typed_is_shown_as_text_wherever_it_is_shown(scene, signed_in, sent_mail):
    maja, petra = signed_in(scene.maja), signed_in(scene.police())
    scene.coordinator()
    group_id = scene.complete()
    path = f"/grupper/{group_id}"
    maja.post(f"{path}/namn", data={"name": f"Namn {MARK}", "housing": "flerfamiljshus"})
    maja.post(
        f"{path}/omrade",
        data={"streets": f"Gatan {MARK}", "police_area": str(scene.north)},
    )
    maja.post(
        f"{path}/bostader",
        data={"dwellings": 9, "joined": 5, "declined": 1, "consent_by": f"Kim {MARK}",
              "consent_on": "2026-11-01"},
    )  # fmt: skip
    maja.post(
        f"{path}/kontaktombud",
        data={"name": f"Nils {MARK}", "email": "nils@exempel.se", "phone": f"070 {MARK}"},
    )
    summary = maja.get(f"{path}/skicka")
    maja.post(f"{path}/skicka", data={"message": f"Hej {MARK}", "privacy": "y"})
    maja.post(
        f"{path}/handelse",
        data={"kind": "meeting_booked", "on": "2026-12-01", "place": f"Torget {MARK}"},
    )
    shown = [summary, petra.get(path), petra.get("/grupper"), petra.get(f"{path}/beslut/avslag")]
    petra.post(f"{path}/beslut/tillbaka", data={"reason": f"För att {MARK}"})
    shown += [maja.get(path), maja.get("/grupper"), maja.get(f"{path}/kontaktombud")]

    for answer in shown:
        page = Page(answer.get_data(as_text=True))
        assert answer.status_code == 200
        assert "planterad" not in page.ids()
        assert MARK in page.text(), answer.request.path
    for word in ("Namn", "Gatan", "Kim", "Nils", "070", "Hej", "Torget", "För att"):
        assert f"{word} {MARK}" in Page(shown[4].get_data(as_text=True)).text(), word
    for mail in sent_mail():
        html = mail.get_body(("html",)).get_content()
        assert MARK not in html
