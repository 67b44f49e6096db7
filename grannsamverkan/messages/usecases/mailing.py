"""What the worker does with bulletins: mails are written a few at a time, each person's once.

The row that says a person has been written to and the mail itself are one transaction. Whoever is
killed in the middle leaves rows without a mail, and the next worker goes on with those.
"""

from collections.abc import Callable, Sequence

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import mailing as choices
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.messages import mails, policy
from grannsamverkan.messages.models import Bulletin, BulletinReceiver
from grannsamverkan.messages.queries import mailing

AT_ONE_TIME = 100
"""Own choice: so many receivers a transaction, some tenths of a second of the write lock."""


def mail_some(work: Work, bulletin_id: int, most: int = AT_ONE_TIME) -> int:
    """Write the next mails of a bulletin that was sent; returns how many rows were dealt with."""
    work.require(policy.mails)
    bulletin = work.get(Bulletin, bulletin_id)
    if bulletin.state != "sent":
        return 0
    rows = mailing.to_mail(work, bulletin, most)
    _each_person(rows, lambda user, theirs: _tell(work, bulletin, user, theirs))
    return len(rows)


def correct_some(work: Work, bulletin_id: int, most: int = AT_ONE_TIME) -> int:
    """The same for the correction of one that was taken back."""
    work.require(policy.mails)
    bulletin = work.get(Bulletin, bulletin_id)
    rows = mailing.to_correct(work, bulletin, most)
    _each_person(rows, lambda user, theirs: _correct(work, bulletin, user, theirs))
    return len(rows)


def mail_digest(work: Work, user_id: int) -> None:
    """Write one person's daily mail; nothing if nothing waits any more."""
    work.require(policy.mails)
    rows = mailing.digest_of(work, user_id)
    if not rows:
        return
    user = work.get(User, user_id)
    told = list({row.bulletin_id: row.bulletin for row in rows}.values())
    mail = work.mail(
        user.recipient, mails.digest, told[0], told, choices.choice_path(work, user_id)
    )
    for row in rows:
        row.mail_id = mail.id


def _each_person(
    rows: Sequence[BulletinReceiver],
    write: Callable[[User, list[BulletinReceiver]], None],
) -> None:
    """Let `write` see each person with all rows; who is no contact person any more is left out."""
    present: dict[int, list[BulletinReceiver]] = {}
    for row in rows:
        if row.contact.ended_at is None:
            present.setdefault(row.user_id, []).append(row)
        else:
            row.way = "left"
    for theirs in present.values():
        write(theirs[0].contact.user, theirs)


def _tell(work: Work, bulletin: Bulletin, user: User, theirs: Sequence[BulletinReceiver]) -> None:
    mail = _earlier(work, bulletin, user.id) or _write(work, bulletin, user).id
    for row in theirs:
        row.mail_id = mail


def _write(work: Work, bulletin: Bulletin, user: User) -> MailRow:
    choice = choices.choice_path(work, user.id)
    return work.mail(user.recipient, mails.bulletin, bulletin, choice)


def _earlier(work: Work, bulletin: Bulletin, user_id: int) -> int | None:
    """The mail that told the person through another group, in an earlier round."""
    rows = mailing.rows_of(work, bulletin, user_id)
    return next((row.mail_id for row in rows if row.mail_id is not None), None)


def _correct(
    work: Work, bulletin: Bulletin, user: User, theirs: Sequence[BulletinReceiver]
) -> None:
    known = [row.correction_mail_id for row in mailing.rows_of(work, bulletin, user.id)]
    earlier = next((mail_id for mail_id in known if mail_id is not None), None)
    mail = earlier or _write_correction(work, bulletin, user).id
    for row in theirs:
        row.correction_mail_id = mail


def _write_correction(work: Work, bulletin: Bulletin, user: User) -> MailRow:
    return work.mail(user.recipient, mails.correction, bulletin)
