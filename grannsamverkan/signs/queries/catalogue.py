"""What a municipality's groups can order: what ships, with its own versions put in."""

from collections.abc import Mapping

from sqlalchemy import select

from grannsamverkan.core import i18n
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models.printed import PrintedMatter
from grannsamverkan.signs.words.printed import Item, shipped, without_name


def catalogue(work: Work, municipality_id: int) -> dict[str, Item]:
    """Every item by code, also those left out: orders of before name them."""
    rows = work.session.scalars(
        select(PrintedMatter)
        .where(PrintedMatter.municipality_id == municipality_id)
        .order_by(PrintedMatter.id)
    )
    return {**shipped(), **{row.code: item_of(row) for row in rows}}


def items(work: Work, municipality_id: int) -> list[Item]:
    """What can be ordered now, in the catalogue's order."""
    return [item for item in catalogue(work, municipality_id).values() if item.used]


def own_row(work: Work, municipality_id: int, code: str) -> PrintedMatter | None:
    """The municipality's own row for a code, if it has one."""
    return work.session.scalar(
        select(PrintedMatter).where(
            PrintedMatter.municipality_id == municipality_id, PrintedMatter.code == code
        )
    )


def named(known: Mapping[str, Item], code: str) -> Item:
    """The item of a code that an order names, whatever has become of it."""
    return known.get(code) or without_name(code)


def item_of(row: PrintedMatter) -> Item:
    """A row as the item it tells of."""
    return Item(
        code=row.code,
        names={language: getattr(row, f"name_{language}") for language in i18n.LANGUAGES},
        abouts={language: getattr(row, f"about_{language}") for language in i18n.LANGUAGES},
        unit=row.unit,
        per=row.per,
        factor=row.factor,
        opens=row.opens,
        source=row.source,
        is_own=True,
        used=row.used,
    )
