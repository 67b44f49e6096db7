"""Keeping a municipality's catalogue of printed matter."""

from dataclasses import asdict, dataclass
from typing import Any

from grannsamverkan.core import codes, i18n
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.usecases import changes
from grannsamverkan.signs import policy
from grannsamverkan.signs.models.printed import PrintedMatter
from grannsamverkan.signs.queries import catalogue as queries
from grannsamverkan.signs.words.printed import Item, shipped
from grannsamverkan.signs.workflow import PRINTED_MATTER_CHANGED


@dataclass(frozen=True)
class Matter:
    """What is kept of an item; see `models/printed.py`."""

    name_sv: str
    name_en: str
    about_sv: str
    about_en: str
    unit: str
    per: str
    factor: float
    opens: str
    source: str


def keep_item(work: Work, municipality: Municipality, code: str | None, matter: Matter) -> str:
    """Change an item, or add one (no `code`); returns its code."""
    work.require(policy.may_keep_catalogue, municipality)
    known = None if code is None else _known(work, municipality, code)
    row = _row(work, municipality, code or f"own-{codes.new_code().lower()}")
    for name, value in asdict(matter).items():
        setattr(row, name, value)
    _note(work, row, known, used=True)
    return row.code


def use_item(work: Work, municipality: Municipality, code: str, *, used: bool) -> None:
    """Leave an item out of what groups can order, or take it in again."""
    work.require(policy.may_keep_catalogue, municipality)
    known = _known(work, municipality, code)
    row = _row(work, municipality, code)
    for name, value in asdict(matter_of(known)).items():
        setattr(row, name, value)
    _note(work, row, known, used=used)


def drop_own_item(work: Work, municipality: Municipality, code: str) -> None:
    """Go back to the item as it ships; one of the municipality's own making is left out."""
    work.require(policy.may_keep_catalogue, municipality)
    if code not in shipped():
        use_item(work, municipality, code, used=False)
        return
    row = queries.own_row(work, municipality.id, code)
    if row is not None:
        item = shipped()[code]
        changes.note(
            work, municipality.id, f"printed:{code}", _told(queries.item_of(row)), _told(item)
        )
        _record(work, row, item, used=True)
        work.session.delete(row)


def matter_of(item: Item) -> Matter:
    """What is kept of an item, in both languages."""
    said = {
        f"{part}_{language}": getattr(item, f"{part}s")[language]
        for part in ("name", "about")
        for language in i18n.LANGUAGES
    }
    same = {name: getattr(item, name) for name in ("unit", "per", "factor", "opens", "source")}
    return Matter(**said, **same)


def _known(work: Work, municipality: Municipality, code: str) -> Item:
    known = queries.catalogue(work, municipality.id).get(code)
    if known is None:
        raise NotFound()
    return known


def _row(work: Work, municipality: Municipality, code: str) -> PrintedMatter:
    row = queries.own_row(work, municipality.id, code)
    if row is None:
        row = PrintedMatter(municipality_id=municipality.id, code=code)
        work.session.add(row)
    row.changed_by, row.changed_at = work.actor.id, work.now
    return row


def _note(work: Work, row: PrintedMatter, known: Item | None, *, used: bool) -> None:
    """Into the municipality's history, and into the log, which holds no words."""
    row.used = used
    item = queries.item_of(row)
    old, new = known and _told(known), _told(item)
    if old != new:
        changes.note(work, row.municipality_id, f"printed:{row.code}", old, new)
    _record(work, row, item, used=used)


def _record(work: Work, row: PrintedMatter, item: Item, *, used: bool) -> None:
    work.record(
        PRINTED_MATTER_CHANGED, row, code=row.code, used=used, per=item.per, factor=item.factor
    )


def _told(item: Item) -> dict[str, Any]:
    return {**asdict(matter_of(item)), "used": item.used}
