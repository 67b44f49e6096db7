"""A municipality to stand in, and the people who may change things there."""

import pytest

from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.places import usecases
from grannsamverkan.places.usecases import imports


@pytest.fixture
def municipality(runtime):
    with runtime.work() as work:
        return usecases.add_municipality(
            work, slug="bjorkvik", name="Björkviks kommun", short_name="Björkvik"
        )


@pytest.fixture
def ground(runtime, municipality):
    """The municipality with the invented town on its map."""
    with runtime.work() as work:
        imports.lay_out_town(work, municipality, 1)
    return municipality


@pytest.fixture
def neighbour(runtime):
    with runtime.work() as work:
        return usecases.add_municipality(
            work, slug="alvik", name="Alviks kommun", short_name="Alvik"
        )


@pytest.fixture
def staff(municipality):
    """Makes somebody of the municipality's staff with a role."""

    def make(role, place=municipality):
        return Actor("staff", 7, roles=(Role(role, place.id),))

    return make


@pytest.fixture
def nobody():
    return NOBODY
