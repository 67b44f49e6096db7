"""Report a fault by the label on the sign. Nobody has an account here."""

from flask import Blueprint, Response, request

from grannsamverkan.accounts import rules as accounts
from grannsamverkan.accounts.rules import pace
from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import Answer, error_page, page, reading, runtime, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.forms.tasks import FaultForm
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import faults as fault_queries
from grannsamverkan.signs.usecases import faults
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.views import intake, shapes

bp = Blueprint("faults", __name__)
PUBLIC = frozenset({"faults.report", "faults.thanks"})


@bp.after_request
def keep_out_of_search(response: Response) -> Response:
    """A report's page is for whoever stands there."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.route("/S/<code>/fel", methods=["GET", "POST"])
def report(code: str) -> Answer:
    """Say what is wrong with the sign, with a photo if one likes."""
    form = FaultForm()
    with reading() as work:
        _sign(work, code)
    if form.validate_on_submit():
        stored = intake.store_all(form.photos)
        number = None if form.errors else _take(form, code, stored)
        if number is not None:
            return see_other("faults.thanks", code=code, number=number)
    with reading() as work:
        sign = _sign(work, code)
        return page(
            "faults/report.html",
            form=form,
            sign=shapes.named(sign),
            municipality=sign.municipality,
        )


@bp.get("/S/<code>/fel/<int:number>")
def thanks(code: str, number: int) -> Answer:
    """The report has come, and its number."""
    with reading() as work:
        sign = _sign(work, code)
        if not fault_queries.is_report_of(work, sign, number):
            raise NotFound()
        return page(
            "faults/thanks.html",
            sign=shapes.named(sign),
            code=sign.code,
            number=number,
            municipality=sign.municipality,
            contacts=places.public_contacts(work, sign.municipality_id),
        )


def _take(form: FaultForm, code: str, stored: list[str]) -> int | None:
    """The number of the report; None if the form must be shown again with its errors."""
    with writing(form) as work:
        said = Fault(form.kind.data, form.text.data or "", form.email.data or "", _network())
        made = faults.report_fault(work, _sign(work, code), said, stored)
        number = made.id
        photos = [photo.id for one in made.sets for photo in one.photos]
    if form.errors:
        return None
    intake.examine(photos)
    return number


def _network() -> str:
    network = pace.network_of(request.remote_addr)
    return accounts.keyed_hash(runtime().settings.secret_key, "fault", network)


def _sign(work: Work, code: str) -> Sign:
    sign = queries.sign_by_code(work, code)
    if sign is None or not policy.may_report_fault(work.actor, sign):
        raise NotFound()
    return sign


@bp.errorhandler(NotFound)
def _unknown(_error: NotFound) -> Response:
    code = (request.view_args or {}).get("code", "")
    return error_page(
        404,
        _("Kontrollera att du har läst alla sex tecken rätt: %(code)s", code=codes.pretty(code)),
        title=_("Koden går inte att använda"),
    )
