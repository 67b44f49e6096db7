"""Passwords, codes, networks and tickets: arithmetic without a database."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from grannsamverkan.accounts import rules
from grannsamverkan.accounts.rules import devices, pace

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
PERSONAL = ("Karin Lindqvist", "karin.lindqvist@polisen.example")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kort lösen", "short"),
        ("x1" * 101, "long"),
        ("Sommaren2026", "common"),
        ("Sommar202620", "common"),
        ("lösenord1234", "common"),
        ("aaaaaaaaaaaab", "common"),
        ("abcdefghijkl", "common"),
        ("987654321098", "common"),
        ("lindqvist2026", "personal"),
        ("KarinLindqvist!", "personal"),
        ("karin målar tre blå båtar", None),
        ("tallkotte hiss mars", None),
    ],
)
def test_a_new_password_is_judged_by_length_lists_and_its_owner(password, fault):
    assert rules.password_fault(password, PERSONAL) == fault


def test_a_password_fits_however_the_keyboard_composes_its_letters():
    stored = rules.hash_password("blåbär och gröt")

    decomposed = "bla\u030aba\u0308r och gro\u0308t"

    assert rules.check_password(stored, decomposed).ok
    assert not rules.check_password(stored, "blabar och grot").ok


def test_nothing_fits_where_no_password_is_stored():
    assert not rules.check_password(None, "tallkotte hiss mars").ok
    assert not rules.check_password("", "tallkotte hiss mars").ok


def test_an_outdated_hash_is_replaced_and_a_current_one_is_not():
    old = PasswordHasher(time_cost=1, memory_cost=64).hash("tallkotte hiss mars")

    checked = rules.check_password(old, "tallkotte hiss mars")

    assert checked.ok
    assert checked.rehash is not None
    assert rules.check_password(checked.rehash, "tallkotte hiss mars").rehash is None


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        (None, "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_tries_are_counted_for_what_one_subscriber_gets(ip, network):
    assert pace.network_of(ip) == network


def test_an_address_is_the_same_however_it_is_written():
    assert rules.mail_key("  Karin@Exempel.SE ") == "karin@exempel.se"


def test_parts_of_a_keyed_hash_cannot_be_shifted_into_each_other():
    assert rules.keyed_hash("k", "ab", "c") != rules.keyed_hash("k", "a", "bc")
    assert rules.keyed_hash("k", "ab") != rules.keyed_hash("l", "ab")


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_phones_clock_may_be_one_step_off(drift):
    secret = rules.new_totp_secret()

    digits = pyotp.TOTP(secret).at(NOW + timedelta(seconds=drift))

    assert rules.matching_step(secret, digits, NOW, None) is not None


@pytest.mark.parametrize("drift", [-60, 60])
def test_a_phones_clock_may_not_be_two_steps_off(drift):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    digits = pyotp.TOTP(secret).at(NOW + timedelta(seconds=drift))

    assert rules.matching_step(secret, digits, NOW, None) is None


def test_digits_of_a_used_step_are_refused():
    secret = rules.new_totp_secret()
    digits = pyotp.TOTP(secret).at(NOW)

    step = rules.matching_step(secret, digits, NOW, None)

    assert step is not None
    assert rules.matching_step(secret, digits, NOW, step) is None
    assert rules.matching_step(secret, digits, NOW, step - 1) == step


def test_digits_that_are_not_digits_are_refused_quietly():
    assert rules.matching_step(rules.new_totp_secret(), "åäöåäö", NOW, None) is None


def test_a_ticket_is_good_for_its_time_its_person_and_its_password():
    ticket = rules.make_ticket("key", 7, NOW + timedelta(minutes=5), "hash")
    later = NOW + timedelta(minutes=6)

    assert rules.ticket_holder(ticket) == 7
    assert rules.is_ticket(ticket, "key", 7, NOW, "hash")
    assert not rules.is_ticket(ticket, "key", 7, later, "hash")
    assert not rules.is_ticket(ticket, "key", 8, NOW, "hash")
    assert not rules.is_ticket(ticket, "key", 7, NOW, "new hash")
    assert not rules.is_ticket(ticket, "other", 7, NOW, "hash")
    assert not rules.is_ticket(ticket.replace("7.", "8.", 1), "key", 8, NOW, "hash")


@pytest.mark.parametrize("ticket", ["", "x", "7", "7.1", "7.x.y", "²", "7.1.2.3"])
def test_a_made_up_ticket_is_refused(ticket):
    assert not rules.is_ticket(ticket, "key", 7, NOW, "hash")


def test_typed_digits_may_have_blanks_and_dashes():
    assert rules.only_digits(" 123 456 ") == "123456"
    assert rules.only_digits("123\u2013456") == "123456"


@pytest.mark.parametrize(
    ("user_agent", "parts"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            ("Edge", "Windows"),
        ),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_named_as_its_owner_would(user_agent, parts):
    assert devices.device_parts(user_agent) == parts
