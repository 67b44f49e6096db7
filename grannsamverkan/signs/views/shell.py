"""The service worker of the letters' pages: what it keeps, and the script that starts it."""

import hashlib
import json

from flask import Response, url_for

from grannsamverkan.core.web import Answer, static_url
from grannsamverkan.signs.views.mounting import bp

PUBLIC = frozenset({"mounting.phone_worker"})
WORKER = "js/lib/worker.js"
NAMED_BY_CONTENT = (
    "css/base.css",
    "css/components.css",
    "css/dark.css",
    "css/forms.css",
    "css/layout.css",
    "css/lists.css",
    "css/mounting.css",
    "css/pages.css",
    "css/tokens.css",
    "img/favicon.svg",
    "js/main.js",
    "vendor/designsystemet/designsystemet.css",
    "vendor/designsystemet/theme.css",
    WORKER,
)
"""Files that a page asks for by an address that changes with their content."""
BY_PLAIN_NAME = (
    "img/eye.svg",
    "js/lib/advice.js",
    "js/lib/kept.js",
    "js/lib/measure.js",
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
    "js/widgets/upload.js",
)
"""Files that scripts and styles ask for by their plain address."""


@bp.get("/sw.js")
def phone_worker() -> Answer:
    """The service worker. Its text changes with any file it keeps: so browsers take the new one.

    It lies at the root so that it may serve the letters' pages; those alone ask for it.
    """
    plain = [url_for("static", filename=path) for path in BY_PLAIN_NAME]
    named = [static_url(path) for path in NAMED_BY_CONTENT]
    contents = "".join([*named, *map(static_url, BY_PLAIN_NAME)])
    version = hashlib.sha256(contents.encode()).hexdigest()
    what = {"version": version[:12], "shell": named + plain}
    script = f'import {{ serve }} from "{static_url(WORKER)}";\nserve({json.dumps(what)});\n'
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
