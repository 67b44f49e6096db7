"""The receipt of printed matter by the link of a mail: `/K/<token>`.

Opening the page says nothing, because mail scanners open links; the press on it does.
"""

from flask import Blueprint

from grannsamverkan.core import doors
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.web import Answer, page, reading, see_other, writing
from grannsamverkan.places import queries as places
from grannsamverkan.signs.queries import catalogue
from grannsamverkan.signs.queries import printed as queries
from grannsamverkan.signs.usecases import printed
from grannsamverkan.signs.words.printed import amount
from grannsamverkan.signs.workflow import PRINTED

bp = Blueprint("receiving", __name__)
PUBLIC = frozenset({"receiving.receipt", "receiving.confirm"})
doors.keep_addresses_secret(bp)
doors.say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte längre"),
        lazy("Den är för gammal, eller så kom inte hela länken med. Logga in och svara i stället."),
        action=(lazy("Logga in"), "accounts.sign_in"),
    ),
)


@bp.get("/K/<token>")
def receipt(token: str) -> Answer:
    """What came, and the one press that says so; thanks, once it is said."""
    order_id = _open(token)
    with reading() as work:
        order = queries.order(work, order_id)
        known = catalogue.catalogue(work, order.municipality_id)
        return page(
            "orders/receipt.html",
            order=order,
            waits=PRINTED.offers(work.actor, order, "receive"),
            lines=[(line, catalogue.named(known, line.item)) for line in order.lines],
            receipt=queries.receipt_of(work, order_id),
            contacts=places.public_contacts(work, order.municipality_id),
            amount=amount,
            token=token,
        )


@bp.post("/K/<token>")
def confirm(token: str) -> Answer:
    """The press: everything has come. A second press changes nothing."""
    order_id = _open(token)
    with reading() as work:
        waits = PRINTED.offers(work.actor, queries.order(work, order_id), "receive")
    if waits:
        with writing() as work:
            printed.confirm_printed(work, order_id, queries.receipt_link(work, token))
    return see_other("receiving.receipt", token=token)


def _open(token: str) -> int:
    """The link's order; from here on this request acts as the link's holder."""
    with reading() as work:
        link = queries.receipt_link(work, token)
        if link is None:
            raise NotFound()
        order_id = link.order_id
    doors.hold("sign_order", order_id)
    return order_id
