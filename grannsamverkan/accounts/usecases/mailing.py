"""The choice of how often somebody is written to, and the key to it that goes with mails.

Both run inside use cases of upper rooms, which have asked leave.
"""

from grannsamverkan.accounts.models import MailChoice
from grannsamverkan.accounts.queries import mailing
from grannsamverkan.accounts.rules.mailing import CHOICE_PATH
from grannsamverkan.core import codes
from grannsamverkan.core.work import Work


def choice_path(work: Work, user_id: int) -> str:
    """The path with which a mail to this person leads to the choice (`Letter.unsubscribe`)."""
    choice = mailing.choice(work, user_id) or begin_choice(work, user_id)
    return CHOICE_PATH + work.runtime.vault.open(choice.token_sealed)


def begin_choice(work: Work, user_id: int) -> MailChoice:
    """Note that somebody is written to at once, until another choice is made."""
    token = codes.new_token()
    choice = MailChoice(
        user_id=user_id,
        frequency="at_once",
        token_hash=codes.token_hash(token),
        token_sealed=work.runtime.vault.seal(token),
        changed_at=work.now,
    )
    work.session.add(choice)
    work.session.flush()
    return choice
