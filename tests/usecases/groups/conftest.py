"""Fixtures of the groups room's tests."""

import pytest

from tests.usecases.groups.scene import Scene


@pytest.fixture
def reactions():
    """Groups are tested by themselves: no room above reacts."""
    return {}


@pytest.fixture
def scene(runtime, given):
    """A town with two police areas; see `Scene`."""
    return Scene(runtime, given)
