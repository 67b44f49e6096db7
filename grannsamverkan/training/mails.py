"""Letters about training. Each is a pure function of what it is about."""

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.training.models import Assignment


def material_ready(assignment: Assignment, token: str) -> Letter:
    """To a contact person: the training, behind a personal link."""
    return Letter(
        subject=_("Utbildning för dig som är kontaktombud"),
        lead=_(
            "Läs materialet och svara på tre frågor. Gruppen %(name)s kan få skyltar först när"
            " alla kontaktombud har gjort det.",
            name=assignment.contact.group.name,
        ),
        button=(_("Öppna utbildningen"), f"/u/{token}"),
        paragraphs=(
            _("Länken är din egen. Skicka den inte vidare."),
            _(
                "Länken gäller till och med %(day)s. Slutar den fungera kan du logga in på sidan"
                " och börja därifrån.",
                day=format_date(assignment.expires_at),
            ),
        ),
        facts=((_("Material"), assignment.edition.title),),
    )
