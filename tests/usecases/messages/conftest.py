"""Fixtures of the messages room's tests."""

import pytest

from tests.usecases.messages.scene import BulletinScene


@pytest.fixture
def scene(runtime, given):
    """Police, a coordinator and people with groups; see `BulletinScene`."""
    return BulletinScene(runtime, given)


@pytest.fixture
def group(scene):
    """Maja's group Björkvägen, active in the north."""
    return scene.grouped()
