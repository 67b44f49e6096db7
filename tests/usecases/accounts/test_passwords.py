"""Changing one's own password: who may, what it takes, and what ends."""

import pyotp
import pytest

from grannsamverkan.accounts import rules, usecases
from grannsamverkan.accounts.errors import TooManyTries
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import InvalidInput, NotPermitted
from tests.support.mailbox import text_of
from tests.usecases.accounts.conftest import PASSWORD, TOTP_SECRET

EMAIL = "nora@polisen.example"
NEW = "sju gula stolpar vid bron"


@pytest.fixture
def nora(staff, places):
    return staff(EMAIL, Role("police", places.here, places.north), name="Nora Ny")


@pytest.fixture
def enter(nora, clock, give_password, give_digits):
    """Signs Nora in; gives the session's token."""

    def enter(password=PASSWORD):
        clock.forward(seconds=30)
        return give_digits(give_password(EMAIL, password)).token

    return enter


@pytest.fixture
def change(runtime, nora):
    """Nora chooses another password."""

    def change(session, *, old=None, digits="", new=NEW):
        check = None if old is None else rules.check_password(nora.password_hash, old)
        with runtime.work(Actor("staff", nora.id, "Nora Ny")) as work:
            return usecases.change_password(
                work,
                session=session,
                proof=usecases.Proof(check, digits),
                password=new,
                network="192.0.2.1",
            )

    return change


def test_the_old_password_is_enough_and_others_sessions_end(
    enter, change, is_live, give_password, sent_mail, events
):
    here, there = enter(), enter()

    change(here, old=PASSWORD)

    assert is_live(here)
    assert not is_live(there)
    assert isinstance(give_password(EMAIL, PASSWORD), InvalidInput)
    assert isinstance(give_password(EMAIL, NEW), str)
    (mail,) = sent_mail()
    assert mail["To"] == EMAIL
    assert "lösenord är bytt" in mail["Subject"]
    assert "Var det inte du?" in text_of(mail)
    assert "password_change" in events()


def test_the_apps_digits_are_enough_and_good_once(enter, change, clock, runtime):
    here = enter()
    clock.forward(seconds=30)
    digits = pyotp.TOTP(TOTP_SECRET).at(clock())

    assert not isinstance(change(here, digits=digits), InvalidInput)

    assert isinstance(change(here, digits=digits, new="åtta röda hinkar på en trapp"), InvalidInput)


def test_a_wrong_old_password_changes_nothing_and_is_counted(enter, change, give_password):
    here = enter()

    refusals = [change(here, old="inte mitt lösenord") for _ in range(5)]

    assert {refusal.field for refusal in refusals} == {"current"}
    with pytest.raises(TooManyTries):
        change(here, old=PASSWORD)


def test_nothing_shown_is_refused(enter, change):
    refusal = change(enter())

    assert isinstance(refusal, InvalidInput)
    assert refusal.field == "current"


@pytest.mark.parametrize("new", ["kort", "lösenord12345", "nora ny nora ny"])
def test_a_weak_new_password_is_refused(enter, change, new):
    with pytest.raises(InvalidInput) as refused:
        change(enter(), old=PASSWORD, new=new)

    assert refused.value.field == "password"


def test_whoever_has_no_password_has_none_to_change(given, runtime):
    with given() as work:
        nina = usecases.ensure_contact(work, email="n@h.example", name="N", language="sv")

    with pytest.raises(NotPermitted), runtime.work(Actor("contact", nina.id)) as work:
        usecases.change_password(
            work, session="", proof=usecases.Proof(), password=NEW, network="192.0.2.1"
        )
