"""A mail is a row of the transaction that decided it, and reaches the reader through the worker."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from grannsamverkan.core import mail, worker
from grannsamverkan.core.i18n import gettext as _
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import Attachment, Letter, MailRow, Recipient
from tests.support.mailbox import html_of, links_in, text_of

READER = Recipient("kerstin@example.se")


@dataclass
class Sign:
    place: str


def sign_approved(sign: Sign) -> Letter:
    return Letter(
        subject=f"Skylten vid {sign.place} är godkänd",
        lead=_("Du behöver inte göra något mer."),
        button=("Se skylten", "/skyltar/7"),
        paragraphs=("Fästet och sikten är bra.",),
        facts=(("Stolpe", "1042"),),
        contact="Ring kommunen, 0521-00 00 00.",
    )


def sign_in_code(code: str) -> Letter:
    return Letter(subject="Din kod", lead="Skriv koden.", code=code, button=("In", "/in/abc"))


def mail_row(runtime):
    with runtime.reading() as work:
        return work.session.execute(select(MailRow)).scalar_one()


def test_a_letter_arrives_as_text_and_html_with_its_button_below_the_own_address(
    runtime, given, sent_mail
):
    with given() as work:
        work.mail(READER, sign_approved, Sign("Ängsvägen 3"))

    [message] = sent_mail()

    assert message["to"] == "kerstin@example.se"
    assert message["subject"] == "Skylten vid Ängsvägen 3 är godkänd"
    assert f"{runtime.settings.base_url}/skyltar/7" in links_in(message)
    assert "1042" in text_of(message)
    assert "1042" in html_of(message)
    assert message["auto-submitted"] == "auto-generated"


def test_nothing_is_mailed_when_the_decision_is_undone(runtime, given, sent_mail):
    with pytest.raises(RuntimeError), given() as work:
        work.mail(READER, sign_approved, Sign("Ängsvägen 3"))
        raise RuntimeError

    assert sent_mail() == []


def test_a_mail_that_went_out_does_not_go_out_again(runtime, given, sent_mail):
    with given() as work:
        row = work.mail(READER, sign_approved, Sign("Ängsvägen 3"))
    sent_mail()
    with given() as work:
        work.enqueue("send_mail", mail_id=row.id)

    assert sent_mail() == []


def test_a_code_is_gone_from_the_database_once_it_is_sent(runtime, given, sent_mail):
    with given() as work:
        work.mail(READER, sign_in_code, "402 917")

    [message] = sent_mail()

    assert "402" in text_of(message)
    row = mail_row(runtime)
    assert row.sent_at == runtime.clock()
    assert (row.text, row.html) == ("", "")


def test_the_message_id_is_our_own_and_the_same_at_every_try(runtime, given, sent_mail):
    with given() as work:
        row = work.mail(READER, sign_approved, Sign("Ängsvägen 3"))

    [message] = sent_mail()

    assert message["message-id"] == row.message_id
    assert row.message_id.endswith("@localhost>")


def test_attachments_come_from_storage_with_their_swedish_names(runtime, given, sent_mail):
    stored = runtime.storage.put([b"%PDF-1.7 a letter"])

    def with_letter() -> Letter:
        kept = Attachment("Beslut – Ängsvägen.pdf", "application/pdf", stored)
        return Letter(subject="Beslut", lead="Se bilagan.", attachments=(kept,))

    with given() as work:
        work.mail(READER, with_letter)

    [message] = sent_mail()

    [part] = message.iter_attachments()
    assert part.get_filename() == "Beslut – Ängsvägen.pdf"
    assert part.get_content() == b"%PDF-1.7 a letter"
    assert part.get_content_type() == "application/pdf"


def test_what_people_wrote_can_neither_add_headers_nor_markup(runtime, given, sent_mail):
    evil = Sign("Ängen\r\nBcc: everyone@example.org\n<script>alert(1)</script>")

    with given() as work:
        work.mail(READER, sign_approved, evil)
    [message] = sent_mail()

    assert message["bcc"] is None
    assert message["to"] == "kerstin@example.se"
    assert "<script>" not in html_of(message)


@pytest.mark.parametrize("two", ["a@example.se\r\nBcc: b@example.se", "a@example.se, b@example.se"])
def test_two_addresses_in_one_reach_nobody_and_are_shown_as_dead(runtime, given, two):
    with given() as work:
        work.mail(Recipient(two), sign_approved, Sign("Ängen"))

    worker.run_all(runtime)

    with runtime.reading() as work:
        assert work.session.execute(select(MailRow.sent_at)).scalar_one() is None
        assert work.session.execute(select(Job.state)).scalar_one() == "dead"


def test_the_mail_of_a_missing_row_is_given_up(runtime, given):
    with given() as work:
        work.enqueue("send_mail", mail_id=4711)

    worker.run_all(runtime)

    with runtime.reading() as work:
        assert work.session.execute(select(Job.state)).scalar_one() == "dead"


@pytest.mark.parametrize(("mail_url", "sender"), [
    ("smtp://mx.example.se", "no-reply@grannar.example.se"),
    ("smtp://mx.example.se?from=hej@vanersborg.se", "hej@vanersborg.se"),
])  # fmt: skip
def test_the_sender_is_the_settings_or_the_installations_own(mail_url, sender):
    assert mail.sender_address(mail_url, "https://grannar.example.se:8443") == sender
