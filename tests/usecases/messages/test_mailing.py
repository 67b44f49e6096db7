"""Mails about bulletins: each person once, in the own language, as often as the person chose."""

import pytest
from sqlalchemy import select

from grannsamverkan.accounts.queries import mailing as mail_choices
from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.messages import usecases
from grannsamverkan.messages.jobs import mail_bulletin
from grannsamverkan.messages.usecases import Correction, mailing, receiving
from tests.support.mailbox import text_of

OURS = {"bulletin", "digest", "correction"}


def ours(scene):
    return [(letter, to) for letter, to in scene.mails() if letter in OURS]


def withdraw(scene, bulletin, text="Det var fel dag."):
    with scene.runtime.work(scene.petra.actor) as work:
        usecases.withdraw(work, bulletin, Correction(text, "It was the wrong day."))


def test_each_contact_person_gets_one_mail_in_the_own_language(scene, group, sent_mail):
    scene.add_contact(group, scene.person("Emma Reed", language="en"))
    sent_mail()

    scene.sent(title_en="Burglaries in sheds", text_en="Three sheds were opened.")

    sent = {mail["To"]: mail for mail in sent_mail()}
    assert sent["maja@exempel.se"]["Subject"] == "Inbrott i förråd"
    assert sent["emma@exempel.se"]["Subject"] == "Burglaries in sheds"
    assert "Three sheds were opened." in text_of(sent["emma@exempel.se"])


def test_without_english_everybody_gets_the_swedish_text(scene, group, sent_mail):
    scene.add_contact(group, scene.person("Emma Reed", language="en"))
    sent_mail()

    scene.sent()

    sent = {mail["To"]: text_of(mail) for mail in sent_mail()}
    assert "Tre förråd har brutits upp." in sent["emma@exempel.se"]
    assert "pass it on to the group" in sent["emma@exempel.se"]


def test_who_is_in_two_groups_gets_one_mail(scene, group):
    scene.grouped("Lindvägen")

    bulletin = scene.sent()
    mail_bulletin(scene.runtime, bulletin)

    assert ours(scene) == [("bulletin", "maja@exempel.se")]
    assert len({row.mail_id for row in scene.receivers(bulletin)}) == 1


def test_rounds_that_part_a_persons_rows_still_write_one_mail(scene, group, given):
    scene.grouped("Lindvägen")
    bulletin = scene.sent()

    for _round in range(3):
        with given() as work:
            mailing.mail_some(work, bulletin, most=1)

    assert ours(scene) == [("bulletin", "maja@exempel.se")]
    assert all(row.mail_id for row in scene.receivers(bulletin))


def test_a_worker_that_was_killed_between_rounds_goes_on_with_those_who_are_left(
    scene, group, given
):
    for name in ("Nils Ek", "Olle Al", "Pia Asp"):
        scene.add_contact(group, scene.person(name))
    bulletin = scene.sent()
    with given() as work:
        mailing.mail_some(work, bulletin, most=2)
    before = ours(scene)
    with pytest.raises(RuntimeError), given() as work:
        mailing.mail_some(work, bulletin, most=1)
        raise RuntimeError("killed before the transaction was kept")
    assert ours(scene) == before

    mail_bulletin(scene.runtime, bulletin)

    to = [address for _letter, address in ours(scene)]
    assert len(to) == len(set(to)) == 4


def test_a_mail_that_is_tried_again_keeps_its_message_id(scene, group, sent_mail):
    bulletin = scene.sent()
    mail_bulletin(scene.runtime, bulletin)
    with scene.runtime.reading() as work:
        row = work.session.scalar(select(MailRow).where(MailRow.letter == "bulletin"))

    mail_bulletin(scene.runtime, bulletin)

    arrived = [mail for mail in sent_mail() if mail["Subject"] == "Inbrott i förråd"]
    assert [mail["Message-ID"] for mail in arrived] == [row.message_id]


def test_who_leaves_in_the_middle_is_not_written_to_and_counts_as_left(scene, group):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    bulletin = scene.sent()
    scene.leaves(group, nils)

    mail_bulletin(scene.runtime, bulletin)

    assert ours(scene) == [("bulletin", "maja@exempel.se")]
    assert scene.reach(bulletin).left == 1


def test_a_bulletin_taken_back_before_the_worker_came_is_not_mailed(scene, group, sent_mail):
    sent_mail()
    bulletin = scene.sent()
    withdraw(scene, bulletin)

    subjects = [mail["Subject"] for mail in sent_mail()]

    assert subjects == []
    assert scene.receivers(bulletin)[0].mail_id is None


def test_the_correction_goes_to_those_who_were_written_to(scene, group, sent_mail):
    scene.add_contact(group, scene.person("Emma Reed", language="en"))
    bulletin = scene.sent()
    sent_mail()

    withdraw(scene, bulletin)

    sent = {mail["To"]: mail for mail in sent_mail()}
    assert sent["maja@exempel.se"]["Subject"] == "Rättelse: Inbrott i förråd"
    assert "Det var fel dag." in text_of(sent["maja@exempel.se"])
    assert "It was the wrong day." in text_of(sent["emma@exempel.se"])
    assert len(sent) == 2


def test_the_correction_reaches_those_who_read_on_the_page(scene, group, sent_mail):
    scene.wants(scene.maja, "page")
    bulletin = scene.sent()
    sent_mail()

    withdraw(scene, bulletin)

    assert [mail["Subject"] for mail in sent_mail()] == ["Rättelse: Inbrott i förråd"]


def test_the_daily_mail_holds_what_has_come_and_is_written_once(scene, group, sent_mail, clock):
    scene.wants(scene.maja, "daily")
    sent_mail()
    scene.sent(title="Första saken")
    scene.sent(title="Andra saken", kind="meeting")
    assert [mail["Subject"] for mail in sent_mail()] == []

    with scene.given() as work:
        work.enqueue("mail_daily_bulletins")
    (digest,) = sent_mail()
    with scene.given() as work:
        work.enqueue("mail_daily_bulletins")

    assert digest["Subject"] == "Dagens utskick: 2 stycken"
    assert "Första saken" in text_of(digest)
    assert "Andra saken" in text_of(digest)
    assert sent_mail() == []


@pytest.mark.parametrize("change", ["read", "over", "withdrawn", "left"])
def test_the_daily_mail_leaves_out_what_need_not_be_read(scene, group, sent_mail, clock, change):
    scene.wants(scene.maja, "daily")
    bulletin = scene.sent()
    sent_mail()
    {
        "read": lambda: scene.reads(bulletin),
        "over": lambda: clock.forward(days=8),
        "withdrawn": lambda: withdraw(scene, bulletin),
        "left": lambda: _replaced(scene, group),
    }[change]()

    with scene.given() as work:
        work.enqueue("mail_daily_bulletins")
    sent_mail()

    assert [letter for letter, _to in ours(scene) if letter == "digest"] == []


def _replaced(scene, group):
    """Another takes over, so that the last contact person can leave."""
    scene.add_contact(group, scene.person("Nils Ek"))
    scene.leaves(group, scene.maja)


@pytest.mark.parametrize("frequency", ["daily", "page"])
def test_what_is_urgent_goes_at_once_whatever_was_chosen(scene, group, sent_mail, frequency):
    scene.wants(scene.maja, frequency)
    sent_mail()

    scene.sent(urgent=True)

    (mail,) = sent_mail()
    assert mail["Subject"] == "Brådskande: Inbrott i förråd"
    assert mail["List-Unsubscribe"] is None


def test_who_reads_on_the_page_gets_no_mail_about_ordinary_bulletins(scene, group, sent_mail):
    scene.wants(scene.maja, "page")
    sent_mail()

    bulletin = scene.sent()

    assert sent_mail() == []
    assert scene.reach(bulletin).on_page == 1


def test_a_mail_program_can_end_the_mails_and_duties_stay(scene, group, sent_mail):
    scene.sent()
    mail = next(mail for mail in sent_mail() if mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = mail["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
    with scene.runtime.reading(NOBODY) as work:
        choice = mail_choices.choice_by_token(work, token)

    with scene.runtime.work(Actor("link", opens=("bulletin_choice", choice.id))) as work:
        receiving.choose_frequency_by_link(work, token, "page")
    scene.sent(title="En sak till")
    scene.sent(title="Viktigt", urgent=True)

    assert [mail["Subject"] for mail in sent_mail()] == ["Brådskande: Viktigt"]


def test_the_address_that_ends_mails_does_not_stay_in_the_database(scene, group, sent_mail):
    scene.sent()
    sent_mail()

    with scene.runtime.reading() as work:
        row = work.session.scalar(select(MailRow).where(MailRow.letter == "bulletin"))
    assert row.sent_at is not None
    assert row.unsubscribe == ""


def test_another_link_changes_nobodys_choice(scene, group):
    mail_bulletin(scene.runtime, scene.sent())
    with scene.runtime.reading() as work:
        choice = mail_choices.choice(work, scene.maja.id)
        token = scene.runtime.vault.open(choice.token_sealed)

    with scene.runtime.work(NOBODY) as work, pytest.raises(NotPermitted):
        receiving.choose_frequency_by_link(work, token, "page")
    with scene.runtime.work(NOBODY) as work, pytest.raises(NotFound):
        receiving.choose_frequency_by_link(work, "Y" * 28, "page")

    with scene.runtime.reading() as work:
        assert mail_choices.choice(work, scene.maja.id).frequency == "at_once"


def test_a_frequency_that_nobody_offers_is_refused(scene, group):
    with pytest.raises(InvalidInput):
        scene.wants(scene.maja, "hourly")


def test_only_the_worker_writes_mails(scene, group):
    bulletin = scene.sent()

    for write in (
        lambda work: mailing.mail_some(work, bulletin),
        lambda work: mailing.correct_some(work, bulletin),
        lambda work: mailing.mail_digest(work, scene.maja.id),
    ):
        with scene.runtime.work(scene.petra.actor) as work, pytest.raises(NotPermitted):
            write(work)

    assert ours(scene) == []


def test_a_refused_mail_is_counted_as_refused_and_not_as_delivered(scene, group, sent_mail, given):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    sent_mail()
    bulletin = scene.sent()
    mail_bulletin(scene.runtime, bulletin)
    with given() as work:
        refused = work.session.scalar(
            select(MailRow.id).where(MailRow.to_address == nils.email, MailRow.letter == "bulletin")
        )
        jobs = work.session.scalars(select(Job).where(Job.kind == "send_mail")).all()
        next(job for job in jobs if job.args["mail_id"] == refused).state = "dead"

    sent_mail()

    reach = scene.reach(bulletin)
    assert (reach.persons, reach.mailed, reach.refused, reach.waiting) == (2, 1, 1, 0)
