"""What the years of groups ask of their people and of the police."""

from collections.abc import Iterator, Mapping

from grannsamverkan.core.i18n import _, format_date, format_datetime
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import pressing, words
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.rules import Task, TaskList, Where, is_urgent
from grannsamverkan.groups import policy
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.queries import meetings
from grannsamverkan.groups.queries import year as years
from grannsamverkan.groups.rules.year import Year


def of_own(loaded: Loaded) -> TaskList:
    """To confirm, or to begin again."""
    work, tasks = loaded.work, list[Task]()
    for group, year in _present(loaded):
        if year.stage(years.today(work)) != "resting" and policy.is_contact(work.actor, group):
            tasks.append(_confirm(work, group, year))
    resting = [group for group in loaded.groups if policy.may_ask_to_wake(work.actor, group)]
    asked = years.asking_to_wake(work, resting) if resting else frozenset()
    tasks.extend(_resting(group) for group in resting if group.id not in asked)
    mine = [group for group in loaded.groups if policy.is_contact(work.actor, group)]
    been = [one for one in meetings.waiting(work, mine) if one.state == "booked"]
    tasks.extend(_note_attendance(one) for one in been)
    return TaskList(_("Gruppens år"), tuple(tasks))


def of_police(loaded: Loaded) -> Iterator[TaskList]:
    """Groups that want to begin again, and groups nobody has confirmed in time."""
    asking = pressing.asking_to_wake(loaded.work)
    yield TaskList(
        _("Grupper som vill starta igen"),
        tuple(
            Task(_("Starta %(name)s igen", name=group.name), _at(group)) for group in asking.rows
        ),
        Where("groups.index", {"lage": "dormant"}),
        _("Visa alla vilande"),
        asking.total,
    )
    asleep = pressing.fallen_asleep(loaded.work)
    yield TaskList(
        _("Grupper som nyligen har somnat"),
        tuple(
            Task(
                _("Ring ett kontaktombud i %(name)s", name=group.name),
                _at(group),
                note=_("Gruppen vilar. Fråga om de vill starta igen."),
            )
            for group in asleep.rows
        ),
        Where("groups.index", {"lage": "dormant"}),
        _("Visa alla vilande"),
        asleep.total,
    )
    waiting = pressing.meetings(loaded.work)
    yield TaskList(
        _("Möten"),
        tuple(
            _answer(one) if one.state == "proposed" else _note_attendance(one)
            for one in waiting.rows
        ),
        total=waiting.total,
    )
    late = pressing.late_years(loaded.work)
    yield TaskList(
        _("Grupper som inte har bekräftat året"),
        tuple(_late(group, year) for group, year in late.rows),
        Where("groups.index", {"lage": "active"}),
        _("Visa alla aktiva"),
        late.total,
    )


def _present(loaded: Loaded) -> Iterator[tuple[Group, Year]]:
    active = [group for group in loaded.groups if group.state == "active"]
    found: Mapping[int, Year] = years.open_years(loaded.work, active) if active else {}
    yield from ((group, found[group.id]) for group in active if group.id in found)


def _answer(meeting: Meeting) -> Task:
    return Task(
        _("Svara på förslaget om möte i %(name)s", name=meeting.group.name),
        Where("groups.meeting", {"meeting_id": meeting.id}),
        due=format_datetime(meeting.starts_at),
        note=meeting.place,
    )


def _note_attendance(meeting: Meeting) -> Task:
    return Task(
        _("Skriv in hur många som kom till mötet i %(name)s", name=meeting.group.name),
        Where("groups.meeting", {"meeting_id": meeting.id}),
        note=format_datetime(meeting.starts_at),
    )


def _at(group: Group) -> Where:
    return Where("groups.show", {"group_id": group.id})


def _confirm(work: Work, group: Group, year: Year) -> Task:
    return Task(
        _("Bekräfta att %(name)s är i gång", name=group.name),
        Where("groups.confirm_year", {"group_id": group.id}),
        due=words.latest_by(year.due_on),
        note=_("Det räcker att en av er gör det."),
        urgent=is_urgent(year.due_on, years.today(work)),
    )


def _resting(group: Group) -> Task:
    return Task(
        _("%(name)s vilar", name=group.name), _at(group), note=_("Säg till om ni vill starta igen.")
    )


def _late(group: Group, year: Year) -> Task:
    return Task(
        _("Ring ett kontaktombud i %(name)s", name=group.name),
        _at(group),
        note=_("Blir vilande %(day)s", day=format_date(year.dormant_on)),
    )
