"""Pages for everybody: the search for a group, and the choice of language and look."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import LANGUAGES, lazy
from grannsamverkan.core.web import ONE_YEAR_S, THEMES, is_local_path, page, reading, runtime
from grannsamverkan.desk.queries import search as queries
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import MUNICIPALITY_COOKIE, THEME_COOKIE
from grannsamverkan.desk.views.ground import here
from grannsamverkan.desk.views.start import search_form

PUBLIC = frozenset({"desk.search", "desk.set_language", "desk.set_theme"})
LANGUAGE_COOKIE = "sprak"


@bp.get("/hitta")
def search() -> ResponseReturnValue:
    """Is there a group at the address `adress`?"""
    text = request.args.get("adress", "").strip()
    with reading() as work:
        ground = here(work)
        form = search_form(ground, formdata=request.args)
        usable = bool(text) and form.validate() and ground.chosen is not None
        found = queries.search(work, ground.chosen, text) if usable and ground.chosen else None
    answer = page("desk/search.html", form=form, ground=ground, found=found, text=text)
    if ground.chosen and request.args.get("kommun") == ground.chosen.slug:
        _remember(answer, MUNICIPALITY_COOKIE, ground.chosen.slug)
    return answer


@bp.post("/sprak")
def set_language() -> ResponseReturnValue:
    """Speak Swedish or English in this browser from now on."""
    return _choose(LANGUAGE_COOKIE, request.form.get("language"), LANGUAGES)


@bp.post("/tema")
def set_theme() -> ResponseReturnValue:
    """Light, dark, or as the device has it."""
    return _choose(THEME_COOKIE, request.form.get("theme"), THEMES)


def _choose(cookie: str, value: str | None, allowed: tuple[str, ...]) -> BaseResponse:
    if value not in allowed:
        raise InvalidInput(lazy("Det finns inget sådant val."))
    target = request.form.get("next") or "/"
    answer = redirect(target.rstrip("?") if is_local_path(target) else "/", 303)
    _remember(answer, cookie, value)
    return answer


def _remember(answer: BaseResponse, cookie: str, value: str) -> None:
    """Keep a choice in this browser for a year; it says nothing about who somebody is."""
    secure = runtime().settings.base_url.startswith("https://")
    answer.set_cookie(
        cookie, value, max_age=ONE_YEAR_S, secure=secure, httponly=True, samesite="Lax"
    )
