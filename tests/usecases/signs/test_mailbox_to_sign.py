"""From a real mailbox to the sign: Dovecot, a decoder in its own process, an answer by mail."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from grannsamverkan.core import qr, worker
from grannsamverkan.core.mailbox import MailboxState
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models.mailin import InboundMail
from tests.support.dovecot import DovecotServer
from tests.support.lacks import dovecot, lacking
from tests.support.posted import SENDER, mail, picture


@pytest.fixture
def server(monkeypatch):
    if dovecot() is None:
        lacking("Dovecot (dovecot-imapd)")
    server = DovecotServer()
    server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    yield server
    server.remove()


@pytest.fixture
def settings(settings, server):
    return replace(settings, mailbox_url=server.url(query="timeout=5&municipality=alby"))


def states(runtime):
    with runtime.reading() as work:
        rows = work.session.execute(select(InboundMail.state).order_by(InboundMail.id))
        return list(rows.scalars())


def test_a_mailed_photo_comes_to_its_sign_once_whatever_the_server_does(
    server, scene, runtime, sent_mail, clock
):
    sign = scene.sign(scene.handed_out())
    sent_mail()
    photo = picture(1, qr.label_address("http://localhost", sign.code))
    foto = bytes(mail(photo, subject="Foto"))
    server.deliver(foto, bytes(mail(subject="Bygglov", number=2)))

    jobs.read_mailboxes(runtime)
    answers = [m for m in sent_mail() if m["To"] == SENDER]
    assert len(answers) == 1
    assert states(runtime) == ["placed", "left"]
    assert (server.subjects(), server.subjects("Grannsamverkan")) == (["Bygglov"], ["Foto"])

    # The same mail again by hand, and a server that numbers anew after a restored copy.
    server.deliver(foto)
    server.start_numbering_anew()
    jobs.read_mailboxes(runtime)
    assert [m["Subject"] for m in sent_mail() if m["To"] == SENDER] == []
    assert len(scene.sign(sign.id).open_set.photos) == 1
    assert server.subjects() == ["Bygglov"]

    # Away for a while: told, tried again later, and nothing is lost.
    server.stop()
    clock.forward(minutes=5)
    jobs.read_mailboxes(runtime)
    with runtime.reading() as work:
        state = work.session.scalars(select(MailboxState)).one()
        assert state.failures == 1
        assert state.last_error.startswith("ConnectionRefusedError")
        assert state.next_at > work.now
    server.start()
    server.deliver(bytes(mail(picture(3), number=3)))
    jobs.read_mailboxes(runtime)
    assert "unsure" not in states(runtime), "the pause holds"
    clock.forward(minutes=5)
    jobs.read_mailboxes(runtime)
    worker.run_all(runtime)
    assert "unsure" in states(runtime)
