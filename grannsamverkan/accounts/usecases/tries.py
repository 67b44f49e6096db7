"""Counting tries to get in, and forgetting them. Building blocks of the ways in."""

from sqlalchemy import delete

from grannsamverkan.accounts import rules
from grannsamverkan.accounts.models import (
    Invitation,
    KnownDevice,
    LoginSession,
    PasskeyChallenge,
    SignInCode,
    SignInTry,
)
from grannsamverkan.accounts.queries.pace import TryKeys
from grannsamverkan.core import audit
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.work import Work

SIGN_IN_FAIL = audit.declare("sign_in_fail", "purpose")


def count(work: Work, keys: TryKeys, *, success: bool) -> SignInTry:
    """Note a try."""
    row = SignInTry(
        purpose=keys.purpose,
        account_key=keys.account,
        network_key=keys.network,
        device_key=keys.device,
        at=work.now,
        success=success,
    )
    work.session.add(row)
    return row


def refuse(work: Work, keys: TryKeys, error: InvalidInput) -> InvalidInput:
    """Note a wrong try, and give back what to tell."""
    work.record(SIGN_IN_FAIL, count(work, keys, success=False), purpose=keys.purpose)
    return error


def forget_old(work: Work) -> None:
    """Drop what has no purpose left.

    Addresses of people who only tried are personal data without a purpose a day later.
    """
    before, long_ago = work.now - rules.KEPT_TRIES, work.now - rules.KEPT_ENDED
    for past in (
        delete(SignInTry).where(SignInTry.at < before),
        delete(SignInCode).where(SignInCode.created_at < before),
        delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < work.now),
        delete(LoginSession).where(LoginSession.ends_at < long_ago),
        delete(Invitation).where(Invitation.expires_at < long_ago),
        delete(KnownDevice).where(KnownDevice.seen_at < work.now - rules.KEPT_DEVICES),
    ):
        work.session.execute(past)
