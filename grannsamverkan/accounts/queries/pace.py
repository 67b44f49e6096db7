"""Reads that slow guessing down: counted tries, and browsers an account knows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from grannsamverkan.accounts import errors, rules
from grannsamverkan.accounts.models import KnownDevice, SignInTry, User
from grannsamverkan.accounts.rules import pace
from grannsamverkan.core import codes
from grannsamverkan.core.work import Work

MOST_READ = 30
"""Wrong tries read per account: the pause has long stopped growing there."""


@dataclass(frozen=True)
class TryKeys:
    """The keyed hashes under which tries of one account from one network are counted.

    `device` is set where the account knows the browser.
    """

    purpose: pace.Purpose
    account: str
    network: str
    device: str | None = None


def try_keys(
    work: Work,
    purpose: pace.Purpose,
    account: str,
    network: str,
    *,
    person: User | None = None,
    device: str | None = None,
) -> TryKeys:
    """Keys for an account (address or id) and a network; neither can be read from them.

    `device` is the browser's own token; it counts where `person` has signed in with it before.
    """
    secret = work.runtime.settings.secret_key
    known = is_known_device(work, person, device)
    return TryKeys(
        purpose,
        rules.keyed_hash(secret, "try", "account", account),
        rules.keyed_hash(secret, "try", "network", network),
        rules.keyed_hash(secret, "try", "device", device or "", account) if known else None,
    )


def is_known_device(work: Work, person: User | None, device: str | None) -> bool:
    """True for a browser that the person has signed in with in the last half year."""
    if person is None or not device:
        return False
    found = work.session.scalar(
        select(KnownDevice.id).where(
            KnownDevice.user_id == person.id,
            KnownDevice.token_hash == codes.token_hash(device),
            KnownDevice.seen_at > work.now - rules.KEPT_DEVICES,
        )
    )
    return found is not None


def check_pace(work: Work, keys: TryKeys) -> None:
    """Raise TooManyTries while any limit for these keys is reached."""
    if keys.device is not None:
        ends = [_limit_ends(work, keys, limit) for limit in pace.DEVICE_LIMITS]
    else:
        ends = [_limit_ends(work, keys, limit) for limit in pace.LIMITS[keys.purpose]]
        ends.append(_pause_ends(work, keys))
    known = [moment for moment in ends if moment is not None and moment > work.now]
    if known:
        raise errors.TooManyTries(max(known))


def _limit_ends(work: Work, keys: TryKeys, limit: pace.Limit) -> datetime | None:
    """When the limit opens again, or None if it is not reached.

    It is reached if the `most`-th newest try is inside the window, and opens as that one leaves.
    """
    found = (
        _counted(keys, select(SignInTry.at))
        .where(SignInTry.at > work.now - limit.window)
        .order_by(SignInTry.at.desc())
        .offset(limit.most - 1)
        .limit(1)
    )
    if limit.per in {"account", "both"}:
        found = found.where(SignInTry.account_key == keys.account)
    if limit.per in {"network", "both"}:
        found = found.where(SignInTry.network_key == keys.network)
    oldest = work.session.scalar(found)
    return None if oldest is None else oldest + limit.window


def _counted(keys: TryKeys, found: Select[datetime]) -> Select[datetime]:
    # Tries from a known browser count for that browser alone, and those of strangers never for it.
    found = found.where(
        SignInTry.purpose == keys.purpose, SignInTry.device_key.is_not_distinct_from(keys.device)
    )
    if keys.purpose in pace.COUNT_ALL:
        return found
    return found.where(SignInTry.success.is_(False))


def _pause_ends(work: Work, keys: TryKeys) -> datetime | None:
    if keys.purpose in pace.COUNT_ALL:
        return None
    failed = _counted(keys, select(SignInTry.at)).where(
        SignInTry.account_key == keys.account, SignInTry.at > work.now - rules.KEPT_TRIES
    )
    moments = work.session.scalars(failed.order_by(SignInTry.at.desc()).limit(MOST_READ)).all()
    return moments[0] + pace.pause(len(moments)) if moments else None
