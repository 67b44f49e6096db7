"""The library: what is out for the one who looks, with an account or without.

Those who sign in see what is for them; everybody sees what is for everyone. What somebody may not
read is not found, whether it is there or not.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.web import actor, page, page_number, pager, reading, see_other, writing
from grannsamverkan.notices.rules import blocks
from grannsamverkan.training import policy, queries, usecases
from grannsamverkan.training.queries import courses, library
from grannsamverkan.training.queries.library import Wanted
from grannsamverkan.training.rules import AUDIENCE_WORDS, KIND_WORDS, LANGUAGE_WORDS
from grannsamverkan.training.views.base import bp, send_file

PUBLIC = frozenset(
    f"training.{name}" for name in ("shelf", "library_item", "library_file", "library_picture")
)


@bp.get("/utbildning/bibliotek")
def shelf() -> ResponseReturnValue:
    """What there is, of the language `sprak` and the kind `slag` if those are in the address."""
    language, kind = _chosen("sprak", LANGUAGE_WORDS), _chosen("slag", KIND_WORDS)
    with reading() as work:
        found = library.shelf(work, Wanted(language, kind), page_number())
        return page(
            "training/library.html",
            shelf=found,
            pager=pager(found.shown),
            minutes_of=courses.minutes_of(work, found.shown.rows),
            languages={key: word for key, word in LANGUAGE_WORDS.items() if key in found.languages},
            kinds={key: word for key, word in KIND_WORDS.items() if key in found.kinds},
            chosen_language=language,
            chosen_kind=kind,
            language_words=LANGUAGE_WORDS,
            kind_words=KIND_WORDS,
            may_create=policy.manages_somewhere(actor()),
        )


@bp.get("/utbildning/bibliotek/<int:edition_id>")
def library_item(edition_id: int) -> ResponseReturnValue:
    """One material: its film, its text, or what leads to it."""
    with reading() as work:
        edition = library.readable(work, edition_id)
        return page(
            "training/library_item.html",
            edition=edition,
            blocks=blocks(queries.page_text(work, edition)),
            language_words=LANGUAGE_WORDS,
            kind_words=KIND_WORDS,
            audience_words=AUDIENCE_WORDS,
            may_manage=policy.may_see_edition(actor(), edition),
        )


@bp.get("/utbildning/bibliotek/<int:edition_id>/fil")
def library_file(edition_id: int) -> Response:
    """The file itself, whole or in parts."""
    with reading() as work:
        return send_file(work, library.readable(work, edition_id))


@bp.get("/utbildning/bibliotek/<int:edition_id>/bild.jpg")
def library_picture(edition_id: int) -> Response:
    """The first page of a PDF as a small picture."""
    with reading() as work:
        edition = library.readable(work, edition_id)
        if edition.thumb is None:
            raise NotFound()
        return send_picture(work, edition.thumb)


@bp.post("/utbildning/material/<int:edition_id>/ny-utgava")
def begin_successor(edition_id: int) -> ResponseReturnValue:
    """Begin a new edition with all that this one holds."""
    with writing() as work:
        draft = usecases.begin_successor(work, edition_id)
    return see_other("training.show", edition_id=draft.id)


def _chosen(name: str, known: Mapping[str, Any]) -> str | None:
    """What the address asks for, if there is such a thing."""
    asked = request.args.get(name, "")
    return asked if asked in known else None
