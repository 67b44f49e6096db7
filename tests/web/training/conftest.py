"""The training room's page tests stand in the scene of its use cases."""

from tests.usecases.training.conftest import group, maja, scene, token

__all__ = ["group", "maja", "scene", "token"]
