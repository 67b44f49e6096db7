"""The whole story of one sign, and who is to do something now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from grannsamverkan.accounts.models import User
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.i18n import _, ngettext
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.signs import words
from grannsamverkan.signs.models import FaultReport, PhotoSet, Sign, SignTask
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.workflow import SIGN, UPLOADING

STOPS = frozenset({"sign_refuse_place", "sign_order_correction", "sign_order_take_down"})
BY_ROLE = ("reviewer", "coordinator", "police", "admin")


@dataclass(frozen=True)
class Happened:
    """One thing in a sign's story; `who` is a name with a role, or the role alone."""

    at: datetime
    title: str
    who: str = ""
    note: str = ""
    stops: bool = False
    is_mail: bool = False


@dataclass(frozen=True)
class Ball:
    """Whose turn it is (a key of `words.BALL_WORDS`), for what, and by when."""

    who: str
    what: str = ""
    due_on: date | None = None


def story(work: Work, sign: Sign) -> list[Happened]:
    """Everything that happened to the sign, oldest first, from the log and the mails."""
    told = [*_deeds(work, sign), *_mails(work, sign)]
    return sorted(told, key=lambda one: one.at)


def deeds(work: Work, sign: Sign) -> list[Happened]:
    """The same without the mails."""
    return sorted(_deeds(work, sign), key=lambda one: one.at)


def balls(work: Work, sign: Sign) -> list[Ball]:
    """Who is to do something now; one entry at least."""
    found = [
        Ball(
            "reviewer" if task.is_reported else "contact",
            str(words.TASK_WORDS[task.kind]),
            task.due_on,
        )
        for task in sign.tasks
        if task.state == "open"
    ]
    own = _ball_of_state(work, sign)
    return [*([own] if own else []), *found] or [Ball("nobody")]


def _ball_of_state(work: Work, sign: Sign) -> Ball | None:
    state, meaning = sign.state, str(SIGN.states[sign.state].meaning)
    if state in {"planned", "photos_sent"}:
        return Ball("reviewer", meaning)
    if state == "place_refused":
        return Ball("contact", meaning)
    if state == "place_approved":
        return _ball_of_order(work, sign)
    return Ball("mounter", meaning, sign.due_on) if state in UPLOADING else None


def _ball_of_order(work: Work, sign: Sign) -> Ball:
    """No stock is kept: nobody at the municipality has anything to do before the group orders."""
    order = order_queries.open_order_of(work, sign)
    if not groups.sign_gate(sign.group).open:
        return Ball("contact", _("Bli klara att få skylten: gruppen i gång, utbildningen gjord"))
    if order is None:
        return Ball("contact", _("Beställ skylten"))
    answer = _("Svara på beställningen") if order.state == "asked" else _("Lämna ut skylten")
    return Ball("coordinator", answer)


def _deeds(work: Work, sign: Sign) -> Iterator[Happened]:
    entries = work.session.scalars(
        select(AuditEntry).where(_about(sign, AuditEntry)).order_by(AuditEntry.id)
    ).all()
    people = _people(work, entries)
    reasons = {(d.at, d.outcome): d.reason for d in sign.decisions}
    notes = _task_notes(sign)
    for entry in entries:
        title = _title(entry)
        if title:
            step = entry.event.removeprefix("sign_")
            yield Happened(
                entry.at,
                title,
                people.get(entry.actor_id or 0) or _role(entry.actor_kind),
                reasons.get((entry.at, step), "") or notes.get((entry.event, entry.subject_id), ""),
                stops=entry.event in STOPS,
            )


def _title(entry: AuditEntry) -> str:
    what = entry.details.get("kind", "")
    if entry.event.startswith("sign_task_"):
        word = words.TASK_WORDS.get(what, what)
    else:
        word = words.FAULT_WORDS.get(what, what)
    text = words.HISTORY_WORDS.get(entry.event)
    return str(text) % {"what": str(word).lower()} if text else ""


def _task_notes(sign: Sign) -> dict[tuple[str, int | None], str]:
    """What was said at each event of each task; of what happened twice, the last words."""
    return {
        (f"sign_task_{event}", task.id): said
        for task in sign.tasks
        for event, said in (
            ("open", task.reason),
            ("report", task.note),
            ("return", task.answer),
            ("done", task.answer),
            ("cancel", task.answer),
        )
    }


def _mails(work: Work, sign: Sign) -> Iterator[Happened]:
    rows = work.session.execute(
        select(MailRow.created_at, func.min(MailRow.subject), func.count())
        .where(_about(sign, MailRow))
        .group_by(MailRow.letter, MailRow.created_at)
    )
    for at, subject, count in rows:
        yield Happened(at, _("Mejl: %(subject)s", subject=subject), _receivers(count), is_mail=True)


def _receivers(count: int) -> str:
    return ngettext("%(num)s mottagare", "%(num)s mottagare", count)


def _about(sign: Sign, table: Any) -> Any:
    """The condition on a log entry or a mail that it is about the sign or what belongs to it."""
    kind = table.subject if table is AuditEntry else table.subject_kind
    tasks = select(SignTask.id).where(SignTask.sign_id == sign.id)
    mounted = and_(PhotoSet.sign_id == sign.id, PhotoSet.task_id.is_(None))
    parts: Mapping[str, Any] = {
        "sign": [sign.id],
        "photo_set": select(PhotoSet.id).where(mounted),
        "sign_task": tasks,
        "fault_report": select(FaultReport.id).where(FaultReport.task_id.in_(tasks)),
        **order_queries.rows_about(sign),
    }
    return or_(*(and_(kind == name, table.subject_id.in_(ids)) for name, ids in parts.items()))


def _people(work: Work, entries: Iterable[AuditEntry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_id}
    users = work.session.scalars(
        select(User).where(User.id.in_(ids)).options(joinedload(User.grants))
    )
    return {user.id: _named(user) for user in users.unique()}


def _named(user: User) -> str:
    held = {grant.role for grant in user.grants}
    role = next((role for role in BY_ROLE if role in held), "contact")
    return f"{user.name or user.email}, {_role(role)}"


def _role(code: str) -> str:
    return str(words.ROLE_WORDS.get(code, ""))
