"""Pages of material that is sent to a selection: plan, preview, the way of each, letters."""

import pypdfium2
import pytest
from sqlalchemy import insert, select

from bench.sets import Installation
from grannsamverkan.accounts.models import User
from grannsamverkan.groups.models import Contact
from grannsamverkan.training.models import Receiver
from tests.support.mailbox import links_in
from tests.support.web import words
from tests.usecases.training.distributing import DistributionScene


@pytest.fixture
def scene(runtime, given):
    return DistributionScene(runtime, given)


@pytest.fixture
def group(scene, maja, olle):
    return scene.group(maja, olle, name="Björkvägen", area=scene.town.north)


@pytest.fixture
def sara(signed_in, scene):
    return signed_in(scene.sara_user)


@pytest.fixture
def petra(signed_in, scene):
    return signed_in(scene.petra_user)


@pytest.fixture
def sent(scene, group, material, sent_mail):
    """Material that has gone to Maja and Olle."""
    distribution_id = scene.sent(material)
    scene.links = {name: scene.link_of(f"{name}@exempel.se") for name in ("maja", "olle")}
    scene.mails = sent_mail()
    scene.settle()
    return distribution_id


def links(page):
    return [element.get("href") for element in page.all("a")]


def rows(page):
    """The words of each row below the heads."""
    return [page.text(row) for row in page.all("tr") if page.is_inside(row, "tbody")]


# --- planning and sending ---


def test_from_the_material_to_the_sending_with_the_number_on_the_button(sara, group, material):
    path = f"/utbildning/material/{material}/skicka"
    assert path in links(sara.page(f"/utbildning/material/{material}"))

    preview = sara.submit(
        path, {"note": "Läs före mötet."}, button="Visa vilka det blir", follow=True
    )
    assert "2 kontaktombud i 1 grupp får det här" in words(preview)
    assert "Läs före mötet." in words(preview)
    assert "Maja Lind" in words(preview)

    shown = sara.submit(preview.request.path, {}, button="Skicka till 2 kontaktombud", follow=True)
    assert "Materialet är på väg till 2 kontaktombud." in words(shown)
    assert "På väg (2)" in words(shown)


def test_a_changed_number_is_told_and_asks_for_a_second_press(sara, scene, group, material):
    draft = scene.planned(material)
    with scene.given() as work:
        work.session.add(
            Contact(
                municipality_id=scene.town.here,
                group_id=group.id,
                user_id=scene.person("Pia Alm").id,
                added_at=work.now,
            )
        )

    answer = sara.post(f"/utbildning/utskick/{draft}/granska", data={"persons": 2})

    assert answer.status_code == 422
    assert "Nu är det 3" in answer.text
    assert "Skicka till 3 kontaktombud" in answer.text
    assert scene.ways(draft) == {}


def test_a_draft_says_when_it_was_counted_and_is_counted_again_by_a_press(
    sara, scene, group, material
):
    draft = scene.planned(material)
    scene.join(scene.person("Pia Alm"), group)
    path = f"/utbildning/utskick/{draft}/granska"
    assert "2 kontaktombud i 1 grupp får det här" in sara.page(path).text()

    page = sara.submit(path, {}, button="Räkna igen", follow=True)

    assert "3 kontaktombud i 1 grupp får det här" in words(page)


def test_a_plan_is_changed_and_its_areas_are_the_senders_own(sara, petra, scene, group, material):
    own = petra.page(f"/utbildning/material/{material}/skicka")
    assert "Vilka polisområden?" not in own.text()

    draft = scene.planned(material, areas=(scene.town.north,))
    path = f"/utbildning/utskick/{draft}/urval"
    assert "Vilka polisområden?" in sara.page(path).text()

    preview = sara.submit(path, {"role": "head"}, button="Visa vilka det blir", follow=True)
    assert "Det når ingen" in words(preview)


def test_a_day_that_is_too_far_away_is_told_beside_its_field(sara, group, material):
    path = f"/utbildning/material/{material}/skicka"

    answer = sara.submit(path, {"last_day": "2030-01-01"}, button="Visa vilka det blir")

    assert answer.status_code == 422
    assert "högst ett år framåt" in words(answer)


def test_a_draft_is_thrown_away(sara, scene, group, material):
    draft = scene.planned(material)

    page = sara.submit(
        f"/utbildning/utskick/{draft}/granska", {}, button="Släng utkastet", follow=True
    )

    assert "Utkastet är borta." in words(page)
    assert scene.distribution(draft) is None


def test_the_list_has_drafts_first_and_what_was_sent(sara, scene, sent, material):
    scene.planned(material)

    page = sara.page("/utbildning/utskick")

    first, second = rows(page)
    assert "Utkast" in first
    assert "Sara Samordnare" in second


# --- following ---


def test_ways_are_counted_and_chosen_by_the_address(sara, scene, sent):
    scene.read_material(scene.links["maja"])
    path = f"/utbildning/utskick/{sent}"

    page = sara.page(path)
    assert "Skickat (1)" in page.text()
    assert "Klar (1)" in page.text()
    assert "1 av 2 är klara" in page.text()

    done = sara.page(f"{path}?visa=done").text()
    assert "Maja Lind" in done
    assert "Olle Ek" not in done


def test_the_reminder_says_how_many_and_is_offered_once_a_day(sara, scene, sent):
    path = f"/utbildning/utskick/{sent}"

    page = sara.submit(path, {}, button="Påminn 2 kontaktombud", follow=True)

    assert "En påminnelse är på väg till 2 kontaktombud." in words(page)
    assert "I morgon går det att påminna igen." in words(page)
    again = sara.post(f"{path}/paminn", data={"persons": 2})
    assert again.status_code == 409


def test_letters_are_made_for_refused_mails_and_fetched_as_one_document(sara, scene, sent):
    scene.bounce("maja@exempel.se")
    scene.settle()
    path = f"/utbildning/utskick/{sent}"
    assert "Ett mejl kom inte fram" in sara.page(path).text()

    sara.submit(path, {}, button="Gör ett brev")
    scene.bring(sent)

    assert "På papper (1)" in sara.page(path).text()
    answer = sara.get(f"{path}/brev-1.pdf")
    assert answer.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(answer.data) as pdf:
        assert len(pdf) == 1
        assert "Maja Lind" in pdf[0].get_textpage().get_text_bounded()
    assert sara.get(f"{path}/brev-2.pdf").status_code == 404


def test_one_persons_link_is_taken_back_or_turned_into_a_letter(sara, scene, sent):
    path = f"/utbildning/utskick/{sent}"

    sara.submit(path, {}, button="Dra tillbaka länken för Maja Lind")
    sara.submit(path, {}, button="Skriv brev till Olle Ek")
    scene.bring(sent)

    assert scene.ways(sent) == {"Maja Lind": "withdrawn", "Olle Ek": "paper"}
    sara.submit(path, {}, button="Olle Ek har läst")
    assert scene.ways(sent)["Olle Ek"] == "done"


def test_a_link_that_was_taken_back_says_so_as_kindly_as_others(sara, scene, client, sent):
    unknown = client.page("/u/" + "0" * 28, status=404)

    sara.submit(f"/utbildning/utskick/{sent}", {}, button="Dra tillbaka alla länkar")

    ended = client.page(f"/u/{scene.links['maja']}", status=404)
    assert ended.heading() == unknown.heading() == "Länken gäller inte"
    assert ended.text() == unknown.text()


def test_a_contact_person_notes_the_answer_of_another_in_the_group(
    scene, signed_in, sent, maja, olle, sara
):
    scene.bounce("maja@exempel.se")
    scene.settle()
    scene.print_refused(sent)
    browser = signed_in(olle)
    assert "/utbildning/svar" in links(browser.page("/utbildning"))

    page = browser.submit("/utbildning/svar", {}, button="Maja Lind har läst", follow=True)

    assert "Inga brev väntar på svar" in words(page)
    assert scene.ways(sent)["Maja Lind"] == "done"


def test_who_wants_no_mail_opens_the_material_on_the_own_page_until_it_is_read(
    scene, signed_in, group, material, maja
):
    scene.wants(maja, "page")
    sent = scene.sent(material)
    assert scene.ways(sent)["Maja Lind"] == "page"
    browser = signed_in(maja)

    opened = browser.submit("/utbildning", {}, button="Öppna ”Så märker ni cyklar”", follow=True)
    assert opened.request.path.startswith("/u/")
    assert "Så märker ni cyklar" in words(opened)

    scene.read_material(opened.request.path.split("/")[2])
    assert "Material till dig" not in browser.page("/utbildning").text()
    assert scene.ways(sent)["Maja Lind"] == "done"


def test_material_whose_link_was_taken_back_is_offered_to_nobody(
    scene, signed_in, group, material, maja
):
    scene.withdraw(scene.sent(material))
    browser = signed_in(maja)

    assert "Material till dig" not in browser.page("/utbildning").text()
    own = scene.contact_of(maja, group).id
    answer = browser.post(f"/utbildning/borja/{own}", data={"edition": material})
    assert answer.status_code == 404


# --- who comes in ---


def test_police_of_another_area_and_contact_persons_find_nothing(scene, signed_in, sent, maja):
    south = signed_in(scene.staff_user("police", area=scene.town.south))

    for browser in (south, signed_in(maja)):
        assert browser.get(f"/utbildning/utskick/{sent}").status_code == 404
        assert browser.get(f"/utbildning/utskick/{sent}/brev-1.pdf").status_code == 404


# --- scanners ---


def test_a_scanner_that_fetches_every_address_in_the_mail_changes_nothing(scene, new_client, sent):
    addresses = {link for mail in scene.mails for link in links_in(mail)}
    personal = {address for address in addresses if "/u/" in address}
    assert len(personal) == 2
    assert any("/utskick/val/" in str(mail["List-Unsubscribe"]) for mail in scene.mails)
    addresses |= {str(mail["List-Unsubscribe"]).strip("<>") for mail in scene.mails}
    before = scene.everything()

    for address in addresses:
        for scanner in (new_client(), new_client()):
            path = address.removeprefix("http://localhost") or "/"
            assert scanner.head(path).status_code in {200, 302, 303}
            assert scanner.get(path, follow_redirects=True).status_code == 200
    for address in personal:
        for further in ("/material", "/fragor", "/last"):
            new_client().get(address.removeprefix("http://localhost") + further)

    assert scene.everything() == before
    assert set(scene.ways(sent).values()) == {"sent"}


# --- many ---


@pytest.fixture
def many(scene, group, material, given):
    """A distribution to 300 receivers whose mails have gone."""
    with given() as work:
        people = [
            {
                "municipality_id": scene.town.here,
                "kind": "contact",
                "email": f"granne{number}@exempel.se",
                "name": f"Granne {number}",
                "language": "sv",
                "active": True,
                "created_at": work.now,
            }
            for number in range(298)
        ]
        work.session.execute(insert(User), people)
        ids = work.session.scalars(select(User.id).where(User.email.startswith("granne"))).all()
        place = {"municipality_id": scene.town.here, "group_id": group.id, "head": False}
        rows = [{**place, "user_id": user_id, "added_at": work.now} for user_id in ids]
        work.session.execute(insert(Contact), rows)
    draft = scene.planned(material)
    scene.press_send(draft)
    with given() as work:
        for receiver in work.session.scalars(select(Receiver)):
            receiver.way = "sent"
    return draft


@pytest.mark.parametrize("end", ["", "?visa=sent", "?sida=12"])
def test_a_distribution_to_many_is_shown_in_pages_by_few_statements(many, sara, app, runtime, end):
    path = f"/utbildning/utskick/{many}{end}"

    with Installation(app, runtime).counted() as sent:
        page = sara.page(path)

    assert "Skickat (300)" in page.text()
    assert len(rows(page)) == 25
    assert len(sent) <= 12


def test_the_preview_of_many_has_pages_and_few_statements(many, sara, app, runtime, scene, given):
    draft = scene.planned(scene.material(title="Ljus i trapphuset"))

    with Installation(app, runtime).counted() as sent:
        page = sara.page(f"/utbildning/utskick/{draft}/granska")

    assert "300 kontaktombud i 1 grupp får det här" in page.text()
    assert len(sent) <= 12


def test_the_names_of_many_are_turned_page_by_page_to_the_last(many, sara, scene):
    draft = scene.planned(scene.material(title="Ljus i trapphuset"))
    path, seen = f"/utbildning/utskick/{draft}/granska", []

    while path:
        page = sara.page(path)
        seen += [row for row in rows(page) if row.endswith("Björkvägen")]
        path = next((a.get("href") for a in page.all("a") if a.get("rel") == "next"), None)

    assert len(seen) == len(set(seen)) == 300
