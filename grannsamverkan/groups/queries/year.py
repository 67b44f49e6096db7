"""Reads about the years of groups: where each stands, and what is to be done today."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from grannsamverkan.core import codes
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.models.year import GroupYear, LifeNote, YearLink
from grannsamverkan.groups.rules.year import Clocks, Year
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places import queries as places

BEGINNINGS = (GROUP.event("activate"), GROUP.event("wake"))


def today(work: Work) -> date:
    """The day it is in Sweden."""
    return local(work.now).date()


def clocks(work: Work, municipality_id: int) -> Clocks:
    """The municipality's clocks."""

    def figure(key: str) -> int:
        return int(places.setting(work, municipality_id, f"group.{key}"))

    return Clocks(
        confirm_months=figure("confirm_months"),
        grace_months=figure("dormant_grace_months"),
        window_days=figure("confirm_window_days"),
        reminder_days=figure("confirm_reminder_days"),
        warn_days=figure("dormant_warn_days"),
    )


def open_year(work: Work, group: Group) -> GroupYear | None:
    """The group's present year; None while it is not active."""
    return work.session.scalar(_open_years().where(GroupYear.group_id == group.id))


def open_years(work: Work, groups: Iterable[Group]) -> Mapping[int, Year]:
    """The present years of many groups at once, by group id."""
    ids = [group.id for group in groups]
    rows = work.session.scalars(_open_years().where(GroupYear.group_id.in_(ids)))
    return {row.group_id: as_year(work, row) for row in rows}


def as_year(work: Work, row: GroupYear) -> Year:
    """A year with its clocks, as plain days."""
    return with_clocks(row, clocks(work, row.municipality_id))


def with_clocks(row: GroupYear, known: Clocks) -> Year:
    """The same where the clocks are known: for a list of many years."""
    return Year(
        began_on=row.began_on,
        clocks=known,
        asked_on=row.asked_on,
        reminded_on=row.reminded_on,
        warned_on=row.warned_on,
    )


def years(work: Work, group: Group) -> Sequence[GroupYear]:
    """Every year of the group, oldest first."""
    return work.session.scalars(
        select(GroupYear)
        .where(GroupYear.group_id == group.id)
        .order_by(GroupYear.began_on, GroupYear.id)
    ).all()


def notes(work: Work, group: Group) -> Sequence[LifeNote]:
    """Why it rests or was closed, and when its people asked to begin again, oldest first."""
    return work.session.scalars(
        select(LifeNote).where(LifeNote.group_id == group.id).order_by(LifeNote.id)
    ).all()


def wake_asked(work: Work, group: Group) -> LifeNote | None:
    """The wish of a resting group to begin again, if it has been said since it went to rest."""
    if group.state != "dormant":
        return None
    last = notes(work, group)[-1:]
    return last[0] if last and last[0].step == "ask_wake" else None


def asking_to_wake(work: Work, groups: Iterable[Group]) -> frozenset[int]:
    """Ids of those among the groups that rest and have asked to begin again."""
    resting = [group.id for group in groups if group.state == "dormant"]
    newest = (
        select(func.max(LifeNote.id))
        .where(LifeNote.group_id.in_(resting))
        .group_by(LifeNote.group_id)
    )
    asked = select(LifeNote.group_id).where(LifeNote.id.in_(newest), LifeNote.step == "ask_wake")
    return frozenset(work.session.scalars(asked))


def to_look_after(work: Work) -> list[int]:
    """Ids of active groups for which there is something to do today."""
    active = work.session.scalars(
        select(Group.id).where(Group.state == "active").order_by(Group.id)
    ).all()
    rows = {row.group_id: row for row in work.session.scalars(_open_years())}
    return [group_id for group_id in active if _is_due(work, rows.get(group_id))]


def became_active(work: Work, group: Group) -> datetime | None:
    """When the group last became active, from the log."""
    return work.session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.subject == Group.__tablename__,
            AuditEntry.subject_id == group.id,
            AuditEntry.event.in_(BEGINNINGS),
        )
    )


def last_meeting(work: Work, group: Group) -> date | None:
    """The latest day on which the group is known to have met."""
    held = [fact.on for fact in group.facts if fact.kind == "meeting_held"]
    said = [year.met_on for year in years(work, group) if year.met_on]
    last = work.session.scalar(
        select(func.max(Meeting.starts_at)).where(
            Meeting.group_id == group.id, Meeting.state == "held"
        )
    )
    return max([*held, *said, *([local(last).date()] if last else [])], default=None)


def link(work: Work, token: str) -> YearLink:
    """What a personal link opens; NotFound if it is unknown, too old, or its person has left."""
    found = work.session.scalar(
        select(YearLink)
        .where(YearLink.token_hash == codes.token_hash(token), YearLink.expires_at > work.now)
        .options(selectinload(YearLink.year).selectinload(GroupYear.group))
    )
    if found is None or found.user_id not in found.year.group.contact_ids:
        raise NotFound()
    return found


def hold(work: Work, group: Group) -> Group:
    """The group held until the work is done, for the holder of a link."""
    work.session.refresh(group, with_for_update={"of": Group})
    return group


def group_of_job(work: Work, group_id: int) -> Group:
    """A group for the worker, held until the work is done."""
    return queries.group_to_change(work, group_id)


def _open_years() -> Select[GroupYear]:
    return select(GroupYear).where(GroupYear.ended_at.is_(None))


def _is_due(work: Work, row: GroupYear | None) -> bool:
    if row is None:
        return True
    year, day = as_year(work, row), today(work)
    return year.letter(day) is not None or year.is_out(day)
