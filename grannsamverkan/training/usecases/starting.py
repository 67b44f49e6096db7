"""The product's own course, so that nothing is empty at the first start."""

from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality
from grannsamverkan.training.models import Edition
from grannsamverkan.training.rules import About
from grannsamverkan.training.rules.starter import (
    LANGUAGES,
    Starter,
    StarterModule,
    load_starter,
)
from grannsamverkan.training.usecases import courses
from grannsamverkan.training.usecases.attaching import attach_page
from grannsamverkan.training.usecases.editions import (
    create_edition,
    publish_edition,
    set_question,
    set_quiz,
)


def lay_out_starters(work: Work, municipality: Municipality) -> None:
    """When a municipality is founded: put the product's course out in each of its languages.

    Nobody is there yet who could be sent it. The municipality can replace it with its own.
    """
    for language in LANGUAGES:
        course = create_starter(work, municipality.id, language)
        publish_edition(work, course.id, receivers=0)


def create_starter(work: Work, municipality_id: int, language: str = "sv") -> Edition:
    """A draft of the product's course with its questions; its modules are put out as pages."""
    starter = load_starter(language)
    parts = [_put_out(work, municipality_id, starter, one) for one in starter.modules]
    course = create_edition(
        work,
        municipality_id=municipality_id,
        title=starter.title,
        language=language,
        description=starter.description,
        about=About(owner=starter.owner),
    )
    courses.make_course(work, course.id)
    for part in parts:
        courses.add_module(work, course.id, part.id)
    for place, question in enumerate(starter.questions):
        set_question(work, course.id, place, question)
    set_quiz(work, course.id, draw=starter.draw, pass_mark=starter.pass_mark)
    return course


def _put_out(work: Work, municipality_id: int, starter: Starter, part: StarterModule) -> Edition:
    made = create_edition(
        work,
        municipality_id=municipality_id,
        title=part.title,
        language=starter.language,
        description=part.description,
        about=About(minutes=part.minutes, owner=starter.owner, trains=False),
    )
    attach_page(work, made.id, part.text)
    publish_edition(work, made.id, receivers=0)
    return made
