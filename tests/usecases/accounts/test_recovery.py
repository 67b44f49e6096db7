"""The day the phone is gone: codes on paper, and a new phone."""

import pyotp
import pytest

from grannsamverkan.accounts import errors, usecases
from grannsamverkan.accounts.models import RecoveryCode, User
from grannsamverkan.accounts.queries import keys
from grannsamverkan.accounts.usecases import Entry, sessions
from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import InvalidInput, NotPermitted, Unmet
from tests.support.mailbox import text_of

EMAIL = "polis@polisen.example"


@pytest.fixture
def police(staff, places):
    return staff(EMAIL, Role("police", places.here))


@pytest.fixture
def session(given, police):
    with given() as work:
        return sessions.enter(work, work.get(User, police.id), "test", "").token


@pytest.fixture
def make(runtime, police, session):
    def make():
        with runtime.work(police.actor) as work:
            return usecases.make_recovery_codes(work, session=session)

    return make


@pytest.fixture
def use(runtime, give_password):
    def use(code, network="192.0.2.1"):
        ticket = give_password(EMAIL)
        with runtime.work(NOBODY) as work:
            return usecases.pass_recovery_code(
                work, ticket=ticket, code=code, network=network, user_agent="Test"
            )

    return use


@pytest.fixture
def left(runtime, police):
    def left():
        with runtime.reading() as work:
            return keys.recovery_codes_left(work, police.id)

    return left


def test_a_code_stands_in_for_the_app_once(make, use, left, sent_mail, is_live):
    codes = make()
    sent_mail()

    entry = use(codes[0])

    assert isinstance(entry, Entry)
    assert is_live(entry.token)
    assert isinstance(use(codes[0]), InvalidInput)
    assert (len(codes), len(set(codes)), left()) == (10, 10, 9)
    (mail,) = sent_mail()
    assert mail["To"] == EMAIL
    assert "9 koder" in text_of(mail)


def test_a_code_may_be_typed_as_people_type(make, use):
    codes = make()

    assert isinstance(use(codes[0].lower().replace("-", " ")), Entry)
    assert isinstance(use(codes[1].replace("0", "O").replace("1", "l")), Entry)


def test_a_new_list_ends_the_old_one(make, use, left):
    old, new = make(), make()

    assert isinstance(use(old[0]), InvalidInput)
    assert isinstance(use(new[0]), Entry)
    assert left() == 9


def test_a_code_without_the_password_opens_nothing(make, runtime):
    codes = make()

    with runtime.work(NOBODY) as work:
        answer = usecases.pass_recovery_code(
            work, ticket="", code=codes[0], network="192.0.2.1", user_agent=""
        )

    assert str(answer) == str(errors.step_expired())


def test_a_code_is_good_for_its_owner_only(make, runtime, staff, places, give_password):
    codes = make()
    staff("annan@polisen.example", Role("police", places.here))
    ticket = give_password("annan@polisen.example")

    with runtime.work(NOBODY) as work:
        answer = usecases.pass_recovery_code(
            work, ticket=ticket, code=codes[0], network="192.0.2.1", user_agent=""
        )

    assert isinstance(answer, InvalidInput)


def test_codes_cannot_be_guessed_on_for_ever(make, use):
    codes = make()
    for _ in range(5):
        use("AAAA-AAAA-AAAA")

    with pytest.raises(errors.TooManyTries):
        use(codes[0])


def test_the_database_does_not_give_the_codes_away(make, runtime):
    codes = make()

    with runtime.reading() as work:
        stored = {row.code_hash for row in work.session.query(RecoveryCode)}

    assert not stored & {*codes, *(code.replace("-", "") for code in codes)}
    assert all(len(one) == 64 for one in stored)


def test_making_a_list_takes_a_new_sign_in(make, clock):
    clock.forward(minutes=15)

    with pytest.raises(Unmet):
        make()


def test_contact_persons_have_no_second_factor_to_recover(given, runtime):
    with given() as work:
        nina = usecases.ensure_contact(work, email="nina@hemma.example", name="Nina", language="sv")
        token = sessions.enter(work, nina, "test", "").token

    with pytest.raises(NotPermitted), runtime.work(Actor("contact", nina.id)) as work:
        usecases.make_recovery_codes(work, session=token)


def test_a_new_invitation_ends_the_codes(make, given, police, left):
    make()

    with given() as work:
        usecases.reset_sign_in(work, user_id=police.id)

    assert left() == 0


def test_a_new_phone_takes_over_when_it_has_proved_itself(
    runtime, police, session, give_password, give_digits, sent_mail, clock
):
    with runtime.work(police.actor) as work:
        usecases.begin_new_app(work, session=session)
    with runtime.reading() as work:
        secret = keys.new_app_secret(work, work.get(User, police.id))
    still_old = give_digits(give_password(EMAIL))

    with runtime.work(police.actor) as work:
        wrong = usecases.finish_new_app(work, session=session, digits="000000")
    with runtime.work(police.actor) as work:
        usecases.finish_new_app(work, session=session, digits=pyotp.TOTP(secret).at(clock()))
    clock.forward(seconds=60)

    assert isinstance(still_old, Entry)
    assert isinstance(wrong, InvalidInput)
    assert isinstance(give_digits(give_password(EMAIL)), InvalidInput)
    new = pyotp.TOTP(secret).at(clock())
    assert isinstance(give_digits(give_password(EMAIL), new), Entry)
    assert "gamla telefonen" in text_of(sent_mail()[-1])
