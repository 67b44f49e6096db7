"""A list that comes as a spreadsheet, and goes as one. Nothing is kept before it is confirmed.

Between preview and confirmation the rows travel in the page, sealed for this person, this group
and one hour: a list that nobody confirms has never been stored.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import Dwelling
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.queries.households import Household
from grannsamverkan.groups.rules.households import place_key
from grannsamverkan.groups.rules.imports import Listed, PlannedRow, guess_columns, plan
from grannsamverkan.groups.rules.sheets import Sheet, SheetFault, read_sheet
from grannsamverkan.groups.usecases import households as keeping
from grannsamverkan.groups.workflow import DWELLING_DESCRIBED, LIST_EXPORTED, LIST_IMPORTED

SEALED_LASTS = timedelta(hours=1)
_DOES = frozenset({"add", "change", "erase"})


@dataclass(frozen=True)
class Preview:
    """What a sheet would do: its columns as guessed or chosen, and a verdict on every row."""

    sheet: Sheet
    columns: Mapping[str, int]
    rows: list[PlannedRow]
    sealed: str

    @property
    def changes(self) -> int:
        """How many rows would change the list."""
        return sum(row.deed in _DOES for row in self.rows)

    @property
    def described(self) -> int:
        """How many rows bring details of a household."""
        return sum(row.deed in _DOES and not row.details.is_empty for row in self.rows)

    @property
    def wrong(self) -> int:
        """How many rows cannot be taken in."""
        return sum(bool(row.problems) for row in self.rows)


def preview_file(work: Work, group_id: int, content: bytes) -> Preview:
    """Read a file and say what it would do. Raises InvalidInput on `file`."""
    group = _listed_group(work, group_id)
    try:
        sheet = read_sheet(content)
    except SheetFault as fault:
        raise errors.sheet_fault(fault.fault) from fault
    return _preview(work, group, sheet, guess_columns(sheet.head))


def preview_sealed(
    work: Work, group_id: int, sealed: str, columns: Mapping[str, int] | None = None
) -> Preview:
    """The same for rows that travelled in the page, with the columns as they are chosen now."""
    group = _listed_group(work, group_id)
    travelled = _opened(work, group, sealed)
    rows = tuple((number, tuple(row)) for number, row in travelled["rows"])
    sheet = Sheet(tuple(travelled["head"]), rows, frozenset(travelled["formulas"]))
    chosen = travelled["columns"] if columns is None else columns
    return _preview(work, group, sheet, chosen)


def take_in(work: Work, group_id: int, sealed: str, *, consents: bool) -> int:
    """Do what the preview said, by the list as it stands now; returns how many rows did something.

    Taking in the same sheet twice does nothing the second time.
    """
    group = keeping.kept_group_to_change(work, group_id)
    keeping.list_of(work, group)
    previewed = preview_sealed(work, group_id, sealed)
    if previewed.described and not consents:
        raise errors.consent_missing()
    done = 0
    for row in previewed.rows:
        if row.deed in _DOES:
            _take_row(work, group, row)
            done += 1
    work.record(LIST_IMPORTED, keeping.list_of(work, group), rows=done)
    keeping.recount(work, group)
    return done


def export(work: Work, group_id: int) -> list[Household]:
    """The whole list for its own contact persons; that it was taken out is logged."""
    group = keeping.kept_group_to_change(work, group_id)
    work.record(LIST_EXPORTED, keeping.list_of(work, group))
    return [one for one in households.households(work, group) if one.status != "unplaced"]


def _listed_group(work: Work, group_id: int) -> Group:
    group = households.kept_group(work, group_id)
    keeping.list_of(work, group)
    return group


def _preview(work: Work, group: Group, sheet: Sheet, columns: Mapping[str, int]) -> Preview:
    listed = {
        place_key(one.address): Listed(one.id, one.status, one.details)
        for one in households.households(work, group)
        if one.status != "unplaced"
    }
    sealed = _sealed(work, group, sheet, columns)
    return Preview(sheet, columns, plan(sheet, columns, listed), sealed)


def _take_row(work: Work, group: Group, row: PlannedRow) -> None:
    if row.dwelling_id is None:
        dwelling = keeping.list_place(work, group, row.address, how="sheet")
    else:
        dwelling = work.get(Dwelling, row.dwelling_id)
    keeping.set_answer(work, dwelling, status=row.status, how="sheet")
    if row.details.is_empty:
        return
    keeping.keep_details(work, dwelling, row.details)
    dwelling.consent_version = households.consent_version(work, dwelling.municipality_id)
    work.record(DWELLING_DESCRIBED, dwelling, consent=dwelling.consent_version)


def _sealed(work: Work, group: Group, sheet: Sheet, columns: Mapping[str, int]) -> str:
    travels = {
        "group": group.id,
        "person": work.actor.id,
        "until": (work.now + SEALED_LASTS).isoformat(),
        "columns": dict(columns),
        **asdict(sheet),
        "formulas": sorted(sheet.formulas),
    }
    packed = zlib.compress(json.dumps(travels).encode(), 9)
    return work.runtime.vault.seal(base64.b85encode(packed).decode())


def _opened(work: Work, group: Group, sealed: str) -> dict[str, Any]:
    try:
        packed = base64.b85decode(work.runtime.vault.open(sealed))
        # Sealed by us a moment ago: it unpacks to what was read within the limits of a sheet.
        travelled: dict[str, Any] = json.loads(zlib.decompress(packed))
    except ValueError as error:
        raise errors.preview_over() from error
    is_ours = travelled["group"] == group.id and travelled["person"] == work.actor.id
    if not is_ours or work.now >= datetime.fromisoformat(travelled["until"]):
        raise errors.preview_over()
    return travelled
