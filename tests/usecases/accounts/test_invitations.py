"""Invitations bring staff in, once, for a week."""

import pyotp
import pytest
from sqlalchemy import select

from grannsamverkan.accounts import queries, usecases
from grannsamverkan.accounts.models import Invitation, User
from grannsamverkan.accounts.queries import history
from grannsamverkan.accounts.usecases import Entry
from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.mail import MailRow
from tests.support.mailbox import text_of
from tests.usecases.accounts.conftest import PASSWORD, other_than, token_in

EMAIL = "ny@polisen.example"


@pytest.fixture
def invite(runtime, as_admin, places):
    def invite(role=None, email=EMAIL):
        with runtime.work(as_admin) as work:
            return usecases.invite_staff(
                work,
                email=email,
                name="Nora Ny",
                role=role or Role("police", places.here, places.north),
            )

    return invite


@pytest.fixture
def choose(runtime):
    def choose(token, password=PASSWORD):
        with runtime.work(NOBODY) as work:
            usecases.choose_password(work, token=token, password=password)

    return choose


@pytest.fixture
def accept(runtime):
    """The last step, by default with the right digits."""

    def accept(token, digits=None):
        with runtime.work(NOBODY) as work:
            row = queries.open_invitation(work, token)
            right = pyotp.TOTP(queries.invitation_secret(work, row)).at(runtime.clock())
            return usecases.accept_invitation(
                work,
                token=token,
                digits=digits or right,
                user_agent="Test",
                language="en",
            )

    return accept


def test_password_and_first_digits_make_the_account(
    invite, sent_mail, choose, accept, is_live, runtime, places
):
    invite()
    (mail,) = sent_mail()
    token = token_in(mail)
    choose(token)

    entry = accept(token)

    assert mail["To"] == EMAIL
    assert "Kommunpolis" in text_of(mail)
    assert isinstance(entry, Entry)
    assert entry.language == "en"
    assert is_live(entry.token)
    with runtime.reading() as work:
        person = work.get(User, entry.user_id)
        assert (person.kind, person.name) == ("staff", "Nora Ny")
        assert person.actor.roles == (Role("police", places.here, places.north),)


def test_the_digits_that_proved_the_app_do_not_sign_in_again(
    invite, sent_mail, choose, accept, give_password, runtime
):
    invite()
    token = token_in(sent_mail()[0])
    choose(token)
    with runtime.reading() as work:
        secret = queries.invitation_secret(work, queries.open_invitation(work, token))
    accept(token)

    ticket = give_password(EMAIL)
    with runtime.work(NOBODY) as work:
        replayed = usecases.pass_second_factor(
            work,
            ticket=ticket,
            digits=pyotp.TOTP(secret).at(runtime.clock()),
            network="192.0.2.1",
            user_agent="",
        )

    assert isinstance(replayed, InvalidInput)


def test_wrong_digits_make_no_account(invite, sent_mail, choose, accept, runtime, person_of):
    invite()
    token = token_in(sent_mail()[0])
    choose(token)
    with runtime.reading() as work:
        secret = queries.invitation_secret(work, queries.open_invitation(work, token))
    right = pyotp.TOTP(secret).at(runtime.clock())

    answer = accept(token, other_than(right))

    assert isinstance(answer, InvalidInput)
    assert person_of(EMAIL) is None


def test_an_invitation_is_good_once(invite, sent_mail, choose, accept, runtime):
    invite()
    token = token_in(sent_mail()[0])
    choose(token)
    accept(token)

    with pytest.raises(NotFound):
        choose(token)
    with runtime.reading() as work:
        row = work.session.scalars(select(Invitation)).one()
        assert (row.password_hash, row.totp_sealed) == (None, None)


def test_an_invitation_is_good_for_a_week(invite, sent_mail, choose, clock):
    invite()
    token = token_in(sent_mail()[0])
    clock.forward(days=6, hours=23)
    choose(token)

    clock.forward(hours=1)

    with pytest.raises(NotFound):
        choose(token)


def test_the_app_cannot_be_connected_before_a_password_is_chosen(invite, sent_mail, accept):
    invite()

    with pytest.raises(NotFound):
        accept(token_in(sent_mail()[0]))


@pytest.mark.parametrize("password", ["kort", "nora ny polisen", "lösenord12345"])
def test_a_weak_password_is_refused(invite, sent_mail, choose, password):
    invite()

    with pytest.raises(InvalidInput) as refused:
        choose(token_in(sent_mail()[0]), password)

    assert refused.value.field == "password"


def test_a_new_invitation_to_the_same_role_replaces_the_old(invite, sent_mail, choose):
    invite()
    invite()
    first, second = sent_mail()

    with pytest.raises(NotFound):
        choose(token_in(first))
    choose(token_in(second))


def test_a_withdrawn_invitation_is_worthless(invite, sent_mail, choose, runtime, as_admin):
    invite()
    with runtime.work(as_admin) as work:
        (row,) = queries.invitations_managed(work)
        usecases.withdraw_invitation(work, invitation_id=row.id)

    with pytest.raises(NotFound):
        choose(token_in(sent_mail()[0]))
    with runtime.reading(as_admin) as work:
        assert list(queries.invitations_managed(work)) == []


def test_only_the_own_administrator_invites_and_withdraws(invite, runtime, places):
    invite()
    stranger = Actor("staff", 1, roles=(Role("admin", places.elsewhere),))

    with pytest.raises(NotPermitted), runtime.work(stranger) as work:
        usecases.invite_staff(
            work, email="x@bro.example", name="X", role=Role("admin", places.here)
        )
    with pytest.raises(NotFound), runtime.work(stranger) as work:
        row = work.session.scalars(select(Invitation)).one()
        usecases.withdraw_invitation(work, invitation_id=row.id)


def test_staff_with_an_account_gets_the_role_at_once(invite, staff, places, sent_mail, runtime):
    police = staff(EMAIL, Role("police", places.here, places.north))

    link = invite(Role("reviewer", places.here))

    (mail,) = sent_mail()
    assert link is None
    assert "Handläggare" in text_of(mail)
    with runtime.reading() as work:
        assert Role("reviewer", places.here) in work.get(User, police.id).actor.roles


def test_a_contact_persons_address_is_not_invited(invite, given):
    with given() as work:
        usecases.ensure_contact(work, email=EMAIL, name="Nina", language="sv")

    with pytest.raises(InvalidInput) as refused:
        invite()

    assert refused.value.field == "email"


def test_who_tried_the_wrong_door_first_can_still_be_invited(
    ask, press_link, invite, sent_mail, choose, accept, runtime
):
    ask(EMAIL)
    press_link(token_in(sent_mail()[0]))
    invite()
    token = token_in(sent_mail()[0])
    choose(token)

    entry = accept(token)

    with runtime.reading() as work:
        assert work.get(User, entry.user_id).kind == "staff"


def test_a_role_with_a_foreign_area_is_not_promised(invite, places):
    with pytest.raises(InvalidInput) as refused:
        invite(Role("police", places.here, places.far_area))

    assert refused.value.field == "police_area"


def test_a_reset_closes_the_old_way_in_and_opens_a_new_one(
    staff, places, runtime, as_admin, give_password, give_digits, is_live, sent_mail, choose, accept
):
    police = staff(EMAIL, Role("police", places.here))
    entry = give_digits(give_password(EMAIL))

    with runtime.work(as_admin) as work:
        usecases.reset_sign_in(work, user_id=police.id)

    assert not is_live(entry.token)
    assert isinstance(give_password(EMAIL), InvalidInput)
    token = token_in(sent_mail()[0])
    choose(token, "fyra nya ord härifrån")
    again = accept(token)
    assert again.user_id == police.id
    with runtime.reading() as work:
        assert len(work.get(User, police.id).grants) == 1


def test_the_letter_with_the_link_is_marked_as_secret(invite, runtime):
    invite()

    with runtime.reading() as work:
        assert work.session.scalars(select(MailRow)).one().holds_secret


@pytest.fixture
def send_again(runtime, as_admin):
    def send_again():
        with runtime.work(as_admin) as work:
            newest = select(Invitation).order_by(Invitation.id.desc())
            return usecases.send_again(work, invitation_id=work.session.scalars(newest).first().id)

    return send_again


@pytest.fixture
def lapsed(runtime, as_admin):
    """The addresses whose invitation ran out."""

    def lapsed():
        with runtime.reading(as_admin) as work:
            return [row.email for row in history.lapsed_invitations(work)]

    return lapsed


def test_an_invitation_sent_again_replaces_the_first_letter(
    invite, send_again, sent_mail, choose, accept, runtime, places
):
    invite()
    first = token_in(sent_mail()[0])
    choose(first)

    send_again()

    second = token_in(sent_mail()[0])
    with pytest.raises(NotFound):
        accept(first)
    choose(second)
    person_id = accept(second).user_id
    with runtime.reading() as work:
        assert work.get(User, person_id).actor.roles == (Role("police", places.here, places.north),)


def test_a_lapsed_invitation_is_listed_and_can_be_sent_again(
    invite, send_again, lapsed, sent_mail, choose, clock
):
    invite()
    sent_mail()
    assert lapsed() == []
    clock.forward(days=7)
    assert lapsed() == [EMAIL]

    send_again()

    assert lapsed() == []
    choose(token_in(sent_mail()[0]))


def test_a_withdrawn_invitation_is_no_lapsed_one(invite, lapsed, runtime, as_admin, clock):
    invite()
    with runtime.work(as_admin) as work:
        (row,) = queries.invitations_managed(work)
        usecases.withdraw_invitation(work, invitation_id=row.id)
    clock.forward(days=8)

    assert lapsed() == []


def test_a_used_invitation_is_neither_withdrawn_nor_sent_again(
    invite, send_again, sent_mail, choose, accept, runtime, as_admin
):
    invite()
    token = token_in(sent_mail()[0])
    choose(token)
    accept(token)

    with pytest.raises(NotFound):
        send_again()
    with pytest.raises(NotFound), runtime.work(as_admin) as work:
        row = work.session.scalars(select(Invitation)).one()
        usecases.withdraw_invitation(work, invitation_id=row.id)


def test_sent_again_to_somebody_with_an_account_meanwhile_gives_the_role(
    invite, send_again, staff, places, sent_mail, runtime
):
    invite(Role("reviewer", places.here))
    police = staff(EMAIL, Role("police", places.here, places.north))
    sent_mail()

    assert send_again() is None

    with runtime.reading() as work:
        assert Role("reviewer", places.here) in work.get(User, police.id).actor.roles


def test_an_invitation_to_an_address_that_became_a_contact_person_is_refused(
    invite, sent_mail, choose, accept, given, person_of
):
    invite()
    token = token_in(sent_mail()[0])
    choose(token)
    with given() as work:
        usecases.ensure_contact(work, email=EMAIL, name="Nina", language="sv")

    with pytest.raises(InvalidInput):
        accept(token)

    assert person_of(EMAIL).kind == "contact"
