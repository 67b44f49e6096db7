"""The material reaches contact persons, once, when it should."""

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound, NotPermitted, Unmet
from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import mails, queries, rules, usecases
from tests.support.mailbox import links_in, text_of
from tests.usecases.training.scene import RIGHT


def standing_of(scene, actor):
    with scene.runtime.reading(actor) as work:
        return {person.contact.user.name: person.standing for person in queries.people(work).rows}


def test_an_approved_group_gets_one_mail_for_each_contact_person(scene, sent_mail):
    scene.published()
    group = scene.group(scene.person("Maja Lind"), scene.person("Olle Ek"))

    scene.approved(group)

    sent = sent_mail()
    assert {mail["To"] for mail in sent} == {"maja@exempel.se", "olle@exempel.se"}
    assert len({link for mail in sent for link in links_in(mail) if "/u/" in link}) == 2
    assert "svara på några frågor" in text_of(sent[0])


def test_only_the_hash_of_a_link_is_kept_and_the_letter_is_blanked_when_sent(scene, sent_mail):
    scene.published()
    scene.approved(scene.group(scene.person()))
    token = scene.tokens()[0]

    sent_mail()

    assert scene.assignments()[0].token_hash == codes.token_hash(token)
    assert all(token not in str(rows) for rows in scene.everything().values())


def test_approving_twice_in_a_row_sends_no_second_mail_while_the_link_works(scene, clock):
    scene.published()
    group = scene.group(scene.person())
    scene.approved(group)

    scene.approved(group)
    assert len(scene.mails()) == 1

    clock.now += rules.LINK_LIFE
    scene.approved(group)
    assert len(scene.mails()) == 2


def test_a_contact_person_added_to_a_living_group_gets_the_mail(scene):
    scene.published()
    group = scene.group(scene.person("Maja Lind"), state="active")

    scene.added(scene.join(scene.person("Olle Ek"), group))

    assert [mail.to_address for mail in scene.mails()] == ["olle@exempel.se"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "closed"])
def test_nobody_is_sent_anything_before_the_group_is_approved(scene, state):
    scene.published()
    group = scene.group(scene.person("Maja Lind"), state=state)

    scene.added(scene.join(scene.person("Olle Ek"), group))

    assert scene.mails() == []


def test_the_real_events_of_the_groups_room_set_it_off(scene):
    scene.published()
    founder = scene.person("Maja Lind")
    with scene.runtime.work(founder_actor(founder)) as work:
        group = groups.start_group(
            work, municipality_id=scene.town.here, name="Ekvägen", housing="villa"
        )
    assert scene.mails() == []

    with scene.given() as work:
        work.get(type(group), group.id).state = "active"
    with scene.runtime.work(founder_actor(founder)) as work:
        groups.add_contact(
            work, group.id, name="Olle Ek", email="olle@exempel.se", phone=None, head=False
        )

    assert [mail.to_address for mail in scene.mails()] == ["olle@exempel.se"]


def founder_actor(user):
    return Actor("contact", user.id, user.name)


def test_without_an_edition_nothing_pretends_and_publishing_catches_up(scene):
    group = scene.group(scene.person("Maja Lind"), scene.person("Olle Ek"), state="approved")
    scene.group(scene.person("Pia Alm"), state="submitted")
    scene.approved(group)
    assert scene.assignments() == []
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "none", "Olle Ek": "none"}

    scene.published()

    assert {mail.to_address for mail in scene.mails()} == {"maja@exempel.se", "olle@exempel.se"}


def test_publishing_reaches_neither_the_trained_nor_another_municipality(scene):
    trained, other = scene.person("Maja Lind"), scene.person("Bo Bro", scene.town.elsewhere)
    group = scene.group(trained, state="active")
    scene.group(other, state="active", municipality=scene.town.elsewhere)
    with scene.given() as work:
        contact = work.get(Contact, scene.contact_of(trained, group).id)
        groups.note_training(work, contact, edition_id=0)

    scene.published()

    assert scene.mails() == []


def test_a_person_in_two_groups_counts_once_among_the_receivers(scene):
    maja = scene.person("Maja Lind")
    scene.group(maja, name="Ekvägen")
    scene.group(maja, name="Björkvägen")

    scene.published()

    assert len(scene.mails()) == 1


def test_a_group_approved_later_does_not_ask_a_trained_person_again(scene):
    maja = scene.person("Maja Lind")
    scene.published()
    scene.approved(scene.group(maja, name="Ekvägen"))
    scene.read(scene.tokens()[0])
    assert scene.answer(scene.tokens()[0], RIGHT)

    later = scene.group(maja, name="Björkvägen")
    scene.approved(later)

    assert len(scene.mails()) == 1
    assert scene.contact_of(maja, later).trained_on is not None


def test_sending_again_replaces_the_link(scene):
    scene.published()
    maja = scene.person()
    group = scene.group(maja)
    scene.approved(group)

    with scene.runtime.work(scene.coordinator) as work:
        usecases.send_again(work, scene.contact_of(maja, group).id)

    first, second = scene.tokens()
    assert len(scene.assignments()) == 1
    with scene.runtime.reading() as work:
        with pytest.raises(NotFound):
            queries.by_token(work, first)
        assert queries.by_token(work, second).contact.user_id == maja.id


def test_sending_again_keeps_what_the_person_has_done(scene):
    scene.published()
    maja = scene.person()
    group = scene.group(maja)
    scene.approved(group)
    scene.read(scene.tokens()[0])

    with scene.runtime.work(scene.coordinator) as work:
        usecases.send_again(work, scene.contact_of(maja, group).id)

    assert scene.assignments()[0].read_at is not None


def test_sending_again_needs_an_edition_a_living_group_and_an_untrained_person(scene):
    maja, olle = scene.person("Maja Lind"), scene.person("Olle Ek")
    draft, living = scene.group(olle, state="submitted"), scene.group(maja)

    def send(user, group):
        with scene.runtime.work(scene.coordinator) as work:
            usecases.send_again(work, scene.contact_of(user, group).id)

    with pytest.raises(Unmet):
        send(maja, living)
    scene.published()
    with pytest.raises(Unmet):
        send(olle, draft)
    with scene.given() as work:
        contact = work.get(Contact, scene.contact_of(maja, living).id)
        groups.note_training(work, contact, edition_id=0)
    with pytest.raises(Unmet):
        send(maja, living)


def test_who_may_send_again(scene):
    scene.published()
    maja = scene.person()
    contact = scene.contact_of(maja, scene.group(maja, area=scene.town.north))

    def send_as(actor):
        with scene.runtime.work(actor) as work:
            usecases.send_again(work, contact.id)

    for actor in (scene.stranger, scene.police(scene.town.south), founder_actor(maja)):
        with pytest.raises(NotFound):
            send_as(actor)
    with pytest.raises(NotPermitted):
        send_as(scene.police(scene.town.north))


def test_the_list_follows_a_person_from_queued_to_done(scene, sent_mail, clock):
    scene.published()
    scene.approved(scene.group(scene.person()))
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "queued"}

    token = scene.tokens()[0]
    sent_mail()
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "sent"}

    scene.read(token)
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "read"}

    clock.now += rules.LINK_LIFE
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "expired"}

    clock.now -= rules.LINK_LIFE
    scene.answer(token, RIGHT)
    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "done"}


def test_a_mail_that_was_given_up_shows_as_refused(scene):
    scene.published()
    scene.approved(scene.group(scene.person()))

    with scene.given() as work:
        mail = work.session.scalars(select(MailRow)).one()
        job = next(j for j in work.session.scalars(select(Job)) if j.args == {"mail_id": mail.id})
        job.state = "dead"

    assert standing_of(scene, scene.coordinator) == {"Maja Lind": "refused"}


def test_police_follow_only_their_own_area(scene):
    scene.group(scene.person("Nora Norr"), area=scene.town.north)
    scene.group(scene.person("Sven Sund"), area=scene.town.south)

    assert set(standing_of(scene, scene.police(scene.town.north))) == {"Nora Norr"}
    assert set(standing_of(scene, scene.police())) == {"Nora Norr", "Sven Sund"}
    assert standing_of(scene, scene.stranger) == {}


def test_a_contact_person_who_left_is_not_sent_to_and_not_listed(scene):
    maja, olle = scene.person("Maja Lind"), scene.person("Olle Ek")
    group = scene.group(maja, olle)
    contact = scene.contact_of(maja, group)
    with scene.given() as work:
        work.get(Contact, contact.id).ended_at = work.now

    scene.published()

    assert [mail.to_address for mail in scene.mails()] == ["olle@exempel.se"]
    assert set(standing_of(scene, scene.coordinator)) == {"Olle Ek"}
    with pytest.raises(NotFound), scene.runtime.work(scene.coordinator) as work:
        usecases.send_again(work, contact.id)


def test_the_letter_says_what_to_do_and_until_when(scene):
    scene.published()
    scene.approved(scene.group(scene.person()))

    with scene.runtime.reading() as work:
        assignment = queries.by_token(work, scene.tokens()[0])
        with speaking("sv"):
            letter = mails.material_ready(assignment, "TOKEN")

    assert letter.button == ("Öppna utbildningen", "/u/TOKEN")
    assert "Björkvägen" in letter.lead
    assert any("21 februari 2027" in text for text in letter.paragraphs)
