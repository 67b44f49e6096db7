"""Reads about the ways in that a person has: passkeys, recovery codes, sessions."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grannsamverkan.accounts import errors, rules
from grannsamverkan.accounts.models import (
    Invitation,
    LoginSession,
    OutsideIdentity,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    User,
)
from grannsamverkan.accounts.rules.passkeys import Site, site
from grannsamverkan.core import codes
from grannsamverkan.core.work import Work


def passkey_site(work: Work) -> Site:
    """Whom keys are bound to here; NotFound where browsers allow none."""
    found = site(work.runtime.settings.base_url)
    if found is None:
        raise errors.no_passkeys_here()
    return found


def own_passkeys(work: Work) -> Sequence[Passkey]:
    """The acting person's keys, oldest first."""
    return work.session.scalars(
        select(Passkey).where(Passkey.user_id == work.actor.id).order_by(Passkey.id)
    ).all()


def passkey_by_credential(work: Work, credential_id: str) -> Passkey | None:
    """The key that a browser speaks of, with its owner, locked for the check of its counter."""
    return work.session.scalar(
        select(Passkey)
        .where(Passkey.credential_id == credential_id)
        .options(joinedload(Passkey.user))
        .with_for_update(of=Passkey)
    )


def challenge_for(work: Work, handle: str | None, user_id: int | None) -> PasskeyChallenge | None:
    """The open challenge of this browser, for signing in (no user) or for a new key of the user."""
    return work.session.scalar(
        select(PasskeyChallenge)
        .where(
            PasskeyChallenge.handle_hash == codes.token_hash(handle or ""),
            PasskeyChallenge.user_id.is_not_distinct_from(user_id),
            PasskeyChallenge.expires_at > work.now,
        )
        .with_for_update()
    )


def proved_by_passkey(work: Work, session: str) -> bool:
    """True if this browser was signed in with a passkey a short while ago, by the acting person."""
    since = work.session.scalar(
        select(LoginSession.created_at).where(
            LoginSession.token_hash == codes.token_hash(session),
            LoginSession.user_id == work.actor.id,
            LoginSession.method == "passkey",
        )
    )
    return since is not None and rules.is_fresh(work.now, since)


def recovery_codes_left(work: Work, user_id: int) -> int:
    """How many unused recovery codes the person has."""
    found = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return work.session.scalar(found) or 0


def unused_recovery_code(work: Work, code_hash: str) -> RecoveryCode | None:
    """The code with that hash, locked, while it can still be used."""
    return work.session.scalar(
        select(RecoveryCode)
        .where(RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
        .with_for_update()
    )


def own_sessions(work: Work) -> Sequence[LoginSession]:
    """The acting person's live sessions, last used first."""
    found = work.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == work.actor.id,
            LoginSession.ended_at.is_(None),
            LoginSession.ends_at > work.now,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [row for row in found if rules.is_live(work.now, row.seen_at, row.idle, row.ends_at)]


def new_app_secret(work: Work, person: User) -> str | None:
    """The TOTP secret that waits for its first digits, or None."""
    sealed = person.totp_next_sealed
    return None if sealed is None else work.runtime.vault.open(sealed)


def outside_identity(work: Work, issuer: str, subject: str) -> OutsideIdentity | None:
    """The account that a provider's subject was bound to, or None."""
    return work.session.scalar(
        select(OutsideIdentity)
        .where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
        .options(joinedload(OutsideIdentity.user))
    )


def open_invitations_for(work: Work, email: str) -> Sequence[Invitation]:
    """Invitations of an address that nobody has taken up yet, oldest first."""
    return work.session.scalars(
        select(Invitation)
        .where(
            Invitation.email == rules.mail_key(email),
            Invitation.used_at.is_(None),
            Invitation.expires_at > work.now,
        )
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
    ).all()


def sign_in_outside(work: Work, user_ids: Sequence[int]) -> set[int]:
    """Of these people, those who have signed in at a provider or with a passkey of their own."""
    return {
        *work.session.scalars(
            select(OutsideIdentity.user_id).where(OutsideIdentity.user_id.in_(user_ids))
        ),
        *work.session.scalars(select(Passkey.user_id).where(Passkey.user_id.in_(user_ids))),
    }
