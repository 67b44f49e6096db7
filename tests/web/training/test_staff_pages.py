"""The pages of staff, and of a contact person who is signed in."""

import io
import json

import pytest

from grannsamverkan.training.models import Edition
from tests.unit.training.test_material import SMALLEST, pdf_with, script
from tests.usecases.training.scene import RIGHT

TEXT = {"title": "Vårt material", "language": "sv", "description": "Kort att läsa."}
QUESTION = {
    "text": "Vilket nummer?",
    "option_1": "112",
    "option_2": "114 14",
    "option_3": "118 118",
    "right": "0",
    "why": "Brottet pågår.",
}


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


@pytest.fixture
def maja(scene):
    return scene.person("Maja Lind")


def material(name="material.pdf", body=SMALLEST):
    return {"file": (io.BytesIO(body), name)}


def begun(sara):
    """The address of a draft that holds nothing but its text."""
    answer = sara.submit("/utbildning/material/nytt", TEXT)
    assert answer.status_code == 303
    return answer.location.removesuffix("/fil")


def test_from_an_empty_room_to_mails_on_their_way(sara, scene, maja):
    scene.group(maja)
    assert "Inget material än" in sara.page("/utbildning/material").text()

    edition = begun(sara)
    first = sara.submit(f"{edition}/fil", material())
    assert first.location == f"{edition}/fraga/1"
    for number in (1, 2, 3):
        saved = sara.submit(f"{edition}/fraga/{number}", QUESTION)
    assert saved.location == edition

    asking = sara.page(f"{edition}/publicera")
    assert "1 kontaktombud får ett mejl" in asking.text()
    assert scene.mails() == []
    out = sara.submit(f"{edition}/publicera", button="Lägg ut materialet")
    assert out.status_code == 303
    assert [mail.to_address for mail in scene.mails()] == ["maja@exempel.se"]
    assert "Utlagt" in sara.page(edition).text()


def test_if_receivers_change_meanwhile_one_is_asked_again(sara, scene, maja):
    edition = scene.draft()
    path = f"/utbildning/material/{edition.id}/publicera"
    scene.group(maja)

    answer = sara.post(path, data={"receivers": "0"})

    assert answer.status_code == 422
    assert "1 kontaktombud får ett mejl" in answer.text
    assert scene.mails() == []
    assert sara.submit(path, button="Lägg ut materialet").status_code == 303


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (material(body=b"<html><script>"), "inte en PDF"),
        (material(body=b""), "tom"),
        (material(body=SMALLEST[:-6]), "avhuggen"),
        (material(body=pdf_with(script)), "skript"),
        (material(name="x.pdf", body=b"MZ\x90\0"), "inte en PDF"),
        ({}, "Välj en fil eller skriv en länk."),
        ({"url": "javascript:alert(1)"}, "hel webbadress"),
        ({"url": "https://exempel.se/", **material()}, "inte båda"),
    ],
)
def test_a_bad_file_or_link_is_told_at_its_field(sara, scene, files, words):
    edition = begun(sara)
    if "file" in files:
        stream, name = files["file"]
        files = {**files, "file": (io.BytesIO(stream.getvalue()), name)}

    answer = sara.submit(f"{edition}/fil", files)

    assert answer.status_code == 422
    assert words in answer.text
    assert "finns redan" not in sara.page(f"{edition}/fil").text()


def test_a_written_link_stays_in_its_field_when_refused(sara):
    edition = begun(sara)

    answer = sara.submit(f"{edition}/fil", {"url": "ftp://exempel.se/x"})

    assert 'value="ftp://exempel.se/x"' in answer.text


def test_no_name_of_a_file_becomes_a_path(sara, scene, testdata):
    names = json.loads((testdata / "strings" / "filenames.json").read_text(encoding="utf-8"))
    edition = begun(sara)
    root = scene.runtime.storage.root

    for name in names:
        answer = sara.post(f"{edition}/fil", data=material(name=name or "x"))
        assert answer.status_code in (303, 422)

    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    assert all(len(path.name) == 64 for path in files)
    sent = sara.get(f"{edition}/hamta").headers["Content-Disposition"]
    assert sent == "attachment; filename=vart-material.pdf"


def test_a_question_with_faults_keeps_what_was_written(sara):
    edition = begun(sara)

    answer = sara.submit(f"{edition}/fraga/1", {**QUESTION, "right": "3", "why": ""})
    assert answer.status_code == 422
    assert "118 118" in answer.text

    answer = sara.submit(f"{edition}/fraga/1", {**QUESTION, "right": "3"})
    assert answer.status_code == 422
    assert "Välj ett av svaren du har skrivit." in answer.text


def test_a_question_is_shown_again_to_be_changed(sara):
    edition = begun(sara)
    sara.submit(f"{edition}/fraga/1", QUESTION)

    page = sara.page(f"{edition}/fraga/1")

    values = {e.attrib["name"]: e.attrib.get("value") for e in page.all("input")}
    assert values["option_3"] == "118 118"
    checked = [e.attrib["value"] for e in page.all("input") if "checked" in e.attrib]
    assert checked == ["0"]
    assert sara.get(f"{edition}/fraga/3").status_code == 404
    assert sara.get(f"{edition}/fraga/0").status_code == 404


def test_what_is_out_cannot_be_edited_but_withdrawn(sara, scene):
    edition = scene.published()
    path = f"/utbildning/material/{edition.id}"

    for part in ("text", "fil", "fraga/1", "publicera"):
        assert sara.get(f"{path}/{part}").status_code == 409
    assert sara.post(f"{path}/publicera", data={"receivers": "0"}).status_code == 409

    assert sara.submit(path, action="/dra-tillbaka").status_code == 303
    assert "Tillbakadraget" in sara.page(path).text()


PAGES = ["", "/hamta", "/text", "/fil", "/fraga/1", "/publicera"]


def test_a_coordinator_elsewhere_finds_nothing(scene, signed_in):
    edition = scene.draft()
    stranger = signed_in(scene.staff_user("coordinator", scene.town.elsewhere))
    before = scene.everything()

    for part in PAGES:
        assert stranger.get(f"/utbildning/material/{edition.id}{part}").status_code == 404
    posts = {
        "/text": TEXT,
        "/fil": {"url": "https://exempel.se/"},
        "/fraga/1": QUESTION,
        "/publicera": {"receivers": "0"},
        "/dra-tillbaka": {},
    }
    for part, data in posts.items():
        answer = stranger.post(f"/utbildning/material/{edition.id}{part}", data=data)
        assert answer.status_code == 404, part

    after = scene.everything()
    assert {name: rows for name, rows in after.items() if name != "login_session"} == {
        name: rows for name, rows in before.items() if name != "login_session"
    }


def test_police_read_and_do_not_change(scene, signed_in, maja):
    edition = scene.draft()
    contact = scene.contact_of(maja, scene.group(maja))
    police = signed_in(scene.staff_user("police", area=scene.town.north))

    assert police.get(f"/utbildning/material/{edition.id}").status_code == 200
    assert "Maja Lind" in police.page("/utbildning").text()
    assert "Skicka" not in [police.page("/utbildning").text(b) for b in _buttons(police)]
    for part in ("/text", "/fil", "/fraga/1", "/publicera"):
        assert police.get(f"/utbildning/material/{edition.id}{part}").status_code == 403
    assert police.post(f"/utbildning/skicka/{contact.id}").status_code == 403
    assert police.get("/utbildning/material/nytt").status_code == 403


def _buttons(browser):
    return browser.page("/utbildning").all("button")


def test_those_with_no_part_in_it_are_turned_away(client, scene, signed_in, maja):
    scene.draft()
    reviewer = signed_in(scene.staff_user("reviewer"))
    contact = signed_in(maja)

    assert reviewer.get("/utbildning").status_code == 403
    for person in (reviewer, contact):
        assert person.get("/utbildning/material").status_code == 403
        assert person.get("/utbildning/material/nytt").status_code == 403
        assert person.get("/utbildning/material/1").status_code == 404
    for path in ("/utbildning", "/utbildning/material", "/utbildning/material/1"):
        assert "/logga-in" in client.get(path).location


def test_the_coordinator_sees_how_far_people_are_and_sends_again(sara, scene, maja):
    scene.published()
    scene.approved(scene.group(maja, scene.person("Olle Ek")))
    scene.read(scene.tokens()[1])
    scene.answer(scene.tokens()[1], RIGHT)

    page = sara.page("/utbildning")
    assert "1 av 2" in page.text()
    assert "På väg" in page.text()
    assert "Maja" not in sara.page("/utbildning?visa=klara").text()
    assert "Olle" not in sara.page("/utbildning?visa=kvar").text()
    assert "Olle" in sara.page("/utbildning?visa=okänt").text()

    assert sara.submit("/utbildning", button="Skicka igen").status_code == 303
    assert len(scene.tokens()) == 3
    assert "En ny länk är på väg" in sara.page("/utbildning").text()


def test_one_who_keeps_two_municipalities_says_which(scene, signed_in):
    user = scene.staff_user("admin")
    with scene.given() as work:
        again = work.get(type(user), user.id)
        again.grants.append(
            type(again.grants[0])(role="admin", municipality_id=scene.town.elsewhere)
        )
    browser = signed_in(user)

    answer = browser.submit(
        "/utbildning/material/nytt", {**TEXT, "municipality": str(scene.town.elsewhere)}
    )

    assert answer.status_code == 303
    with scene.runtime.reading() as work:
        edition = work.get(Edition, int(answer.location.split("/")[-2]))
        assert edition.municipality_id == scene.town.elsewhere
    forged = browser.post("/utbildning/material/nytt", data={**TEXT, "municipality": "999"})
    assert forged.status_code == 422


def test_a_signed_in_contact_person_starts_here(scene, signed_in, maja):
    group = scene.group(maja)
    browser = signed_in(maja)
    assert "inte lagt ut" in browser.page("/utbildning").text()

    scene.published()
    started = browser.submit("/utbildning", button="Börja utbildningen")
    assert started.status_code == 303
    assert browser.page(started.location).heading() == "Att vara kontaktombud"

    token = started.location.split("/")[-1]
    scene.read(token)
    assert "Fortsätt utbildningen" in browser.page("/utbildning").text()
    scene.answer(token, RIGHT)
    assert "23 november 2026" in browser.page("/utbildning").text()
    assert scene.contact_of(maja, group).trained_on is not None


def test_before_any_group_the_page_says_how_to_begin(scene, signed_in, maja):
    page = signed_in(maja).page("/utbildning")

    assert "Starta en grupp" in page.text()


def test_opening_the_pages_of_staff_changes_no_row(sara, scene, maja):
    edition = scene.draft()
    scene.group(maja)
    before = scene.everything()

    for part in PAGES:
        sara.get(f"/utbildning/material/{edition.id}{part}")
    for path in ("/utbildning", "/utbildning/material", "/utbildning/material/nytt"):
        sara.get(path)

    assert scene.everything() == before


def test_hostile_titles_are_shown_as_text(sara, scene, maja, testdata):
    names = json.loads((testdata / "strings" / "xss-polyglots.json").read_text(encoding="utf-8"))
    edition = scene.draft()
    for hostile in names[:15]:
        with scene.given() as work:
            row = work.get(Edition, edition.id)
            row.title, row.description = hostile[:120], hostile
            row.questions = [
                {"text": hostile, "options": [hostile, "b", "c"], "right": 1, "why": hostile}
            ] * 3
        # The client itself checks for handlers, inline scripts and javascript: addresses.
        for path in ("", f"/{edition.id}", f"/{edition.id}/fraga/1", f"/{edition.id}/publicera"):
            page = sara.page(f"/utbildning/material{path}")
            assert not [e for e in page.all("script") if "src" not in e.attrib]
        assert " ".join(hostile.split()) in sara.page(f"/utbildning/material/{edition.id}").text()


def test_a_page_written_here_is_read_where_the_link_leads(sara, scene, maja, client):
    edition = begun(sara)
    text = "## Din uppgift\n\nDu är länken.\n\n- Ring 112\n- [Läs mer](https://exempel.se/)\n\n<b>x</b>"

    saved = sara.submit(f"{edition}/sida", {"text": text})
    assert saved.location == f"{edition}/fraga/1"
    for number in (1, 2, 3):
        sara.submit(f"{edition}/fraga/{number}", QUESTION)
    sara.submit(f"{edition}/publicera", button="Lägg ut materialet")
    scene.approved(scene.group(maja))
    token = scene.tokens()[0]

    page = client.page(f"/u/{token}")
    assert "Din uppgift" in [page.text(heading) for heading in page.all("h2")]
    assert "<b>x</b>" in page.text()
    (link,) = [a for a in page.all("a") if a.attrib["href"] == "https://exempel.se/"]
    assert link.attrib["rel"] == "noopener"
    assert client.get(f"/u/{token}/material").status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 30_001])
def test_an_empty_or_endless_page_is_refused(sara, text):
    edition = begun(sara)

    assert sara.submit(f"{edition}/sida", {"text": text}).status_code == 422


def test_a_page_in_the_making_stands_in_its_field_and_a_file_replaces_it(sara):
    edition = begun(sara)
    sara.submit(f"{edition}/sida", {"text": "Ett första utkast"})

    assert "Ett första utkast" in sara.page(f"{edition}/sida").text()
    sara.submit(f"{edition}/fil", material())

    assert "Ett första utkast" not in sara.page(f"{edition}/sida").text()
    assert "Hämta PDF" in sara.page(edition).text()
