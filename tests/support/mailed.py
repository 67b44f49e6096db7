"""A mail that waits to be sorted, without a mailbox and without a decoder."""

from zlib import crc32

from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from tests.support.posted import SENDER, picture


def unsure_mail(runtime, given, municipality_id, candidates=(), subject="Foto på skylten"):
    """Write down a mail with one photo that a person must sort; returns (mail id, photo id)."""
    clean = runtime.storage.put([picture(len(subject), size=(640, 480))])
    original = runtime.storage.put([clean.encode()])
    with given() as work:
        mail = InboundMail(
            municipality_id=municipality_id,
            mailbox="test",
            uid_validity=1,
            uid=crc32(subject.encode()),
            fingerprint=clean,
            moves=True,
            state="unsure",
            size=100,
            subject=subject,
            words="Hej, här är fotot.",
            message_id="<1@telefon.example>",
            answerable=True,
            sender_sealed=runtime.vault.seal(SENDER),
            sender_hash="0" * 32,
            left_out=[["Ansökan.pdf", "not_a_photo"]],
            candidates=[list(one) for one in candidates],
            received_at=work.now,
        )
        photo = InboundPhoto(
            municipality_id=municipality_id,
            original=original,
            stored=clean,
            thumb=clean,
            codes=[],
            advice=[],
        )
        mail.photos = [photo]
        work.session.add(mail)
        work.session.flush()
        return mail.id, photo.id
