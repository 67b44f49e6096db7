"""A real mail server in a process of its own, with a certificate made for this run."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.lacks import ROOT
from tests.support.mailbox import parse
from tests.support.smtp_process import PASSWORD, USER

Mode = Literal["accept", "refuse", "busy", "hang", "drop", "few", "cut"]


class SmtpServer:
    """Takes mail at 127.0.0.1. Trust it by pointing SSL_CERT_FILE at `certificate`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = folder / "cert.pem"
        make_certificate(self.certificate, folder / "key.pem")
        self.behave("accept")
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        """Serve on a free port, which stands in `port` afterwards."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.smtp_process", str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the mail server of the tests did not start"
        self.port = int(line)

    def stop(self) -> None:
        """Kill the server; what it took is kept."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def behave(self, mode: Mode) -> None:
        """From now on: accept; refuse (550); busy (451); hang without an answer; drop the line.

        `few` and `cut` accept three in a connection, then end it with (421) and without a word.
        """
        (self.folder / "mode").write_text(mode)

    def url(self, *, login: bool = False, host: str = "127.0.0.1", query: str = "") -> str:
        """A MAIL_URL for this server; with `login`, with the user name and password it knows."""
        user = f"{USER.decode()}:{quote(PASSWORD.decode(), safe='')}@" if login else ""
        return f"smtp://{user}{host}:{self.port}{'?' if query else ''}{query}"

    def messages(self) -> list[EmailMessage]:
        """Everything accepted so far, oldest first."""
        return [parse(file.read_bytes()) for file in self._files()]

    def count(self) -> int:
        """How many were accepted so far."""
        return len(self._files())

    def sessions(self) -> list[tuple[str, str]]:
        """Of each accepted one its connection and its envelope sender, oldest first."""
        told = self.folder / "sessions"
        lines = told.read_text().splitlines() if told.exists() else []
        return [(one, sender) for one, _, sender in (line.partition(" ") for line in lines)]

    def all_came_encrypted(self) -> bool:
        """True if there is mail and each came over TLS."""
        files = self._files()
        return bool(files) and all(file.stem.endswith("-tls") for file in files)

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("*.eml") if not path.name.startswith("."))


def make_certificate(certificate: Path, key: Path) -> None:
    """Write a self-signed certificate for 127.0.0.1 and its private key."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
