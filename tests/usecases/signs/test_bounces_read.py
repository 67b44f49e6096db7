"""Reports on our own mail in a real mailbox: noted, moved out of the way, and nothing more."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import Letter, MailRow, Recipient
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models.mailin import InboundMail
from tests.support.dovecot import DovecotServer
from tests.support.lacks import dovecot, lacking
from tests.support.posted import mail, picture
from tests.support.returned import QMAIL, away, report


@pytest.fixture
def server(monkeypatch):
    if dovecot() is None:
        lacking("Dovecot (dovecot-imapd)")
    server = DovecotServer()
    server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    yield server
    server.remove()


@pytest.fixture
def settings(settings, server):
    return replace(settings, mailbox_url=server.url(query="timeout=5&municipality=alby"))


def hello() -> Letter:
    return Letter(subject="Hej på er", lead="Åsa hälsar.")


@pytest.fixture
def sent(scene, given, sent_mail):
    """Mails of ours that went out, by number."""
    assert scene.here
    with given() as work:
        rows = [work.mail(Recipient(f"person{n}@example.se"), hello) for n in range(4)]
    sent_mail()
    return [row.message_id for row in rows]


def bounced(runtime):
    with runtime.reading() as work:
        found = work.session.execute(
            select(MailRow.message_id).where(MailRow.bounced_at.is_not(None))
        )
        return set(found.scalars())


def states(runtime):
    with runtime.reading() as work:
        rows = work.session.execute(
            select(InboundMail.state, InboundMail.reason, InboundMail.subject).order_by(
                InboundMail.id
            )
        )
        return [tuple(row) for row in rows]


def test_reports_are_noted_and_moved_and_nobody_is_answered(server, sent, runtime, sent_mail):
    failed, told_in_words, late, quiet = sent
    server.deliver(
        report(failed),
        report(told_in_words, form=QMAIL, number=2),
        report(late, action="delayed", status="4.4.1", number=3),
        report("<nobody@elsewhere.example>", number=4),
        away(quiet),
    )

    jobs.read_mailboxes(runtime)

    assert bounced(runtime) == {failed, told_in_words}
    assert server.subjects() == ["Frånvaro", "Undelivered Mail Returned to Sender"]
    assert len(server.subjects("Grannsamverkan")) == 3
    assert states(runtime) == [("ignored", "bounce", "")] * 5
    assert sent_mail() == []


def test_a_report_that_holds_a_photo_is_no_photo_for_a_sign(server, sent, runtime, sent_mail):
    raw = bytes(mail(picture(1), headers={"Return-Path": "<>", "In-Reply-To": sent[0]}))
    server.deliver(raw)

    jobs.read_mailboxes(runtime)

    assert states(runtime) == [("ignored", "bounce", "")]
    with runtime.reading() as work:
        assert (
            work.session.scalar(
                select(func.count()).select_from(Job).where(Job.kind == "sort_mail")
            )
            == 0
        )
    assert sent_mail() == []


def test_a_storm_is_read_in_one_go_and_a_photo_behind_it_too(server, sent, runtime, clock):
    storm = [report(sent[n % 4], number=n) for n in range(120)]
    server.deliver(*storm, bytes(mail(picture(1), text="Foto på skylten")))

    jobs.read_mailboxes(runtime)

    assert bounced(runtime) == set(sent)
    assert len(states(runtime)) == 121
    assert states(runtime)[-1][0] == "received"
    assert len(server.subjects("Grannsamverkan")) == 121
