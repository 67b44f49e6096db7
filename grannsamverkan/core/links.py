"""Links that open one thing to whoever holds them, without an account.

A link's address holds a secret token. Its row keeps the token's hash, to be found by, and the
token sealed, because letters and flyers are printed again. What the address does is told in
`core/doors.py`.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, String, Text, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core import codes
from grannsamverkan.core.work import Work


class Link:
    """Columns of a table of links: each works until it is ended or too old."""

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_sealed: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    def is_good(self, now: datetime) -> bool:
        """True until it is ended or too old."""
        return self.ended_at is None and self.expires_at > now


AnyLink = TypeVar("AnyLink", bound=Link)


def begin(work: Work, link: AnyLink, *, days: int) -> str:
    """Give a new link its secret, from the actor and good for so many days; returns the secret."""
    token = codes.new_token()
    link.token_hash, link.token_sealed = codes.token_hash(token), work.runtime.vault.seal(token)
    link.created_by, link.created_at = work.actor.id, work.now
    link.expires_at = work.now + timedelta(days=days)
    work.session.add(link)
    return token


def good(table: type[Link], now: datetime) -> ColumnElement[bool]:
    """The condition of a query that asks for links which are good."""
    return and_(table.ended_at.is_(None), table.expires_at > now)


def by_token(work: Work, table: type[AnyLink], token: str) -> AnyLink | None:
    """The link with this secret, good or not."""
    return work.session.scalar(select(table).where(table.token_hash == codes.token_hash(token)))


def token_of(work: Work, link: Link) -> str:
    """The link's secret, to be shown or printed again."""
    return work.runtime.vault.open(link.token_sealed)
