"""How far contact persons have come, as a table for a spreadsheet. It holds personal data."""

from collections.abc import Iterator, Sequence
from typing import Any

from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.sheets import Cell
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.training.queries.following import everybody, followed_in
from grannsamverkan.training.workflow import STANDINGS

PEOPLE_HEAD: Sequence[Any] = (
    lazy("Namn"),
    lazy("Grupp"),
    lazy("Polisområde"),
    lazy("E-post"),
    lazy("Telefon"),
    lazy("Utbildad"),
    lazy("Gäller till och med"),
    lazy("Läge"),
)


def people_rows(work: Work) -> Iterator[Sequence[Cell]]:
    """One row for each contact person the actor follows, those who have it to do first."""
    areas = places.police_area_names(work, followed_in(work.actor))
    for person in everybody(work):
        contact = person.contact
        yield (
            contact.user.name,
            contact.group.name,
            areas.get(contact.group.police_area_id or 0, ""),
            contact.user.email,
            contact.user.phone or "",
            contact.trained_on,
            contact.trained_until,
            str(STANDINGS[person.standing].word),
        )
