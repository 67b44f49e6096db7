"""Courses: their modules in order."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
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
