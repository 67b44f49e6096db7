"""What follows the press: each gets it once, whatever happens to people, material and mails."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.usecases import distributing
from tests.usecases.training.distributing import DistributionScene
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def scene(runtime, given):
    return DistributionScene(runtime, given)


# --- sending ---


def test_the_press_writes_a_row_for_each_and_the_worker_gives_links_and_mails(
    scene, material, north, south, sent_mail
):
    draft = scene.planned(material, note="Läs före mötet.")

    scene.press_send(draft)
    assert scene.ways(draft) == {"Maja Lind": "queued", "Olle Ek": "queued"}
    assert scene.written() == []

    scene.bring(draft)
    mails = scene.written()
    assert [mail.to_address for mail in mails] == ["maja@exempel.se", "olle@exempel.se"]
    assert all("Läs före mötet." in mail.text for mail in mails)
    assert len({scene.link_of(mail.to_address) for mail in mails}) == 2

    sent_mail()
    scene.settle()
    assert set(scene.ways(draft).values()) == {"sent"}


def test_a_second_round_of_the_worker_writes_nothing(scene, material, north):
    draft = scene.sent(material)

    scene.bring(draft)

    assert len(scene.written()) == 1


def test_a_number_that_has_changed_is_told_and_nothing_is_sent(scene, material, north, olle):
    draft = scene.planned(material)
    shown = scene.distribution(draft).persons
    scene.join(olle, north)

    with pytest.raises(InvalidInput, match="2"), scene.runtime.work(scene.sara) as work:
        distributing.send(work, draft, shown=shown)

    assert scene.distribution(draft).state == "draft"
    assert scene.ways(draft) == {}


def test_nobody_is_no_selection_to_send_to(scene, material):
    draft = scene.planned(material)

    with pytest.raises(Unmet), scene.runtime.work(scene.sara) as work:
        distributing.send(work, draft, shown=0)


def test_what_was_sent_is_not_sent_again_and_not_changed(scene, material, north):
    draft = scene.sent(material)

    with pytest.raises(Conflict), scene.runtime.work(scene.sara) as work:
        distributing.send(work, draft, shown=1)
    with pytest.raises(Conflict), scene.runtime.work(scene.sara) as work:
        distributing.change_plan(work, draft, scene.plan())


def test_a_person_in_two_groups_gets_one(scene, material, maja, north):
    scene.group(maja, name="Ulvvägen")

    draft = scene.sent(material)

    assert scene.distribution(scene.planned(material)).persons == 1
    assert scene.ways(draft) == {"Maja Lind": "queued"}
    assert len(scene.written()) == 1


def test_a_second_distribution_keeps_the_assignment_and_replaces_the_link(
    scene, material, maja, north
):
    scene.sent(material)
    first = scene.link_of("maja@exempel.se")

    scene.sent(material)

    assert len(scene.assignments()) == 1
    with scene.runtime.reading() as work:
        with pytest.raises(NotFound):
            queries.by_token(work, first)
        assert queries.by_token(work, scene.link_of("maja@exempel.se")).contact.user_id == maja.id


def test_links_work_to_the_end_of_the_last_day(scene, material, north, clock):
    scene.sent(material, days=2)
    token = scene.link_of("maja@exempel.se")

    clock.forward(days=2, hours=13)
    assert scene.opened(token)

    clock.forward(hours=1)
    with pytest.raises(NotFound):
        scene.opened(token)


# --- people who leave and move ---


def test_who_leaves_between_the_press_and_the_mail_is_left_out(scene, material, maja, north, olle):
    scene.join(olle, north)
    draft = scene.planned(material)
    scene.press_send(draft)

    scene.ends(maja, north)
    scene.bring(draft)

    assert scene.ways(draft) == {"Maja Lind": "left", "Olle Ek": "queued"}
    assert [mail.to_address for mail in scene.written()] == ["olle@exempel.se"]


def test_who_moves_to_another_group_in_the_middle_gets_it_once_in_the_new_one(
    scene, material, maja, north, south
):
    draft = scene.planned(material)
    scene.press_send(draft)

    scene.join(maja, south)
    scene.ends(maja, north)
    scene.bring(draft)

    told = [mail for mail in scene.written() if mail.to_address == "maja@exempel.se"]
    assert len(told) == 1
    assert "Ekvägen" in told[0].text
    assert scene.receiver(draft, maja).contact_id == scene.contact_of(maja, south).id


def test_material_taken_back_in_the_middle_reaches_nobody_more(scene, material, north):
    draft = scene.planned(material)
    scene.press_send(draft)

    with scene.runtime.work(scene.sara) as work:
        usecases.withdraw_edition(work, material)
    scene.bring(draft)

    assert scene.written() == []
    assert scene.ways(draft) == {"Maja Lind": "withdrawn"}


def test_an_edition_replaced_in_the_middle_goes_on_as_the_newer_one(scene, material, north):
    draft = scene.planned(material)
    scene.press_send(draft)
    newer = scene.material(title="Så märker ni cyklar, ny utgåva")
    with scene.given() as work:
        work.get(Edition, material).state = "replaced"
        work.get(Edition, newer).replaces_id = material

    scene.bring(draft)

    assert [mail.subject for mail in scene.written()] == ["Så märker ni cyklar, ny utgåva"]


# --- what the person does, and what mails become ---


def test_reading_and_answering_move_the_receiver_on(scene, north):
    draft = scene.sent(scene.material(trains=True))
    token = scene.link_of("maja@exempel.se")

    scene.read(token)
    assert scene.ways(draft) == {"Maja Lind": "read"}

    assert scene.answer(token, RIGHT)
    assert scene.ways(draft) == {"Maja Lind": "done"}


def test_material_without_questions_is_done_when_it_is_read(scene, material, north):
    draft = scene.sent(material)

    scene.read_material(scene.link_of("maja@exempel.se"))

    assert scene.ways(draft) == {"Maja Lind": "done"}


def test_opening_a_link_moves_nobody(scene, material, north):
    draft = scene.sent(material)
    before = scene.everything()

    for _again in range(3):
        scene.opened(scene.link_of("maja@exempel.se"))

    assert scene.everything() == before
    assert scene.ways(draft) == {"Maja Lind": "queued"}


def test_a_mail_that_was_given_up_is_refused_and_sent_when_it_is_tried_again(
    scene, material, north, sent_mail
):
    draft = scene.sent(material)
    scene.give_up("maja@exempel.se")
    scene.settle()
    assert scene.ways(draft) == {"Maja Lind": "refused"}

    scene.try_again("maja@exempel.se")
    sent_mail()
    scene.settle()

    assert scene.ways(draft) == {"Maja Lind": "sent"}


def test_a_mail_that_came_back_after_it_was_sent_is_refused(scene, material, north, sent_mail):
    draft = scene.sent(material)
    sent_mail()
    scene.settle()

    scene.bounce("maja@exempel.se")
    scene.settle()

    assert scene.ways(draft) == {"Maja Lind": "refused"}


def test_who_has_read_before_the_mail_came_back_has_read(scene, material, north, sent_mail):
    draft = scene.sent(material)
    token = scene.link_of("maja@exempel.se")
    sent_mail()

    scene.read_material(token)
    scene.bounce("maja@exempel.se")
    scene.settle()

    assert scene.ways(draft) == {"Maja Lind": "done"}


def test_counts_are_of_each_way_in_order(scene, material, maja, olle, north, south):
    draft = scene.sent(material)
    scene.read_material(scene.link_of("olle@exempel.se"))

    with scene.runtime.reading(scene.sara) as work:
        counts = reads.counts(work, reads.distribution(work, draft))

    assert counts == {"queued": 1, "done": 1}


# --- mails that can be ended ---


def test_material_that_is_no_duty_can_be_unsubscribed_from(scene, material, north):
    scene.sent(material)

    mail = scene.written()[0]

    assert mail.unsubscribe.startswith("http://localhost/utskick/val/")


def test_a_training_that_is_to_be_done_cannot_and_comes_in_spite_of_the_choice(
    scene, maja, north, wants_page
):
    scene.sent(scene.material(trains=True))

    mail = scene.written()[0]

    assert mail.unsubscribe == ""


def test_a_training_for_somebody_who_has_done_one_is_no_duty(scene, maja, north):
    with scene.given() as work:
        contact = work.get(Contact, scene.contact_of(maja, north).id)
        groups.note_training(work, contact, edition_id=0)

    scene.sent(scene.material(trains=True), progress="unsent")

    assert scene.written()[0].unsubscribe != ""


def test_who_wants_no_mail_finds_it_on_the_page(scene, material, maja, north, wants_page):
    draft = scene.sent(material)

    assert scene.written() == []
    assert scene.ways(draft) == {"Maja Lind": "page"}
    assert [row.contact_id for row in scene.assignments()] == [scene.contact_of(maja, north).id]


@pytest.fixture
def wants_page(scene, maja):
    scene.wants(maja, "page")


# --- who sees it ---


def test_who_follows_a_distribution(scene, material, maja, north, south):
    draft = scene.planned(material, by=scene.petra)
    scene.press_send(draft, scene.petra)

    def seen_by(actor):
        with scene.runtime.reading(actor) as work:
            return [one.id for one in reads.distributions(work).rows]

    assert seen_by(scene.petra) == seen_by(scene.sara) == [draft]
    assert seen_by(scene.police(scene.town.south)) == seen_by(scene.stranger) == []
    assert seen_by(scene.as_contact(maja)) == []
    with pytest.raises(NotFound), scene.runtime.reading(scene.police(scene.town.south)) as work:
        reads.distribution(work, draft)


def test_the_link_leaves_the_database_with_the_mail(scene, material, north, sent_mail):
    scene.sent(material)
    token = scene.link_of("maja@exempel.se")

    sent_mail()

    assert all(token not in str(rows) for rows in scene.everything().values())
    with scene.runtime.reading() as work:
        assert work.session.scalars(select(MailRow.text)).all() == [""]


def test_a_signed_in_reader_is_not_permitted_to_settle_mails(scene):
    from_outside = scene.as_contact(scene.person("Pia Alm"))

    with pytest.raises(NotPermitted), scene.runtime.work(from_outside) as work:
        usecases.ways.settle_mails(work)


def test_staff_learn_which_material_did_not_arrive(scene, material, maja, olle, north, south):
    draft = scene.sent(material)
    scene.bounce("olle@exempel.se")
    scene.settle()

    with scene.runtime.reading(scene.coordinator) as work:
        seen = reads.lost(work, 5)
    with scene.runtime.reading(scene.stranger) as work:
        unseen = reads.lost(work, 5)

    assert seen == [(draft, "Så märker ni cyklar", 1)]
    assert unseen == []
