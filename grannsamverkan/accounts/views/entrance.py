"""The pages one signs in on: nobody is signed in yet, so all of them are public."""

from dataclasses import replace

import flask
from flask import Response, flash, url_for

from grannsamverkan.accounts import queries, rules, usecases
from grannsamverkan.accounts.forms import (
    AnswerForm,
    AppForm,
    AskForm,
    DigitsForm,
    LinkForm,
    NewPasswordForm,
    PasswordForm,
    RecoveryForm,
)
from grannsamverkan.accounts.views.browser import (
    SECURITY_PATH,
    app_picture,
    attempt,
    bp,
    device,
    has_passkeys,
    network,
    next_path,
    spelled,
    user_agent,
    welcome,
    with_next,
)
from grannsamverkan.accounts.words import ROLE_WORDS
from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.web import Answer, error_page, page, reading, runtime, see_other, writing

PUBLIC = frozenset(
    {
        "accounts.sign_in",
        "accounts.sign_in_code",
        "accounts.sign_in_link",
        "accounts.sign_in_staff",
        "accounts.second_factor",
        "accounts.recovery",
        "accounts.passkey",
        "accounts.passkey_ask",
        "accounts.invitation",
        "accounts.invitation_app",
    }
)
HANDLE = "sign_in_handle"
TICKET = "sign_in_ticket"
PASSKEY = "passkey_handle"


@bp.route("/logga-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    """Ask for a code by mail."""
    form = AskForm()
    if form.validate_on_submit():
        handle = attempt(
            form,
            lambda work: usecases.ask_code(
                work,
                email=form.email.data,
                network=network(),
                language=current_language(),
                next_path=next_path(),
                device=device(),
            ),
        )
        if handle:
            flask.session[HANDLE] = handle
            return see_other("accounts.sign_in_code")
    return page(
        "accounts/sign_in.html",
        form=form,
        staff_href=with_next("accounts.sign_in_staff"),
        has_passkeys=has_passkeys(),
    )


@bp.route("/logga-in/kod", methods=["GET", "POST"])
def sign_in_code() -> Answer:
    """Type the six digits, in the browser that asked."""
    handle = flask.session.get(HANDLE)
    if handle is None:
        return see_other("accounts.sign_in")
    form = DigitsForm()
    if form.validate_on_submit():
        entry = attempt(
            form,
            lambda work: usecases.use_code(
                work, handle=handle, digits=form.digits.data, user_agent=user_agent()
            ),
        )
        if entry:
            return welcome(entry)
    with reading() as work:
        asked = queries.code_for_browser(work, handle)
    return page("accounts/sign_in_code.html", form=form, address=asked.email if asked else None)


@bp.route("/logga-in/lank/<token>", methods=["GET", "POST"])
def sign_in_link(token: str) -> Answer:
    """The mailed link. Opening it shows a button, as mail scanners open every link."""
    form = LinkForm()
    if form.validate_on_submit():
        entry = attempt(
            form, lambda work: usecases.use_link(work, token=token, user_agent=user_agent())
        )
        return welcome(entry) if entry else _old_link()
    with reading() as work:
        found = queries.code_for_link(work, token)
    if found is None:
        return _old_link()
    return page("accounts/sign_in_link.html", form=form, address=found.email)


def _old_link() -> Response:
    return error_page(
        404,
        _("Länken gäller en kort stund och bara en gång. Be om en ny kod för att logga in."),
        title=_("Länken gäller inte längre"),
        action_text=_("Be om en ny kod"),
        action_href=url_for("accounts.sign_in"),
    )


# Staff


@bp.route("/logga-in/tjanst", methods=["GET", "POST"])
def sign_in_staff() -> Answer:
    """Password, the first of two steps."""
    form = PasswordForm()
    if form.validate_on_submit():
        ticket = _pass_password(form)
        if ticket:
            flask.session[TICKET] = ticket
            return see_other("accounts.second_factor", next=next_path())
    return page(
        "accounts/sign_in_staff.html",
        form=form,
        code_href=with_next("accounts.sign_in"),
        has_passkeys=has_passkeys(),
        providers=runtime().settings.providers,
    )


def _pass_password(form: PasswordForm) -> str | None:
    email, origin = form.email.data, network()
    try:
        with reading() as work:
            stored = queries.password_on_file(work, email=email, network=origin, device=device())
    except DomainError as error:
        form.add_error(error)
        return None
    check = rules.check_password(stored, form.password.data)
    return attempt(
        form,
        lambda work: usecases.pass_password(
            work, email=email, check=check, network=origin, device=device()
        ),
    )


@bp.route("/logga-in/tjanst/kod", methods=["GET", "POST"])
def second_factor() -> Answer:
    """The authenticator app's digits, the second of two steps."""
    ticket = flask.session.get(TICKET)
    if ticket is None:
        return see_other("accounts.sign_in_staff", next=next_path())
    form = AppForm()
    if form.validate_on_submit():
        entry = attempt(
            form,
            lambda work: usecases.pass_second_factor(
                work,
                ticket=ticket,
                digits=form.digits.data,
                network=network(),
                user_agent=user_agent(),
                device=device(),
            ),
        )
        if entry:
            return welcome(entry)
    return page(
        "accounts/second_factor.html",
        form=form,
        again_href=with_next("accounts.sign_in_staff"),
        recovery_href=with_next("accounts.recovery"),
    )


@bp.route("/logga-in/tjanst/reservkod", methods=["GET", "POST"])
def recovery() -> Answer:
    """A code from paper, in place of the authenticator app's digits."""
    ticket = flask.session.get(TICKET)
    if ticket is None:
        return see_other("accounts.sign_in_staff", next=next_path())
    form = RecoveryForm()
    if form.validate_on_submit():
        entry = attempt(
            form,
            lambda work: usecases.pass_recovery_code(
                work,
                ticket=ticket,
                code=form.code.data,
                network=network(),
                user_agent=user_agent(),
                device=device(),
            ),
        )
        if entry:
            answer = welcome(replace(entry, next_path=next_path() or SECURITY_PATH))
            flash(_("Du loggade in med en reservkod. Har du ny telefon kopplar du den här."), "ok")
            return answer
    return page("accounts/recovery.html", form=form, app_href=with_next("accounts.second_factor"))


@bp.post("/logga-in/passkey/fraga")
def passkey_ask() -> Answer:
    """What the browser shall ask its keys, as JSON for the page's script."""
    with writing() as work:
        handle, options = usecases.begin_passkey_sign_in(work, network=network())
    flask.session[PASSKEY] = handle
    return Response(options, mimetype="application/json")


@bp.post("/logga-in/passkey")
def passkey() -> Answer:
    """Sign in with the answer of a key; what is wrong is told on the page for passwords."""
    form = AnswerForm()
    entry = None
    if form.validate_on_submit():
        handle = flask.session.pop(PASSKEY, None)
        entry = attempt(
            form,
            lambda work: usecases.use_passkey(
                work,
                handle=handle,
                answer=form.answer.data,
                user_agent=user_agent(),
                next_path=next_path(),
            ),
        )
    if entry:
        return welcome(entry)
    for problem in form.form_errors:
        flash(problem, "warn")
    return see_other("accounts.sign_in_staff", next=next_path())


@bp.route("/inbjudan/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Answer:
    """Take up an invitation: choose a password."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.choose_password(work, token=token, password=form.password.data)
        if not form.errors:
            return see_other("accounts.invitation_app", token=token)
    with reading() as work:
        row = queries.open_invitation(work, token)
        return page("accounts/invitation.html", form=form, row=row, roles=ROLE_WORDS)


@bp.route("/inbjudan/<token>/app", methods=["GET", "POST"])
def invitation_app(token: str) -> Answer:
    """Take up an invitation: connect the authenticator app."""
    form = AppForm()
    if form.validate_on_submit():
        entry = attempt(
            form,
            lambda work: usecases.accept_invitation(
                work,
                token=token,
                digits=form.digits.data,
                user_agent=user_agent(),
                language=current_language(),
            ),
        )
        if entry:
            return welcome(entry)
    with reading() as work:
        row = queries.open_invitation(work, token)
        secret = queries.invitation_secret(work, row)
    return page(
        "accounts/invitation_app.html",
        form=form,
        secret=spelled(secret),
        account=row.email,
        qr=app_picture(secret, row.email),
    )
