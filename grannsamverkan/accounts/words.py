"""Codes of the accounts room as words for people. Pure."""

from collections.abc import Mapping
from typing import Any

from grannsamverkan.core.i18n import _, lazy

ROLE_WORDS: Mapping[str, Any] = {
    "police": lazy("Kommunpolis"),
    "coordinator": lazy("Säkerhetssamordnare"),
    "reviewer": lazy("Handläggare av skyltar"),
    "admin": lazy("Administratör"),
}
DEED_WORDS: Mapping[str, Any] = {
    "user_create": lazy("Kontot skapades"),
    "access_end": lazy("Tillgången avslutades"),
    "sign_in_reset": lazy("Den gamla inloggningen stängdes"),
    "sign_out_other": lazy("Loggades ut överallt av administratören"),
    "password_change": lazy("Lösenordet byttes"),
    "app_change": lazy("Appen för koder byttes"),
    "passkey_add": lazy("En passkey lades till"),
    "passkey_remove": lazy("En passkey togs bort"),
    "recovery_codes_make": lazy("Nya reservkoder skapades"),
    "recovery_code_use": lazy("En reservkod användes"),
    "invitation_send": lazy("Inbjudan skickades"),
    "invitation_withdraw": lazy("Inbjudan drogs tillbaka"),
    "invitation_use": lazy("Inbjudan användes"),
    "role_grant": lazy("Fick en uppgift"),
    "role_end": lazy("En uppgift togs bort"),
}


def deed_words(deed: Any) -> str:
    """What was done, with the role it was about: "Fick en uppgift: Kommunpolis, Norr"."""
    what = str(DEED_WORDS[deed.event])
    if deed.role is None:
        return what
    role = str(ROLE_WORDS[deed.role])
    return f"{what}: {role}, {deed.area}" if deed.area else f"{what}: {role}"


def deed_by(deed: Any) -> str:
    """Who did it."""
    if deed.by_system:
        return _("Systemet")
    if deed.by_oneself:
        return _("Personen själv")
    return deed.by or _("Någon som inte finns kvar")
