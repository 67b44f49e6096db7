"""A contact person leaves the group in somebody's hands; and what is agreed by word alone."""

from flask import flash
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.groups import errors, queries
from grannsamverkan.groups.forms.households import HandOverForm
from grannsamverkan.groups.queries import handover as reads
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.usecases import agreements as agreeing
from grannsamverkan.groups.usecases import handover as usecases
from grannsamverkan.groups.views.blueprint import bp


@bp.route("/kontaktombud/<int:contact_id>/lamna", methods=["GET", "POST"])
def hand_over(contact_id: int) -> ResponseReturnValue:
    """Stop being a contact person, and say who takes over."""
    form = HandOverForm()
    if form.validate_on_submit():
        outcome = None
        with writing(form) as work:
            outcome = usecases.hand_over(work, contact_id, _successor(form))
        if outcome == "left":
            flash(_("Du är inte kontaktombud i gruppen längre. Tack för det du har gjort."), "ok")
            return see_other("groups.index")
        if outcome == "stays":
            flash(_("Polisen vet nu att gruppen söker någon. Du står kvar så länge."), "ok")
            return see_other("groups.hand_over", contact_id=contact_id)
    with reading() as work:
        contact = reads.own_contact(work, contact_id)
        group = queries.group(work, contact.group_id)
        return page(
            "groups/hand_over.html",
            form=form,
            group=group,
            is_last=len(group.contacts) < 2,
            sought=reads.successor_sought(work, group),
            agreements=len(reads.agreements(work, group.id)),
        )


@bp.get("/grupper/<int:group_id>/hushall/skyddade")
def agreements(group_id: int) -> ResponseReturnValue:
    """What households with protected identity have agreed with oneself."""
    with reading() as work:
        group = households.kept_group(work, group_id)
        return page(
            "groups/agreements.html", group=group, agreements=reads.agreements(work, group_id)
        )


@bp.post("/grupper/<int:group_id>/hushall/skyddade")
def agree(group_id: int) -> ResponseReturnValue:
    """One more household has joined by word."""
    with writing() as work:
        agreeing.agree(work, group_id)
    return see_other("groups.agreements", group_id=group_id)


@bp.post("/overenskommelser/<int:agreement_id>/ta-bort")
def end_agreement(agreement_id: int) -> ResponseReturnValue:
    """The agreement is over."""
    with writing() as work:
        group_id = agreeing.end_agreement(work, agreement_id)
    return see_other("groups.agreements", group_id=group_id)


def _successor(form: HandOverForm) -> usecases.Successor | None:
    if form.way.data == "nobody":
        return None
    if not form.name.data:
        raise errors.successor_needs("name")
    if not form.email.data:
        raise errors.successor_needs("email")
    return usecases.Successor(form.name.data, form.email.data, form.phone.data or None)
