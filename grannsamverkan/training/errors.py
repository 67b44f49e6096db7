"""What a user can do wrong with training."""

from collections.abc import Sequence
from typing import Any, Literal

from grannsamverkan.core.errors import Conflict, InvalidInput, Unmet
from grannsamverkan.core.i18n import lazy

PdfFault = Literal["empty", "too_large", "not_pdf", "cut_off", "encrypted", "active", "swelling"]
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
_QUESTION_FAULTS: dict[QuestionFault, tuple[Any, str]] = {
    "few_options": (lazy("Skriv minst tre svar att välja bland."), "option_3"),
    "many_options": (lazy("Skriv högst fyra svar att välja bland."), "option_4"),
    "same_options": (lazy("Två av svaren är lika. Ändra ett av dem."), "option_1"),
    "no_right_option": (lazy("Välj ett av svaren du har skrivit."), "right"),
}


def bad_file(fault: PdfFault) -> InvalidInput:
    """The uploaded file cannot be taken."""
    return InvalidInput(_FILE_FAULTS[fault], field="file")


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
