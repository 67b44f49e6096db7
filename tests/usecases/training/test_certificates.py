"""Certificates: issued, verified, withdrawn, running out, and what they mean for signs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, NotFound, NotPermitted, Unmet
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places.models import Setting
from grannsamverkan.training import queries
from grannsamverkan.training.jobs import look_after_training
from grannsamverkan.training.models import Assignment, Certificate
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.usecases import certificates, start_own, withdraw_edition
from tests.usecases.training.scene import RIGHT, WRONG

LAST_DAY = date(2028, 11, 23)
"""Of a training done on the scene's day, with the municipality's own months left as they are."""


@pytest.fixture
def done(scene, group, token):
    """Maja has done the training; the group is active."""
    scene.read(token)
    assert scene.answer(token, RIGHT)
    with scene.given() as work:
        work.get(Group, group.id).state = "active"
    return kept(scene)[0]


def kept(scene):
    with scene.runtime.reading() as work:
        return work.session.scalars(select(Certificate).order_by(Certificate.id)).all()


def set_to(scene, key, value):
    with scene.given() as work:
        work.session.add(
            Setting(municipality_id=scene.town.here, key=key, value=value, changed_at=work.now)
        )


def gate(scene, group):
    with scene.runtime.reading() as work:
        found = groups.sign_gate(work.get(Group, group.id))
        return found.open, [str(reason) for reason in found.reasons]


def subjects(scene):
    with scene.runtime.reading() as work:
        rows = work.session.scalars(select(MailRow).order_by(MailRow.id)).all()
        return [row.subject for row in rows if row.letter != "material_ready"]


def after(clock, day):
    clock.now += timedelta(days=(day - clock.now.date()).days)


def as_maja(scene, maja):
    return scene.runtime.work(Actor("contact", maja.id))


def test_a_passed_quiz_gives_a_certificate_and_a_last_day(scene, maja, group, done):
    assert (done.done_on, done.valid_until) == (date(2026, 11, 23), LAST_DAY)
    assert done.number == f"2026-{done.id:05d}"
    assert scene.contact_of(maja, group).trained_until == LAST_DAY
    (event,) = scene.events("certificate_issue")
    assert event.subject_id == done.id


def test_a_quiz_that_was_not_passed_gives_none(scene, token):
    scene.read(token)

    scene.answer(token, WRONG)

    assert kept(scene) == []


def test_months_of_nought_mean_without_end(scene, maja, group, token, clock):
    set_to(scene, "training.valid_months", 0)
    scene.read(token)
    scene.answer(token, RIGHT)
    after(clock, date(2050, 1, 1))

    look_after_training(scene.runtime)

    assert kept(scene)[0].valid_until is None
    assert scene.contact_of(maja, group).trained_until is None
    assert subjects(scene) == []


def test_the_address_is_kept_sealed_and_finds_its_certificate(scene, done):
    with scene.runtime.reading() as work:
        token = reads.token_of(work, work.get(Certificate, done.id))
        found = reads.by_token(work, token.lower())

    assert found.id == done.id
    assert done.token_hash == codes.token_hash(token)
    assert all(token not in str(rows) for rows in scene.everything().values())
    with scene.runtime.reading() as work, pytest.raises(NotFound):
        reads.by_token(work, "Y" * 28)


def test_a_reminder_comes_once_with_a_link_to_do_it_again(scene, maja, group, done, clock):
    after(clock, LAST_DAY - timedelta(days=31))
    look_after_training(scene.runtime)
    assert subjects(scene) == []

    clock.forward(days=1)
    look_after_training(scene.runtime)
    look_after_training(scene.runtime)

    assert subjects(scene) == ["Din utbildning gäller till och med 23 november 2028"]
    (given,) = scene.assignments()
    assert (given.done_at, given.read_at, given.tries) == (None, None, 1)
    assert scene.contact_of(maja, group).trained_on is not None


def test_renewing_gives_a_newer_certificate_and_ends_the_reminders(scene, maja, group, done, clock):
    after(clock, LAST_DAY - timedelta(days=10))
    look_after_training(scene.runtime)
    with as_maja(scene, maja) as work:
        token = start_own(work, scene.contact_of(maja, group).id)
    scene.read(token)
    assert scene.answer(token, RIGHT)

    after(clock, LAST_DAY + timedelta(days=5))
    look_after_training(scene.runtime)

    assert [one.valid_until for one in kept(scene)] == [LAST_DAY, date(2030, 11, 13)]
    assert scene.contact_of(maja, group).trained_until == date(2030, 11, 13)
    assert len(subjects(scene)) == 1
    assert scene.assignments()[0].tries == 2


def test_starting_again_long_before_the_end_opens_nothing_anew(scene, maja, group, done):
    with as_maja(scene, maja) as work:
        start_own(work, scene.contact_of(maja, group).id)

    assert scene.assignments()[0].done_at is not None


def test_after_the_last_day_the_door_stays_open_unless_the_municipality_closes_it(
    scene, maja, group, done, clock
):
    after(clock, LAST_DAY + timedelta(days=1))
    look_after_training(scene.runtime)
    assert subjects(scene)[-1] == "Din utbildning har gått ut"
    assert gate(scene, group) == (True, [])

    set_to(scene, "training.over_closes", True)
    look_after_training(scene.runtime)

    is_open, reasons = gate(scene, group)
    assert not is_open
    assert reasons == [
        "Maja Lind behöver gå utbildningen igen. Den gällde till och med 23 november 2028."
    ]
    (event,) = scene.events("contact_training_over")
    assert event.details["closes"] is True


def test_the_closed_door_opens_when_the_training_is_done_again(scene, maja, group, done, clock):
    set_to(scene, "training.over_closes", True)
    after(clock, LAST_DAY + timedelta(days=1))
    look_after_training(scene.runtime)
    assert not gate(scene, group)[0]

    with as_maja(scene, maja) as work:
        token = start_own(work, scene.contact_of(maja, group).id)
    scene.read(token)
    scene.answer(token, RIGHT)

    assert gate(scene, group) == (True, [])


def test_the_closed_door_opens_when_the_municipality_says_so(scene, maja, group, done, clock):
    set_to(scene, "training.over_closes", True)
    after(clock, LAST_DAY + timedelta(days=1))
    look_after_training(scene.runtime)
    with scene.given() as work:
        work.session.scalars(select(Setting)).one().value = False

    look_after_training(scene.runtime)

    assert gate(scene, group) == (True, [])


def test_a_training_counts_through_its_last_day(scene, group, done, clock):
    set_to(scene, "training.over_closes", True)
    after(clock, LAST_DAY)

    look_after_training(scene.runtime)

    assert gate(scene, group) == (True, [])


def test_a_reminder_waits_until_there_is_material_to_do_again(scene, done, clock):
    with scene.runtime.work(scene.coordinator) as work:
        withdraw_edition(work, done.edition_id)
    after(clock, LAST_DAY - timedelta(days=10))
    look_after_training(scene.runtime)
    assert subjects(scene) == []

    scene.published()
    look_after_training(scene.runtime)

    assert subjects(scene) == ["Din utbildning gäller till och med 23 november 2028"]


def test_a_person_who_left_is_not_written_to(scene, maja, group, done, clock):
    with scene.given() as work:
        work.get(Contact, scene.contact_of(maja, group).id).ended_at = work.now
    after(clock, LAST_DAY + timedelta(days=1))

    look_after_training(scene.runtime)

    assert subjects(scene) == []


def test_a_withdrawn_certificate_closes_the_door_and_its_holder_is_told_why(
    scene, maja, group, done
):
    with scene.runtime.work(scene.coordinator) as work:
        certificates.withdraw(work, done.id, "Någon annan svarade.")

    contact = scene.contact_of(maja, group)
    assert (contact.trained_on, contact.trained_until) == (None, None)
    assert gate(scene, group) == (False, ["Maja Lind har inte gått utbildningen."])
    assert subjects(scene) == [f"Ditt intyg {done.number} är återkallat"]
    (row,) = kept(scene)
    assert row.standing(date(2026, 11, 23)) == "withdrawn"
    assert row.withdrawn_for == "Någon annan svarade."
    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        certificates.withdraw(work, done.id, "En gång till.")


def test_after_a_withdrawal_the_training_can_be_done_again(scene, maja, group, done, token):
    with scene.runtime.work(scene.coordinator) as work:
        certificates.withdraw(work, done.id, "Någon annan svarade.")

    scene.read(token)
    assert scene.answer(token, RIGHT)

    assert [one.withdrawn_at is None for one in kept(scene)] == [False, True]
    assert gate(scene, group) == (True, [])


def test_an_older_certificate_is_withdrawn_without_touching_the_newer(
    scene, maja, group, done, clock
):
    after(clock, LAST_DAY)
    with as_maja(scene, maja) as work:
        token = start_own(work, scene.contact_of(maja, group).id)
    scene.read(token)
    scene.answer(token, RIGHT)

    with scene.runtime.work(scene.coordinator) as work:
        certificates.withdraw(work, done.id, "Fel namn på pappret.")

    assert scene.contact_of(maja, group).trained_until == date(2030, 11, 23)


def test_who_may_withdraw(scene, maja, done):
    refused = (scene.police(), Actor("contact", maja.id))
    hidden = (scene.stranger, scene.police(scene.town.south), Actor("contact", maja.id + 1))

    for actors, error in ((refused, NotPermitted), (hidden, NotFound)):
        for actor in actors:
            with pytest.raises(error), scene.runtime.work(actor) as work:
                certificates.withdraw(work, done.id, "Nej.")
    assert kept(scene)[0].withdrawn_at is None


def test_a_training_from_before_certificates_gets_one_without_an_end(scene, maja, group, done):
    with scene.given() as work:
        work.session.delete(work.get(Certificate, done.id))
        work.get(Contact, scene.contact_of(maja, group).id).trained_until = None

    for _press in range(2):
        with as_maja(scene, maja) as work:
            certificates.issue_earlier(work, scene.contact_of(maja, group).id)

    (made,) = kept(scene)
    assert (made.done_on, made.valid_until) == (date(2026, 11, 23), None)


def test_nobody_is_certified_who_has_done_nothing(scene, maja, group):
    contact = scene.contact_of(maja, group)

    with pytest.raises(Unmet), as_maja(scene, maja) as work:
        certificates.issue_earlier(work, contact.id)
    with pytest.raises(NotFound), scene.runtime.work(scene.coordinator) as work:
        certificates.issue_earlier(work, contact.id)


def test_an_expired_training_does_not_count_for_a_group_joined_later(scene, maja, done, clock):
    after(clock, LAST_DAY + timedelta(days=1))

    later = scene.group(maja, name="Ekvägen")
    scene.approved(later)

    assert scene.contact_of(maja, later).trained_on is None
    assert len(scene.mails()) == 2


def test_a_valid_training_counts_with_its_day_for_a_group_joined_later(scene, maja, done, clock):
    clock.forward(days=100)

    later = scene.group(maja, name="Ekvägen")
    scene.approved(later)

    contact = scene.contact_of(maja, later)
    assert (contact.trained_on, contact.trained_until) == (date(2026, 11, 23), LAST_DAY)


def test_the_list_tells_who_must_do_it_again(scene, maja, done, clock):
    after(clock, LAST_DAY + timedelta(days=1))

    with scene.runtime.reading(scene.coordinator) as work:
        (person,) = queries.people(work, trained=False).rows
        assert (person.standing, person.certificate_id) == ("over", done.id)
        assert queries.how_many(work) == (1, 0)

    look_after_training(scene.runtime)
    with scene.runtime.reading(scene.coordinator) as work:
        assert [one.standing for one in queries.people(work).rows] == ["queued"]


def test_a_new_edition_goes_also_to_those_whose_training_is_over(scene, maja, done, clock):
    draft = scene.draft()
    with scene.runtime.reading() as work:
        assert queries.receivers(work, queries.edition(work, draft.id)) == []
    after(clock, LAST_DAY + timedelta(days=1))

    scene.published()

    assert len(scene.mails()) == 2
    with scene.runtime.reading() as work:
        old, new = work.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert old.done_at is not None
    assert new.done_at is None
