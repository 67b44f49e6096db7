"""The training room's page tests stand in the scene of its use cases."""

from tests.usecases.training.conftest import (
    gathering,
    group,
    maja,
    material,
    olle,
    scene,
    token,
)

__all__ = ["gathering", "group", "maja", "material", "olle", "scene", "token"]
