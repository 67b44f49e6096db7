"""Fixtures of the messages room's page tests."""

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


@pytest.fixture
def petra(scene, signed_in):
    """A browser of the police of the north."""
    return signed_in(scene.petra)


@pytest.fixture
def maja(scene, signed_in):
    """A browser of the group's contact person."""
    return signed_in(scene.maja)
