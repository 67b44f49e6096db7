"""Letters about training. Each is a pure function of what it is about."""

from datetime import date

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.training.models import Assignment, Certificate


def material_ready(assignment: Assignment, token: str) -> Letter:
    """To a contact person: the training, behind a personal link."""
    return Letter(
        subject=_("Utbildning för dig som är kontaktombud"),
        lead=_(
            "Läs materialet och svara på några frågor. Gruppen %(name)s kan få skyltar först när"
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


def training_ends(assignment: Assignment, token: str, until: date) -> Letter:
    """To a contact person: the training soon counts no more, and how to do it anew."""
    return Letter(
        subject=_("Din utbildning gäller till och med %(day)s", day=format_date(until)),
        lead=_(
            "Du är kontaktombud i %(name)s. Gå utbildningen igen före dess, så fortsätter den att"
            " gälla.",
            name=assignment.contact.group.name,
        ),
        button=(_("Gå utbildningen igen"), f"/u/{token}"),
        paragraphs=(_("Länken är din egen. Skicka den inte vidare."),),
        facts=((_("Material"), assignment.edition.title),),
    )


def training_is_over(assignment: Assignment, token: str, until: date) -> Letter:
    """To a contact person: the training counts no more, and how to do it anew."""
    return Letter(
        subject=_("Din utbildning har gått ut"),
        lead=_(
            "Den gällde till och med %(day)s. Gå den igen, så att gruppen %(name)s har utbildade"
            " kontaktombud.",
            day=format_date(until),
            name=assignment.contact.group.name,
        ),
        button=(_("Gå utbildningen igen"), f"/u/{token}"),
        paragraphs=(_("Länken är din egen. Skicka den inte vidare."),),
        facts=((_("Material"), assignment.edition.title),),
    )


def certificate_withdrawn(certificate: Certificate) -> Letter:
    """To a contact person: the certificate holds no more, and why."""
    return Letter(
        subject=_("Ditt intyg %(number)s är återkallat", number=certificate.number),
        lead=_(
            "Kommunen har återkallat intyget. Det gäller inte längre, och utbildningen behöver"
            " göras igen."
        ),
        button=(_("Till utbildningen"), "/utbildning"),
        facts=((_("Skäl"), certificate.withdrawn_for),),
    )
