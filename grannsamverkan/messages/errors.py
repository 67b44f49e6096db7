"""What a user can do wrong with bulletins."""

from grannsamverkan.core.errors import Conflict, InvalidInput, Unmet
from grannsamverkan.core.i18n import lazy


def not_draft() -> Conflict:
    """What has been sent is never changed: people have read it."""
    return Conflict(lazy("Utskicket är redan skickat och kan inte ändras. Dra tillbaka det."))


def half_english() -> InvalidInput:
    """An English title without a text, or the other way round."""
    return InvalidInput(
        lazy("Skriv både rubrik och text på engelska, eller ingetdera."), field="text_en"
    )


def bad_day() -> InvalidInput:
    """The last day has passed, or is far away."""
    return InvalidInput(
        lazy("Välj en dag från i dag och högst ett halvår framåt."), field="valid_until"
    )


def no_aim(field: str) -> InvalidInput:
    """Nobody is chosen, or somebody whom the sender does not reach."""
    messages = {
        "area": lazy("Rita området, eller skriv dess hörn."),
        "police_areas": lazy("Välj minst ett polisområde som är ditt."),
        "groups": lazy("Välj minst en grupp som är godkänd eller aktiv."),
    }
    return InvalidInput(messages[field], field=field)


def nobody() -> Unmet:
    """There is nobody to send it to."""
    return Unmet(
        lazy("Det finns ingen att skicka till."),
        [lazy("Välj mottagare så att minst en godkänd eller aktiv grupp med kontaktombud är med.")],
    )


def other_number(groups: int, persons: int) -> InvalidInput:
    """The numbers are no longer those that were shown."""
    return InvalidInput(
        lazy(
            "Antalet har ändrats sedan du såg det. Nu är det %(groups)d grupper och %(persons)d"
            " kontaktombud. Läs igenom och skicka en gång till.",
            groups=groups,
            persons=persons,
        )
    )


def unconfirmed(left: int) -> InvalidInput:
    """The guard's questions are not answered."""
    return InvalidInput(
        lazy(
            "Texten har %(left)d saker att ta ställning till. Ändra texten, eller kryssa i varje"
            " ruta för att gå vidare ändå.",
            left=left,
        )
    )


def over() -> Conflict:
    """The last day of a draft has passed meanwhile."""
    return Conflict(lazy("Sista dagen har passerat. Ändra texten och välj en ny dag."))


def gone() -> Conflict:
    """A bulletin that was taken back is not passed on."""
    return Conflict(lazy("Utskicket är tillbakadraget. För rättelsen vidare i stället."))
