"""Another password for oneself."""

from flask import flash
from flask_login import current_user

from grannsamverkan.accounts import queries, rules, usecases
from grannsamverkan.accounts.forms import ChangePasswordForm
from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.queries import keys
from grannsamverkan.accounts.views.browser import attempt, bp, device, network
from grannsamverkan.core.errors import DomainError, NotFound
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import Answer, page, reading, see_other


@bp.route("/konto/losenord", methods=["GET", "POST"])
def change_password() -> Answer:
    """Choose another password, after showing the old one, the app's digits or a passkey."""
    form = ChangePasswordForm()
    with reading() as work:
        person = queries.user(work, current_user.id)
        by_passkey = keys.proved_by_passkey(work, current_user.get_id())
        has_passkey = bool(keys.own_passkeys(work))
    if not person.password_hash:
        raise NotFound()
    if form.validate_on_submit() and _change(form, person):
        flash(_("Lösenordet är bytt. Alla andra enheter är utloggade."), "success")
        return see_other("accounts.security")
    return page(
        "accounts/password.html",
        form=form,
        person=person,
        by_passkey=by_passkey,
        has_passkey=has_passkey,
    )


def _change(form: ChangePasswordForm, person: User) -> User | None:
    try:
        proof = usecases.Proof(_compared(form, person), form.digits.data or "")
    except DomainError as error:
        form.add_error(error)
        return None
    return attempt(
        form,
        lambda work: usecases.change_password(
            work,
            session=current_user.get_id(),
            proof=proof,
            password=form.password.data,
            network=network(),
            device=device(),
        ),
    )


def _compared(form: ChangePasswordForm, person: User) -> rules.PasswordCheck | None:
    """The old password compared, outside the write; None if none was given."""
    if not form.current.data:
        return None
    with reading() as work:
        stored = queries.password_on_file(
            work, email=person.email, network=network(), device=device()
        )
    return rules.check_password(stored, form.current.data)
