"""Fixtures of the desk's page tests."""

import pytest

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from tests.support.html import faults
from tests.support.web import CheckedClient
from tests.usecases.desk.scene import Scene


class PatientClient(CheckedClient):
    """Does not check the short notice that goes with a redirect."""

    check_pages = True

    def open(self, *args, **kwargs):
        wanted, self.check_pages = self.check_pages, False
        answer = super().open(*args, **kwargs)
        self.check_pages = wanted
        if wanted and answer.mimetype == "text/html" and answer.status_code // 100 != 3:
            found = faults(answer.text)
            assert not found, f"{answer.request.path} ({answer.status}): " + "; ".join(found)
        return answer


@pytest.fixture
def app(app):
    """The whole application, whose redirects need not be pages."""
    app.test_client_class = PatientClient
    return app


@pytest.fixture
def scene(runtime, given):
    """A town with one municipality and two police areas; see `Scene`."""
    return Scene(runtime, given)


@pytest.fixture
def signed_in(app, given):
    """Gives a browser in which a user is signed in: `maja = signed_in(user)`."""

    def sign_in(user):
        with given() as work:
            entry = sessions.enter(work, work.get(User, user.id), "test", "")
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = entry.token
            session["_fresh"] = True
        return browser

    return sign_in


@pytest.fixture
def staff(scene, signed_in):
    """A browser of staff with these roles: `police = staff("police")`."""

    def sign_in(*roles, name="Sara Ek"):
        return signed_in(scene.user(name, kind="staff", roles=roles))

    return sign_in
