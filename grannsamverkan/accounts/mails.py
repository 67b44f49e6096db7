"""The letters of the accounts room. Pure; paths are below the installation's own address."""

from grannsamverkan.accounts.models import Invitation, SignInCode, User
from grannsamverkan.accounts.words import ROLE_WORDS
from grannsamverkan.core.i18n import _, format_date, ngettext
from grannsamverkan.core.mail import Letter

STAFF_SIGN_IN = "/logga-in/tjanst"


def sign_in_code(_row: SignInCode, digits: str, link_path: str, minutes: int) -> Letter:
    """Six digits for the browser that asked, and a link for any other."""
    return Letter(
        subject=_("Din kod för att logga in"),
        lead=_("Skriv de sex siffrorna på sidan där du bad om koden."),
        code=digits,
        button=(_("Logga in på den här enheten i stället"), link_path),
        paragraphs=(
            ngettext(
                "Koden och länken gäller i %(num)s minut och bara en gång.",
                "Koden och länken gäller i %(num)s minuter och bara en gång.",
                minutes,
            ),
            _(
                "Lämna aldrig ut koden till någon, inte heller till polis eller kommun. "
                "Har du inte bett om den kan du kasta mejlet: ingen kommer in utan koden."
            ),
        ),
    )


def use_staff_sign_in(_row: SignInCode) -> Letter:
    """To staff who asked for a code: their way in is another."""
    return Letter(
        subject=_("Logga in med lösenord"),
        lead=_("Den här adressen hör till ett tjänstekonto, som loggar in på en egen sida."),
        button=(_("Till inloggningen för tjänsten"), STAFF_SIGN_IN),
        paragraphs=(_("Har du inte försökt logga in kan du kasta mejlet."),),
    )


def access_is_ended(_row: SignInCode) -> Letter:
    """To somebody whose account is closed and who asked for a code."""
    return Letter(
        subject=_("Kontot är avslutat"),
        lead=_("Det går inte längre att logga in med den här adressen."),
        paragraphs=(_("Hör av dig till kommunen om du tror att det är fel."),),
    )


def invitation(row: Invitation, link_path: str) -> Letter:
    """To staff: choose a password and a second factor."""
    return Letter(
        subject=_("Du är inbjuden till Grannsamverkan"),
        lead=_("Välj ett lösenord och koppla din telefon. Det tar ungefär fem minuter."),
        button=(_("Skapa ditt konto"), link_path),
        facts=((_("Kommun"), row.municipality.name), _task(row.role)),
        paragraphs=(
            _(
                "Inbjudan gäller till och med %(date)s och bara en gång. Skicka den inte vidare.",
                date=format_date(row.expires_at),
            ),
        ),
    )


def role_granted(_user: User, municipality: str, role: str) -> Letter:
    """To staff with an account who were given one more role."""
    return Letter(
        subject=_("Du har fått en ny uppgift i Grannsamverkan"),
        lead=_("Logga in som vanligt för att se vad som väntar på dig."),
        button=(_("Logga in"), STAFF_SIGN_IN),
        facts=((_("Kommun"), municipality), _task(role)),
    )


def _task(role: str) -> tuple[str, str]:
    return _("Uppgift"), str(ROLE_WORDS[role])


ACCOUNT_PAGE = "/konto/inloggning"


def passkey_added(_user: User, name: str) -> Letter:
    """To whoever added a way in, or did not."""
    return _changed(
        _("En passkey är tillagd"),
        _("Du kan nu logga in med passkeyn ”%(name)s”.", name=name),
    )


def passkey_removed(_user: User, name: str) -> Letter:
    """To whoever removed a way in, or did not."""
    return _changed(
        _("En passkey är borttagen"),
        _("Det går inte längre att logga in med passkeyn ”%(name)s”.", name=name),
    )


def recovery_codes_made(_user: User) -> Letter:
    """To whoever printed new codes, or did not."""
    return _changed(
        _("Du har fått nya reservkoder"),
        _("Den gamla listan fungerar inte längre. Förvara den nya som en nyckel."),
    )


def recovery_code_used(_user: User, left: int) -> Letter:
    """To whoever signed in with a code from paper, or did not."""
    return _changed(
        _("En reservkod är använd"),
        ngettext(
            "Någon loggade in på ditt konto med en reservkod. %(num)s kod finns kvar på listan.",
            "Någon loggade in på ditt konto med en reservkod. %(num)s koder finns kvar på listan.",
            left,
        ),
    )


def app_changed(_user: User) -> Letter:
    """To whoever changed phones, or did not."""
    return _changed(
        _("Din app för koder är bytt"),
        _("Koderna från den gamla telefonen fungerar inte längre."),
    )


def password_changed(_user: User) -> Letter:
    """To whoever chose another password, or did not."""
    return _changed(
        _("Ditt lösenord är bytt"),
        _("Alla andra enheter är utloggade. Logga in där med det nya lösenordet."),
    )


def role_ended(_user: User, municipality: str, role: str) -> Letter:
    """To staff who no longer have one of their roles."""
    return Letter(
        subject=_("En av dina uppgifter i Grannsamverkan är avslutad"),
        lead=_("Dina andra uppgifter har du kvar. Du behöver inte göra något."),
        facts=((_("Kommun"), municipality), _task(role)),
        paragraphs=(_("Hör av dig till administratören i din kommun om du tror att det är fel."),),
    )


def _changed(subject: str, lead: str) -> Letter:
    return Letter(
        subject=subject,
        lead=lead,
        button=(_("Se hur du loggar in"), ACCOUNT_PAGE),
        paragraphs=(
            _(
                "Var det inte du? Logga ut alla enheter på sidan och hör av dig till "
                "administratören i din kommun genast."
            ),
        ),
    )


def access_ended(_user: User) -> Letter:
    """To staff whose access was ended."""
    return Letter(
        subject=_("Din tillgång till Grannsamverkan är avslutad"),
        lead=_("Du behöver inte göra något."),
        paragraphs=(_("Hör av dig till administratören i din kommun om du tror att det är fel."),),
    )
