"""One browser: who is signed in there, where it was going, and what it sent."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import ClassVar, ParamSpec, TypeVar

import flask
from flask import Blueprint, Response, flash, g, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.accounts import errors, rules, usecases
from grannsamverkan.accounts.queries.present import present
from grannsamverkan.accounts.rules import pace, passkeys
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import _
from grannsamverkan.core.qr import qr_svg
from grannsamverkan.core.web import (
    Answer,
    is_local_path,
    looking,
    runtime,
    see_other,
    wants_json,
    writing,
)
from grannsamverkan.core.work import Work

bp = Blueprint("accounts", __name__)
LONGEST_NEXT = 500
# The row decides when a session is over; the cookie must only not go before the longest idle time.
COOKIE_LIFETIME = timedelta(days=90)
SECURITY_PATH = "/konto/inloggning"
Result = TypeVar("Result")
P = ParamSpec("P")


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login keeps as `current_user`: a live session and the person in it."""

    token: str
    id: int
    display_name: str
    actor: Actor

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """What the cookie carries: the session's token, not the user's id."""
        return self.token


def load_user(token: str) -> SignedIn | None:
    """The person behind a cookie, by one query; None when the session is over."""
    row = present(looking(), token)
    if row is None:
        return None
    g.login_session = row
    return SignedIn(token, row.actor.person_id, row.display_name, row.actor)


def keep_alive(response: Response) -> Response:
    """Note the use of the session, after the page's own writing is over."""
    row = g.get("login_session")
    if row is not None and runtime().clock() - row.seen_at >= rules.SEEN_STEP:
        with runtime().work() as work:
            usecases.touch_session(work, session_id=row.id)
    return response


def welcome(entry: usecases.Entry) -> BaseResponse:
    """Begin the session in this browser: a new cookie, a new CSRF secret, and on the way."""
    if current_user.is_authenticated:
        with writing() as work:
            usecases.sign_out(work, token=current_user.get_id())
    flask.session.clear()
    person = load_user(entry.token)
    login_user(person)
    flask.session.permanent = person is not None and person.actor.kind == "contact"
    answer = _go_on(entry)
    _remember_device(answer)
    if "sprak" not in request.cookies:
        remember_language(answer, entry.language)
    return answer


def _go_on(entry: usecases.Entry) -> BaseResponse:
    if entry.needs_name:
        return see_other("accounts.account", next=entry.next_path)
    return leave_for(entry.next_path or next_path())


def leave_for(path: str | None) -> BaseResponse:
    """303 to a path checked by `next_path`, or to the start page."""
    return flask.redirect(path, 303) if path else see_other("desk.home")


def next_path() -> str | None:
    """Where the person was going, if that is on this site."""
    target = request.args.get("next")
    return target if is_local_path(target) and len(target or "") <= LONGEST_NEXT else None


def device() -> str | None:
    """The token of this browser, if it was ever signed in with."""
    return request.cookies.get(_device_cookie())


def _remember_device(answer: BaseResponse) -> None:
    token = device() or codes.new_token()
    with writing() as work:
        usecases.remember_device(work, token=token)
    answer.set_cookie(
        _device_cookie(),
        token,
        max_age=rules.KEPT_DEVICES,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _device_cookie() -> str:
    return "__Host-enhet" if _is_secure() else "enhet"


def _is_secure() -> bool:
    return runtime().settings.base_url.startswith("https://")


def asks_fresh(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """For pages that change how one signs in: whoever signed in a while ago does so again first."""

    @wraps(view)
    def fresh_view(*args: P.args, **kwargs: P.kwargs) -> Answer:
        row = g.get("login_session")
        if row is None or rules.is_fresh(runtime().clock(), row.created_at):
            return view(*args, **kwargs)
        if wants_json(request):
            raise errors.NotFresh()
        flash(_("Logga in igen innan du ändrar hur du loggar in."), "info")
        path = request.full_path.rstrip("?") if request.method == "GET" else SECURITY_PATH
        return see_other(_way_in(row.kind), next=path)

    return fresh_view


def _way_in(kind: str) -> str:
    return "accounts.sign_in_staff" if kind == "staff" else "accounts.sign_in"


def remember_language(answer: BaseResponse, language: str) -> None:
    """Let this browser speak the person's language from the next page on."""
    answer.set_cookie(
        "sprak",
        language,
        max_age=COOKIE_LIFETIME,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )


def attempt(form: Form, try_it: Callable[[Work], Result | InvalidInput]) -> Result | None:
    """Do it and return the result; None if it was refused, and the form then says why."""
    result: Result | InvalidInput | None = None
    with writing(form) as work:
        result = try_it(work)
    if isinstance(result, InvalidInput):
        form.add_error(result)
        return None
    return result


def network() -> str:
    """The network of the request, for counting tries."""
    return pace.network_of(request.remote_addr)


def user_agent() -> str:
    """What the browser calls itself."""
    return request.user_agent.string


def with_next(endpoint: str) -> str:
    """The address of another page, which then knows where the person was going."""
    return url_for(endpoint, next=next_path())


def has_passkeys() -> bool:
    """True if browsers allow passkeys on this installation's address."""
    return passkeys.site(runtime().settings.base_url) is not None


def spelled(secret: str) -> str:
    """A key in groups of four, to be typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def app_picture(secret: str, account: str) -> str:
    """The QR that an authenticator app reads, as a data address."""
    picture = qr_svg(rules.totp_address(secret, account), level="M")
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
