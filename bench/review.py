"""The reviewer's queue and case page against a bare view that does the least: one statement, the
same rows, the same number of bytes.

The bare view's statement is put together from those that the page itself sends, so that it fetches
what the page shows, whatever that is by now: person and session, settings and place in the queue
among it. A template writes every value out, escaped, and fills up with as many bytes of plain text
as the page has beyond them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Connection, Engine

from bench.sets import Installation, Sent, compared
from grannsamverkan.signs.models import Sign

ROUNDS = 15
MOST_TIMES = 4.0
REVIEWER = "reviewer@example.org"
TEMPLATE = """<!doctype html><title>Bare</title><table>
{% for row in rows %}
<tr>{% for value in row if value is not none %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</table>"""


def run(_small: Installation, large: Installation) -> Iterator[dict[str, Any]]:
    """A row for the queue and one for a case, in the large set."""
    engine = large.runtime.database.engine
    sign_id = large.first(Sign.id, Sign.state == "photos_sent")
    for path in ("/granskning", f"/skyltar/{sign_id}/granska"):
        opened = _opened(large, path)
        with large.counted() as sent:
            size = len(opened())
        bare = _bare(engine, _together(engine, sent), size)
        assert len(bare()) == size
        yield {
            "name": f"{path} against a bare view",
            "ratio": compared(bare, opened, ROUNDS),
            "limit": MOST_TIMES,
            "figures": f"{size} bytes",
        }


def _opened(installation: Installation, path: str) -> Callable[[], bytes]:
    browser = installation.browser(REVIEWER)

    def ask() -> bytes:
        answer = browser.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.data

    return ask


def _together(engine: Engine, sent: list[Sent]) -> Sent:
    """One statement for the rows of all: each row filled up with NULL to the same width."""
    with engine.connect() as connection:
        widths = [len(_rows(connection, one).keys()) for one in sent]
    parts = (
        "".join(("SELECT *", ", NULL" * (max(widths) - width), " FROM (", statement, ")"))
        for (statement, _values), width in zip(sent, widths, strict=True)
    )
    return " UNION ALL ".join(parts), tuple(value for _text, values in sent for value in values)


def _rows(connection: Connection, one: Sent) -> Any:
    return connection.exec_driver_sql(*one)


def _bare(engine: Engine, one: Sent, size: int) -> Callable[[], bytes]:
    """A Flask view that fetches the rows with one statement and renders as many bytes."""
    missing = size - len(_view(engine, one, TEMPLATE)())
    return _view(engine, one, TEMPLATE + "." * missing)


def _view(engine: Engine, one: Sent, template: str) -> Callable[[], bytes]:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"bare.html": template})

    @app.get("/")
    def view() -> str:
        with engine.connect() as connection:
            rows = _rows(connection, one).all()
        return render_template("bare.html", rows=rows)

    browser = app.test_client()
    return lambda: browser.get("/").data
