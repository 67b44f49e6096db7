"""Reads of the texts: the one that holds, an older one, and all there have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import format_number, local
from grannsamverkan.core.work import Work
from grannsamverkan.notices import rules
from grannsamverkan.notices.models import Notice
from grannsamverkan.notices.rules import Block, Starter
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.rules import SETTINGS


@dataclass(frozen=True)
class Edition:
    """One version of a text; `is_starter` if it is the product's own."""

    kind: str
    version: str
    valid_from: date
    text: Mapping[str, str]
    change: str = ""
    is_starter: bool = False
    created_by: int | None = None


def current(work: Work, municipality_id: int | None, kind: str) -> Edition:
    """The text that holds today; before any does, the product's own, which comes last."""
    today = local(work.now).date()
    known = history(work, municipality_id, kind)
    return next((one for one in known if one.valid_from <= today), known[-1])


def version(work: Work, municipality_id: int, kind: str) -> str:
    """The name of the version that holds today: what a consent keeps."""
    return current(work, municipality_id, kind).version


def named(work: Work, municipality_id: int | None, kind: str, version: str) -> Edition:
    """A version by its name; NotFound if there is none."""
    found = [one for one in history(work, municipality_id, kind) if one.version == version]
    if not found:
        raise NotFound()
    return found[0]


def history(work: Work, municipality_id: int | None, kind: str) -> Sequence[Edition]:
    """Every version, the newest first; the product's own comes last."""
    if kind not in rules.KINDS:
        raise NotFound()
    rows = work.session.scalars(
        select(Notice)
        .where(Notice.municipality_id == municipality_id, Notice.kind == kind)
        .order_by(Notice.valid_from.desc(), Notice.id.desc())
    )
    return [*(_edition(row) for row in rows), _of_starter(kind, rules.starters()[kind])]


def values(work: Work, municipality: Municipality | None) -> Mapping[str, str]:
    """What the names in braces stand for. A setting is named by its key."""
    if municipality is None:
        return {name: str(words) for name, words in _nobodys().items()}
    settled = {
        one.definition.key: format_number(float(one.value))
        for one in places.settings(work, municipality.id)
        if one.definition.type in {"int", "float"}
    }
    return {
        "municipality": municipality.name,
        "controller": municipality.privacy_controller or municipality.name,
        "dpo": municipality.privacy_contact or municipality.name,
        "mailbox": municipality.function_mailbox or municipality.name,
        **settled,
    }


def shown(work: Work, municipality: Municipality | None, text: str) -> list[Block]:
    """A text as a page shows it."""
    return rules.blocks(rules.fill(text, values(work, municipality)))


def _nobodys() -> Mapping[str, str]:
    """Before any municipality is there: a dash for names, and the defaults of settings."""
    figures = {
        key: format_number(float(one.default))
        for key, one in SETTINGS.items()
        if one.type in {"int", "float"}
    }
    return {**dict.fromkeys(("municipality", "controller", "dpo", "mailbox"), "–"), **figures}


def _edition(row: Notice) -> Edition:
    text = {"sv": row.text_sv, "en": row.text_en}
    return Edition(
        row.kind, row.version, row.valid_from, text, row.change, created_by=row.created_by
    )


def _of_starter(kind: str, starter: Starter) -> Edition:
    return Edition(kind, starter.version, starter.valid_from, starter.text, is_starter=True)
