"""A contact person leaves; the list stays; and what was agreed by word is known to one alone."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.groups import jobs
from grannsamverkan.groups.models.households import Dwelling, SpokenAgreement
from grannsamverkan.groups.queries import handover as reads
from grannsamverkan.groups.usecases import agreements, life
from grannsamverkan.groups.usecases import handover as usecases
from grannsamverkan.groups.usecases.handover import Successor
from tests.usecases.groups.listing import LIND, Listing

NILS = Successor("Nils Ek", "nils@exempel.se", None)


@pytest.fixture
def listing(scene):
    made = Listing(scene, scene.approved()).begin()
    made.joins("Björkvägen 1")
    return made


def place_of(scene, listing, user):
    contacts = scene.group(listing.group_id).contacts
    return next(contact.id for contact in contacts if contact.user_id == user.id)


def leaves(scene, listing, successor, who=None):
    who = who or scene.maja
    place = place_of(scene, listing, who)
    return listing.do(usecases.hand_over, place, successor, by=who)


# --- handing over ---


def test_a_successor_gets_the_group_and_its_list_and_who_left_gets_neither(scene, listing):
    nils = scene.person("Nils Ek")

    assert leaves(scene, listing, NILS) == "left"

    scene_list = Listing(scene, listing.group_id)
    with pytest.raises(NotFound):
        scene_list.all()
    scene.maja = nils
    assert scene_list.all()["Björkvägen 1"].details == LIND
    assert ("handed_over", "nils@exempel.se") in scene.mails()


def test_the_head_passes_on_being_the_head(scene, listing):
    ekmans = scene.person("Eva Ekman")
    scene.add_contact(listing.group_id, ekmans, head=True)

    leaves(scene, listing, NILS, ekmans)

    heads = [c.user.name for c in scene.group(listing.group_id).contacts if c.head]
    assert heads == ["Nils Ek"]


def test_one_of_several_leaves_without_a_successor(scene, listing):
    nils = scene.person("Nils Ek")
    scene.add_contact(listing.group_id, nils)

    assert leaves(scene, listing, None, nils) == "left"

    assert [c.user.name for c in scene.group(listing.group_id).contacts] == ["Maja Lind"]


def test_the_last_one_stays_and_police_are_told_once(scene, listing):
    assert leaves(scene, listing, None) == "stays"
    assert leaves(scene, listing, None) == "stays"

    sought = scene.mails("successor_sought")
    assert sought
    assert len(sought) == len(set(sought))
    assert len(scene.group(listing.group_id).contacts) == 1


def test_a_new_contact_person_ends_the_search(scene, listing, clock):
    leaves(scene, listing, None)
    clock.forward(days=1)

    scene.add_contact(listing.group_id, scene.person("Nils Ek"))

    with scene.runtime.reading() as work:
        from_group = work.session.get(type(scene.group(listing.group_id)), listing.group_id)
        assert reads.successor_sought(work, from_group) is None


def test_nobody_hands_over_somebody_elses_place(scene, listing):
    nils = scene.person("Nils Ek")
    scene.add_contact(listing.group_id, nils)
    majas = place_of(scene, listing, scene.maja)

    for stranger in (nils, scene.person("Otto Annan"), scene.police()):
        with pytest.raises(NotFound):
            listing.do(usecases.hand_over, majas, None, by=stranger)


def test_one_is_not_ones_own_successor(scene, listing):
    with pytest.raises(InvalidInput):
        leaves(scene, listing, Successor("Maja", scene.maja.email, None))


# --- protected identity ---


def test_an_agreement_is_known_to_one_contact_person_alone(scene, listing):
    nils = scene.person("Nils Ek")
    scene.add_contact(listing.group_id, nils)
    made = listing.do(agreements.agree, listing.group_id)

    assert len(listing.do(reads.agreements, listing.group_id)) == 1
    assert listing.do(reads.agreements, listing.group_id, by=nils) == []
    with pytest.raises(NotFound):
        listing.do(agreements.end_agreement, made.id, by=nils)
    with pytest.raises(NotPermitted):
        listing.do(agreements.agree, listing.group_id, by=scene.police())


def test_an_agreement_is_neither_counted_nor_listed_nor_logged(scene, listing):
    numbers, homes = listing.numbers, listing.all()
    with scene.runtime.reading() as work:
        logged = len(work.session.scalars(select(AuditEntry)).all())

    listing.do(agreements.agree, listing.group_id)

    assert (listing.numbers, listing.all()) == (numbers, homes)
    with scene.runtime.reading() as work:
        assert len(work.session.scalars(select(AuditEntry)).all()) == logged
        columns = SpokenAgreement.__table__.columns.keys()
    assert columns == ["id", "municipality_id", "group_id", "kept_by", "since"]


def test_an_agreement_ends_with_the_one_it_was_made_with(scene, listing):
    nils = scene.person("Nils Ek")
    scene.add_contact(listing.group_id, nils)
    listing.do(agreements.agree, listing.group_id, by=nils)

    leaves(scene, listing, None, nils)

    with scene.runtime.reading() as work:
        assert work.session.scalars(select(SpokenAgreement)).all() == []


# --- when the group is no more ---


def test_the_list_of_a_closed_group_is_erased_when_its_time_is_out(scene, listing, clock):
    with scene.runtime.work(scene.police("Pia Polis").actor) as work:
        life.close_group(work, listing.group_id, reason="Ingen vill vara kvar.")

    def kept(after_days):
        clock.forward(days=after_days)
        jobs.erase_lists_of_ended_groups(scene.runtime)
        with scene.runtime.reading() as work:
            return len(work.session.scalars(select(Dwelling)).all())

    assert kept(29) == 5
    assert kept(1) == 0
    assert kept(1) == 0


def test_the_list_of_a_living_group_is_never_erased_by_the_clock(scene, listing, clock):
    clock.forward(days=1000)
    jobs.erase_lists_of_ended_groups(scene.runtime)

    assert listing.all()["Björkvägen 1"].details == LIND
