"""Guessing is hopeless, and nobody who knows the password is locked out by those who do not."""

from datetime import timedelta

import pytest

from grannsamverkan.accounts import errors, rules, usecases
from grannsamverkan.accounts.models import KnownDevice
from grannsamverkan.accounts.rules import pace
from grannsamverkan.accounts.usecases import Entry
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import InvalidInput
from tests.usecases.accounts.conftest import other_than

EMAIL = "polis@polisen.example"
WRONG = "fel lösenord hela vägen"
OWN = "the officer's own browser"


@pytest.fixture
def police(staff, places):
    return staff(EMAIL, Role("police", places.here))


@pytest.fixture
def known(police, runtime):
    """The officer has signed in with the browser OWN before."""
    with runtime.work(police.actor) as work:
        usecases.remember_device(work, token=OWN)
    return OWN


@pytest.fixture
def hammer(give_password):
    """Wrong passwords from ever new networks until the account makes strangers wait."""

    def hammer(tries=40):
        for number in range(tries):
            try:
                give_password(EMAIL, WRONG, network=f"198.51.{number // 250}.{number % 250}")
            except errors.TooManyTries:
                return number
        return tries

    return hammer


def test_many_networks_together_must_wait_longer_and_longer(police, give_password, hammer, clock):
    assert hammer() == pace.FREE_FAILURES
    waits = []
    for number in range(8):
        with pytest.raises(errors.TooManyTries) as refused:
            give_password(EMAIL, WRONG, network=f"203.0.113.{number}")
        waits.append(refused.value.until - clock())
        clock.now = refused.value.until
        give_password(EMAIL, WRONG, network=f"203.0.113.{number}")

    seconds = [wait.total_seconds() for wait in waits]
    assert seconds == [30, 60, 120, 240, 480, 900, 900, 900]


def test_the_owner_gets_in_from_a_known_browser_while_the_account_is_hammered(
    police, known, hammer, give_password, give_digits
):
    hammer()

    ticket = give_password(EMAIL, device=known)
    entry = give_digits(ticket, device=known)

    assert isinstance(entry, Entry)


def test_even_from_the_attackers_own_network(police, known, give_password, give_digits):
    for _ in range(5):
        give_password(EMAIL, WRONG, network="192.0.2.1")
    with pytest.raises(errors.TooManyTries):
        give_password(EMAIL, WRONG, network="192.0.2.1")

    ticket = give_password(EMAIL, network="192.0.2.1", device=known)

    assert isinstance(give_digits(ticket, network="192.0.2.1", device=known), Entry)


def test_a_known_browser_may_not_guess_for_ever_either(police, known, give_password, clock):
    for _ in range(5):
        give_password(EMAIL, WRONG, device=known)

    with pytest.raises(errors.TooManyTries):
        give_password(EMAIL, device=known)
    clock.forward(minutes=15)
    assert isinstance(give_password(EMAIL, device=known), str)


def test_a_browser_is_known_to_its_own_account_only(known, staff, places, hammer, give_password):
    staff("annan@polisen.example", Role("police", places.here))
    for number in range(12):
        try:
            give_password("annan@polisen.example", WRONG, network=f"198.51.100.{number}")
        except errors.TooManyTries:
            break

    with pytest.raises(errors.TooManyTries):
        give_password("annan@polisen.example", device=known)


def test_a_made_up_browser_is_a_stranger(police, hammer, give_password):
    hammer()

    with pytest.raises(errors.TooManyTries):
        give_password(EMAIL, device="made up")


def test_a_browser_is_forgotten_after_half_a_year_and_with_the_sign_in(
    given, police, known, hammer, give_password, clock, runtime
):
    clock.forward(days=180)
    hammer()
    with pytest.raises(errors.TooManyTries):
        give_password(EMAIL, device=known)
    with runtime.work(police.actor) as work:
        usecases.remember_device(work, token=OWN)
    with given() as work:
        usecases.sign_out_person(work, user_id=police.id)

    with runtime.reading() as work:
        assert work.session.query(KnownDevice).count() == 0


def test_the_app_s_digits_are_paced_in_the_same_way(
    police, known, give_password, give_digits, clock
):
    ticket = give_password(EMAIL, device=known)
    for number in range(pace.FREE_FAILURES):
        give_digits(ticket, other_than("000000"), network=f"198.51.100.{number}")
    with pytest.raises(errors.TooManyTries):
        give_digits(ticket, network="203.0.113.1")

    assert isinstance(give_digits(ticket, device=known), Entry)


def test_a_contact_persons_mailbox_is_flooded_by_none_and_open_to_its_owner(
    ask, press_link, sent_mail, runtime, given
):
    with given() as work:
        nina = usecases.ensure_contact(work, email="nina@hemma.example", name="Nina", language="sv")
    with runtime.work(Actor("contact", nina.id)) as work:
        usecases.remember_device(work, token=OWN)
    for number in range(20):
        ask(network=f"198.51.100.{number}")
    with pytest.raises(errors.TooManyTries):
        ask(network="203.0.113.1")

    assert ask(network="203.0.113.1", device=OWN)


def test_pauses_grow_from_half_a_minute_to_a_quarter_of_an_hour():
    assert pace.pause(9) == timedelta(0)
    assert pace.pause(10) == timedelta(seconds=30)
    assert pace.pause(11) == timedelta(seconds=60)
    assert pace.pause(15) == pace.pause(10_000) == timedelta(minutes=15)


def test_right_passwords_cost_nothing(police, give_password):
    assert not any(isinstance(give_password(EMAIL), InvalidInput) for _ in range(12))
    assert timedelta(days=1) == rules.KEPT_TRIES
