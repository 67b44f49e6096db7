"""Pages for people who are signed in: the own account, and the staff for administrators."""

from typing import cast

import flask
from flask import flash, g, request
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.accounts import policy, queries, usecases
from grannsamverkan.accounts.forms import AccountForm, InviteForm
from grannsamverkan.accounts.queries import history, keys
from grannsamverkan.accounts.views.browser import bp, leave_for, next_path, remember_language
from grannsamverkan.accounts.words import ROLE_WORDS, deed_by, deed_words
from grannsamverkan.core.actor import Role, StaffRole
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _, ngettext
from grannsamverkan.core.web import Answer, page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places


@bp.post("/logga-ut")
def sign_out() -> Answer:
    """End this session."""
    with writing() as work:
        usecases.sign_out(work, token=current_user.get_id())
    return _farewell(_("Du är utloggad."))


@bp.post("/logga-ut/overallt")
def sign_out_everywhere() -> Answer:
    """End all sessions of the person."""
    with writing() as work:
        usecases.sign_out_everywhere(work)
    return _farewell(_("Du är utloggad på alla enheter."))


def _farewell(message: str) -> BaseResponse:
    logout_user()
    flask.session.clear()
    g.pop("login_session", None)
    flash(message, "success")
    return see_other("desk.home")


@bp.route("/konto", methods=["GET", "POST"])
def account() -> Answer:
    """About oneself: name, phone, language."""
    with reading() as work:
        person = queries.user(work, current_user.id)
    form = AccountForm(obj=person)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.change_account(
                work,
                name=form.name.data,
                phone=form.phone.data,
                language=form.language.data,
            )
        if not form.errors:
            return _account_saved(form, first_time=not person.name)
    return page("accounts/account.html", form=form, person=person)


def _account_saved(form: AccountForm, *, first_time: bool) -> BaseResponse:
    path = next_path()
    answer = leave_for(path) if first_time or path else see_other("accounts.account")
    if not first_time:
        flash(_("Sparat."), "success")
    remember_language(answer, form.language.data)
    return answer


@bp.get("/personal")
def staff() -> Answer:
    """Who works here, with which roles, and who is invited."""
    with reading() as work:
        _ask_admin(work)
        people = queries.staff_managed(work)
        return page(
            "accounts/staff.html",
            people=people,
            have_another_way=keys.sign_in_outside(work, [person.id for person in people]),
            invitations=queries.invitations_managed(work),
            lapsed=history.lapsed_invitations(work),
            managed=policy.managed_municipalities(work.actor),
            roles=ROLE_WORDS,
        )


def _ask_admin(work: Work) -> None:
    if not policy.may_see_staff(work.actor):
        raise NotFound()


@bp.get("/personal/andringar")
def staff_history() -> Answer:
    """Who gave, took and invited, and when."""
    with reading() as work:
        _ask_admin(work)
        found = history.deeds(work, number=page_number())
        return page(
            "accounts/staff_history.html",
            deeds=found.rows,
            pager=pager(found),
            linked={person.id for person in queries.staff_managed(work)},
            deed_words=deed_words,
            deed_by=deed_by,
        )


@bp.get("/personal/<int:user_id>")
def staff_person(user_id: int) -> Answer:
    """One staff member: roles, ways in, and what was done about the person."""
    with reading() as work:
        person = queries.staff_member(work, user_id)
        grants = queries.grants_managed(work, person)
        found = history.deeds(work, number=page_number(), person=person)
        others = keys.sign_in_outside(work, [person.id])
        return page(
            "accounts/staff_person.html",
            person=person,
            grants=grants,
            elsewhere=len(grants) < len(person.grants),
            only_role=len(person.grants) == 1,
            can_sign_in=bool(person.password_hash or others),
            roles=ROLE_WORDS,
            deeds=found.rows,
            pager=pager(found),
            deed_words=deed_words,
            deed_by=deed_by,
        )


@bp.post("/personal/<int:user_id>/uppgift/<int:grant_id>/ta-bort")
def staff_role_end(user_id: int, grant_id: int) -> Answer:
    """Take one role from somebody, who keeps the others."""
    with writing() as work:
        usecases.end_role(work, user_id=user_id, grant_id=grant_id)
    flash(_("Uppgiften är borttagen."), "success")
    with reading() as work:
        still_here = policy.may_manage_person(work.actor, queries.user(work, user_id))
    return see_other("accounts.staff_person", user_id=user_id) if still_here else _to_staff()


def _to_staff() -> BaseResponse:
    with reading() as work:
        allowed = policy.may_see_staff(work.actor)
    # Whoever gave up the own last role of an administrator has no list to come back to.
    return see_other("accounts.staff" if allowed else "desk.home")


@bp.route("/personal/ny", methods=["GET", "POST"])
def staff_invite() -> Answer:
    """Invite somebody to a role."""
    form = InviteForm(data={"name": request.args.get("namn"), "email": request.args.get("adress")})
    with reading() as work:
        _ask_admin(work)
        managed = queries.municipalities_managed(work)
        form.offer(managed, [a for m in managed for a in places.police_areas(work, m.id)])
    if form.validate_on_submit():
        role = Role(
            cast(StaffRole, form.role.data), form.municipality.data, form.police_area.data or None
        )
        with writing(form) as work:
            link = usecases.invite_staff(
                work, email=form.email.data, name=form.name.data, role=role
            )
        if not form.errors:
            flash(_("Inbjudan är skickad.") if link else _("Uppgiften är tillagd."), "success")
            return see_other("accounts.staff")
    return page("accounts/staff_invite.html", form=form, several=len(managed) > 1)


@bp.post("/personal/<int:user_id>/avsluta")
def staff_end(user_id: int) -> Answer:
    """Take away somebody's roles and end their sessions."""
    with writing() as work:
        usecases.end_access(work, user_id=user_id)
    flash(_("Tillgången är avslutad."), "success")
    return see_other("accounts.staff")


@bp.post("/personal/<int:user_id>/ny-inloggning")
def staff_reset(user_id: int) -> Answer:
    """Lost phone or password: a new invitation, and the old ones stop working."""
    with writing() as work:
        usecases.reset_sign_in(work, user_id=user_id)
    flash(_("En ny inbjudan är skickad. Den gamla inloggningen fungerar inte längre."), "success")
    return see_other("accounts.staff")


@bp.post("/personal/<int:user_id>/logga-ut")
def staff_sign_out(user_id: int) -> Answer:
    """A lost phone or computer: end all sessions of somebody."""
    with writing() as work:
        ended = usecases.sign_out_person(work, user_id=user_id)
    flash(ngettext("%(num)s enhet är utloggad.", "%(num)s enheter är utloggade.", ended), "success")
    return see_other("accounts.staff")


@bp.post("/personal/inbjudan/<int:invitation_id>/dra-tillbaka")
def staff_withdraw(invitation_id: int) -> Answer:
    """Make an invitation worthless."""
    with writing() as work:
        usecases.withdraw_invitation(work, invitation_id=invitation_id)
    flash(_("Inbjudan är tillbakadragen."), "success")
    return see_other("accounts.staff")


@bp.post("/personal/inbjudan/<int:invitation_id>/igen")
def staff_invite_again(invitation_id: int) -> Answer:
    """Send the invitation once more, with a new link."""
    with writing() as work:
        link = usecases.send_again(work, invitation_id=invitation_id)
    if link:
        flash(_("Inbjudan är skickad igen. Den förra länken gäller inte längre."), "success")
    else:
        flash(_("Personen har redan ett konto och har fått uppgiften."), "success")
    return see_other("accounts.staff")
