"""The interest list: consent by letter, numbers for others, erased in time; letters to a group."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from grannsamverkan.accounts.errors import TooManyTries
from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import jobs
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.queries import interest as reads
from grannsamverkan.groups.rules.interest import squares
from grannsamverkan.groups.usecases import interest
from grannsamverkan.groups.usecases.interest import Neighbour
from tests.support.ground import put_on_map
from tests.support.mailbox import links_in, text_of
from tests.usecases.groups.scene import PLANE

INSIDE, FAR = (58.3810, 12.3250), (58.4200, 12.4000)
"""(lat, lon) in the block, and kilometres away."""
ANNA = Neighbour("Anna Ny", "Anna@Exempel.se", "sv", "192.0.2.1")


@pytest.fixture
def address(scene, given):
    """Puts an address on the map."""

    def put(street="Björkvägen", number="4", at=INSIDE):
        x, y = PLANE.to_metric(at[1], at[0])
        with given() as work:
            return put_on_map(work, scene.here, (street, number, x, y))[0]

    return put


def note(scene, address, neighbour=ANNA):
    with scene.runtime.work(NOBODY) as work:
        interest.note_interest(work, address, neighbour)


def rows(scene):
    with scene.runtime.reading() as work:
        return work.session.scalars(select(Interest).order_by(Interest.id)).all()


def token_in(mail):
    return next(link for link in links_in(mail) if "/intresse/" in link).split("/intresse/")[1]


def by_link(scene, use_case, token, row_id=None):
    with scene.runtime.reading() as work:
        opens = ("interest", row_id or reads.by_token(work, token).id)
    with scene.runtime.work(Actor("link", opens=opens)) as work:
        use_case(work, token)


@pytest.fixture
def waiting(scene, address, sent_mail):
    """Somebody on the list, who has said yes; gives the token of the own link."""

    def wait(at=INSIDE, neighbour=ANNA, street="Björkvägen"):
        note(scene, address(street, at=at), neighbour)
        [mail] = [m for m in sent_mail() if m["To"] == neighbour.email.lower()]
        by_link(scene, interest.confirm_interest, token_in(mail))
        return token_in(mail)

    return wait


def streets(scene):
    with scene.runtime.reading() as work:
        return [(street.name, street.number) for street in reads.streets(work, scene.here)]


# --- being on the list ---


def test_nobody_counts_before_the_mailbox_has_said_yes(scene, address, sent_mail):
    note(scene, address())
    before = streets(scene)
    [mail] = sent_mail()
    by_link(scene, interest.confirm_interest, token_in(mail))

    assert before == []
    assert streets(scene) == [("Björkvägen", 1)]


def test_name_and_mailbox_are_sealed_and_the_letter_is_blanked(scene, waiting):
    token = waiting()

    [row] = rows(scene)
    kept = " ".join(str(value) for value in vars(row).values())
    assert "anna" not in kept.lower()
    assert token not in kept
    assert scene.runtime.vault.open(row.email_sealed) == "anna@exempel.se"
    with scene.runtime.reading() as work:
        [mail] = work.session.scalars(select(MailRow).where(MailRow.letter == "interest_asked"))
    assert (mail.to_address, mail.to_sealed, mail.text, mail.html) == ("", None, "", "")


def test_the_same_mailbox_stands_there_once(scene, address):
    here = address()
    for _ in range(3):
        note(scene, here)

    assert len(rows(scene)) == 1


def test_a_mailbox_is_asked_once_a_day_however_often_it_is_typed(scene, address, sent_mail, clock):
    here = address()
    for _ in range(5):
        note(scene, here)
    first = sent_mail()
    clock.forward(hours=25)
    note(scene, here)
    again = sent_mail()

    assert (len(first), len(again)) == (1, 1)
    by_link(scene, interest.confirm_interest, token_in(again[0]))
    assert streets(scene) == [("Björkvägen", 1)]


def test_somebody_elses_mailbox_moves_nobody(scene, waiting, address):
    token = waiting()

    note(scene, address("Granvägen", at=FAR))

    [row] = rows(scene)
    assert row.street == "Björkvägen"
    by_link(scene, interest.confirm_interest, token)


def test_the_own_link_takes_one_off_the_list(scene, waiting):
    token = waiting()

    by_link(scene, interest.withdraw_interest, token)

    assert rows(scene) == []
    with pytest.raises(NotFound):
        by_link(scene, interest.confirm_interest, token)


def test_a_link_opens_its_own_row_only(scene, waiting):
    token = waiting()

    with pytest.raises(NotPermitted):
        by_link(scene, interest.withdraw_interest, token, row_id=4711)


def test_who_does_not_answer_within_a_week_is_erased(scene, address, clock):
    note(scene, address())
    clock.forward(days=6)
    jobs.erase_lapsed_interest(scene.runtime)
    kept = len(rows(scene))
    clock.forward(days=2)
    jobs.erase_lapsed_interest(scene.runtime)

    assert (kept, rows(scene)) == (1, [])


def test_after_its_time_a_row_is_erased_by_itself(scene, waiting, clock):
    scene.setting("group.interest_months", 2)
    waiting()
    clock.now = datetime(2027, 1, 22, 12, tzinfo=UTC)
    jobs.erase_lapsed_interest(scene.runtime)
    kept = len(rows(scene))
    clock.now = datetime(2027, 1, 23, 12, tzinfo=UTC)
    jobs.erase_lapsed_interest(scene.runtime)

    assert (kept, rows(scene)) == (1, [])


# --- when there is a group ---


def test_those_near_are_told_of_a_new_group_and_those_far_are_not(scene, waiting, sent_mail):
    near = waiting()
    waiting(
        at=FAR, neighbour=Neighbour("", "far@exempel.se", "en", "192.0.2.1"), street="Långvägen"
    )

    scene.approved(name="Björkvägen")

    told = [mail for mail in sent_mail() if "nära dig" in mail["Subject"]]
    assert [mail["To"] for mail in told] == ["anna@exempel.se"]
    assert token_in(told[0]) == near


def test_the_group_invites_without_seeing_whom(scene, waiting, sent_mail):
    group_id = scene.approved()
    waiting()
    sent_mail()

    with scene.runtime.work(scene.maja.actor) as work:
        first = interest.invite_interested(work, group_id)
    with scene.runtime.work(scene.maja.actor) as work:
        second = interest.invite_interested(work, group_id)

    assert (first, second) == (1, 0)
    assert [mail["To"] for mail in sent_mail()] == ["anna@exempel.se"]
    with scene.runtime.reading(scene.maja.actor) as work:
        assert reads.number_in(work, scene.group(group_id)) == (1, 0)


@pytest.mark.parametrize("who", ["police", "stranger"])
def test_others_do_not_invite_for_the_group(scene, who):
    group_id = scene.approved()
    person = {"police": scene.police, "stranger": scene.person}[who]()

    with scene.runtime.work(person.actor) as work, pytest.raises((NotFound, NotPermitted)):
        interest.invite_interested(work, group_id)


# --- a letter to a group ---


def write(scene, group_id, text="Jag vill vara med.", network="192.0.2.1"):
    with scene.runtime.work(NOBODY) as work:
        interest.write_to_group(work, group_id, replace(ANNA, network=network), text)


def test_a_letter_reaches_the_contact_persons_and_is_kept_nowhere(scene, sent_mail):
    group_id = scene.approved()
    sent_mail()

    write(scene, group_id)

    [mail] = sent_mail()
    assert mail["To"] == scene.maja.email
    assert "Jag vill vara med." in text_of(mail)
    assert "Anna@Exempel.se" in text_of(mail)
    assert "Jag vill vara med." not in "".join(bodies(scene))


def bodies(scene):
    with scene.runtime.reading() as work:
        return work.session.scalars(select(MailRow.text)).all()


@pytest.mark.parametrize("state", ["submitted", "draft"])
def test_only_public_groups_are_written_to(scene, state):
    with pytest.raises(NotFound):
        write(scene, getattr(scene, state)())


def test_a_flood_of_letters_is_stopped(scene):
    scene.setting("group.letters_per_day", 2)
    group_id = scene.approved()
    for number in range(2):
        write(scene, group_id, network=f"192.0.2.{number}")

    with pytest.raises(InvalidInput):
        write(scene, group_id, network="192.0.2.9")


def test_one_network_writes_little_to_one_group_and_others_are_not_slowed(scene, clock):
    group_id = scene.approved()
    for _ in range(3):
        write(scene, group_id)

    with pytest.raises(TooManyTries):
        write(scene, group_id)

    write(scene, group_id, network="198.51.100.7")
    clock.forward(days=1)
    write(scene, group_id)


def test_one_network_asks_for_so_many_and_others_are_not_slowed(scene, address, clock):
    home = address()
    for number in range(20):
        note(scene, home, replace(ANNA, email=f"a{number}@exempel.se"))

    with pytest.raises(TooManyTries):
        note(scene, home)

    note(scene, home, replace(ANNA, network="198.51.100.7"))
    clock.forward(minutes=16)
    note(scene, home, replace(ANNA, email="sent@exempel.se"))
    assert len(rows(scene)) == 22


@pytest.mark.sqlite_only
def test_the_map_tells_numbers_in_squares():
    counted = squares([(10.0, 10.0), (240.0, 249.9), (250.0, 10.0)])

    assert counted == {(125.0, 125.0): 2, (375.0, 125.0): 1}
