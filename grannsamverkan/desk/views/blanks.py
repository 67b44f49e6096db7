"""The household's blank forms: to print, or to fill in on the screen and print.

Nothing is taken in: no address here is posted to, and the fields have no names to be sent under.
"""

import json
from datetime import datetime, time
from functools import lru_cache

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy, local, speaking
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import actor, page, reading
from grannsamverkan.core.work import Work
from grannsamverkan.desk import prints, words
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality
from grannsamverkan.groups.policy import may_keep_households
from grannsamverkan.places import queries as places

PUBLIC = frozenset({"desk.blanks", "desk.blank", "desk.blank_sheet"})
LANGUAGES = {"sv": lazy("svenska"), "latt": lazy("lätt svenska"), "en": lazy("engelska")}
EASY = "latt"
MOST_KEPT = 100
"""Own choice: sheets of about 30 kB, a dozen for each municipality and day."""


@bp.get("/blanketter")
def blanks() -> ResponseReturnValue:
    """What there is, when one uses it, and who sees what is written."""
    with reading() as work:
        return page(
            "desk/blanks.html",
            blanks=words.blanks(),
            typed=words.TYPED,
            languages=LANGUAGES,
            inviting=_groups_that_invite(work),
            place=_place(),
        )


@bp.get("/blanketter/<blank_name>")
def blank(blank_name: str) -> ResponseReturnValue:
    """One of them to be filled in here, in the browser only, and printed from it."""
    if blank_name not in words.TYPED:
        raise NotFound()
    told = words.blank(blank_name)
    return page("desk/blank.html", blank=told, languages=LANGUAGES, place=_place())


@bp.get("/blanketter/<blank_name>/<any(sv, latt, en):language>.pdf")
def blank_sheet(blank_name: str, language: str) -> ResponseReturnValue:
    """One of them to print and fill in by hand."""
    if blank_name not in words.KINDS:
        raise NotFound()
    place = own_municipality()
    with reading() as work, speaking("en" if language == "en" else "sv"):
        contacts = places.public_contacts(work, place.id) if place else ()
        name = place.name if place else ""
        document = prints.blank(blank_name, name, contacts, easy=language == EASY)
        morning = datetime.combine(local(work.now), time.min, local(work.now).tzinfo)
    return _pdf(_compiled(json.dumps(document), morning), f"{blank_name}-{language}.pdf")


def _place() -> str | None:
    """The municipality's name in addresses, so that whoever a link is sent to gets the same."""
    place = own_municipality()
    return place.slug if place else None


def _groups_that_invite(work: Work) -> list[tuple[int, str]]:
    """Ids and names of the reader's own groups whose flyers the reader may print."""
    if actor().kind != "contact":
        return []
    found = Loaded(work).groups
    return [(group.id, group.name) for group in found if may_keep_households(work.actor, group)]


# Whoever asks gets the same sheet, so it is set once a day and not for every visitor.
@lru_cache(MOST_KEPT)
def _compiled(document: str, day: datetime) -> bytes:
    return compile_pdf("desk/blank.typ", json.loads(document), created=day)


def _pdf(content: bytes, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
