"""The pages on which bulletins are written, sent, read, passed on and taken back."""

import re

import pikepdf
import pytest
from sqlalchemy import select

from grannsamverkan.accounts.queries import mailing as mail_choices
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.messages import prints, usecases
from grannsamverkan.messages.jobs import mail_bulletin
from grannsamverkan.messages.usecases import Correction
from tests.support.web import words
from tests.usecases.groups.scene import BLOCK, EASTERN

pytestmark = pytest.mark.sqlite_only
NEWEST = select(MailRow.unsubscribe).where(MailRow.letter == "bulletin")
TEXT = {"kind": "crime", "title": "Inbrott i förråd", "text": "Tre förråd.\n\nLås om er."}


def written(browser, **values):
    """Write a draft; returns its id."""
    answer = browser.submit("/utskick/nytt", {**TEXT, **values})
    assert answer.status_code == 303, words(answer)
    return int(answer.location.split("/")[2])


def aimed(browser, bulletin, area=BLOCK):
    answer = browser.submit(f"/utskick/{bulletin}/mottagare", {"area": area})
    assert answer.status_code == 303, words(answer)


def withdrawn(scene, text="Det var fel dag."):
    bulletin = scene.sent()
    with scene.runtime.work(scene.petra.actor) as work:
        usecases.withdraw(work, bulletin, Correction(text))
    return bulletin


def test_police_write_aim_look_through_and_send(scene, group, petra):
    bulletin = written(petra)
    aimed(petra, bulletin)

    page = petra.page(f"/utskick/{bulletin}/skicka")
    assert "1 grupp med 1 kontaktombud får det här" in page.text()
    assert "Tre förråd." in page.text()
    answer = petra.submit(f"/utskick/{bulletin}/skicka", button="Skicka till 1 grupp", follow=True)

    assert "Utskicket är på väg till 1 kontaktombud." in words(answer)
    assert scene.bulletin(bulletin).state == "sent"


@pytest.mark.parametrize(
    "area",
    [
        BLOCK,
        '{"type": "Polygon", "coordinates": [[[12.323, 58.38], [12.323, 58.382],'
        " [12.327, 58.382], [12.327, 58.38], [12.323, 58.38]]]}",
    ],
)
def test_corners_and_geojson_are_equal_ways_to_the_drawn_area(scene, group, petra, area):
    bulletin = written(petra)

    aimed(petra, bulletin, area)

    assert scene.number(bulletin).counted == (1, 1)


def test_a_border_that_makes_no_area_is_explained_and_kept(scene, group, petra):
    bulletin = written(petra)

    answer = petra.submit(f"/utskick/{bulletin}/mottagare", {"area": "58.38, 12.32"})

    assert answer.status_code == 422
    assert "58.38, 12.32" in answer.text
    assert scene.bulletin(bulletin).area is None


def test_numbers_that_changed_are_shown_anew_on_the_same_page(scene, group, petra):
    bulletin = written(petra)
    aimed(petra, bulletin)
    (form,) = [
        form for form in petra.forms(f"/utskick/{bulletin}/skicka") if "persons" in form.values
    ]
    scene.add_contact(group, scene.person("Nils Ek"))

    answer = petra.post(f"/utskick/{bulletin}/skicka", data=form.values)

    assert answer.status_code == 422
    assert "Antalet har ändrats" in words(answer)
    assert "1 grupp med 2 kontaktombud får det här" in words(answer)


def test_the_guard_says_why_and_where_and_each_box_must_be_ticked(scene, group, petra):
    bulletin = written(petra, text="En finsk kvinna, tel 070-123 45 67.")
    aimed(petra, bulletin)
    path = f"/utskick/{bulletin}/skicka"
    page = petra.page(path)
    assert [page.text(mark) for mark in page.all("mark")] == ["finsk kvinna", "070-123 45 67"]
    assert "Uppgifter om ursprung och tro är känsliga personuppgifter." in page.text()
    boxes = [
        box.attrib["value"] for box in page.all("input") if box.attrib.get("name") == "ga_vidare"
    ]

    numbers = {"groups": "1", "persons": "1"}
    half = petra.post(path, data={**numbers, "ga_vidare": boxes[:1]})
    assert half.status_code == 422
    assert "Texten har 1 saker att ta ställning till" in words(half)
    whole = petra.post(path, data={**numbers, "ga_vidare": boxes})

    assert whole.status_code == 303
    assert "Skickat trots" in petra.page(f"/utskick/{bulletin}").text()


def test_each_day_in_the_list_is_marked_as_one_that_stays_on_one_line(scene, group, petra):
    scene.sent()

    page = petra.page("/utskick")

    days = [page.text(one) for one in page.all("span") if one.get("class") == "table__day"]
    assert len(days) == 2
    assert all(re.fullmatch(r"\d+ [a-z]+ 20\d\d", day) for day in days)


def test_groups_of_another_police_area_are_told_and_left_out(scene, group, petra):
    scene.grouped("Lindvägen", scene.person("Nils Ek"), EASTERN, south=True)
    bulletin = written(petra)

    aimed(petra, bulletin)

    text = petra.page(f"/utskick/{bulletin}/skicka").text()
    assert "1 grupp i området hör till ett annat polisområde och är inte med." in text


def test_opening_a_bulletin_proves_nothing_and_a_press_does(scene, group, maja, petra):
    bulletin = scene.sent()
    for _look in range(3):
        maja.page(f"/utskick/{bulletin}")
    maja.get(f"/utskick/{bulletin}/anslag-sv.pdf")
    assert scene.reach(bulletin).read == 0
    assert scene.passings() == []

    maja.submit(f"/utskick/{bulletin}", action="/last")

    assert scene.reach(bulletin).read == 1


def test_the_own_channel_stands_first_and_one_press_passes_on(scene, group, maja):
    bulletin = scene.sent()
    contact = scene.contact_of(group, scene.maja)
    maja.submit("/utskick/till-mig", {"channel": "told"}, action=f"/till-mig/{contact}")

    first = next(form for form in maja.forms(f"/utskick/{bulletin}") if "channel" in form.values)
    assert first.values["channel"] == ["told"]
    answer = maja.submit(f"/utskick/{bulletin}", button="Jag har berättat det", follow=True)

    assert "Tack. Det är noterat." in words(answer)
    assert [one.channel for one in scene.passings()] == ["told"]


def test_the_text_for_a_chat_is_there_without_a_script(scene, group, maja):
    bulletin = scene.sent()

    answer = maja.submit(f"/utskick/{bulletin}", button="Kopiera texten till chatten", follow=True)

    assert "Tre förråd har brutits upp." in answer.text
    assert f"/M/{scene.bulletin(bulletin).code}</textarea>" in answer.text


def test_the_press_for_the_board_gives_the_notice(scene, group, maja):
    bulletin = scene.sent()

    answer = maja.submit(f"/utskick/{bulletin}", button="Hämta anslaget till tavlan", follow=True)

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert scene.reach(bulletin).channels["board"] == 1


@pytest.mark.parametrize(("length", "sides"), [(1, 1), (20, 1), (60, 2)])
def test_the_notice_is_a_tagged_page_and_at_its_longest_one_sheet(
    scene, group, tmp_path, length, sides
):
    sentence = "Tre förråd har brutits upp under natten till onsdag i kvarteret.\n\n"
    bulletin = scene.bulletin(scene.sent(text=(sentence * length)[:3900]))
    with scene.runtime.reading() as work:
        bulletin = work.session.merge(bulletin)
        document = prints.notice(bulletin, "https://grannar.example")

    body = compile_pdf("messages/notice.typ", document, created=bulletin.sent_at)

    (tmp_path / "notice.pdf").write_bytes(body)
    with pikepdf.open(tmp_path / "notice.pdf") as made:
        assert len(made.pages) == sides
        assert made.Root.MarkInfo.Marked
        assert made.docinfo["/Title"] == "Inbrott i förråd"


def test_a_withdrawn_bulletin_shows_its_correction_on_every_page(scene, group, maja, petra, client):
    bulletin = withdrawn(scene)
    code = scene.bulletin(bulletin).code

    for browser, path in (
        (maja, f"/utskick/{bulletin}"),
        (petra, f"/utskick/{bulletin}"),
        (client, f"/M/{code}"),
    ):
        assert "Det var fel dag." in browser.page(path).text()
    assert "Tre förråd" not in client.page(f"/M/{code}").text()
    assert "Kopiera texten" not in maja.page(f"/utskick/{bulletin}").text()


def test_everybody_reads_what_was_sent_and_nobody_what_was_not(scene, group, client):
    sent, draft = scene.bulletin(scene.sent()), scene.bulletin(scene.drafted())

    answer = client.get(f"/m/{sent.code.lower()}", follow_redirects=True)

    assert "Tre förråd har brutits upp." in words(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Utskicket finns inte" in client.page(f"/M/{draft.code}", status=404).text()


def test_the_reader_of_english_gets_the_english_words(scene, group, client):
    code = scene.bulletin(scene.sent(title_en="Burglaries", text_en="Three sheds.")).code
    client.set_cookie("sprak", "en")

    page = client.page(f"/M/{code}")

    assert page.heading() == "Burglaries"
    assert "Three sheds." in page.text()


def test_a_scanner_that_opens_the_mails_link_changes_nothing_and_one_click_does(
    scene, group, client
):
    mail_bulletin(scene.runtime, scene.sent())
    path = mail_link(scene)

    client.page(path)
    assert frequency(scene) == "at_once"
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"}, csrf=False)

    assert answer.status_code == 303
    assert frequency(scene) == "page"


def frequency(scene):
    """How often Maja wants mail."""
    with scene.runtime.reading() as work:
        return mail_choices.choice(work, scene.maja.id).frequency


def mail_link(scene):
    """Where the mail's unsubscribe leads."""
    with scene.runtime.reading() as work:
        found = work.session.execute(NEWEST).scalar_one()
    return found.removeprefix("http://localhost")


def test_another_sites_page_cannot_choose_for_somebody(scene, group, client):
    mail_bulletin(scene.runtime, scene.sent())

    answer = client.post(mail_link(scene), headers={"Origin": "https://elak.example"}, csrf=False)

    assert answer.status_code == 403


def test_senders_see_numbers_and_never_who(scene, group, petra):
    bulletin = scene.sent()
    scene.passes(bulletin, group, "board")

    page = petra.page(f"/utskick/{bulletin}").text()

    assert "Anslag på tavlan" in page
    for name in ("Maja", "maja@exempel.se", "Björkvägen"):
        assert name not in page


def test_the_start_pages_list_what_is_new_and_how_far_things_came(scene, group, maja, petra):
    scene.sent(title="Cyklar stjäls", urgent=True)
    scene.drafted(title="Halvfärdigt")

    assert "Cyklar stjäls" in maja.page("/").text()
    start = petra.page("/").text()
    assert "Skriv klart ”Halvfärdigt”" in start
    assert "0 av 1 grupper har fört det vidare." in start


def test_what_somebody_writes_is_text_and_never_markup(scene, group, petra, client):
    evil = "<script>alert(1)</script> #let x = 1"
    bulletin = written(petra, title=evil, text=evil)
    aimed(petra, bulletin)
    scene.send(bulletin)

    answer = client.get(f"/M/{scene.bulletin(bulletin).code}")

    assert "<script>alert" not in answer.text
    assert evil in words(answer)
