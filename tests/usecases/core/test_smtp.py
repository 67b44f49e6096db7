"""Mail against a real server in another process: encrypted, checked, patient, and honest."""

import smtplib
import ssl
import time

import pytest
from sqlalchemy import select

from grannsamverkan.core import worker
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import Letter, MailRow, Recipient
from grannsamverkan.core.outgoing import is_final, open_outgoing
from tests.support.mailbox import text_of

READER = Recipient("kerstin@example.se")


def hello() -> Letter:
    return Letter(subject="Hej på er", lead="Åsa hälsar.")


@pytest.fixture
def mail_url(smtp_server):
    return smtp_server.url(login=True, query="timeout=2")


@pytest.fixture
def job(runtime, given):
    """Does all due jobs and gives the only one as it then stands."""
    with given() as work:
        work.mail(READER, hello)

    def do():
        worker.run_all(runtime)
        with runtime.reading() as work:
            return work.session.execute(select(Job)).scalar_one()

    return do


def is_sent(runtime):
    with runtime.reading() as work:
        return work.session.execute(select(MailRow.sent_at)).scalar_one() is not None


def test_mail_goes_out_encrypted_and_signed_in(runtime, job, smtp_server):
    assert job().state == "done"

    [message] = smtp_server.messages()
    assert "Åsa hälsar." in text_of(message)
    assert smtp_server.all_came_encrypted()
    assert is_sent(runtime)


@pytest.mark.parametrize("trouble", ["busy", "drop", "hang"])
def test_mail_waits_out_a_server_in_trouble_and_arrives_once(
    runtime, job, smtp_server, clock, trouble
):
    smtp_server.behave(trouble)
    began = time.monotonic()
    waiting = job()
    took = time.monotonic() - began

    smtp_server.behave("accept")
    clock.now = waiting.next_at
    done = job()

    assert waiting.state == "waiting"
    assert took < 10, "a hanging server must not hold the worker"
    assert done.state == "done"
    assert len(smtp_server.messages()) == 1


def test_mail_waits_for_a_server_that_is_down(runtime, job, smtp_server, clock):
    smtp_server.stop()
    waiting = job()

    assert (waiting.state, is_sent(runtime)) == ("waiting", False)
    assert "refused" in waiting.last_error.lower()


def test_a_refused_recipient_is_dead_at_once_and_says_why(runtime, job, smtp_server):
    smtp_server.behave("refuse")

    refused = job()

    assert (refused.state, refused.attempts, is_sent(runtime)) == ("dead", 1, False)
    assert "no such mailbox" in refused.last_error


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    runtime, job, smtp_server, monkeypatch
):
    monkeypatch.delenv("SSL_CERT_FILE")

    refused = job()

    assert "certificate verify failed" in refused.last_error.lower()
    assert smtp_server.messages() == []


def test_a_certificate_for_another_name_is_not_accepted(given, runtime, smtp_server):
    outgoing = open_outgoing(smtp_server.url(login=True, host="localhost"))

    with pytest.raises(ssl.SSLCertVerificationError):
        outgoing.send(None)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("error", "final"), [
    (smtplib.SMTPRecipientsRefused({"a@example.se": (550, b"no such mailbox")}), True),
    (smtplib.SMTPRecipientsRefused({"a@example.se": (451, b"greylisted")}), False),
    (smtplib.SMTPDataError(554, b"rejected"), True),
    (smtplib.SMTPDataError(451, b"later"), False),
    (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
    (smtplib.SMTPServerDisconnected("gone"), False),
    (TimeoutError(), False),
])  # fmt: skip
def test_only_a_lasting_refusal_of_this_mail_is_final(error, final):
    assert is_final(error) is final
