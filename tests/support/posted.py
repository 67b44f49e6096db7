"""Mails as people's phones and programs send them, built for tests."""

import io
from email.message import EmailMessage
from email.utils import format_datetime

import qrcode
from PIL import Image

from tests.support.clock import FixedClock

SENDER = "boende@exempel.se"


def picture(seed: int = 1, qr: str = "", size: tuple[int, int] = (1200, 900), **save) -> bytes:
    """A JPEG with grain of its own; with `qr`, that text as a code in the middle."""
    grain = Image.effect_noise(size, 20 + seed % 40).convert("RGB")
    grain.putpixel((0, 0), (seed % 256, seed // 256 % 256, 7))
    if qr:
        code = qrcode.make(qr, border=4).get_image().convert("RGB").resize((400, 400))
        grain.paste(code, (300, 200))
    output = io.BytesIO()
    grain.save(output, save.pop("format", "JPEG"), **save)
    return output.getvalue()


def mail(
    *pictures: bytes,
    subject: str = "Foto på skylten",
    text: str = "Hej, här är fotot.\n",
    sender: str = SENDER,
    number: int = 1,
    inline: bool = False,
    headers: dict[str, str] | None = None,
) -> EmailMessage:
    """A mail with pictures attached, or shown in its text."""
    message = EmailMessage()
    message["From"] = f"Boende <{sender}>"
    message["To"] = "skyltar@kommun.example"
    message["Subject"] = subject
    message["Date"] = format_datetime(FixedClock().now)
    message["Message-ID"] = f"<{number}@telefon.example>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for place, content in enumerate(pictures, start=1):
        name = f"IMG_{place:04}.jpg"
        if inline:
            message.add_attachment(
                content, "image", "jpeg", filename=name, disposition="inline", cid=f"<p{place}>"
            )
        else:
            message.add_attachment(content, "image", "jpeg", filename=name)
    return message
