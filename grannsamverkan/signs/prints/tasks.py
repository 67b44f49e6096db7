"""The letter of a task on paper, as plain data; the shape stands in `templates/signs`."""

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_date, local
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.prints import (
    Document,
    basics,
    emergency,
    footer,
    place,
    private_page,
    whom_to_call,
)
from grannsamverkan.signs.words import TASK_ASKS, TASK_WORDS
from grannsamverkan.signs.words.tasks import HOW, NEVER


def task_letter(work: Work, task: SignTask, token: str, name: str) -> Document:
    """What somebody without an account needs to do a task: where, how, by when, and the QR."""
    sign, base_url = task.sign, work.runtime.settings.base_url
    what = str(TASK_WORDS[task.kind])
    return {
        **basics(what),
        "sender": {"name": task.municipality.name, "unit": _("Grannsamverkan")},
        "recipient": [name or _("Till dig som hjälper till"), sign.group.name],
        "facts": [
            {"term": _("Datum"), "value": format_date(local(work.now))},
            {"term": _("Skylt"), "value": codes.pretty(sign.code)},
            {"term": _("Grupp"), "value": sign.group.name},
        ],
        "heading": what,
        "intro": [str(TASK_ASKS[task.kind]), *([task.reason] if task.reason else [])],
        "page": private_page(base_url, token, room="T"),
        "sign": {
            "label": _("Skylt"),
            "code": codes.pretty(sign.code),
            "place": place(sign),
        },
        "deadline": {
            "label": _("Senast"),
            "date": format_date(task.due_on) if task.due_on else "–",
        },
        "how": {"heading": _("Så gör du"), "steps": [str(step) for step in HOW[task.kind]]},
        "never": {"label": _("Gör aldrig så här"), "items": [str(text) for text in NEVER]},
        "call": whom_to_call(work, sign),
        "emergency": emergency(),
        "footer": footer(base_url, sign),
    }
