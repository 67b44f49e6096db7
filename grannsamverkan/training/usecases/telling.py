"""What goes with every letter about a session: the person's own link, the calendar, the code."""

from collections.abc import Callable
from typing import Any

from grannsamverkan.core import links, qr
from grannsamverkan.core.calendar import MEDIA_TYPE, calendar_file
from grannsamverkan.core.mail import Attachment, Letter, sender_address
from grannsamverkan.core.work import Work
from grannsamverkan.training import words
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.rules import sessions as rules


def tell(
    work: Work, signup: SignUp, letter: Callable[..., Letter], *things: Any, **more: Any
) -> None:
    """Write to one person, with the own link; the caller has asked leave."""
    token = links.token_of(work, signup)
    row = work.mail(signup.contact.user.recipient, letter, signup, token, *things, **more)
    # The letter carries the token itself: it is blanked as soon as the mail has gone.
    row.holds_secret = True
    signup.told_at = work.now


def calendar(work: Work, session: Session) -> Attachment:
    """The session for somebody's own calendar: added, moved, or taken away."""
    settings = work.runtime.settings
    organizer = sender_address(settings.mail_url, settings.base_url)
    event = words.event(session, settings.base_url, organizer, work.now)
    return Attachment("traff.ics", MEDIA_TYPE, work.storage.put([calendar_file(event)]))


def code(work: Work, signup: SignUp) -> Attachment:
    """The person's QR as a picture, for whoever has only the mail at the door."""
    address = qr.letter_address(
        work.runtime.settings.base_url, signup.pass_code, room=rules.PASS_ROOM
    )
    stored = work.storage.put([qr.qr_png(address)])
    return Attachment("incheckning.png", "image/png", stored)
