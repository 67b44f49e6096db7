"""Orders of printed matter in a test's scene, from a wish to what has come."""

from datetime import timedelta

from grannsamverkan.places.models import Address, MapSource
from grannsamverkan.signs.models import OrderLink
from grannsamverkan.signs.queries import printed as queries
from grannsamverkan.signs.usecases import orders, printed
from grannsamverkan.signs.usecases.printed import Delivery, Wish

LEAFLET, STICKER, NOTICE = "household_leaflet", "door_sticker", "stairwell_notice"


class Press:
    """What a group orders and a coordinator does with it. `scene` is a `SignScene`."""

    def __init__(self, scene):
        self.scene, self.runtime = scene, scene.runtime

    def wishes(self, group_id, by=None, steps=(), **wish):
        """An order of some printed matter, taken some steps on; returns its id."""
        wanted = Wish(**{"quantities": {LEAFLET: 20}, **wish})
        with self.runtime.work((by or self.scene.maja).actor) as work:
            order_id = printed.place_printed(work, group_id, wanted).id
        self.moves(order_id, *steps)
        return order_id

    def moves(self, order_id, *steps, reason="", by=None):
        for step in steps:
            with self.runtime.work((by or self.scene.coordinator_user).actor) as work:
                orders.move_order(work, order_id, step, reason=reason)

    def lowers(self, order_id, numbers, word="Vi börjar med så många.", by=None):
        """Approves with fewer: `numbers` by item."""
        lines = {line.item: line.id for line in self.order(order_id).lines}
        with self.runtime.work((by or self.scene.coordinator_user).actor) as work:
            wanted = {lines[item]: number for item, number in numbers.items()}
            printed.approve_printed(work, order_id, wanted, word=word)

    def arrives(self, order_id, numbers, *, rest_comes=True, days=0):
        """What has come, by item, on the day that many days from now."""
        lines = {line.item: line.id for line in self.order(order_id).lines}
        came = {lines[item]: number for item, number in numbers.items()}
        with self.runtime.work(self.scene.coordinator_user.actor) as work:
            on = work.now.date() + timedelta(days=days)
            printed.deliver_printed(work, order_id, Delivery(came, on, rest_comes))

    def delivered(self, group_id):
        """An order that has come: its id, and the secret of the first mail's link."""
        order_id = self.wishes(group_id, steps=("approve", "order", "deliver"))
        with self.runtime.reading() as work:
            link = work.session.query(OrderLink).filter_by(order_id=order_id).first()
            return order_id, work.runtime.vault.open(link.token_sealed)

    def presses(self, order_id, by=None):
        with self.runtime.work((by or self.scene.maja).actor) as work:
            printed.confirm_printed(work, order_id)

    def order(self, order_id):
        with self.runtime.reading() as work:
            order = queries.order(work, order_id)
            assert order.lines is not None
            return order

    def state(self, order_id):
        return self.order(order_id).state

    def receipt(self, order_id):
        with self.runtime.reading() as work:
            return queries.receipt_of(work, order_id)

    def offers(self, group_id, **said):
        """What the group is offered, by item."""
        with self.runtime.reading() as work:
            group = self.scene.group(group_id)
            group = work.get(type(group), group_id)
            known = queries.ground(work, group, **said)
            return {offer.item.code: offer for offer in queries.offers(work, group, known)}

    def flats(self, group_id, *, dwellings=48, addresses=0):
        """Makes the group one of flats, with so many addresses of stairwells on the map."""
        with self.scene.given() as work:
            group = work.get(type(self.scene.group(group_id)), group_id)
            group.housing, group.dwellings = "flerfamiljshus", dwellings
            source = MapSource(
                municipality_id=self.scene.here, name="adr", kind="addresses", imported_at=work.now
            )
            work.session.add(source)
            work.session.flush()
            at = group.area.centroid
            for number in range(1, addresses + 1):
                work.session.add(
                    Address(
                        municipality_id=self.scene.here,
                        source_id=source.id,
                        street="Björkvägen",
                        number=str(number),
                        number_value=number,
                        search_key=f"björkvägen {number}",
                        x=at.x,
                        y=at.y,
                    )
                )
