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


def person_path(admin, name):
    """The address behind a name in the list of staff."""
    page = admin.page("/personal")
    return next(link.get("href") for link in page.all("a") if page.text(link) == name)
