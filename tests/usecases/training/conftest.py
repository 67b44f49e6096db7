"""Fixtures of the training room's tests."""

import pytest

from grannsamverkan.training import usecases
from tests.usecases.training.scene import Scene


@pytest.fixture
def reactions():
    """Only the training room reacts here."""
    return {
        "group_approve": (usecases.send_to_group,),
        "contact_add": (usecases.send_to_contact,),
    }


@pytest.fixture
def scene(runtime, given):
    """A town with two municipalities; see `Scene`."""
    return Scene(runtime, given)
