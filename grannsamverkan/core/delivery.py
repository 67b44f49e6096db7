"""Mail on its way out: a run of mails over one connection, noted a few at a time.

A run is claimed as a whole. What has gone is noted after NOTED_TOGETHER mails or NOTED_WITHIN_S,
whichever comes first: a worker that is killed leaves so many at most that go once more, with the
same Message-ID. What one mail does wrong stops no other. When the server itself is in trouble, one
mail has found out for all of them: the rest of the run is given back, and all that wait are
postponed, so that other work goes on.
"""

import logging
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from grannsamverkan.core import jobs, outgoing
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.jobs import Claim, GiveUp
from grannsamverkan.core.mail import MailRow, sender_address
from grannsamverkan.core.outgoing import Message, Outgoing
from grannsamverkan.core.work import Runtime

MOST_IN_RUN = 200
"""Own choice: many servers end a connection after some hundred mails."""
RUN_S = 10.0
"""Own choice: then other work has its turn, however slow the server."""
NOTED_TOGETHER = 100
NOTED_WITHIN_S = 0.5
log = logging.getLogger(__name__)


@jobs.handles("send_mail")
def send_mail(runtime: Runtime, mail_id: int) -> None:
    """Send one mail row by itself. The worker sends them in runs; the outcome is the same."""
    ready = _ready(runtime, _rows(runtime, [mail_id]), mail_id)
    if ready is None:
        return
    with closing(outgoing.open_outgoing(runtime.settings.mail_url)) as way:
        way.send(ready.message)
    _note(runtime, [], [ready.row])


def send_run(runtime: Runtime, claims: Sequence[Claim]) -> None:
    """Send the mails of these jobs in order, and settle each job."""
    run, left = _Run(runtime, claims), deque(claims)
    with closing(outgoing.open_outgoing(runtime.settings.mail_url)) as way:
        while left and run.send(way, left.popleft()):
            pass
    run.note()
    if left or run.in_trouble:
        run.leave(left)


@dataclass(frozen=True)
class _Ready:
    """A mail as it will go. `private` is the address that may stand nowhere."""

    row: MailRow
    message: Message
    private: str | None


class _Run:
    """What a run has come to."""

    def __init__(self, runtime: Runtime, claims: Sequence[Claim]) -> None:
        self._runtime = runtime
        self._rows = _rows(runtime, [claim.args["mail_id"] for claim in claims])
        self._done: list[Claim] = []
        self._sent: list[MailRow] = []
        self._trouble: BaseException | None = None
        self._began = self._noted = time.monotonic()

    def send(self, way: Outgoing, claim: Claim) -> bool:
        """Send one; False if no other should follow. Never raises for what the mail does wrong."""
        ready = None
        try:
            ready = _ready(self._runtime, self._rows, claim.args["mail_id"])
            if ready is not None:
                way.send(ready.message)
        except Exception as error:
            known = outgoing.without_address(error, ready.private if ready else None)
            self._failed(claim, known)
            self._trouble = known if ready and outgoing.is_servers(error) else None
        else:
            self._sent.extend([ready.row] if ready else [])
            self._done.append(claim)
        now = time.monotonic()
        if len(self._done) >= NOTED_TOGETHER or now - self._noted > NOTED_WITHIN_S:
            self.note()
        return now - self._began < RUN_S and not self.in_trouble

    @property
    def in_trouble(self) -> bool:
        """True if the server was, at the last mail."""
        return self._trouble is not None

    def note(self) -> None:
        """Keep what has gone since the last time."""
        if self._done:
            _note(self._runtime, self._done, self._sent)
        self._done, self._sent, self._noted = [], [], time.monotonic()

    def leave(self, claims: Collection[Claim]) -> None:
        """Give these back to a later run: a little later if the server is in trouble."""
        with self._runtime.database.session(writes=True) as session:
            jobs.give_back(session, claims)
            if self._trouble is not None:
                jobs.postpone(session, "send_mail", self._runtime.clock(), self._trouble)
            session.commit()

    def _failed(self, claim: Claim, error: BaseException) -> None:
        log.warning("job %s (%s) failed: %s", claim.id, claim.kind, type(error).__name__)
        final = isinstance(error, GiveUp) or outgoing.is_final(error)
        with self._runtime.database.session(writes=True) as session:
            jobs.fail(session, claim, self._runtime.clock(), error, final=final)
            session.commit()


def _rows(runtime: Runtime, mail_ids: Sequence[int]) -> dict[int, MailRow]:
    with runtime.reading() as work:
        found = work.session.scalars(select(MailRow).where(MailRow.id.in_(mail_ids)))
        return {row.id: row for row in found}


def _ready(runtime: Runtime, rows: Mapping[int, MailRow], mail_id: int) -> _Ready | None:
    """The mail, composed; None if it went before."""
    row = rows.get(mail_id)
    if row is None:
        raise GiveUp(f"mail {mail_id} is gone")
    if row.sent_at:
        return None
    if not row.text:
        raise GiveUp(f"mail {mail_id} was emptied: it waited too long")
    settings = runtime.settings
    bodies = [(name, kind, runtime.storage.get(key)) for name, kind, key in row.attachments]
    private = runtime.vault.open(row.to_sealed) if row.to_sealed else None
    sender = sender_address(settings.mail_url, settings.base_url)
    return _Ready(row, outgoing.compose(row, sender, bodies, private), private)


def _note(runtime: Runtime, claims: Sequence[Claim], rows: Sequence[MailRow]) -> None:
    """Note what has gone, and keep nothing of it that was for its reader alone."""
    with runtime.work(SYSTEM) as work:
        work.require(lambda actor: actor.is_system)
        gone: dict[str, Any] = {"sent_at": work.now, "to_sealed": None, "unsubscribe": ""}
        for secret, values in ((False, gone), (True, {**gone, "text": "", "html": ""})):
            ids = [row.id for row in rows if row.holds_secret is secret]
            if ids:
                changed = update(MailRow).where(MailRow.id.in_(ids)).values(**values)
                work.session.execute(changed.execution_options(synchronize_session=False))
        jobs.finish(work.session, claims, work.now)
