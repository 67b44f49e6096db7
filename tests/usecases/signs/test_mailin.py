"""Photos by mail: each once, to the sign that is meant, and to a person where that is not sure."""

import itertools

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes, qr
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, Unmet
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.mailbox import Arrived
from grannsamverkan.core.mime import read_mail
from grannsamverkan.imaging import Measures
from grannsamverkan.places.models import Setting
from grannsamverkan.signs import jobs as sign_jobs
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.usecases import mailin, mounting
from tests.support.mailbox import text_of
from tests.support.posted import SENDER, mail
from tests.support.posted import picture as small_picture
from tests.usecases.signs.case import intake

BASE = "http://localhost"
BOX = "foton · localhost/INBOX"


class Post:
    """The function mailbox: mails arrive, and what became of them."""

    def __init__(self, scene, sent_mail):
        self.scene, self.runtime, self.sent = scene, scene.runtime, sent_mail
        self.uids = itertools.count(1)
        sent_mail()

    def arrives(self, message, *, uid=None, whole=True, validity=1):
        """Take in a mail and let the worker do everything; returns its row and the answers."""
        raw = bytes(message)
        arrived = Arrived(validity, uid or next(self.uids), len(raw), raw, whole)
        moves = jobs.take_in(self.runtime, BOX, self.scene.here, arrived)
        answers = [m for m in self.sent() if m["To"] == SENDER]
        return moves, self.row(arrived.uid, validity), answers

    def row(self, uid, validity=1):
        with self.runtime.reading() as work:
            found = work.session.scalars(
                select(InboundMail).where(
                    InboundMail.uid == uid, InboundMail.uid_validity == validity
                )
            ).one()
            assert all(photo.id for photo in found.photos)
            return found

    def as_reviewer(self):
        return self.runtime.work(self.scene.reviewer.actor)


READ = {}
"""What the pretended decoder reads in each photo: decoding itself is tested elsewhere."""


def picture(number=1, code=""):
    """A small photo in which that code is read."""
    content = small_picture(number, size=(64, 64))
    READ[content] = (code,) if code else ()
    return content


def pretend_to_examine(content):
    measures = Measures(0.4, 0.5, 0.0, 0.0, dhash="0" * 32, codes=READ[content])
    return intake(master=b"clean" + content[-40:], thumbnail=content[-40:], measures=measures)


@pytest.fixture
def post(scene, sent_mail, monkeypatch):
    monkeypatch.setattr(jobs, "examine", pretend_to_examine)
    monkeypatch.setattr(sign_jobs, "examine", pretend_to_examine)
    return Post(scene, sent_mail)


@pytest.fixture
def sign(scene):
    return scene.sign(scene.handed_out())


def label(sign):
    return qr.label_address(BASE, sign.code)


def photos_of(scene, sign):
    return scene.sign(sign.id).open_set.photos if scene.sign(sign.id).open_set else []


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


class TestSorting:
    @pytest.fixture
    def unsure(self, post, scene, sign):
        """A mail nobody could match, with two photos."""
        return post.arrives(mail(picture(1), picture(2)))[1]

    def test_a_person_chooses_sign_and_photos(self, post, scene, sign, unsure):
        with post.as_reviewer() as work:
            mailin.choose(work, unsure.id, sign.id, [unsure.photos[0].id])
        answers = post.sent()

        row = post.row(unsure.uid)
        assert (row.state, row.sign_id, row.settled_by) == ("placed", sign.id, scene.reviewer.id)
        assert len(photos_of(scene, sign)) == 1
        assert answers == [], "one receipt for a mail, and it has had it"

    def test_only_signs_that_wait_for_photos_can_be_chosen(self, post, scene, sign, unsure):
        planned = scene.planned(sign.group_id, "1044")

        with pytest.raises(Unmet), post.as_reviewer() as work:
            mailin.choose(work, unsure.id, planned, [photo.id for photo in unsure.photos])

    def test_at_least_one_photo_is_chosen(self, post, sign, unsure):
        with pytest.raises(InvalidInput), post.as_reviewer() as work:
            mailin.choose(work, unsure.id, sign.id, [])

    def test_the_sender_can_be_asked_which_sign_it_was(self, post, unsure):
        with post.as_reviewer() as work:
            mailin.answer_not_understood(work, unsure.id)

        (question,) = post.sent()
        assert (question["To"], question["Subject"]) == (SENDER, "Vi förstod inte vilken skylt")

    def test_laying_aside_needs_a_reason(self, post, unsure):
        with pytest.raises(InvalidInput), post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "  ")
        with post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "Gäller en annan förvaltning")

        assert (post.row(unsure.uid).state, post.sent()) == ("discarded", [])

    def test_of_two_who_sort_the_second_is_told(self, post, unsure):
        with post.as_reviewer() as work:
            mailin.answer_not_understood(work, unsure.id)

        with pytest.raises(Conflict), post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "Gäller inte oss")

    def test_others_see_none_of_it(self, post, scene, unsure):
        strangers = (
            scene.maja.actor,
            scene.coordinator_user.actor,
            scene.police("Pia Polis").actor,
            Actor("link", opens=("sign", 1)),
        )
        for actor in strangers:
            with scene.runtime.reading(actor) as work:
                assert queries.unsure(work) == []
                with pytest.raises(NotFound):
                    queries.mail(work, unsure.id)

    def test_words_sender_and_pictures_are_erased_after_their_time(
        self, post, scene, sign, unsure, clock
    ):
        post.arrives(mail(picture(5, label(sign)), number=5))
        placed = photos_of(scene, sign)[0]
        clock.forward(days=61)
        jobs.erase_mail(post.runtime)
        post.sent()

        row = post.row(unsure.uid)
        assert (row.state, row.sender_sealed, row.subject, row.words) == ("expired", None, "", "")
        with post.runtime.reading() as work:
            assert work.session.scalars(select(InboundPhoto)).all() == []
            stored = work.session.get(Photo, placed.id)
            assert work.storage.exists(stored.original), "a sign's photo follows the sign's times"
            assert work.storage.exists(stored.stored)
        for photo in unsure.photos:
            assert not post.runtime.storage.exists(photo.stored)


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
