"""The letter that gives somebody a task to do without an account."""

from datetime import datetime

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs.mails import facts_of, name_of
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.words import TASK_ASKS, TASK_WORDS


def task_given(task: SignTask, path: str, until: datetime) -> Letter:
    """To whoever does the task: what it is, and the link."""
    last_day = ((_("Senast"), format_date(task.due_on)),) if task.due_on else ()
    return Letter(
        subject=_("Kan du hjälpa till? %(what)s: %(code)s", what=str(TASK_WORDS[task.kind]),
                  code=name_of(task.sign)),
        lead=str(TASK_ASKS[task.kind]),
        button=(_("Se hur du gör"), path),
        paragraphs=(
            *((task.reason,) if task.reason else ()),
            _("Länken är din och behöver inget konto. Den gäller till %(day)s.",
              day=format_date(until)),
        ),
        facts=(*facts_of(task.sign), *last_day),
        reply_to=task.municipality.function_mailbox,
    )  # fmt: skip
