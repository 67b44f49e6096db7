"""Passkeys: added, named and removed by their owner, and a way in without typing.

The challenge is a row that one browser can answer once. What is wrong on the way in is returned
and not raised, so that the challenge stays spent.
"""

from sqlalchemy import delete

from grannsamverkan.accounts import errors, mails, policy, queries
from grannsamverkan.accounts.models import Passkey, PasskeyChallenge, User
from grannsamverkan.accounts.queries import keys, pace
from grannsamverkan.accounts.rules import passkeys
from grannsamverkan.accounts.usecases import sessions, tries
from grannsamverkan.accounts.usecases.sessions import Entry
from grannsamverkan.core import audit, codes
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.work import Work

PASSKEY_ADD = audit.declare("passkey_add")
PASSKEY_RENAME = audit.declare("passkey_rename")
PASSKEY_REMOVE = audit.declare("passkey_remove")


def begin_passkey(work: Work, *, session: str) -> tuple[str, str]:
    """Ask for a new key; returns (handle for this browser, options as JSON).

    Raises NotFresh, InvalidInput when there are too many, NotFound where keys cannot be used.
    """
    where, person = keys.passkey_site(work), sessions.require_fresh(work, session)
    have = [key.credential_id for key in keys.own_passkeys(work)]
    if len(have) >= passkeys.MOST_KEYS:
        raise errors.too_many_passkeys()
    person.passkey_handle = person.passkey_handle or passkeys.new_handle()
    handle, challenge = _challenge(work, person)
    options = passkeys.ask_for_new_key(
        where,
        challenge,
        handle=person.passkey_handle,
        account=person.email,
        name=person.name,
        have=have,
    )
    return handle, options


def add_passkey(
    work: Work, *, session: str, handle: str | None, answer: str, name: str
) -> Passkey | InvalidInput:
    """Keep the key that the browser made, under the name its owner gives it; a mail tells of it."""
    where, person = keys.passkey_site(work), sessions.require_fresh(work, session)
    challenge = _spend(work, handle, person.id)
    if challenge is None:
        return errors.bad_passkey()
    try:
        new = passkeys.read_new_key(where, challenge, answer)
    except passkeys.BadAnswer:
        return errors.bad_passkey()
    if keys.passkey_by_credential(work, new.credential_id) is not None:
        return errors.bad_passkey()
    row = Passkey(user_id=person.id, name=name, created_at=work.now, **vars(new))
    work.session.add(row)
    work.record(PASSKEY_ADD, person)
    work.mail(person.recipient, mails.passkey_added, person, name)
    return row


def rename_passkey(work: Work, *, passkey_id: int, name: str) -> None:
    """Give an own key another name."""
    row = _own(work, passkey_id)
    row.name = name
    work.record(PASSKEY_RENAME, row)


def remove_passkey(work: Work, *, session: str, passkey_id: int) -> None:
    """Make an own key worthless here; a mail tells of it. Raises NotFresh."""
    person = sessions.require_fresh(work, session)
    row = _own(work, passkey_id)
    work.record(PASSKEY_REMOVE, person)
    work.session.delete(row)
    work.mail(person.recipient, mails.passkey_removed, person, row.name)


def begin_passkey_sign_in(work: Work, *, network: str) -> tuple[str, str]:
    """Ask for any key of this site; returns (handle, options as JSON). Raises TooManyTries."""
    work.require(policy.may_sign_in)
    where = keys.passkey_site(work)
    counted = pace.try_keys(work, "passkey", "", network)
    pace.check_pace(work, counted)
    tries.count(work, counted, success=True)
    tries.forget_old(work)
    handle, challenge = _challenge(work, None)
    return handle, passkeys.ask_for_key(where, challenge)


def use_passkey(
    work: Work, *, handle: str | None, answer: str, user_agent: str, next_path: str | None = None
) -> Entry | InvalidInput:
    """Sign in with a key: it proves possession and, by finger, face or PIN, the person."""
    work.require(policy.may_sign_in)
    where, challenge = keys.passkey_site(work), _spend(work, handle, None)
    if challenge is None:
        return errors.bad_passkey()
    try:
        row = keys.passkey_by_credential(work, passkeys.credential_id(answer))
        if row is None or not queries.can_use_passkey(row.user):
            return errors.bad_passkey()
        use = passkeys.check_use(
            where,
            challenge,
            answer,
            public_key=row.public_key,
            sign_count=row.sign_count,
            handle=row.user.passkey_handle or "",
        )
    except passkeys.BadAnswer:
        return errors.bad_passkey()
    row.sign_count, row.backed_up, row.used_at = use.sign_count, use.backed_up, work.now
    return sessions.enter(work, row.user, "passkey", user_agent, next_path)


def _challenge(work: Work, person: User | None) -> tuple[str, bytes]:
    handle, challenge = codes.new_token(), passkeys.new_challenge()
    work.session.add(
        PasskeyChallenge(
            handle_hash=codes.token_hash(handle),
            challenge=challenge,
            user_id=person.id if person else None,
            expires_at=work.now + passkeys.CEREMONY_LIFETIME,
        )
    )
    return handle, challenge


def _spend(work: Work, handle: str | None, user_id: int | None) -> bytes | None:
    row = keys.challenge_for(work, handle, user_id)
    if row is None:
        return None
    challenge = row.challenge
    gone = work.session.execute(
        delete(PasskeyChallenge).where(PasskeyChallenge.id == row.id).returning(PasskeyChallenge.id)
    )
    return challenge if gone.all() else None


def _own(work: Work, passkey_id: int) -> Passkey:
    person = sessions.oneself(work)
    return work.get(Passkey, passkey_id, lambda _actor, key: key.user_id == person.id)
