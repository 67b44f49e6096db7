"""A test client that behaves like a careful reader: each page it opens is checked."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.support.html import Page, faults

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@dataclass
class HtmlForm:
    """A form as it stands on a page; `values` holds what a browser would send untouched."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, words) of each submit button."""


def parsed(answer: TestResponse) -> Page:
    """The page of an answer."""
    return Page(answer.get_data(as_text=True))


def words(answer: TestResponse) -> str:
    """What an answer's page says."""
    return parsed(answer).text()


class CheckedClient(FlaskClient):
    """Flask's test client; every HTML answer must be a faultless page (see `html.faults`).

    `post` and the like carry a valid CSRF token unless `csrf=False` is said: hand-made requests
    are then refused for what they do and not for a missing token.
    """

    check_pages = True

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        method = str(kwargs.get("method", "GET")).upper()
        if csrf and method not in SAFE_METHODS:
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self.csrf()}
        answer = super().open(*args, **kwargs)
        is_page = answer.mimetype == "text/html" and answer.data and answer.status_code // 100 != 3
        if self.check_pages and is_page:  # a redirect carries a notice that nobody reads
            found = faults(answer.get_data(as_text=True))
            assert not found, f"{answer.request.path} ({answer.status}): " + "; ".join(found)
        return answer

    def csrf(self) -> str:
        """A CSRF token that this client's session accepts."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        key = self.application.secret_key
        assert key is not None
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))

    def page(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """Open `path`, follow redirects, demand `status`, and return the parsed page."""
        answer = self.get(path, follow_redirects=True, **kwargs)
        assert answer.status_code == status, f"{path}: {answer.status}\n{shown(answer)}"
        return Page(answer.get_data(as_text=True))

    def forms(self, path: str) -> list[HtmlForm]:
        """The forms on the page at `path`, in order."""
        page = self.page(path)
        return [read_form(page, element, path) for element in page.all("form")]

    def submit(
        self,
        path: str,
        values: dict[str, Any] | None = None,
        *,
        button: str | None = None,
        action: str | None = None,
        follow: bool = False,
    ) -> TestResponse:
        """Open `path`, fill in its form and send it, as a browser without JavaScript does.

        The form is the one whose action ends with `action`, or that has a button with the words
        `button`, or else the only POST form in `main`. `values` replace what stands in the form;
        files are (stream, name) pairs; None takes a value away.
        """
        form = self._choose(path, button, action)
        sent: dict[str, Any] = dict(form.values)
        for name, value, words in form.buttons:
            if name and (button is None or words == button):
                sent[name] = value
                break
        unknown = (values or {}).keys() - self._fillable(form)
        assert not unknown, f"the form at {path} has no field {sorted(unknown)}"
        sent.update(values or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        if form.method == "get":
            return self.get(form.action, query_string=sent, follow_redirects=follow)
        return self.post(form.action, data=sent, csrf=False, follow_redirects=follow)

    def _choose(self, path: str, button: str | None, action: str | None) -> HtmlForm:
        page = self.page(path)
        shown = [e for e in page.all("form") if not page.is_hidden(e)]
        inside = [e for e in shown if page.is_inside(e, "main")]
        forms = [read_form(page, element, path) for element in inside]
        if action is not None:
            forms = [form for form in forms if form.action.endswith(action)]
        elif button is not None:
            forms = [form for form in forms if button in [words for _, _, words in form.buttons]]
        elif len(forms) > 1:
            forms = [form for form in forms if form.method == "post"]
        assert len(forms) == 1, f"{len(forms)} forms fit at {path} ({action=}, {button=})"
        return forms[0]

    def _fillable(self, form: HtmlForm) -> set[str]:
        return set(form.values) | {name for name, _, _ in form.buttons}


def shown(answer: TestResponse) -> str:
    """The words of an answer, for messages of failed tests."""
    if answer.mimetype != "text/html":
        return answer.get_data(as_text=True)[:2000]
    return Page(answer.get_data(as_text=True)).text()[:2000]


def read_form(page: Page, element: Element, path: str) -> HtmlForm:
    """The form in `element`; controls without a preset value are kept with an empty list."""
    form = HtmlForm(
        action=element.attrib.get("action", path),
        method=element.attrib.get("method", "get").lower(),
    )
    for control in element.iter():
        if "disabled" in control.attrib:
            continue
        if control.tag == "button" and control.attrib.get("type", "submit") == "submit":
            words = page.text(control)
            name, value = control.attrib.get("name", ""), control.attrib.get("value", "")
            form.buttons.append((name, value, words))
        elif "name" in control.attrib and control.tag in ("input", "select", "textarea"):
            _read_control(form, control)
    return form


def _read_control(form: HtmlForm, control: Element) -> None:
    name, kind = control.attrib["name"], control.attrib.get("type", "text")
    if control.tag == "input" and kind == "submit":
        form.buttons.append(
            (name, control.attrib.get("value", ""), control.attrib.get("value", ""))
        )
        return
    values = form.values.setdefault(name, [])
    if control.tag == "textarea":
        # A browser drops the line break that follows the start tag; html5lib has done so too.
        values.append(control.text or "")
    elif control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        values += [option.attrib.get("value", option.text or "") for option in chosen]
    elif kind in ("checkbox", "radio"):
        if "checked" in control.attrib:
            values.append(control.attrib.get("value", "on"))
    elif kind not in ("file", "button", "reset", "image"):
        values.append(control.attrib.get("value", ""))
