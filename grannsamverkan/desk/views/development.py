"""On one's own machine only: the mail that would have gone out, and every part of the look."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import page, reading, runtime
from grannsamverkan.desk.forms import SampleForm
from grannsamverkan.desk.queries import captured
from grannsamverkan.desk.queries.captured import Captured
from grannsamverkan.desk.views.blueprint import bp

# Sign-in codes are read here, so it must open before anybody is signed in. Each of these answers
# 404 in production, where no mail is captured either.
PUBLIC = frozenset(
    {
        "desk.captured_mails",
        "desk.captured_mail",
        "desk.captured_html",
        "desk.captured_file",
        "desk.demo_codes",
        "desk.style_guide",
    }
)
PICTURES = frozenset({"image/jpeg", "image/png"})
FRAMED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
ALONE = "sandbox; default-src 'none'"


@bp.get("/utveckling/post")
def captured_mails() -> ResponseReturnValue:
    """The mails that would have gone out, the newest first."""
    found = captured.mails(runtime().settings)
    return page("desk/mails.html", mails=found, most=captured.MOST_SHOWN)


@bp.get("/utveckling/post/<name>")
def captured_mail(name: str) -> ResponseReturnValue:
    """One mail as text, as it looks, and what came along."""
    return page("desk/mail.html", mail=_mail(name), pictures=PICTURES)


@bp.get("/utveckling/post/<name>/html")
def captured_html(name: str) -> Response:
    """The mail's HTML for a frame that may do nothing."""
    answer = make_response(_mail(name).html)
    answer.headers["Content-Security-Policy"] = FRAMED
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.get("/utveckling/post/<name>/bilaga/<int:number>")
def captured_file(name: str, number: int) -> Response:
    """One attachment: shown if it is a picture, else saved."""
    files = [one for one in _mail(name).attached if one.number == number]
    if not files:
        raise NotFound()
    shown = files[0].media_type in PICTURES
    answer = make_response(files[0].content)
    answer.mimetype = files[0].media_type if shown else "application/octet-stream"
    answer.headers["Content-Security-Policy"] = ALONE
    kind = "inline" if shown else "attachment"
    answer.headers.set("Content-Disposition", kind, filename=files[0].name)
    return answer


@bp.get("/utveckling/koder")
def demo_codes() -> ResponseReturnValue:
    """The second factor of the demo's staff as it stands now."""
    with reading() as work:
        return page("desk/codes.html", codes=accounts.codes_for_trying_out(work))


@bp.get("/utveckling/stilguide")
def style_guide() -> ResponseReturnValue:
    """Everything the look consists of."""
    if not runtime().settings.in_development:
        raise NotFound()
    return page("styleguide.html", form=SampleForm())


def _mail(name: str) -> Captured:
    return captured.mail(runtime().settings, name)
