"""Fixtures of the training room's page tests."""

import pytest

from tests.usecases.training.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with two municipalities; see `Scene`."""
    return Scene(runtime, given)
