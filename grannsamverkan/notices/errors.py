"""What a text cannot be published with."""

from collections.abc import Sequence
from datetime import date

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import lazy


def unknown_names(field: str, names: Sequence[str]) -> InvalidInput:
    """Names in braces that stand for nothing."""
    listed = ", ".join(f"{{{name}}}" for name in names)
    return InvalidInput(lazy("Det här betyder ingenting: %(names)s.", names=listed), field=field)


def left_unsaid(field: str, words: Sequence[str]) -> InvalidInput:
    """What the text must say."""
    listed = ", ".join(words)
    return InvalidInput(lazy("Texten måste innehålla: %(words)s.", words=listed), field=field)


def in_the_past(today: date) -> InvalidInput:
    """A text cannot have been valid before it was written."""
    day = today.isoformat()
    return InvalidInput(lazy("Välj i dag, %(day)s, eller senare.", day=day), field="valid_from")


def nothing_changed() -> InvalidInput:
    """The same text again is no new version."""
    return InvalidInput(lazy("Texten är densamma som den som gäller."), field="text_sv")
