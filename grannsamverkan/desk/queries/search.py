"""Is there a group at my address? Open to everybody, so nobody's data but a group's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Address, Municipality, PublicContact
from grannsamverkan.places.queries import addresses as address_queries

LONGEST = 100
MOST_CHOICES = 20


@dataclass(frozen=True)
class Found:
    """What a search came to.

    `address` is the one meant, if that is clear, and `groups` ids and names of those that cover it.
    Else `choices` are addresses to choose among.
    """

    address: Address | None = None
    groups: tuple[tuple[int, str], ...] = ()
    choices: Sequence[Address] = ()


def search(work: Work, municipality: Municipality, text: str) -> Found:
    """Look for an address, and for the groups that cover it."""
    exact = address_queries.address_by_text(work, municipality.id, text)
    if exact is None:
        choices = address_queries.find(work, municipality.id, text, MOST_CHOICES)
        if len(choices) != 1:
            return Found(choices=choices)
        exact = choices[0]
    covering = groups.covering(work, municipality.id, exact.x, exact.y)
    return Found(
        exact,
        tuple(sorted(((group.id, group.name) for group in covering), key=lambda pair: pair[1])),
    )


@dataclass(frozen=True)
class Ground:
    """The municipalities of the installation, the one that is meant, and whom to call there."""

    all: Sequence[Municipality]
    chosen: Municipality | None
    contacts: Sequence[PublicContact]


def ground(work: Work, *wanted: str | None) -> Ground:
    """The first municipality named in `wanted` that exists, else the first of all."""
    known = places.municipalities(work)
    by_slug = {municipality.slug: municipality for municipality in known}
    named = (by_slug[slug] for slug in wanted if slug in by_slug)
    chosen = next(named, known[0] if known else None)
    return Ground(known, chosen, places.public_contacts(work, chosen.id) if chosen else ())
