"""The pages of households: the group's invitation, and each household's own. Nobody has an account.

An invitation's address is its key: `/H/<token>` opens the group's invitation and nothing else.
`/mitt-hushall/<token>` opens what the list holds of one household.
"""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts.rules import pace
from grannsamverkan.core import codes, doors
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.web import (
    act_as,
    page,
    reading,
    see_other,
    writing,
)
from grannsamverkan.groups.forms.households import InvitationCodeForm, JoinForm, OwnDetailsForm
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.queries import invitations as queries
from grannsamverkan.groups.rules import households as rules
from grannsamverkan.groups.usecases import invitations as usecases

bp = Blueprint("joining", __name__)
PUBLIC = frozenset(
    f"joining.{name}"
    for name in ("entry", "entry_small", "invitation", "invitation_small", "thanks", "own", "leave")
)
doors.keep_addresses_secret(bp)
doors.lead_on(bp, "/h", "entry")
doors.lead_on(bp, "/h/<token>", "invitation")


@bp.route("/H", methods=["GET", "POST"])
def entry() -> ResponseReturnValue:
    """For a phone that cannot read the QR code: type the flyer's code."""
    form = InvitationCodeForm()
    if form.validate_on_submit():
        return see_other("joining.invitation", token=codes.normalise(form.token.data))
    return page("joining/entry.html", form=form)


@bp.route("/H/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Which group, what it asks, what is kept and who sees it; and the household's answer."""
    _act_as_anybody()
    form = JoinForm(address=request.args.get("adress", ""))
    if form.validate_on_submit():
        with writing(form) as work:
            private = usecases.take_answer(
                work, token, _answer(form), network=pace.network_of(request.remote_addr)
            )
        if not form.errors:
            if private is None:
                return see_other("joining.thanks", token=token)
            flash(_("Tack. Ni är med. Spara adressen till den här sidan."), "ok")
            return see_other("joining.own", token=private)
    if not form.key.data:
        form.key.data = codes.new_token()
    with reading() as work:
        invited = queries.invited(work, token)
        # The version of the text as it is shown now: what the answer then brings back.
        form.version.data = households.consent_version(work, invited.municipality_id)
        return page(
            "joining/invitation.html",
            form=form,
            invited=invited,
            demands=rules.DEMANDS,
            version=form.version.data,
        )


@bp.get("/H/<token>/tack")
def thanks(token: str) -> ResponseReturnValue:
    """After a no."""
    with reading() as work:
        return page("joining/thanks.html", invited=queries.invited(work, token))


@bp.route("/mitt-hushall/<token>", methods=["GET", "POST"])
def own(token: str) -> ResponseReturnValue:
    """What the list holds of the household, for itself to read and change."""
    dwelling_id = _open(token)
    form = OwnDetailsForm()
    if form.validate_on_submit():
        details = rules.Details(form.names.data, form.phone.data or "", form.email.data or "")
        with writing(form) as work:
            usecases.change_own(work, dwelling_id, details)
        if not form.errors:
            flash(_("Uppgifterna är sparade."), "ok")
            return see_other("joining.own", token=token)
    with reading() as work:
        household = queries.own_household(work, dwelling_id)
        if not form.is_submitted():
            form.process(obj=household.details)
        return page(
            "joining/own.html",
            form=form,
            token=token,
            household=household,
            group=queries.group_of_dwelling(work, queries.own_dwelling(work, dwelling_id)),
        )


@bp.post("/mitt-hushall/<token>/lamna")
def leave(token: str) -> ResponseReturnValue:
    """Withdraw the consent, or move: everything is erased."""
    dwelling_id = _open(token)
    with writing() as work:
        usecases.leave_own(work, dwelling_id, moves=request.form.get("skal") == "flytt")
    return page("joining/left.html")


def _open(token: str) -> int:
    """Act as the holder of the household's link; returns the dwelling's id."""
    with reading() as work:
        dwelling_id = queries.dwelling_by_token(work, token).id
    doors.hold("dwelling", dwelling_id)
    return dwelling_id


def _act_as_anybody() -> None:
    act_as(Actor("nobody", language=current_language()))


def _answer(form: JoinForm) -> usecases.Answer:
    return usecases.Answer(
        form_key=form.key.data,
        joins=form.answer.data == "joined",
        address=form.address.data,
        details=rules.Details(form.names.data or "", form.phone.data or "", form.email.data or ""),
        consents=form.consents.data,
        version=form.version.data,
    )
