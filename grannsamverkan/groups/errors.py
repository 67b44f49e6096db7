"""What a user can do wrong with a group."""

from grannsamverkan.core.errors import Conflict, DomainError, InvalidInput, NotFound, Unmet
from grannsamverkan.core.i18n import lazy


def already_contact() -> InvalidInput:
    """The person is a contact person of this group already."""
    return InvalidInput(lazy("Den personen är redan kontaktombud i gruppen."), field="email")


def last_contact() -> InvalidInput:
    """A group cannot be without any contact person."""
    return InvalidInput(lazy("En grupp måste ha minst ett kontaktombud."))


def counts_exceed() -> InvalidInput:
    """Joined and declined together are more than the dwellings."""
    return InvalidInput(
        lazy("Anslutna och de som avstår är tillsammans fler än bostäderna."), field="joined"
    )


def not_complete(missing: list[object]) -> Unmet:
    """The registration cannot be sent yet."""
    return Unmet(lazy("Anmälan är inte klar att skicka."), missing)


def facts_missing(missing: list[object]) -> Unmet:
    """Facts that the municipality has made binding are not there."""
    return Unmet(lazy("Det här måste vara gjort först."), missing)


def day_has_not_come(field: str) -> InvalidInput:
    """Something is said to have happened on a day that has not come."""
    return InvalidInput(lazy("Dagen har inte varit än."), field=field)


def consent_needs_name() -> InvalidInput:
    """A day or a file is given, but not who said yes."""
    return InvalidInput(lazy("Skriv vem som har sagt ja för ägaren."), field="consent_by")


def consent_needs_day() -> InvalidInput:
    """It is said who gave consent, but not when."""
    return InvalidInput(lazy("Skriv vilken dag ägaren sa ja."), field="consent_on")


def consent_too_large() -> InvalidInput:
    """The owner's letter is larger than it may be."""
    return InvalidInput(lazy("Filen får vara högst 10 MB."), field="consent_file")


def consent_not_pdf() -> InvalidInput:
    """The owner's letter is not a PDF."""
    return InvalidInput(
        lazy("Filen är ingen PDF. Spara beskedet som PDF och välj det igen."),
        field="consent_file",
    )


def no_place() -> InvalidInput:
    """Neither an area nor streets are given."""
    return InvalidInput(lazy("Visa området på kartan, eller skriv gatorna."), field="streets")


def choose_police_area() -> InvalidInput:
    """The municipality has several police areas, and a group belongs to one of them."""
    return InvalidInput(
        lazy("Välj den del av kommunen där ni bor, så att rätt polis får anmälan."),
        field="police_area",
    )


def sent_already() -> Conflict:
    """The registration cannot be changed while it is being read, or after."""
    return Conflict(lazy("Anmälan är redan skickad och går inte att ändra nu."))


def party_has_decided() -> Conflict:
    """A colleague has given the same party's yes."""
    return Conflict(lazy("En kollega har redan lämnat det beslutet."))


def same_person_twice() -> Unmet:
    """One person cannot give both of two decisions."""
    return Unmet(lazy("Du har redan lämnat det ena beslutet. Någon annan lämnar det andra."))


def no_list_yet() -> Unmet:
    """The group keeps no household list here."""
    return Unmet(lazy("Gruppen har ingen hushållslista här än."))


def no_address() -> InvalidInput:
    """No address is written."""
    return InvalidInput(lazy("Skriv minst en adress."), field="addresses")


def address_too_long(most: int) -> InvalidInput:
    """One of the addresses is longer than an address can be."""
    return InvalidInput(
        lazy("En adress är för lång. Skriv högst %(most)d tecken på varje rad.", most=most),
        field="addresses",
    )


def only_joined_are_described() -> Unmet:
    """Nothing is kept of a household that has not joined."""
    return Unmet(lazy("Uppgifter sparas bara om hushåll som är med."))


def consent_missing() -> InvalidInput:
    """Details were given, but not that the household agrees to their being kept."""
    return InvalidInput(
        lazy("Fråga hushållet först, och kryssa i att det har sagt ja."), field="consents"
    )


def fewer_than_listed(listed: int) -> InvalidInput:
    """Fewer dwellings are stated than stand on the household list."""
    return InvalidInput(
        lazy("På hushållslistan finns %(listed)d bostäder. Skriv minst så många.", listed=listed),
        field="dwellings",
    )


def meeting_in_the_past() -> InvalidInput:
    """A meeting can only be planned ahead."""
    return InvalidInput(lazy("Välj en dag och en tid som inte har varit."), field="on")


def meeting_day_has_been() -> Conflict:
    """A proposal nobody answered in time cannot be booked any more."""
    return Conflict(lazy("Dagen har varit. Välj en ny."))


def meeting_has_not_been() -> InvalidInput:
    """Nobody can have come to a meeting that has not begun."""
    return InvalidInput(lazy("Mötet har inte varit än."), field="households")


def too_many_letters() -> InvalidInput:
    """So many letters in one day are no neighbours' any more."""
    return InvalidInput(lazy("Det har kommit många brev i dag. Försök igen i morgon, eller ring."))


def no_year_to_confirm() -> Conflict:
    """A group that is not active has no year."""
    return Conflict(lazy("Gruppen är inte aktiv, så det finns inget år att bekräfta."))


def nobody_asked_to_wake() -> Unmet:
    """Beginning again takes two: the group's people, and somebody who decides."""
    return Unmet(
        lazy("Gruppen kan starta igen när den själv har bett om det."),
        [lazy("Ett kontaktombud trycker på ”Vi vill starta igen” på gruppens sida.")],
    )


class TooManyAnswers(DomainError):
    """Too many answers came by an invitation in a short time."""

    status = 429


def too_many_answers() -> TooManyAnswers:
    """A network or a whole group has sent as many answers as are taken in at a time."""
    return TooManyAnswers(
        lazy("Det kom många svar på kort tid. Vänta en timme, eller svara till ett kontaktombud.")
    )


def invitation_over() -> NotFound:
    """The invitation is withdrawn, replaced, too old, or never was."""
    return NotFound(lazy("Inbjudan gäller inte längre. Fråga gruppens kontaktombud om en ny."))


def household_link_over() -> NotFound:
    """The household's private link is withdrawn, replaced, or never was."""
    return NotFound(
        lazy("Länken gäller inte längre. Uppgifterna är raderade, eller så finns en nyare länk.")
    )


def text_has_changed() -> InvalidInput:
    """The text one agrees to was replaced between reading and sending."""
    return InvalidInput(
        lazy("Texten om personuppgifter har ändrats. Läs den igen och kryssa i på nytt."),
        field="consents",
    )


def household_needs_consent() -> InvalidInput:
    """Somebody joins by themselves without agreeing to what is kept."""
    return InvalidInput(
        lazy("Kryssa i att uppgifterna får sparas, så att ni kan gå med."), field="consents"
    )


def household_needs_name() -> InvalidInput:
    """Somebody joins by themselves without saying who."""
    return InvalidInput(
        lazy("Skriv ett namn, så att kontaktombudet vet vem som går med."), field="names"
    )


def place_is_unknown() -> InvalidInput:
    """An answer is to be placed at a dwelling that is not on the list."""
    return InvalidInput(lazy("Välj en bostad på listan."), field="bostad")


def has_answered() -> Unmet:
    """A slip is written for dwellings that have not answered."""
    return Unmet(lazy("Hushållet har redan svarat."))


def no_mail_address() -> Unmet:
    """The household has given no mail address to send a link to."""
    return Unmet(lazy("Hushållet har inte angett någon e-postadress."))


def say_why_area() -> InvalidInput:
    """A larger change is decided on, and whoever decides must know why it is wanted."""
    return InvalidInput(
        lazy("Ändringen är så stor att den behöver ett ja. Skriv varför ni vill ändra."),
        field="reason",
    )


def area_unchanged() -> InvalidInput:
    """What was sent is the area as it is."""
    return InvalidInput(lazy("Det här är området som det är. Ändra på kartan."), field="area")


def say_why() -> InvalidInput:
    """A no without a reason."""
    return InvalidInput(lazy("Skriv varför."), field="reason")


def draw_area() -> InvalidInput:
    """A changed area must be on the map, so that it can be compared with the old one."""
    return InvalidInput(lazy("Rita det nya området, eller visa gatorna som område."), field="area")


def area_answered() -> Conflict:
    """A colleague has answered, or the group has drawn again."""
    return Conflict(lazy("Någon annan har redan svarat på ändringen."))


_SHEET_FAULTS = {
    "empty": lazy("Filen har inga rader. Första raden ska vara rubriker, sedan en bostad per rad."),
    "too_large": lazy("Filen är för stor. En hushållslista får vara högst 2 MB."),
    "too_many_rows": lazy("Filen har fler än 2 000 rader. Ta bort rader som inte hör till listan."),
    "unreadable": lazy("Filen går inte att läsa. Spara den på nytt som Excel (.xlsx) eller CSV."),
    "old_format": lazy("Filen är låst eller gammal. Spara den som .xlsx utan lösenord."),
    "no_text": lazy("Filen är inget kalkylblad. Välj en fil som slutar på .xlsx eller .csv."),
}


def sheet_fault(fault: str) -> InvalidInput:
    """A file handed in as a household list cannot be used; `fault` is that of rules.sheets."""
    return InvalidInput(_SHEET_FAULTS[fault], field="file")


def no_file() -> InvalidInput:
    """No file was chosen."""
    return InvalidInput(lazy("Välj en fil först."), field="file")


def preview_over() -> Conflict:
    """The rows in the page are too old, or belong to somebody else."""
    return Conflict(lazy("Förhandsvisningen gäller inte längre. Välj filen en gång till."))


def successor_needs(field: str) -> InvalidInput:
    """Somebody takes over, but the name or the mail address is missing."""
    texts = {
        "name": lazy("Skriv vad den som tar över heter."),
        "email": lazy("Skriv e-postadressen till den som tar över."),
    }
    return InvalidInput(texts[field], field=field)


def successor_is_oneself() -> InvalidInput:
    """One cannot take over from oneself."""
    return InvalidInput(lazy("Skriv någon annans adress än din egen."), field="email")
