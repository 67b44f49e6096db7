"""The day the phone is gone: recovery codes on paper, and a new phone for the codes of the app."""

from sqlalchemy import delete

from grannsamverkan.accounts import errors, mails, policy, queries, rules
from grannsamverkan.accounts.models import RecoveryCode, User
from grannsamverkan.accounts.queries import keys, pace
from grannsamverkan.accounts.rules import recovery
from grannsamverkan.accounts.usecases import sessions, tries
from grannsamverkan.accounts.usecases.sessions import Entry
from grannsamverkan.core import audit
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.work import Work

CODES_MAKE = audit.declare("recovery_codes_make", "codes")
CODE_USE = audit.declare("recovery_code_use", "left")
APP_CHANGE = audit.declare("app_change")


def make_recovery_codes(work: Work, *, session: str) -> list[str]:
    """Ten new codes, shown this once; earlier ones stop working and a mail tells of it.

    Raises NotFresh, NotPermitted for people who sign in without a second factor.
    """
    person = sessions.require_fresh(work, session)
    work.require(policy.has_second_factor, person)
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))
    made = recovery.new_codes()
    secret = work.runtime.settings.secret_key
    work.session.add_all(
        RecoveryCode(
            user_id=person.id,
            code_hash=recovery.hash_code(secret, person.id, code),
            created_at=work.now,
        )
        for code in made
    )
    work.record(CODES_MAKE, person, codes=len(made))
    work.mail(person.recipient, mails.recovery_codes_made, person)
    return made


def pass_recovery_code(
    work: Work,
    *,
    ticket: str,
    code: str,
    network: str,
    user_agent: str,
    device: str | None = None,
) -> Entry | InvalidInput:
    """Sign in with the password's ticket and a code from paper instead of the app.

    A mail tells its owner and how many are left. Raises TooManyTries.
    """
    work.require(policy.may_sign_in)
    person = queries.ticket_owner(work, ticket)
    if person is None:
        return errors.step_expired()
    counted = pace.try_keys(work, "recovery", str(person.id), network, person=person, device=device)
    pace.check_pace(work, counted)
    hashed = recovery.hash_code(work.runtime.settings.secret_key, person.id, code)
    row = keys.unused_recovery_code(work, hashed)
    if row is None:
        return tries.refuse(work, counted, errors.wrong_recovery_code())
    tries.count(work, counted, success=True)
    row.used_at = work.now
    work.session.flush()
    left = keys.recovery_codes_left(work, person.id)
    work.record(CODE_USE, person, left=left)
    work.mail(person.recipient, mails.recovery_code_used, person, left)
    return sessions.enter(work, person, "recovery", user_agent)


def begin_new_app(work: Work, *, session: str) -> None:
    """Make a secret for another phone; the old one works until the new one has proved itself."""
    person = sessions.require_fresh(work, session)
    work.require(policy.has_second_factor, person)
    person.totp_next_sealed = work.runtime.vault.seal(rules.new_totp_secret())


def finish_new_app(work: Work, *, session: str, digits: str) -> User | InvalidInput:
    """The first digits of the new phone prove it; the old one stops working, a mail tells of it."""
    person = sessions.require_fresh(work, session)
    secret = keys.new_app_secret(work, person)
    if secret is None:
        return errors.step_expired()
    step = rules.matching_step(secret, rules.only_digits(digits), work.now, None)
    if step is None:
        return errors.wrong_totp()
    person.totp_sealed, person.totp_next_sealed = person.totp_next_sealed, None
    person.totp_last_step = step
    work.record(APP_CHANGE, person)
    work.mail(person.recipient, mails.app_changed, person)
    return person
