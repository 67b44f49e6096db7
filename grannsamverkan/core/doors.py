"""The web side of an address that is a key: a letter's, a flyer's or a mail's link.

hold(kind, id)             this request acts as the link's holder
keep_addresses_secret(bp)  no other site and no search engine learns the address
say_when_over(bp, …)       what is said where a link opens nothing
lead_on(bp, …)             the address in lower case, as somebody types it
keep_pace(bp, …)           no network asks more often than people do
keyed_by_address(app, …)   what a script sends needs no CSRF token
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.pace import Pace, network_of
from grannsamverkan.core.web import act_as, error_page, runtime


@dataclass(frozen=True)
class Over:
    """Why a link opens nothing, and what to do instead; texts may be lazy.

    `action` is a button: its text and the endpoint it leads to.
    """

    title: Any
    message: Any
    advice: Any = ""
    action: tuple[Any, str] | None = None


def hold(kind: str, thing_id: int) -> None:
    """For the rest of this request, act as the holder of a link that opens this one thing."""
    act_as(Actor("link", language=current_language(), opens=(kind, thing_id)))


def keep_addresses_secret(bp: Blueprint) -> None:
    """Let these addresses reach neither other sites nor search engines."""
    bp.after_request(_keep_secret)


def say_when_over(bp: Blueprint, **over: Over) -> None:
    """Answer a link that opens nothing with `over[name]`, where `name` is the key in its address.

    The same for what never was, is over, or is somebody else's. Pages without such a key answer
    as pages do.
    """
    bp.register_error_handler(NotFound, partial(_say, over))


def lead_on(bp: Blueprint, small: str, endpoint: str) -> None:
    """Lead from an address as somebody types it to `endpoint`, its key in upper case."""

    def leads_on(**key: str) -> BaseResponse:
        values: dict[str, Any] = {name: text.upper() for name, text in key.items()}
        return redirect(url_for(f"{bp.name}.{endpoint}", **values))

    bp.add_url_rule(small, f"{endpoint}_small", leads_on)


def keep_pace(bp: Blueprint, most: int, window: timedelta) -> None:
    """Let each network open these addresses `most` times in `window`; then 429, for that one alone.

    Counted in the memory of each web process, and nowhere else.
    """
    bp.before_request(partial(_pace, bp.name, most, window))


def keyed_by_address(app: Flask, *views: Callable[..., Any]) -> None:
    """Ask no CSRF token of these views: a secret in the address is all the right they give.

    A token protects what a browser sends along by itself, such as a cookie. These views look at
    none, and what a phone kept may be sent when no page is open that holds a token. Each must
    call `refuse_other_sites` (docs/decisions/0040).
    """
    for view in views:
        app.extensions["csrf"].exempt(view)


def refuse_other_sites() -> None:
    """Raise NotPermitted if the browser says that another site's page asked for this."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin)[:2] != (request.scheme, request.host):
        raise NotPermitted()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotPermitted()


def _pace(name: str, most: int, window: timedelta) -> Response | None:
    # Of the app and not of the module: two apps in one process have different visitors.
    paces = current_app.extensions.setdefault("paces", {})
    pace = paces.get(name) or paces.setdefault(name, Pace(most, window))
    wait = pace.take(network_of(request.remote_addr), runtime().clock())
    if not wait:
        return None
    text = _("Det kom många frågor från ditt nät på kort tid. Vänta en minut och försök igen.")
    answer = error_page(429, text)
    answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answer


def _keep_secret(response: Response) -> Response:
    # Only the origin is told: Flask-WTF asks for it in forms sent by HTTPS.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _say(over: Mapping[str, Over], error: NotFound) -> Response:
    said = next((over[name] for name in request.view_args or () if name in over), None)
    if said is None:
        return error_page(404, str(error))
    text, endpoint = said.action or ("", None)
    button = {"action_text": text, "action_href": url_for(endpoint)} if endpoint else {}
    return error_page(404, str(said.message), title=said.title, advice=said.advice, **button)
