"""How contact persons invite: the link, its flyers, and the answers that come by it."""

from typing import Any

from flask import Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import LANGUAGES, _, speaking
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.groups import prints
from grannsamverkan.groups.queries import households, invitations
from grannsamverkan.groups.usecases import invitations as usecases
from grannsamverkan.groups.views.blueprint import bp

LANGUAGE_WORDS = {"sv": "svenska", "en": "English"}


@bp.get("/grupper/<int:group_id>/hushall/inbjudan")
def household_invitation(group_id: int) -> ResponseReturnValue:
    """The group's link to its neighbours, or how to make one."""
    with reading() as work:
        group = households.kept_group(work, group_id)
        if households.household_list(work, group_id) is None:
            return see_other("groups.households", group_id=group_id)
        found = invitations.current(work, group_id)
        token = invitations.token_of(work, found) if found else ""
        return page(
            "groups/household_invitation.html",
            group=group,
            invitation=found,
            token=token,
            link=f"{work.runtime.settings.base_url}{prints.INVITATION_PATH}{token}",
            kinds=prints.KINDS,
            languages=LANGUAGE_WORDS,
        )


@bp.post("/grupper/<int:group_id>/hushall/inbjudan")
def invite_households(group_id: int) -> ResponseReturnValue:
    """Make a link; the one there was stops working."""
    with writing() as work:
        usecases.invite(work, group_id)
    return see_other("groups.household_invitation", group_id=group_id)


@bp.post("/grupper/<int:group_id>/hushall/inbjudan/avsluta")
def withdraw_household_invitation(group_id: int) -> ResponseReturnValue:
    """End the link."""
    with writing() as work:
        usecases.withdraw_invitation(work, group_id)
    flash(_("Inbjudan gäller inte längre. Ta ned lapparna."), "ok")
    return see_other("groups.household_invitation", group_id=group_id)


@bp.get(
    "/grupper/<int:group_id>/hushall/flygblad-<any(trapphus, brevlada):kind>"
    "-<any(sv, en):language>.pdf"
)
def household_flyer(group_id: int, kind: str, language: str) -> ResponseReturnValue:
    """The flyer to print."""
    with reading() as work:
        group = households.kept_group(work, group_id)
        found = invitations.current(work, group_id)
        if found is None or language not in LANGUAGES:
            raise NotFound()
        token = invitations.token_of(work, found)
        with speaking(language):
            document = prints.flyer(
                group,
                token,
                found.expires_at,
                base_url=work.runtime.settings.base_url,
                kind=kind,
            )
        return _pdf(document, f"{kind}-{language}.pdf", work)


@bp.post("/hushall/<int:dwelling_id>/bjud-in")
def invite_household(dwelling_id: int) -> ResponseReturnValue:
    """Write a slip for one dwelling."""
    with writing() as work:
        usecases.invite_dwelling(work, dwelling_id)
    return see_other("groups.dwelling_invitation", dwelling_id=dwelling_id)


@bp.get("/hushall/<int:dwelling_id>/inbjudan")
def dwelling_invitation(dwelling_id: int) -> ResponseReturnValue:
    """The slip of one dwelling: to print, or the link to send."""
    with reading() as work:
        dwelling = households.dwelling(work, dwelling_id)
        found = invitations.current(work, dwelling.group_id)
        if found is None or dwelling.status != "unanswered":
            return see_other("groups.household", dwelling_id=dwelling_id)
        token = invitations.token_of(work, found)
        path = url_for("joining.invitation", token=token, adress=dwelling.address)
        return page(
            "groups/dwelling_invitation.html",
            group=households.kept_group(work, dwelling.group_id),
            dwelling=dwelling,
            invitation=found,
            link=f"{work.runtime.settings.base_url}{path}",
            languages=LANGUAGE_WORDS,
        )


@bp.get("/hushall/<int:dwelling_id>/inbjudan-<any(sv, en):language>.pdf")
def dwelling_flyer(dwelling_id: int, language: str) -> ResponseReturnValue:
    """The slip of one dwelling, to print."""
    with reading() as work:
        dwelling = households.dwelling(work, dwelling_id)
        found = invitations.current(work, dwelling.group_id)
        if found is None:
            raise NotFound()
        with speaking(language):
            document = prints.flyer(
                households.kept_group(work, dwelling.group_id),
                invitations.token_of(work, found),
                found.expires_at,
                base_url=work.runtime.settings.base_url,
                kind="trapphus",
                to=dwelling.address,
            )
        return _pdf(document, f"inbjudan-{language}.pdf", work)


@bp.post("/hushall/<int:dwelling_id>/placera")
def place_household(dwelling_id: int) -> ResponseReturnValue:
    """Say where an answer that came by the invitation belongs."""
    with reading() as work:
        group_id = households.dwelling(work, dwelling_id).group_id
    chosen = request.form.get("bostad", type=int)
    with writing() as work:
        address = usecases.place_answer(work, dwelling_id, at=chosen).address
    flash(_("%(address)s är med.", address=address), "ok")
    return see_other("groups.households", group_id=group_id)


@bp.post("/hushall/<int:dwelling_id>/lank")
def send_household_link(dwelling_id: int) -> ResponseReturnValue:
    """Mail the household a new private link."""
    with writing() as work:
        usecases.send_link(work, dwelling_id)
    flash(_("En ny länk är på väg. Den förra gäller inte längre."), "ok")
    return see_other("groups.household", dwelling_id=dwelling_id)


def _pdf(document: dict[str, Any], name: str, work: Any) -> Response:
    answer = make_response(compile_pdf("groups/flyer.typ", document, created=work.now))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
