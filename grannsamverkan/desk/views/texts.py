"""What a public service owes its readers: personal data, accessibility, what it is made of."""

from datetime import date

from flask import make_response
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.web import page, reading, runtime
from grannsamverkan.core.work import Work
from grannsamverkan.desk import rules
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality
from grannsamverkan.groups.rules import PRIVACY_VERSION
from grannsamverkan.places import queries as places

PUBLIC = frozenset({"desk.privacy", "desk.accessibility", "desk.about", "desk.security"})
# Read anew whenever the pages change in a way that matters for access, at least once a year.
STATEMENT_MADE = date(2026, 11, 22)
KNOWN_FAULTS = (
    (
        lazy("Foton som boende skickar in har ingen egen textbeskrivning."),
        lazy(
            "Den som inte ser fotot får veta vilken vy det är och vad kontrollerna fann, "
            "men inte allt som syns."
        ),
    ),
    (
        lazy("Utbildningsmaterial som PDF kan sakna rubriker och beskrivningar."),
        lazy("Kommunen lägger upp filerna. Be om texten på ett annat sätt, så får du den."),
    ),
    (
        lazy("Kartan går inte att läsa med skärmläsare."),
        lazy("Allt på kartan går att göra utan den: med adress, gator eller stolpens nummer."),
    ),
    (
        lazy("Sidorna är inte provade av personer som använder skärmläsare till vardags."),
        lazy("Säg till när något inte går, så rättar vi det."),
    ),
)
PARTS = (
    ("Designsystemet", "Digdir", "MIT", "vendor/designsystemet/LICENSE"),
    ("Leaflet", "Volodymyr Agafonkin, CloudMade", "BSD-2-Clause", "vendor/leaflet/LICENSE"),
)
KEPT = ("photo.retention_original_days", "photo.retention_case_months", "sign.upload_link_days")


@bp.get("/personuppgifter")
def privacy() -> ResponseReturnValue:
    """Article 13: what is kept of whom, why, on which ground, who sees it and for how long."""
    with reading() as work:
        kept = _kept(work)
    return page("desk/privacy.html", kept=kept, version=PRIVACY_VERSION)


@bp.get("/tillganglighet")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement that the law (2018:1937) asks for."""
    return page("desk/accessibility.html", faults=KNOWN_FAULTS, made=STATEMENT_MADE)


@bp.get("/om")
def about() -> ResponseReturnValue:
    """What this is, and what it is made of."""
    place = own_municipality()
    with reading() as work:
        named = places.attributions(work, place.id) if place else []
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


def _kept(work: Work) -> dict[str, int]:
    """For how long, in the municipality's own figures."""
    place = own_municipality()
    if place is None:
        return {}
    values = {value.definition.key: value.value for value in places.settings(work, place.id)}
    return {key.partition(".")[2]: int(values[key]) for key in KEPT}
