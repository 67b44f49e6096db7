"""A mailbox on a real Dovecot is read so that each message is handed over once, and tidied."""

import socket

import pytest

from grannsamverkan.core import mailbox
from grannsamverkan.core.mailbox import Unreachable, parse_urls
from tests.support.dovecot import DovecotServer
from tests.support.lacks import dovecot, lacking


@pytest.fixture(scope="module")
def running():
    if dovecot() is None:
        lacking("Dovecot (dovecot-imapd)")
    server = DovecotServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def server(running, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    running.empty()
    return running


def post(subject):
    return f"Subject: {subject}\r\n\r\nhej".encode()


class Reader:
    """Keeps what it is given, as the rows would: `moves` says which subjects are moved."""

    def __init__(self, *moves):
        self.moves = moves
        self.rows = {}
        self.taken = []
        self.fails_at = None

    def known(self, validity, uids):
        return {uid: moves for (v, uid), moves in self.rows.items() if v == validity}

    def keep(self, arrived):
        subject = arrived.raw.decode().split("\r\n")[0].removeprefix("Subject: ")
        if subject == self.fails_at:
            raise RuntimeError("the database is away")
        self.taken.append(subject)
        self.rows[arrived.uid_validity, arrived.uid] = subject in self.moves
        return subject in self.moves

    def read(self, server, **how):
        (address,) = parse_urls(server.url(**how))
        return mailbox.read(address, self.known, self.keep)


@pytest.mark.parametrize("tls", [False, True], ids=["starttls", "tls"])
def test_what_is_ours_is_moved_and_the_rest_stays_unread(server, tls):
    server.deliver(post("foto"), post("bygglov"))
    reader = Reader("foto")

    assert reader.read(server, tls=tls) == 2

    assert server.subjects() == ["bygglov"]
    assert server.subjects("Grannsamverkan") == ["foto"]
    assert server.unseen() == 1


def test_nothing_is_handed_over_twice(server):
    server.deliver(post("foto"), post("bygglov"))
    reader = Reader("foto")

    assert [reader.read(server), reader.read(server)] == [2, 0]
    server.deliver(post("nytt"))
    assert reader.read(server) == 1

    assert sorted(reader.taken) == ["bygglov", "foto", "nytt"]


def test_a_death_between_row_and_move_is_mended_by_the_next_reading(server):
    server.deliver(post("foto"))
    reader = Reader("foto")
    (uid,) = server.uids()
    reader.rows[server.validity(), uid] = True

    assert reader.read(server) == 0

    assert (server.subjects(), server.subjects("Grannsamverkan")) == ([], ["foto"])
    assert reader.taken == []


def test_a_message_that_could_not_be_kept_stays_for_the_next_time(server):
    server.deliver(post("ett"), post("mellan"), post("tre"))
    reader = Reader("ett", "tre")
    reader.fails_at = "tre"

    with pytest.raises(RuntimeError):
        reader.read(server)
    assert "tre" in server.subjects()
    reader.fails_at = None
    reader.read(server)

    assert server.subjects("Grannsamverkan") == ["ett", "tre"]
    assert reader.taken.count("ett") == 1


def test_what_others_have_marked_as_deleted_is_not_removed(server):
    server.deliver(post("foto"), post("papperskorg"))
    server.mark_deleted("papperskorg")

    Reader("foto").read(server)

    assert "papperskorg" in server.subjects()


def test_a_folder_of_another_name_is_made_when_it_is_needed(server):
    server.deliver(post("foto"))

    Reader("foto").read(server, query="moved=Skyltfoton")

    assert server.subjects("Skyltfoton") == ["foto"]


def test_of_a_mail_that_is_too_large_the_header_alone_is_fetched(server, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_BYTES", 1000)
    server.deliver(post("stort") + b"x" * 2000)
    seen = []

    (address,) = parse_urls(server.url())
    mailbox.read(address, Reader().known, lambda arrived: bool(seen.append(arrived)))

    assert not seen[0].whole
    assert seen[0].size > 2000
    assert len(seen[0].raw) < 100


def test_one_reading_takes_a_limited_number(server, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_MESSAGES", 2)
    server.deliver(post("a"), post("b"), post("c"))
    reader = Reader()

    assert [reader.read(server) for _ in range(3)] == [2, 1, 0]


def test_a_wrong_password_is_said_without_saying_it(server):
    with pytest.raises(Unreachable, match="MailboxLoginError") as refusal:
        Reader().read(server, password="fel lösenord")

    assert "fel" not in str(refusal.value)


def test_a_certificate_nobody_vouches_for_is_refused(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(Unreachable, match="SSLCertVerificationError"):
        Reader().read(server)


def test_a_server_that_is_away_is_told_from_one_that_hangs():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(Unreachable, match="TimeoutError"):
            read_at(f"imaps://u:p@127.0.0.1:{port}/INBOX?timeout=0.3")
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        read_at(f"imaps://u:p@127.0.0.1:{port}/INBOX?timeout=0.3")


def read_at(url):
    (address,) = parse_urls(url)
    reader = Reader()
    return mailbox.read(address, reader.known, reader.keep)


def test_an_address_is_read_from_its_url():
    one, other = parse_urls(
        "imaps://foton:a%2Fb@post.kommun.se/Foton%20in?municipality=alby&moved=Klart&timeout=5\n"
        "imap+starttls://u:p@127.0.0.1:1143"
    )

    assert (one.host, one.port, one.password) == ("post.kommun.se", 993, "a/b")
    assert (one.folder, one.municipality, one.moved) == ("Foton in", "alby", "Klart")
    assert one.timeout_s == 5
    assert (other.port, other.folder, other.implicit_tls) == (1143, "INBOX", False)
    assert "a/b" not in one.name


@pytest.mark.parametrize("url", ["imap://u:p@host", "imaps://host/INBOX", "imaps://u@host", "x"])
def test_an_address_without_encryption_or_password_is_refused(url):
    with pytest.raises(ValueError, match=r"must begin|needs user"):
        parse_urls(url)
