"""Lists of orders to take along: a picking slip on paper, a file for whoever delivers."""

from collections.abc import Sequence

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import sheets
from grannsamverkan.core.i18n import _, local
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import reading
from grannsamverkan.signs import policy
from grannsamverkan.signs.prints import printed as prints
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.queries import ordersheet
from grannsamverkan.signs.views.planning import send_pdf
from grannsamverkan.signs.workflow import ORDERS, PRINTED

bp = Blueprint("orderlists", __name__)
TO_PACK = ("ordered", "delivered")


def asked_kind() -> str:
    """The kind of order that the address asks for; empty for all."""
    kind = request.args.get("slag", "")
    return kind if kind in ORDERS else ""


def asked_state() -> str:
    """The state that the address asks for; empty for all that are not at their end."""
    state = request.args.get("lage", "")
    return state if state in PRINTED.states else ""


@bp.get("/skyltar/bestallningar/plocklista.pdf")
def picking() -> ResponseReturnValue:
    """What is to be packed, to print."""
    with reading() as work:
        work.require(policy.keeps_orders)
        found = order_queries.orders(work, TO_PACK, kind=asked_kind())
        document = prints.picking(work, found, ordersheet.catalogues(work, found))
        content = compile_pdf("signs/picking.typ", document, created=work.now)
        return send_pdf(content, f"plocklista-{local(work.now):%Y-%m-%d}.pdf")


@bp.get("/skyltar/bestallningar/lista.<any(csv, xlsx):kind>")
def sheet(kind: str) -> ResponseReturnValue:
    """The orders that the list shows, a line each thing, as a file."""
    with reading() as work:
        work.require(policy.keeps_orders)
        head = [str(title) for title in ordersheet.HEAD]
        found = list(ordersheet.rows(work, asked_kind(), asked_state()))
        return _file(kind, head, found, f"bestallningar-{local(work.now):%Y-%m-%d}.{kind}")


def _file(kind: str, head: list[str], rows: Sequence[Sequence[sheets.Cell]], name: str) -> Response:
    parts = (
        sheets.csv_parts(head, rows)
        if kind == "csv"
        else sheets.xlsx_parts(_("Beställningar"), head, rows)
    )
    answer = Response(
        parts,
        content_type=sheets.CSV_TYPE if kind == "csv" else sheets.XLSX_TYPE,
    )
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
