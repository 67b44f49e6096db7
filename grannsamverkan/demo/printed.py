"""The demo's orders of printed matter: one asked for, one on its way, two that have come."""

from collections.abc import Mapping
from dataclasses import dataclass

from grannsamverkan.demo.stage import Stage
from grannsamverkan.signs.models.orders import SignOrder
from grannsamverkan.signs.usecases import printed
from grannsamverkan.signs.usecases.printed import Delivery, Wish


@dataclass(frozen=True)
class Ordered:
    """Who orders what and when; whether it is answered, how many came of each (None: all), and
    whether the group has said that it got them."""

    by: str
    days_ago: int
    numbers: Mapping[str, int]
    answered: bool = True
    came: int | None = None
    received: bool = False
    note: str = ""


ORDERS = (
    Ordered("anna@example.se", 35, {"household_leaflet": 20, "door_sticker": 17}, received=True),
    Ordered("david@example.se", 14, {"household_leaflet": 22, "door_sticker": 14}, came=10),
    Ordered("maria@example.se", 9, {"newcomer_leaflet": 2}),
    Ordered(
        "fatima@example.se",
        2,
        {"household_leaflet": 22},
        answered=False,
        note="Vi delar ut dem före mötet.",
    ),
)
SUPPLIER, REFERENCE = "Kommunens tryckeri", "T-{number}"


class PrintedStory(Stage):
    """Groups order, the coordinator answers, and what has come is received."""

    def tell(self, municipality_id: int) -> None:
        """All of it, the oldest first."""
        self.municipality_id = municipality_id
        for one in ORDERS:
            self._go_back(one.days_ago)
            order_id = self._wish(one)
            if one.answered:
                self._fetch(order_id)
                self._deliver(order_id, one.came)
            if one.received:
                with self._as(self._person(one.by)) as work:
                    printed.confirm_printed(work, order_id)

    def _wish(self, one: Ordered) -> int:
        with self._as(self._person(one.by)) as work:
            wish = Wish(one.numbers, note=one.note)
            return printed.place_printed(work, self._own(work).id, wish).id

    def _fetch(self, order_id: int) -> None:
        """Say yes to it, and order it from whoever prints."""
        coordinator = self._staff("coordinator")
        self._sleep(1)
        with self._as(coordinator) as work:
            printed.approve_printed(work, order_id)
        with self._as(coordinator) as work:
            reference = REFERENCE.format(number=order_id)
            printed.order_printed(work, order_id, supplier=SUPPLIER, reference=reference)

    def _deliver(self, order_id: int, came: int | None) -> None:
        self._sleep(4)
        with self._as(self._staff("coordinator")) as work:
            lines = work.get(SignOrder, order_id).lines
            numbers = {line.id: came or line.quantity for line in lines}
            printed.deliver_printed(work, order_id, Delivery(numbers))
