"""After material was sent: reminders, letters on paper, and links that are taken back."""

import io

import pytest
import zxingcpp
from PIL import Image

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.pdf import compile_pdf, compile_png
from grannsamverkan.training.prints import distributions as prints
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import LETTERS_AT_ONE_TIME
from grannsamverkan.training.usecases import distributing
from tests.usecases.training.distributing import DistributionScene, printed


@pytest.fixture
def scene(runtime, given):
    return DistributionScene(runtime, given)


@pytest.fixture
def group(scene, maja, olle):
    return scene.group(maja, olle, name="Björkvägen", area=scene.town.north)


@pytest.fixture
def sent(scene, group, sent_mail):
    """Material that has gone to Maja and Olle; `links` are those in the mails."""
    distribution_id = scene.sent(scene.material())
    scene.links = {name: scene.link_of(f"{name}@exempel.se") for name in ("maja", "olle")}
    sent_mail()
    scene.settle()
    return distribution_id


@pytest.fixture
def on_paper(scene, sent):
    """Maja's mail came back, and she gets a letter."""
    scene.bounce("maja@exempel.se")
    scene.settle()
    scene.print_refused(sent)
    return sent


# --- reminders ---


def test_a_reminder_goes_with_a_fresh_link_to_those_who_are_not_done(scene, sent):
    scene.read_material(scene.links["maja"])

    scene.remind(sent, shown=1)

    reminders = scene.written("material_reminder")
    assert [mail.to_address for mail in reminders] == ["olle@exempel.se"]
    with pytest.raises(NotFound):
        scene.opened(scene.links["olle"])
    assert scene.opened(scene.link_of("olle@exempel.se"))


def test_who_has_read_a_training_is_reminded_of_its_questions(scene, group, sent_mail):
    distribution_id = scene.sent(scene.material(trains=True))
    token = scene.link_of("maja@exempel.se")
    sent_mail()
    scene.settle()
    scene.read(token)

    scene.remind(distribution_id, shown=2)

    assert len(scene.written("material_reminder")) == 2
    assert scene.ways(distribution_id) == {"Maja Lind": "read", "Olle Ek": "sent"}


def test_a_day_has_one_reminder_at_most(scene, sent, clock):
    scene.remind(sent, shown=2)
    clock.forward(hours=2)
    with pytest.raises(Conflict):
        scene.remind(sent, shown=2)

    clock.forward(hours=22)
    scene.remind(sent, shown=2)

    assert len(scene.written("material_reminder")) == 4


def test_another_number_than_was_shown_reminds_nobody(scene, sent):
    with pytest.raises(InvalidInput, match="2"):
        scene.remind(sent, shown=1)

    assert scene.written("material_reminder") == []


def test_when_all_are_done_there_is_nobody_to_remind(scene, sent):
    for token in scene.links.values():
        scene.read_material(token)

    with pytest.raises(Unmet):
        scene.remind(sent, shown=0)


def test_a_mail_that_came_back_is_not_reminded_of(scene, sent):
    scene.bounce("maja@exempel.se")
    scene.settle()

    scene.remind(sent, shown=1)

    assert [mail.to_address for mail in scene.written("material_reminder")] == ["olle@exempel.se"]


def test_who_reads_or_leaves_before_the_worker_comes_gets_no_reminder(scene, sent, group, olle):
    with scene.runtime.work(scene.sara) as work:
        distributing.remind(work, sent, shown=2)
    scene.read_material(scene.links["maja"])
    scene.ends(olle, group)

    scene.remind_now(sent)

    assert scene.written("material_reminder") == []
    assert scene.ways(sent) == {"Maja Lind": "done", "Olle Ek": "left"}


def test_a_reminder_that_comes_back_makes_the_receiver_refused(scene, sent, sent_mail):
    scene.remind(sent, shown=2)
    sent_mail()

    scene.bounce("maja@exempel.se")
    scene.settle()

    assert scene.ways(sent) == {"Maja Lind": "refused", "Olle Ek": "sent"}


# --- taken back ---


def test_taking_it_back_ends_every_link_and_keeps_what_was_confirmed(scene, sent):
    scene.read_material(scene.links["maja"])

    scene.withdraw(sent)

    assert scene.ways(sent) == {"Maja Lind": "done", "Olle Ek": "withdrawn"}
    assert scene.opened(scene.links["maja"])
    with pytest.raises(NotFound):
        scene.opened(scene.links["olle"])


def test_mails_that_wait_are_called_back_and_emptied(scene, group, sent_mail):
    distribution_id = scene.sent(scene.material())

    scene.withdraw(distribution_id)

    assert sent_mail() == []
    assert [mail.text for mail in scene.written()] == ["", ""]
    with scene.runtime.reading() as work:
        assert work.session.query(Job).filter_by(kind="send_mail").count() == 0


def test_it_is_taken_back_before_the_worker_has_come(scene, group):
    draft = scene.planned(scene.material())
    scene.press_send(draft)

    scene.withdraw(draft)
    scene.bring(draft)

    assert scene.written() == []
    assert set(scene.ways(draft).values()) == {"withdrawn"}


def test_one_link_is_taken_back_and_the_others_work_on(scene, sent, maja):
    receiver = scene.receiver(sent, maja)

    with scene.runtime.work(scene.sara) as work:
        distributing.withdraw_link(work, receiver.id)

    assert scene.ways(sent) == {"Maja Lind": "withdrawn", "Olle Ek": "sent"}
    with pytest.raises(NotFound):
        scene.opened(scene.links["maja"])
    assert scene.opened(scene.links["olle"])
    with pytest.raises(Conflict), scene.runtime.work(scene.sara) as work:
        distributing.withdraw_link(work, receiver.id)


def test_a_link_given_later_outlives_the_one_that_is_taken_back(scene, sent):
    scene.sent(scene.distribution(sent).edition_id)
    later = scene.link_of("maja@exempel.se")

    scene.withdraw(sent)

    assert scene.opened(later)


def test_what_was_taken_back_is_neither_reminded_of_nor_taken_back_again(scene, sent):
    scene.withdraw(sent)

    with pytest.raises(Conflict):
        scene.remind(sent, shown=2)
    with pytest.raises(Conflict):
        scene.withdraw(sent)


# --- on paper ---


def test_refused_mails_become_letters_with_a_link_of_their_own(scene, on_paper, maja):
    assert scene.ways(on_paper) == {"Maja Lind": "paper", "Olle Ek": "sent"}

    token = scene.sealed_link(on_paper, maja)

    with pytest.raises(NotFound):
        scene.opened(scene.links["maja"])
    assert scene.opened(token).contact.user_id == maja.id
    assert len(scene.written()) == 2


def test_the_letter_has_name_group_address_and_the_way_to_answer(scene, on_paper, maja):
    with scene.runtime.reading(scene.sara) as work:
        found = reads.distribution(work, on_paper)
        rows = reads.letters(work, found, 1, LETTERS_AT_ONE_TIME).rows
        document = prints.letters(work, found, rows)
        pdf = compile_pdf("training/distribution_letters.typ", document, created=work.now)

    text = printed(pdf)
    assert "Maja Lind" in text
    assert "Björkvägen" in text
    assert "Olle" not in text
    assert "localhost/u/" in text
    assert scene.sealed_link(on_paper, maja)[:4] in text
    assert "ett annat kontaktombud" in text


def test_phones_read_the_codes_of_letters(scene, on_paper, maja):
    with scene.runtime.reading(scene.sara) as work:
        found = reads.distribution(work, on_paper)
        rows = reads.letters(work, found, 1, LETTERS_AT_ONE_TIME).rows
        document = prints.letters(work, found, rows)
        [page] = compile_png("training/distribution_letters.typ", document, created=work.now)

    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))

    assert code.text == f"HTTP://LOCALHOST/u/{scene.sealed_link(on_paper, maja)}"


def test_a_letter_is_in_the_readers_language(scene, sent, maja):
    with scene.given() as work:
        work.get(type(maja), maja.id).language = "en"
    scene.bounce("maja@exempel.se")
    scene.settle()
    scene.print_refused(sent)

    with scene.runtime.reading(scene.sara) as work:
        found = reads.distribution(work, sent)
        letter = prints.letters(work, found, reads.letters(work, found, 1, 10).rows)["letters"][0]

    assert letter["lang"] == "en"
    assert letter["recipient"][1] == "Contact person in Björkvägen"


def test_without_refused_mails_there_are_no_letters_to_make(scene, sent):
    with pytest.raises(Unmet), scene.runtime.work(scene.sara) as work:
        distributing.print_refused(work, sent)


def test_one_person_gets_paper_for_the_asking_and_again_the_next_time(scene, sent, olle):
    with scene.runtime.work(scene.sara) as work:
        distributing.print_for(work, scene.receiver(sent, olle).id)
    scene.bring(sent)
    assert scene.ways(sent)["Olle Ek"] == "paper"

    later = scene.sent(scene.material(title="Ljus i trapphuset"))

    assert scene.ways(later) == {"Maja Lind": "queued", "Olle Ek": "paper"}


def test_a_contact_person_of_the_same_group_notes_that_a_letter_was_read(
    scene, on_paper, maja, olle
):
    receiver = scene.receiver(on_paper, maja)
    with scene.runtime.reading(scene.as_contact(olle)) as work:
        assert [row.id for row in reads.letters_in_own_groups(work)] == [receiver.id]

    scene.notes_read(receiver, scene.as_contact(olle))

    assert scene.ways(on_paper)["Maja Lind"] == "done"
    noted = scene.receiver(on_paper, maja)
    assert noted.noted_by == olle.id
    assert noted.noted_at is not None
    assert [event.details for event in scene.events("distribution_note_read")] == [
        {"contact_id": receiver.contact_id}
    ]


def test_noting_a_training_as_read_is_never_its_questions(scene, group, maja, olle, sent_mail):
    distribution_id = scene.sent(scene.material(trains=True))
    scene.bounce("maja@exempel.se")
    scene.settle()
    scene.print_refused(distribution_id)

    scene.notes_read(scene.receiver(distribution_id, maja), scene.as_contact(olle))

    assert scene.ways(distribution_id)["Maja Lind"] == "read"
    assert scene.contact_of(maja, group).trained_on is None


def test_who_may_note_an_answer_on_paper(scene, on_paper, maja, olle, group):
    receiver = scene.receiver(on_paper, maja)
    pia = scene.person("Pia Alm")
    scene.group(pia, name="Ulvvägen")

    for stranger in (scene.as_contact(pia), scene.stranger, scene.police(scene.town.south)):
        with pytest.raises(NotFound):
            scene.notes_read(receiver, stranger)
    scene.ends(olle, group)
    with pytest.raises(NotFound):
        scene.notes_read(receiver, scene.as_contact(olle))

    scene.notes_read(receiver, scene.sara)
    assert scene.ways(on_paper)["Maja Lind"] == "done"


def test_only_letters_have_answers_to_note_and_each_once(scene, on_paper, maja, olle):
    with pytest.raises(Conflict):
        scene.notes_read(scene.receiver(on_paper, olle), scene.sara)

    scene.notes_read(scene.receiver(on_paper, maja), scene.sara)
    with pytest.raises(Conflict):
        scene.notes_read(scene.receiver(on_paper, maja), scene.sara)


def test_contact_persons_of_the_group_neither_remind_nor_take_back(scene, on_paper, maja, olle):
    receiver = scene.receiver(on_paper, maja)

    with pytest.raises(NotPermitted), scene.runtime.work(scene.as_contact(olle)) as work:
        distributing.withdraw_link(work, receiver.id)
    with pytest.raises(NotFound), scene.runtime.work(scene.as_contact(olle)) as work:
        distributing.print_for(work, receiver.id)
    with pytest.raises(NotFound):
        scene.withdraw(on_paper, scene.as_contact(olle))
