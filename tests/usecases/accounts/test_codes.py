"""Contact persons sign in by a mailed code."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from grannsamverkan.accounts import errors, usecases
from grannsamverkan.accounts.models import Invitation, LoginSession, SignInCode, SignInTry, User
from grannsamverkan.accounts.usecases import Entry
from grannsamverkan.core.actor import Role
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.places.models import Setting
from tests.support.mailbox import text_of
from tests.usecases.accounts.conftest import digits_in, other_than, token_in

NINA = "nina@hemma.example"


def test_the_first_sign_in_makes_the_account(places, ask, type_code, sent_mail, person_of, is_live):
    handle = ask(" Nina@Hemma.Example ", next_path="/grupper/ny")
    (mail,) = sent_mail()

    entry = type_code(handle, digits_in(mail))

    assert isinstance(entry, Entry)
    assert mail["To"] == NINA
    assert person_of(NINA).kind == "contact"
    assert (entry.needs_name, entry.next_path) == (True, "/grupper/ny")
    assert is_live(entry.token)


def test_digits_may_be_typed_with_a_blank(ask, type_code, sent_mail):
    handle = ask()
    digits = digits_in(sent_mail()[0])

    assert isinstance(type_code(handle, f"{digits[:3]} {digits[3:]}"), Entry)


def test_a_code_is_good_for_one_sign_in(ask, type_code, press_link, sent_mail):
    handle = ask()
    (mail,) = sent_mail()
    type_code(handle, digits_in(mail))

    again = [type_code(handle, digits_in(mail)), press_link(token_in(mail))]

    assert all(isinstance(answer, InvalidInput) for answer in again)


def test_of_two_presses_at_once_one_gets_in(ask, press_link, sent_mail):
    ask()
    token = token_in(sent_mail()[0])

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(press_link, [token] * 4))

    assert sum(isinstance(answer, Entry) for answer in answers) == 1


def test_the_link_signs_in_on_another_device(ask, press_link, sent_mail, is_live):
    ask()

    entry = press_link(token_in(sent_mail()[0]))

    assert isinstance(entry, Entry)
    assert is_live(entry.token)


def test_a_foreign_link_and_a_foreign_handle_open_nothing(ask, press_link, type_code, sent_mail):
    ask()
    digits = digits_in(sent_mail()[0])

    assert isinstance(press_link("0" * 28), InvalidInput)
    assert isinstance(type_code("0" * 28, digits), InvalidInput)


def test_a_code_ends_after_ten_minutes(ask, type_code, press_link, sent_mail, clock):
    handle, late = ask(), ask("late@hemma.example")
    first, second = sent_mail()
    clock.forward(minutes=9, seconds=59)
    in_time = type_code(handle, digits_in(first))
    clock.forward(seconds=1)

    too_late = [type_code(late, digits_in(second)), press_link(token_in(second))]

    assert isinstance(in_time, Entry)
    assert all(isinstance(answer, InvalidInput) for answer in too_late)


def test_the_municipality_decides_how_long_a_code_is_good(
    given, places, ask, type_code, sent_mail, clock
):
    with given() as work:
        work.session.add(
            Setting(
                municipality_id=places.here,
                key="code.sign_in_minutes",
                value=3,
                changed_at=clock(),
            )
        )
        usecases.ensure_contact(
            work, email=NINA, name="Nina", language="sv", municipality_id=places.here
        )
    handle = ask()
    (mail,) = sent_mail()

    clock.forward(minutes=3)

    assert "3 minuter" in text_of(mail)
    assert isinstance(type_code(handle, digits_in(mail)), InvalidInput)


def test_a_new_code_replaces_the_old_one(ask, type_code, press_link, sent_mail):
    old, new = ask(), ask()
    first, second = sent_mail()

    assert isinstance(type_code(old, digits_in(first)), InvalidInput)
    assert isinstance(press_link(token_in(first)), InvalidInput)
    assert isinstance(type_code(new, digits_in(second)), Entry)


def test_five_wrong_tries_spend_a_code(ask, type_code, sent_mail, events):
    handle = ask()
    right = digits_in(sent_mail()[0])

    answers = [type_code(handle, other_than(right)) for _ in range(5)]

    assert "4" in str(answers[0])
    assert str(answers[4]) == str(errors.spent_code())
    assert isinstance(type_code(handle, right), InvalidInput)
    assert events().count("sign_in_fail") == 5


def test_four_wrong_tries_do_not(ask, type_code, sent_mail):
    handle = ask()
    right = digits_in(sent_mail()[0])

    for _ in range(4):
        type_code(handle, other_than(right))

    assert isinstance(type_code(handle, right), Entry)


def test_the_database_does_not_give_the_digits_away(ask, sent_mail, runtime):
    handle = ask()
    (mail,) = sent_mail()

    with runtime.reading() as work:
        row = work.session.scalars(select(SignInCode)).one()
        stored = {str(getattr(row, column.key)) for column in SignInCode.__table__.columns}

    assert not stored & {digits_in(mail), handle, token_in(mail)}


def test_staff_is_sent_to_the_other_door(ask, staff, places, sent_mail, runtime):
    staff("polis@polisen.example", Role("police", places.here))

    handle = ask("polis@polisen.example")

    (mail,) = sent_mail()
    assert "/logga-in/tjanst" in text_of(mail)
    assert "/logga-in/lank" not in text_of(mail)
    with runtime.reading() as work:
        assert work.session.scalars(select(SignInCode)).one().email == "polis@polisen.example"
    assert handle


def test_a_code_is_worthless_once_the_address_belongs_to_staff(
    ask, staff, places, sent_mail, type_code, press_link
):
    handle = ask("polis@polisen.example")
    (mail,) = sent_mail()

    staff("polis@polisen.example", Role("police", places.here))

    assert isinstance(type_code(handle, digits_in(mail)), InvalidInput)
    assert isinstance(press_link(token_in(mail)), InvalidInput)


def test_a_closed_account_stays_closed(ask, given, sent_mail, press_link):
    with given() as work:
        person = usecases.ensure_contact(work, email=NINA, name="Nina", language="sv")
        person.active = False

    ask()

    (mail,) = sent_mail()
    assert "/logga-in/lank" not in text_of(mail)


def test_the_sixth_code_from_one_place_has_to_wait(ask, clock):
    for _ in range(5):
        ask()

    with pytest.raises(errors.TooManyTries) as refused:
        ask()

    assert "10:15" in str(refused.value)
    clock.forward(minutes=15)
    assert ask()


def test_nobody_is_locked_out_by_somebody_elses_tries(ask):
    for _ in range(5):
        ask(network="198.51.100.9")

    assert ask(network="192.0.2.1")


def test_many_networks_together_cannot_flood_a_mailbox(ask, clock):
    for number in range(20):
        ask(network=f"198.51.100.{number}")

    with pytest.raises(errors.TooManyTries):
        ask(network="192.0.2.1")


def test_codes_for_an_account_are_counted_for_a_day_too(ask, clock):
    for quarter in range(2):
        for number in range(20):
            ask(network=f"198.51.{quarter}.{number}")
        clock.forward(minutes=16)

    with pytest.raises(errors.TooManyTries):
        ask()
    clock.forward(days=1)
    assert ask()


def test_one_network_cannot_ask_for_everybody(ask):
    for number in range(50):
        ask(f"person{number}@hemma.example")

    with pytest.raises(errors.TooManyTries):
        ask("person50@hemma.example")


def test_addresses_of_those_who_only_tried_are_forgotten(ask, runtime, clock):
    ask("nyfiken@hemma.example")
    clock.forward(days=1, seconds=1)

    ask()

    with runtime.reading() as work:
        kept = list(work.session.scalars(select(SignInCode.email)))
        tries = work.session.scalar(select(func.count(SignInTry.id)))
    assert kept == [NINA]
    assert tries == 1


def test_sessions_and_invitations_are_forgotten_a_month_after_their_end(
    ask, press_link, sent_mail, as_admin, places, runtime, clock
):
    ask()
    press_link(token_in(sent_mail()[0]))
    with runtime.work(as_admin) as work:
        role = Role("police", places.here)
        usecases.invite_staff(work, email="ny@polisen.example", name="Nora", role=role)
    clock.forward(days=60 + 29)
    ask("annan@hemma.example")
    with runtime.reading() as work:
        kept = work.session.scalar(select(func.count(LoginSession.id)))
        invited = work.session.scalar(select(func.count(Invitation.id)))
    clock.forward(days=2)

    ask("tredje@hemma.example")

    assert (kept, invited) == (1, 0)
    with runtime.reading() as work:
        assert work.session.scalar(select(func.count(LoginSession.id))) == 0


def test_the_log_holds_no_address(ask, type_code, sent_mail, runtime, events):
    handle = ask()
    type_code(handle, digits_in(sent_mail()[0]))

    with runtime.reading() as work:
        log = work.session.connection().exec_driver_sql("SELECT * FROM audit_entry").all()

    assert events() == ["sign_in_code_send", "user_create", "sign_in"]
    assert "nina" not in str(log)


def test_ensuring_a_contact_twice_keeps_what_its_owner_wrote(given, places):
    with given() as work:
        first = usecases.ensure_contact(
            work, email=NINA, name="Nina", language="en", municipality_id=places.here
        )
        second = usecases.ensure_contact(work, email="NINA@hemma.example", name="N", language="sv")

    assert first.id == second.id
    assert (second.name, second.language) == ("Nina", "en")


def test_staff_cannot_be_made_a_contact_person(given, admin):
    with pytest.raises(InvalidInput) as refused, given() as work:
        usecases.ensure_contact(work, email="admin@alby.example", name="Ada", language="sv")

    assert refused.value.field == "email"


def test_who_is_known_by_name_is_not_asked_again(given, ask, type_code, sent_mail):
    with given() as work:
        usecases.ensure_contact(work, email=NINA, name="Nina", language="sv")
    handle = ask()

    entry = type_code(handle, digits_in(sent_mail()[0]))

    assert not entry.needs_name


def test_nothing_is_written_when_the_pace_is_too_fast(ask, runtime):
    for _ in range(5):
        ask()
    before = _counts(runtime)

    with pytest.raises(errors.TooManyTries):
        ask()

    assert _counts(runtime) == before


def _counts(runtime):
    with runtime.reading() as work:
        return [
            work.session.scalar(select(func.count()).select_from(table))
            for table in (User, SignInCode, SignInTry, LoginSession)
        ]
