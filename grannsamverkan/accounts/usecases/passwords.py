"""Another password, chosen by its owner, who proves to be the owner first."""

from dataclasses import dataclass

from grannsamverkan.accounts import errors, mails, policy, queries, rules
from grannsamverkan.accounts.models import LoginSession, User
from grannsamverkan.accounts.queries import keys, pace
from grannsamverkan.accounts.usecases import people, sessions, tries
from grannsamverkan.core import audit, codes
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.work import Work

PASSWORD_CHANGE = audit.declare("password_change", "proof")


@dataclass(frozen=True)
class Proof:
    """What the person showed: the old password (compared already) or the digits of the app.

    With neither, a sign-in with a passkey a short while ago is proof enough.
    """

    check: rules.PasswordCheck | None = None
    digits: str = ""


def change_password(
    work: Work,
    *,
    session: str,
    proof: Proof,
    password: str,
    network: str,
    device: str | None = None,
) -> User | InvalidInput:
    """Choose another password: all other sessions end, a mail tells of it.

    Without a password to change there is none here (NotPermitted). Raises InvalidInput on
    `password` for a weak one, TooManyTries.
    """
    person = sessions.oneself(work)
    work.require(policy.has_password, person)
    people.check_new_password(password, (person.name, person.email))
    refusal = _refusal(work, person, session, proof, network, device)
    if refusal is not None:
        return refusal
    person.password_hash = rules.hash_password(password)
    sessions.end_sessions(work, person, LoginSession.token_hash != codes.token_hash(session))
    sessions.forget_devices(work, person, but=device)
    work.record(PASSWORD_CHANGE, person, proof=_kind(proof))
    work.mail(person.recipient, mails.password_changed, person)
    return person


def _kind(proof: Proof) -> str:
    if proof.check is not None:
        return "password"
    return "totp" if proof.digits else "passkey"


def _refusal(
    work: Work, person: User, session: str, proof: Proof, network: str, device: str | None
) -> InvalidInput | None:
    if proof.check is not None:
        return _wrong_password(work, person, proof.check, network, device)
    if proof.digits:
        return _wrong_digits(work, person, proof.digits, network, device)
    return None if keys.proved_by_passkey(work, session) else errors.no_proof()


def _wrong_password(
    work: Work, person: User, check: rules.PasswordCheck, network: str, device: str | None
) -> InvalidInput | None:
    counted = pace.try_keys(work, "password", person.email, network, person=person, device=device)
    pace.check_pace(work, counted)
    if check.ok and check.stored == person.password_hash:
        return None
    return tries.refuse(work, counted, errors.wrong_old_password())


def _wrong_digits(
    work: Work, person: User, digits: str, network: str, device: str | None
) -> InvalidInput | None:
    counted = pace.try_keys(work, "totp", str(person.id), network, person=person, device=device)
    pace.check_pace(work, counted)
    step = queries.totp_step(work, person, digits)
    if step is None:
        return tries.refuse(work, counted, errors.wrong_totp())
    person.totp_last_step = step
    return None
