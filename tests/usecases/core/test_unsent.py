"""What a letter holds is forgotten too when nobody could send it."""

import pytest
from sqlalchemy import select

from grannsamverkan.core import delivery, unsent
from grannsamverkan.core.jobs import GiveUp, Job
from grannsamverkan.core.mail import Letter, MailRow, Recipient


def secret():
    """A letter with a code."""
    return Letter(subject="Kod", lead="Skriv koden.", code="123 456")


def plain():
    """A letter that may be read by whoever keeps the installation."""
    return Letter(subject="Hej", lead="Kom på mötet.")


@pytest.fixture
def given_up(given, clock):
    """Writes a letter and lets its sending be given up."""

    def given_up(letter):
        with given() as work:
            row = work.mail(Recipient("nina@hemma.example", "sv"), letter)
            job = work.session.scalars(select(Job).order_by(Job.id.desc())).first()
            job.state, job.finished_at = "dead", clock()
            return row.id

    return given_up


def text_of(runtime, mail_id):
    with runtime.reading() as work:
        return work.get(MailRow, mail_id).text


def test_a_refused_letter_with_a_secret_is_emptied_after_a_week(runtime, given_up, clock):
    code, news = given_up(secret), given_up(plain)
    clock.forward(days=6)
    unsent.empty_unsent(runtime)
    assert "123" in text_of(runtime, code)

    clock.forward(days=2)
    unsent.empty_unsent(runtime)

    assert text_of(runtime, code) == ""
    assert "mötet" in text_of(runtime, news)


def test_a_letter_that_still_waits_is_left_whole(runtime, given, clock):
    with given() as work:
        mail_id = work.mail(Recipient("nina@hemma.example", "sv"), secret).id
    clock.forward(days=30)

    unsent.empty_unsent(runtime)

    assert "123" in text_of(runtime, mail_id)


def test_an_emptied_letter_is_never_sent(runtime, given_up, clock):
    mail_id = given_up(secret)
    clock.forward(days=8)
    unsent.empty_unsent(runtime)

    with pytest.raises(GiveUp):
        delivery.send_mail(runtime, mail_id)
