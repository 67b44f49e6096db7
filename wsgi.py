"""For a WSGI server: `waitress-serve wsgi:app` or `gunicorn wsgi:app`."""

import config
from grannsamverkan.app import create_app

app = create_app(config.load())
