"""Start pages and queues as staff and contact persons meet them."""

from datetime import timedelta

import pytest

from grannsamverkan.core import codes
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.signs.models import SignDecision

STATUS = {
    "/": {"contact", "police", "coordinator", "reviewer", "admin"},
    "/granskning": {"reviewer"},
    "/beslut": {"police", "coordinator"},
    "/vantar": {"coordinator", "reviewer", "admin"},
}
ROLES = ("contact", "police", "coordinator", "reviewer", "admin")


@pytest.mark.parametrize("path", STATUS)
@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_its_roles_and_no_others(scene, signed_in, staff, path, role):
    browser = signed_in(scene.user()) if role == "contact" else staff(role)

    answer = browser.get(path)

    assert answer.status_code == (200 if role in STATUS[path] else 403)


@pytest.mark.parametrize("path", ["/granskning", "/beslut", "/vantar"])
def test_nobody_is_asked_to_sign_in_first(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.location) == (303, f"/logga-in?next={path}")


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_leads_only_to_pages_that_open(scene, signed_in, staff, role):
    browser = signed_in(scene.user()) if role == "contact" else staff(role)

    page = browser.page("/")
    menu = [nav for nav in page.all("nav") if nav.attrib.get("aria-label") == "Huvudmeny"]
    links = [link.attrib["href"] for link in menu[0].iter("a")]

    assert "/grupper" in links
    assert [browser.get(href).status_code for href in links] == [200] * len(links)


def test_every_task_leads_to_a_page_that_opens(scene, signed_in):
    maja = scene.user()
    scene.edition()
    for state in ("draft", "returned", "approved", "active"):
        group = scene.group(maja, state=state)
        if state == "returned":
            scene.decision(group, "police", "return", reason="Rita om området.")
    for state in ("handed_out", "completion_asked", "correction_ordered", "place_refused"):
        scene.sign(group, state)
    browser = signed_in(maja)

    page = browser.page("/")
    tasks = [e for e in page.all("li") if e.attrib.get("class", "").startswith("task")]
    links = [link.attrib["href"] for task in tasks for link in task.iter("a")]

    browser.check_pages = False  # they are looked at in their own rooms
    assert len(links) >= 8
    assert {href: browser.get(href).status_code for href in links} == dict.fromkeys(links, 200)


def test_tasks_of_staff_lead_to_pages_that_open(scene, staff):
    maja = scene.user()
    for state in ("submitted", "approved", "active"):
        group = scene.group(maja, state=state)
        scene.sign(group, "place_approved")
        scene.sign(group, "planned")
    scene.photos(scene.sign(group, "photos_sent"), "ok")
    scene.edition(state="draft")
    scene.job()
    browser = staff("police", "coordinator", "reviewer", "admin")

    page = browser.page("/")
    tasks = [e for e in page.all("li") if e.attrib.get("class", "").startswith("task")]
    links = {link.attrib["href"] for task in tasks for link in task.iter("a")}

    browser.check_pages = False  # they are looked at in their own rooms
    assert len(links) >= 8
    assert {href: browser.get(href).status_code for href in links} == dict.fromkeys(links, 200)


def test_a_new_contact_person_is_shown_the_first_step(scene, signed_in):
    page = signed_in(scene.user()).page("/")

    assert "Du har ingen grupp än" in page.text()
    assert "/grupper/ny" in [a.attrib["href"] for a in page.all("a")]


def test_a_long_list_shows_its_beginning_and_leads_to_the_whole(scene, staff):
    for _ in range(7):
        scene.group()

    page = staff("police").page("/")

    assert page.text().count("Besluta om") == 5
    assert "Visa alla anmälningar (7)" in page.text()


def test_staff_are_warned_when_nobody_works_or_something_stopped(scene, staff, clock):
    scene.job()
    reviewer = staff("reviewer")
    assert "Utskick och kontroller har inte startat än" in reviewer.page("/").text()

    scene.beat()
    text = reviewer.page("/").text()
    assert "Ingen arbetar" not in text
    assert "1 utskick eller jobb kom inte fram" in text

    clock.forward(seconds=61)
    assert "Utskick och kontroller har stått still sedan" in reviewer.page("/").text()


def test_the_queue_is_filtered_by_its_address(scene, staff):
    one, two = scene.group(state="active"), scene.group(state="active")
    place = scene.sign(one, "planned")
    photos = scene.sign(two, "photos_sent")
    scene.photos(photos, "not_ok", days=3)
    reviewer = staff("reviewer")

    everything = reviewer.page("/granskning").text()
    only_photos = reviewer.page("/granskning?lage=photos_sent").text()
    only_one = reviewer.page(f"/granskning?grupp={one.id}").text()

    shown = {name: codes.pretty(sign.code) for name, sign in (("p", place), ("f", photos))}
    assert shown["p"] in everything
    assert shown["f"] in everything
    assert shown["p"] not in only_photos
    assert "7 dagar kvar" in only_photos
    assert "Stämmer inte" in only_photos
    assert shown["f"] not in only_one


def test_the_queue_tells_only_the_readers_own_decisions(scene, staff, given):
    sign = scene.sign(scene.group(state="active"), "approved")
    with given() as work:
        decision = SignDecision(
            municipality_id=scene.here,
            sign_id=sign.id,
            outcome="approve",
            actor_id=0,
            at=work.now,
            undo_until=work.now + timedelta(seconds=10),
        )
        work.session.add(decision)
    reviewer = staff("reviewer")

    assert codes.pretty(sign.code) not in reviewer.page(f"/granskning?klar={decision.id}").text()
    assert "Breven" not in reviewer.page("/granskning?klar=<b>hej").text()


def test_the_queue_of_decisions_says_whose_turn_it_is(scene, staff):
    scene.group(name="Björkvägen", days=2)
    approved = scene.group(scene.user(), state="approved", name="Lindgatan")
    scene.fact(approved, "list_exists")

    text = staff("police").page("/beslut").text()
    only = staff("police", name="Per").page("/beslut?lage=approved").text()

    assert "Väntar på dig" in text
    assert "uppstartsmötet, första informationen, utbildningen" in only
    assert "Björkvägen" not in only


def test_what_has_stopped_is_started_again_with_one_press(scene, staff, runtime):
    mail = scene.mail()
    job = scene.job(
        kind="send_mail", args={"mail_id": mail.id}, last_error="TimeoutError: timed out"
    )
    reviewer = staff("reviewer")

    page = reviewer.page("/vantar")
    assert "Skicka e-post: Skylten är godkänd" in page.text()
    assert "m…@exempel.se" in page.text()
    assert "E-postservern svarar inte." in page.text()
    answer = reviewer.submit("/vantar", action=f"/vantar/{job.id}/igen", follow=True)

    assert "Det är på väg igen" in answer.text
    with runtime.reading() as work:
        assert work.get(Job, job.id).state == "waiting"


def test_a_mail_that_came_back_says_why_to_whoever_can_mend_the_address(scene, staff):
    mail = scene.mail()
    with scene.given() as work:
        row = work.get(MailRow, mail.id)
        row.bounced_at, row.bounce = work.now, "550 5.1.1 no such user: -"

    text = staff("coordinator").page("/vantar").text()

    assert "Kom tillbaka" in text
    assert "Skylten är godkänd" in text
    assert "m…@exempel.se" in text
    assert "550 5.1.1 no such user" in text


def test_a_second_press_is_told_who_was_first(scene, staff):
    job = scene.job()
    staff("admin", name="Anna Ek").post(f"/vantar/{job.id}/igen")

    answer = staff("reviewer").post(f"/vantar/{job.id}/igen")

    assert answer.status_code == 409
    assert "Anna Ek hann före: ”Försök igen”, 23 november 2026 10:00" in answer.text
    assert 'href="/vantar"' in answer.text


def test_the_second_reviewer_is_told_who_decided_what(scene, staff):
    sign = scene.sign(scene.group(scene.user(), state="active"))
    staff("reviewer", name="Anna Ek").post(f"/skyltar/{sign.id}/plats/godkann")

    answer = staff("reviewer", name="Bo").post(f"/skyltar/{sign.id}/plats/godkann")

    assert answer.status_code == 409
    assert "Anna Ek hann före: ”Godkänn platsen”, 23 november 2026 10:00" in answer.text
    assert f'href="/skyltar/{sign.id}"' in answer.text


def test_a_job_of_another_municipality_does_not_exist(scene, staff):
    job = scene.job(place=scene.municipality())

    assert staff("reviewer").post(f"/vantar/{job.id}/igen").status_code == 404
    assert staff("police", name="Per").post(f"/vantar/{job.id}/igen").status_code == 404
