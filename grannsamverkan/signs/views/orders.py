"""Pages of orders: a group orders and follows, the coordinator orders, receives and hands out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core import codes
from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.forms import options
from grannsamverkan.core.i18n import _, lazy, local
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.sending import send_stored
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.core.workflow import Step
from grannsamverkan.groups import queries as groups
from grannsamverkan.signs import policy, prints, queries
from grannsamverkan.signs.forms.orders import ConsentForm, OrderForm, OrderStepForm, ReceiptForm
from grannsamverkan.signs.models.orders import SignOrder
from grannsamverkan.signs.prints import Document
from grannsamverkan.signs.prints import orders as order_prints
from grannsamverkan.signs.prints import printed as printed_prints
from grannsamverkan.signs.queries import catalogue, ordersheet
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.usecases import orders
from grannsamverkan.signs.usecases.orders import Consent, Receipt
from grannsamverkan.signs.views import intake
from grannsamverkan.signs.views.orderlists import TO_PACK, asked_kind, asked_state
from grannsamverkan.signs.views.planning import send_pdf
from grannsamverkan.signs.views.printed import order_page
from grannsamverkan.signs.words.printed import amount, kinds_of
from grannsamverkan.signs.workflow import ORDER, ORDERS, PRINTED

bp = Blueprint("orders", __name__)
AT_ONCE = ("approve", "order", "deliver")
STEPS = frozenset({*AT_ONCE, "refuse", "cancel"})


@bp.get("/skyltar/bestallningar")
def index() -> ResponseReturnValue:
    """The orders one may see, a page at a time: the coordinator's queue, the group's own."""
    state, kind = asked_state(), asked_kind()
    with reading() as work:
        counts = order_queries.counts(work)
        wanted = (state,) if state else order_queries.OPEN
        shown = order_queries.listed(work, wanted, page_number(), kind)
        return page(
            "orders/index.html",
            orders=shown.rows,
            pager=pager(shown),
            counts={name: _sum(counts, kind, name) for name in PRINTED.states},
            kinds={name: _has(counts, name) for name in ORDERS},
            chosen=state,
            chosen_kind=kind,
            words=PRINTED.states if kind == "printed" else {**PRINTED.states, **ORDER.states},
            tables=ORDERS,
            steps=_at_once(work, shown.rows),
            keeps=policy.keeps_orders(work.actor),
            kinds_of=kinds_of,
            finished=request.args.get("klara", type=int),
            nothing="inget" in request.args,
        )


def _at_once(work: Work, found: Sequence[SignOrder]) -> list[Step]:
    """The steps that at least one of these orders can take."""
    return [
        step
        for name, step in ORDER.steps.items()
        if name in AT_ONCE
        and any(ORDERS[order.kind].offers(work.actor, order, name) for order in found)
    ]


def _sum(counts: Mapping[tuple[str, str], int], kind: str, state: str) -> int:
    return sum(n for (one, at), n in counts.items() if at == state and kind in ("", one))


def _has(counts: Mapping[tuple[str, str], int], kind: str) -> bool:
    return any(one == kind for one, _state in counts)


@bp.post("/skyltar/bestallningar")
def move_several() -> ResponseReturnValue:
    """One step for several orders at once."""
    chosen, step = request.form.getlist("bestallning", type=int), request.form.get("step", "")
    if not chosen:
        with reading() as work:
            work.require(policy.keeps_orders)
        return see_other("orders.index", inget=1, slag=asked_kind() or None)
    if step not in AT_ONCE:
        raise NotFound()
    with writing() as work:
        moved = orders.move_orders(work, chosen, step)
    return see_other("orders.index", klara=moved, slag=asked_kind() or None)


@bp.get("/skyltar/bestallningar/plocklista")
def pick_list() -> ResponseReturnValue:
    """What has come and is to be packed, group by group, for paper."""
    with reading() as work:
        work.require(policy.keeps_orders)
        found = order_queries.orders(work, TO_PACK, kind=asked_kind())
        return page(
            "orders/pick_list.html",
            orders=found,
            known=ordersheet.catalogues(work, found),
            named=catalogue.named,
            amount=amount,
            pretty=codes.pretty,
            now=work.now,
        )


@bp.route("/grupper/<int:group_id>/bestall", methods=["GET", "POST"])
def create(group_id: int) -> ResponseReturnValue:
    """A group orders signs for its approved places, or learns why it cannot yet."""
    form = OrderForm()
    with reading() as work:
        group = groups.group(work, group_id)
        if not policy.may_order(work.actor, group):
            raise NotFound()
        can = order_queries.orderable(work, group)
        form.signs.choices = options(
            (sign.id, f"{codes.pretty(sign.code)}, {prints.place_of(sign)}") for sign in can
        )
        shown: dict[str, Any] = {
            "group": group,
            "gate": groups.sign_gate(group),
            "can": can,
            "orders": order_queries.orders(work, group_id=group_id, kind="signs"),
            "states": ORDER.states,
        }
    if form.validate_on_submit():
        with writing(form) as work:
            made = orders.place_order(
                work, group_id, form.signs.data or [], note=form.note.data or ""
            )
        if not form.errors:
            return see_other("orders.show", order_id=made.id)
    elif not form.is_submitted():
        form.signs.data = [sign.id for sign in can]
    return page("orders/create.html", form=form, **shown)


@bp.get("/skyltar/bestallningar/<int:order_id>")
def show(order_id: int) -> ResponseReturnValue:
    """One order: its signs, where it stands, and the next step."""
    with reading() as work:
        return _order_page(work, order_queries.order(work, order_id), OrderStepForm(), _receipt())


@bp.post("/skyltar/bestallningar/<int:order_id>")
def move(order_id: int) -> ResponseReturnValue:
    """One step of one order."""
    form = OrderStepForm()
    with reading() as work:
        steps = ORDERS[order_queries.order(work, order_id).kind].steps
    if form.validate_on_submit() and form.step.data in STEPS & steps.keys():
        with writing(form) as work:
            orders.move_order(work, order_id, form.step.data, reason=form.reason.data or "")
        if not form.errors:
            return see_other("orders.show", order_id=order_id)
    elif not form.errors:
        raise InvalidInput(lazy("Välj vad som ska göras."))
    with reading() as work:
        return _order_page(work, order_queries.order(work, order_id), form, _receipt())


@bp.post("/skyltar/bestallningar/<int:order_id>/lamna-ut")
def hand_out(order_id: int) -> ResponseReturnValue:
    """Hand out what was ordered, and note who took it."""
    form = ReceiptForm()
    with reading() as work:
        work.require(policy.may_hand_out, order_queries.order(work, order_id, "signs"))
    if form.validate_on_submit():
        with writing(form) as work:
            receipt = Receipt(form.received_by.data, form.on.data, form.fastening_sets.data or 0)
            orders.hand_out_order(work, order_id, receipt)
        if not form.errors:
            return see_other("orders.show", order_id=order_id)
    with reading() as work:
        return _order_page(work, order_queries.order(work, order_id), OrderStepForm(None), form)


@bp.get("/skyltar/bestallningar/<int:order_id>/kvitto.pdf")
def receipt(order_id: int) -> ResponseReturnValue:
    """The receipt of an order, to sign on paper."""
    with reading() as work:
        order = order_queries.order(work, order_id)
        work.require(policy.may_keep_order, order)
        document = _receipt_of(work, order)
        content = compile_pdf("signs/receipt.typ", document, created=work.now)
        return send_pdf(content, f"kvitto-{order.id}.pdf")


def _receipt_of(work: Work, order: SignOrder) -> Document:
    if order.kind == "signs":
        return order_prints.receipt(work, order)
    known = catalogue.catalogue(work, order.municipality_id)
    return printed_prints.receipt(work, order, known)


@bp.post("/skyltar/<int:sign_id>/mottagen")
def confirm(sign_id: int) -> ResponseReturnValue:
    """The receiver's press."""
    with writing() as work:
        orders.confirm_hand_out(work, sign_id)
    return see_other("signs.show", sign_id=sign_id)


@bp.route("/skyltar/<int:sign_id>/medgivande", methods=["GET", "POST"])
def consent(sign_id: int) -> ResponseReturnValue:
    """Note the owner's yes."""
    form = ConsentForm()
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if not policy.may_note_consent(work.actor, sign):
            raise NotFound()
    if form.validate_on_submit():
        stored, media_type = intake.store_document(form.paper)
        if not form.errors:
            with writing(form) as work:
                said = Consent(form.given_by.data, form.on.data, stored, media_type)
                orders.note_consent(work, sign_id, said)
            if not form.errors:
                return see_other("signs.show", sign_id=sign_id)
    with reading() as work:
        sign = queries.sign(work, sign_id)
        return page("orders/consent.html", form=form, sign=sign, code=codes.pretty(sign.code))


@bp.get("/skyltar/<int:sign_id>/medgivande/papper")
def consent_paper(sign_id: int) -> ResponseReturnValue:
    """The paper of the owner's yes."""
    with reading() as work:
        sign = queries.sign(work, sign_id)
        work.require(policy.may_note_consent, sign)
        noted = order_queries.consent_of(work, sign)
        if noted is None or noted.stored is None:
            raise NotFound()
        ending = "pdf" if noted.media_type == "application/pdf" else "jpg"
        return send_stored(work, noted.stored, noted.media_type, f"medgivande-{sign.code}.{ending}")


def _receipt() -> ReceiptForm:
    with reading() as work:
        return ReceiptForm(None, data={"on": local(work.now).date(), "fastening_sets": 1})


def _order_page(
    work: Work, order: SignOrder, form: OrderStepForm, receipt_form: ReceiptForm
) -> ResponseReturnValue:
    if order.kind == "printed":
        return order_page(work, order, form)
    steps = {step.name: step for step in ORDER.available(work.actor, order)}
    return page(
        "orders/show.html",
        form=receipt_form if receipt_form.errors else form,
        step_form=form,
        receipt=receipt_form,
        order=order,
        state=ORDER.states[order.state],
        steps=steps,
        at_once=[steps[name] for name in AT_ONCE if name in steps],
        pretty=codes.pretty,
        place_of=prints.place_of,
        lacking=[
            line.sign
            for line in order.lines
            if line.sign is not None
            and line.sign.state == "place_approved"
            and order_queries.lacks_consent(work, line.sign)
        ],
        gate=groups.sign_gate(order.group),
        may_keep=policy.may_keep_order(work.actor, order),
        who=_who(work, order),
        receipts=[
            noted
            for line in order.lines
            if line.sign is not None
            for noted in [order_queries.hand_out_of(work, line.sign)]
            if noted is not None
        ],
    )


def _who(work: Work, order: SignOrder) -> dict[str, Any]:
    names = accounts.names(work, [order.created_by] if order.created_by else [])
    return {"name": names.get(order.created_by or 0, _("okänd")), "at": order.created_at}
