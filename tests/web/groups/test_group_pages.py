"""One group's page: what it says to whom, who was first, and the doors that are closed."""

import json

import pytest

from tests.support.web import parsed

pytestmark = pytest.mark.sqlite_only


def buttons(browser, path):
    page = browser.page(path)
    main = [e for e in page.all("button", "a") if page.is_inside(e, "main")]
    return [page.text(e) for e in main]


# --- one group, to whom ---


def test_its_own_people_read_what_happens_next_in_every_state(scene, maja):
    police = scene.police()
    draft, sent, back = scene.draft(), scene.submitted(), scene.submitted()
    away, approved = scene.submitted(), scene.approved()
    scene.send_back(police, back, reason="Rita om.\nTack.")
    scene.reject(police, away, reason="Finns redan.")

    def text(group_id):
        return maja.page(f"/grupper/{group_id}").text()

    assert "2 saker är kvar." in text(draft)
    assert "Polisen och säkerhetssamordnaren läser anmälan." in text(sent)
    assert "Rätta anmälan och skicka den igen" in text(back)
    assert "Rita om." in text(back)
    assert "Finns redan." in text(away)
    assert "Att göra för att komma i gång" in text(approved)


def test_its_own_people_are_offered_no_decision(scene, maja):
    for group_id in (scene.submitted(), scene.approved()):
        offered = buttons(maja, f"/grupper/{group_id}")

        assert not {"Godkänn gruppen", "Skicka tillbaka", "Avslå", "Förklara gruppen aktiv"} & set(
            offered
        )


def test_who_has_said_yes_waits_for_the_other_party(scene, signed_in):
    police, coordinator = scene.police(), scene.coordinator()
    path = f"/grupper/{scene.submitted()}"
    petra, sara = signed_in(police), signed_in(coordinator)

    before = buttons(petra, path)
    petra.submit(path, button="Godkänn gruppen")

    assert {"Godkänn gruppen", "Skicka tillbaka", "Avslå"} <= set(before)
    assert not {"Godkänn gruppen", "Skicka tillbaka", "Avslå"} & set(buttons(petra, path))
    assert "Säkerhetssamordnarens beslut återstår." in petra.page(path).text()
    assert "för kommunens del" in sara.page(path).text()
    assert "Petra Polis" in sara.page(path).text()


def test_a_coordinator_who_does_not_decide_is_offered_nothing(scene, signed_in):
    sara = signed_in(scene.coordinator())
    scene.setting("approve.coordinator_decides", False)
    path = f"/grupper/{scene.submitted()}"

    assert not {"Godkänn gruppen", "Skicka tillbaka", "Avslå"} & set(buttons(sara, path))
    assert sara.get(f"{path}/beslut/avslag").status_code == 404
    assert sara.post(f"{path}/godkann").status_code == 403


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_other_staff_read_and_decide_nothing(scene, signed_in, role):
    rut = signed_in(scene.staff("Rut Granskare", (role, None)))
    path = f"/grupper/{scene.submitted()}"

    assert "Björkvägen" in rut.page(path).text()
    assert not {"Godkänn gruppen", "Skicka tillbaka", "Avslå"} & set(buttons(rut, path))
    assert rut.post(f"{path}/godkann").status_code == 403


def test_what_binds_takes_the_button_away_and_what_advises_does_not(scene, signed_in):
    petra = signed_in(scene.police())
    scene.setting("approve.binding_facts", ["meeting_booked"])
    path = f"/grupper/{scene.submitted()}"

    page = petra.page(path)

    assert "Det går inte att godkänna än." in page.text()
    assert "Uppstartsmötet är bokat" in page.text()
    assert "Godkänn gruppen" not in buttons(petra, path)
    assert petra.post(f"{path}/godkann").status_code == 409


def test_participation_is_shown_with_its_three_parts(scene, maja):
    page = maja.page(f"/grupper/{scene.submitted()}")

    text = page.text().replace("\xa0", " ")
    assert "12 av 20 bostäder är med: 60 %." in text
    assert all(words in text for words in ("12 är med", "5 har inte svarat", "3 har sagt nej"))
    widths = [r.attrib["width"] for r in page.root.iter() if str(r.tag).endswith("rect")]
    assert widths[-3:] == ["12", "5", "3"]


# --- somebody was first ---


def test_the_second_officer_reads_who_decided_what_and_when(scene, signed_in, clock):
    petra, pelle = scene.police(), scene.police("Pelle Polis")
    group_id = scene.submitted()
    late = signed_in(pelle)
    clock.forward(minutes=5)
    scene.reject(petra, group_id)

    answer = late.post(f"/grupper/{group_id}/godkann")

    text = parsed(answer).text()
    assert answer.status_code == 409
    assert "Någon annan hann före" in text
    assert "Anmälan avslagen · Petra Polis · 23 november 2026 10:05" in text
    assert parsed(answer).heading() == "Björkvägen"


def test_a_colleagues_yes_is_told_too(scene, signed_in):
    petra, pelle = scene.police(), scene.police("Pelle Polis")
    group_id = scene.submitted()
    scene.approve(petra, group_id)

    answer = signed_in(pelle).post(f"/grupper/{group_id}/godkann")

    text = parsed(answer).text()
    assert answer.status_code == 409
    assert "En kollega har redan lämnat det beslutet." in text
    assert "Polisen har godkänt · Petra Polis" in text


def test_a_reason_that_came_too_late_is_not_lost(scene, signed_in):
    petra, pelle = scene.police(), scene.police("Pelle Polis")
    group_id = scene.submitted()
    late = signed_in(pelle)
    scene.reject(petra, group_id)

    answer = late.post(
        f"/grupper/{group_id}/beslut/tillbaka", data={"reason": "Min långa förklaring."}
    )

    assert answer.status_code == 409
    assert "Du hade skrivit: Min långa förklaring." in parsed(answer).text()


def test_pressing_twice_is_told_as_done(scene, signed_in):
    petra = scene.police()
    scene.setting("approve.coordinator_decides", False)
    group_id = scene.submitted()
    scene.approve(petra, group_id)

    answer = signed_in(petra).post(f"/grupper/{group_id}/godkann")

    assert answer.status_code == 409
    assert "Det är redan gjort" in parsed(answer).text()


def test_one_person_with_both_roles_is_told_why_not(scene, signed_in):
    both = scene.staff("Bo Båda", ("police", scene.north), ("coordinator", None))
    group_id = scene.submitted()
    scene.approve(both, group_id)

    answer = signed_in(both).post(f"/grupper/{group_id}/godkann")

    assert answer.status_code == 409
    assert "Du har redan lämnat det ena beslutet." in parsed(answer).text()


def test_a_script_gets_json(scene, signed_in):
    petra = scene.police()
    group_id = scene.submitted()
    scene.reject(petra, group_id)

    answer = signed_in(petra).post(
        f"/grupper/{group_id}/godkann", headers={"Accept": "application/json"}
    )

    assert (answer.status_code, answer.mimetype) == (409, "application/json")
    assert "Avslagen" in json.loads(answer.data)["error"]


# --- decisions, facts, counts, contact persons ---


@pytest.mark.parametrize(
    ("outcome", "button", "state"),
    [("tillbaka", "Skicka tillbaka", "returned"), ("avslag", "Avslå anmälan", "rejected")],
)
def test_a_no_is_given_with_a_reason(scene, signed_in, outcome, button, state):
    petra = signed_in(scene.police())
    group_id = scene.submitted()
    path = f"/grupper/{group_id}/beslut/{outcome}"

    empty = petra.submit(path, {"reason": " "}, button=button)
    given = petra.submit(path, {"reason": "Rita om."}, button=button)

    assert (empty.status_code, given.status_code) == (422, 303)
    assert "Skriv varför." in parsed(empty).text()
    assert scene.state(group_id) == state


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"on": ""}, "Skriv dagen med år, månad och dag"),
        ({"on": "31/12"}, "Skriv dagen med år, månad och dag"),
        ({"on": "2026-11-24"}, "Dagen har inte varit än."),
        ({"kind": None}, "Välj vad som har hänt."),
        ({"place": "x" * 121}, "Skriv kortare: högst 120 tecken."),
    ],
)
def test_a_fact_that_cannot_be_is_explained_and_kept(scene, maja, typed, message):
    path = f"/grupper/{scene.approved()}/handelse?sort=meeting_held"

    answer = maja.submit(path, {"on": "2026-11-20", "place": "Torget", **typed}, button="Spara")

    assert answer.status_code == 422
    assert message in parsed(answer).text()
    assert typed.get("place", "Torget") in answer.get_data(as_text=True)


def test_counts_are_updated_from_the_groups_page(scene, maja):
    group_id = scene.approved()

    wrong = maja.submit(f"/grupper/{group_id}/antal", {"joined": "21"}, button="Spara")
    right = maja.submit(f"/grupper/{group_id}/antal", {"joined": "17"}, button="Spara")

    assert (wrong.status_code, right.location) == (422, f"/grupper/{group_id}")
    assert "17 är med" in maja.page(right.location).text()


def test_a_contact_person_is_removed_and_sees_nothing_more(scene, maja, signed_in):
    nils = scene.person()
    group_id = scene.draft()
    contact_id = scene.add_contact(group_id, nils)
    path = f"/grupper/{group_id}/kontaktombud"
    browser = signed_in(nils)
    assert browser.get(path).status_code == 200

    maja.submit(path, action=f"/kontaktombud/{contact_id}/avsluta")

    assert browser.get(path).status_code == 404
    assert "Björkvägen" not in browser.page("/grupper").text()


def test_who_leaves_comes_to_the_list(scene, signed_in):
    nils = scene.person()
    group_id = scene.draft()
    contact_id = scene.add_contact(group_id, nils)
    browser = signed_in(nils)

    answer = browser.submit(f"/kontaktombud/{contact_id}/lamna", {"way": "nobody"})

    assert answer.location == "/grupper"


def test_a_head_contact_person_is_appointed(scene, maja):
    group_id = scene.draft()
    contact_id = scene.add_contact(group_id, scene.person())
    path = f"/grupper/{group_id}/kontaktombud"

    maja.submit(path, action=f"/kontaktombud/{contact_id}/huvud")

    assert "Huvudkontaktombud" in maja.page(path).text()
    assert len(scene.group(group_id).head_ids) == 1


# --- doors ---

OWN_PAGES = ("", "/namn", "/omrade", "/bostader", "/kontaktombud", "/skicka")
POSTS = ("/namn", "/omrade", "/bostader", "/kontaktombud", "/skicka", "/godkann", "/aktivera",
         "/beslut/tillbaka", "/beslut/avslag", "/handelse", "/antal")  # fmt: skip


def test_strangers_and_police_of_another_area_find_nothing(scene, signed_in):
    group_id = scene.submitted()
    for user in (scene.person(), scene.staff("Sven Söder", ("police", scene.south))):
        browser = signed_in(user)

        opened = {browser.get(f"/grupper/{group_id}{page}").status_code for page in OWN_PAGES}
        posted = {browser.post(f"/grupper/{group_id}{page}").status_code for page in POSTS}

        assert opened == {404}
        # A form is looked at before the group, so an empty one may be answered as such.
        assert posted <= {404}


def test_a_draft_is_invisible_to_staff(scene, signed_in):
    group_id = scene.complete()
    for user in (scene.police(), scene.coordinator()):
        browser = signed_in(user)

        assert {browser.get(f"/grupper/{group_id}{page}").status_code for page in OWN_PAGES} == {
            404
        }


def test_staff_cannot_open_the_registrations_forms(scene, signed_in):
    group_id = scene.submitted()
    petra = signed_in(scene.police())

    forms = [page for page in (*OWN_PAGES, "/antal") if page]
    assert {petra.get(f"/grupper/{group_id}{page}").status_code for page in forms} == {403}
    assert petra.get("/grupper/ny").status_code == 403


def test_without_signing_in_one_is_asked_to(scene, client):
    group_id = scene.submitted()

    answer = client.get(f"/grupper/{group_id}")

    assert answer.status_code == 303
    assert answer.location.endswith(f"?next=/grupper/{group_id}")


@pytest.mark.parametrize("path", ["/grupper/999999", "/grupper/0", "/grupper/999999/skicka"])
def test_a_group_that_does_not_exist_is_not_found(maja, path):
    assert maja.get(path).status_code == 404
