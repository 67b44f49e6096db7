"""Every read of the training room."""

from grannsamverkan.training.queries.following import Person, how_many, people
from grannsamverkan.training.queries.material import (
    current_edition,
    edition,
    editions,
    kept_edition,
    lacking,
    managed_municipalities,
    open_draft,
    page_text,
    published_editions,
    visible_to,
)
from grannsamverkan.training.queries.opened import OwnTraining, by_token, own_trainings
from grannsamverkan.training.queries.persons import (
    LIVING,
    assignment_of,
    contact,
    counts,
    done_before,
    earlier_counts,
    may_renew,
    name_of,
    present_rows,
    receivers,
)

__all__ = [
    "LIVING",
    "OwnTraining",
    "Person",
    "assignment_of",
    "by_token",
    "contact",
    "counts",
    "current_edition",
    "done_before",
    "earlier_counts",
    "edition",
    "editions",
    "how_many",
    "kept_edition",
    "lacking",
    "managed_municipalities",
    "may_renew",
    "name_of",
    "open_draft",
    "own_trainings",
    "page_text",
    "people",
    "present_rows",
    "published_editions",
    "receivers",
    "visible_to",
]
