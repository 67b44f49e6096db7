"""Staff sign in by password and second factor."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from argon2 import PasswordHasher

from grannsamverkan.accounts import errors, queries, rules, usecases
from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import Entry
from grannsamverkan.core.actor import NOBODY, Role
from grannsamverkan.core.errors import InvalidInput
from tests.usecases.accounts.conftest import PASSWORD, TOTP_SECRET, other_than

EMAIL = "polis@polisen.example"


@pytest.fixture
def police(staff, places):
    return staff(EMAIL, Role("police", places.here, places.north))


def test_password_and_digits_together_sign_in(
    police, give_password, give_digits, is_live, events, runtime
):
    ticket = give_password("Polis@Polisen.example ")

    entry = give_digits(ticket)

    assert isinstance(entry, Entry)
    assert is_live(entry.token)
    assert events()[-2:] == ["password_pass", "sign_in"]
    with runtime.reading() as work:
        actor = queries.live_session(work, entry.token).user.actor
    assert actor.kind == "staff"
    assert [role.name for role in actor.roles] == ["police"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    police, give_password, given, events
):
    with given() as work:
        usecases.ensure_contact(work, email="nina@hemma.example", name="Nina", language="sv")

    answers = [
        give_password(EMAIL, "fel lösenord hela vägen"),
        give_password("okand@polisen.example"),
        give_password("nina@hemma.example"),
    ]

    assert {str(answer) for answer in answers} == {str(errors.wrong_password())}
    assert events().count("sign_in_fail") == 3


def test_the_password_alone_opens_nothing(police, give_password, is_live):
    ticket = give_password(EMAIL)

    assert not is_live(ticket)


def test_wrong_digits_are_refused_and_counted(police, give_password, give_digits, runtime, events):
    ticket = give_password(EMAIL)
    right = pyotp.TOTP(TOTP_SECRET).at(runtime.clock())

    answer = give_digits(ticket, other_than(right))

    assert isinstance(answer, InvalidInput)
    assert events()[-1] == "sign_in_fail"
    assert isinstance(give_digits(ticket), Entry)


def test_the_same_digits_sign_in_once_only(police, give_password, give_digits, clock):
    ticket = give_password(EMAIL)
    assert isinstance(give_digits(ticket), Entry)

    replayed = give_digits(give_password(EMAIL))

    assert isinstance(replayed, InvalidInput)
    clock.forward(seconds=30)
    assert isinstance(give_digits(give_password(EMAIL)), Entry)


def test_the_same_digits_at_once_sign_in_one_browser(police, give_password, give_digits):
    ticket = give_password(EMAIL)

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(give_digits, [ticket] * 4))

    assert sum(isinstance(answer, Entry) for answer in answers) == 1


def test_the_second_step_has_five_minutes(police, give_password, give_digits, clock):
    ticket = give_password(EMAIL)

    clock.forward(minutes=5)

    assert str(give_digits(ticket)) == str(errors.step_expired())


def test_a_forged_ticket_is_refused(police, give_digits, clock):
    forged = rules.make_ticket("guessed key", police.id, clock().replace(hour=23), "hash")

    answers = [give_digits(ticket) for ticket in (forged, "", f"{police.id}..", "99.1.x")]

    assert {str(answer) for answer in answers} == {str(errors.step_expired())}


def test_a_ticket_ends_with_the_password_it_proved(police, given, give_password, give_digits):
    ticket = give_password(EMAIL)

    with given() as work:
        work.get(User, police.id).password_hash = rules.hash_password("helt annat lösenord här")

    assert str(give_digits(ticket)) == str(errors.step_expired())


def test_a_ticket_ends_with_the_access(police, given, give_password, give_digits):
    ticket = give_password(EMAIL)

    with given() as work:
        usecases.end_access(work, user_id=police.id)

    assert isinstance(give_digits(ticket), InvalidInput)
    assert isinstance(give_password(EMAIL), InvalidInput)


def test_five_wrong_passwords_close_the_door_for_a_quarter(police, give_password, clock):
    for _ in range(5):
        give_password(EMAIL, "fel lösenord hela vägen")

    with pytest.raises(errors.TooManyTries) as refused:
        give_password(EMAIL)

    assert "10:15" in str(refused.value)
    clock.forward(minutes=15)
    assert isinstance(give_password(EMAIL), str)


def test_an_unknown_address_is_slowed_down_in_the_same_way(give_password):
    for _ in range(5):
        give_password("okand@polisen.example")

    with pytest.raises(errors.TooManyTries):
        give_password("okand@polisen.example")


def test_four_wrong_passwords_do_not_close_the_door(police, give_password):
    for _ in range(4):
        give_password(EMAIL, "fel lösenord hela vägen")

    assert isinstance(give_password(EMAIL), str)


def test_an_attacker_does_not_lock_the_officer_out(police, give_password):
    for _ in range(5):
        give_password(EMAIL, "fel lösenord hela vägen", network="198.51.100.9")

    assert isinstance(give_password(EMAIL, network="192.0.2.1"), str)


def test_right_passwords_are_not_counted_as_guesses(police, give_password):
    tickets = [give_password(EMAIL) for _ in range(7)]

    assert all(isinstance(ticket, str) for ticket in tickets)


def test_digits_cannot_be_guessed_on_for_ever(police, give_password, give_digits, runtime):
    ticket = give_password(EMAIL)
    right = pyotp.TOTP(TOTP_SECRET).at(runtime.clock())
    for _ in range(5):
        give_digits(ticket, other_than(right))

    with pytest.raises(errors.TooManyTries):
        give_digits(ticket)


def test_a_check_of_another_hash_is_worth_nothing(police, runtime):
    elsewhere = rules.check_password(rules.hash_password(PASSWORD), PASSWORD)

    with runtime.work(NOBODY) as work:
        answer = usecases.pass_password(work, email=EMAIL, check=elsewhere, network="192.0.2.1")

    assert isinstance(answer, InvalidInput)


def test_an_outdated_hash_is_renewed_at_sign_in(police, given, give_password, runtime):
    weak = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    with given() as work:
        work.get(User, police.id).password_hash = weak

    give_password(EMAIL)

    with runtime.reading() as work:
        assert work.get(User, police.id).password_hash != weak
    assert isinstance(give_password(EMAIL), str)
