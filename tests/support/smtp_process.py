"""A mail server for tests, run as its own process: python -m tests.support.smtp_process FOLDER.

FOLDER holds `cert.pem` and `key.pem`; accepted mail lands there as `*.eml`, and the file `mode`
says how to behave for the next message: accept, refuse, busy, hang, drop, or few and cut, which end
a connection after FEW messages with and without a word. Of what is accepted, `sessions` tells in
which connection it came and from which envelope sender. Mail to refused@… and later@… never goes.
"""

import asyncio
import itertools
import ssl
import sys
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_S = 60
FEW = 3
USER, PASSWORD = b"grannsamverkan", b"losenord med / och @"


class Handler:
    """Answers as the `mode` file says at that moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._taken: Counter[object] = Counter()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        mode = self._mode()
        if mode in {"few", "cut"} and self._taken[session.peer] >= FEW:
            if mode == "few":
                return "421 4.7.0 too many messages in one session"
            if server.transport is not None:
                server.transport.close()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("later@"):
            return "451 4.7.1 greylisted"
        if self._mode() == "refuse" or address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mode = self._mode()
        if mode == "busy":
            return "451 4.3.0 try again later"
        if mode == "hang":
            await asyncio.sleep(HANG_S)
        if mode == "drop" and server.transport is not None:
            server.transport.close()
        if mode in {"accept", "few", "cut"}:
            self._keep(session, envelope)
        return "250 OK"

    def _mode(self) -> str:
        return (self._folder / "mode").read_text().strip()

    def _keep(self, session: Session, envelope: Envelope) -> None:
        how = "tls" if session.ssl else "plain"
        name = f"{time.time_ns()}-{next(self._numbers)}-{how}.eml"
        assert isinstance(envelope.content, bytes)
        (self._folder / f".{name}").write_bytes(envelope.content)
        (self._folder / f".{name}").rename(self._folder / name)
        self._taken[session.peer] += 1
        with (self._folder / "sessions").open("a") as told:
            told.write(f"{str(session.peer).replace(' ', '')} {envelope.mail_from}\n")


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    """Let in the one user."""
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=known, handled=True)


async def serve(folder: Path) -> None:
    """Serve on a free port of 127.0.0.1 and print it, until standard input ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def session() -> SMTP:
        return SMTP(
            handler,
            hostname="localhost",
            tls_context=context,
            authenticator=authenticate,
            auth_require_tls=True,
        )

    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # The pipe closes when the test ends or dies.
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
