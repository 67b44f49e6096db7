"""Fixtures of the groups room's page tests."""

import pytest

from tests.usecases.groups.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with two police areas; see `Scene`."""
    return Scene(runtime, given)


@pytest.fixture
def maja(scene, signed_in):
    """The browser of somebody who founds groups."""
    return signed_in(scene.maja)
