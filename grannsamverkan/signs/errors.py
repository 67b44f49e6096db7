"""What a user can do wrong with a sign or its photos."""

from collections.abc import Mapping, Sequence
from typing import Any

from grannsamverkan.core.errors import Conflict, DomainError, InvalidInput, Unmet
from grannsamverkan.core.i18n import lazy

REFUSALS: Mapping[str, Any] = {
    "empty": lazy("Filen är tom. Välj fotot igen."),
    "too_large": lazy("Fotot är större än 25 MB. Välj ett mindre."),
    "unknown_format": lazy("Det här är inget foto vi kan läsa. JPEG, PNG, WebP och HEIC går bra."),
    "not_an_image": lazy("Filen går inte att läsa som foto. Välj ett annat."),
    "cut_off": lazy("Fotot är avklippt, så slutet saknas. Skicka det igen eller ta ett nytt."),
    "too_many_pixels": lazy("Fotot har för många bildpunkter. Ta ett vanligt foto i stället."),
    "too_many_scans": lazy("Fotot är sparat på ett sätt vi inte läser. Ta ett nytt."),
    "two_formats": lazy("Filen är två saker på en gång. Ta ett nytt foto med kameran."),
    "decoder_failed": lazy("Fotot går inte att läsa. Ta ett nytt eller välj ett annat."),
    "too_slow": lazy("Fotot tar för lång tid att läsa. Ta ett nytt eller välj ett annat."),
    "too_small": lazy("Bilden är för liten för att visa något. Ta ett foto med kameran."),
}


def refused_photo(code: str) -> InvalidInput:
    """A file that is not taken in as a photo."""
    return InvalidInput(REFUSALS.get(code, REFUSALS["not_an_image"]), field="photos")


def too_many_photos(most: int) -> InvalidInput:
    """The set is full."""
    return InvalidInput(
        lazy("Det får vara högst %(most)d foton. Ta bort något först.", most=most), field="photos"
    )


def too_many_bytes(most_mb: int) -> InvalidInput:
    """The set holds as much as it may."""
    return InvalidInput(
        lazy("Fotona får vara högst %(most)d MB tillsammans. Ta bort något först.", most=most_mb),
        field="photos",
    )


class TooFast(DomainError):
    """More photos within an hour than a person takes; later it goes well again."""

    status = 429


def too_fast() -> TooFast:
    """The letter has been used for too many photos lately."""
    return TooFast(
        lazy("Det kom väldigt många foton på kort tid. Vänta en timme. De du har skickat är kvar.")
    )


def key_used_before() -> InvalidInput:
    """A phone gave two photos the same key."""
    return InvalidInput(lazy("Fotot krockar med ett annat. Välj det igen."), field="photos")


def no_photos() -> InvalidInput:
    """Nothing to look at."""
    return InvalidInput(lazy("Lägg till minst ett foto av skylten."), field="photos")


def no_place() -> InvalidInput:
    """Neither a post nor a place in words."""
    return InvalidInput(lazy("Välj en stolpe, eller skriv var skylten ska sitta."), field="place")


def unknown_post() -> InvalidInput:
    """No post has that number."""
    return InvalidInput(
        lazy("Det finns ingen stolpe med det numret. Titta på stolpen igen."), field="post_number"
    )


def not_both_yes() -> Unmet:
    """Approval without yes to both questions."""
    return Unmet(
        lazy("Skylten kan godkännas först när båda frågorna har fått ja, med ett foto var.")
    )


def not_clear() -> Unmet:
    """Approval in one step of a case where a person has to look."""
    return Unmet(lazy("Något i ärendet behöver en titt. Svara på de två frågorna först."))


def too_late_to_undo() -> Unmet:
    """The letters of the decision have gone."""
    return Unmet(
        lazy(
            "Det går inte att ångra längre, för breven har gått. Ring eller skriv till den som"
            " fick beslutet om det blev fel."
        )
    )


def too_many_marks(most: int) -> InvalidInput:
    """More marks than one can tell apart."""
    return InvalidInput(lazy("Det får vara högst %(most)d märken i ett foto.", most=most))


def case_closed() -> Unmet:
    """Marks belong to a case that is being reviewed."""
    return Unmet(lazy("Ärendet är avgjort, så fotot går inte att märka längre."))


def no_artwork() -> InvalidInput:
    """The printed face has no picture."""
    return InvalidInput(lazy("Välj en bild av trycket."), field="picture")


def small_artwork(width_px: int, least_px: int) -> InvalidInput:
    """Too few pixels to find the printed face by."""
    return InvalidInput(
        lazy(
            "Bilden är bara %(width)d bildpunkter bred. Välj en som är minst %(least)d.",
            width=width_px,
            least=least_px,
        ),
        field="picture",
    )


def other_proportions(fitting_mm: float) -> InvalidInput:
    """Picture and plate cannot both be as stated."""
    return InvalidInput(
        lazy(
            "Måtten stämmer inte med bilden: en så bred skylt vore ungefär %(height)d mm hög."
            " Rätta måtten, eller välj en bild som är skuren precis vid skyltens kanter.",
            height=round(fitting_mm),
        ),
        field="height_mm",
    )


def wrong_places() -> InvalidInput:
    """Something was pointed out with too few, too many or broken places."""
    return InvalidInput(lazy("Peka ut platsen i fotot igen."))


def original_gone() -> Unmet:
    """Only the original could show what was covered."""
    return Unmet(
        lazy(
            "Det som har täckts kan inte visas längre: originalet är borttaget."
            " Be om ett nytt foto."
        )
    )


def not_a_reviewer() -> InvalidInput:
    """The colleague does not review signs here."""
    return InvalidInput(lazy("Välj en handläggare i listan."), field="to")


def photo_needed(field: str) -> InvalidInput:
    """An answer without the photo it rests on."""
    return InvalidInput(lazy("Välj fotot som svaret vilar på."), field=field)


def gate_closed(reasons: Sequence[Any]) -> Unmet:
    """Signs are handed out only to an active group whose contact persons are trained."""
    return Unmet(lazy("Skylten kan inte lämnas ut än."), reasons)


def label_closed(code: str, reasons: Sequence[Any]) -> Unmet:
    """A label is for a sign that is handed out, or may be."""
    return Unmet(lazy("Skylt %(code)s kan inte få sin etikett än.", code=code), reasons)


def letter_not_ready() -> Unmet:
    """The letter belongs to a sign that has been handed out."""
    return Unmet(lazy("Brevet finns när skylten är utlämnad."))


def not_waiting_for_photos() -> Unmet:
    """Photos were sent already, or are not wanted now."""
    return Unmet(lazy("Just nu väntar vi inte på foton av den här skylten."))


def task_over() -> Unmet:
    """The task has been settled."""
    return Unmet(lazy("Uppgiften är redan klar eller borttagen."))


def not_reported() -> InvalidInput:
    """A reviewer settles a task without photos only by saying why."""
    return InvalidInput(
        lazy("Inget foto har kommit än. Skriv varför uppgiften är klar ändå."), field="reason"
    )


def reason_needed() -> InvalidInput:
    """What others are to act on needs words."""
    return InvalidInput(lazy("Skriv varför."), field="reason")


def too_many_reports() -> TooFast:
    """More reports from one network, or of one sign, than people make."""
    return TooFast(lazy("Det kom många anmälningar på kort tid. Vänta en timme, eller ring i dag."))


def too_many_fault_photos(most: int) -> InvalidInput:
    """A report needs no more than a few photos."""
    return InvalidInput(lazy("Välj högst %(most)d foton.", most=most), field="photos")


def order_closed(reasons: Sequence[Any]) -> Unmet:
    """Only an active group whose contact persons are trained orders."""
    return Unmet(lazy("Gruppen kan inte beställa än."), reasons)


def nothing_ordered() -> InvalidInput:
    """An order names its places."""
    return InvalidInput(lazy("Välj minst en plats."), field="signs")


def not_orderable() -> InvalidInput:
    """Not a place of the group, not approved, or ordered already."""
    return InvalidInput(
        lazy("En av platserna går inte att beställa till. Läs sidan igen."), field="signs"
    )


def nothing_printed() -> InvalidInput:
    """An order of printed matter holds something."""
    return InvalidInput(lazy("Skriv hur många ni behöver av minst en sak."))


def why_more(name: str, most: int) -> InvalidInput:
    """More than a group of this size would need: then it says what they are for."""
    return InvalidInput(
        lazy(
            "Skriv varför ni behöver fler än %(most)d av ”%(name)s”. Minska annars antalet.",
            most=most,
            name=name,
        ),
        field="why",
    )


def wrong_number() -> InvalidInput:
    """Not a number of things."""
    return InvalidInput(lazy("Skriv ett helt tal, 0 eller mer."))


def only_lower() -> InvalidInput:
    """The municipality does not order more than the group wished for."""
    return InvalidInput(lazy("Antalet kan sänkas, inte höjas. Be gruppen om en ny beställning."))


def word_on_lowering() -> InvalidInput:
    """A group that gets fewer is told why."""
    return InvalidInput(lazy("Skriv till gruppen varför den får färre."), field="word")


def nothing_left() -> InvalidInput:
    """An approval of nothing is a refusal."""
    return InvalidInput(lazy("Ingenting blir kvar. Säg i stället nej, och skriv varför."))


def nothing_delivered() -> InvalidInput:
    """A delivery brings something, or ends the order."""
    return InvalidInput(lazy("Skriv hur många som kom av minst en sak."))


def more_than_ordered() -> InvalidInput:
    """A delivery does not bring more than is still to come."""
    return InvalidInput(lazy("Det står fler än de som är kvar att leverera. Rätta antalet."))


def day_has_not_come(field: str) -> InvalidInput:
    """What has happened has a day that has come."""
    return InvalidInput(lazy("Dagen har inte varit än."), field=field)


def refused_paper() -> InvalidInput:
    """Neither a photo nor a PDF, or too large."""
    return InvalidInput(lazy("Välj ett foto eller en PDF på högst 10 MB."), field="paper")


def unknown_mark() -> InvalidInput:
    """Not a sign of this round, or said of another sign before."""
    return InvalidInput(lazy("Skylten hör inte till rundan. Läs sidan igen."))


def discard_needs_reason() -> InvalidInput:
    """A mail is laid aside for a reason that can be read later."""
    return InvalidInput(lazy("Skriv varför mejlet läggs åt sidan."), field="reason")


def mail_sorted_already() -> Conflict:
    """Somebody else, or a later thought, was first."""
    return Conflict(lazy("Mejlet är redan sorterat."))
