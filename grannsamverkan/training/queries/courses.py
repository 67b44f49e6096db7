"""Reads of courses: their modules, and how far somebody has come with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.training.models import Assignment, Edition, Module, ModuleRead
from grannsamverkan.training.rules.courses import kin

TAKEN_UP = ("published", "replaced", "withdrawn")
"""States of editions that have been in somebody's hands."""
OVER = ("replaced", "withdrawn")


@dataclass(frozen=True)
class Stop:
    """One module as the holder of a link sees it.

    `number` counts from 1; `edition` is what is shown: the newest there is, or what was read.
    `gone`: it has been taken back and need not be read.
    """

    number: int
    edition: Edition
    read: bool
    gone: bool

    @property
    def left(self) -> bool:
        """True while it is to be read."""
        return not self.read and not self.gone


def modules(work: Work, course: Edition) -> Sequence[Module]:
    """The course's modules in their order, with their editions; none for what is no course."""
    if course.kind != "course":
        return []
    return work.session.scalars(
        select(Module)
        .where(Module.course_id == course.id)
        .options(joinedload(Module.edition, innerjoin=True))
        .order_by(Module.place, Module.id)
    ).all()


def module(work: Work, course: Edition, module_id: int) -> Module:
    """One of the course's modules; NotFound for another's."""
    found = work.get(Module, module_id)
    if found.course_id != course.id:
        raise NotFound()
    return found


def outline(work: Work, assignment: Assignment) -> list[Stop]:
    """The modules of the assignment's course in their order, each as its holder sees it.

    A module that was replaced is shown in its newest edition, unless it has been read: then it
    stays as it was read, and counts. One that was taken back is asked of nobody.
    """
    rows = modules(work, assignment.edition)
    replaced = _replaced(work, assignment.municipality_id) if rows else []
    families = [kin(row.edition_id, replaced) for row in rows]
    known = _editions(work, rows, families)
    read = set(
        work.session.scalars(
            select(ModuleRead.edition_id).where(ModuleRead.assignment_id == assignment.id)
        )
    )
    return [
        _stop(number, row.edition, [known[one] for one in family], read)
        for number, (row, family) in enumerate(zip(rows, families, strict=True), 1)
    ]


def newest_modules(work: Work, course: Edition) -> list[Edition]:
    """What the course's modules are today: each in its newest edition that is out."""
    rows = modules(work, course)
    replaced = _replaced(work, course.municipality_id) if rows else []
    families = [kin(row.edition_id, replaced) for row in rows]
    known = _editions(work, rows, families)
    out = [[known[one] for one in family if known[one].state not in OVER] for family in families]
    return [family[-1] for family in out if family]


def stop(stops: Sequence[Stop], number: int) -> Stop:
    """The module with this number (from 1); NotFound if there is none to be opened."""
    found = next((one for one in stops if one.number == number), None)
    if found is None or found.gone:
        raise NotFound()
    return found


def parts() -> Select[int]:
    """The ids of what is a part of a course that is out or being made."""
    return (
        select(Module.edition_id)
        .join(Module.course)
        .where(Edition.kind == "course", Edition.state.not_in(OVER))
    )


def courses_of(work: Work, listed: Sequence[Edition]) -> dict[int, list[str]]:
    """Edition id to the names of the courses it is a part of, those that are out or being made."""
    rows = work.session.execute(
        parts()
        .add_columns(Edition.title)
        .where(Module.edition_id.in_([one.id for one in listed]))
        .order_by(Edition.title, Edition.id)
    )
    found: dict[int, list[str]] = {}
    for edition_id, title in rows:
        found.setdefault(edition_id, []).append(title)
    return found


def minutes_of(work: Work, listed: Sequence[Edition]) -> dict[int, int]:
    """Course id to how many minutes its parts take that say so; only courses with such parts."""
    rows = work.session.execute(
        select(Module.course_id, func.sum(Edition.minutes))
        .join(Module.edition)
        .where(Module.course_id.in_([one.id for one in listed if one.kind == "course"]))
        .group_by(Module.course_id)
    )
    return {course_id: minutes for course_id, minutes in rows if minutes}


def addable(work: Work, course: Edition) -> list[Edition]:
    """The published editions of the municipality that can become modules of the course."""
    inside = select(Module.edition_id).where(Module.course_id == course.id)
    return list(
        work.session.scalars(
            select(Edition)
            .where(
                Edition.municipality_id == course.municipality_id,
                Edition.state == "published",
                Edition.kind != "course",
                Edition.id.not_in(inside),
            )
            .order_by(Edition.language != course.language, Edition.title, Edition.id)
        )
    )


def _replaced(work: Work, municipality_id: int) -> list[tuple[int, int]]:
    rows = work.session.execute(
        select(Edition.id, Edition.replaces_id).where(
            Edition.municipality_id == municipality_id,
            Edition.replaces_id.is_not(None),
            Edition.state.in_(TAKEN_UP),
        )
    )
    return [(new, old) for new, old in rows if old is not None]


def _editions(
    work: Work, rows: Sequence[Module], families: Iterable[Iterable[int]]
) -> dict[int, Edition]:
    known = {row.edition_id: row.edition for row in rows}
    wanted = {one for family in families for one in family} - known.keys()
    if wanted:
        found = work.session.scalars(select(Edition).where(Edition.id.in_(wanted)))
        known |= {one.id: one for one in found}
    return known


def _stop(number: int, named: Edition, family: Sequence[Edition], read: set[int]) -> Stop:
    for one in reversed(family):
        if one.id in read:
            return Stop(number, one, read=True, gone=False)
    out = [one for one in family if one.state == "published"]
    return Stop(number, out[-1] if out else named, read=False, gone=not out)
