"""Core is tested by itself: no room above it reacts."""

import pytest


@pytest.fixture
def reactions() -> dict[str, tuple[()]]:
    """None."""
    return {}
