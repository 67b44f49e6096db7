"""The ways in: a mailed code for contact persons, password and second factor for staff.

Who signs in is nobody yet, so these are open to all, and guarded by codes, passwords and pace.
Where a try is wrong the error is *returned*: raising it would undo the counting of the try.
"""

from datetime import timedelta

from sqlalchemy import update

from grannsamverkan.accounts import errors, mails, policy, queries, rules
from grannsamverkan.accounts.models import SignInCode
from grannsamverkan.accounts.queries import pace
from grannsamverkan.accounts.usecases import people, sessions, tries
from grannsamverkan.accounts.usecases.sessions import Entry
from grannsamverkan.core import audit, codes
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work

CODE_SEND = audit.declare("sign_in_code_send")
PASSWORD_PASS = audit.declare("password_pass")

LINK_PATH = "/logga-in/lank/"


def ask_code(
    work: Work,
    *,
    email: str,
    network: str,
    language: str,
    next_path: str | None = None,
    device: str | None = None,
) -> str:
    """Mail six digits and a link; returns the handle with which this browser hands in digits.

    The answer is the same whoever the address belongs to. Codes asked for earlier stop working.
    Raises TooManyTries.
    """
    work.require(policy.may_sign_in)
    address = rules.mail_key(email)
    person = queries.user_by_email(work, address)
    keys = pace.try_keys(work, "code", address, network, person=person, device=device)
    pace.check_pace(work, keys)
    tries.count(work, keys, success=True)
    tries.forget_old(work)
    work.session.execute(
        update(SignInCode)
        .where(SignInCode.email == address, SignInCode.expires_at > work.now)
        .values(expires_at=work.now)
    )
    return _send_code(work, address, language, next_path)


def use_code(work: Work, *, handle: str, digits: str, user_agent: str) -> Entry | InvalidInput:
    """Sign in with the six digits, in the browser that asked for them."""
    work.require(policy.may_sign_in)
    row = queries.code_for_browser(work, handle)
    if row is None:
        return errors.spent_code()
    if not rules.same(row.code_hash, _digits_hash(work, row.handle_hash, digits)):
        row.wrong_tries += 1
        work.record(tries.SIGN_IN_FAIL, row, purpose="code")
        left = rules.CODE_TRIES - row.wrong_tries
        return errors.wrong_code(left) if left else errors.spent_code()
    return _enter_by_code(work, row, "code", user_agent)


def use_link(work: Work, *, token: str, user_agent: str) -> Entry | InvalidInput:
    """Sign in with the mailed link, in whatever browser it was opened."""
    work.require(policy.may_sign_in)
    row = queries.code_for_link(work, token)
    return errors.spent_code() if row is None else _enter_by_code(work, row, "link", user_agent)


def _send_code(work: Work, address: str, language: str, next_path: str | None) -> str:
    person = queries.user_by_email(work, address)
    lifetime = queries.code_lifetime(work, person)
    digits, handle, link = rules.new_digits(), codes.new_token(), codes.new_token()
    row = SignInCode(
        email=address,
        handle_hash=codes.token_hash(handle),
        link_hash=codes.token_hash(link),
        code_hash=_digits_hash(work, codes.token_hash(handle), digits),
        language=language,
        next_path=next_path,
        created_at=work.now,
        expires_at=work.now + lifetime,
        wrong_tries=0,
    )
    work.session.add(row)
    work.record(CODE_SEND, row)
    to = Recipient(address, language)
    if person is not None and not person.active:
        work.mail(to, mails.access_is_ended, row)
    elif person is not None and person.kind == "staff":
        work.mail(to, mails.use_staff_sign_in, row)
    else:
        minutes = int(lifetime / timedelta(minutes=1))
        work.mail(to, mails.sign_in_code, row, digits, LINK_PATH + link, minutes)
    return handle


def _digits_hash(work: Work, handle_hash: str, digits: str) -> str:
    secret = work.runtime.settings.secret_key
    return rules.keyed_hash(secret, "digits", handle_hash, rules.only_digits(digits))


def _enter_by_code(
    work: Work, row: SignInCode, method: str, user_agent: str
) -> Entry | InvalidInput:
    person = queries.user_by_email(work, row.email)
    if person is not None and (person.kind != "contact" or not person.active):
        return errors.spent_code()
    row.used_at = work.now
    if person is None:
        person = people.ensure_contact(work, email=row.email, name="", language=row.language)
    return sessions.enter(work, person, method, user_agent, row.next_path)


def pass_password(
    work: Work,
    *,
    email: str,
    check: rules.PasswordCheck,
    network: str,
    device: str | None = None,
) -> str | InvalidInput:
    """Take note of a compared password; returns the ticket for the second step.

    `check` compared what `queries.password_on_file` gave. Raises TooManyTries.
    """
    work.require(policy.may_sign_in)
    account, person = rules.mail_key(email), queries.user_by_email(work, email)
    keys = pace.try_keys(work, "password", account, network, person=person, device=device)
    pace.check_pace(work, keys)
    stored = person.password_hash if queries.can_use_password(person) and person else None
    if person is None or stored is None or not check.ok or check.stored != stored:
        return tries.refuse(work, keys, errors.wrong_password())
    tries.count(work, keys, success=True)
    person.password_hash = check.rehash or stored
    work.record(PASSWORD_PASS, person)
    until = work.now + rules.SECOND_STEP_LIFETIME
    secret = work.runtime.settings.secret_key
    return rules.make_ticket(secret, person.id, until, person.password_hash)


def pass_second_factor(
    work: Work,
    *,
    ticket: str,
    digits: str,
    network: str,
    user_agent: str,
    device: str | None = None,
) -> Entry | InvalidInput:
    """Sign in with the digits of the authenticator app. Raises TooManyTries."""
    work.require(policy.may_sign_in)
    person = queries.ticket_owner(work, ticket)
    if person is None:
        return errors.step_expired()
    keys = pace.try_keys(work, "totp", str(person.id), network, person=person, device=device)
    pace.check_pace(work, keys)
    step = queries.totp_step(work, person, digits)
    if step is None:
        return tries.refuse(work, keys, errors.wrong_totp())
    tries.count(work, keys, success=True)
    person.totp_last_step = step
    return sessions.enter(work, person, "totp", user_agent)
