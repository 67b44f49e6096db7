"""What every page of every room shows: whose site it is, where one can go, language and look."""

from functools import cache
from typing import Any

from flask import g, request, url_for
from flask_login import current_user

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import current_language, lazy
from grannsamverkan.core.web import THEMES, actor, reading
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality

MUNICIPALITY_COOKIE = "kommun"
THEME_COOKIE = "tema"
STAFF = frozenset({"police", "coordinator", "reviewer", "admin"})
EVERYBODY = frozenset({"contact", "police", "coordinator", "reviewer", "admin"})
# (endpoint, words, who has use for it), in the order of the menu.
PAGES: tuple[tuple[str, Any, frozenset[str]], ...] = (
    ("desk.home", lazy("Att göra"), EVERYBODY),
    ("desk.queue", lazy("Granskning"), frozenset({"reviewer"})),
    ("desk.decisions", lazy("Beslut"), frozenset({"police", "coordinator"})),
    ("groups.index", lazy("Grupper"), EVERYBODY),
    ("signs.index", lazy("Skyltar"), EVERYBODY),
    (
        "training.home",
        lazy("Utbildning"),
        frozenset({"contact", "police", "coordinator", "admin"}),
    ),
    (
        "messages.home",
        lazy("Utskick"),
        frozenset({"contact", "police", "coordinator", "admin"}),
    ),
    ("desk.find", lazy("Sök"), EVERYBODY),
    ("desk.overview", lazy("Översikt"), STAFF),
    ("desk.waiting", lazy("Drift"), frozenset({"coordinator", "reviewer", "admin"})),
    ("accounts.staff", lazy("Personal"), frozenset({"admin"})),
    ("places.settings", lazy("Inställningar"), frozenset({"admin"})),
)
PAGES_FOR_ALL: tuple[tuple[str, Any], ...] = (
    ("desk.search", lazy("Hitta en grupp")),
    ("desk.blanks", lazy("Blanketter")),
    ("desk.about", lazy("Om tjänsten")),
)


def for_every_page() -> dict[str, Any]:
    """The values that the layouts need; one question to the database at most."""
    return {
        "site_name": "Grannsamverkan",
        "municipality": own_municipality(),
        "nav_items": _navigation(actor()),
        "language": current_language(),
        "on_account": _section(request.path) == "/konto",
        "theme": theme(),
        "current_user": current_user,
    }


def theme() -> str:
    """The look this browser chose: "light", "dark" or "auto"."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def own_municipality() -> Municipality | None:
    """The signed-in person's; else the one the address or this browser names, else the first."""
    if "municipality" not in g:
        own = _own_municipality_id()
        with reading() as work:
            # Very often it has been read already, with what the page is about.
            g.municipality = places.municipality(work, own) if own else _named_municipality(work)
    found: Municipality | None = g.municipality
    return found


def _named_municipality(work: Work) -> Municipality | None:
    known = places.municipalities(work)
    named = {request.args.get("kommun"), request.cookies.get(MUNICIPALITY_COOKIE)}
    return next(iter((*(one for one in known if one.slug in named), *known)), None)


def _own_municipality_id() -> int | None:
    roles = actor().roles
    if roles:
        return roles[0].municipality_id
    # A contact person's actor has no role; the row that signed the person in knows the place.
    row = g.get("login_session")
    return row.municipality_id if row is not None else None


def _navigation(who: Actor) -> list[dict[str, Any]]:
    held = frozenset({who.kind, *(role.name for role in who.roles)})
    here = "/granskning" if _reviews(held) else _section(request.path)
    return [
        {"label": label, "href": href, "current": bool(here) and _section(href) == here}
        for label, href in _links(held, request.root_path, current_language())
    ]


def _reviews(held: frozenset[str]) -> bool:
    """True where a reviewer decides on a sign: its address is the sign's, the work the queue's."""
    return "reviewer" in held and (request.endpoint or "").startswith("review.")


@cache
def _links(held: frozenset[str], _root: str, _language: str) -> tuple[tuple[str, str], ...]:
    """The menu's words and addresses for those who hold these roles.

    `_root` is in each address, and the words are in `_language`.
    """
    if not held & {"contact", "staff"}:
        # Whoever came by a private link has one thing to do, and no other way to be led to.
        pages = PAGES_FOR_ALL if "nobody" in held else ()
        return tuple((str(label), url_for(endpoint)) for endpoint, label in pages)
    return tuple(
        (str(label), url_for(endpoint)) for endpoint, label, users in PAGES if held & users
    )


def _section(path: str) -> str:
    """The first part of a path, which is shared by all pages of one thing: "/grupper"."""
    return "/" + path.split("/", 2)[1]
