"""The search over everything one may see; what is looked for stands in the address."""

from flask import request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.paging import SIZE
from grannsamverkan.core.web import page, page_number, reading
from grannsamverkan.desk import policy
from grannsamverkan.desk.forms import FindForm
from grannsamverkan.desk.queries import find as queries
from grannsamverkan.desk.queries.find import Asked
from grannsamverkan.desk.rules import post_number_sought
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality

LAST_PAGE = 400


@bp.get("/sok")
def find() -> ResponseReturnValue:
    """Look for `q`: a few of each kind, or with `visa` all of one kind, a page at a time."""
    form, kind = FindForm(request.args), request.args.get("visa", "")
    number = min(max(1, page_number()), LAST_PAGE)
    with reading() as work:
        work.require(policy.may_find)
        text = (form.q.data or "").strip() if form.validate() else ""
        sought = post_number_sought(text)
        asked = Asked(work, own_municipality(), sought)
        if kind in queries.KIND_NAMES:
            whole = Asked(work, asked.place, sought, (number - 1) * SIZE, SIZE)
            found = [queries.of_kind(whole, kind)] if text else []
        else:
            kind, found = "", queries.everything(asked) if text else []
        return page("desk/find.html", find=form, text=text, found=found, kind=kind, number=number)
