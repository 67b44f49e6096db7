"""The function mailbox of the tests: mails arrive, and what became of them."""

import itertools

from sqlalchemy import select

from grannsamverkan.core import qr
from grannsamverkan.core.mailbox import Arrived
from grannsamverkan.imaging import Measures
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models.mailin import InboundMail
from tests.support.posted import SENDER
from tests.support.posted import picture as small_picture
from tests.usecases.signs.case import intake

BASE = "http://localhost"
BOX = "foton · localhost/INBOX"


class Post:
    """The function mailbox: mails arrive, and what became of them."""

    def __init__(self, scene, sent_mail):
        self.scene, self.runtime, self.sent = scene, scene.runtime, sent_mail
        self.uids = itertools.count(1)
        sent_mail()

    def arrives(self, message, *, uid=None, whole=True, validity=1):
        """Take in a mail and let the worker do everything; returns its row and the answers."""
        raw = bytes(message)
        arrived = Arrived(validity, uid or next(self.uids), len(raw), raw, whole)
        moves = jobs.take_in(self.runtime, BOX, self.scene.here, arrived)
        answers = [m for m in self.sent() if m["To"] == SENDER]
        return moves, self.row(arrived.uid, validity), answers

    def row(self, uid, validity=1):
        with self.runtime.reading() as work:
            found = work.session.scalars(
                select(InboundMail).where(
                    InboundMail.uid == uid, InboundMail.uid_validity == validity
                )
            ).one()
            assert all(photo.id for photo in found.photos)
            return found

    def as_reviewer(self):
        return self.runtime.work(self.scene.reviewer.actor)


READ = {}
"""What the pretended decoder reads in each photo: decoding itself is tested elsewhere."""


def picture(number=1, code=""):
    """A small photo in which that code is read."""
    content = small_picture(number, size=(64, 64))
    READ[content] = (code,) if code else ()
    return content


def pretend_to_examine(content):
    measures = Measures(0.4, 0.5, 0.0, 0.0, dhash="0" * 32, codes=READ[content])
    return intake(master=b"clean" + content[-40:], thumbnail=content[-40:], measures=measures)


def label(sign):
    return qr.label_address(BASE, sign.code)


def photos_of(scene, sign):
    return scene.sign(sign.id).open_set.photos if scene.sign(sign.id).open_set else []
