"""Signing in at the own organisation (OpenID Connect), as the installation's settings name it.

Both addresses are GETs: a form could not lead to another host under our policy, and the provider
sends the browser back by an address. The state that must come back keeps strangers out.
"""

import logging

import flask
from flask import request, url_for
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.accounts import errors, usecases
from grannsamverkan.accounts.views.browser import bp, next_path, user_agent, welcome
from grannsamverkan.core import oidc
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.settings import Provider
from grannsamverkan.core.web import Answer, error_page, runtime, writing

PUBLIC = frozenset({"accounts.provider", "accounts.provider_answer"})
DANCE = "outside_sign_in"
log = logging.getLogger(__name__)


@bp.get("/logga-in/extern/<provider_id>")
def provider(provider_id: str) -> Answer:
    """Send the browser to the provider."""
    found = _provider(provider_id)
    try:
        address, dance = oidc.begin(
            found, _callback(found), language=current_language(), next_path=next_path()
        )
    except oidc.Refused as refused:
        return _refused(errors.outside_refused(refused.reason), refused)
    flask.session[DANCE] = runtime().vault.seal(dance.sealed())
    return flask.redirect(address, 303)


@bp.get("/logga-in/extern/<provider_id>/svar")
def provider_answer(provider_id: str) -> Answer:
    """The browser comes back from the provider."""
    found, dance = _provider(provider_id), _dance()
    try:
        claims = oidc.finish(found, _callback(found), dance, request.args)
        with writing() as work:
            entry = usecases.enter_from_outside(
                work,
                provider=found,
                claims=claims,
                user_agent=user_agent(),
                next_path=dance.next_path if dance else None,
            )
    except oidc.Refused as refused:
        return _refused(errors.outside_refused(refused.reason), refused)
    except NotPermitted as refused:
        return _refused(refused, refused)
    return welcome(entry)


def _provider(provider_id: str) -> Provider:
    for found in runtime().settings.providers:
        if found.id == provider_id:
            return found
    raise NotFound()


def _callback(found: Provider) -> str:
    # From the installation's own address: a forged Host must not lead the answer astray.
    path = url_for("accounts.provider_answer", provider_id=found.id)
    return runtime().settings.base_url + path


def _dance() -> oidc.Dance | None:
    sealed = flask.session.pop(DANCE, None)
    return None if sealed is None else oidc.read_dance(runtime().vault.open(sealed))


def _refused(told: NotPermitted, cause: Exception) -> BaseResponse:
    # What the provider said goes to the log of the machine: it helps nobody on the page.
    log.warning("sign-in at a provider refused: %s", cause)
    return error_page(
        403,
        str(told),
        title=_("Det gick inte att logga in"),
        action_text=_("Till inloggningen"),
        action_href=url_for("accounts.sign_in_staff"),
    )
