"""Courses: put together by staff, read module by module by the holders of links."""

from grannsamverkan.core.work import Work
from grannsamverkan.training import errors, queries
from grannsamverkan.training.models import Assignment, Edition, Module, ModuleRead
from grannsamverkan.training.queries import courses as reads
from grannsamverkan.training.rules import courses as rules
from grannsamverkan.training.usecases.answering import held, note_read
from grannsamverkan.training.workflow import EDITED, MODULE_READ


def make_course(work: Work, edition_id: int) -> None:
    """Let modules be the material of a draft, instead of a file, a link or a page."""
    edition = queries.open_draft(work, edition_id)
    edition.kind, edition.stored, edition.size, edition.url = "course", None, None, None
    work.record(EDITED, edition, part="course")


def add_module(work: Work, course_id: int, edition_id: int) -> Module:
    """Put a published edition last in a draft course."""
    course = _open_course(work, course_id)
    found = next((one for one in reads.addable(work, course) if one.id == edition_id), None)
    if found is None:
        raise errors.not_for_courses()
    made = Module(course=course, edition=found, place=_next_place(work, course))
    work.session.add(made)
    work.record(EDITED, course, part="modules")
    return made


def move_module(work: Work, course_id: int, module_id: int, *, by: int) -> None:
    """Move a module of a draft course so many places down, or up; at an end it stays."""
    course = _open_course(work, course_id)
    wanted = reads.module(work, course, module_id)
    inside = {one.id: one for one in reads.modules(work, course)}
    before = list(inside)
    after = rules.moved(before, before.index(wanted.id), by)
    for place, key in enumerate(after):
        inside[key].place = place
    if after != before:
        work.record(EDITED, course, part="modules")


def remove_module(work: Work, course_id: int, module_id: int) -> None:
    """Take a module out of a draft course; its edition stays as it is."""
    course = _open_course(work, course_id)
    work.session.delete(reads.module(work, course, module_id))
    work.record(EDITED, course, part="modules")


def confirm_module(work: Work, token: str, number: int) -> None:
    """Keep that the holder of a link says to have read a module; after the last one, go on.

    A second press changes nothing. Raises Unmet for a module that has been taken back meanwhile.
    """
    assignment = held(work, token)
    stops = reads.outline(work, assignment)
    stop = next((one for one in stops if one.number == number), None)
    if stop is None or stop.gone:
        raise errors.module_gone()
    if not stop.read:
        _keep(work, assignment, stop.edition)
    others = [one for one in stops if one.number != number]
    if assignment.read_at is None and not any(one.left for one in others):
        note_read(work, assignment)


def copy_modules(work: Work, course: Edition, to: Edition) -> None:
    """Let another draft begin with the modules of a course, each in its newest edition; those that
    were taken back are left out. The caller has asked leave."""
    for place, one in enumerate(reads.newest_modules(work, course)):
        work.session.add(Module(course=to, edition=one, place=place))


def _keep(work: Work, assignment: Assignment, edition: Edition) -> None:
    work.session.add(ModuleRead(assignment=assignment, edition_id=edition.id, read_at=work.now))
    work.record(MODULE_READ, assignment, edition_id=edition.id, contact_id=assignment.contact_id)


def _open_course(work: Work, course_id: int) -> Edition:
    course = queries.open_draft(work, course_id)
    if course.kind != "course":
        make_course(work, course_id)
    return course


def _next_place(work: Work, course: Edition) -> int:
    return max((one.place for one in reads.modules(work, course)), default=-1) + 1
