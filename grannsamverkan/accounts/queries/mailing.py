"""What people have chosen of how often they are written to."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grannsamverkan.accounts.models import MailChoice
from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work


def choice(work: Work, user_id: int) -> MailChoice | None:
    """What somebody has chosen, or None."""
    return work.session.scalar(select(MailChoice).where(MailChoice.user_id == user_id))


def choice_by_token(work: Work, token: str) -> MailChoice:
    """The choice that a mail's link leads to; NotFound for a link that leads nowhere."""
    found = work.session.scalar(
        select(MailChoice)
        .where(MailChoice.token_hash == codes.token_hash(token))
        .options(joinedload(MailChoice.user))
    )
    if found is None:
        raise NotFound()
    return found
