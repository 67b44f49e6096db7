"""Courses on pages: put together by staff, read on a phone by link."""

import pytest

from grannsamverkan.training.models import Edition
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def leaves(scene):
    return [
        scene.leaf(f"Del {name}", f"## Om {name}\n\nText {name}.", minutes=3) for name in "ABCD"
    ]


@pytest.fixture
def course(scene, leaves):
    made = scene.course(*leaves)
    scene.publish(made)
    return made


@pytest.fixture
def token(scene, maja, course):
    scene.approved(scene.group(maja))
    return scene.tokens()[0]


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


def read(client, token, number):
    return client.submit(f"/u/{token}/del/{number}", button="Jag har läst")


def test_the_modules_are_read_one_after_another_and_then_the_questions_come(client, token):
    page = client.page(f"/u/{token}")
    assert page.heading() == "Kursen"
    assert "0 av 4 delar är lästa" in page.text()
    assert "Det som är kvar tar ungefär 12 minuter." in page.text()

    ways = [read(client, token, number).location for number in (1, 2, 3, 4)]

    assert ways == [
        f"/u/{token}/del/2",
        f"/u/{token}/del/3",
        f"/u/{token}/del/4",
        f"/u/{token}/fragor",
    ]
    assert client.page(f"/u/{token}/fragor").heading() == "Vad skulle du göra?"
    assert "Du har läst alla delar" in client.page(f"/u/{token}").text()


def test_lists_tell_how_long_a_course_takes_and_of_which_course_something_is_a_part(sara, course):
    shelf, kept = sara.page("/utbildning/bibliotek"), sara.page("/utbildning/material")

    assert "12 minuter" in shelf.text()
    assert "12 minuter" in kept.text()
    assert kept.text().count("Del av Kursen") == 4


def test_staff_may_leave_the_parts_of_courses_out_of_the_list(sara, course):
    def named(path):
        return [page.text(one) for page in [sara.page(path)] for one in page.all("h2")]

    whole, few = named("/utbildning/material"), named("/utbildning/material?visa=utan-delar")

    assert {"Kursen", "Del A", "Del D"} <= set(whole)
    assert "Kursen" in few
    assert not {f"Del {name}" for name in "ABCD"} & set(few)
    assert "Visa också det" in sara.page("/utbildning/material?visa=utan-delar").text()


def test_the_questions_of_a_training_that_is_out_are_folded(sara, course):
    page = sara.page(f"/utbildning/material/{course.id}")

    (summary,) = [one for one in page.all("summary") if "frågorna" in page.text(one)]
    assert page.text(summary) == "Visa frågorna och svaren"
    answers = [one for one in page.all("strong") if "rätt svar" in page.text(one)]
    assert answers
    assert all(page.is_inside(one, "details") for one in answers)


def test_a_closed_door_says_how_much_is_left(client, scene, token):
    read(client, token, 2)
    read(client, token, 4)

    page = client.page(f"/u/{token}")

    assert "Läs alla delar först: 2 är kvar." in page.text()
    assert client.get(f"/u/{token}/fragor").location == f"/u/{token}"
    before = scene.everything()
    refused = client.post(f"/u/{token}/last")
    assert refused.status_code == 409
    assert "Läs alla 4 delarna först: 2 är kvar." in refused.text
    assert scene.everything() == before


def test_what_was_skipped_comes_after_the_last_one(client, token):
    read(client, token, 1)
    read(client, token, 3)

    assert read(client, token, 4).location == f"/u/{token}/del/2"


def test_a_module_shows_its_text_and_where_one_is(client, token):
    page = client.page(f"/u/{token}/del/2")

    assert page.heading() == "Del B"
    assert "Del 2 av 4" in page.text()
    assert "Om B" in [page.text(heading) for heading in page.all("h2")]
    read(client, token, 2)
    assert "Du har läst den här delen." in client.page(f"/u/{token}/del/2").text()


@pytest.mark.parametrize("stage", ["new", "begun", "read"])
def test_opening_pages_of_a_course_changes_no_row(client, scene, token, stage):
    if stage != "new":
        scene.learn(token, *([1] if stage == "begun" else []))
    before = scene.everything()

    for path in ("", "/del/1", "/del/1/material", "/del/1/last", "/del/9", "/fragor"):
        for call in (client.get, client.head, client.options):
            call(f"/u/{token}{path}")

    assert scene.everything() == before


def test_a_module_that_was_taken_back_is_named_and_cannot_be_opened(client, scene, leaves, token):
    scene.withdraw(leaves[1])

    page = client.page(f"/u/{token}")

    assert "Kommunen har dragit tillbaka den här delen." in page.text()
    assert client.get(f"/u/{token}/del/2").status_code == 404
    assert "Del 2 av 3" in client.page(f"/u/{token}/del/3").text()
    assert client.post(f"/u/{token}/del/2/last").status_code == 409


def test_when_the_last_one_left_was_taken_back_a_press_leads_on(client, scene, leaves, token):
    scene.learn(token, 1, 2, 3)
    scene.withdraw(leaves[3])

    led = client.submit(f"/u/{token}", button="Gå vidare")

    assert led.location == f"/u/{token}/fragor"


def test_a_course_without_anything_left_in_it_says_so(client, scene, leaves, token):
    for leaf in leaves:
        scene.withdraw(leaf)

    assert "Kursens delar är tillbakadragna" in client.page(f"/u/{token}").text()


def test_modules_of_other_kinds_are_opened_where_they_are(client, scene, maja):
    link, paper = scene.begun("En film", trains=False), scene.draft()
    with scene.given() as work:
        row = work.get(Edition, link.id)
        row.kind, row.url, row.state = "link", "https://exempel.se/film", "published"
        row = work.get(Edition, paper.id)
        row.trains, row.state = False, "published"
    course = scene.course(link, paper)
    scene.publish(course)
    token = scene.given_link(course, scene.contact_of(maja, scene.group(maja)))

    page = client.page(f"/u/{token}/del/1")
    (to,) = [a for a in page.all("a") if a.attrib["href"].startswith("https:")]
    assert to.attrib["rel"] == "noopener noreferrer"
    assert client.get(f"/u/{token}/del/1/material").status_code == 404
    assert client.get(f"/u/{token}/del/2/material").data.startswith(b"%PDF-")


def test_after_the_questions_one_reads_why_those_that_were_asked_are_right(client, scene, token):
    scene.learn(token)
    scene.answer(token, RIGHT)

    page = client.page(f"/u/{token}").text()

    for question in scene.opened(token).edition.asked:
        assert question.why in page


def test_other_material_is_confirmed_and_can_be_read_again(client, scene, maja):
    token = scene.given_link(scene.leaf(), scene.contact_of(maja, scene.group(maja)))
    assert "Det kommer inga frågor." in client.page(f"/u/{token}").text()

    done = client.submit(f"/u/{token}", button="Jag har läst materialet")

    assert done.location == f"/u/{token}"
    page = client.page(f"/u/{token}").text()
    assert "Du bekräftade 23 november 2026 att du har läst det." in page
    assert "Det här." in page
    assert client.get(f"/u/{token}/fragor").location == f"/u/{token}"
    assert client.get(f"/u/{token}/intyg").status_code == 404


def test_a_coordinator_builds_a_course_of_what_is_out(sara, scene, leaves):
    begun = sara.submit(
        "/utbildning/material/nytt", {"title": "Vår kurs", "description": "Kort.", "language": "sv"}
    )
    way = begun.location.removesuffix("/fil")
    assert f"{way}/delar" in [a.attrib["href"] for a in sara.page(f"{way}/fil").all("a")]

    for leaf in leaves[:3]:
        sara.submit(f"{way}/delar", {"edition": str(leaf.id)}, button="Lägg till")
    page = sara.page(f"{way}/delar")
    assert "Delarna tar tillsammans 9 minuter." in page.text()
    moved = sara.submit(f"{way}/delar", button="Flytta upp del 3")
    assert moved.location.startswith(f"{way}/delar#del-")
    sara.submit(f"{way}/delar", button="Flytta ner del 1")
    sara.submit(f"{way}/delar", button="Ta bort del 3")

    shown = sara.page(way)
    assert [shown.text(item) for item in shown.all("li") if "Del " in shown.text(item)] == [
        "Del C",
        "Del A",
    ]
    assert "Skriv 3 frågor till." in shown.text()
    assert sara.post(f"{way}/delar", data={"edition": "999"}).status_code == 422


def test_other_material_needs_no_questions_to_be_put_out(sara, scene, maja):
    scene.group(maja)
    begun = sara.submit(
        "/utbildning/material/nytt",
        {"title": "Ett blad", "description": "Kort.", "language": "sv", "purpose": "reading"},
    )
    way = begun.location.removesuffix("/fil")
    saved = sara.submit(f"{way}/sida", {"text": "## Läs\n\nDet här."})
    assert saved.location == way

    assert "Ingen får ett mejl nu" in sara.page(f"{way}/publicera").text()
    sara.submit(f"{way}/publicera", button="Lägg ut materialet")

    assert "Utlagt" in sara.page(way).text()
    assert scene.mails() == []


def test_the_course_that_comes_along_is_taken_as_a_draft(sara, scene):
    made = sara.submit("/utbildning/material/medfoljande", button="Kursen på engelska")

    page = sara.page(made.location)
    assert page.heading() == "Being a contact person"
    assert "Delarna tar tillsammans 16 minuter." in page.text()
    assert "Materialet är klart att läggas ut" in page.text()


def test_somebody_who_wants_the_training_in_another_language_takes_it(scene, signed_in, maja):
    scene.published()
    scene.published("ar")
    group = scene.group(maja)
    browser = signed_in(maja)

    started = browser.submit("/utbildning", button="Gå den på arabiska")

    token = started.location.split("/")[-1]
    assert scene.opened(token).edition.language == "ar"
    scene.read(token)
    assert scene.press(token)
    assert scene.contact_of(maja, group).trained_on is not None
    contact = scene.contact_of(maja, group)
    wrong = browser.post(f"/utbildning/borja/{contact.id}", data={"edition": "999"})
    assert wrong.status_code == 404
