"""Reading the mailboxes, and sorting what came: the network and the decoders outside any
transaction, each write in one of its own."""

import logging
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from urllib.parse import urlsplit

from grannsamverkan.core import bounces, mailbox, mime, periodic
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.mailbox import Arrived, MailboxAddress, MailboxState, Unreachable
from grannsamverkan.core.mime import Picture, Received
from grannsamverkan.core.work import Runtime
from grannsamverkan.imaging import Refused, examine
from grannsamverkan.imaging.evidence import Asked
from grannsamverkan.places import queries as places
from grannsamverkan.signs.jobs import decoders
from grannsamverkan.signs.models.mailin import InboundMail
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.usecases import mailin, mailplace
from grannsamverkan.signs.usecases.mailin import Examined

MOST_PHOTOS = 20
log = logging.getLogger(__name__)


@periodic.every(timedelta(minutes=5))
def read_mailboxes(runtime: Runtime) -> None:
    """Look for photos in every mailbox of MAILBOX_URL that is not paused after a failure."""
    for address in mailbox.parse_urls(runtime.settings.mailbox_url):
        if _is_due(runtime, address):
            read_mailbox(runtime, address)


def read_mailbox(runtime: Runtime, address: MailboxAddress) -> int | None:
    """Read one mailbox now; how many messages were new, or None when it could not be read.

    A mailbox that does not answer is no failed job: the page of what waits tells about it, and
    the next reading comes by the clock.
    """
    municipality_id = _municipality_id(runtime, address)
    if municipality_id is None:
        _note(runtime, address, None, "MAILBOX_URL: ?municipality= names none that is known")
        return None

    def known(validity: int, uids: Iterable[int]) -> Mapping[int, bool]:
        with runtime.reading() as work:
            return queries.known(work, address.name, validity, uids)

    def keep(arrived: Arrived) -> bool:
        return take_in(runtime, address.name, municipality_id, arrived)

    new, error = None, ""
    try:
        new = mailbox.read(address, known, keep)
    except Unreachable as unreachable:
        error = str(unreachable)
        log.warning("mailbox %s: %s", address.name, error)
    _note(runtime, address, municipality_id, error)
    return new


def take_in(runtime: Runtime, name: str, municipality_id: int, arrived: Arrived) -> bool:
    """Write down one message, once; returns whether it is to be moved out of the inbox."""
    received = mime.read_mail(arrived.raw, own_host(runtime))
    stored = None
    if arrived.whole and _is_ours(runtime, municipality_id, received):
        # The file is safe before its row is written; without a row the storage is swept.
        stored = runtime.storage.put([arrived.raw])
    with runtime.work() as work:
        before = queries.known(work, name, arrived.uid_validity, [arrived.uid])
        if arrived.uid in before:
            return before[arrived.uid]
        # Outgoing mail belongs to every room: what is said of it is kept before signs look.
        came_back = received.automatic == "bounce" and bounces.note(work, arrived.raw)
        row = mailin.keep_arrived(
            work, name, municipality_id, arrived, received, stored, came_back=came_back
        )
        return row.moves


@handles("sort_mail")
def sort_mail(runtime: Runtime, mail_id: int) -> None:
    """Examine the photos of a mail in the child process and match it; harmless to do twice."""
    with runtime.reading() as work:
        row = work.session.get(InboundMail, mail_id)
        if row is None or row.state != "received" or row.stored is None:
            return
        raw = work.storage.get(row.stored)
        asked = Asked(tuple(evidence.artworks(work, row.municipality_id)))
    received = mime.read_mail(raw, own_host(runtime))
    photos = [_examined(runtime, picture, asked) for picture in received.pictures[:MOST_PHOTOS]]
    with runtime.work() as work:
        mailin.sort(work, mail_id, received, photos)


@handles("place_mail")
def place_mail(runtime: Runtime, mail_id: int, photo_ids: list[int]) -> None:
    """Put photos where a person said they belong."""
    with runtime.work() as work:
        mailin.place_chosen(work, mail_id, photo_ids)


@handles("send_mailed_set")
def send_mailed_set(runtime: Runtime, set_id: int) -> None:
    """Send on what came by mail when nothing more comes."""
    with runtime.work() as work:
        mailplace.send_silent_set(work, set_id)


@periodic.every(timedelta(days=1), at=time(3, 20))
def erase_mail(runtime: Runtime) -> None:
    """Erase what mail said and who sent it, after each municipality's own time."""
    with runtime.work() as work:
        for place in places.municipalities(work):
            mailin.erase_old(work, place.id)


def own_host(runtime: Runtime) -> str:
    """What stands behind the @ in the Message-ID of our own mails."""
    return urlsplit(runtime.settings.base_url).hostname or ""


def _is_due(runtime: Runtime, address: MailboxAddress) -> bool:
    with runtime.reading() as work:
        state = work.session.get(MailboxState, address.name)
        return state is None or state.next_at <= work.now


def _note(
    runtime: Runtime, address: MailboxAddress, municipality_id: int | None, error: str
) -> None:
    with runtime.work() as work:
        mailin.note_reading(work, address, municipality_id, error)


def _municipality_id(runtime: Runtime, address: MailboxAddress) -> int | None:
    with runtime.reading() as work:
        known = {place.slug: place.id for place in places.municipalities(work)}
    if not address.municipality and len(known) == 1:
        return next(iter(known.values()))
    return known.get(address.municipality)


def _is_ours(runtime: Runtime, municipality_id: int, received: Received) -> bool:
    if received.automatic:
        return False
    with runtime.reading() as work:
        return bool(received.pictures) or queries.concerns_us(work, municipality_id, received)


def _examined(runtime: Runtime, picture: Picture, asked: Asked) -> Examined:
    original = runtime.storage.put([picture.content])
    try:
        with decoders:
            intake = examine(picture.content)
    except Refused as refused:
        return Examined(original, refusal=refused.code)
    # Whoever sorts sees it before it belongs to a sign: it is covered as all are.
    looked = runtime.look(intake.master, asked)
    stored, thumb = (runtime.storage.put([clean]) for clean in (looked.master, looked.thumbnail))
    return Examined(original, intake, stored, thumb)
