"""A reviewer sorts mail that nobody could match: a look, a choice, and the next one."""

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes
from grannsamverkan.core.mailbox import MailboxState
from grannsamverkan.signs.models.mailin import InboundMail
from tests.support.mailbox import text_of
from tests.support.mailed import unsure_mail
from tests.support.posted import SENDER
from tests.usecases.signs.case import SignScene


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def sign(scene):
    return scene.sign(scene.handed_out())


@pytest.fixture
def mail_id(runtime, given, scene, sign):
    candidates = [(sign.id, 0.675, ["only_open", "sender"])]
    return unsure_mail(runtime, given, scene.here, candidates)[0]


@pytest.fixture
def reviewer(signed_in, scene):
    return signed_in(scene.reviewer)


def row(runtime, mail_id):
    with runtime.reading() as work:
        return work.session.get(InboundMail, mail_id)


def test_the_start_page_and_the_queue_lead_to_the_mail(reviewer, mail_id):
    assert "Sortera ”Foto på skylten”" in reviewer.page("/").text()
    assert "1 mejl med foton väntar" in reviewer.page("/granskning").text()

    page = reviewer.page("/granskning/mejl")

    assert SENDER in page.text()
    assert "68 % troligt" in page.text()


def test_a_mail_shows_its_photo_what_points_where_and_who_says_to_have_sent_it(
    reviewer, mail_id, sign
):
    page = reviewer.page(f"/granskning/mejl/{mail_id}")

    text = page.text()
    assert codes.pretty(sign.code) in text
    assert "Det är avsändarens enda skylt som väntar på foton." in text
    assert "Från, enligt mejlet" in text
    assert "Ansökan.pdf: Filen är inget foto." in text
    pictures = [img.attrib["src"] for img in page.all("img") if "/mejl/foto/" in img.attrib["src"]]
    assert reviewer.get(pictures[0]).content_type == "image/jpeg"


def test_the_likeliest_sign_is_chosen_beforehand_and_one_press_places_the_photos(
    reviewer, runtime, scene, mail_id, sign, sent_mail
):
    answer = reviewer.submit(f"/granskning/mejl/{mail_id}", {}, action="/valj")
    sent_mail()

    assert answer.location == "/granskning/mejl"
    assert [photo.view for photo in scene.sign(sign.id).open_set.photos] == ["mail"]
    assert row(runtime, mail_id).state == "placed"


@pytest.mark.parametrize("how", ["code", "post"])
def test_another_sign_is_named_by_its_code_or_its_post(
    reviewer, runtime, scene, mail_id, sign, how
):
    other = scene.sign(scene.handed_out(sign.group_id, "1043"))
    text = codes.pretty(other.code).lower() if how == "code" else "1043"

    reviewer.submit(f"/granskning/mejl/{mail_id}", {"sign": "", "other": text}, action="/valj")

    assert (row(runtime, mail_id).state, row(runtime, mail_id).sign_id) == ("chosen", other.id)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sign": "", "other": ""}, "som finns"),
        ({"sign": "", "other": "AAAAAA"}, "som finns"),
        ({"photos": []}, "Välj minst ett foto."),
    ],
)
def test_a_choice_that_is_none_is_explained(reviewer, runtime, mail_id, values, words):
    answer = reviewer.submit(f"/granskning/mejl/{mail_id}", values, action="/valj")

    assert answer.status_code == 422
    assert words in answer.text
    assert row(runtime, mail_id).state == "unsure"


def test_after_one_mail_comes_the_next(reviewer, runtime, given, scene, mail_id):
    following, _photo = unsure_mail(runtime, given, scene.here, subject="Ett till")

    answer = reviewer.submit(f"/granskning/mejl/{mail_id}", {}, action="/fraga")

    assert answer.location == f"/granskning/mejl/{following}"


def test_the_sender_is_asked_and_told_how(reviewer, mail_id, sent_mail):
    sent_mail()
    reviewer.submit(f"/granskning/mejl/{mail_id}", {}, action="/fraga")

    (question,) = [m for m in sent_mail() if m["To"] == SENDER]
    assert "skriv skyltens kod i ämnet" in text_of(question)
    assert question["Reply-To"] == "skyltar@kommun.example"


def test_laying_aside_needs_a_reason_which_is_kept(reviewer, runtime, mail_id):
    path = f"/granskning/mejl/{mail_id}"
    empty = reviewer.submit(path, {"reason": ""}, button="Lägg åt sidan")
    assert (empty.status_code, row(runtime, mail_id).state) == (422, "unsure")

    reviewer.submit(path, {"reason": "Gäller parken"}, button="Lägg åt sidan")

    kept = row(runtime, mail_id)
    assert (kept.state, kept.note) == ("discarded", "Gäller parken")


def test_of_two_who_sort_the_second_is_told(reviewer, mail_id):
    path = f"/granskning/mejl/{mail_id}"
    reviewer.post(f"{path}/fraga")

    assert reviewer.post(f"{path}/fraga").status_code == 409
    assert "Redan sorterat" in reviewer.page(path).text()


def test_a_mail_that_may_not_be_answered_offers_no_answer(reviewer, given, mail_id):
    with given() as work:
        work.get(InboundMail, mail_id).answerable = False

    text = reviewer.page(f"/granskning/mejl/{mail_id}").text()

    assert "Svara att vi inte förstod" not in text
    assert "ska inte besvaras" in text


def test_a_stranger_cannot_write_markup_into_the_page(reviewer, given, mail_id):
    with given() as work:
        mail = work.get(InboundMail, mail_id)
        mail.subject = "<script>alert(1)</script>"
        mail.words = "</p><img src=x onerror=alert(1)>"

    page = reviewer.page(f"/granskning/mejl/{mail_id}")

    assert "<script>alert(1)</script>" in page.heading()
    assert not [img for img in page.all("img") if img.attrib.get("src") == "x"]


def test_a_mailbox_that_cannot_be_read_is_said_on_the_page_of_what_waits(reviewer, given, scene):
    with given() as work:
        work.session.add(
            MailboxState(
                name="foton · post/INBOX",
                municipality_id=scene.here,
                failures=3,
                last_error="MailboxLoginError: [AUTHENTICATIONFAILED]",
                next_at=work.now,
            )
        )

    text = reviewer.page("/vantar").text()

    assert "Går inte att läsa" in text
    assert "Brevlådan godtog inte inloggningen." in text


def test_the_mounter_sees_what_came_by_mail_and_can_take_it_away(
    client, reviewer, runtime, scene, sign, mail_id, sent_mail
):
    reviewer.submit(f"/granskning/mejl/{mail_id}", {}, action="/valj")
    sent_mail()
    letter = "/B/" + runtime.vault.open(scene.sign(sign.id).letter_sealed)

    page = client.page(letter)
    assert "Kom med mejl" in page.text()

    (photo,) = scene.sign(sign.id).open_set.photos
    client.post(letter, data={"remove": str(photo.id)})
    assert scene.sign(sign.id).open_set.photos == []
    with runtime.reading() as work:
        assert work.session.scalars(select(InboundMail.state)).one() == "placed"
