"""Open orders as a table, for whoever delivers: things and numbers, and no person."""

from collections.abc import Iterator, Sequence

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.sheets import Cell
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.queries import catalogue, orders
from grannsamverkan.signs.queries.catalogue import named
from grannsamverkan.signs.words.printed import UNIT_CHOICES, Item
from grannsamverkan.signs.workflow import ORDERS

HEAD = (
    lazy("Beställning"),
    lazy("Läge"),
    lazy("Grupp"),
    lazy("Kod"),
    lazy("Sak"),
    lazy("Enhet"),
    lazy("Antal"),
    lazy("Levererat"),
    lazy("Kvar"),
    lazy("Beställt hos"),
    lazy("Referens"),
    lazy("Sedan"),
)


def catalogues(work: Work, found: Sequence[SignOrder]) -> dict[int, dict[str, Item]]:
    """The catalogue of each municipality whose orders these are, by its id."""
    here = {order.municipality_id for order in found}
    return {place: catalogue.catalogue(work, place) for place in sorted(here)}


def rows(work: Work, kind: str, state: str) -> Iterator[Sequence[Cell]]:
    """A row for each line of the orders that the actor may see, of one kind or state if given."""
    found = orders.orders(work, (state,) if state else orders.OPEN, kind=kind)
    known = catalogues(work, found)
    for order in found:
        for line in order.lines:
            yield _row(order, line, known[order.municipality_id])


def _row(order: SignOrder, line: OrderLine, known: dict[str, Item]) -> Sequence[Cell]:
    return (
        order.id,
        ORDERS[order.kind].word(order.state),
        order.group.name,
        *_thing(line, known),
        line.quantity,
        *_arrived(order, line),
        order.supplier,
        order.reference,
        order.moved_at.date(),
    )


def _thing(line: OrderLine, known: dict[str, Item]) -> tuple[str, str, str]:
    """Code, name and unit; of a sign its code and where it is to hang."""
    if line.sign is not None:
        where = f"{line.sign.post_number} {line.sign.place}".strip()
        return codes.pretty(line.sign.code), where, str(UNIT_CHOICES["piece"])
    item = named(known, line.item)
    return item.code, item.name, str(UNIT_CHOICES[item.unit])


def _arrived(order: SignOrder, line: OrderLine) -> tuple[int, int]:
    """How many have come, and how many are to come."""
    if order.kind == "signs":
        came = line.quantity if order.state in {"delivered", "handed_out"} else 0
    else:
        came = line.delivered
    return came, line.quantity - came
