"""Photos by mail: each once, to the sign that is meant, and to a person where that is not sure."""

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes, qr
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.mailbox import Arrived
from grannsamverkan.core.mime import read_mail
from grannsamverkan.places.models import Setting
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.usecases import mailin, mounting
from tests.support.mailbox import text_of
from tests.support.posted import SENDER, mail
from tests.usecases.signs.postbox import BASE, BOX, label, photos_of, picture


def test_a_photo_that_shows_the_label_goes_to_its_sign(post, scene, sign, clock):
    moves, row, answers = post.arrives(mail(picture(1, label(sign))))

    assert (moves, row.state, row.sign_id) == (True, "placed", sign.id)
    clock.forward(minutes=1)
    post.sent()
    assert [(p.view, p.state) for p in photos_of(scene, sign)] == [("mail", "ready")]
    (receipt,) = answers
    assert codes.pretty(sign.code) in receipt["Subject"]
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["In-Reply-To"] == "<1@telefon.example>"
    assert "hela stolpen" in text_of(receipt)


def test_the_letters_own_code_in_a_photo_names_the_sign_too(post, scene, sign):
    token = scene.runtime.vault.open(sign.letter_sealed)

    _moves, row, _answers = post.arrives(mail(picture(1, qr.letter_address(BASE, token))))

    assert row.candidates[0][2] == ["letter_qr"]
    assert row.state == "placed"
    assert token not in str((row.words, row.subject, row.candidates))


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"subject": "Skylt {code}"}, "code_in_subject"),
        ({"text": "Nu sitter {code} uppe"}, "code_in_text"),
    ],
)
def test_a_code_in_words_names_the_sign(post, sign, how, kind):
    written = {key: text.format(code=codes.pretty(sign.code)) for key, text in how.items()}

    _moves, row, _answers = post.arrives(mail(picture(1), **written))

    assert (row.state, row.candidates[0][2]) == ("placed", [kind])


def test_an_answer_to_our_own_mail_about_the_sign_names_it(post, scene, sign):
    message_id = first_mail_about(scene, sign)

    _moves, row, _answers = post.arrives(mail(picture(1), headers={"In-Reply-To": message_id}))

    assert (row.state, row.sign_id, row.candidates[0][2]) == ("placed", sign.id, ["reply"])


def first_mail_about(scene, sign):
    with scene.runtime.reading() as work:
        return work.session.scalars(
            select(MailRow.message_id).where(
                MailRow.subject_kind == "sign", MailRow.subject_id == sign.id
            )
        ).first()


def test_the_sender_alone_is_never_enough(post, scene, sign):
    message = mail(picture(1), sender=scene.maja.email)

    _moves, row, _answers = post.arrives(message)

    assert (row.state, row.candidates[0][0]) == ("unsure", sign.id)
    assert row.candidates[0][2] == ["only_open", "sender"]
    assert photos_of(scene, sign) == []


def test_the_same_photo_by_mail_twice_is_one_photo(post, scene, sign):
    content = picture(1, label(sign))
    post.arrives(mail(content))

    post.arrives(mail(content, number=2))

    assert len(photos_of(scene, sign)) == 1


def test_the_same_mail_under_a_new_number_counts_once(post, scene, sign):
    message = mail(picture(1, label(sign)))
    post.arrives(message)

    moves, row, answers = post.arrives(message, uid=77, validity=2)

    assert (moves, row.state, row.sender_sealed) == (True, "duplicate", None)
    assert answers == []


def test_a_mail_taken_in_twice_at_the_same_number_has_one_row(post, scene, sign):
    message = mail(picture(1, label(sign)))
    post.arrives(message, uid=5)

    assert jobs.take_in(post.runtime, BOX, scene.here, Arrived(1, 5, 9, bytes(message), True))

    assert len(photos_of(scene, sign)) == 1


def test_ordinary_mail_is_left_alone_and_nothing_is_kept_of_it(post, scene, sign):
    moves, row, answers = post.arrives(mail(subject="Bygglov för altan", text="Hej"))

    assert (moves, row.state, answers) == (False, "left", [])
    assert (row.subject, row.words, row.sender_sealed, row.stored) == ("", "", None, None)


def test_a_mail_about_a_sign_without_photo_stays_in_the_inbox_and_is_answered(post, sign):
    message = mail(subject=f"Skylt {sign.code}")
    message.add_attachment(b"x\x9f", "application", "ms-tnef", filename="winmail.dat")

    moves, row, answers = post.arrives(message)

    assert (moves, row.state) == (False, "no_photo")
    assert "winmail.dat" in text_of(answers[0])


@pytest.mark.parametrize(
    "header", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return-Path": "<>"}]
)
def test_machines_get_no_answer_and_place_nothing(post, scene, sign, header):
    _moves, row, answers = post.arrives(mail(picture(1, label(sign)), headers=header))

    assert (row.state, answers) == ("ignored", [])
    assert photos_of(scene, sign) == []


def test_the_case_we_mail_to_the_mailbox_ourselves_is_not_taken_in_again(post, scene):
    scene.photos_sent()
    (case,) = [m for m in post.sent() if m["To"] == "skyltar@kommun.example"]

    _moves, row, _answers = post.arrives(case)

    assert (row.state, row.reason) == ("ignored", "own")


def test_a_sender_who_mails_without_end_is_a_loop(post, scene, sign, monkeypatch):
    monkeypatch.setattr(mailin, "MOST_AN_HOUR", 2)
    states = [post.arrives(mail(picture(n, label(sign)), number=n))[1].state for n in range(1, 4)]

    assert states == ["placed", "placed", "ignored"]


def test_receipts_are_throttled_but_photos_are_taken_in(post, scene, sign, clock, monkeypatch):
    monkeypatch.setattr(mailin, "MOST_RECEIPTS_A_DAY", 1)

    answers = [post.arrives(mail(picture(n, label(sign)), number=n))[2] for n in range(1, 4)]
    assert [len(one) for one in answers] == [1, 0, 0]
    assert len(photos_of(scene, sign)) == 3

    clock.forward(days=2)
    assert len(post.arrives(mail(picture(9, label(sign)), number=9))[2]) == 1


def test_photos_for_a_sign_that_waits_for_none_go_to_a_person(post, scene):
    sign = scene.sign(scene.photos_sent())
    post.sent()

    _moves, row, _answers = post.arrives(mail(picture(1, label(sign))))

    assert (row.state, row.reason) == ("unsure", "set_closed")
    assert scene.sign(sign.id).open_set is None


def test_labels_of_two_signs_go_to_a_person(post, scene, sign):
    other = scene.sign(scene.handed_out(sign.group_id, "1043"))

    _moves, row, _answers = post.arrives(mail(picture(1, label(sign)), picture(2, label(other))))

    assert row.state == "unsure"
    assert {one[0] for one in row.candidates} == {sign.id, other.id}


def test_a_mail_too_large_to_fetch_is_shown_to_a_person_and_left_where_it_is(post, sign):
    moves, row, _answers = post.arrives(mail(subject="Stora bilder"), whole=False)

    assert (moves, row.state, row.reason) == (False, "unsure", "too_large")
    assert row.subject == "Stora bilder"


def test_what_came_by_mail_alone_goes_to_review_when_it_has_been_quiet(post, scene, sign, clock):
    post.arrives(mail(picture(1, label(sign))))
    clock.forward(hours=23)
    post.arrives(mail(picture(2, label(sign)), number=2))
    clock.forward(hours=2)
    post.sent()
    assert scene.sign(sign.id).state == "handed_out"

    clock.forward(hours=23)
    post.sent()

    assert scene.sign(sign.id).state == "photos_sent"
    assert len(scene.sign(sign.id).sent_set.photos) == 2


def test_a_set_somebody_is_filling_in_is_not_sent_over_their_head(post, scene, sign, clock):
    post.arrives(mail(picture(1, label(sign))))
    with scene.runtime.work(scene.mounter(sign.id)) as work:
        mounting.keep_statements(work, sign.id, mounting.Statements("cable_tie", "no", None, None))

    clock.forward(days=3)
    post.sent()

    assert scene.sign(sign.id).state == "handed_out"


def test_a_mail_never_approves_and_never_sends_decisions_to_its_sender(post, scene, sign, clock):
    post.arrives(mail(picture(1, label(sign)), subject="Godkänd"))
    clock.forward(days=2)
    post.sent()
    scene.answer(sign.id)
    scene.decide(sign.id, "approve")

    assert SENDER not in [m["To"] for m in post.sent()]


def test_how_long_is_the_municipalitys_own_setting(post, scene, given, sign, clock):
    with given() as work:
        key = "mailin.retention_days"
        work.session.add(Setting(municipality_id=scene.here, key=key, value=1, changed_at=work.now))
    uid = post.arrives(mail(picture(1)))[1].uid
    clock.forward(days=2)

    jobs.erase_mail(post.runtime)

    assert post.row(uid).sender_sealed is None


def test_the_sender_is_sealed_in_the_database(post, scene, sign):
    row = post.arrives(mail(picture(1)))[1]

    assert SENDER not in (row.sender_sealed, row.sender_hash)
    with scene.runtime.reading() as work:
        assert mailin.sender_of(work, row) == SENDER


def test_the_message_itself_is_not_kept(post, scene, sign):
    raw = bytes(mail(picture(1)))
    arrived = Arrived(1, 900, len(raw), raw, True)
    jobs.take_in(post.runtime, BOX, scene.here, arrived)
    stored = post.row(900).stored
    assert scene.runtime.storage.exists(stored)

    post.sent()

    assert not scene.runtime.storage.exists(stored)
    assert read_mail(raw, "localhost").sender == SENDER
