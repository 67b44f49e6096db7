"""What material for ten thousand costs: python -m bench.training, or `run()` for rows.

The sending is the whole request, against a bare bulk insert of the very same rows; pages are those
of a distribution to 10 000 against one to 100; letters are a part of 300 as one document, against
the PDF library on the bare template with the same text in it.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import typst
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from bench.sets import Installation, compared, install
from grannsamverkan.accounts.models import User
from grannsamverkan.core import pdf
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import SIZE
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training.models import Distribution, Edition, Receiver
from grannsamverkan.training.prints import distributions as prints
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import LETTERS_AT_ONE_TIME, Selection
from grannsamverkan.training.usecases import bringing, distributing, ways
from grannsamverkan.training.usecases.distributing import Plan

FEW, MANY = 100, 10_000
GROUPS = 40
TURNS = 5
ROUNDS = 15
MOST_TIMES_INSERT = 3.0
MOST_TIMES_FEW = 1.5
MOST_TIMES_LIBRARY = 3.0
MOST_STATEMENTS = 12
SENDER = "coordinator@example.org"
LETTERS = "training/distribution_letters.typ"


def run() -> Iterator[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_filled(Path(folder) / str(count), count) for count in (FEW, MANY))
        yield _queued(large)
        few, many = (_sent(one) for one in (small, large))
        for name, path in _PAGES.items():
            yield _page(name, _at(small, path, few), _at(large, path, many), large)
        drafts = _draft(small), _draft(large)
        for name, path in _PREVIEWS.items():
            yield _page(name, _at(small, path, drafts[0]), _at(large, path, drafts[1]), large)
        yield _letters(large, many)


_PAGES = {
    "what was sent": "/utbildning/utskick/{sent}",
    "those who have got it": "/utbildning/utskick/{sent}?visa=sent&sida=2",
    "the list": "/utbildning/utskick",
}
_PREVIEWS = {
    "the preview of a draft": "/utbildning/utskick/{sent}/granska",
    "the preview's last page": "/utbildning/utskick/{sent}/granska?efter={last}",
}


def _queued(large: Installation) -> dict[str, Any]:
    """The request that sends, in turn with a bare insert of the rows it has made."""
    browser = large.browser(SENDER)
    ours, bare = [], []
    for _turn in range(TURNS):
        draft = _draft(large)
        ours.append(_timed(partial(_press_send, browser, draft)))
        rows = _rows_of(large, draft, _draft(large))
        bare.append(_timed(partial(_insert, large, rows)))
    took, least = statistics.median(ours), statistics.median(bare)
    return {
        "name": f"{MANY} receivers queued / bare bulk insert",
        "ratio": took / least,
        "limit": MOST_TIMES_INSERT,
        "figures": f"{took * 1000:.0f} / {least * 1000:.0f} ms",
    }


def _page(
    name: str, one: Callable[[], bytes], other: Callable[[], bytes], large: Installation
) -> dict[str, Any]:
    with large.counted() as sent:
        other()
    return {
        "name": f"{name}, {MANY} / {FEW} receivers",
        "ratio": compared(one, other, ROUNDS),
        "limit": MOST_TIMES_FEW,
        "fault": len(sent) > MOST_STATEMENTS,
        "figures": f"{len(sent)} statements",
    }


def _letters(large: Installation, sent: int) -> dict[str, Any]:
    """A part of the letters, read and typeset, against the library alone on the same data."""
    ours, bare = [], []
    for turn in range(3):
        # The library remembers what it has set: each time the words are others.
        document = _reworded(large, sent, f"Omgång {turn} för hand.")
        assert len(document["letters"]) == LETTERS_AT_ONE_TIME
        bare.append(_timed(partial(_bare, document)))
        _reworded(large, sent, f"Omgång {turn}.")
        ours.append(_timed(partial(_typeset, large, sent)))
    took, least = statistics.median(ours), statistics.median(bare)
    return {
        "name": f"{LETTERS_AT_ONE_TIME} letters as one PDF / the library alone",
        "ratio": took / least,
        "limit": MOST_TIMES_LIBRARY,
        "figures": f"{took:.1f} / {least:.1f} s",
    }


def _reworded(large: Installation, sent: int, note: str) -> dict[str, Any]:
    """The letters with other words of the sender's."""
    with large.runtime.work(SYSTEM) as work:
        work.require(lambda actor: actor.is_system)
        work.get(Distribution, sent).note = note
    return _document(large, sent)


def _typeset(large: Installation, sent: int) -> bytes:
    document = _document(large, sent)
    return pdf.compile_pdf(LETTERS, document, created=large.runtime.clock())


def _document(large: Installation, sent: int) -> dict[str, Any]:
    with large.runtime.reading() as work:
        found = reads.distribution(work, sent)
        shown = reads.letters(work, found, 1, LETTERS_AT_ONE_TIME)
        return prints.letters(work, found, shown.rows)


def _bare(document: dict[str, Any]) -> object:
    compiler = typst.Compiler(
        pdf.TEMPLATES / LETTERS,
        root=pdf.TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document)},
    )
    return compiler.compile(format="pdf", pdf_standards="ua-1")


def _at(installation: Installation, path: str, sent: int) -> Callable[[], bytes]:
    browser = installation.browser(SENDER)
    address = path.format(sent=sent, last=_last_page(installation))

    def ask() -> bytes:
        answer = browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        return answer.data

    return ask


def _last_page(installation: Installation) -> int:
    """The user after whom there is one page of names left."""
    with installation.runtime.reading() as work:
        ids = work.session.scalars(select(User.id).order_by(User.id.desc()).limit(SIZE + 1)).all()
    return ids[-1]


def _sent(installation: Installation) -> int:
    """A distribution whose mails have gone, with some refused and some on paper; its id."""
    draft = _draft(installation)
    _press_send(installation.browser(SENDER), draft)
    with installation.runtime.work(SYSTEM) as work:
        _give_letters(work, draft)
    while True:
        with installation.runtime.work(SYSTEM) as work:
            if not bringing.bring_some(work, draft, 1000):
                break
    with installation.runtime.work(SYSTEM) as work:
        ways.settle_mails(work)
        _spread(work, draft)
    return draft


def _give_letters(work: Work, draft: int) -> None:
    """Let the first receivers, or a tenth of them, be written to on paper."""
    work.require(lambda actor: actor.is_system)
    ids = work.session.scalars(
        select(Receiver.id).where(Receiver.distribution_id == draft).order_by(Receiver.id)
    ).all()
    on_paper = ids[: max(LETTERS_AT_ONE_TIME, 0) if len(ids) > FEW else len(ids) // 10]
    work.session.execute(update(Receiver).where(Receiver.id.in_(on_paper)).values(route="paper"))


def _spread(work: Work, draft: int) -> None:
    """Let every second receiver whose mail was written have it, and every seventh be done."""
    of = Receiver.distribution_id == draft, Receiver.way == "queued"
    for each, way in ((7, "done"), (5, "read"), (11, "refused"), (1, "sent")):
        work.session.execute(update(Receiver).where(*of, Receiver.id % each == 0).values(way=way))


def _press_send(browser: FlaskClient, draft: int) -> None:
    shown = browser.get(f"/utbildning/utskick/{draft}/granska").text
    persons = shown.split('name="persons" value="')[1].split('"')[0]
    _post(browser, draft, persons)


def _post(browser: FlaskClient, draft: int, persons: str) -> None:
    answer = browser.post(f"/utbildning/utskick/{draft}/granska", data={"persons": persons})
    assert answer.status_code == 303, answer.status


def _draft(installation: Installation) -> int:
    """A plan that finds everybody; its id."""
    with installation.runtime.reading() as work:
        sender = work.session.scalars(select(User).where(User.email == SENDER)).one().actor
        edition = work.session.scalars(select(Edition).where(Edition.title == _TITLE)).one().id
        last_day = local(work.now).date() + timedelta(days=30)
    with installation.runtime.work(sender) as work:
        return distributing.plan(work, edition, Plan(Selection(language="en"), last_day)).id


def _rows_of(installation: Installation, sent: int, other: int) -> list[dict[str, Any]]:
    """The rows of one distribution as those of another."""
    names = [column.name for column in Receiver.__table__.columns if column.name != "id"]
    columns = [Receiver.__table__.columns[name] for name in names]
    with installation.runtime.reading() as work:
        found = work.session.execute(select(*columns).where(Receiver.distribution_id == sent))
        return [{**row._mapping, "distribution_id": other} for row in found]


def _insert(installation: Installation, rows: list[dict[str, Any]]) -> None:
    with installation.runtime.database.engine.begin() as connection:
        connection.execute(insert(Receiver.__table__), rows)  # type: ignore[arg-type]  # a Table


def _filled(folder: Path, count: int) -> Installation:
    """A town with so many contact persons who read English, and material that is out."""
    folder.mkdir()
    made = install(folder, groups=GROUPS, signs=GROUPS)
    made.app.config["WTF_CSRF_ENABLED"] = False
    with made.runtime.work(SYSTEM) as work:
        work.require(lambda actor: actor.is_system)
        _people(work, count)
    return made


_TITLE = "Att märka cyklar"


def _people(work: Work, count: int) -> None:
    groups = work.session.scalars(
        select(Group).where(Group.state.in_(("approved", "active"))).order_by(Group.id)
    ).all()
    place = groups[0].municipality_id
    people = [_person(work, place, number) for number in range(count)]
    work.session.execute(insert(User), people)
    ids = work.session.scalars(select(User.id).where(User.email.startswith("reader"))).all()
    rows = [
        {
            "municipality_id": place,
            "group_id": groups[at % len(groups)].id,
            "user_id": user_id,
            "added_at": work.now,
        }
        for at, user_id in enumerate(ids)
    ]
    work.session.execute(insert(Contact), rows)
    work.session.add(
        Edition(
            municipality_id=place,
            title=_TITLE,
            kind="link",
            url="https://example.org",
            trains=False,
            state="published",
            published_at=work.now,
            created_at=work.now,
        )
    )


def _person(work: Work, place: int, number: int) -> dict[str, Any]:
    return {
        "municipality_id": place,
        "kind": "contact",
        "email": f"reader{number}@example.org",
        "name": f"Granne {number}",
        "language": "en",
        "created_at": work.now,
    }


def _timed(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


if __name__ == "__main__":
    for row in run():
        print(row)
