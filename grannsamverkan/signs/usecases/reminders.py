"""What the clock brings: signs to look at again, posts that went, reminders, and who hears next.

Every function looks at the state of things and not at when it ran last, and may run twice.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import exists, or_, select

from grannsamverkan.core.i18n import _, local, speaking
from grannsamverkan.core.mail import Letter
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import MapSource, Municipality, Post
from grannsamverkan.signs import mails, queries, rules
from grannsamverkan.signs.mails import tasks as task_mails
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries.crossings import is_near_crossing
from grannsamverkan.signs.usecases import tasks
from grannsamverkan.signs.workflow import STANDING, UPLOADING

MOST_AT_ONCE = 500
"""Signs that come up for inspection in one night; the others come the next. Own choice."""


def look_after(work: Work) -> None:
    """All of it, for every municipality."""
    work.require(lambda actor: actor.is_system)
    for municipality in places.municipalities(work):
        ask_inspections(work, municipality)
        put_back(work, _signs_on_gone_posts(work, Sign.municipality_id == municipality.id))
        remind_of_tasks(work, municipality)
        remind_of_photos(work, municipality)


def ask_inspections(work: Work, municipality: Municipality) -> int:
    """Open the task for every approved sign that nobody has looked at for too long."""
    work.require(lambda actor: actor.is_system)
    near, far = (
        _months_ago(work, municipality, f"reinspect_months{ending}") for ending in ("_crossing", "")
    )
    asked = exists().where(
        SignTask.sign_id == Sign.id, SignTask.kind == "inspect", SignTask.state == "open"
    )
    found = work.session.scalars(
        select(Sign)
        .where(
            Sign.municipality_id == municipality.id,
            Sign.state == "approved",
            Sign.decided_at <= work.now - timedelta(days=min(near, far)),
            ~asked,
        )
        .order_by(Sign.decided_at, Sign.id)
    ).unique()
    due = (s for s in found if _is_due(work, s, near, far))
    opened = [
        tasks.open_by_clock(work, sign, "inspect", _words(sign))
        for sign in islice(due, MOST_AT_ONCE)
    ]
    return len(opened)


def put_back_after_import(work: Work, source: MapSource) -> None:
    """A map was imported: what hung on posts that are gone is to be put back."""
    put_back(work, _signs_on_gone_posts(work, Post.source_id == source.id))


def put_back(work: Work, signs: Iterable[Sign]) -> int:
    """Open the task for signs whose post went away after the sign was last put back."""
    opened = 0
    for sign in signs:
        gone_at = sign.post.gone_at if sign.post else None
        done = [t.created_at for t in sign.tasks if t.kind == "put_back"]
        if gone_at is not None and not any(at >= gone_at for at in done):
            with speaking(sign.municipality.language):
                reason = _("Stolpe %(number)s finns inte kvar i kommunens register.",
                           number=sign.post_number)  # fmt: skip
            tasks.open_by_clock(work, sign, "put_back", reason)
            opened += 1
    return opened


def remind_of_tasks(work: Work, municipality: Municipality) -> None:
    """Remind the group once before the day; tell the reviewers once some time after it."""
    before, after = _pace(work, municipality)
    today = local(work.now).date()
    waiting = work.session.scalars(
        select(SignTask).where(
            SignTask.municipality_id == municipality.id,
            SignTask.state == "open",
            SignTask.reported_at.is_(None),
            SignTask.due_on <= today + before,
            or_(SignTask.reminded_at.is_(None), SignTask.escalated_at.is_(None)),
        )
    ).all()
    for task in waiting:
        if task.reminded_at is None:
            task.reminded_at = work.now
            _tell_group(work, task.sign, task_mails.task_reminder, task)
        elif task.escalated_at is None and _is_past(task.due_on, after, today):
            task.escalated_at = work.now
            _tell_reviewers(work, task.sign, task_mails.task_escalated, task)


def remind_of_photos(work: Work, municipality: Municipality) -> None:
    """The same for photos that are to come: once a deadline, and once after it."""
    before, after = _pace(work, municipality)
    today = local(work.now).date()
    waiting = work.session.scalars(
        select(Sign).where(
            Sign.municipality_id == municipality.id,
            Sign.state.in_(UPLOADING),
            Sign.due_on <= today + before,
        )
    ).unique()
    for sign in waiting:
        if sign.reminded_for != sign.due_on:
            sign.reminded_for = sign.due_on
            _tell_group(work, sign, mails.photos_reminder, sign)
        elif sign.escalated_for != sign.due_on and _is_past(sign.due_on, after, today):
            sign.escalated_for = sign.due_on
            _tell_reviewers(work, sign, mails.photos_late, sign)


def _signs_on_gone_posts(work: Work, where: Any) -> Iterable[Sign]:
    return (
        work.session.scalars(
            select(Sign)
            .join(Sign.post)
            .where(Post.gone_at.is_not(None), Sign.state.in_(STANDING), where)
            .order_by(Sign.id)
        )
        .unique()
        .all()
    )


def _is_due(work: Work, sign: Sign, near: int, far: int) -> bool:
    days = near if is_near_crossing(work, sign) else far
    return sign.decided_at is not None and sign.decided_at <= work.now - timedelta(days=days)


def _words(sign: Sign) -> str:
    with speaking(sign.municipality.language):
        return _("Det var länge sedan någon tittade till skylten.")


def _months_ago(work: Work, municipality: Municipality, key: str) -> int:
    months = int(places.setting(work, municipality.id, f"sign.{key}"))
    return rules.days_of_months(months)


def _pace(work: Work, municipality: Municipality) -> tuple[timedelta, timedelta]:
    before, after = (
        int(places.setting(work, municipality.id, f"sign.{key}"))
        for key in ("remind_days_before", "escalate_days_after")
    )
    return timedelta(days=before), timedelta(days=after)


def _is_past(due: date | None, after: timedelta, today: date) -> bool:
    return due is not None and today > due + after


def _tell_group(work: Work, sign: Sign, letter: Callable[[Any], Letter], about: Any) -> None:
    for contact in sign.group.contacts:
        work.mail(contact.user.recipient, letter, about)


def _tell_reviewers(work: Work, sign: Sign, letter: Callable[[Any], Letter], about: Any) -> None:
    for reviewer in queries.reviewers(work, sign.municipality_id):
        work.mail(reviewer.recipient, letter, about)
