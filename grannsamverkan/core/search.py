"""Search in full text, alike on both databases: every word of a thing is a row of one table.

A model says with `searchable` by which of its columns it is found. The words are written in the
transaction that writes the thing, whoever writes it; `mend` puts right what came in another way
(a bulk load, a version without search). Who may see what is found is asked of the room it is of.
"""

from collections.abc import Collection, Iterator
from datetime import time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from grannsamverkan.core import periodic
from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.letters import LONGEST_WORD, words, words_to_find_by
from grannsamverkan.core.work import Runtime

# Words are compared sign by sign, so that a prefix is a range that an index answers.
Word = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")
LAST_SIGN = "\U0010ffff"
MOST_TERMS = 8
AT_A_TIME = 500


class SearchWord(Base):
    """One word by which one thing is found; `kind` is the name of the thing's table."""

    __tablename__ = "search_word"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "word"),
        Index(None, "kind", "word", "subject_id"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    word: Mapped[str] = mapped_column(Word)


def matching(model: Any, text: str) -> ColumnElement[bool] | None:
    """The condition that a thing has, for each word of the text, a word that begins so; None for
    a text without words."""
    terms = list(dict.fromkeys(words(text)))[:MOST_TERMS]
    if not terms:
        return None
    return and_(*(model.id.in_(_with(model.__tablename__, term)) for term in terms))


def searchable() -> dict[type[Base], tuple[str, ...]]:
    """Every model that is found by words, and the columns whose words they are."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return {model: model.searchable for model in models if hasattr(model, "searchable")}


@periodic.every(timedelta(days=1), at=time(3), kind="mend_search")
def mend_each_night(runtime: Runtime) -> None:
    """What `mend` does, by the clock: also the first time that a version with search runs."""
    mend(runtime)


def mend(runtime: Runtime) -> int:
    """Write words that are missing and take away those that are too many; how many there were.

    In portions, so that nobody waits long for the writing.
    """
    return sum(
        _mend(runtime, model, ids) for model in searchable() for ids in _portions(runtime, model)
    )


def _with(kind: str, term: str) -> Select[int]:
    return select(SearchWord.subject_id).where(
        SearchWord.kind == kind, SearchWord.word >= term, SearchWord.word < term + LAST_SIGN
    )


def _portions(runtime: Runtime, model: Any) -> Iterator[list[int]]:
    """Ids of all things there are, and of those that are gone but still have words."""
    with runtime.reading() as work:
        there = set(work.session.scalars(select(model.id)))
        known = select(SearchWord.subject_id).where(SearchWord.kind == model.__tablename__)
        every = iter(sorted(there | set(work.session.scalars(known.distinct()))))
    while portion := list(islice(every, AT_A_TIME)):
        yield portion


def _mend(runtime: Runtime, model: Any, ids: Collection[int]) -> int:
    with runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        kind, session = model.__tablename__, work.session
        columns = [getattr(model, name) for name in model.searchable]
        rows = session.execute(select(model.id, *columns).where(model.id.in_(ids)))
        wanted = {(row[0], word) for row in rows for word in _words(row[1:])}
        known = {
            (row.subject_id, row.word): row.id
            for row in session.execute(
                select(SearchWord.id, SearchWord.subject_id, SearchWord.word).where(
                    SearchWord.kind == kind, SearchWord.subject_id.in_(ids)
                )
            )
        }
        _drop(session, SearchWord.id.in_([known[one] for one in known.keys() - wanted]))
        _add(session, kind, sorted(wanted - known.keys()))
        return len(wanted ^ known.keys())


@event.listens_for(Session, "after_flush")
def _keep_words(session: Session, _context: Any) -> None:
    for thing in (*session.new, *session.dirty):
        if hasattr(thing, "searchable") and _changed(thing):
            kind = thing.__tablename__
            _drop(session, _of(kind, thing.id))
            texts = [getattr(thing, name) for name in thing.searchable]
            _add(session, kind, [(thing.id, word) for word in sorted(_words(texts))])
    for thing in session.deleted:
        if hasattr(thing, "searchable"):
            _drop(session, _of(thing.__tablename__, thing.id))


def _changed(thing: Any) -> bool:
    attributes = inspect(thing).attrs
    return any(attributes[name].history.has_changes() for name in thing.searchable)


def _of(kind: str, subject_id: int) -> ColumnElement[bool]:
    return and_(SearchWord.kind == kind, SearchWord.subject_id == subject_id)


# Written past the session: what is noted there as a write asks for a permission of its own.
def _drop(session: Session, condition: ColumnElement[bool]) -> None:
    session.connection().execute(delete(SearchWord).where(condition))


def _add(session: Session, kind: str, found: Collection[tuple[int, str]]) -> None:
    if found:
        rows = [{"kind": kind, "subject_id": key, "word": word} for key, word in found]
        session.connection().execute(insert(SearchWord), rows)


def _words(texts: Collection[Any]) -> set[str]:
    return {word for text in texts if text for word in words_to_find_by(str(text))}
