"""The municipality's catalogue of printed matter: what its groups can order."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import policy
from grannsamverkan.signs.forms.printed import MatterForm
from grannsamverkan.signs.queries import catalogue as queries
from grannsamverkan.signs.usecases import catalogue
from grannsamverkan.signs.usecases.catalogue import matter_of
from grannsamverkan.signs.words import printed as words

bp = Blueprint("catalogue", __name__)


@bp.get("/skyltar/trycksaker")
def index() -> ResponseReturnValue:
    """Everything that can be ordered, and what was left out."""
    with reading() as work:
        place = _own(work)
        found = queries.catalogue(work, place.id)
        return page("orders/catalogue.html", items=list(found.values()), words=words)


@bp.route("/skyltar/trycksaker/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an item of the municipality's own."""
    return _edit(None)


@bp.route("/skyltar/trycksaker/<item>", methods=["GET", "POST"])
def edit(item: str) -> ResponseReturnValue:
    """Change an item: its words, how many are proposed, who may order it."""
    return _edit(item)


@bp.post("/skyltar/trycksaker/<item>/anvand")
def use(item: str) -> ResponseReturnValue:
    """Leave an item out (`anvand` empty), take it in, or go back to what ships."""
    with reading() as work:
        place = _own(work)
    with writing() as work:
        if "ursprung" in request.form:
            catalogue.drop_own_item(work, place, item)
        else:
            catalogue.use_item(work, place, item, used=bool(request.form.get("anvand")))
    return see_other("catalogue.index", _anchor=item)


def _edit(code: str | None) -> ResponseReturnValue:
    with reading() as work:
        place = _own(work)
        known = queries.catalogue(work, place.id).get(code) if code else None
        if code and known is None:
            raise NotFound()
    start = vars(matter_of(known)) if known else {}
    form = MatterForm(data=start) if request.method == "GET" else MatterForm()
    if form.validate_on_submit():
        with writing(form) as work:
            kept = catalogue.keep_item(work, place, code, form.matter)
        if not form.errors:
            return see_other("catalogue.index", _anchor=kept)
    return page("orders/matter.html", form=form, known=known)


def _own(work: Work) -> Municipality:
    allowed = [m for m in places.municipalities(work) if policy.may_keep_catalogue(work.actor, m)]
    if not allowed:
        raise NotFound()
    return allowed[0]
