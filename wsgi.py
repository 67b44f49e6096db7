"""For a WSGI server: `waitress-serve wsgi:app` or `gunicorn wsgi:app`."""

import config
from grannsamverkan.app import create_app
from grannsamverkan.core.memory import give_back_large_buffers

give_back_large_buffers()
app = create_app(config.load())
