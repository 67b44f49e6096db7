"""Who gave, took and invited: the log's entries about staff, for administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from grannsamverkan.accounts import policy
from grannsamverkan.accounts.models import Invitation, User
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places

ABOUT_ROLES = ("role_grant", "role_end")
ABOUT_PEOPLE = (
    "user_create",
    "access_end",
    "sign_in_reset",
    "sign_out_other",
    "password_change",
    "app_change",
    "passkey_add",
    "passkey_remove",
    "recovery_codes_make",
    "recovery_code_use",
)
ABOUT_INVITATIONS = ("invitation_send", "invitation_withdraw", "invitation_use")


@dataclass(frozen=True)
class Deed:
    """One thing that was done about somebody: a declared event with its role, if it is about one.

    `whom` and `by` are empty where the row is gone; `by_system` for the command line and worker.
    """

    event: str
    at: datetime
    whom: str
    user_id: int | None
    by: str
    by_system: bool
    by_oneself: bool
    role: str | None
    area: str


def deeds(work: Work, *, number: int, person: User | None = None) -> Part[Deed]:
    """Page `number` of what was done about staff that the actor manages, newest first.

    Roles in other municipalities are left out: they are the business of others.
    """
    wanted = _of_staff(work, person).order_by(AuditEntry.id.desc())
    found = part(work, wanted, number)
    return Part(_told(work, found.rows), found.number, found.total, found.size)


def _of_staff(work: Work, person: User | None) -> Select[AuditEntry]:
    here = policy.managed_municipalities(work.actor)
    about_roles = and_(
        AuditEntry.event.in_(ABOUT_ROLES),
        AuditEntry.details["municipality_id"].as_integer().in_(here),
    )
    others = (*ABOUT_PEOPLE, *ABOUT_INVITATIONS)
    if person is None:
        elsewhere = and_(AuditEntry.event.in_(others), AuditEntry.municipality_id.in_(here))
        # Older entries about keys name the key and not its owner: they tell nobody anything.
        of_person = and_(AuditEntry.subject != "passkey", _is_staff())
        of_staff = AuditEntry.event.in_(ABOUT_INVITATIONS) | of_person
        # The log is long and all this is a small part of it: the index on `event` finds it.
        among = AuditEntry.event.in_((*ABOUT_ROLES, *others))
        return select(AuditEntry).where(among, of_staff, or_(about_roles, elsewhere))
    of_invitation = and_(
        _subject("invitation"),
        AuditEntry.municipality_id.in_(here),
        AuditEntry.subject_id.in_(select(Invitation.id).where(Invitation.email == person.email)),
    )
    of_person = and_(_subject("user"), AuditEntry.subject_id == person.id)
    return select(AuditEntry).where(
        or_(of_person, of_invitation), or_(about_roles, AuditEntry.event.in_(others))
    )


def _subject(table: str) -> ColumnElement[bool]:
    return AuditEntry.subject == table


def _is_staff() -> ColumnElement[bool]:
    # Contact persons choose their own ways in, and those are nobody else's business.
    return AuditEntry.subject_id.in_(select(User.id).where(User.kind == "staff"))


def _told(work: Work, entries: Sequence[AuditEntry]) -> list[Deed]:
    people = _people(work, entries)
    invited = _invited(work, entries)
    areas = _area_names(work)
    return [_deed(entry, people, invited, areas) for entry in entries]


def _deed(
    entry: AuditEntry,
    people: Mapping[int, str],
    invited: Mapping[int, Invitation],
    areas: Mapping[int, str],
) -> Deed:
    invitation = invited.get(entry.subject_id or 0) if entry.subject == "invitation" else None
    user_id = entry.subject_id if entry.subject == "user" else entry.details.get("user_id")
    whom = people.get(user_id or 0, "") or (invitation.name if invitation else "")
    role = entry.details.get("role") or (invitation.role if invitation else None)
    return Deed(
        event=entry.event,
        at=entry.at,
        whom=whom,
        user_id=user_id if user_id in people else None,
        by=people.get(entry.actor_id or 0, ""),
        by_system=entry.actor_kind == "system",
        by_oneself=entry.actor_id is not None and entry.actor_id == user_id,
        role=role,
        area=areas.get(entry.details.get("police_area_id") or 0, ""),
    )


def _people(work: Work, entries: Sequence[AuditEntry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries} | {e.details.get("user_id") for e in entries}
    ids |= {entry.subject_id for entry in entries if entry.subject == "user"}
    rows = work.session.execute(select(User.id, User.name, User.email).where(User.id.in_(ids)))
    return {user_id: name or email for user_id, name, email in rows}


def _invited(work: Work, entries: Sequence[AuditEntry]) -> dict[int, Invitation]:
    ids = {entry.subject_id for entry in entries if entry.subject == "invitation"}
    rows = work.session.scalars(select(Invitation).where(Invitation.id.in_(ids)))
    return {row.id: row for row in rows}


def _area_names(work: Work) -> dict[int, str]:
    return places.police_area_names(work, policy.managed_municipalities(work.actor))


def lapsed_invitations(work: Work) -> list[Invitation]:
    """Invitations that ran out unused, were not withdrawn and have no newer one, newest first."""
    ids = policy.managed_municipalities(work.actor)
    rows = work.session.scalars(
        select(Invitation)
        .where(Invitation.municipality_id.in_(ids))
        .options(joinedload(Invitation.police_area), joinedload(Invitation.municipality))
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    ).all()
    newest: dict[Any, Invitation] = {}
    for row in rows:
        newest.setdefault((row.email, row.role, row.municipality_id), row)
    return [
        row
        for row in newest.values()
        if row.used_at is None and row.withdrawn_at is None and row.expires_at <= work.now
    ]
