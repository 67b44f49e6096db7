"""Fixtures of the training room's page tests."""

import pytest
from babel.support import LazyProxy

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from tests.support.html import faults
from tests.support.web import CheckedClient
from tests.usecases.training.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with two municipalities; see `Scene`."""
    return Scene(runtime, given)


# INTERIM: goes when CheckedClient leaves the notice that comes with a redirect unchecked.
class PatientClient(CheckedClient):
    def open(self, *args, **kwargs):
        self.check_pages = False
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.data and answer.status_code // 100 != 3:
            found = faults(answer.text)
            assert not found, f"{answer.request.path} ({answer.status}): " + "; ".join(found)
        return answer


# INTERIM: goes when components/forms.html shows messages that are lazy texts.
@pytest.fixture
def app(app):
    app.jinja_env.tests["string"] = lambda value: isinstance(value, str | LazyProxy)
    app.test_client_class = PatientClient
    return app


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
