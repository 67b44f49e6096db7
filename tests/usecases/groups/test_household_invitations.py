"""Joining by oneself: the invitation, the private link, and what neither ever tells."""

import smtplib

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from grannsamverkan.core import outgoing, worker
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import DomainError, InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.jobs import Job
from grannsamverkan.groups.models.households import Dwelling, HouseholdInvitation, HouseholdJoin
from grannsamverkan.groups.queries import invitations as queries
from grannsamverkan.groups.rules.households import Details
from grannsamverkan.groups.usecases import households as keeping
from grannsamverkan.groups.usecases import invitations as usecases
from tests.support.mailbox import links_in, text_of
from tests.usecases.groups.listing import LIND, Listing, everything_stored

WORDS = ("Kanarie", "kanarie", "070-111", "på kvällen")


@pytest.fixture
def listing(scene):
    return Listing(scene, scene.submitted()).begin()


@pytest.fixture
def token(listing):
    return listing.invite()


# --- the invitation ---


def test_the_invitation_is_stored_as_a_hash_and_sealed(scene, listing, token):
    assert token not in everything_stored(scene.runtime)


def test_a_new_invitation_replaces_the_old_one(scene, listing, token):
    newer = listing.invite()

    with scene.runtime.reading() as work:
        assert queries.invited(work, newer).group_name == "Björkvägen"
        with pytest.raises(NotFound):
            queries.invited(work, token)


def test_a_withdrawn_invitation_opens_nothing(scene, listing, token):
    listing.do(usecases.withdraw_invitation, listing.group_id)

    with pytest.raises(NotFound):
        listing.send(token)


def test_an_invitation_ends_by_itself_when_the_municipality_says(scene, listing, clock):
    scene.setting("household.invitation_days", 10)
    token = listing.invite()

    clock.forward(days=9)
    assert listing.send(token)
    clock.forward(days=2)
    with pytest.raises(NotFound):
        listing.send(token, "Björkvägen 2")


def test_an_invitation_to_a_group_that_is_no_more_opens_nothing(scene, listing, token):
    scene.reject(scene.police(), listing.group_id)

    with scene.runtime.reading() as work, pytest.raises(NotFound):
        queries.invited(work, token)


def test_only_contact_persons_invite(scene, listing):
    with pytest.raises(NotPermitted):
        listing.do(usecases.invite, listing.group_id, by=scene.police())
    with pytest.raises(NotFound):
        listing.do(usecases.invite, listing.group_id, by=scene.person("Otto Annan"))


def test_what_the_invitation_tells_is_the_group_and_its_contact_persons(scene, listing, token):
    listing.joins("Björkvägen 2")

    with scene.runtime.reading() as work:
        told = queries.invited(work, token)

    assert told.contacts == ("Maja Lind",)
    assert "Kanarie" not in str(told)


# --- answering ---


def test_a_household_joins_and_is_new_to_the_contact_persons(listing, token, clock):
    private = listing.send(token, "björkvägen  2b, Alby")

    home = listing.all()["Björkvägen 2 B"]
    assert private
    assert (home.status, home.how, home.fresh, home.details) == ("joined", "link", True, LIND)
    assert home.consent_version
    assert listing.numbers == (20, 1, 0)


def test_a_household_that_declines_leaves_its_dwelling_and_nothing_else(listing, token, scene):
    assert listing.send(token, joins=False) is None

    home = listing.all()["Björkvägen 1"]
    assert (home.status, home.fresh, home.details.is_empty) == ("declined", True, True)
    assert not home.has_link


@pytest.mark.parametrize("before", ["joined", "declined"])
def test_an_answer_for_a_dwelling_that_has_answered_waits_and_changes_nothing(
    listing, token, before
):
    listing.answers("Björkvägen 1", before)
    numbers = listing.numbers

    assert listing.send(token)

    waiting = [one for one in listing.do(all_rows) if one.status == "unplaced"]
    assert [one.address for one in waiting] == ["Björkvägen 1"]
    assert listing.numbers == numbers


def all_rows(work):
    return work.session.scalars(select(Dwelling)).all()


def test_declining_for_somebody_who_has_joined_does_nothing(listing, token):
    listing.joins("Björkvägen 1")

    assert listing.send(token, joins=False) is None

    assert listing.all()["Björkvägen 1"].details == LIND


def test_an_unknown_address_waits_for_a_contact_person(listing, token):
    listing.send(token, "Nygatan 7")
    assert listing.numbers == (20, 0, 0)

    placed = listing.do(usecases.place_answer, listing.id("Nygatan 7"), at=None)

    assert (placed.status, placed.address) == ("joined", "Nygatan 7")
    assert listing.numbers == (20, 1, 0)
    assert listing.all()["Nygatan 7"].details == LIND


def test_a_waiting_answer_replaces_what_a_dwelling_had(listing, token):
    listing.joins("Björkvägen 1", Details("Förra Familjen"))
    private = listing.send(token)
    waiting = next(one.id for one in listing.do(all_rows) if one.status == "unplaced")

    listing.do(usecases.place_answer, waiting, at=listing.id("Björkvägen 2"))

    assert listing.all()["Björkvägen 2"].details == LIND
    assert listing.all()["Björkvägen 1"].details.names == "Förra Familjen"
    assert listing.holder(private)[1] == listing.id("Björkvägen 2")


def test_an_answer_is_not_placed_in_another_groups_list(scene, listing, token):
    other = Listing(scene, scene.submitted(name="Ekvägen")).begin(["Ekvägen 1"])
    listing.send(token, "Nygatan 7")

    with pytest.raises(InvalidInput):
        listing.do(usecases.place_answer, listing.id("Nygatan 7"), at=other.id("Ekvägen 1"))


def test_the_same_form_sent_twice_counts_once_and_leads_to_the_same_page(listing, token):
    first = listing.send(token, form_key="one form")
    second = listing.send(token, form_key="one form")

    assert first == second
    assert len(listing.all()) == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consents": False}, "consents"),
        ({"version": "2020-01"}, "consents"),
        ({"details": Details(phone="070")}, "names"),
    ],
)
def test_nobody_joins_without_name_and_consent_to_the_text_of_today(listing, token, changes, field):
    with pytest.raises(InvalidInput) as refused:
        listing.send(token, **changes)

    assert refused.value.field == field
    assert listing.all()["Björkvägen 1"].status == "unanswered"


def test_a_flood_from_one_network_is_stopped_and_others_are_not(scene, listing, token, clock):
    scene.setting("household.answers_per_hour", 3)
    for number in range(3):
        listing.send(token, f"Påhittad {number}")

    with pytest.raises(DomainError) as refused:
        listing.send(token, "Påhittad 4")

    assert refused.value.status == 429
    assert listing.send(token, network="198.51.100.7")
    clock.forward(hours=2)
    assert listing.send(token, "Björkvägen 2")


def test_a_flood_from_many_networks_is_stopped_too(scene, listing, token):
    scene.setting("household.answers_per_day", 3)
    for number in range(3):
        listing.send(token, f"Påhittad {number}", network=f"192.0.2.{number}")

    with pytest.raises(DomainError) as refused:
        listing.send(token, "Påhittad 4", network="192.0.2.99")

    assert refused.value.status == 429


def test_who_answered_from_where_is_forgotten_in_a_day(listing, token, clock):
    listing.send(token)
    clock.forward(days=2)
    listing.send(token, "Björkvägen 2")

    assert len(listing.do(lambda work: work.session.scalars(select(HouseholdJoin)).all())) == 1


# --- the private link ---


def test_the_household_changes_what_is_kept_and_the_note_stays(listing, token):
    listing.send(token)
    private = listing.send(token)
    listing.do(keeping.describe, listing.id("Björkvägen 1"), LIND, consents=True)
    holder, dwelling_id = listing.holder(private)

    listing.do(usecases.change_own, dwelling_id, Details("Ali", "073", ""), by=holder)

    home = listing.all()["Björkvägen 1"]
    assert home.details == Details("Ali", "073", "", LIND.note)
    assert home.fresh


@pytest.mark.parametrize(("moves", "status"), [(True, "unanswered"), (False, "declined")])
def test_a_household_takes_everything_back_at_once(scene, listing, token, moves, status):
    holder, dwelling_id = listing.holder(private := listing.send(token))

    listing.do(usecases.leave_own, dwelling_id, moves=moves, by=holder)

    home = listing.all()["Björkvägen 1"]
    assert (home.status, home.details.is_empty, home.has_link) == (status, True, False)
    assert (home.moved_on is not None) is moves
    with pytest.raises(NotFound):
        listing.holder(private)


def test_an_answer_that_waits_can_be_taken_back_too(listing, token):
    holder, dwelling_id = listing.holder(listing.send(token, "Nygatan 7"))

    listing.do(usecases.leave_own, dwelling_id, moves=False, by=holder)

    assert "Nygatan 7" not in listing.all()


def test_one_link_opens_one_household(listing, token):
    holder, _own = listing.holder(listing.send(token))
    other = listing.holder(listing.send(token, "Björkvägen 2"))[1]

    for use in (
        lambda work: queries.own_household(work, other),
        lambda work: usecases.change_own(work, other, LIND),
        lambda work: usecases.leave_own(work, other, moves=False),
    ):
        with pytest.raises(NotFound):
            listing.do(use, by=holder)


def test_a_new_link_ends_the_old_one(listing, token, sent_mail):
    private = listing.send(token)
    sent_mail()

    listing.do(usecases.send_link, listing.id("Björkvägen 1"))

    (message,) = sent_mail()
    newer = links_in(message)[0].rpartition("/")[2]
    assert listing.holder(newer)[1] == listing.id("Björkvägen 1")
    with pytest.raises(NotFound):
        listing.holder(private)


# --- what is stored, and sent ---


def test_the_mail_to_a_household_names_nobody_and_is_stored_sealed(
    scene, listing, token, sent_mail
):
    private = listing.send(token)
    before = everything_stored(scene.runtime)

    (message,) = [m for m in sent_mail() if private in text_of(m)]

    assert message["To"] == LIND.email
    assert not [word for word in WORDS if word in text_of(message)]
    after = everything_stored(scene.runtime)
    for word in WORDS:
        assert word not in before
        assert word not in after


def test_a_refused_address_is_not_kept_with_the_error(scene, listing, token, monkeypatch):
    class Refusing:
        def send(self, message):
            (address,) = message.send_to
            told = f"<{address}>: no such user".encode()
            raise smtplib.SMTPRecipientsRefused({address: (550, told)})

        def close(self):
            pass

    monkeypatch.setattr(outgoing, "open_outgoing", lambda _url: Refusing())
    listing.send(token)

    worker.run_all(scene.runtime)

    with scene.runtime.reading() as work:
        errors = work.session.scalars(select(Job.last_error).where(Job.state == "dead")).all()
    assert any("no such user" in error for error in errors)
    assert "kanarie" not in everything_stored(scene.runtime)


def test_a_stranger_with_a_link_to_something_else_holds_no_household(listing, token):
    listing.send(token)
    dwelling_id = listing.id("Björkvägen 1")

    for stranger in (
        Actor("link", opens=("sign", dwelling_id)),
        Actor("nobody"),
        Actor("contact", 999),
    ):
        with pytest.raises(NotFound):
            listing.do(lambda work: queries.own_household(work, dwelling_id), by=stranger)


def test_ending_the_list_ends_its_invitation(listing, token):
    listing.send(token)
    listing.do(keeping.end_list, listing.group_id)

    with pytest.raises(NotFound):
        listing.send(token, "Björkvägen 2")
    assert not listing.do(lambda work: work.session.scalars(select(HouseholdInvitation)).all())


def test_keys_are_needed_to_read(listing, token):
    listing.send(token)
    row = listing.do(lambda work: work.session.get(Dwelling, listing.id("Björkvägen 1")))

    other = type(listing.runtime.vault)([Fernet.generate_key().decode()])
    with pytest.raises(ValueError, match="no data key"):
        other.open(row.sealed)
