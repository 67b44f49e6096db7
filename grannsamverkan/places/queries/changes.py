"""Reads of a municipality's own words, and of what it has changed."""

from collections.abc import Sequence

from sqlalchemy import select

from grannsamverkan.core.i18n import current_language, gettext, speaking
from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality, OwnText, PlaceChange
from grannsamverkan.places.rules import texts

MOST_SHOWN = 200


def own_text(work: Work, municipality: Municipality | None, key: str) -> str:
    """The municipality's words for `key` in the reader's language, or the standard, filled in."""
    definition = texts.TEXTS[key]
    body = own_words(work, municipality, key, current_language()) if municipality else None
    name = municipality.name if municipality else gettext("kommunen")
    standard = gettext(definition.standard) if definition.standard else ""
    return texts.filled(standard if body is None else body, {"kommun": name})


def text_for(work: Work, municipality: Municipality, key: str, language: str) -> str:
    """As `own_text`, in the language of whoever a letter goes to."""
    with speaking(language):
        return own_text(work, municipality, key)


def own_words(work: Work, municipality: Municipality, key: str, language: str) -> str | None:
    """The municipality's own wording as it is kept, or None for the standard."""
    return work.session.scalar(
        select(OwnText.body).where(
            OwnText.municipality_id == municipality.id,
            OwnText.key == key,
            OwnText.language == language,
        )
    )


def worded(work: Work, municipality: Municipality) -> set[tuple[str, str]]:
    """(key, language) of every text in the municipality's own words."""
    found = work.session.execute(
        select(OwnText.key, OwnText.language).where(OwnText.municipality_id == municipality.id)
    )
    return {(key, language) for key, language in found}


def changes(
    work: Work, municipality: Municipality, what: str | None = None, kind: str | None = None
) -> Sequence[PlaceChange]:
    """What was changed, newest first: all of it, one thing or one kind (see `PlaceChange.what`)."""
    found = (
        select(PlaceChange)
        .where(PlaceChange.municipality_id == municipality.id)
        .order_by(PlaceChange.id.desc())
        .limit(MOST_SHOWN)
    )
    if what is not None:
        found = found.where(PlaceChange.what == what)
    if kind is not None:
        found = found.where(PlaceChange.what.startswith(f"{kind}:", autoescape=True))
    return work.session.scalars(found).all()
