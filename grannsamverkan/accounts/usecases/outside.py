"""Staff who sign in at their own organisation: matched to an account or an invitation here.

A provider says who somebody is, never what they may do: rights come from invitations alone.
"""

from collections.abc import Mapping
from typing import Any

from grannsamverkan.accounts import errors, policy, queries, rules
from grannsamverkan.accounts.models import OutsideIdentity, User
from grannsamverkan.accounts.queries import keys
from grannsamverkan.accounts.usecases import people, sessions
from grannsamverkan.accounts.usecases.invitations import INVITATION_USE
from grannsamverkan.accounts.usecases.sessions import Entry
from grannsamverkan.core import audit
from grannsamverkan.core.settings import Provider
from grannsamverkan.core.work import Work

IDENTITY_BIND = audit.declare("identity_bind", "provider")


def enter_from_outside(
    work: Work,
    *,
    provider: Provider,
    claims: Mapping[str, Any],
    user_agent: str,
    next_path: str | None = None,
) -> Entry:
    """Sign in with the proved claims of a provider. Raises NotPermitted with the reason.

    The first time the address decides, which the provider must vouch for and be allowed to speak
    for; afterwards its subject does, which stays when an address changes.
    """
    work.require(policy.may_sign_in)
    subject = str(claims["sub"])
    bound = keys.outside_identity(work, provider.issuer, subject)
    person = bound.user if bound else _first_time(work, provider, claims)
    if not _may_enter(person):
        raise errors.outside_refused("unknown")
    return sessions.enter(work, person, "provider", user_agent, next_path)


def _first_time(work: Work, provider: Provider, claims: Mapping[str, Any]) -> User:
    address = _vouched_address(provider, claims)
    person = _invited(work, address) or queries.user_by_email(work, address)
    if person is None or not _may_enter(person):
        raise errors.outside_refused("unknown")
    row = OutsideIdentity(
        user_id=person.id,
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        created_at=work.now,
    )
    work.session.add(row)
    work.record(IDENTITY_BIND, person, provider=provider.id)
    return person


def _may_enter(person: User) -> bool:
    return person.active and person.kind == "staff" and bool(person.grants)


def _vouched_address(provider: Provider, claims: Mapping[str, Any]) -> str:
    address, verified = claims.get(provider.mail_claim), claims.get(provider.verified_claim)
    if not isinstance(address, str) or not (provider.mail_is_proved or verified is True):
        raise errors.outside_refused("unverified")
    key = rules.mail_key(address)
    if key.count("@") != 1 or key.split("@")[1] not in provider.domains:
        raise errors.outside_refused("unknown")
    return key


def _invited(work: Work, address: str) -> User | None:
    """Take up what the address was invited to: that is where the rights come from."""
    invitations = keys.open_invitations_for(work, address)
    if not invitations:
        return None
    person = queries.user_by_email(work, address)
    if person is not None and person.kind == "contact" and person.name:
        raise errors.outside_refused("unknown")
    first = invitations[0]
    if person is None:
        person = people.add_user(work, User(kind="staff", email=address, language=first.language))
    person.kind, person.active = "staff", True
    person.name = person.name or first.name
    person.municipality_id = person.municipality_id or first.municipality_id
    for row in invitations:
        people.give_role(work, person, row.as_role)
        row.used_at = work.now
        row.password_hash = row.totp_sealed = None
        work.record(INVITATION_USE, row, user_id=person.id)
    return person
