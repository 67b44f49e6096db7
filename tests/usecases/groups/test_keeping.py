"""Contact persons, counts and dated facts over the years."""

from datetime import timedelta

import pytest

from grannsamverkan.core.errors import DomainError, InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import queries, usecases


def contact_of(scene, group_id, user):
    return next(c.id for c in scene.group(group_id).contacts if c.user_id == user.id)


def end(scene, contact_id, by=None):
    with scene.runtime.work((by or scene.maja).actor) as work:
        usecases.end_contact(work, contact_id)


def appoint(scene, contact_id, by=None, *, head=True):
    with scene.runtime.work((by or scene.maja).actor) as work:
        usecases.appoint_head(work, contact_id, head=head)


# --- contact persons ---


def test_a_proposed_contact_person_gets_an_account_and_a_mail(scene):
    group_id = scene.draft()

    with scene.runtime.work(scene.maja.actor) as work:
        contact = usecases.add_contact(
            work, group_id, name="Nils Ek", email=" Nils@Exempel.se ", phone="070-1", head=True
        )

    user = next(c.user for c in scene.group(group_id).contacts if c.id == contact.id)
    assert (user.kind, user.email, user.name, user.phone) == (
        "contact",
        "nils@exempel.se",
        "Nils Ek",
        "070-1",
    )
    assert user.municipality_id == scene.here
    assert scene.mails() == [("contact_added", "nils@exempel.se")]


def test_the_first_mail_is_in_the_language_the_founder_chose(scene):
    group_id = scene.draft()

    with scene.runtime.work(scene.maja.actor) as work:
        contact = usecases.add_contact(
            work,
            group_id,
            name="Emma Hill",
            email="emma@exempel.se",
            phone=None,
            head=False,
            language="en",
        )

    user = next(c.user for c in scene.group(group_id).contacts if c.id == contact.id)
    assert user.language == "en"


def test_an_account_that_exists_keeps_what_its_owner_wrote(scene):
    group_id = scene.draft()
    nils = scene.person("Nils Ek", phone="070-1")

    with scene.runtime.work(scene.maja.actor) as work:
        usecases.add_contact(
            work, group_id, name="Nisse Skojare", email=nils.email, phone="112", head=False
        )

    kept = next(c.user for c in scene.group(group_id).contacts if c.user_id == nils.id)
    assert (kept.name, kept.phone) == ("Nils Ek", "070-1")


def test_the_same_person_is_not_added_twice(scene):
    group_id = scene.draft()

    with pytest.raises(InvalidInput) as refused:
        scene.add_contact(group_id, scene.maja)

    assert refused.value.field == "email"
    assert len(scene.group(group_id).contacts) == 1


def test_somebody_who_left_can_come_back(scene):
    group_id, nils = scene.draft(), scene.person()
    end(scene, scene.add_contact(group_id, nils))

    scene.add_contact(group_id, nils)

    assert scene.group(group_id).contact_ids == {scene.maja.id, nils.id}


def test_who_is_removed_loses_access_at_once_even_the_founder(scene):
    nils = scene.person()
    group_id = scene.draft()
    scene.add_contact(group_id, nils)

    end(scene, contact_of(scene, group_id, scene.maja), by=nils)

    with scene.runtime.reading(scene.maja.actor) as work:
        assert queries.groups(work).rows == []
        with pytest.raises(NotFound):
            queries.group(work, group_id)
    with pytest.raises(NotFound):
        scene.add_contact(group_id, scene.maja, by=scene.maja)


def test_a_group_keeps_at_least_one_contact_person(scene):
    group_id = scene.draft()

    with pytest.raises(InvalidInput):
        end(scene, contact_of(scene, group_id, scene.maja))

    assert len(scene.group(group_id).contacts) == 1


def test_a_contact_person_who_has_ended_cannot_be_ended_or_appointed_again(scene):
    group_id, nils, third = scene.draft(), scene.person(), scene.person("Tea Alm")
    contact_id = scene.add_contact(group_id, nils)
    scene.add_contact(group_id, third)
    end(scene, contact_id)

    for again in (end, appoint):
        with pytest.raises(NotFound):
            again(scene, contact_id)


def test_in_a_living_group_with_a_head_only_the_head_adds_and_ends(scene):
    nils, tea = scene.person(), scene.person("Tea Alm")
    group_id = scene.approved()
    tea_contact = scene.add_contact(group_id, tea)
    appoint(scene, scene.add_contact(group_id, nils))

    for refused in (
        lambda: scene.add_contact(group_id, scene.person("Ulla Gran")),
        lambda: end(scene, tea_contact),
        lambda: appoint(scene, tea_contact),
    ):
        with pytest.raises(NotPermitted):
            refused()
    end(scene, tea_contact, by=nils)
    end(scene, contact_of(scene, group_id, scene.maja))

    assert scene.group(group_id).contact_ids == {nils.id}


def test_without_a_head_any_contact_person_appoints_one(scene):
    group_id, nils = scene.approved(), scene.person()
    contact_id = scene.add_contact(group_id, nils)

    appoint(scene, contact_id)
    appoint(scene, contact_id, by=nils, head=False)

    assert not scene.group(group_id).head_ids


def test_contact_persons_of_another_group_do_not_exist(scene):
    nils = scene.person()
    contact_id = contact_of(scene, scene.draft(nils, "Eken"), nils)

    for change in (end, appoint):
        with pytest.raises(NotFound):
            change(scene, contact_id)


def test_police_cannot_change_contact_persons(scene):
    group_id = scene.approved()
    police, nils = scene.police(), scene.person()

    with pytest.raises(NotPermitted):
        scene.add_contact(group_id, nils, by=police)
    with pytest.raises(NotPermitted):
        end(scene, contact_of(scene, group_id, scene.maja), by=police)


def test_a_staff_address_is_refused_beside_the_address(scene):
    group_id = scene.draft()

    with pytest.raises(DomainError) as refused:
        scene.add_contact(group_id, scene.police())

    assert refused.value.field == "email"


def test_mails_speak_the_receivers_language(scene):
    nils = scene.person("Nils Ek", language="en")
    police = scene.police()
    group_id = scene.complete()
    scene.add_contact(group_id, nils)
    scene.submit(group_id)

    scene.send_back(police, group_id)

    with scene.runtime.reading() as work:
        rows = work.session.query(MailRow).all()
        languages = {(row.letter, row.to_address): row.language for row in rows}
        pages = {row.to_address: row.html for row in rows if row.letter == "group_returned"}
    assert languages["contact_added", "nils@exempel.se"] == "en"
    assert languages["group_received", "nils@exempel.se"] == "en"
    assert languages["group_returned", "nils@exempel.se"] == "en"
    assert languages["group_returned", "maja@exempel.se"] == "sv"
    assert 'lang="en"' in pages["nils@exempel.se"]
    assert 'lang="sv"' in pages["maja@exempel.se"]


# --- counts and facts ---


def test_counts_are_kept_up_to_date_after_approval(scene):
    group_id = scene.approved()

    with scene.runtime.work(scene.maja.actor) as work:
        usecases.count_households(work, group_id, dwellings=22, joined=15, declined=0)

    group = scene.group(group_id)
    assert (group.dwellings, group.joined, group.declined) == (22, 15, 0)


def test_counts_stand_still_while_the_registration_is_read(scene):
    group_id = scene.submitted()

    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        usecases.count_households(work, group_id, dwellings=22, joined=15, declined=0)


def test_a_meeting_can_be_booked_ahead_but_not_held_ahead(scene, clock):
    group_id = scene.approved()
    tomorrow = clock().date() + timedelta(days=1)

    with scene.runtime.work(scene.maja.actor) as work:
        usecases.note_fact(work, group_id, kind="meeting_booked", on=tomorrow, place="Torget")
    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.maja.actor) as work:
        usecases.note_fact(work, group_id, kind="meeting_held", on=tomorrow)

    (fact,) = scene.group(group_id).facts
    assert (fact.kind, fact.on, fact.place) == ("meeting_booked", tomorrow, "Torget")
    assert fact.noted_by == scene.maja.id
    assert refused.value.field == "on"


def test_the_day_is_that_of_the_clock_on_the_wall_in_sweden(scene, clock):
    group_id = scene.approved()
    clock.now = clock.now.replace(hour=23, minute=30)
    after_midnight = clock().date() + timedelta(days=1)

    with scene.runtime.work(scene.maja.actor) as work:
        fact = usecases.note_fact(work, group_id, kind="meeting_held", on=after_midnight)

    assert fact.on == after_midnight


def test_police_note_facts_and_strangers_do_not(scene, clock):
    group_id = scene.approved()

    scene.note(scene.police(), group_id, "meeting_held")
    with pytest.raises(NotFound):
        scene.note(scene.person(), group_id, "list_exists")
    with pytest.raises(NotPermitted):
        scene.note(scene.staff("Rut Granskare", ("reviewer", None)), group_id, "list_exists")

    assert [fact.kind for fact in scene.group(group_id).facts] == ["meeting_held"]


def test_training_is_a_dated_fact_of_the_person(scene, given, clock):
    group_id = scene.approved()

    with given() as work:
        usecases.note_training(work, queries.group(work, group_id).contacts[0], edition_id=7)

    group = scene.group(group_id)
    assert (group.contacts[0].trained_on, group.untrained) == (clock().date(), [])
    (event,) = (e for e in scene.events("contact") if e.event == "contact_trained")
    assert event.details == {"group_id": group_id, "edition_id": 7, "on": "2026-11-23"}
