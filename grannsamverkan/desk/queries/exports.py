"""Tables for a spreadsheet: rows as they come from the database, counts only, no person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.sheets import Cell
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import statistics
from grannsamverkan.desk.queries.chosen import Chosen, groups_where, signs_where
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.rules import HOUSING_WORDS, Participation
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.workflow import SIGN

AT_A_TIME = 500


@dataclass(frozen=True)
class Sheet:
    """One table: the file's name, its columns' titles, and what makes its rows."""

    name: Any
    head: Sequence[Any]
    rows: Callable[[Work, Chosen], Iterator[Sequence[Cell]]]


def group_rows(work: Work, chosen: Chosen) -> Iterator[Sequence[Cell]]:
    """One row for each group, by name."""
    people = (
        select(func.count())
        .where(Contact.group_id == Group.id, Contact.ended_at.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )
    found = work.session.execute(
        select(
            Group.name,
            Group.state,
            PoliceArea.name.label("area"),
            Group.housing,
            Group.dwellings,
            Group.joined,
            Group.declined,
            people.label("people"),
            Group.area_m2,
            Group.submitted_at,
        )
        .outerjoin(PoliceArea, PoliceArea.id == Group.police_area_id)
        .where(*groups_where(work.actor, chosen))
        .order_by(Group.name, Group.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for row in found:
        part = Participation(row.dwellings or 0, row.joined, row.declined)
        yield (
            row.name,
            GROUP.word(row.state),
            row.area or "",
            str(HOUSING_WORDS[row.housing]),
            row.dwellings,
            row.joined,
            row.declined,
            part.unanswered,
            round(part.share, 3),
            row.people,
            round(row.area_m2) if row.area_m2 else None,
            row.submitted_at,
        )


def sign_rows(work: Work, chosen: Chosen) -> Iterator[Sequence[Cell]]:
    """One row for each sign, by its code."""
    found = work.session.execute(
        select(
            Sign.code,
            Sign.state,
            Group.name.label("group"),
            PoliceArea.name.label("area"),
            Sign.post_number,
            Sign.place,
            Sign.x,
            Sign.y,
            Sign.municipality_id,
            Sign.created_at,
            Sign.handed_out_at,
            Sign.decided_at,
            Sign.due_on,
        )
        .join_from(Sign, Group, Sign.group_id == Group.id)
        .outerjoin(PoliceArea, PoliceArea.id == Group.police_area_id)
        .where(*signs_where(work.actor, chosen))
        .order_by(Sign.code)
        .execution_options(yield_per=AT_A_TIME)
    )
    for row in found:
        yield (
            codes.pretty(row.code),
            SIGN.word(row.state),
            row.group,
            row.area or "",
            row.post_number,
            row.place,
            *_latitude_longitude(work, row),
            row.created_at,
            row.handed_out_at,
            row.decided_at,
            row.due_on,
        )


def figure_rows(work: Work, chosen: Chosen) -> Iterator[Sequence[Cell]]:
    """The overview's figures, one a row: measure, police area, category, value."""
    found = statistics.figures(work, chosen)
    for area in found.areas:
        name, part = area.name, area.participation
        for state, count in area.groups.items():
            yield (_("Grupper"), name, GROUP.word(state), count)
        for state, count in area.signs.items():
            yield (_("Skyltar"), name, SIGN.word(state), count)
        yield (_("Bostäder i grupperna"), name, _("Med"), part.joined)
        yield (_("Bostäder i grupperna"), name, _("Inget svar"), part.unanswered)
        yield (_("Bostäder i grupperna"), name, _("Sagt nej"), part.declined)
    for title, spread in (
        (_("Dagar till beslut om grupp"), found.group_decisions),
        (_("Dagar till svar om plats"), found.place_decisions),
        (_("Dagar till svar om foton"), found.photo_decisions),
    ):
        yield (title, "", _("Antal"), spread.count)
        yield (title, "", _("Median"), _rounded(spread.median))
        yield (title, "", _("Nio av tio inom"), _rounded(spread.p90))


SHEETS: Mapping[str, Sheet] = {
    "grupper": Sheet(
        lazy("Grupper"),
        (
            lazy("Grupp"),
            lazy("Läge"),
            lazy("Polisområde"),
            lazy("Boende"),
            lazy("Bostäder"),
            lazy("Med"),
            lazy("Sagt nej"),
            lazy("Inget svar"),
            lazy("Andel med"),
            lazy("Kontaktombud"),
            lazy("Yta i m²"),
            lazy("Inskickad"),
        ),
        group_rows,
    ),
    "skyltar": Sheet(
        lazy("Skyltar"),
        (
            lazy("Skylt"),
            lazy("Läge"),
            lazy("Grupp"),
            lazy("Polisområde"),
            lazy("Stolpe"),
            lazy("Plats"),
            lazy("Latitud"),
            lazy("Longitud"),
            lazy("Planerad"),
            lazy("Utlämnad"),
            lazy("Beslutad"),
            lazy("Senast"),
        ),
        sign_rows,
    ),
    "statistik": Sheet(
        lazy("Statistik"),
        (lazy("Mått"), lazy("Polisområde"), lazy("Vad"), lazy("Värde")),
        figure_rows,
    ),
}


def _latitude_longitude(work: Work, row: Any) -> tuple[float | None, float | None]:
    if row.x is None or row.y is None:
        return None, None
    lon, lat = places.plane_of(work, row.municipality_id).to_lonlat(row.x, row.y)
    return round(lat, 6), round(lon, 6)


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 1)
