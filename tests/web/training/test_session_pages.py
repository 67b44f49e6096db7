"""Pages of sessions: planned by staff, answered by contact persons, ticked off at the door."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from grannsamverkan.core import links, qr
from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.training import prints as certificate_prints
from grannsamverkan.training.jobs import settle_session
from grannsamverkan.training.models import Certificate, Session, SignUp
from grannsamverkan.training.prints import sessions as prints
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.usecases import sessions as usecases
from tests.support.statements import statements_of
from tests.usecases.training.gathering import STARTS

FORM = {
    "kind": "training",
    "title": "Utbildning i biblioteket",
    "language": "sv",
    "on": "2026-12-01",
    "at": "18:30",
    "until": "20:00",
    "place": "Biblioteket, Torget 2",
    "directions": "Hissen till plan 3.",
    "organiser": "Sara Samordnare",
    "seats": "12",
}


@pytest.fixture
def sara(scene, signed_in):
    return signed_in(scene.staff_user("coordinator"))


@pytest.fixture
def there(gathering, session_id, scene, signed_in):
    """The coordinator's phone, when the session has begun."""
    gathering.begins()
    return signed_in(scene.staff_user("coordinator", name="Siv Samordnare"))


@pytest.fixture
def people(gathering):
    return gathering.people("Maja Lind", "Olle Ek", "Ture Tall")


@pytest.fixture
def session_id(gathering, people):
    """It trains; Maja and Olle have seats."""
    made = gathering.open(trains=True)
    gathering.signs_up(people[0], made)
    gathering.signs_up(people[1], made)
    return made


@pytest.fixture
def link(gathering, people, session_id):
    """Maja's own page."""
    return f"/P/{token_of(gathering, people[0], session_id)}"


def token_of(gathering, user, session_id):
    with gathering.runtime.reading() as work:
        row = work.get(SignUp, gathering.row(user, session_id).id)
        return links.token_of(work, row)


def passing(gathering, user, session_id):
    return f"/N/{gathering.row(user, session_id).pass_code}"


def test_a_coordinator_plans_a_session_opens_it_and_invites(sara, gathering, people, sent_mail):
    assert "Ingen träff är planerad" in sara.page("/utbildning/tillfallen").text()
    made = sara.submit("/utbildning/tillfallen/ny", FORM)
    assert made.status_code == 303

    opened = sara.submit(made.location, button="Öppna anmälan")
    page = sara.page(opened.location)
    assert "tisdag 1 december 2026 kl. 18:30–20:00" in page.text()
    invite = sara.page(f"{made.location}/bjud-in?who=all")
    assert "3 kontaktombud får en inbjudan" in invite.text()
    sara.submit(f"{made.location}/bjud-in?who=all", button="Skicka 3 inbjudningar")

    subjects = {mail["To"]: mail["Subject"] for mail in sent_mail()}
    assert set(subjects) == {"maja@exempel.se", "olle@exempel.se", "ture@exempel.se"}
    assert "0 av 12" in sara.page(made.location).text()


def test_it_is_said_that_who_is_invited_to_a_full_session_waits(sara, gathering, people):
    session_id = gathering.open(seats=1)
    pages = [f"/utbildning/tillfallen/{session_id}{part}" for part in ("", "/bjud-in")]
    told = "Alla platser är tagna: den som tackar ja hamnar på väntelistan."
    assert [told in sara.page(one).text() for one in pages] == [False, False]

    gathering.signs_up(people[0], session_id)

    assert [told in sara.page(one).text() for one in pages] == [True, True]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"until": "18:00"}, "Sluttiden ligger före starttiden."),
        ({"on": "2020-01-01"}, "Den tiden har redan varit."),
        ({"closes_on": "2026-12-02"}, "Anmälan kan inte stänga efter"),
        ({"at": "x"}, "Skriv klockslaget som 18:30."),
        ({"seats": "0"}, "Skriv ett tal mellan 1 och 2000."),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_at_its_field(sara, gathering, other, told):
    answer = sara.submit("/utbildning/tillfallen/ny", {**FORM, **other})

    assert answer.status_code == 422
    assert told in answer.text
    assert "Utbildning i biblioteket" in answer.text


def test_a_plan_that_is_changed_shows_what_was_written(sara, gathering):
    made = sara.submit("/utbildning/tillfallen/ny", {**FORM, "closes_on": "2026-11-29"}).location

    assert 'value="2026-11-29"' in sara.get(f"{made}/andra").text
    assert sara.submit(f"{made}/andra", {"title": "Kväll i biblioteket"}).status_code == 303
    assert sara.page(made).heading() == "Kväll i biblioteket"
    assert "29 november 2026" in sara.page(made).text()


def test_police_plan_for_their_own_area_only(scene, signed_in, gathering):
    police = signed_in(scene.staff_user("police", area=scene.town.north))

    made = police.submit("/utbildning/tillfallen/ny", FORM)
    assert made.status_code == 303
    forged = police.post("/utbildning/tillfallen/ny", data={**FORM, "area": str(scene.town.south)})

    assert forged.status_code == 422
    session_id = int(made.location.rsplit("/", 1)[1])
    assert gathering.session(session_id).police_area_id == scene.town.north


def test_a_contact_person_signs_up_from_the_list_and_gives_the_seat_back(
    gathering, people, signed_in
):
    session_id = gathering.open(seats=1)
    maja = signed_in(people[0])
    assert "1 plats kvar" in maja.page("/utbildning/tillfallen").text()

    maja.submit(f"/utbildning/tillfallen/{session_id}", button="Anmäl mig")
    page = maja.page(f"/utbildning/tillfallen/{session_id}")
    assert "Du har en plats" in page.text()
    assert maja.get(f"/utbildning/tillfallen/{session_id}/kalender.ics").mimetype == "text/calendar"
    olle = signed_in(people[1])
    olle.submit(f"/utbildning/tillfallen/{session_id}", button="Ställ mig på väntelistan")
    maja.submit(f"/utbildning/tillfallen/{session_id}", button="Jag kan inte komma")

    assert "Du har en plats" in olle.page(f"/utbildning/tillfallen/{session_id}").text()


def test_people_without_a_group_and_strangers_see_no_session(gathering, scene, signed_in):
    session_id = gathering.open()
    newcomer = signed_in(scene.person("Nils Ny"))
    foreign = signed_in(scene.staff_user("coordinator", municipality=scene.town.elsewhere))

    assert "Ingen träff är öppen" in newcomer.page("/utbildning/tillfallen").text()
    for somebody in (newcomer, foreign):
        assert somebody.get(f"/utbildning/tillfallen/{session_id}").status_code == 404


def test_opening_the_own_link_changes_nothing(client, gathering, people, session_id, link):
    gathering.begins()
    door = gathering.session(session_id).door_code
    before = gathering.scene.everything()

    for path in (
        link,
        link + "/kalender.ics",
        passing(gathering, people[0], session_id),
        f"/D/{door}",
    ):
        for call in (client.get, client.head, client.options):
            call(path)
    for path in ("/anmal", "/lamna", "/har", "/material"):
        assert client.get(link + path).status_code in (404, 405)

    assert gathering.scene.everything() == before


def test_the_own_page_signs_up_and_declines_without_an_account(client, gathering, people):
    session_id = gathering.open()
    gathering.signs_up(people[0], session_id)
    link = f"/P/{token_of(gathering, people[0], session_id)}"

    client.submit(link, button="Jag kan inte komma")
    assert gathering.states(session_id) == {people[0].id: "left"}
    client.submit(link, button="Anmäl mig")

    assert gathering.states(session_id) == {people[0].id: "signed"}
    answer = client.get(link)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get(link.lower()).location == link
    assert client.post(link + "/lamna", csrf=False).status_code == 400


def test_a_wrong_link_says_so(client, gathering, session_id):
    page = client.page("/P/" + "Y" * 28, status=404)

    assert page.heading() == "Länken gäller inte"


def test_the_code_on_the_own_page_is_the_address_that_checks_in(
    client, gathering, people, session_id, link
):
    (picture,) = [
        img for img in client.page(link).all("img") if "pass__code" in img.attrib["class"]
    ]
    expected = qr.letter_address(
        "http://localhost", gathering.row(people[0], session_id).pass_code, room="N"
    )

    assert picture.attrib["src"] == qr.qr_picture(expected)


def test_the_picture_in_the_mail_is_the_same_code(gathering, people, session_id, sent_mail):
    (mail,) = [one for one in sent_mail() if one["To"] == people[0].email]

    (part,) = [part for part in mail.iter_attachments() if part.get_content_type() == "image/png"]
    with Image.open(io.BytesIO(part.get_content())) as picture:
        (address,) = read_codes(picture)

    assert address.endswith(passing(gathering, people[0], session_id))


def test_whoever_holds_the_session_checks_in_with_one_press(there, gathering, people, session_id):
    address = passing(gathering, people[0], session_id)

    page = there.page(address)
    assert page.heading() == "Checka in Maja Lind"
    answer = there.submit(address, button="Checka in Maja Lind")

    assert gathering.numbers(session_id).present == 1
    assert there.page(answer.location).heading() == "Maja Lind är incheckad"


def test_nobody_else_learns_anything_from_a_code(
    client, scene, gathering, people, session_id, signed_in
):
    address, unknown = passing(gathering, people[0], session_id), "/N/" + "Y" * 28
    gathering.begins()
    others = (
        client,
        signed_in(people[1]),
        signed_in(scene.staff_user("police", area=scene.town.north)),
        signed_in(scene.staff_user("coordinator", municipality=scene.town.elsewhere)),
    )

    for other in others:
        page = other.page(address)
        assert page.text().replace(address, "") == other.page(unknown).text().replace(unknown, "")
        assert "Maja" not in page.text()
        assert other.post(address).status_code in (303, 404)
    mine = signed_in(people[0])
    assert mine.get(address).location == f"/utbildning/tillfallen/{session_id}"
    assert gathering.numbers(session_id).present == 0


def test_a_person_reads_the_poster_and_presses(gathering, people, session_id, signed_in, client):
    with gathering.runtime.reading() as work, speaking("sv"):
        document = prints.poster(work, work.get(Session, session_id))
        (sheet,) = compile_png("training/session_door.typ", document, created=work.now)
    with Image.open(io.BytesIO(sheet)) as picture:
        (address,) = read_codes(picture)
    door = re.sub(r"^\w+://[^/]+", "", address)
    maja = signed_in(people[0])
    assert "Incheckningen är inte öppen" in maja.page(door).text()
    assert "Incheckningen är inte öppen" in client.page(door).text()
    gathering.begins()

    maja.submit(door, button="Jag är här")

    assert gathering.row(people[0], session_id).present_how == "self"
    assert "Du har ingen plats" in signed_in(people[2]).page(door).text()
    assert "Så checkar du in" in client.page(door).text()


def test_the_own_link_and_the_typed_code_check_in(client, gathering, people, session_id, link):
    code = gathering.session(session_id).door_code
    assert "Jag är här" not in client.page(link).text()
    gathering.begins()

    wrong = client.submit(link, {"code": "AAAAAA"}, button="Jag är här")
    assert wrong.status_code == 422
    assert "Det är inte koden på affischen" in wrong.text
    client.submit(link, {"code": code.lower()}, button="Jag är här")

    assert gathering.numbers(session_id).present == 1
    assert "Du är incheckad" in client.page(link).text()


def test_people_are_ticked_off_searched_for_and_let_in(gathering, people, session_id, there):
    path = f"/utbildning/tillfallen/{session_id}/narvaro"
    assert "0 av 2" in there.page(path).text()

    answer = there.submit(f"{path}?namn=maja", button="Här Maja Lind")
    assert answer.location.startswith(f"{path}?namn=maja#rad-")
    assert "Här, avprickad" in there.page(path).text()
    there.submit(path, button="Ångra Maja Lind")
    assert "0 av 2" in there.page(path).text()

    assert "Ture Tall" in there.page(f"{path}?namn=tur").text()
    there.submit(f"{path}?namn=tur", button="Släpp in Ture Tall")
    assert "1 av 3" in there.page(path).text()


def test_before_its_day_the_page_says_when_presence_can_be_noted(
    sara, gathering, people, session_id
):
    path = f"/utbildning/tillfallen/{session_id}/narvaro"
    passed = passing(gathering, people[0], session_id)

    pages = [sara.page(path), sara.page(passed)]

    assert "Maja Lind" in pages[0].text()
    for page in pages:
        assert "Från och med 1 december 2026" in page.text()
        assert not [one for one in page.all("button") if "Maja" in page.text(one)]
    gathering.begins()
    assert "Från och med" not in sara.page(path).text()


def test_the_list_is_printed_with_names_and_boxes(sara, gathering, people, session_id):
    for name in ("narvaro.pdf", "affisch.pdf"):
        answer = sara.get(f"/utbildning/tillfallen/{session_id}/{name}")
        assert answer.data.startswith(b"%PDF-")
        assert b"pdfuaid" in answer.data
    with gathering.runtime.reading() as work, speaking("sv"):
        found = work.get(Session, session_id)
        document = prints.attendance(found, rows.everybody(work, found))
    assert [row["name"] for row in document["rows"]] == ["Maja Lind", "Olle Ek"]


def test_after_it_was_held_the_certificate_is_on_the_own_page(
    there, client, gathering, people, session_id, link
):
    path = f"/utbildning/tillfallen/{session_id}/narvaro"
    there.submit(path, button="Här Maja Lind")

    there.submit(path, button="Träffen är hållen")
    settle_session(gathering.runtime, session_id)

    page = client.page(link)
    assert "Tack för att du kom" in page.text()
    paper = client.get(link + "/intyg")
    assert paper.data.startswith(b"%PDF-")
    assert "Hållet" in there.page(f"/utbildning/tillfallen/{session_id}").text()
    assert "Utbildning i Folkets hus" in there.page("/utbildning/tillfallen?visa=tidigare").text()


def test_who_was_not_there_gets_no_certificate_by_the_link(client, gathering, session_id, link):
    gathering.clock.now = STARTS + timedelta(hours=3)

    assert client.get(link + "/intyg").status_code == 404
    assert client.post(link + "/material").status_code == 409


def test_contact_persons_do_not_reach_the_organisers_pages(
    gathering, people, session_id, signed_in
):
    maja = signed_in(people[0])

    for part in ("narvaro", "narvaro.pdf", "affisch.pdf", "andra", "bjud-in", "stall-in"):
        assert maja.get(f"/utbildning/tillfallen/{session_id}/{part}").status_code == 404
    for part in ("oppna", "hallen", "narvaro/1"):
        assert maja.post(f"/utbildning/tillfallen/{session_id}/{part}").status_code in (403, 404)


def test_a_cancelled_session_says_why_to_those_who_signed_up(
    sara, client, gathering, session_id, link, sent_mail
):
    sent_mail()
    path = f"/utbildning/tillfallen/{session_id}/stall-in"
    assert sara.submit(path, {"reason": " "}).status_code == 422

    sara.submit(path, {"reason": "Polisen är sjuk."})

    assert "Polisen är sjuk." in client.page(link).text()
    mail, _other = sent_mail()
    assert mail["Subject"].strip().startswith("Inställt: Utbildning i Folkets hus")
    assert sara.get(path).status_code == 404


def test_no_page_of_a_session_asks_more_when_more_people_come(gathering, scene, signed_in):
    few, many = gathering.open(), gathering.open()
    people = gathering.people(*(f"P{number} Ek" for number in range(30)))
    for number, user in enumerate(people):
        gathering.signs_up(user, many)
        if number < 2:
            gathering.signs_up(user, few)
    gathering.begins()
    staff = signed_in(scene.staff_user("coordinator"))

    def asked(path):
        with statements_of(gathering.runtime) as found:
            assert staff.get(path).status_code == 200
        return len(found)

    for page in ("", "/narvaro", "/narvaro.pdf"):
        small, large = (
            asked(f"/utbildning/tillfallen/{session_id}{page}") for session_id in (few, many)
        )
        assert small == large <= 12, page
    assert asked("/utbildning/tillfallen") <= 12


def test_a_certificate_of_a_session_says_that_one_took_part(there, gathering, people, session_id):
    there.submit(f"/utbildning/tillfallen/{session_id}/narvaro", button="Här Maja Lind")
    gathering.as_organiser(usecases.hold_session, session_id)
    settle_session(gathering.runtime, session_id)

    with gathering.runtime.reading() as work, speaking("sv"):
        made = work.session.query(Certificate).one()
        document = certificate_prints.certificate(work, made)

    assert (document["done"], document["course"]) == ("har deltagit i", "Utbildning i Folkets hus")
    assert document["name"] == "Maja Lind"
