"""Fixtures of the desk's page tests."""

import pytest

from tests.usecases.desk.scene import Scene


@pytest.fixture
def scene(runtime, given):
    """A town with one municipality and two police areas; see `Scene`."""
    return Scene(runtime, given)


@pytest.fixture
def staff(scene, signed_in):
    """A browser of staff with these roles: `police = staff("police")`."""

    def sign_in(*roles, name="Sara Ek"):
        return signed_in(scene.user(name, kind="staff", roles=roles))

    return sign_in
