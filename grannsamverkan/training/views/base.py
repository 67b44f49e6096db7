"""The room's blueprint, and what several of its pages share."""

from flask import Blueprint, Response

from grannsamverkan.core import doors
from grannsamverkan.core.doors import Over, say_when_over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.sending import send_film, send_stored
from grannsamverkan.core.web import reading
from grannsamverkan.core.work import Work
from grannsamverkan.training import queries, rules
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.rules import films

bp = Blueprint("training", __name__)
say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte"),
        lazy("Den kan ha gått ut, ha ersatts av en nyare eller blivit avhuggen i mejlet."),
        lazy(
            "Leta efter ett nyare mejl. Är du kontaktombud kan du också logga in och börja"
            " utbildningen därifrån."
        ),
        action=(lazy("Logga in och börja"), "training.home"),
    ),
)


def send_file(work: Work, edition: Edition) -> Response:
    """The edition's file as an attachment, whole or the part that is asked for."""
    if edition.stored is None or edition.media_type is None:
        raise NotFound()
    send = send_film if edition.kind == "film" else send_stored
    ending = films.ENDINGS.get(edition.media_type, "pdf")
    name = rules.file_name(edition.title, ending)
    return send(work, edition.stored, edition.media_type, name)


def enter(token: str) -> Assignment:
    """Let the holder of a link act as such; returns what the link opens."""
    with reading() as work:
        assignment = queries.by_token(work, token)
    doors.hold("assignment", assignment.id)
    return assignment
