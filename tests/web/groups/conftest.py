"""Fixtures of the groups room's page tests."""

import pytest

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from tests.usecases.groups.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with two police areas; see `Scene`."""
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
