"""The pages behind a personal link: on a phone, without sign-in, opened by scanners as well."""

import json

import pytest

from grannsamverkan.training import rules, usecases
from grannsamverkan.training.models import Edition
from tests.usecases.training.scene import BANK, RIGHT, WRONG


def chosen(scene, token, answers):
    """What a browser sends: answers to the questions as they are drawn now."""
    shown = scene.shown(token, answers)
    sent = {f"question_{n}": str(place) for n, place in enumerate(shown, 1)}
    return {**sent, "attempt": str(scene.opened(token).tries)}


def trained_on(scene, maja, group):
    return scene.contact_of(maja, group).trained_on


def test_the_whole_way_from_the_mail_to_the_receipt(client, scene, maja, group, token):
    page = client.page(f"/u/{token}")
    assert page.heading() == "Att vara kontaktombud"
    assert "Björkvägen" in page.text()

    questions = client.submit(f"/u/{token}", button="Jag har läst materialet")
    assert questions.status_code == 303
    assert questions.location == f"/u/{token}/fragor"

    done = client.submit(f"/u/{token}/fragor", chosen(scene, token, RIGHT), button="Skicka svaren")
    assert (done.status_code, done.location) == (303, f"/u/{token}")
    assert trained_on(scene, maja, group) is not None
    receipt = client.page(f"/u/{token}")
    assert receipt.heading() == "Du är klar"
    assert "23 november 2026" in receipt.text()


@pytest.mark.parametrize("stage", ["new", "read", "tried", "done"])
def test_opening_pages_changes_no_row(client, scene, token, stage):
    if stage != "new":
        scene.read(token)
    if stage in ("tried", "done"):
        scene.answer(token, RIGHT if stage == "done" else WRONG)
    before = scene.everything()

    for path in ("", "/material", "/fragor", "/last", "/finns-inte"):
        for call in (client.get, client.head, client.options):
            call(f"/u/{token}{path}")

    assert scene.everything() == before


def test_wrong_answers_are_explained_and_new_questions_are_drawn(client, scene, token):
    scene.read(token)

    answer = client.submit(
        f"/u/{token}/fragor", chosen(scene, token, WRONG), button="Skicka svaren"
    )
    assert (answer.status_code, answer.location) == (303, f"/u/{token}/fragor")

    page = client.page(f"/u/{token}/fragor")
    asked = BANK
    assert not [e for e in page.all("input") if "checked" in e.attrib]
    assert asked[1].why in page.text()
    assert f"Du svarade: {asked[1].options[WRONG[1]]}" in page.text()
    assert "Ett svar var inte rätt" in page.text()
    assert asked[0].why not in page.text()

    client.submit(f"/u/{token}/fragor", chosen(scene, token, RIGHT), button="Skicka svaren")
    assert client.page(f"/u/{token}").heading() == "Du är klar"


def test_answers_to_questions_that_were_drawn_before_count_for_nothing(client, scene, token):
    scene.read(token)
    stale = chosen(scene, token, RIGHT)
    scene.answer(token, WRONG)
    before = scene.everything()

    answer = client.post(f"/u/{token}/fragor", data=stale)

    assert answer.status_code == 409
    assert "Frågorna har bytts" in answer.text
    assert scene.everything() == before


def test_a_question_left_out_is_told_beside_it_and_the_others_stay_chosen(client, scene, token):
    scene.read(token)
    before = scene.everything()

    answer = client.post(
        f"/u/{token}/fragor", data={"attempt": "0", "question_1": "0", "question_3": "2"}
    )

    assert answer.status_code == 422
    assert answer.text.count("checked") == 2
    assert "Välj ett svar på fråga 2." in answer.text
    assert scene.everything() == before


@pytest.mark.parametrize("forged", ["9", "-1", "x", "", "0 OR 1=1"])
def test_an_answer_nobody_offered_is_refused(client, scene, token, forged):
    scene.read(token)
    before = scene.everything()

    answer = client.post(
        f"/u/{token}/fragor", data={**chosen(scene, token, RIGHT), "question_2": forged}
    )

    assert answer.status_code == 422
    assert scene.everything() == before


def test_answers_without_having_read_lead_back_to_the_material(client, scene, token):
    before = scene.everything()

    assert client.get(f"/u/{token}/fragor").location == f"/u/{token}"
    assert (
        client.post(f"/u/{token}/fragor", data=chosen(scene, token, RIGHT)).location
        == f"/u/{token}"
    )

    assert scene.everything() == before


def test_sending_the_same_answers_again_changes_nothing(client, scene, token, clock):
    scene.read(token)
    client.post(f"/u/{token}/fragor", data=chosen(scene, token, RIGHT))
    before = scene.everything()
    clock.forward(days=3)

    for path in ("last", "fragor"):
        assert (
            client.post(f"/u/{token}/{path}", data=chosen(scene, token, WRONG)).status_code == 303
        )

    assert scene.everything() == before
    assert "23 november 2026" in client.page(f"/u/{token}").text()


def test_a_post_from_another_site_does_nothing(client, scene, token):
    before = scene.everything()

    assert client.post(f"/u/{token}/last", csrf=False).status_code == 400

    assert scene.everything() == before


def test_the_file_comes_as_an_attachment_in_a_sandbox(client, token):
    answer = client.get(f"/u/{token}/material")

    assert answer.data.startswith(b"%PDF-")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=att-vara-kontaktombud.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_linked_material_shows_where_it_leads_and_gives_nothing_away(client, scene, maja):
    edition = scene.draft()
    with scene.runtime.work(scene.coordinator) as work:
        usecases.attach_link(work, edition.id, "https://exempel.se/film?a=1&b=2")
    scene.publish(edition)
    scene.approved(scene.group(maja))
    token = scene.tokens()[0]

    page = client.page(f"/u/{token}")

    (link,) = [a for a in page.all("a") if a.attrib["href"].startswith("https:")]
    assert link.attrib["href"] == "https://exempel.se/film?a=1&b=2"
    assert "noopener" in link.attrib["rel"]
    assert "exempel.se" in page.text(link)
    assert client.get(f"/u/{token}").headers["Referrer-Policy"] == "same-origin"
    assert client.get(f"/u/{token}/material").status_code == 404


def replace(scene, maja, group, clock):
    with scene.runtime.work(scene.coordinator) as work:
        usecases.send_again(work, scene.contact_of(maja, group).id)


def withdraw(scene, maja, group, clock):
    with scene.runtime.work(scene.coordinator) as work:
        usecases.withdraw_edition(work, scene.assignments()[0].edition_id)


def expire(scene, maja, group, clock):
    clock.now += rules.LINK_LIFE


def leave(scene, maja, group, clock):
    contact = scene.contact_of(maja, group)
    with scene.given() as work:
        work.get(type(contact), contact.id).ended_at = work.now


def look(client, token, path):
    """The status and the page, without what names the page's own address or the session."""
    answer = client.get(f"/u/{token}{path}")
    kept = [line for line in answer.text.splitlines() if "csrf_token" not in line]
    return answer.status_code, "\n".join(kept).replace(token, "TOKEN")


@pytest.mark.parametrize("path", ["", "/material", "/fragor"])
@pytest.mark.parametrize("end", [replace, withdraw, expire, leave])
def test_a_dead_link_looks_like_one_that_never_was(
    client, scene, maja, group, token, clock, end, path
):
    end(scene, maja, group, clock)

    status, text = look(client, token, path)

    assert status == 404
    assert (status, text) == look(client, "0" * 28, path)
    assert "Länken gäller inte" in text
    assert "Björkvägen" not in text


def test_posts_by_a_dead_link_are_refused_likewise(client, scene, token, clock):
    sent = chosen(scene, token, RIGHT)
    clock.now += rules.LINK_LIFE
    before = scene.everything()

    for path in ("last", "fragor"):
        answer = client.post(f"/u/{token}/{path}", data=sent)
        assert answer.status_code == 404
        assert "Länken gäller inte" in answer.text

    assert scene.everything() == before


def test_what_was_written_is_shown_as_text(client, scene, maja, testdata):
    names = json.loads((testdata / "strings" / "xss-polyglots.json").read_text(encoding="utf-8"))
    edition = scene.draft()
    scene.publish(edition)
    scene.approved(scene.group(maja, name="<b>Gata</b>"))
    token = scene.tokens()[0]
    for hostile in names[:25]:
        with scene.given() as work:
            row = work.get(Edition, edition.id)
            row.title, row.description = hostile[:120], hostile
            row.questions = [
                {"text": hostile, "options": [hostile, "b", "c"], "right": 1, "why": hostile}
            ] * 3
            kept = scene.assignments()[0]
            given = work.get(type(kept), kept.id)
            given.read_at, given.done_at, given.last_answers = work.now, None, [0, 1, 2]
        # The client itself checks for handlers, inline scripts and javascript: addresses.
        client.page(f"/u/{token}")
        page = client.page(f"/u/{token}/fragor")
        assert " ".join(hostile.split()) in page.text()
        assert not [e for e in page.all("script") if "src" not in e.attrib]
