"""What the mounter sends: photos taken in safely, examined, and sent with statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.i18n import TIMEZONE
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import Intake, first_checks, hints
from grannsamverkan.imaging.bands import bands
from grannsamverkan.signs import errors, mails, policy, queries
from grannsamverkan.signs.models import CheckResult, Photo, PhotoSet, Sign
from grannsamverkan.signs.models.review import PhotoBand
from grannsamverkan.signs.queries import findings as finding_queries
from grannsamverkan.signs.rules import Finding
from grannsamverkan.signs.usecases import sight
from grannsamverkan.signs.workflow import (
    PHOTO_EXAMINED,
    PHOTO_REMOVED,
    PHOTO_TAKEN_IN,
    SIGN,
    UPLOADING,
)

MOST_PHOTOS = 20
MOST_MB = 60
MOST_PHOTOS_AN_HOUR = 300
"""Per letter, removed photos too. Networks are not counted: nobody sends without a letter, and
mobile operators put thousands of people behind one address."""
EXAMINE_GRACE = timedelta(seconds=30)
"""Of a form without scripts the web process examines the photos; the worker takes over what it left
undone. A script asks again for what was found, so that its photos go to the worker at once."""


@dataclass(frozen=True)
class Statements:
    """What the mounter says. None and "unknown" both mean: I do not know."""

    fastening: str | None
    liner: str | None
    surface: str | None
    lower_edge_m: float | None
    post_number: str = ""
    note: str = ""
    reply_to: str | None = None


def open_set(work: Work, sign: Sign) -> PhotoSet:
    """The set the mounter is putting together; begun with the first photo or statement."""
    work.require(policy.may_send, sign)
    lock(work, sign)
    return begun_set(work, sign)


def begun_set(work: Work, sign: Sign) -> PhotoSet:
    """The same for a sign that the caller may send photos of, and has locked."""
    if sign.state not in UPLOADING:
        raise errors.not_waiting_for_photos()
    if sign.open_set is None:
        sign.sets.append(_new_set(work, sign))
        work.session.flush()
    found = sign.open_set
    assert found is not None  # just made
    return found


def lock(work: Work, sign: Sign) -> None:
    """Let nobody else change the sign's sets before this work is done.

    Several photos may come at once: without it each of them could begin a set.
    """
    work.session.execute(select(Sign.id).where(Sign.id == sign.id).with_for_update())


def _new_set(work: Work, sign: Sign) -> PhotoSet:
    """A set that begins with what was said last time: what is not asked for again still holds."""
    made = PhotoSet(
        municipality_id=sign.municipality_id,
        language=work.actor.language,
        created_at=work.now,
        photos=[],
        checks=[],
    )
    if sign.sent_set is not None:
        for field in fields(Statements):
            setattr(made, field.name, getattr(sign.sent_set, field.name))
    return made


def take_in_photo(
    work: Work, sign_id: int, *, view: str, stored: str, wait: timedelta = EXAMINE_GRACE
) -> Photo:
    """Keep a photo whose bytes are already stored; the same photo again counts once.

    The worker examines it after `wait`.
    """
    photo_set = open_set(work, queries.sign(work, sign_id))
    return take_in(work, photo_set, view=view, stored=stored, wait=wait)


def take_in(
    work: Work,
    photo_set: PhotoSet,
    *,
    view: str,
    stored: str,
    wait: timedelta = EXAMINE_GRACE,
) -> Photo:
    """The same for a set that the caller has opened, and may open."""
    size = work.storage.size(stored)
    return take_in_coming(work, photo_set, view=view, name=lambda: stored, size=size, wait=wait)


def take_in_coming(
    work: Work,
    photo_set: PhotoSet,
    *,
    view: str,
    name: Callable[[], str],
    size: int,
    wait: timedelta,
) -> Photo:
    """The same for a photo of `size` bytes that is still being stored.

    Its name is asked for when all else has been: it is the digest of all its bytes.
    """
    there = queries.photos_of_set(work, photo_set.id)
    sizes = [work.storage.size(photo.original) for photo in there if photo.state != "refused"]
    lately = queries.photos_taken_in(work, photo_set.sign, work.now - timedelta(hours=1))
    stored = name()
    if same := [photo.id for photo in there if photo.original == stored]:
        return _sent_again(work, same[0], view)
    _check_quota([*sizes, size], lately)
    photo = Photo(
        municipality_id=photo_set.municipality_id,
        set=photo_set,
        view=view,
        original=stored,
        received_at=work.now,
    )
    work.session.add(photo)
    work.record(PHOTO_TAKEN_IN, photo, set_id=photo_set.id, view=view)
    work.enqueue(
        "examine_photo",
        after=wait,
        municipality_id=photo.municipality_id,
        photo_id=photo.id,
    )
    return photo


def _sent_again(work: Work, photo_id: int, view: str) -> Photo:
    """The photo that is there already, as a photo of the view that it is sent for now."""
    photo = work.get(Photo, photo_id)
    if photo.state != "refused":
        photo.view = view
    return photo


def remove_photo(work: Work, sign_id: int, photo_id: int) -> None:
    """Take a photo out of the set before it is sent."""
    photo_set = open_set(work, queries.sign(work, sign_id))
    photo = next((photo for photo in photo_set.photos if photo.id == photo_id), None)
    if photo is None:
        return
    photo_set.checks = [check for check in photo_set.checks if check.photo_id != photo.id]
    work.session.flush()
    work.record(PHOTO_REMOVED, photo, set_id=photo_set.id)
    work.session.delete(photo)
    work.enqueue(
        "sweep_objects", names=[n for n in (photo.original, photo.stored, photo.thumb) if n]
    )
    work.session.expire(photo_set, ["photos"])


def keep_examination(work: Work, photo_id: int, intake: Intake) -> None:
    """Keep what was found; there is no picture before faces and the like are covered.

    Does nothing for a photo already examined.
    """
    photo = _waiting_photo(work, photo_id)
    if photo is None:
        return
    photo.state = "covering"
    photo.width, photo.height, photo.format = intake.width, intake.height, intake.format
    photo.dhash, photo.codes = intake.measures.dhash, list(intake.measures.codes)
    photo.bands = [
        PhotoBand(municipality_id=photo.municipality_id, band=band) for band in bands(photo.dhash)
    ]
    _keep_claims(photo, intake)
    found = [
        *_image_findings(intake),
        finding_queries.reuse_finding(work, photo),
        finding_queries.time_finding(photo),
        finding_queries.place_finding(work, photo),
    ]
    _store(work, photo.set, found, photo)
    check_if_sent(work, photo.set)


def refuse_photo(work: Work, photo_id: int, code: str) -> None:
    """Mark a photo that cannot be read; its bytes are removed."""
    photo = _waiting_photo(work, photo_id)
    if photo is None:
        return
    photo.state, photo.refusal, photo.original_kept = "refused", code, False
    check_if_sent(work, photo.set)
    work.record(PHOTO_EXAMINED, photo, outcome=code)
    work.enqueue("sweep_objects", municipality_id=photo.municipality_id, names=[photo.original])


def keep_statements(work: Work, sign_id: int, statements: Statements) -> PhotoSet:
    """Keep what the mounter has filled in, complete or not."""
    photo_set = open_set(work, queries.sign(work, sign_id))
    for field in fields(statements):
        setattr(photo_set, field.name, getattr(statements, field.name))
    photo_set.language = work.actor.language
    work.session.flush()
    return photo_set


def statements_of(photo_set: PhotoSet) -> Statements:
    """What the mounter has said in a set."""
    return Statements(**{f.name: getattr(photo_set, f.name) for f in fields(Statements)})


def send_photos(work: Work, sign_id: int, statements: Statements) -> PhotoSet:
    """Send the set to the municipality: checks run, everyone is told, the case is mailed."""
    photo_set = keep_statements(work, sign_id, statements)
    sign = photo_set.sign
    if not photo_set.usable:
        raise errors.no_photos()
    SIGN.take(work, sign, "send_photos")
    photo_set.sent_at = work.now
    sign.due_on, sign.waits_since = None, work.now
    _check_set(work, photo_set)
    for reviewer in queries.reviewers(work, sign.municipality_id):
        work.mail(reviewer.recipient, mails.photos_sent, sign)
    if photo_set.reply_to:
        to = Recipient(photo_set.reply_to, photo_set.language)
        work.mail(to, mails.photos_received, sign)
    work.enqueue(
        "mail_case",
        key=f"case:{photo_set.id}",
        municipality_id=photo_set.municipality_id,
        set_id=photo_set.id,
    )
    return photo_set


def mail_case(work: Work, set_id: int) -> None:
    """Mail the case with its clean pictures to the department's function mailbox."""
    work.require(lambda actor: actor.is_system)
    photo_set = work.get(PhotoSet, set_id)
    mailbox = photo_set.sign.municipality.function_mailbox
    if mailbox:
        to = Recipient(mailbox, photo_set.sign.municipality.language)
        work.mail(to, mails.case_sent, photo_set)


def _waiting_photo(work: Work, photo_id: int) -> Photo | None:
    """The photo if it still is to be examined; web and worker may come at the same time."""
    work.require(lambda actor: actor.is_system)
    photo = locked_photo(work, photo_id)
    return photo if photo is not None and photo.state == "received" else None


def locked_photo(work: Work, photo_id: int) -> Photo | None:
    """A photo, None if it is gone; nobody else changes its sign's sets before this work is done."""
    work.session.execute(
        select(Sign.id)
        .join(Sign.sets)
        .join(PhotoSet.photos)
        .where(Photo.id == photo_id)
        .with_for_update(of=Sign)
    )
    return work.session.get(Photo, photo_id)


def _check_quota(sizes: Sequence[int], lately: int) -> None:
    """Refuse a photo with which the set's photos would have these sizes in bytes.

    `lately` photos came within an hour.
    """
    if len(sizes) > MOST_PHOTOS:
        raise errors.too_many_photos(MOST_PHOTOS)
    if sum(sizes) > MOST_MB * 1024 * 1024:
        raise errors.too_many_bytes(MOST_MB)
    if lately >= MOST_PHOTOS_AN_HOUR:
        raise errors.too_fast()


def check_if_sent(work: Work, photo_set: PhotoSet) -> None:
    """Check a set that is sent already anew, after something new is known of a photo in it."""
    # What shows a task has no statements and no wanted views to check.
    if photo_set.sent_at is not None and photo_set.task_id is None:
        _check_set(work, photo_set)


def _check_set(work: Work, photo_set: PhotoSet) -> None:
    photo_set.checks = [check for check in photo_set.checks if check.photo_id is not None]
    work.session.flush()
    _store(work, photo_set, finding_queries.set_findings(work, photo_set), None)
    # Stated or measured, the height may have become known: the sight lines rest on it.
    sight.ask(work, photo_set.sign)


def _image_findings(intake: Intake) -> Iterable[Finding]:
    for result in (*first_checks(intake), *hints(intake)):
        yield Finding(
            result.check,
            f"{result.check}_{result.verdict}",
            result.verdict,
            result.value,
            result.limit,
            result.unit,
            source=result.source,
            doubt=result.uncertainty or "",
        )


def _keep_claims(photo: Photo, intake: Intake) -> None:
    claims = intake.claims
    if claims.taken_at is not None:
        # A camera without a zone shows the clock on the wall where the sign hangs.
        known = claims.taken_at.tzinfo is not None
        photo.taken_at = claims.taken_at if known else claims.taken_at.replace(tzinfo=TIMEZONE)
        photo.taken_zone_known = known
    photo.focal_length_mm = claims.focal_length_35mm
    photo.longitude, photo.latitude = claims.longitude, claims.latitude
    photo.gravity = None if claims.gravity is None else list(claims.gravity)


def _store(
    work: Work, photo_set: PhotoSet, findings: Iterable[Finding], photo: Photo | None
) -> None:
    for finding in findings:
        photo_set.checks.append(
            CheckResult(
                municipality_id=photo_set.municipality_id,
                photo_id=None if photo is None else photo.id,
                at=work.now,
                **{field.name: getattr(finding, field.name) for field in fields(finding)},
            )
        )
