"""Letters about tasks of signs. Each is a pure function of what it is about."""

from collections.abc import Callable

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs.mails import facts_of, name_of
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.words import TASK_ASKS, TASK_WORDS

TaskLetter = Callable[[SignTask], Letter]


def task_opened(task: SignTask) -> Letter:
    """To the contact persons: something to do with a sign."""
    return _letter(
        task,
        subject=_("%(what)s: %(code)s", what=str(TASK_WORDS[task.kind]), code=name_of(task.sign)),
        lead=str(TASK_ASKS[task.kind]),
        words=task.reason,
    )


def task_reminder(task: SignTask) -> Letter:
    """To the contact persons: the day is near, or has passed."""
    return _letter(
        task,
        subject=_("Påminnelse: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=str(TASK_ASKS[task.kind]),
        words=task.reason,
    )  # fmt: skip


def task_escalated(task: SignTask) -> Letter:
    """To the reviewers: nobody has done it in time."""
    return _letter(
        task,
        subject=_("Försenat: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=_("Dagen har gått och gruppen är påmind. Ring kontaktombudet, eller gör det själva."),
        words=task.reason,
    )  # fmt: skip


def task_reported(task: SignTask) -> Letter:
    """To the reviewers: somebody says it is done."""
    return _letter(
        task,
        subject=_("Gjort: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=_("Titta på fotot och svara om det räcker."),
        words=task.note,
    )  # fmt: skip


def task_returned(task: SignTask) -> Letter:
    """To the contact persons: more is needed."""
    return _letter(
        task,
        subject=_("Inte klart än: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=_("Kommunen har tittat på fotot. Något behöver göras om."),
        words=task.answer,
    )  # fmt: skip


def task_done(task: SignTask) -> Letter:
    """To the contact persons: it is done."""
    lead = {
        "take_down": _("Kommunen har sett att skylten är nedtagen. Tack."),
        "inspect": _("Kommunen har sett att skylten är i ordning. Tack."),
    }
    return _letter(
        task,
        subject=_("Klart: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=lead.get(task.kind, _("Kommunen har sett att det är gjort. Tack.")),
        words=task.answer,
        due=False,
    )  # fmt: skip


def task_cancelled(task: SignTask) -> Letter:
    """To the contact persons: it need not be done."""
    return _letter(
        task,
        subject=_("Behövs inte: %(what)s, %(code)s", what=str(TASK_WORDS[task.kind]).lower(),
                  code=name_of(task.sign)),
        lead=_("Kommunen har tagit bort uppgiften. Ni behöver inte göra något."),
        words=task.answer,
        due=False,
    )  # fmt: skip


def _letter(task: SignTask, subject: str, lead: str, words: str, due: bool = True) -> Letter:
    last_day = ((_("Senast"), format_date(task.due_on)),) if due and task.due_on else ()
    return Letter(
        subject=subject,
        lead=lead,
        button=(_("Öppna uppgiften"), f"/skyltar/uppgifter/{task.id}"),
        paragraphs=(words,) if words else (),
        facts=(*facts_of(task.sign), *last_day),
        reply_to=task.municipality.function_mailbox,
    )
