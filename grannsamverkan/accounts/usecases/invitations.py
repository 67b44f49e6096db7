"""Invitations: how staff come in, and come back after a lost phone or password."""

from sqlalchemy import update

from grannsamverkan.accounts import errors, mails, policy, queries, rules
from grannsamverkan.accounts.models import Invitation, User
from grannsamverkan.accounts.usecases import people, sessions
from grannsamverkan.accounts.usecases.sessions import Entry
from grannsamverkan.core import audit, codes
from grannsamverkan.core.actor import Role
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality

INVITATION_SEND = audit.declare("invitation_send", "role", "police_area_id")
INVITATION_WITHDRAW = audit.declare("invitation_withdraw")
INVITATION_PASSWORD = audit.declare("invitation_password")
INVITATION_USE = audit.declare("invitation_use", "user_id")
SIGN_IN_RESET = audit.declare("sign_in_reset")

INVITATION_PATH = "/inbjudan/"


def invite_staff(work: Work, *, email: str, name: str, role: Role) -> str | None:
    """Invite somebody to a role; returns the link's path, or None if an account was there.

    Staff with an account get the role at once and a mail about it. The path is a secret for the
    invited person. Raises InvalidInput for a contact person's address or a wrong area.
    """
    work.require(policy.may_manage_staff, role.municipality_id)
    people.check_area(work, role)
    person = queries.user_by_email(work, email)
    if person is not None and person.kind == "contact" and person.name:
        raise errors.is_contact_address()
    if queries.can_use_password(person) and person:
        people.give_role(work, person, role)
        place = work.get(Municipality, role.municipality_id)
        work.mail(person.recipient, mails.role_granted, person, place.name, role.name)
        return None
    return _send_invitation(work, email, name, role)


def _send_invitation(work: Work, email: str, name: str, role: Role) -> str:
    work.session.execute(
        update(Invitation)
        .where(
            Invitation.email == rules.mail_key(email),
            Invitation.role == role.name,
            Invitation.municipality_id == role.municipality_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > work.now,
        )
        .values(expires_at=work.now)
    )
    token = codes.new_token()
    row = Invitation(
        token_hash=codes.token_hash(token),
        email=rules.mail_key(email),
        name=name,
        language=work.get(Municipality, role.municipality_id).language,
        role=role.name,
        municipality_id=role.municipality_id,
        police_area_id=role.police_area_id,
        invited_by=work.actor.id,
        created_at=work.now,
        expires_at=work.now + rules.INVITATION_LIFETIME,
    )
    work.session.add(row)
    work.record(INVITATION_SEND, row, role=row.role, police_area_id=row.police_area_id)
    letter = work.mail(
        Recipient(row.email, row.language), mails.invitation, row, INVITATION_PATH + token
    )
    letter.holds_secret = True
    return INVITATION_PATH + token


def send_again(work: Work, *, invitation_id: int) -> str | None:
    """Send a new letter for an invitation that waits or has lapsed; the old link stops working.

    Whoever has an account meanwhile gets the role at once, as in `invite_staff`. Raises NotFound
    for one that was used.
    """
    row = work.get(
        Invitation, invitation_id, lambda a, i: policy.may_manage_staff(a, i.municipality_id)
    )
    if row.used_at is not None:
        raise errors.invitation_gone()
    return invite_staff(work, email=row.email, name=row.name, role=row.as_role)


def withdraw_invitation(work: Work, *, invitation_id: int) -> None:
    """Make an invitation worthless; NotFound for one that was used."""
    row = work.get(
        Invitation, invitation_id, lambda a, i: policy.may_manage_staff(a, i.municipality_id)
    )
    work.require(policy.may_manage_staff, row.municipality_id)
    if row.used_at is not None:
        raise errors.invitation_gone()
    row.withdrawn_at = row.withdrawn_at or work.now
    row.expires_at = min(row.expires_at, work.now)
    work.record(INVITATION_WITHDRAW, row)


def reset_sign_in(work: Work, *, user_id: int) -> str:
    """For a lost phone or password: the old ones stop working, a new invitation goes out."""
    person = queries.staff_member(work, user_id)
    work.require(policy.may_manage_person, person)
    people.forget_ways_in(work, person)
    work.record(SIGN_IN_RESET, person)
    role = queries.grants_managed(work, person)[0].as_role
    return _send_invitation(work, person.email, person.name, role)


def choose_password(work: Work, *, token: str, password: str) -> None:
    """First step of taking up an invitation. Raises InvalidInput on `password`, NotFound."""
    work.require(policy.may_sign_in)
    row = queries.open_invitation(work, token)
    people.check_new_password(password, (row.name, row.email, row.municipality.short_name))
    row.password_hash = rules.hash_password(password)
    row.totp_sealed = work.runtime.vault.seal(rules.new_totp_secret())
    work.record(INVITATION_PASSWORD, row)


def accept_invitation(
    work: Work, *, token: str, digits: str, user_agent: str, language: str
) -> Entry | InvalidInput:
    """Second and last step: the first digits of the app prove it, the account is made.

    A new account speaks `language`, the one its owner has read the invitation's pages in.
    """
    work.require(policy.may_sign_in)
    row = queries.open_invitation(work, token)
    secret = queries.invitation_secret(work, row)
    step = rules.matching_step(secret, rules.only_digits(digits), work.now, None)
    if step is None:
        return errors.wrong_totp()
    person = _staff_from(work, row, language)
    person.totp_last_step = step
    row.used_at = work.now
    # What made the account lives on there alone.
    row.password_hash = row.totp_sealed = None
    work.record(INVITATION_USE, row, user_id=person.id)
    return sessions.enter(work, person, "invitation", user_agent)


def _staff_from(work: Work, row: Invitation, language: str) -> User:
    person = queries.user_by_email(work, row.email)
    if person is not None and person.kind == "contact" and person.name:
        raise errors.is_contact_address()
    if person is None:
        person = people.add_user(work, User(kind="staff", email=row.email, language=language))
    person.kind, person.active = "staff", True
    person.name = person.name or row.name
    person.municipality_id = person.municipality_id or row.municipality_id
    person.password_hash, person.totp_sealed = row.password_hash, row.totp_sealed
    people.give_role(work, person, row.as_role)
    return person
