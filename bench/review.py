"""The reviewer's queue and case page against a bare view that does the least: one statement, the
same rows, the same number of bytes."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, Response
from sqlalchemy import text

from bench.sets import Installation, compared
from grannsamverkan.signs.models import Sign

ROUNDS = 15
MOST_TIMES = 4.0
REVIEWER = "reviewer@example.org"
QUEUE = """
SELECT s.id, s.code, s.state, s.post_number, s.place, s.waits_since, g.name, p.name, u.name,
  (SELECT max(CASE c.verdict WHEN 'not_ok' THEN 2 WHEN 'ok' THEN 0 ELSE 1 END)
   FROM check_result c WHERE c.set_id =
     (SELECT max(id) FROM photo_set f WHERE f.sign_id = s.id AND f.sent_at IS NOT NULL
      AND f.task_id IS NULL))
FROM sign s JOIN watch_group g ON g.id = s.group_id
LEFT JOIN police_area p ON p.id = g.police_area_id LEFT JOIN "user" u ON u.id = s.assigned_to
WHERE s.municipality_id = :place AND s.state IN ('photos_sent', 'planned')
ORDER BY s.waits_since, s.id LIMIT 50
"""
CASE = """
SELECT s.*, g.*, f.*, p.*, c.*, d.* FROM sign s
JOIN watch_group g ON g.id = s.group_id
LEFT JOIN photo_set f ON f.sign_id = s.id
LEFT JOIN photo p ON p.set_id = f.id
LEFT JOIN check_result c ON c.set_id = f.id AND (c.photo_id = p.id OR c.photo_id IS NULL)
LEFT JOIN sign_decision d ON d.sign_id = s.id
WHERE s.id = :sign
"""


def run(_small: Installation, large: Installation) -> Iterator[dict[str, Any]]:
    """A row for the queue and one for a case, in the large set."""
    sign_id = large.first(Sign.id, Sign.state == "photos_sent")
    place = large.first(Sign.municipality_id)
    pages = (
        ("/granskning", QUEUE, {"place": place}),
        (f"/skyltar/{sign_id}/granska", CASE, {"sign": sign_id}),
    )
    for path, statement, values in pages:
        opened = _opened(large, path)
        size = len(opened())
        bare = _bare(large, statement, values, size)
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


def _bare(
    installation: Installation, statement: str, values: dict[str, Any], size: int
) -> Callable[[], bytes]:
    """A Flask view that fetches the rows with one statement and writes as many bytes."""
    app = Flask(__name__)
    engine = installation.runtime.database.engine

    @app.get("/")
    def view() -> Response:
        with engine.connect() as connection:
            rows = connection.execute(text(statement), values).all()
        body = "\n".join(" ".join(map(str, row)) for row in rows).encode()[:size]
        return Response(body.ljust(size), content_type="text/html")

    browser = app.test_client()
    return lambda: browser.get("/").data
