"""Letters about bulletins. Each is a pure function of what it is about.

Those about ordinary bulletins carry an address that ends them (`unsubscribe`); what is urgent, and
what takes something back, belongs to the task of a contact person and goes in any case.
"""

from collections.abc import Sequence

from grannsamverkan.core.i18n import _, current_language, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.messages import rules
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.words import KIND_WORDS


def bulletin(bulletin: Bulletin, choice_path: str) -> Letter:
    """To a contact person: one bulletin, in full."""
    title = _title(bulletin)
    return Letter(
        subject=_("Brådskande: %(title)s", title=title) if bulletin.urgent else title,
        lead=_("Till dig som är kontaktombud: läs utskicket och för det vidare till gruppen."),
        button=(_("Läs och för vidare"), f"/utskick/{bulletin.id}"),
        paragraphs=(*_paragraphs(bulletin), *_about_mails(bulletin)),
        facts=_facts(bulletin),
        unsubscribe="" if bulletin.urgent else choice_path,
    )


def digest(_first: Bulletin, told: Sequence[Bulletin], choice_path: str) -> Letter:
    """To a contact person who wants one mail a day: what there is, by its titles."""
    return Letter(
        subject=_("Dagens utskick: %(title)s", title=_title(told[0]))
        if len(told) == 1
        else _("Dagens utskick: %(number)d stycken", number=len(told)),
        lead=_("Det här har kommit sedan förra mejlet. Läs det och för det vidare till gruppen."),
        button=(_("Läs utskicken"), "/utskick"),
        paragraphs=(*map(_in_a_line, told), _about_frequency()),
        unsubscribe=choice_path,
    )


def correction(bulletin: Bulletin) -> Letter:
    """To those who may have read it: it does not hold, and what holds instead."""
    text = rules.version(current_language(), bulletin.correction, bulletin.correction_en)[1]
    return Letter(
        subject=_("Rättelse: %(title)s", title=_title(bulletin)),
        lead=_("Utskicket är tillbakadraget. Har du fört det vidare, för också rättelsen vidare."),
        button=(_("Läs rättelsen"), f"/utskick/{bulletin.id}"),
        paragraphs=tuple(rules.paragraphs(text)),
    )


def _in_a_line(bulletin: Bulletin) -> str:
    until = _("Gäller till och med %(day)s.", day=format_date(bulletin.valid_until))
    return f"{KIND_WORDS[bulletin.kind]}: {_title(bulletin)}. {until}"


def _title(bulletin: Bulletin) -> str:
    return rules.version(current_language(), bulletin.title, bulletin.title_en)[1]


def _paragraphs(bulletin: Bulletin) -> list[str]:
    text = rules.version(current_language(), bulletin.text, bulletin.text_en)[1]
    return rules.paragraphs(text)


def _facts(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    return (
        (_("Gäller"), str(KIND_WORDS[bulletin.kind])),
        (_("Till och med"), format_date(bulletin.valid_until)),
        (_("Från"), bulletin.municipality.name),
    )


def _about_mails(bulletin: Bulletin) -> tuple[str, ...]:
    if bulletin.urgent:
        return (_("Brådskande utskick kommer alltid direkt, vad du än har valt."),)
    return (_about_frequency(),)


def _about_frequency() -> str:
    return _(
        "Vill du ha färre mejl? Välj det på sidan Utskick till mig. Brådskande utskick, rättelser"
        " och mejl om din uppgift kommer ändå."
    )
