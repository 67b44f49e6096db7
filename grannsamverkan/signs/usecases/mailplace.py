"""Where mailed photos are put: into what shows a sign mounted, or into what shows a task done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs.models import PhotoSet, Sign
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.usecases import mounting, tasks
from grannsamverkan.signs.workflow import UPLOADING

VIEW = "mail"


def awaits_photos(work: Work, sign: Sign) -> bool:
    """True if photos of the sign are waited for: of its mounting, or of a task done."""
    return sign.state in UPLOADING or queries.waiting_task(work, sign) is not None


def put(
    work: Work, row: InboundMail, sign: Sign, task: SignTask | None, photos: Sequence[InboundPhoto]
) -> bool:
    """Put a mail's photos there and plan their sending; False, with the reason, if they cannot."""
    try:
        with work.session.begin_nested():
            photo_set = _set_for(work, sign, task)
            for photo in photos:
                assert photo.original is not None  # readable
                view = VIEW if task is None else "task"
                taken = mounting.take_in(work, photo_set, view=view, stored=photo.original)
                work.session.flush()
                photo.photo_id = taken.id
    except DomainError:
        row.reason = "set_full" if awaits_photos(work, sign) else "set_closed"
        return False
    _plan_sending(work, photo_set, work.now + _patience(work, sign.municipality_id))
    return True


def _set_for(work: Work, sign: Sign, task: SignTask | None) -> PhotoSet:
    return mounting.open_set(work, sign) if task is None else tasks.begin_set(work, task)


def send_silent_set(work: Work, set_id: int) -> None:
    """Send a set that grew by mail alone, once it has been quiet long enough.

    The sender has said nothing more, so what is known goes to the reviewer as it is.
    """
    work.require(lambda actor: actor.is_system)
    photo_set = work.session.get(PhotoSet, set_id)
    if photo_set is None or photo_set.sent_at is not None or not photo_set.usable:
        return
    task = work.session.get(SignTask, photo_set.task_id) if photo_set.task_id else None
    if not (_may_go(photo_set) if task is None else task.is_waiting):
        return
    newest = max(photo.received_at for photo in photo_set.photos)
    quiet_at = newest + _patience(work, photo_set.municipality_id)
    if quiet_at > work.now:
        _plan_sending(work, photo_set, quiet_at)
    elif task is not None:
        tasks.note_report(work, task, note="")
    else:
        mounting.send_photos(work, photo_set.sign_id, mounting.statements_of(photo_set))


def _may_go(photo_set: PhotoSet) -> bool:
    return photo_set.sign.state in UPLOADING and not _is_kept_by_hand(photo_set)


def _plan_sending(work: Work, photo_set: PhotoSet, at: datetime) -> None:
    work.enqueue(
        "send_mailed_set",
        key=f"mailed:{photo_set.id}:{at:%Y-%m-%dT%H:%M}",
        municipality_id=photo_set.municipality_id,
        after=at - work.now,
        set_id=photo_set.id,
    )


def _patience(work: Work, municipality_id: int) -> timedelta:
    return timedelta(hours=int(places.setting(work, municipality_id, "mailin.send_after_hours")))


def _is_kept_by_hand(photo_set: PhotoSet) -> bool:
    """True if somebody is filling in the letter's page: then that person sends it."""
    said = (photo_set.fastening, photo_set.liner, photo_set.surface, photo_set.lower_edge_m)
    return any(said) or any(photo.view != VIEW for photo in photo_set.usable)
