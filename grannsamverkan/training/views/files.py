"""The contact persons and how far they have come, as a file."""

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue

from grannsamverkan.core import sheets
from grannsamverkan.core.i18n import _, local
from grannsamverkan.core.web import reading, writing
from grannsamverkan.training import usecases
from grannsamverkan.training.queries import files
from grannsamverkan.training.views.base import bp


@bp.post("/utbildning/kontaktombud.<any(csv, xlsx):kind>")
def people_file(kind: str) -> ResponseReturnValue:
    """Names, addresses and phones. A press and not a link: that it was taken out is logged."""
    with writing() as work:
        usecases.note_people_export(work)
    with reading() as work:
        head = [str(title) for title in files.PEOPLE_HEAD]
        parts = sheets.parts(kind, _("Kontaktombud"), head, files.people_rows(work))
    answer = Response(stream_with_context(parts), content_type=sheets.TYPES[kind])
    name = f"kontaktombud-{local(work.now):%Y-%m-%d}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
