"""Mails with drawn photos: one that is plain, and some that a person must sort."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from grannsamverkan.core import codes, qr
from grannsamverkan.core.mailbox import Arrived
from grannsamverkan.demo.stage import Stage
from grannsamverkan.imaging import scene
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import mailin as queries

MAILBOX = "demo"
NEIGHBOUR = "anna.ek@example.se"


class MailStory(Stage):
    """What comes to the function mailbox of the demo town."""

    def mail_in(self) -> None:
        """Every mail, taken in as if a mailbox had been read. Does nothing without open signs."""
        with self.runtime.reading() as work:
            signs = queries.open_signs(work, self.municipality_id)
        if not signs:
            return
        first, last = signs[0], signs[-1]
        plain = self._drawn(last, "fastening", shows_code=True)
        self._mail(1, "Skylt uppe", "Nu sitter den. Hälsningar Anna", [plain])
        both = [self._drawn(first, view, shows_code=False) for view in ("fastening", "road")]
        words = f"Hej, skylten på stolpe {first.post_number} är uppsatt. Räcker de här bilderna?"
        self._mail(2, "Foton på skylten", words, both)
        code = codes.pretty(first.code)
        doubt = f"Är det {code} eller {codes.pretty(last.code)} som är vår? Bild bifogas."
        self._mail(3, "Vilken skylt?", doubt, [self._drawn(last, "road", shows_code=False)])
        self._mail(4, "Bild från mobilen", "", [self._drawn(first, "fastening", shows_code=False)])

    def _drawn(self, sign: Sign, view: scene.View, *, shows_code: bool) -> bytes:
        address = qr.label_address(self.runtime.settings.base_url, sign.code)
        return scene.paint(
            view,
            seed=1000 + sign.id,
            code_url=address if shows_code else None,
            number=sign.post_number,
            fastening="cable_tie",
            light="day",
            size=(1280, 960),
            taken_at=self.now - timedelta(hours=5),
        )

    def _mail(self, number: int, subject: str, text: str, photos: list[bytes]) -> None:
        message = EmailMessage()
        message["From"] = f"Anna Ek <{NEIGHBOUR}>"
        message["To"] = "samhallsbyggnad@vanersborg.se"
        message["Subject"] = subject
        message["Date"] = format_datetime(self.now)
        message["Message-ID"] = f"<demo-{number}@telefon.example>"
        message.set_content(text)
        for place, photo in enumerate(photos, start=1):
            message.add_attachment(photo, "image", "jpeg", filename=f"IMG_{number}{place:03}.jpg")
        raw = message.as_bytes()
        self.today = self.now - timedelta(minutes=240 - 31 * number)
        jobs.take_in(
            self._then(), MAILBOX, self.municipality_id, Arrived(1, number, len(raw), raw, True)
        )
