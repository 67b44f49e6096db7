"""People at the door: the same scene as in the use cases' tests, seen through a browser."""

import re

import pyotp
import pytest

from grannsamverkan.accounts import usecases
from grannsamverkan.core.actor import Role
from grannsamverkan.places.models import Municipality, PoliceArea
from tests.support.mailbox import links_in, text_of

PASSWORD = "tallkotte hiss mars regn"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
POLICE = "polis@polisen.example"
ADMIN = "admin@alby.example"
NINA = "nina@hemma.example"


@pytest.fixture
def municipality(given):
    with given() as work:
        here = Municipality(slug="alby", name="Alby kommun", short_name="Alby")
        work.session.add(here)
        work.session.flush()
        work.session.add(PoliceArea(municipality_id=here.id, name="Norr"))
        return here


@pytest.fixture
def staff(given, municipality):
    """Makes staff: `staff(POLICE, "police")`."""

    def make(email, role, name="Karin Lindqvist"):
        with given() as work:
            return usecases.create_staff(
                work,
                email=email,
                name=name,
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
                roles=[Role(role, municipality.id)],
            )

    return make


@pytest.fixture
def let_in(runtime):
    """Signs staff in with a client, through both pages."""

    def let_in(client, email, path="/logga-in/tjanst"):
        client.submit(path, {"email": email, "password": PASSWORD})
        answer = client.submit(path.replace("tjanst", "tjanst/kod"), {"digits": totp(runtime)})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer

    return let_in


@pytest.fixture
def contact(client, sent_mail, municipality):
    """Nina, signed in and known by name, in `client`."""
    client.submit("/logga-in", {"email": NINA})
    client.submit("/logga-in/kod", {"digits": digits_in(sent_mail()[0])})
    client.submit("/konto", {"name": "Nina Berg"})
    return client


def totp(runtime):
    return pyotp.TOTP(TOTP_SECRET).at(runtime.clock())


def digits_in(message):
    return re.findall(r"^\s+(\d{6})\s*$", text_of(message), re.MULTILINE)[0]


def path_in(message):
    return links_in(message)[0].removeprefix("http://localhost")


# INTERIM until every room exists.
import pathlib  # noqa: E402

from flask import Blueprint, Flask  # noqa: E402

from grannsamverkan.accounts import views  # noqa: E402
from grannsamverkan.core import i18n, web  # noqa: E402
from tests.support.web import CheckedClient  # noqa: E402


@pytest.fixture
def reactions():
    return {}


@pytest.fixture
def app(settings, runtime):
    app = Flask("grannsamverkan", root_path=str(pathlib.Path(web.__file__).parent.parent))
    app.config.update(SECRET_KEY=settings.secret_key, TESTING=True, WTF_CSRF_TIME_LIMIT=None)
    desk = Blueprint("desk", __name__)

    @desk.get("/")
    def home():
        return web.page("test_home.html")

    import jinja2

    app.jinja_loader = jinja2.ChoiceLoader(
        [
            app.jinja_loader,
            jinja2.DictLoader(
                {
                    "test_home.html": '{% extends "layouts/base.html" %}'
                    "{% block title %}Start{% endblock %}"
                    "{% block content %}<h1>Start</h1>{% endblock %}"
                }
            ),
        ]
    )
    public = views.PUBLIC | {"desk.home", "static"}
    app.register_blueprint(desk)
    web.init(app, runtime, public)
    views.init(app)
    app.context_processor(
        lambda: {
            "site_name": "Grannsamverkan",
            "municipality": None,
            "nav_items": [],
            "language": i18n.current_language(),
            "theme": "auto",
        }
    )
    from babel.support import LazyProxy

    app.jinja_env.tests["string"] = lambda value: isinstance(value, str | LazyProxy)

    class Client(CheckedClient):
        def open(self, *args, csrf=True, **kwargs):
            follow = kwargs.pop("follow_redirects", False)
            keep, self.check_pages = self.check_pages, False
            answer = super().open(*args, csrf=csrf, **kwargs)
            while follow and 300 <= answer.status_code < 400:
                answer = super().open(answer.headers["Location"])
            self.check_pages = keep
            if not 300 <= answer.status_code < 400 and answer.mimetype == "text/html" and answer.data:
                from tests.support.html import faults

                found = faults(answer.get_data(as_text=True))
                assert not found, (answer.request.path, answer.status, found)
            return answer

    app.test_client_class = Client
    return app
