"""The start: a welcome for everybody, and a list of what to do for those who are signed in."""

from typing import Any

from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.web import actor, page, reading
from grannsamverkan.core.work import Work
from grannsamverkan.desk import policy
from grannsamverkan.desk.forms import SearchForm
from grannsamverkan.desk.queries import start, waiting
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.queries.search import Ground
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality
from grannsamverkan.desk.views.ground import here
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places import queries as places

PUBLIC = frozenset({"desk.home"})
ROLE_WORDS = {
    "contact": lazy("Som kontaktombud"),
    "police": lazy("Som kommunpolis"),
    "coordinator": lazy("Som säkerhetssamordnare"),
    "reviewer": lazy("Som handläggare"),
    "admin": lazy("Som administratör"),
}


@bp.get("/")
def home() -> ResponseReturnValue:
    """What waits for me; or, to whoever is not signed in, what this is."""
    if actor().kind in {"contact", "staff"}:
        with reading() as work:
            return _tasks(work)
    with reading() as work:
        ground = here(work)
    return page("desk/welcome.html", ground=ground, search=search_form(ground))


def search_form(ground: Ground, **values: Any) -> SearchForm:
    """The address search, offering the municipalities there are."""
    form = SearchForm(**values)
    form.offer([(municipality.slug, municipality.short_name) for municipality in ground.all])
    if "kommun" in form and ground.chosen and not form.kommun.data:
        form.kommun.data = ground.chosen.slug
    return form


def _tasks(work: Work) -> ResponseReturnValue:
    loaded = Loaded(work)
    duties = start.duties(work, loaded)
    is_contact = work.actor.kind == "contact"
    place = own_municipality()
    return page(
        "desk/tasks.html",
        duties=duties,
        role_words=ROLE_WORDS,
        anything=any(duty.lists for duty in duties),
        own_groups=loaded.groups if is_contact else (),
        group_states=GROUP.states,
        # Staff know whom to call.
        contacts=places.public_contacts(work, place.id) if place and is_contact else (),
        pulse=waiting.pulse(work) if policy.may_see_waiting(work.actor) else None,
    )
