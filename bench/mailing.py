"""What a mail costs on its way out: python -m bench.mailing [DATABASE_URL], or `run()` for rows.

Ten thousand mails lie in the database, as a distribution leaves them. In turn, the worker's threads
drain a part of them to a mail server of this machine, and a bare smtplib loop sends the very same
messages over one connection to the same server, a process of its own that forgets what it is given.
Of the turns' times the medians count.
"""

import asyncio
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP
from sqlalchemy import func, insert, select

from bench.sets import empty
from grannsamverkan.app import make_runtime
from grannsamverkan.core import i18n, mail, migrate, outgoing, worker
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import Letter, MailRow
from grannsamverkan.core.work import Runtime

ROOT = Path(__file__).resolve().parents[1]
MAILS = 10_000
TURNS = 5
THREADS = 2
"""As `worker.run_forever` has."""
SENDER = "no-reply@localhost"
MOST_TIMES_BARE = 2.0
AT_ONE_TIME = 500


def run(database_url: str = "") -> list[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    with tempfile.TemporaryDirectory() as folder, _sink() as port:
        runtime = _installed(Path(folder), port, database_url)
        messages = _fill(runtime)
        ours, bare = _measure(runtime, messages, port)
        left = _unsent(runtime)
    rates = [MAILS / TURNS / taken for taken in (ours, bare)]
    return [
        {
            "name": f"{MAILS} mails drained / bare smtplib loop",
            "ratio": round(ours / bare, 2),
            "limit": MOST_TIMES_BARE,
            "fault": left > 0,
            "figures": f"{rates[0]:.0f} / {rates[1]:.0f} mails a second, {left} left",
        }
    ]


def _measure(runtime: Runtime, messages: Sequence[bytes], port: int) -> tuple[float, float]:
    """Seconds for a part of the mails, ours and bare."""
    part = MAILS // TURNS
    ours, bare = [], []
    for turn in range(TURNS):
        these = messages[turn * part : (turn + 1) * part]
        bare.append(_timed(partial(_send_bare, these, port)))
        ours.append(_timed(partial(_drain, runtime, part)))
    return statistics.median(ours), statistics.median(bare)


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _send_bare(messages: Sequence[bytes], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number, message in enumerate(messages):
            server.sendmail(SENDER, [_address(number)], message)


def _drain(runtime: Runtime, part: int) -> None:
    """Let the worker's threads do so many of the jobs."""
    hands = [
        threading.Thread(target=worker.run_all, args=(runtime, part // THREADS))
        for _ in range(THREADS)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def _installed(folder: Path, port: int, database_url: str) -> Runtime:
    settings = replace(empty(folder).settings, mail_url=f"smtp://127.0.0.1:{port}?tls=none")
    if database_url:
        settings = replace(settings, database_url=database_url)
    runtime = make_runtime(settings)
    migrate.upgrade(runtime.database)
    return runtime


def _fill(runtime: Runtime) -> list[bytes]:
    """Write the mails and their jobs; returns the mails as they will go."""
    rows = [_row(runtime, number) for number in range(MAILS)]
    now = runtime.clock()
    with runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        for at in range(0, MAILS, AT_ONE_TIME):
            part = rows[at : at + AT_ONE_TIME]
            asked = insert(MailRow).returning(MailRow.id, sort_by_parameter_order=True)
            ids = work.session.scalars(asked, part).all()
            jobs = [
                {"kind": "send_mail", "args": {"mail_id": one}, "created_at": now, "next_at": now}
                for one in ids
            ]
            work.session.execute(insert(Job), jobs)
    return [outgoing.as_bytes(outgoing.compose(MailRow(**row), SENDER, [])) for row in rows]


def _row(runtime: Runtime, number: int) -> dict[str, Any]:
    letter = Letter(
        subject="Nytt utbildningsmaterial från Alby kommun",
        lead="Läs igenom det och svara på frågorna senast den 12 december.",
        button=("Öppna materialet", f"/u/{number:032x}"),
        paragraphs=("Det tar tio minuter. " * 10,),
        facts=(("Material", "Att vara kontaktombud"), ("Språk", "svenska")),
        unsubscribe=f"/avsluta/{number:032x}",
    )
    with i18n.speaking("sv"):
        text, html = mail.render(letter, "http://localhost", "Alby kommun")
    return {
        "letter": "distribution",
        "to_address": _address(number),
        "language": "sv",
        "subject": letter.subject,
        "text": text,
        "html": html,
        "attachments": [],
        "message_id": f"<{number:032x}@localhost>",
        "answers": "",
        "reply_to": "",
        "unsubscribe": f"http://localhost{letter.unsubscribe}",
        "holds_secret": False,
        "created_at": runtime.clock(),
    }


def _address(number: int) -> str:
    return f"person{number}@example.se"


def _unsent(runtime: Runtime) -> int:
    with runtime.reading() as work:
        left = select(func.count()).where(MailRow.sent_at.is_(None))
        undone = select(func.count()).where(Job.state != "done")
        return sum(work.session.scalar(question) or 0 for question in (left, undone))


@contextmanager
def _sink() -> Iterator[int]:
    """The mail server; gives its port."""
    command = [sys.executable, "-m", "bench.mailing", "sink"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    if sys.argv[1:] == ["sink"]:
        asyncio.run(_serve())
    else:
        for row in run(*sys.argv[1:2]):
            print(row)
