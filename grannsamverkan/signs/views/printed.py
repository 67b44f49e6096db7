"""Pages of printed matter: a group orders, the coordinator answers, orders and delivers."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from wtforms import IntegerField

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import _, local
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import policy
from grannsamverkan.signs.forms.orders import OrderStepForm
from grannsamverkan.signs.forms.printed import (
    ApproveForm,
    DeliveryForm,
    HandReceiptForm,
    OrderedForm,
    WishForm,
    with_numbers,
)
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.queries import catalogue
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.queries import printed as queries
from grannsamverkan.signs.queries.printed import Offer
from grannsamverkan.signs.usecases import printed
from grannsamverkan.signs.usecases.printed import Delivery, Wish
from grannsamverkan.signs.words import printed as words
from grannsamverkan.signs.workflow import PRINTED

bp = Blueprint("printed", __name__)
# By a change of these the numbers proposed change.
_RECKONED_FROM = frozenset({"dwelling", "entrance"})


@bp.route("/grupper/<int:group_id>/bestall-trycksaker", methods=["GET", "POST"])
def create(group_id: int) -> ResponseReturnValue:
    """A group orders what it is proposed, or other numbers, or learns why it cannot yet."""
    with reading() as work:
        group = groups.group(work, group_id)
        if not policy.may_order_printed(work.actor, group):
            raise NotFound()
        form, offers = _wish_form(work, group)
    if form.is_submitted() and "rakna" in request.form:
        form.validate()
        _propose(form, offers, _RECKONED_FROM)
    elif form.validate_on_submit():
        with writing(form) as work:
            made = printed.place_printed(work, group_id, _wish(form, offers))
        if not form.errors:
            return see_other("orders.show", order_id=made.id)
    elif not form.is_submitted():
        _propose(form, offers)
    with reading() as work:
        return page("orders/printed_create.html", form=form, **_offered(work, group_id, offers))


def _wish_form(work: Work, group: Group) -> tuple[WishForm, list[Offer]]:
    """The form with a field for each open item, and the offers that its own numbers lead to."""
    said = WishForm()
    ground = queries.ground(work, group, said.dwellings.data, said.entrances.data)
    offers = queries.offers(work, group, ground)
    labels = {_name(offer): offer.item.name for offer in offers if not offer.closed}
    form = with_numbers(WishForm, labels)()
    if not form.is_submitted():
        form.dwellings.data = ground.dwellings
        form.entrances.data = ground.entrances or None
    return form, offers


def _name(offer: Offer) -> str:
    return f"antal_{offer.item.code}"


def _propose(form: WishForm, offers: list[Offer], per: frozenset[str] | None = None) -> None:
    """Fill in what is proposed; of what is reckoned from `per` alone, if that is given."""
    for offer in offers:
        if not offer.closed and (per is None or offer.item.per in per):
            form[_name(offer)].raw_data = None
            form[_name(offer)].data = offer.proposed


def _wish(form: WishForm, offers: list[Offer]) -> Wish:
    wanted = {o.item.code: form[_name(o)].data or 0 for o in offers if not o.closed}
    return Wish(
        wanted,
        form.dwellings.data,
        form.entrances.data,
        form.why.data or "",
        form.note.data or "",
    )


def _offered(work: Work, group_id: int, offers: list[Offer]) -> dict[str, Any]:
    group = groups.group(work, group_id)
    return {
        "group": group,
        "offers": [(offer, _name(offer)) for offer in offers if not offer.closed],
        "closed": [offer for offer in offers if offer.closed],
        "reasons": list({str(r): r for offer in offers for r in offer.closed}.values()),
        "has_stairwells": queries.has_stairwells(group),
        "asks_dwellings": not group.dwellings,
        "orders": order_queries.orders(work, group_id=group_id, kind="printed"),
        "states": PRINTED.states,
        "words": words,
    }


@bp.post("/skyltar/bestallningar/<int:order_id>/godkann")
def approve(order_id: int) -> ResponseReturnValue:
    """Say yes, perhaps to fewer."""

    def do(work: Work, form: Any) -> None:
        printed.approve_printed(work, order_id, _numbers(form), word=form.word.data or "")

    return _step(order_id, "approve", do)


@bp.post("/skyltar/bestallningar/<int:order_id>/bestalld")
def ordered(order_id: int) -> ResponseReturnValue:
    """Note from whom it is ordered."""

    def do(work: Work, form: Any) -> None:
        printed.order_printed(
            work,
            order_id,
            supplier=form.supplier.data or "",
            reference=form.reference.data or "",
        )

    return _step(order_id, "order", do)


@bp.post("/skyltar/bestallningar/<int:order_id>/leverans")
def delivery(order_id: int) -> ResponseReturnValue:
    """Note what came."""

    def do(work: Work, form: Any) -> None:
        came = Delivery(_numbers(form), form.on.data, rest_comes=not form.ends.data)
        printed.deliver_printed(work, order_id, came)

    return _step(order_id, "deliver", do)


@bp.post("/skyltar/bestallningar/<int:order_id>/kvittera")
def received(order_id: int) -> ResponseReturnValue:
    """The press of one of the group: everything has come."""
    with writing() as work:
        printed.confirm_printed(work, order_id)
    return see_other("orders.show", order_id=order_id)


@bp.post("/skyltar/bestallningar/<int:order_id>/kvitterad")
def received_by_hand(order_id: int) -> ResponseReturnValue:
    """Note by hand who took it."""

    def do(work: Work, form: Any) -> None:
        printed.note_receipt(work, order_id, received_by=form.received_by.data, on=form.on.data)

    return _step(order_id, "receive", do)


def order_page(work: Work, order: SignOrder, stop: OrderStepForm) -> ResponseReturnValue:
    """One order with the next step; `stop` is the form that refuses or cancels."""
    form = _step_form(work, order)
    return _shown(work, order, form, stop, shown=stop if stop.errors else form)


def _step(order_id: int, step: str, do: Callable[[Work, Any], None]) -> ResponseReturnValue:
    """Do what the form of the order's next step says, or show the form with its errors."""
    with reading() as work:
        order = queries.order(work, order_id)
        work.require(policy.may_keep_order, order)
        if not PRINTED.offers(work.actor, order, step):
            raise PRINTED.too_late(work, order)
        form = _step_form(work, order)
    if form is not None and form.validate_on_submit():
        with writing(form) as work:
            do(work, form)
        if not form.errors:
            return see_other("orders.show", order_id=order_id)
    with reading() as work:
        order = queries.order(work, order_id)
        return _shown(work, order, form, OrderStepForm(None), shown=form)


def _step_form(work: Work, order: SignOrder) -> Form | None:
    """The form that the order's state asks the coordinator for; None where it asks for none."""
    known = catalogue.catalogue(work, order.municipality_id)
    labels = {_line_name(line): catalogue.named(known, line.item).name for line in order.lines}
    today = local(work.now).date()
    if order.state == "asked":
        left = {_line_name(line): line.quantity for line in order.lines}
        return with_numbers(ApproveForm, labels)(data=left)
    if order.state == "approved":
        return OrderedForm()
    if order.state == "ordered":
        left = {_line_name(line): line.quantity - line.delivered for line in order.lines}
        return with_numbers(DeliveryForm, labels)(data={**left, "on": today})
    return HandReceiptForm(data={"on": today}) if order.state == "delivered" else None


def _line_name(line: OrderLine) -> str:
    return f"rad_{line.id}"


def _numbers(form: Form) -> Mapping[int, int]:
    """How many by line; an empty field says none."""
    return {
        int(field.name.removeprefix("rad_")): field.data or 0
        for field in form
        if isinstance(field, IntegerField)
    }


def _shown(
    work: Work, order: SignOrder, form: Form | None, stop: OrderStepForm, shown: Form | None
) -> ResponseReturnValue:
    known = catalogue.catalogue(work, order.municipality_id)
    receipt = queries.receipt_of(work, order.id)
    people = [one for one in (order.created_by, receipt and receipt.confirmed_by) if one]
    return page(
        "orders/printed.html",
        form=shown,
        step_form=form,
        stop_form=stop,
        order=order,
        lines=[(line, catalogue.named(known, line.item), _line_name(line)) for line in order.lines],
        state=PRINTED.states[order.state],
        steps={step.name: step for step in PRINTED.available(work.actor, order)},
        may_keep=policy.may_keep_order(work.actor, order),
        names=accounts.names(work, people),
        receipt=receipt,
        unknown=_("okänd"),
        amount=words.amount,
    )
