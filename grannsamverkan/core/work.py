"""One piece of work: session, actor, moment, and the log, mail and jobs of one transaction."""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, Executable, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import ORMOption

from grannsamverkan.core import audit, i18n, mail
from grannsamverkan.core.actor import SYSTEM, Actor
from grannsamverkan.core.clock import Clock, system_clock
from grannsamverkan.core.db import Base, Database, has_written
from grannsamverkan.core.errors import Conflict, NotFound, NotPermitted
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.queue import Bell
from grannsamverkan.core.secrets import Vault
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.storage import Storage
from grannsamverkan.imaging.looker import Look, Lookers

Thing = TypeVar("Thing", bound=Base)
P = ParamSpec("P")
Reaction = Callable[["Work", Any], None]


@dataclass(frozen=True)
class Runtime:
    """The parts of one running installation, handed to web, worker and command line alike."""

    settings: Settings
    database: Database
    storage: Storage
    bell: Bell
    vault: Vault
    clock: Clock = system_clock
    look: Look = field(default_factory=Lookers)
    reactions: Mapping[str, Sequence[Reaction]] = field(default_factory=dict)

    @contextmanager
    def work(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Write: everything inside is one transaction, kept only if nothing is raised."""
        with self.database.session(writes=True) as session:
            work = Work(self, session, actor)
            try:
                yield work
                work.commit()
            except StaleDataError as error:
                # Found at the first flush after the change, which may be long before the commit.
                raise Conflict(i18n.lazy("Någon annan hann före. Läs sidan igen.")) from error

    @contextmanager
    def reading(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Read: a session that is always rolled back."""
        with self.database.session(writes=False) as session:
            yield Work(self, session, actor)


class Work:
    """Carries session, actor, now and storage; knows nothing of the domain.

    It refuses to commit if something was written and no permission was asked.
    """

    def __init__(self, runtime: Runtime, session: Session, actor: Actor) -> None:
        self.runtime = runtime
        self.session = session
        self.actor = actor
        self.now: datetime = runtime.clock()
        self.storage = runtime.storage
        self._asked = False
        self._rings = False
        self._held: tuple[SessionTransaction | None, Connection] | None = None

    def require(self, permission: Callable[..., bool], *things: Any) -> None:
        """Go on only if `permission(actor, *things)` holds; raises NotPermitted."""
        self._asked = True
        if not permission(self.actor, *things):
            raise NotPermitted()

    def get(
        self,
        kind: type[Thing],
        key: Any,
        may_see: Callable[[Actor, Thing], bool] | None = None,
        *along: ORMOption,
    ) -> Thing:
        """The thing by key; NotFound if it is missing or, given `may_see`, may not be seen.

        `along` says what is to be read by the same question.
        """
        thing = self.session.get(kind, key, options=along)
        if thing is None or (may_see is not None and not may_see(self.actor, thing)):
            raise NotFound()
        return thing

    def rows(self, question: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        """What a question for columns finds, named as in the table or labelled.

        For what is asked with every page: straight from the connection, because the session's part
        in it costs more than the question.
        """
        self.session.flush()
        return self._connection().execute(question, values).all()

    def record(self, event_name: str, thing: Any, **details: Any) -> None:
        """Write a declared event about `thing` to the log, and let the upper rooms react."""
        audit.check(event_name, details)
        self.session.flush()
        self.session.add(
            audit.AuditEntry(
                at=self.now,
                municipality_id=getattr(thing, "municipality_id", None),
                actor_kind=self.actor.kind,
                actor_id=self.actor.id,
                event=event_name,
                subject=thing.__tablename__,
                subject_id=getattr(thing, "id", None),
                details=details,
            )
        )
        for react in self.runtime.reactions.get(event_name, ()):
            react(self, thing)

    def last_event(self, thing: Any, among: Collection[str]) -> audit.AuditEntry | None:
        """The newest log entry about `thing` whose event is one of `among`."""
        return self.session.execute(
            select(audit.AuditEntry)
            .where(
                audit.AuditEntry.subject == thing.__tablename__,
                audit.AuditEntry.subject_id == thing.id,
                audit.AuditEntry.event.in_(among),
            )
            .order_by(audit.AuditEntry.id.desc())
            .limit(1)
        ).scalar()

    def enqueue(
        self,
        kind: str,
        *,
        key: str | None = None,
        after: timedelta = timedelta(0),
        municipality_id: int | None = None,
        **args: Any,
    ) -> Job | None:
        """Ask the worker for something; None if `key` was asked for before."""
        job = Job(
            kind=kind,
            args=args,
            key=key,
            municipality_id=municipality_id,
            created_at=self.now,
            next_at=self.now + after,
        )
        if key is None:
            self.session.add(job)
        elif not self._add_unless_asked_before(job):
            return None
        self._rings = True
        return job

    def mail(
        self,
        to: mail.Recipient,
        letter: Callable[P, mail.Letter],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> mail.MailRow:
        """Write `letter(*args)` in the reader's language as a row, and ask for it to be sent.

        What the letter is about is the first argument, if that is a table row.
        """
        with i18n.speaking(to.language):
            made = letter(*args, **kwargs)
            about = args[0] if args and isinstance(args[0], Base) else None
            municipality = getattr(about, "municipality", None)
            sender = getattr(municipality, "name", None) or "Grannsamverkan"
            text, html = mail.render(made, self.runtime.settings.base_url, sender)
        self.session.flush()
        row = mail.MailRow(
            municipality_id=getattr(about, "municipality_id", None),
            letter=letter.__name__,
            subject_kind=None if about is None else about.__tablename__,
            subject_id=getattr(about, "id", None),
            to_address="" if to.private else to.address,
            to_sealed=self.runtime.vault.seal(to.address) if to.private else None,
            language=to.language,
            subject=" ".join(made.subject.split())[:300],
            text=text,
            html=html,
            attachments=[[a.name, a.media_type, a.stored] for a in made.attachments],
            message_id=self._message_id(),
            holds_secret=made.code is not None or to.private,
            answers=made.answers,
            reply_to=made.reply_to,
            unsubscribe=made.unsubscribe and self.runtime.settings.base_url + made.unsubscribe,
            created_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        self.enqueue("send_mail", municipality_id=row.municipality_id, mail_id=row.id)
        return row

    def commit(self) -> None:
        """Keep everything; called once, by whoever opened the work."""
        self.session.flush()
        if has_written(self.session) and not self._asked:
            raise RuntimeError("something was written and no permission was asked")
        self.session.commit()
        if self._rings:
            self.runtime.bell.ring()

    def _connection(self) -> Connection:
        """The transaction's connection: finding it takes a tenth of a question's time."""
        transaction = self.session.get_transaction()
        if self._held is None or transaction is not self._held[0]:
            connection = self.session.connection()
            self._held = (self.session.get_transaction(), connection)
        return self._held[1]

    def _add_unless_asked_before(self, job: Job) -> bool:
        # Two requests may ask at the same moment: the unique key decides, not a look beforehand.
        self.session.flush()
        try:
            with self.session.begin_nested():
                self.session.add(job)
        except IntegrityError:
            return False
        return True

    def _message_id(self) -> str:
        host = urlsplit(self.runtime.settings.base_url).hostname
        return f"<{secrets.token_hex(16)}@{host}>"
