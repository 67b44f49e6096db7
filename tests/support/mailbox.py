"""Mail as its readers get it: the worker is run, and what it sent is read back."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from grannsamverkan.core import worker
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.work import Runtime


class Mailbox:
    """What the captured mail folder of a runtime holds."""

    def __init__(self, runtime: Runtime, folder: Path) -> None:
        self._runtime = runtime
        self._folder = folder
        self._read: set[str] = set()

    def __call__(self) -> list[EmailMessage]:
        """Do all due jobs and return the messages that came since the last call, oldest first.

        A job that failed on the way is an error of the test: nothing goes missing silently.
        """
        worker.run_all(self._runtime)
        failed = self._failed_jobs()
        assert not failed, f"jobs failed: {failed}"
        return list(self._new_messages())

    def _failed_jobs(self) -> list[str]:
        with self._runtime.reading() as work:
            rows = work.session.execute(select(Job).where(Job.last_error.is_not(None))).scalars()
            return [f"{job.kind}: {job.last_error}" for job in rows]

    def _new_messages(self) -> Iterator[EmailMessage]:
        files = sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        for file in files:
            if file.name not in self._read:
                self._read.add(file.name)
                yield parse(file.read_bytes())


def parse(raw: bytes) -> EmailMessage:
    """The message in `raw`, with today's interface."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    part = message.get_body(("plain",))
    assert part is not None, "the message has no plain text"
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    """The HTML of a message."""
    part = message.get_body(("html",))
    assert part is not None, "the message has no HTML"
    return str(part.get_content())


def links_in(message: EmailMessage) -> list[str]:
    """Every address in the plain text, in order."""
    return re.findall(r"https?://[^\s>)]+", text_of(message))
