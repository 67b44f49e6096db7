"""What a public service owes its readers: personal data, accessibility, what it is made of."""

from flask import make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.web import page, reading, runtime
from grannsamverkan.desk import rules
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality
from grannsamverkan.notices import queries as notices
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import maps as map_queries

PUBLIC = frozenset({"desk.privacy", "desk.accessibility", "desk.about", "desk.security"})
PARTS = (
    ("Designsystemet", "Digdir", "MIT", "vendor/designsystemet/LICENSE"),
    ("Leaflet", "Volodymyr Agafonkin, CloudMade", "BSD-2-Clause", "vendor/leaflet/LICENSE"),
)


@bp.get("/personuppgifter")
def privacy() -> ResponseReturnValue:
    """Article 13: what is kept of whom, why, on which ground, who sees it and for how long."""
    return _notice("privacy", _("Så använder vi personuppgifter"))


@bp.get("/tillganglighet")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement that the law (2018:1937) asks for."""
    return _notice("accessibility", _("Tillgänglighetsredogörelse"))


@bp.get("/om")
def about() -> ResponseReturnValue:
    """What this is, and what it is made of."""
    place = own_municipality()
    with reading() as work:
        named = map_queries.attributions(work, place.id) if place else []
    return page("desk/about.html", parts=PARTS, attributions=named)


@bp.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116)."""
    base_url = runtime().settings.base_url
    with reading() as work:
        boxes = [place.function_mailbox for place in places.municipalities(work)]
        contacts = [f"mailto:{box}" for box in boxes if box] or [f"{base_url}/om"]
        answer = make_response(rules.security_txt(contacts, base_url, work.now))
    answer.mimetype = "text/plain"
    return answer


def _notice(kind: str, title: str) -> ResponseReturnValue:
    """The text that holds, or an older one that `version` names: somebody has agreed to it."""
    place = own_municipality()
    place_id = place.id if place else None
    with reading() as work:
        holding = notices.current(work, place_id, kind)
        wanted = request.args.get("version", holding.version)
        edition = notices.named(work, place_id, kind, wanted)
        return page(
            "desk/notice.html",
            title=title,
            edition=edition,
            holds=edition.version == holding.version,
            blocks=notices.shown(work, place, edition.text[current_language()]),
        )
