"""Accounts and their roles."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from grannsamverkan.accounts import errors, mails, policy, queries, rules
from grannsamverkan.accounts.models import (
    OutsideIdentity,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    RoleGrant,
    User,
)
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.core import audit
from grannsamverkan.core.actor import Role
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places

USER_CREATE = audit.declare("user_create", "kind")
ACCOUNT_CHANGE = audit.declare("account_change")
ROLE_GRANT = audit.declare("role_grant", "role", "municipality_id", "police_area_id")
ROLE_END = audit.declare("role_end", "role", "municipality_id", "police_area_id")
ACCESS_END = audit.declare("access_end", "municipality_ids", "active")


def ensure_contact(
    work: Work,
    *,
    email: str,
    name: str,
    phone: str | None = None,
    language: str,
    municipality_id: int | None = None,
) -> User:
    """The contact account for an address, made if there is none. A building block.

    Asks for no permission: the use case that calls it has asked for its own. An account that
    exists is left as its owner keeps it. Raises InvalidInput on `email` for a staff address.
    """
    person = queries.user_by_email(work, email)
    if person is not None and person.kind == "staff":
        raise errors.is_staff_address()
    if person is not None:
        return person
    return add_user(
        work,
        User(
            kind="contact",
            email=rules.mail_key(email),
            name=name,
            phone=phone,
            language=language,
            municipality_id=municipality_id or queries.only_municipality(work),
        ),
    )


def change_account(work: Work, *, name: str, phone: str | None, language: str) -> User:
    """Change one's own name, phone and language."""
    person = sessions.oneself(work)
    person.name, person.phone, person.language = name, phone or None, language
    work.record(ACCOUNT_CHANGE, person)
    return person


def add_user(work: Work, person: User) -> User:
    """Begin an account; the caller has asked for permission."""
    person.created_at, person.active = work.now, True
    work.session.add(person)
    work.record(USER_CREATE, person, kind=person.kind)
    return person


def create_staff(
    work: Work,
    *,
    email: str,
    name: str,
    password: str,
    totp_secret: str | None,
    roles: Sequence[Role],
    language: str = "sv",
    phone: str | None = None,
) -> User:
    """Make a staff account at once, for demo data and the command line.

    `roles` holds one at least. Without `totp_secret` nobody can sign in to the account. Raises
    InvalidInput for a weak password, an address in use, or an area that does not fit.
    """
    work.require(policy.may_manage_all, roles)
    check_new_password(password, (name, email, phone or ""))
    if queries.user_by_email(work, email) is not None:
        raise errors.address_taken()
    person = User(
        kind="staff",
        email=rules.mail_key(email),
        name=name,
        phone=phone,
        language=language,
        municipality_id=roles[0].municipality_id,
        password_hash=rules.hash_password(password),
        totp_sealed=work.runtime.vault.seal(totp_secret) if totp_secret else None,
    )
    add_user(work, person)
    for role in roles:
        give_role(work, person, role)
    return person


def grant_role(work: Work, *, user_id: int, role: Role) -> None:
    """Give staff one more role; a role held already is left as it is."""
    work.require(policy.may_manage_staff, role.municipality_id)
    person = work.get(User, user_id, lambda _actor, user: user.kind == "staff" and user.active)
    give_role(work, person, role)


def give_role(work: Work, person: User, role: Role) -> None:
    """Add a role unless it is held already; the caller has asked for permission."""
    check_area(work, role)
    if role in person.actor.roles:
        return
    grant = RoleGrant(
        role=role.name, municipality_id=role.municipality_id, police_area_id=role.police_area_id
    )
    person.grants.append(grant)
    work.record(ROLE_GRANT, person, **_told(role))


def check_area(work: Work, role: Role) -> None:
    """Raise InvalidInput unless the role's police area, if any, is one it can have."""
    if role.police_area_id is None:
        return
    areas = {area.id for area in places.police_areas(work, role.municipality_id)}
    if role.name != "police" or role.police_area_id not in areas:
        raise errors.wrong_area()


def end_access(work: Work, *, user_id: int) -> None:
    """Take a person's roles where the actor administers; the account closes with its last role.

    All sessions end at once. Raises Conflict if a municipality would be left without
    administrator.
    """
    person = queries.staff_member(work, user_id)
    work.require(policy.may_manage_person, person)
    managed = queries.grants_managed(work, person)
    for grant in managed:
        _take_role(work, person, grant)
    _close_without_roles(work, person)
    sessions.end_sessions(work, person)
    left = sorted({grant.municipality_id for grant in managed})
    work.record(ACCESS_END, person, municipality_ids=left, active=person.active)
    work.mail(person.recipient, mails.access_ended, person)


def end_role(work: Work, *, user_id: int, grant_id: int) -> None:
    """Take one role from a staff member; with the last one the account closes.

    A session keeps no roles, so the change holds from the next page on. Raises Conflict if the
    municipality would be left without administrator, NotFound for a role taken already.
    """
    person = queries.staff_member(work, user_id)
    grant = next((one for one in queries.grants_managed(work, person) if one.id == grant_id), None)
    if grant is None:
        raise NotFound()
    work.require(policy.may_manage_staff, grant.municipality_id)
    place, role = grant.municipality.name, grant.role
    _take_role(work, person, grant)
    if _close_without_roles(work, person):
        work.mail(person.recipient, mails.access_ended, person)
    else:
        work.mail(person.recipient, mails.role_ended, person, place, role)


def _take_role(work: Work, person: User, grant: RoleGrant) -> None:
    _check_not_last_admin(work, grant)
    person.grants.remove(grant)
    work.record(ROLE_END, person, **_told(grant.as_role))


def _told(role: Role) -> dict[str, Any]:
    return {
        "role": role.name,
        "municipality_id": role.municipality_id,
        "police_area_id": role.police_area_id,
    }


def _close_without_roles(work: Work, person: User) -> bool:
    if person.grants:
        return False
    person.active = False
    forget_ways_in(work, person)
    return True


def forget_ways_in(work: Work, person: User) -> None:
    """Make everything worthless that the person could sign in with, and end all sessions."""
    person.password_hash = person.totp_sealed = person.totp_next_sealed = None
    for table in (Passkey, PasskeyChallenge, RecoveryCode, OutsideIdentity):
        work.session.execute(delete(table).where(table.user_id == person.id))
    sessions.forget_devices(work, person)
    sessions.end_sessions(work, person)


def _check_not_last_admin(work: Work, grant: RoleGrant) -> None:
    if grant.role == "admin" and not work.actor.is_system:
        queries.hold_municipality(work, grant.municipality_id)
        others = {user.id for user in queries.admins(work, grant.municipality_id)}
        if others <= {grant.user_id}:
            raise errors.last_admin()


def check_new_password(password: str, personal: Sequence[str]) -> None:
    """Raise InvalidInput for a password that is short, common, or near to its owner's data."""
    fault = rules.password_fault(password, personal)
    if fault is not None:
        raise errors.bad_password(fault)
