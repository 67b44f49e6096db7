"""How one signs in, and where one is signed in: passkeys, recovery codes, the app, devices."""

import flask
from flask import Response, flash, request
from flask_login import current_user

from grannsamverkan.accounts import queries, usecases
from grannsamverkan.accounts.forms import AppForm, NewPasskeyForm, PasskeyNameForm
from grannsamverkan.accounts.models import LoginSession
from grannsamverkan.accounts.queries import keys
from grannsamverkan.accounts.rules import devices, recovery
from grannsamverkan.accounts.views.browser import (
    app_picture,
    asks_fresh,
    attempt,
    bp,
    has_passkeys,
    spelled,
)
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import Answer, page, reading, see_other, writing

NEW_KEY = "new_passkey_handle"


@bp.get("/konto/inloggning")
def security() -> Answer:
    """How one signs in, and where one is signed in."""
    with reading() as work:
        return page(
            "accounts/security.html",
            person=queries.user(work, current_user.id),
            passkeys=keys.own_passkeys(work),
            has_passkeys=has_passkeys(),
            codes_left=keys.recovery_codes_left(work, current_user.id),
            few_left=recovery.FEW_LEFT,
            sessions=[(row, device_words(row)) for row in keys.own_sessions(work)],
            this_session=flask.g.login_session.id,
        )


def device_words(row: LoginSession) -> str:
    """The device of a session in words, such as "Firefox på Windows"."""
    browser, system = devices.device_parts(row.user_agent)
    if browser and system:
        return _("%(browser)s på %(system)s", browser=browser, system=system)
    return browser or system or _("Okänd enhet")


@bp.post("/konto/inloggning/<int:session_id>/avsluta")
def end_session(session_id: int) -> Answer:
    """Sign out one device."""
    with writing() as work:
        usecases.end_session(work, session_id=session_id)
    flash(_("Enheten är utloggad."), "success")
    return see_other("accounts.security")


@bp.post("/konto/inloggning/andra/avsluta")
def end_other_sessions() -> Answer:
    """Sign out every device but this one."""
    with writing() as work:
        usecases.sign_out_everywhere(work, but=current_user.get_id())
    flash(_("Alla andra enheter är utloggade."), "success")
    return see_other("accounts.security")


# Passkeys


@bp.post("/konto/passkey/fraga")
@asks_fresh
def new_passkey_ask() -> Answer:
    """What the browser shall make, as JSON for the page's script."""
    with writing() as work:
        handle, options = usecases.begin_passkey(work, session=current_user.get_id())
    flask.session[NEW_KEY] = handle
    return Response(options, mimetype="application/json")


@bp.route("/konto/passkey/ny", methods=["GET", "POST"])
@asks_fresh
def new_passkey() -> Answer:
    """Add a key."""
    form = NewPasskeyForm()
    if form.validate_on_submit():
        handle = flask.session.pop(NEW_KEY, None)
        made = attempt(
            form,
            lambda work: usecases.add_passkey(
                work,
                session=current_user.get_id(),
                handle=handle,
                answer=form.answer.data,
                name=form.name.data,
            ),
        )
        if made:
            flash(_("Nu kan du logga in med passkeyn ”%(name)s”.", name=form.name.data), "success")
            return see_other("accounts.security")
    if not form.is_submitted():
        form.name.data = " ".join(part for part in devices.device_parts(_agent()) if part)
    form.answer.data = ""
    return page("accounts/passkey_new.html", form=form, has_passkeys=has_passkeys())


def _agent() -> str:
    return request.user_agent.string


@bp.route("/konto/passkey/<int:passkey_id>", methods=["GET", "POST"])
def passkey_name(passkey_id: int) -> Answer:
    """Give a key another name."""
    with reading() as work:
        found = [key for key in keys.own_passkeys(work) if key.id == passkey_id]
    if not found:
        raise NotFound()
    form = PasskeyNameForm(obj=found[0])
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.rename_passkey(work, passkey_id=passkey_id, name=form.name.data)
        flash(_("Sparat."), "success")
        return see_other("accounts.security")
    return page("accounts/passkey_name.html", form=form)


@bp.post("/konto/passkey/<int:passkey_id>/ta-bort")
@asks_fresh
def passkey_remove(passkey_id: int) -> Answer:
    """Make a key worthless here."""
    with writing() as work:
        usecases.remove_passkey(work, session=current_user.get_id(), passkey_id=passkey_id)
    flash(_("Passkeyn är borttagen. Ta också bort den på enheten."), "success")
    return see_other("accounts.security")


# Recovery codes and the app


@bp.post("/konto/reservkoder")
@asks_fresh
def recovery_codes() -> Answer:
    """Ten new codes, shown in the answer to this press and never again."""
    with writing() as work:
        made = usecases.make_recovery_codes(work, session=current_user.get_id())
    with reading() as work:
        person = queries.user(work, current_user.id)
    return page("accounts/recovery_codes.html", codes=made, person=person)


@bp.post("/konto/app/ny")
@asks_fresh
def new_app_begin() -> Answer:
    """Begin to change phones."""
    with writing() as work:
        usecases.begin_new_app(work, session=current_user.get_id())
    return see_other("accounts.new_app")


@bp.route("/konto/app", methods=["GET", "POST"])
@asks_fresh
def new_app() -> Answer:
    """Change phones: the new one is read in, and proves itself with its first digits."""
    form = AppForm()
    if form.validate_on_submit():
        done = attempt(
            form,
            lambda work: usecases.finish_new_app(
                work, session=current_user.get_id(), digits=form.digits.data
            ),
        )
        if done:
            flash(_("Den nya telefonen är kopplad. Den gamla fungerar inte längre."), "success")
            return see_other("accounts.security")
    with reading() as work:
        person = queries.user(work, current_user.id)
        secret = keys.new_app_secret(work, person)
    if secret is None:
        return see_other("accounts.security")
    return page(
        "accounts/new_app.html",
        form=form,
        secret=spelled(secret),
        account=person.email,
        qr=app_picture(secret, person.email),
    )
