"""Demo data: an invented town whose groups and signs stand in every state the product has.

Everything goes through the use cases, at moments in the past, so that the log, the mails and the
checks are true ones. The photos are drawn by the product and say so.
"""

import logging

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.demo.cast import PASSWORD, PLANS, STAFF
from grannsamverkan.demo.evenings import EveningStory
from grannsamverkan.demo.library import LibraryStory
from grannsamverkan.demo.printed import PrintedStory
from grannsamverkan.demo.review import ReviewDesk
from grannsamverkan.demo.signlife import NEIGHBOURS, SignLife
from grannsamverkan.demo.story import Story
from grannsamverkan.places import queries as places_q

log = logging.getLogger(__name__)


def sign_ins(runtime: Runtime) -> list[tuple[str, str]]:
    """Who can be tried, as (who, how): printed at start in development."""
    with runtime.reading() as work:
        if accounts.user_by_email(work, STAFF[0][0]) is None:
            return []
    base = runtime.settings.base_url
    staff = [
        (f"{name}, {role}", f"{email} / {PASSWORD}, engångskod på {base}/utveckling/koder")
        for email, name, role, _area in STAFF
    ]
    contact = f"{PLANS[0].founder[0]}: koden kommer i mejlet på {base}/utveckling/post"
    neighbour = f"länken kommer i mejlet till {NEIGHBOURS[0][1]} på {base}/utveckling/post"
    return [
        *staff,
        (f"{PLANS[0].founder[1]}, kontaktombud", contact),
        ("En granne med en uppgift", neighbour),
    ]


def seed_if_empty(runtime: Runtime) -> None:
    """Lay out the demo town on an empty installation; does nothing on one that has people."""
    with runtime.reading() as work:
        if places_q.municipalities(work):
            if _was_interrupted(work):
                log.warning("The demo town is half built. Empty the data folder to build it anew.")
            return
    story = Story(runtime)
    story.tell()
    for told in (SignLife, PrintedStory, EveningStory, LibraryStory, ReviewDesk):
        told(runtime).tell(story.municipality_id)


def _was_interrupted(work: Work) -> bool:
    # The first founder comes early in the story, the last one ends it.
    first, last = (accounts.user_by_email(work, PLANS[i].founder[0]) for i in (0, -1))
    return first is not None and last is None
