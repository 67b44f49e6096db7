"""Letters about groups. Each is a pure function of what it is about."""

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models import Contact, Group


def _page(group: Group) -> str:
    return f"/grupper/{group.id}"


def parts(text: str) -> tuple[str, ...]:
    """The paragraphs of a text in the municipality's own words; none for an empty one."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def group_submitted(group: Group) -> Letter:
    """To those who decide: a registration has come."""
    return Letter(
        subject=_("Ny anmälan: %(name)s", name=group.name),
        lead=_("En ny grupp för grannsamverkan väntar på ditt beslut."),
        button=(_("Läs anmälan"), _page(group)),
        facts=_numbers(group),
    )


def decision_needed(group: Group) -> Letter:
    """To the other deciding party: the first decision is given, yours is left."""
    return Letter(
        subject=_("Beslut återstår: %(name)s", name=group.name),
        lead=_("Den andra parten har godkänt gruppen. Nu väntar den på ditt beslut."),
        button=(_("Läs anmälan"), _page(group)),
        facts=_numbers(group),
    )


def group_received(group: Group) -> Letter:
    """To the contact persons: we have your registration."""
    return Letter(
        subject=_("Vi har fått er anmälan"),
        lead=_("Anmälan av %(name)s är framme. Du behöver inte göra något nu.", name=group.name),
        button=(_("Följ anmälan"), _page(group)),
        paragraphs=(
            _("Kommunpolisen läser anmälan och hör av sig. Du får ett mejl när det är klart."),
        ),
    )


def group_returned(group: Group, reason: str) -> Letter:
    """To the contact persons: something must be added."""
    return Letter(
        subject=_("Er anmälan behöver kompletteras"),
        lead=_("Läs vad som saknas, rätta det och skicka anmälan igen."),
        button=(_("Komplettera anmälan"), _page(group)),
        paragraphs=(_("Så skriver handläggaren:"), reason),
    )


def group_rejected(group: Group, reason: str, closing: str) -> Letter:
    """To the contact persons: rejected, why, and what then, in the municipality's words."""
    return Letter(
        subject=_("Er anmälan har avslagits"),
        lead=_("%(name)s blir inte godkänd som grupp för grannsamverkan.", name=group.name),
        button=(_("Läs beslutet"), _page(group)),
        paragraphs=(_("Skälet är:"), reason, *parts(closing)),
    )


def group_approved(group: Group, next_steps: str) -> Letter:
    """To the contact persons: approved, and what comes next, in the municipality's words."""
    return Letter(
        subject=_("%(name)s är godkänd", name=group.name),
        lead=_("Nu kan ni sätta i gång. Börja med utbildningen, den kommer i ett eget mejl."),
        button=(_("Öppna gruppens sida"), _page(group)),
        paragraphs=parts(next_steps),
    )


def group_told(group: Group) -> Letter:
    """To the safety coordinator who does not decide: a group has been approved."""
    return Letter(
        subject=_("Ny godkänd grupp: %(name)s", name=group.name),
        lead=_("Polisen har godkänt gruppen. Du behöver inte göra något."),
        button=(_("Öppna gruppens sida"), _page(group)),
        facts=_numbers(group),
    )


def group_activated(group: Group, closing: str) -> Letter:
    """To the contact persons: active, so signs can be planned; and the municipality's own words."""
    return Letter(
        subject=_("%(name)s är aktiv", name=group.name),
        lead=_("Gruppen är i gång. Nu kan ni planera var skyltarna ska sitta."),
        button=(_("Planera skyltar"), f"{_page(group)}/skyltar"),
        paragraphs=parts(closing),
    )


def contact_added(contact: Contact) -> Letter:
    """To a person somebody proposed as contact person."""
    return Letter(
        subject=_("Du är föreslagen som kontaktombud"),
        lead=_("Logga in och se vad som står om gruppen %(name)s.", name=contact.group.name),
        button=(_("Öppna gruppens sida"), _page(contact.group)),
        paragraphs=(
            _("Ett kontaktombud håller kontakten mellan grannarna, polisen och kommunen."),
            _("Vill du inte? Säg det till den som föreslog dig, så tas dina uppgifter bort."),
        ),
    )


def _numbers(group: Group) -> tuple[tuple[str, str], ...]:
    return (
        (_("Bostäder"), str(group.dwellings or 0)),
        (_("Anslutna"), str(group.joined)),
        (_("Kontaktombud"), str(len(group.contacts))),
    )
