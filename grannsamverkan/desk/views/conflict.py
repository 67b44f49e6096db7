"""The page for whoever came second: who did what, and when."""

from flask import Response, request, url_for

from grannsamverkan.core.errors import Conflict
from grannsamverkan.core.i18n import _, format_datetime
from grannsamverkan.core.web import error_page, reading
from grannsamverkan.desk.queries import deeds

THING_PAGES = {
    "sign_id": "signs.show",
    "group_id": "groups.show",
    "edition_id": "training.show",
    "job_id": "desk.waiting",
}


def conflict_page(error: Conflict) -> Response:
    """Tell what has happened meanwhile, and lead to the thing as it stands now."""
    with reading() as work:
        deed = deeds.first_deed(work, error)
    message = str(error) if deed is None else f"{_sentence(deed)} {error}"
    return error_page(
        error.status, message, action_text=_("Se hur det står till nu"), action_href=_page_now()
    )


def _sentence(deed: deeds.Deed) -> str:
    values = {"what": deed.words, "when": format_datetime(deed.at)}
    if deed.is_own:
        return _("Du har redan gjort det här: ”%(what)s”, %(when)s.", **values)
    if not deed.who:
        return _("Någon annan hann före: ”%(what)s”, %(when)s.", **values)
    return _("%(who)s hann före: ”%(what)s”, %(when)s.", who=deed.who, **values)


def _page_now() -> str:
    for name, value in (request.view_args or {}).items():
        if name in THING_PAGES:
            endpoint = THING_PAGES[name]
            return url_for(endpoint, **({} if endpoint == "desk.waiting" else {name: value}))
    return url_for("desk.home")
