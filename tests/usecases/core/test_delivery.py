"""Mails go out in runs: over one connection, each once, and no mail's trouble is another's."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from grannsamverkan.core import delivery, jobs, worker
from grannsamverkan.core.clock import system_clock
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import Attachment, Letter, MailRow, Recipient
from tests.support.mailbox import text_of
from tests.support.processes import started
from tests.support.waiting import until

NOTED = []


@jobs.handles("test_other_work")
def other_work(_runtime):
    NOTED.append("done")


def hello(number: int = 0, stored: str = "", code: str | None = None) -> Letter:
    kept = (Attachment("bilaga.pdf", "application/pdf", stored),) if stored else ()
    return Letter(subject=f"Hej {number:04}", lead="Åsa hälsar.", attachments=kept, code=code)


@pytest.fixture
def mail_url(smtp_server):
    return smtp_server.url(login=True, query="timeout=1")


@pytest.fixture
def waiting(given):
    """Lets so many mails wait, to people by number."""

    def write(count):
        with given() as work:
            for number in range(count):
                work.mail(Recipient(f"person{number}@example.se"), hello, number)

    return write


def subjects(smtp_server):
    return [message["Subject"] for message in smtp_server.messages()]


def expected(count):
    return [f"Hej {number:04}" for number in range(count)]


def states(runtime):
    with runtime.reading() as work:
        rows = work.session.execute(select(Job.state, Job.attempts).order_by(Job.id))
        return [tuple(row) for row in rows]


def unsent(runtime):
    with runtime.reading() as work:
        return work.session.scalars(select(MailRow.id).where(MailRow.sent_at.is_(None))).all()


def test_a_run_of_mails_goes_over_one_connection_in_order(runtime, waiting, smtp_server):
    waiting(30)

    done = worker.run_all(runtime)

    assert done == 30
    assert subjects(smtp_server) == expected(30)
    assert len(set(smtp_server.sessions())) == 1
    assert states(runtime) == [("done", 1)] * 30
    assert unsent(runtime) == []


@pytest.mark.parametrize("ending", ["few", "cut"])
def test_a_server_that_ends_the_connection_is_called_again(runtime, waiting, smtp_server, ending):
    smtp_server.behave(ending)
    waiting(8)

    worker.run_all(runtime)

    assert subjects(smtp_server) == expected(8)
    assert sorted(Counter(smtp_server.sessions()).values()) == [2, 3, 3]
    assert states(runtime) == [("done", 1)] * 8


def test_what_one_mail_does_wrong_stops_no_other(runtime, given, waiting, smtp_server):
    waiting(2)
    with given() as work:
        work.mail(Recipient("refused@example.se"), hello)
        work.mail(Recipient("later@example.se"), hello)
        work.mail(Recipient("file@example.se"), hello, stored="0" * 64)
        work.mail(Recipient("a@example.se, b@example.se"), hello)
        work.mail(Recipient("last@example.se"), hello, 2)

    worker.run_all(runtime)

    assert subjects(smtp_server) == expected(3)
    assert len(set(smtp_server.sessions())) == 1
    assert [state for state, _ in states(runtime)] == [
        "done", "done", "dead", "waiting", "waiting", "dead", "done",
    ]  # fmt: skip


def test_a_hanging_server_holds_other_work_no_longer_than_its_time(
    runtime, given, waiting, smtp_server, clock
):
    smtp_server.behave("hang")
    waiting(20)
    with given() as work:
        work.enqueue("test_other_work")
    NOTED.clear()

    began = time.monotonic()
    worker.run_all(runtime)
    took = time.monotonic() - began

    assert NOTED == ["done"]
    assert took < 15, "one second is waited for an answer, once for all"
    assert states(runtime) == [("waiting", 1)] + [("waiting", 0)] * 19 + [("done", 1)]

    smtp_server.behave("accept")
    worker.run_all(runtime)
    assert smtp_server.count() == 0, "the pause holds"
    clock.forward(minutes=1)
    worker.run_all(runtime)
    assert subjects(smtp_server) == expected(20)
    assert unsent(runtime) == []


def test_secrets_and_sealed_addresses_are_gone_when_their_run_has_gone(
    runtime, given, waiting, smtp_server
):
    waiting(1)
    with given() as work:
        work.mail(Recipient("nina@hemma.example", private=True), hello, code="402 917")

    worker.run_all(runtime)

    with runtime.reading() as work:
        plain, secret = work.session.scalars(select(MailRow).order_by(MailRow.id))
    assert "402 917" in text_of(smtp_server.messages()[1])
    assert (secret.text, secret.html, secret.to_sealed, secret.to_address) == ("", "", None, "")
    assert "Åsa" in plain.text


def test_a_slow_run_is_left_to_later_when_its_time_is_over(
    runtime, waiting, smtp_server, monkeypatch
):
    monkeypatch.setattr(delivery, "RUN_S", 0.0)
    waiting(3)

    worker.run_one(runtime)

    assert smtp_server.count() == 1
    assert states(runtime) == [("done", 1), ("waiting", 0), ("waiting", 0)]


def test_reports_come_back_to_the_mailbox_and_the_reader_sees_the_sender(
    runtime, waiting, smtp_server
):
    address = "bounces@kommun.example"
    settings = replace(
        runtime.settings,
        mail_url=smtp_server.url(query=f"tls=none&from=no-reply@kommun.example&bounces={address}"),
    )
    waiting(1)

    worker.run_all(replace(runtime, settings=settings))

    [(_, envelope_sender)] = smtp_server.sessions()
    assert envelope_sender == address
    assert smtp_server.messages()[0]["From"] == "no-reply@kommun.example"


def test_long_words_and_headers_come_through_whole(runtime, given, smtp_server):
    subject = "Utbildningsmaterial för kontaktombud på Åkervägen, " * 4
    address = "http://localhost/avsluta/" + "a" * 150

    def long() -> Letter:
        return Letter(subject=subject, lead="ö" * 3000, unsubscribe="/avsluta/" + "a" * 150)

    with given() as work:
        work.mail(Recipient("kerstin@example.se"), long)
    worker.run_all(runtime)

    [message] = smtp_server.messages()
    assert message["Subject"] == subject.strip()
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert "ö" * 3000 in text_of(message)
    assert message.defects == []


@pytest.fixture
def start(settings, tmp_path):
    """Starts worker processes over the test's own database and queue."""
    with started("tests.support.worker_process", settings, tmp_path) as start_one:
        yield start_one


class TestKilled:
    """A worker process that is killed, with the machine's clock."""

    @pytest.fixture
    def clock(self):
        return system_clock

    @pytest.mark.parametrize("at", [1, 150, 280])
    def test_in_the_middle_of_a_run_nothing_is_missing_and_little_goes_once_more(
        self, runtime, given, waiting, smtp_server, start, at
    ):
        waiting(300)
        killed = start()
        until(lambda: smtp_server.count() >= at)

        killed.kill()
        killed.wait()
        left = len(unsent(runtime))
        with given() as work:  # as if five minutes had passed
            work.session.execute(update(Job).values(lease_until=runtime.clock()))
        start()
        assert until(lambda: not unsent(runtime))

        came = Counter(message["Message-ID"] for message in smtp_server.messages())
        with runtime.reading() as work:
            known = set(work.session.scalars(select(MailRow.message_id)))
        assert left > 0, "it was killed before it was done"
        assert came.keys() == known
        assert max(came.values()) <= 2
        assert sum(came.values()) - 300 <= 2 * delivery.NOTED_TOGETHER
        assert {state for state, _ in states(runtime)} == {"done"}
