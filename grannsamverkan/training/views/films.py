"""The page on which a film is uploaded: the only one that takes more than photos do."""

from collections.abc import Iterator
from typing import IO, Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import actor, error_page, page, reading, writing
from grannsamverkan.training import errors, policy, queries, usecases
from grannsamverkan.training.forms import FilmForm
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import library
from grannsamverkan.training.rules import films
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.views.editions import go_on

CHUNK = 256 * 1024
AROUND = 64 * 1024
"""Bytes of a request beside the film: the other fields, and the lines between them."""


@bp.route("/utbildning/material/<int:edition_id>/film", methods=["GET", "POST"])
def edit_film(edition_id: int) -> ResponseReturnValue:
    """Step 2 in a third way: a film."""
    edition, most = _draft_and_limit(edition_id)
    form = FilmForm()
    if form.validate_on_submit():
        with writing(form) as work:
            chunks = _chunks(form.film.data.stream)
            usecases.attach_film(work, edition_id, chunks, most_megabytes=most)
        if not form.errors:
            return go_on(edition_id)
    return page("training/edition_film.html", form=form, edition=edition, most=most)


def _draft_and_limit(edition_id: int) -> tuple[Edition, int]:
    with reading() as work:
        edition = queries.open_draft(work, edition_id)
        return edition, library.film_megabytes(work, edition.municipality_id)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(CHUNK), b"")


@bp.url_value_preprocessor
def _let_films_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take as large a body as the municipality's films may be, from whoever may upload here.

    Before anything reads the body, and for this one page; everything else, and everybody else, has
    the product's own limit. What is wrong with the address or the actor is the view's to say.
    """
    films_page = endpoint == f"{bp.name}.{edit_film.__name__}"
    if not films_page or request.method != "POST" or not policy.manages_somewhere(actor()):
        return
    try:
        _edition, most = _draft_and_limit((values or {})["edition_id"])
    except DomainError:
        return
    request.max_content_length = most * films.MEGABYTE + AROUND


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Said from the length alone, before the body is read, wherever the browser tells it."""
    limit = request.max_content_length or 0
    if request.endpoint == f"{bp.name}.{edit_film.__name__}":
        return error_page(413, str(errors.film_too_large(limit // films.MEGABYTE)))
    return error_page(413, _("Filen är för stor. Den får vara högst 20 MB."))
