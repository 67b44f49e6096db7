"""Fixtures of the signs room's tests."""

import pytest

from tests.usecases.signs.case import SignScene


@pytest.fixture
def scene(runtime, given):
    """A group with posts in its area; see `SignScene`."""
    return SignScene(runtime, given)
