"""Letters about material that was sent to a selection. Pure functions of what they are about.

`ends_by` is where mails of this kind can be ended; empty for a training that is to be done, which
belongs to the task of a contact person.
"""

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.training.models import Assignment, Distribution


def material_sent(
    assignment: Assignment, distribution: Distribution, token: str, ends_by: str
) -> Letter:
    """To a contact person: material, behind a personal link."""
    return Letter(
        subject=assignment.edition.title,
        lead=_lead(assignment),
        button=(_("Öppna materialet"), f"/u/{token}"),
        paragraphs=(*_note(distribution), *_about(distribution, ends_by)),
        facts=_facts(assignment, distribution),
        unsubscribe=ends_by,
    )


def material_reminder(
    assignment: Assignment, distribution: Distribution, token: str, ends_by: str
) -> Letter:
    """To the same, who has not come to the end of it yet."""
    title = assignment.edition.title
    return Letter(
        subject=_("Påminnelse: %(title)s", title=title),
        lead=_lead(assignment),
        button=(_("Öppna materialet"), f"/u/{token}"),
        paragraphs=(
            _("Länken i det förra mejlet gäller inte längre. Det du redan har gjort finns kvar."),
            *_about(distribution, ends_by),
        ),
        facts=_facts(assignment, distribution),
        unsubscribe=ends_by,
    )


def _lead(assignment: Assignment) -> str:
    group = assignment.contact.group.name
    if assignment.edition.trains:
        return _(
            "Läs materialet och svara på några frågor. Du får det som kontaktombud i %(name)s.",
            name=group,
        )
    return _(
        "Läs materialet och bekräfta att du har läst. Du får det som kontaktombud i %(name)s.",
        name=group,
    )


def _note(distribution: Distribution) -> tuple[str, ...]:
    return tuple(part for part in distribution.note.replace("\r", "").split("\n\n") if part)


def _about(distribution: Distribution, ends_by: str) -> tuple[str, ...]:
    about = (
        _(
            "Länken är din egen. Skicka den inte vidare. Den gäller till och med %(day)s.",
            day=format_date(distribution.last_day),
        ),
    )
    if not ends_by:
        return about
    return (*about, _("Vill du ha färre mejl? Välj det på sidan Utskick till mig."))


def _facts(assignment: Assignment, distribution: Distribution) -> tuple[tuple[str, str], ...]:
    minutes = assignment.edition.minutes
    time = ((_("Tid"), _("%(minutes)d minuter", minutes=minutes)),) if minutes else ()
    return (
        (_("Material"), assignment.edition.title),
        *time,
        (_("Från"), distribution.municipality.name),
    )
