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
def olle(scene):
    return scene.person("Olle Ek")


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


@pytest.fixture
def north(scene, maja):
    return scene.group(maja, name="Björkvägen", area=scene.town.north)


@pytest.fixture
def south(scene, olle):
    return scene.group(olle, name="Ekvägen", area=scene.town.south, state="active")


@pytest.fixture
def material(scene):
    """Something to send, for a `DistributionScene`."""
    return scene.material()
