"""Courses: their modules in order, and which of them somebody has read."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.training.models.assignments import Assignment
from grannsamverkan.training.models.editions import Edition


class Module(Base):
    """An edition as one part of a course; `place` orders the course's modules."""

    __tablename__ = "training_module"
    __table_args__ = (UniqueConstraint("course_id", "edition_id"),)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"), index=True)
    place: Mapped[int]

    course: Mapped[Edition] = relationship(foreign_keys=[course_id])
    edition: Mapped[Edition] = relationship(foreign_keys=[edition_id])


class ModuleRead(Base):
    """That the holder of a link says to have read a module, in the edition that was shown.

    It names the edition and not the module, so that it stands when the course, or the module in
    it, is replaced by a newer edition.
    """

    __tablename__ = "training_module_read"
    __table_args__ = (UniqueConstraint("assignment_id", "edition_id"),)

    id: Mapped[Id]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("training_assignment.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"), index=True)
    read_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship()
    edition: Mapped[Edition] = relationship()
