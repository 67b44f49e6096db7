"""The web side of a request: who acts, which language, what is answered when something is wrong."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import (
    Flask,
    Request,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.core import i18n, templates
from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.addresses import address
from grannsamverkan.core.errors import DomainError, Unmet
from grannsamverkan.core.forms import Form
from grannsamverkan.core.fragments import kept
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.paging import Part
from grannsamverkan.core.storage import NoSpace
from grannsamverkan.core.work import Runtime, Work

Answer = str | Response | BaseResponse | tuple[str, int]
KEY = "grannsamverkan"
THEMES = ("auto", "light", "dark")
STATIC = Path(__file__).parent.parent / "static"
ONE_YEAR_S = 365 * 24 * 3600

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}


class Number(IntegerConverter):
    """A number in an address, no larger than a key of the database can be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **kwargs})


def runtime() -> Runtime:
    """The installation this request belongs to."""
    return cast(Runtime, current_app.extensions[KEY])


def actor() -> Actor:
    """Who is asking: the signed-in person, the holder of a private link, or nobody."""
    if "link_actor" in g:
        return cast(Actor, g.link_actor)
    return cast(Actor, getattr(current_user, "actor", NOBODY))


def act_as(link_actor: Actor) -> None:
    """For the rest of this request, act as the holder of a private link."""
    g.link_actor = link_actor


@contextmanager
def writing(form: Form | None = None) -> Iterator[Work]:
    """A piece of work for this request; with `form`, a domain error lands on its field.

    After the block, look at `form.errors` to see whether it was done.
    """
    _let_go_of_reading()
    try:
        with runtime().work(actor()) as work:
            yield work
    except DomainError as error:
        if form is None or isinstance(error, Unmet) or error.status != 422:
            raise
        form.add_error(error)
    finally:
        _let_go_of_reading()


@contextmanager
def reading() -> Iterator[Work]:
    """A read-only piece of work that stays open until the answer is made.

    Templates follow relations of what was read, so the session lives as long as the request.
    """
    work = looking()
    work.actor = actor()
    yield work


def looking() -> Work:
    """What `reading` reads with, for finding out who acts: until then nobody does."""
    if "reading" not in g:
        g.reading_context = runtime().reading(NOBODY)
        g.reading = g.reading_context.__enter__()
    return cast(Work, g.reading)


def _let_go_of_reading() -> None:
    # Before a write: what was read may hold locks that the write waits for. After it: what was
    # read must not be shown as if it still held.
    if "reading" in g:
        g.reading.session.rollback()


def _close_reading(_error: BaseException | None = None) -> None:
    context = g.pop("reading_context", None)
    g.pop("reading", None)
    if context is not None:
        context.__exit__(None, None, None)


def page(template: str, *, status: int | None = None, **values: Any) -> Response:
    """Render a template; a form with errors makes it a 422."""
    form = values.get("form")
    wrong = isinstance(form, Form) and bool(form.errors)
    return make_response(render_template(template, **values), status or (422 if wrong else 200))


def page_number() -> int:
    """Which page of a list is asked for (?sida=2); 1 if that is no number."""
    return request.args.get("sida", 1, type=int)


def pager(shown: Part[Any], without: Collection[str] = ()) -> dict[str, Any]:
    """What `ui.pagination` wants: this address with the page before and the page after.

    Names in `without` belong to the page shown now and are not led on.
    """

    def address(number: int) -> str | None:
        if not 1 <= number <= shown.pages:
            return None
        wanted = request.args.copy()
        for name in without:
            wanted.poplist(name)
        wanted.setlist("sida", [str(number)] if number > 1 else [])
        query = urlencode(list(wanted.items(multi=True)))
        return f"{request.path}?{query}" if query else request.path

    return {
        "number": shown.number,
        "pages": shown.pages,
        "previous_url": address(shown.number - 1),
        "next_url": address(shown.number + 1),
    }


def csrf_token() -> str:
    """The token of this answer's forms, signed once: a page may have many."""
    if "csrf_token" not in g:
        generate_csrf()
    return cast(str, g.csrf_token)


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """303 to another page of this site, as every form ends."""
    return redirect(url_for(endpoint, **values), 303)


def is_local_path(target: str | None) -> bool:
    """True for a path on this very site: nothing a browser could take for another host."""
    return bool(
        target
        and target.startswith("/")
        and not target.startswith("//")
        and "\\" not in target
        and target.isprintable()
        and ":" not in target.split("?")[0]
    )


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file, changing with its content so that it can be kept for long.

    As everywhere in the layouts, the product stands at its host's root.
    """
    return f"/static/{path}?v={_digest(path)}"


def init(app: Flask, the_runtime: Runtime, public: frozenset[str]) -> None:
    """Set up everything a request passes through. `public` lists endpoints that need no sign-in."""
    app.extensions[KEY] = the_runtime
    templates.init(app, {"static_url": static_url})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_choose_language)  # before all that can be refused
    CSRFProtect(app)  # before what follows, which has a token of its own for templates
    app.context_processor(lambda: {"csrf_token": csrf_token})
    app.jinja_env.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        static_url=static_url,
        csrf_token=csrf_token,
        address=address,
        kept=kept,
        format_date=i18n.format_date,
        format_datetime=i18n.format_datetime,
        format_number=i18n.format_number,
        format_percent=i18n.format_percent,
    )
    app.url_map.converters["int"] = Number
    _trust_proxies(app, the_runtime)
    app.before_request(lambda: _ask_sign_in(public))
    app.after_request(_add_headers)
    app.teardown_request(_close_reading)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(NoSpace, lambda _error: error_page(507))
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _trust_proxies(app: Flask, the_runtime: Runtime) -> None:
    count = the_runtime.settings.trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way to wrap it


def _choose_language() -> None:
    wanted = request.cookies.get("sprak") or request.accept_languages.best_match(i18n.LANGUAGES)
    i18n.set_language(wanted or i18n.SOURCE_LANGUAGE)


def _ask_sign_in(public: frozenset[str]) -> BaseResponse | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in public or current_user.is_authenticated:
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return see_other("accounts.sign_in", next=target)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if runtime().settings.environment == "production":
        response.headers.setdefault(
            "Strict-Transport-Security", f"max-age={ONE_YEAR_S}; includeSubDomains"
        )
    if request.endpoint == "static" and request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("Cookie")
    return response


TITLES: Mapping[int, Any] = {
    400: lazy("Det där gick inte"),
    403: lazy("Det får du inte göra"),
    404: lazy("Sidan finns inte"),
    405: lazy("Det där gick inte"),
    409: lazy("Det hann ändras"),
    413: lazy("Filen är för stor"),
    422: lazy("Något behöver rättas"),
    429: lazy("Vänta en stund"),
    500: lazy("Något gick fel hos oss"),
    507: lazy("Det är fullt hos oss just nu"),
}
MESSAGES: Mapping[int, Any] = {
    400: lazy("Gå tillbaka, läs in sidan på nytt och försök igen."),
    403: lazy("Du är inloggad, men det här hör till någon annans uppgift."),
    404: lazy("Adressen kan vara felskriven, eller så har länken slutat gälla."),
    405: lazy("Sidan kan inte användas på det sättet."),
    413: lazy("Varje bild får vara högst 25 MB. Välj en mindre bild och försök igen."),
    429: lazy("Det kom för många försök på kort tid. Försök igen om en kvart."),
    500: lazy("Felet är noterat. Det du har sparat finns kvar. Försök igen om en stund."),
    507: lazy("Det finns inte plats för fler filer. Försök igen senare."),
}


def error_page(status: int, message: str = "", **values: Any) -> Response:
    """The page for an error, or JSON for a script that asked for it."""
    title = str(TITLES.get(status, TITLES[400]))
    text = message or str(MESSAGES.get(status, MESSAGES[400]))
    if wants_json(request):
        answer = make_response({"error": text})
        answer.status_code = status
        return answer
    shown = {
        "code": status,
        "title": title,
        "message": text,
        "advice": "",
        "missing": (),
        "action_text": _("Till startsidan"),
        "action_href": url_for("desk.home"),
        **values,
    }
    return make_response(render_template("error.html", **shown), status)


def wants_json(asked: Request) -> bool:
    """True if a script asks (it says so with its Accept header)."""
    best = asked.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
    return best == "application/json"


def _domain_error(error: DomainError) -> Response:
    missing = error.missing if isinstance(error, Unmet) else ()
    return error_page(error.status, str(error), missing=missing)


def _foreign_host(_error: SecurityError) -> Response:
    """Asked for by another name than our own, where no address of ours can be written: in words."""
    answer = make_response(_("Det finns ingen sida på den adressen.") + "\n", 400)
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


def _csrf_error(_error: CSRFError) -> Response:
    return error_page(400, _("Sidan hade legat öppen för länge. Läs in den på nytt."))


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    answer = error_page(error.code)
    # Some refusals carry headers that belong to the answer, such as Allow for 405.
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("unexpected error", exc_info=error)
    return error_page(500)


def send_made(content: bytes, media_type: str, name: str) -> Response:
    """Something made for this answer, as a download."""
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
