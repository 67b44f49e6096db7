"""Certificates: the own one as a PDF, what staff sees of it, and the public page that verifies it.

The public address, `/I/<token>`, is printed as a QR. It is a key nobody can guess, and opens
nothing: the page says no more than the paper does, and less of the name.
"""

from datetime import timedelta

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue

from grannsamverkan.core import doors
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _, lazy, local
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import actor, page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy, prints, queries
from grannsamverkan.training.forms import WithdrawForm
from grannsamverkan.training.models import Certificate
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.rules import file_name, lasting
from grannsamverkan.training.usecases import certificates as usecases
from grannsamverkan.training.views.base import bp as training
from grannsamverkan.training.workflow import CERTIFICATES

bp = Blueprint("certificates", __name__)
PUBLIC = frozenset({"certificates.verify", "certificates.verify_small"})
doors.keep_addresses_secret(bp)
doors.lead_on(bp, "/i/<token>", "verify")
# Own choice: a hall of people who look at each other's certificates, and no search by machine.
doors.keep_pace(bp, 60, timedelta(minutes=1))
doors.say_when_over(
    bp,
    token=Over(
        lazy("Intyget är okänt"),
        lazy("Det finns inget intyg med den koden. Kontrollera att hela koden kom med."),
        lazy("Ett intyg vars kod inte finns här är inte utfärdat av kommunen."),
    ),
)


@bp.get("/I/<token>")
def verify(token: str) -> ResponseReturnValue:
    """Whether a certificate holds: for whoever has the paper in hand."""
    with reading() as work:
        found = reads.by_token(work, token)
        return page(
            "training/certificate_public.html",
            certificate=found,
            state=_state(work, found),
            initials=lasting.initials(queries.name_of(found.contact)),
        )


@training.get("/utbildning/intyg/<int:certificate_id>.pdf")
def own_certificate(certificate_id: int) -> ResponseReturnValue:
    """The holder's certificate."""
    with reading() as work:
        return send_certificate(work, reads.own_certificate(work, certificate_id))


@training.post("/utbildning/intyg/till/<int:contact_id>")
def certify(contact_id: int) -> ResponseReturnValue:
    """Make a certificate of a training from before there were any."""
    with writing() as work:
        usecases.issue_earlier(work, contact_id)
    flash(_("Intyget är klart att hämta."), "ok")
    return see_other("training.home")


@training.route("/utbildning/intyg/<int:certificate_id>", methods=["GET", "POST"])
def show_certificate(certificate_id: int) -> ResponseReturnValue:
    """What staff sees of a certificate, and where it is withdrawn."""
    form = WithdrawForm()
    with reading() as work:
        if not policy.watches_somewhere(actor()):
            raise NotFound()
        found = reads.certificate(work, certificate_id)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.withdraw(work, certificate_id, form.reason.data)
        if not form.errors:
            flash(_("Intyget är återkallat. Personen får ett mejl med skälet."), "ok")
            return see_other("training.show_certificate", certificate_id=certificate_id)
    with reading() as work:
        found = reads.certificate(work, certificate_id)
        may_withdraw = policy.may_withdraw_certificate(work.actor, found)
        return page(
            "training/certificate.html",
            form=form,
            certificate=found,
            state=_state(work, found),
            name=queries.name_of(found.contact),
            may_withdraw=may_withdraw and found.withdrawn_at is None,
        )


def send_certificate(work: Work, found: Certificate) -> Response:
    """The PDF, as an attachment for this person only."""
    body = compile_pdf(
        "training/certificate.typ", prints.certificate(work, found), created=work.now
    )
    answer = Response(body, mimetype="application/pdf")
    name = file_name(_("Intyg %(number)s", number=found.number))
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _state(work: Work, found: Certificate) -> object:
    return CERTIFICATES[found.standing(local(work.now).date())]
