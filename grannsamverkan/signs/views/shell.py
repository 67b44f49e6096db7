"""The service workers of pages that work without a network: what each keeps, and its script."""

import hashlib
import json
from dataclasses import dataclass

from flask import Response, url_for

from grannsamverkan.core.web import Answer, static_url
from grannsamverkan.signs.views.mounting import bp

PUBLIC = frozenset({"mounting.phone_worker", "mounting.round_worker"})
WORKER = "js/lib/worker.js"
EVERYWHERE_BY_CONTENT = (
    "css/base.css",
    "css/components.css",
    "css/dark.css",
    "css/forms.css",
    "css/layout.css",
    "css/lists.css",
    "css/pages.css",
    "css/tokens.css",
    "img/favicon.svg",
    "js/main.js",
    "vendor/designsystemet/designsystemet.css",
    "vendor/designsystemet/theme.css",
    WORKER,
)
EVERYWHERE_BY_NAME = (
    "img/eye.svg",
    "js/lib/kept.js",
    "js/lib/names.js",
    "js/lib/pages.js",
    "js/lib/phone.js",
    "js/lib/queue.js",
    "js/lib/send.js",
    "js/lib/sendkept.js",
    "js/widgets/forget.js",
    "js/widgets/kept.js",
    "js/widgets/menu.js",
    "js/widgets/once.js",
)


@dataclass(frozen=True)
class Shell:
    """The files that one kind of page needs, besides those that every page needs.

    `by_content` are asked for by an address that changes with their content, `by_name` by their
    plain one.
    """

    room: str
    by_content: tuple[str, ...]
    by_name: tuple[str, ...]


LETTER = Shell(
    "brev",
    ("css/mounting.css",),
    ("js/lib/advice.js", "js/lib/measure.js", "js/widgets/upload.js"),
)
ROUND = Shell(
    "runda",
    (
        "css/map-dark.css",
        "css/map.css",
        "css/mounting.css",
        "css/signlife.css",
        "vendor/leaflet/leaflet.css",
    ),
    (
        "js/lib/labels.js",
        "js/lib/markup.js",
        "js/lib/plane.js",
        "js/lib/things.js",
        "js/map/area.js",
        "js/map/base.js",
        "js/map/cells.js",
        "js/map/names.js",
        "js/map/overlay.js",
        "js/map/paint.js",
        "js/map/palette.js",
        "js/map/posts.js",
        "js/map/search.js",
        "js/map/shapes.js",
        "js/map/things.js",
        "js/map/tiles.js",
        "js/widgets/map.js",
        "js/widgets/round.js",
        "vendor/leaflet/leaflet-src.esm.js",
    ),
)


@bp.get("/sw.js")
def phone_worker() -> Answer:
    """The service worker of the letters' pages."""
    return _script(LETTER)


@bp.get("/sw-runda.js")
def round_worker() -> Answer:
    """The service worker of the rounds' pages."""
    return _script(ROUND)


def _script(shell: Shell) -> Answer:
    """A worker's text changes with any file it keeps: so browsers take the new one.

    It lies at the root so that it may serve the pages of its room; those alone ask for it.
    """
    plain = [*EVERYWHERE_BY_NAME, *shell.by_name]
    named = [static_url(path) for path in (*EVERYWHERE_BY_CONTENT, *shell.by_content)]
    contents = "".join([*named, *map(static_url, plain)])
    what = {
        "room": shell.room,
        "version": hashlib.sha256(contents.encode()).hexdigest()[:12],
        "shell": named + [url_for("static", filename=path) for path in plain],
        "map": url_for("places.base_map"),
    }
    script = f'import {{ serve }} from "{static_url(WORKER)}";\nserve({json.dumps(what)});\n'
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
