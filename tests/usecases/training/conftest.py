"""Fixtures of the training room's tests."""

import pytest

from tests.usecases.training.gathering import Gathering
from tests.usecases.training.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with two municipalities; see `Scene`."""
    return Scene(runtime, given)


@pytest.fixture
def maja(scene):
    return scene.person("Maja Lind")


@pytest.fixture
def group(scene, maja):
    scene.published()
    group = scene.group(maja)
    scene.approved(group)
    return group


@pytest.fixture
def token(scene, group):
    return scene.tokens()[0]


@pytest.fixture
def gathering(scene, clock):
    """Live sessions in that town; see `Gathering`."""
    return Gathering(scene, clock)
