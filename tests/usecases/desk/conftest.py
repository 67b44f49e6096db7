"""Fixtures of the desk's tests."""

import pytest

from tests.usecases.desk.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with one municipality and two police areas; see `Scene`."""
    return Scene(runtime, given)
