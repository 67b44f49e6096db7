"""What a user can do wrong with training."""

from collections.abc import Sequence
from typing import Any, Literal

from grannsamverkan.core.errors import Conflict, InvalidInput, Unmet
from grannsamverkan.core.i18n import lazy

PdfFault = Literal["empty", "too_large", "not_pdf", "cut_off", "encrypted", "active", "swelling"]
FilmFault = Literal["empty", "not_film", "cut_off", "no_picture", "codec"]
QuestionFault = Literal["few_options", "many_options", "same_options", "no_right_option"]

_FILE_FAULTS: dict[PdfFault, Any] = {
    "empty": lazy("Filen är tom. Välj en annan fil."),
    "too_large": lazy("Filen är för stor. Den får vara högst 20 MB."),
    "not_pdf": lazy("Det är inte en PDF. Spara materialet som PDF och välj filen igen."),
    "cut_off": lazy("Filen är avhuggen: slutet saknas. Hämta den på nytt och försök igen."),
    "encrypted": lazy("Filen är låst med lösenord. Spara den utan lösenord och försök igen."),
    "active": lazy(
        "Filen innehåller skript, program eller bifogade filer. Skriv ut den som ny PDF och välj"
        " den nya filen."
    ),
    "swelling": lazy("Filen är orimligt hårt packad. Skriv ut den som ny PDF och välj den."),
}
_FILM_FAULTS: dict[FilmFault, Any] = {
    "empty": lazy("Filen är tom. Välj en annan fil."),
    "not_film": lazy("Det är inte en film i MP4 eller WebM. Spara filmen så och välj filen igen."),
    "cut_off": lazy("Filen är avhuggen: slutet saknas. Hämta den på nytt och försök igen."),
    "no_picture": lazy("Filen har ljud men ingen bild. Välj en film."),
    "codec": lazy(
        "Filmen är sparad på ett sätt som många webbläsare inte kan visa. Spara den som MP4 med"
        " H.264 och välj den nya filen."
    ),
}
_QUESTION_FAULTS: dict[QuestionFault, tuple[Any, str]] = {
    "few_options": (lazy("Skriv minst tre svar att välja bland."), "option_3"),
    "many_options": (lazy("Skriv högst fyra svar att välja bland."), "option_4"),
    "same_options": (lazy("Två av svaren är lika. Ändra ett av dem."), "option_1"),
    "no_right_option": (lazy("Välj ett av svaren du har skrivit."), "right"),
}


def bad_file(fault: PdfFault) -> InvalidInput:
    """The uploaded file cannot be taken."""
    return InvalidInput(_FILE_FAULTS[fault], field="file")


def bad_film(fault: FilmFault) -> InvalidInput:
    """The uploaded file cannot be taken as a film."""
    return InvalidInput(_FILM_FAULTS[fault], field="film")


def film_too_large(megabytes: int) -> InvalidInput:
    """The film is larger than the municipality takes."""
    return InvalidInput(
        lazy(
            "Filmen är för stor. Den får vara högst %(megabytes)d MB. Spara den med lägre"
            " upplösning, eller lägg den på en annan webbplats och skriv länken här.",
            megabytes=megabytes,
        ),
        field="film",
    )


def bad_link() -> InvalidInput:
    """The address is no plain web address."""
    return InvalidInput(
        lazy("Skriv en hel webbadress. Exempel: https://exempel.se/utbildning"), field="url"
    )


def bad_question(fault: QuestionFault) -> InvalidInput:
    """The question cannot be asked like that."""
    message, field = _QUESTION_FAULTS[fault]
    return InvalidInput(message, field=field)


def not_draft() -> Conflict:
    """A published or withdrawn edition is never changed: people have answered it."""
    return Conflict(lazy("Materialet är redan utlagt och kan inte ändras. Gör ett nytt i stället."))


def no_successor() -> Conflict:
    """Only what is out gets a new edition; a draft is changed, and what was replaced has one."""
    return Conflict(lazy("Bara ett utlagt material kan få en ny utgåva."))


def training_for_staff() -> InvalidInput:
    """The contact persons' training must be for them to read."""
    return InvalidInput(
        lazy("Kontaktombudens utbildning kan inte vara bara för personal."), field="audience"
    )


def not_complete(missing: Sequence[Any]) -> Unmet:
    """The edition cannot be published yet."""
    return Unmet(lazy("Materialet är inte klart att läggas ut."), missing)


def other_number(receivers: int) -> InvalidInput:
    """The number of receivers is no longer the one that was confirmed."""
    return InvalidInput(
        lazy(
            "Antalet mottagare har ändrats. Nu är det %(receivers)d. Bekräfta en gång till.",
            receivers=receivers,
        )
    )


def no_edition() -> Unmet:
    """There is nothing to send."""
    return Unmet(lazy("Kommunen har inte lagt ut något utbildningsmaterial än."))


def not_to_be_sent() -> Unmet:
    """The person is not to get the material (now)."""
    return Unmet(
        lazy("Materialet skickas bara till kontaktombud som inte är klara, i en godkänd grupp.")
    )


def read_first() -> Unmet:
    """The questions come after the material."""
    return Unmet(lazy("Läs materialet först. Frågorna kommer efteråt."))


def modules_first(left: int, total: int) -> Unmet:
    """The questions come after all modules; `left` of `total` are not read yet."""
    return Unmet(
        lazy("Läs alla %(total)d delarna först: %(left)d är kvar.", total=total, left=left)
    )


def nothing_to_read() -> Unmet:
    """All modules of the course have been taken back, and none had been read."""
    return Unmet(lazy("Kursens delar är tillbakadragna. Kommunen behöver lägga ut den på nytt."))


def module_gone() -> Unmet:
    """The module has been taken back; it needs not be read."""
    return Unmet(lazy("Den här delen är tillbakadragen och behöver inte läsas."))


def not_for_courses() -> InvalidInput:
    """Only what is out, is no course itself and is not there already can be a module."""
    return InvalidInput(lazy("Välj ett utlagt material som inte redan är med."), field="edition")


def wrong_shape() -> InvalidInput:
    """There is not exactly one known option for each question."""
    return InvalidInput(lazy("Välj ett svar på varje fråga."))


def asked_anew() -> Conflict:
    """The answers are to questions that are not the present ones."""
    return Conflict(lazy("Frågorna har bytts sedan sidan öppnades. Läs in den igen och svara."))


def too_few_questions(count: int) -> InvalidInput:
    """The bank must hold as many questions as a try asks."""
    return InvalidInput(
        lazy("Det ska vara minst %(count)d frågor att dra ur.", count=count), field="draw"
    )


def mark_above_questions() -> InvalidInput:
    """No more answers can be right than are asked for."""
    return InvalidInput(lazy("Det kan inte vara fler rätta svar än frågor."), field="pass_mark")


def days_in_wrong_order() -> InvalidInput:
    """The last day lies before the first."""
    return InvalidInput(lazy("Sista dagen ligger före den första."), field="valid_until")


def not_done() -> Unmet:
    """There is no training to certify."""
    return Unmet(lazy("Det finns ingen genomförd utbildning att ge intyg på."))


def already_withdrawn() -> Conflict:
    """The certificate has been withdrawn before."""
    return Conflict(lazy("Intyget är redan återkallat."))


def session_in_the_past() -> InvalidInput:
    """Nobody can come to what has been."""
    return InvalidInput(lazy("Den tiden har redan varit. Välj en annan."), field="on")


def session_ends_first() -> InvalidInput:
    """It ends before it begins."""
    return InvalidInput(lazy("Sluttiden ligger före starttiden."), field="until")


def sign_up_closes_after() -> InvalidInput:
    """Nobody signs up for what has begun."""
    return InvalidInput(
        lazy("Anmälan kan inte stänga efter att träffen har börjat."), field="closes_on"
    )


def fewer_seats_than_signed(signed: int) -> InvalidInput:
    """No one who has a seat loses it to a change."""
    return InvalidInput(
        lazy("%(signed)d har redan fått plats. Välj minst så många.", signed=signed),
        field="seats",
    )


def cannot_be_sent_after() -> InvalidInput:
    """What is sent afterwards must be out, and the municipality's own."""
    return InvalidInput(lazy("Välj material som är utlagt."), field="edition")


def no_such_session_area() -> InvalidInput:
    """The police area is not one for which the actor holds sessions."""
    return InvalidInput(lazy("Välj bland det som finns i listan."), field="area")


def sign_up_closed() -> Unmet:
    """It is too late, too early, or over."""
    return Unmet(lazy("Det går inte att anmäla sig till den här träffen nu."))


def no_contact_person() -> Unmet:
    """Sessions are for contact persons of groups that have been sent in."""
    return Unmet(lazy("Träffen är för kontaktombud i en grupp som har skickats in."))


def session_has_not_been() -> Unmet:
    """It cannot be held before it begins."""
    return Unmet(lazy("Träffen har inte börjat än."))


def not_in_the_hours() -> Unmet:
    """Presence is noted round the hours of the session and at no other time."""
    return Unmet(lazy("Det går att checka in själv från strax före träffen till strax efter."))


def not_its_day() -> Unmet:
    """Nobody can be there before the day of the session."""
    return Unmet(lazy("Närvaro noteras från och med den dag då träffen är."))


def not_at_the_door() -> InvalidInput:
    """The own press counts at the place only."""
    return InvalidInput(
        lazy("Det är inte koden på affischen vid dörren. Läs den en gång till."), field="code"
    )


def not_signed_up() -> Unmet:
    """There is no seat for whoever presses."""
    return Unmet(lazy("Du har ingen plats på träffen. Säg till den som håller i den."))


def present_is_settled() -> Conflict:
    """What followed from presence has been done; it is undone where it stands."""
    return Conflict(lazy("Närvaron är redan noterad för gott. Återkalla intyget om den är fel."))


def already_sent() -> Conflict:
    """What has been sent is never changed."""
    return Conflict(lazy("Det är redan skickat och kan inte ändras. Gör ett nytt utskick."))


def not_out() -> Unmet:
    """Only material that is out can be sent."""
    return Unmet(lazy("Materialet är inte utlagt. Det går bara att skicka det som är utlagt."))


def no_state() -> InvalidInput:
    """Groups of no state at all are meant."""
    return InvalidInput(lazy("Välj minst ett läge."), field="states")


def unknown_area() -> InvalidInput:
    """A police area that the sender does not reach."""
    return InvalidInput(lazy("Välj bland polisområdena i listan."), field="areas")


def bad_last_day() -> InvalidInput:
    """The links' last day has passed, or is far away."""
    return InvalidInput(
        lazy("Välj en dag från i morgon och högst ett år framåt."), field="last_day"
    )


def nobody_to_send_to() -> Unmet:
    """The selection finds nobody."""
    return Unmet(
        lazy("Det finns ingen att skicka till."),
        [lazy("Ändra urvalet så att minst ett kontaktombud är med.")],
    )


def nobody_to_remind() -> Unmet:
    """Everybody is done, or has no working mail."""
    return Unmet(lazy("Det finns ingen att påminna."))


def reminded_today() -> Conflict:
    """One reminder a day at most."""
    return Conflict(lazy("En påminnelse har redan skickats i dag. Vänta till i morgon."))


def not_sent() -> Conflict:
    """It is not sent yet, or taken back."""
    return Conflict(lazy("Det går bara medan utskicket är skickat och länkarna gäller."))


def no_answer_awaited() -> Conflict:
    """No letter waits for an answer from this person."""
    return Conflict(lazy("Det väntas inget svar på papper från den personen."))


def no_letters() -> Unmet:
    """Nobody is to get a letter."""
    return Unmet(lazy("Det finns inga brev att skriva ut."))
