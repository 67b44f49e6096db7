"""What the worker does for signs: load, compute outside any transaction, call one use case."""

import datetime
import logging
import threading
import time

from grannsamverkan.core import periodic
from grannsamverkan.core.jobs import GiveUp, handles
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.work import Runtime
from grannsamverkan.imaging import Intake, Refused, examine
from grannsamverkan.signs.models import UNSEEN, Photo, PhotoSet
from grannsamverkan.signs.prints import decisions
from grannsamverkan.signs.queries import evidence, objects
from grannsamverkan.signs.usecases import looking, mounting, reminders, review, sending

# One decoder a core at most: each may take 768 MB.
decoders = threading.BoundedSemaphore(2)
log = logging.getLogger(__name__)


class NotYet(Exception):
    """The job must wait for another; it is tried again later."""


@handles("examine_photo")
def examine_photo(runtime: Runtime, photo_id: int) -> None:
    """Decode a photo in a child process, keep what was found, cover it; harmless to do twice."""
    data = _bytes_of(runtime, photo_id, UNSEEN)
    if data is None:
        return
    try:
        with decoders:
            intake = examine(data)
    except Refused as refused:
        _refuse(runtime, photo_id, refused)
    else:
        _keep(runtime, photo_id, intake)
        _look(runtime, photo_id, intake)


@handles("look_at_photo")
def look_at_photo(runtime: Runtime, photo_id: int) -> None:
    """Look at an examined photo, for the first time or anew; harmless to do twice."""
    data = _bytes_of(runtime, photo_id, ("covering", "ready"))
    if data is not None:
        with decoders:
            intake = examine(data)
        _look(runtime, photo_id, intake)


def examine_at_once(runtime: Runtime, photo_id: int, patience_s: float) -> None:
    """Only the first look, for somebody who waits: gives up after `patience_s`.

    What it does not do, and the covering, is the worker's. Never raises: the photo is safe already,
    and its job stands in the table.
    """
    until = time.monotonic() + patience_s
    try:
        data = _bytes_of(runtime, photo_id, ("received",))
        if data is None or not decoders.acquire(timeout=patience_s):
            return
        try:
            intake = examine(data, timeout_s=max(until - time.monotonic(), 0.1), want="advice")
        finally:
            decoders.release()
        _keep(runtime, photo_id, intake)
        with runtime.work() as work:
            looking.ask_for_look(work, photo_id)
    except Refused as refused:
        # The worker has more time: only it says that a photo takes too long or cannot be read.
        if refused.code not in {"too_slow", "decoder_failed"}:
            _refuse(runtime, photo_id, refused)
    except Exception:
        log.exception("photo %s is left to the worker", photo_id)


def _bytes_of(runtime: Runtime, photo_id: int, states: tuple[str, ...]) -> bytes | None:
    """What was sent, else (after its time) the covered picture; None in any other state."""
    with runtime.reading() as work:
        photo = work.session.get(Photo, photo_id)
        if photo is None or photo.state not in states:
            return None
        source = photo.original if photo.original_kept else photo.stored
        return None if source is None else work.storage.get(source)


def _keep(runtime: Runtime, photo_id: int, intake: Intake) -> None:
    with runtime.work() as work:
        mounting.keep_examination(work, photo_id, intake)


def _look(runtime: Runtime, photo_id: int, intake: Intake) -> None:
    """Look at a picture nobody may see yet, and keep the one that may be seen."""
    with runtime.reading() as work:
        photo = work.session.get(Photo, photo_id)
        if photo is None:
            return
        asked, pointed = evidence.asked(work, photo), looking.hiding_labels(photo)
    looked = runtime.look(intake.master, asked)
    keep = runtime.storage.put
    stored, thumb = keep([looked.master]), keep([looked.thumbnail])
    close_up = None if looked.close_up is None else keep([looked.close_up])
    with runtime.work() as work:
        looking.keep_look(
            work,
            photo_id,
            looked.evidence,
            stored=stored,
            thumb=thumb,
            close_up=close_up,
            codes=intake.measures.codes,
            pointed=pointed,
        )


def _refuse(runtime: Runtime, photo_id: int, refused: Refused) -> None:
    with runtime.work() as work:
        mounting.refuse_photo(work, photo_id, refused.code)


@periodic.every(datetime.timedelta(hours=1))
def look_at_waiting_photos(runtime: Runtime) -> None:
    """Photos that still have no covered picture: from an earlier edition, or after a fault."""
    with runtime.work() as work:
        looking.look_at_waiting(work, evidence.long_waiting(work))


@handles("mail_case")
def mail_case(runtime: Runtime, set_id: int) -> None:
    """Mail the case once all its photos are examined."""
    with runtime.work() as work:
        photo_set = work.session.get(PhotoSet, set_id)
        if photo_set is None:
            raise GiveUp(f"photo set {set_id} is gone")
        if any(photo.is_waiting for photo in photo_set.photos):
            raise NotYet("photos are still being examined")
        mounting.mail_case(work, set_id)


@handles("send_decision")
def send_decision(runtime: Runtime, decision_id: int) -> None:
    """Send what was decided, once it can no longer be undone, with its letter as a PDF."""
    with runtime.reading() as work:
        papers = decisions.letters(work, decision_id)
        moment = work.now
    stored = {
        language: runtime.storage.put([compile_pdf(decisions.TEMPLATE, paper, created=moment)])
        for language, paper in papers.items()
    }
    with runtime.work() as work:
        review.send_decision(work, decision_id, stored)


@handles("sweep_objects")
def sweep_objects(runtime: Runtime, names: list[str]) -> None:
    """Delete stored objects that no photo needs any longer."""
    with runtime.reading() as work:
        unused = [name for name in names if not objects.object_in_use(work, name)]
    for name in unused:
        runtime.storage.delete(name)


@periodic.every(periodic.DAY, at=datetime.time(2))
def sweep_storage(runtime: Runtime) -> None:
    """Remove uploads that were broken off, and objects that no row of any room names."""
    with runtime.reading() as work:
        named = objects.stored_names(work)
    gone = runtime.storage.sweep(named.__contains__, time.time())
    if gone:
        log.info("%s files that nobody needs were removed", gone)


@handles("drop_originals")
def drop_originals(runtime: Runtime, set_id: int) -> None:
    """Delete a decided set's originals: the clean pictures are what the case keeps."""
    with runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        photos = list(objects.photos_with_original(work, set_id))
        for photo in photos:
            photo.original_kept = False
        work.enqueue("sweep_objects", names=[photo.original for photo in photos])


@periodic.every(periodic.DAY, at=datetime.time(3))
def forget_photo_receipts(runtime: Runtime) -> None:
    """Remove receipts for photos that no phone can send again."""
    with runtime.work() as work:
        sending.forget_receipts(work)


@periodic.every(datetime.timedelta(days=1), at=datetime.time(6, 30))
def look_after_signs(runtime: Runtime) -> None:
    """Inspections that are due, posts that went, reminders, and what is late."""
    with runtime.work() as work:
        reminders.look_after(work)
