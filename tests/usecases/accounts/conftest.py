"""The scene for accounts: two municipalities, one administrator, and shorthands for signing in."""

import re

import pyotp
import pytest
from sqlalchemy import select

from grannsamverkan.accounts import queries, rules, usecases
from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.audit import AuditEntry
from tests.support.ground import two_towns
from tests.support.mailbox import links_in, text_of

PASSWORD = "tallkotte hiss mars regn"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def reactions():
    """Accounts are tested by themselves: no room above reacts."""
    return {}


@pytest.fixture
def places(given):
    with given() as work:
        return two_towns(work)


@pytest.fixture
def staff(given):
    """Makes staff: `staff("a@kommun.example", Role(...))` gives the User."""

    def make(email, *roles, name="Karin Lindqvist"):
        with given() as work:
            return usecases.create_staff(
                work,
                email=email,
                name=name,
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
                roles=list(roles),
            )

    return make


@pytest.fixture
def admin(staff, places):
    return staff("admin@alby.example", Role("admin", places.here), name="Ada Min")


@pytest.fixture
def as_admin(admin, places):
    return Actor("staff", admin.id, "Ada Min", roles=(Role("admin", places.here),))


@pytest.fixture
def ask(runtime):
    """Ask for a code as a stranger; gives the handle."""

    def ask(email="nina@hemma.example", network="192.0.2.1", **more):
        with runtime.work(NOBODY) as work:
            return usecases.ask_code(
                work, email=email, network=network, **{"language": "sv", **more}
            )

    return ask


@pytest.fixture
def type_code(runtime):
    def type_code(handle, digits):
        with runtime.work(NOBODY) as work:
            return usecases.use_code(work, handle=handle, digits=digits, user_agent="Test")

    return type_code


@pytest.fixture
def press_link(runtime):
    def press_link(token):
        with runtime.work(NOBODY) as work:
            return usecases.use_link(work, token=token, user_agent="Test")

    return press_link


@pytest.fixture
def give_password(runtime):
    """The first step of staff; gives a ticket or the refusal."""

    def give_password(email, password=PASSWORD, network="192.0.2.1", device=None):
        with runtime.reading(NOBODY) as work:
            stored = queries.password_on_file(work, email=email, network=network, device=device)
        check = rules.check_password(stored, password)
        with runtime.work(NOBODY) as work:
            return usecases.pass_password(
                work, email=email, check=check, network=network, device=device
            )

    return give_password


@pytest.fixture
def give_digits(runtime):
    """The second step of staff; by default with the right digits of this moment."""

    def give_digits(ticket, digits=None, network="192.0.2.1", device=None):
        right = pyotp.TOTP(TOTP_SECRET).at(runtime.clock())
        with runtime.work(NOBODY) as work:
            return usecases.pass_second_factor(
                work,
                ticket=ticket,
                digits=digits or right,
                network=network,
                user_agent="Test",
                device=device,
            )

    return give_digits


@pytest.fixture
def is_live(runtime):
    """Whether a session's token still opens the door."""

    def is_live(token):
        with runtime.reading() as work:
            return queries.live_session(work, token) is not None

    return is_live


@pytest.fixture
def events(runtime):
    """The names of all log entries, in order."""

    def events():
        with runtime.reading() as work:
            found = select(AuditEntry.event).order_by(AuditEntry.id)
            return list(work.session.scalars(found))

    return events


@pytest.fixture
def person_of(runtime):
    def person_of(email):
        with runtime.reading() as work:
            return work.session.scalar(select(User).where(User.email == email))

    return person_of


def digits_in(message):
    return re.findall(r"^\s+(\d{6})\s*$", text_of(message), re.MULTILINE)[0]


def token_in(message):
    return links_in(message)[0].rsplit("/", 1)[1]


def other_than(digits):
    """Six digits that are wrong for sure."""
    return f"{(int(digits) + 1) % 10**6:06d}"
