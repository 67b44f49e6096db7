"""Letters about reported faults."""

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs.mails import facts_of, name_of, where_of
from grannsamverkan.signs.models.faults import FaultReport
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.words import FAULT_WORDS


def fault_found(task: SignTask) -> Letter:
    """To the reviewers: somebody reported a fault; the group has got the task."""
    return Letter(
        subject=_("Fel på skylt %(code)s", code=name_of(task.sign)),
        lead=_("Någon på platsen har anmält ett fel. Gruppens kontaktombud har fått uppgiften."),
        button=(_("Öppna uppgiften"), f"/skyltar/uppgifter/{task.id}"),
        paragraphs=(task.reason,),
        facts=facts_of(task.sign),
    )


def fault_received(report: FaultReport) -> Letter:
    """To the reporter: thanks, and the number."""
    return Letter(
        subject=_("Tack för din felanmälan, nummer %(number)s", number=report.id),
        lead=_("Gruppens kontaktombud och kommunen har fått den. Du får svar när det är klart."),
        facts=_facts(report),
    )


def fault_settled(report: FaultReport, answer: str, mended: bool) -> Letter:
    """To the reporter: how it ended."""
    return Letter(
        subject=_("Felanmälan %(number)s är klar", number=report.id),
        lead=_("Felet är åtgärdat. Tack för hjälpen.") if mended
        else _("Kommunen har tittat på felet och gör inget mer åt det."),
        paragraphs=(
            *((answer,) if answer else ()),
            _("Vi har nu tagit bort din e-postadress från anmälan."),
        ),
        facts=_facts(report),
    )  # fmt: skip


def _facts(report: FaultReport) -> tuple[tuple[str, str], ...]:
    return (
        (_("Nummer"), str(report.id)),
        (_("Skylt"), name_of(report.sign)),
        (_("Plats"), where_of(report.sign)),
        (_("Fel"), str(FAULT_WORDS[report.kind])),
    )
