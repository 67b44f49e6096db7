"""A real IMAP server (Debian's dovecot-imapd) in a temporary folder, on a port of its own."""

import getpass
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from imap_tools import MailBoxStartTls

from tests.support.lacks import dovecot
from tests.support.smtp import make_certificate

USER, PASSWORD = "foton", "hemligt/@ och å"
START_LIMIT_S = 20
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
mail_fsync = never
first_valid_uid = 0
auth_failure_delay = 0
{users}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


class DovecotServer:
    """One mailbox at 127.0.0.1. Trust it by pointing SSL_CERT_FILE at `certificate`."""

    def __init__(self) -> None:
        # Its sockets' paths may not be longer than 108 letters, which a test's own folder is.
        self.folder = Path(tempfile.mkdtemp(prefix="gs-imap-"))
        self.folder.chmod(0o755)
        self.certificate = self.folder / "cert.pem"
        self.port, self.tls_port = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        make_certificate(self.certificate, self.folder / "key.pem")
        self._configure()

    def start(self) -> None:
        """Serve; RuntimeError with the log if it does not come up."""
        program = dovecot()
        assert program is not None
        command = ["setpriv", "--pdeathsig", "TERM", program, "-F", "-c"]
        self._process = subprocess.Popen([*command, str(self.folder / "dovecot.conf")])
        deadline = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if time.monotonic() > deadline:
                log = self.folder / "log"
                raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it; the mailbox is kept."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=START_LIMIT_S)
            self._process = None

    def remove(self) -> None:
        """End it and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, *, tls: bool = False, password: str = PASSWORD, query: str = "") -> str:
        """A MAILBOX_URL for the mailbox; with `tls`, encrypted from the first byte."""
        scheme, port = ("imaps", self.tls_port) if tls else ("imap+starttls", self.port)
        secret = quote(password, safe="")
        return f"{scheme}://{USER}:{secret}@127.0.0.1:{port}/INBOX{'?' if query else ''}{query}"

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into the mailbox."""
        with self.opened() as box:
            for mail in mails:
                box.append(mail, folder)

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """What lies in a folder, by subject; nothing if there is no such folder."""
        with self.opened() as box:
            if not box.folder.exists(folder):
                return []
            box.folder.set(folder)
            return sorted(mail.subject for mail in box.fetch(mark_seen=False, headers_only=True))

    def unseen(self) -> int:
        """How many mails nobody has opened."""
        with self.opened() as box:
            return len(box.uids("UNSEEN"))

    def empty(self) -> None:
        """Remove every mail and every folder but INBOX."""
        with self.opened() as box:
            for folder in box.folder.list():
                if folder.name != "INBOX":
                    box.folder.delete(folder.name)
            box.delete(box.uids())

    def validity(self) -> int:
        """The number under which the UIDs hold."""
        with self.opened() as box:
            return box.folder.status("INBOX", ["UIDVALIDITY"])["UIDVALIDITY"]

    def uids(self) -> list[int]:
        """The numbers of what lies in INBOX."""
        with self.opened() as box:
            return [int(uid) for uid in box.uids()]

    def mark_deleted(self, subject: str) -> None:
        """Mark a mail as a person's program does before it tidies up."""
        with self.opened() as box:
            uids = box.uids(f'SUBJECT "{subject}"')
            box.client.uid("STORE", ",".join(uids), "+FLAGS", r"(\Deleted)")

    def start_numbering_anew(self) -> None:
        """Forget every UID, as a server does that was restored from a copy."""
        self.stop()
        for file in (self.folder / "mail").glob("**/dovecot*"):
            file.unlink()
        time.sleep(1.1)  # the new validity is the time in seconds
        self.start()

    def opened(self) -> MailBoxStartTls:
        """The mailbox as its owner's program sees it."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        box = MailBoxStartTls("127.0.0.1", self.port, timeout=20, ssl_context=context)
        box.login_utf8(USER, PASSWORD)
        return box

    def _configure(self) -> None:
        root = os.geteuid() == 0
        me = getpass.getuser()
        users = "" if root else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
        values = {"folder": self.folder, "port": self.port, "tls_port": self.tls_port}
        (self.folder / "dovecot.conf").write_text(CONFIG.format(users=users, **values))
        owner = "65534:65534" if root else f"{os.getuid()}:{os.getgid()}"
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:{owner}::{self.folder}\n")
        (self.folder / "mail").mkdir()
        if root:
            os.chown(self.folder / "mail", 65534, 65534)

    def _answers(self) -> bool:
        try:
            self.opened().logout()
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
