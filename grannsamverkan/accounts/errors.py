"""What can go wrong when people sign in or manage accounts.

`wrong_code`, `spent_code`, `wrong_password` and `wrong_totp` are returned by use cases and not
raised: raising would undo the counting of the try.
"""

from datetime import datetime, timedelta

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.i18n import lazy, local


class TooManyTries(InvalidInput):
    """Guessing is slowed down until `until`; lands above the form, where the text is kept."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            lazy(
                "Det har blivit för många försök. Vänta till klockan %(time)s och försök igen.",
                # Pauses may end within a minute: told late, it is true.
                time=f"{local(until + timedelta(seconds=59)):%H:%M}",
            )
        )
        self.until = until


class NotFresh(Unmet):
    """Changing how one signs in takes a new sign-in first."""

    def __init__(self) -> None:
        super().__init__(lazy("Logga in igen innan du ändrar hur du loggar in."))


def wrong_code(tries_left: int) -> InvalidInput:
    """The digits were not those of the mail."""
    return InvalidInput(
        lazy(
            "Koden stämmer inte. Kontrollera siffrorna i mejlet. Försök kvar: %(left)s.",
            left=tries_left,
        ),
        field="digits",
    )


def spent_code() -> InvalidInput:
    """The code is used, too old, replaced or tried too often: the same answer for all."""
    return InvalidInput(lazy("Koden gäller inte längre. Be om en ny kod."), field="digits")


def wrong_password() -> InvalidInput:
    """Address or password is wrong; which one is never said."""
    return InvalidInput(lazy("E-postadressen eller lösenordet stämmer inte."))


def wrong_old_password() -> InvalidInput:
    """The password somebody has now is another."""
    return InvalidInput(lazy("Det är inte ditt lösenord. Försök igen."), field="current")


def no_proof() -> InvalidInput:
    """Neither the old password nor the app's digits were given, and no passkey a while ago."""
    return InvalidInput(lazy("Skriv lösenordet du har nu eller koden i appen."), field="current")


def wrong_totp() -> InvalidInput:
    """The digits are wrong, too old, or were used before."""
    return InvalidInput(
        lazy("Koden stämmer inte eller har redan använts. Vänta på nästa kod i appen."),
        field="digits",
    )


def wrong_recovery_code() -> InvalidInput:
    """No such code, or used before."""
    return InvalidInput(
        lazy("Reservkoden stämmer inte eller har redan använts. Ta nästa på listan."),
        field="code",
    )


def bad_passkey() -> InvalidInput:
    """The key's answer does not hold, is too late, or nobody here knows the key."""
    return InvalidInput(
        lazy("Passkeyn gick inte att använda här. Försök igen, eller logga in på ett annat sätt.")
    )


def too_many_passkeys() -> InvalidInput:
    """More keys than anybody has pockets for."""
    return InvalidInput(lazy("Du har redan många passkeys. Ta bort någon du inte använder först."))


def no_passkeys_here() -> NotFound:
    """The installation's address is one that browsers allow no keys for."""
    return NotFound(lazy("Passkeys går inte att använda på den här adressen."))


OUTSIDE_REFUSALS = {
    "denied": lazy("Inloggningen avbröts. Försök igen, eller logga in på ett annat sätt."),
    "expired": lazy("Inloggningen tog för lång tid eller började i ett annat fönster. Börja om."),
    "provider": lazy(
        "Tjänsten som du loggade in hos svarade inte som den ska. Försök igen om en stund. "
        "Händer det igen, hör av dig till administratören i din kommun."
    ),
    "level": lazy(
        "Inloggningen var inte tillräckligt säker för den här tjänsten. Välj ett sätt med två "
        "steg eller e-legitimation och försök igen."
    ),
    "unverified": lazy(
        "Tjänsten som du loggade in hos intygar inte din e-postadress, så vi vet inte vem du är "
        "här. Hör av dig till administratören i din kommun."
    ),
    "unknown": lazy(
        "Du är inloggad hos din organisation men har ingen tillgång här. Be administratören i "
        "din kommun om en inbjudan till samma e-postadress."
    ),
}


def outside_refused(reason: str) -> NotPermitted:
    """A sign-in at a provider came to nothing; `reason` is a key of OUTSIDE_REFUSALS."""
    return NotPermitted(OUTSIDE_REFUSALS[reason])


def step_expired() -> InvalidInput:
    """Too much time between password and second factor, or access has ended meanwhile."""
    return InvalidInput(lazy("Det gick för lång tid. Börja om med lösenordet."))


PASSWORD_FAULTS = {
    "short": lazy("Lösenordet är för kort. Använd minst 12 tecken, gärna flera ord."),
    "long": lazy("Lösenordet är för långt. Använd högst 200 tecken."),
    "common": lazy("Lösenordet är lätt att gissa. Välj flera ord som inte hör ihop."),
    "personal": lazy("Lösenordet liknar ditt namn eller din adress. Välj något annat."),
}


def bad_password(fault: str) -> InvalidInput:
    """The new password is too weak; `fault` comes from `rules.password_fault`."""
    return InvalidInput(PASSWORD_FAULTS[fault], field="password")


def invitation_gone() -> NotFound:
    """No such invitation, or used, withdrawn, too old: the same answer for all."""
    return NotFound(lazy("Inbjudan gäller inte längre. Be den som bjöd in dig om en ny."))


def is_staff_address() -> InvalidInput:
    """A contact person was given with a staff member's address."""
    return InvalidInput(
        lazy("Adressen hör till ett tjänstekonto. Ange personens privata adress."), field="email"
    )


def is_contact_address() -> InvalidInput:
    """Staff was invited with a contact person's address."""
    return InvalidInput(
        lazy("Adressen hör till ett kontaktombud. Ange personens tjänsteadress."), field="email"
    )


def wrong_area() -> InvalidInput:
    """A police area was given that the role or the municipality does not have."""
    return InvalidInput(
        lazy("Ett polisområde går bara att välja för polis, i den egna kommunen."),
        field="police_area",
    )


def last_admin() -> Conflict:
    """The municipality would be left without an administrator."""
    return Conflict(lazy("Kommunen måste ha minst en administratör. Bjud in en till först."))


def address_taken() -> InvalidInput:
    """A new account was to get an address that has one."""
    return InvalidInput(lazy("Adressen har redan ett konto."), field="email")
