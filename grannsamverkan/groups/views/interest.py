"""For people without an account: the interest list, and writing to a group; and its numbers."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts.rules import pace
from grannsamverkan.core import doors
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import _, current_language, lazy
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.forms.interest import InterestForm, WriteForm
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.queries import interest as reads
from grannsamverkan.groups.rules.interest import corners, squares
from grannsamverkan.groups.usecases import interest
from grannsamverkan.groups.usecases.interest import Neighbour
from grannsamverkan.groups.views import maps
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Address, Municipality


@bp.route("/intresse", methods=["GET", "POST"])
def interest_form() -> ResponseReturnValue:
    """Say that one wants a group where one lives."""
    with reading() as work:
        place = places.chosen_municipality(work, request.args.get("kommun"))
    form = InterestForm(adress=request.args.get("adress", ""))
    if form.validate_on_submit():
        with writing(form) as work:
            address = _address(work, place, form.adress.data)
            if reads.covering(work, address):
                return see_other("desk.search", adress=address.text, kommun=place.slug)
            interest.note_interest(work, address, _neighbour(form))
        if not form.errors:
            return page("groups/interest_noted.html", address=form.email.data)
    return page("groups/interest.html", form=form, place=place)


@bp.get("/intresse/<token>")
def own_interest(token: str) -> ResponseReturnValue:
    """What the letter's link opens. A look changes nothing."""
    with reading() as work:
        row = reads.by_token(work, token)
        return page(
            "groups/interest_own.html",
            token=token,
            row=row,
            name=work.runtime.vault.open(row.name_sealed),
            groups=reads.groups_near(work, row) if row.confirmed_at else [],
        )


@bp.post("/intresse/<token>/ja")
def confirm_interest(token: str) -> ResponseReturnValue:
    """The mailbox's owner says yes."""
    _enter(token)
    with writing() as work:
        interest.confirm_interest(work, token)
    return see_other("groups.own_interest", token=token)


@bp.post("/intresse/<token>/bort")
def withdraw_interest(token: str) -> ResponseReturnValue:
    """Take oneself off the list."""
    _enter(token)
    with writing() as work:
        interest.withdraw_interest(work, token)
    return page("groups/interest_gone.html")


@bp.route("/hitta/grupp/<int:group_id>", methods=["GET", "POST"])
def write_to_group(group_id: int) -> ResponseReturnValue:
    """A letter to the contact persons, whose names and addresses stay theirs."""
    form = WriteForm()
    if form.validate_on_submit():
        with writing(form) as work:
            interest.write_to_group(work, group_id, _neighbour(form), form.text.data)
        if not form.errors:
            with reading() as work:
                group = reads.public_group(work, group_id)
                return page("groups/written.html", group=group, address=form.email.data)
    with reading() as work:
        return page("groups/write.html", form=form, group=reads.public_group(work, group_id))


@bp.get("/intresse/lista")
def interest_list() -> ResponseReturnValue:
    """How many want a group, by street and on the map: numbers only."""
    with reading() as work:
        work.require(policy.watches_interest)
        parts = [_part(work, place) for place in reads.watched_municipalities(work)]
        return page("groups/interest_list.html", parts=parts)


@bp.post("/grupper/<int:group_id>/bjud-in")
def invite_interested(group_id: int) -> ResponseReturnValue:
    """Ask those in who wait in the group's area."""
    with writing() as work:
        interest.invite_interested(work, group_id)
    flash(_("Inbjudan är skickad."), "ok")
    return see_other("groups.show", group_id=group_id)


def _part(work: Work, place: Municipality) -> dict[str, Any]:
    plane = places.plane_of(work, place.id)
    counted = squares(reads.points(work, place.id))
    return {
        "place": place,
        "streets": reads.streets(work, place.id),
        "shapes": [
            {
                "name": str(number),
                "kind": "other",
                "ring": [plane.to_lonlat(*corner) for corner in corners(middle)],
            }
            for middle, number in counted.items()
        ],
        "source": maps.source_of(work, place),
    }


def _address(work: Work, place: Municipality, text: str) -> Address:
    found = reads.address(work, place.id, text)
    if found is None:
        raise InvalidInput(
            lazy("Vi hittar inte adressen. Skriv gata och nummer, som Storgatan 12."),
            field="adress",
        )
    return found


def _neighbour(form: InterestForm | WriteForm) -> Neighbour:
    network = pace.network_of(request.remote_addr)
    return Neighbour(form.name.data or "", form.email.data, current_language(), network)


def _enter(token: str) -> Interest:
    with reading() as work:
        row = reads.by_token(work, token)
    doors.hold("interest", row.id)
    return row
