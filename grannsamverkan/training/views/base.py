"""The room's blueprint, and what several of its pages share."""

from flask import Blueprint, Response

from grannsamverkan.core.doors import Over, say_when_over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.sending import send_stored
from grannsamverkan.core.work import Work
from grannsamverkan.training import rules
from grannsamverkan.training.models import Edition

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
    """The edition's file as an attachment."""
    if edition.stored is None or edition.kind != "pdf":
        raise NotFound()
    return send_stored(work, edition.stored, "application/pdf", rules.file_name(edition.title))
