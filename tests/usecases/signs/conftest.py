"""Fixtures of the signs room's tests."""

import pytest

from grannsamverkan.signs import jobs as sign_jobs
from grannsamverkan.signs.jobs import mailin as jobs
from tests.support.looking import passed_on
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.postbox import Post, pretend_to_examine


@pytest.fixture
def eyes():
    """What looks find is tested elsewhere."""
    return passed_on


@pytest.fixture
def scene(runtime, given):
    """A group with posts in its area; see `SignScene`."""
    return SignScene(runtime, given)


@pytest.fixture
def post(scene, sent_mail, monkeypatch):
    """The function mailbox, with a decoder that reads what the test says."""
    monkeypatch.setattr(jobs, "examine", pretend_to_examine)
    monkeypatch.setattr(sign_jobs, "examine", pretend_to_examine)
    return Post(scene, sent_mail)


@pytest.fixture
def sign(scene):
    return scene.sign(scene.handed_out())
