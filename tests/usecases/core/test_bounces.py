"""A final report is kept with the mail it is about, once; nobody else's says anything of ours."""

import time

import pytest
from sqlalchemy import select

from grannsamverkan.core import bounces
from grannsamverkan.core.actor import NOBODY
from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.core.mail import Letter, MailRow, Recipient
from tests.support.returned import QMAIL, away, report
from tests.support.statements import statements_of


def hello() -> Letter:
    return Letter(subject="Hej på er", lead="Åsa hälsar.")


@pytest.fixture
def ours(given, sent_mail):
    """A mail of ours that went out."""
    with given() as work:
        row = work.mail(Recipient("kerstin.lind@example.se"), hello)
    sent_mail()
    return row


@pytest.fixture
def arrives(runtime):
    """Lets a mail arrive; returns whether it was about one of ours."""

    def arrive(raw):
        with runtime.work() as work:
            return bounces.note(work, raw)

    return arrive


@pytest.fixture
def told(runtime, ours):
    """What is now told of our mail."""

    def look():
        with runtime.reading() as work:
            row = work.get(MailRow, ours.id)
            return row.bounced_at, row.bounce

    return look


@pytest.mark.parametrize("form", [None, QMAIL], ids=["by-fields", "by-words"])
def test_a_final_report_stands_with_its_mail(arrives, ours, told, clock, form):
    clock.forward(hours=1)

    was_ours = arrives(report(ours.message_id, **({"form": form} if form else {})))

    when, why = told()
    assert was_ours
    assert when == clock()
    assert why
    assert "kerstin" not in why


def test_a_second_report_changes_nothing(arrives, ours, told, clock):
    arrives(report(ours.message_id))
    before = told()
    clock.forward(hours=1)

    was_ours = arrives(report(ours.message_id, number=2, diagnosis="554 something else"))

    assert was_ours
    assert told() == before


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_a_report_that_is_not_final_changes_nothing(arrives, ours, told, action):
    was_ours = arrives(report(ours.message_id, action=action, status="4.4.1"))

    assert was_ours
    assert told() == (None, "")


def test_whoever_does_not_know_its_number_cannot_say_that_a_mail_failed(arrives, ours, told):
    guessed = "<" + "0" * 32 + ours.message_id[33:]

    assert not arrives(report(guessed))
    assert not arrives(report("%"))
    assert not arrives(away(ours.message_id))

    assert told() == (None, "")


def test_only_the_worker_may_note_it(runtime, ours, told):
    with pytest.raises(NotPermitted), runtime.work(NOBODY) as work:
        bounces.note(work, report(ours.message_id))

    assert told() == (None, "")


def test_a_storm_of_reports_costs_one_statement_each(runtime, given, ours, told):
    with given() as work:
        others = [work.mail(Recipient(f"a{n}@example.se"), hello).message_id for n in range(50)]
    began = time.process_time()

    with runtime.work() as work, statements_of(runtime) as sent:
        noted = [bounces.note(work, report(one)) for one in [ours.message_id, *others] * 10]

    assert all(noted)
    assert len([one for one in sent if "mail" in one]) == 510
    assert (time.process_time() - began) / 510 < 0.05, "five thousand are read in minutes"
    with runtime.reading() as work:
        assert work.session.scalars(select(MailRow).where(MailRow.bounced_at.is_(None))).all() == []
