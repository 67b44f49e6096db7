"""Keys can be changed: everything sealed is sealed anew, and the old key opens nothing more."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from grannsamverkan.core.reseal import reseal, sealed_columns
from grannsamverkan.core.secrets import Vault
from grannsamverkan.groups.models.households import Dwelling
from tests.conftest import DATA_KEY
from tests.usecases.groups.listing import LIND, Listing

NEWER = Fernet.generate_key().decode()


@pytest.fixture
def listing(scene):
    made = Listing(scene, scene.submitted()).begin()
    made.joins("Björkvägen 1")
    made.invite()
    return made


def test_after_sealing_anew_the_old_key_can_be_put_away(listing):
    dwelling_id = listing.id("Björkvägen 1")
    both = replace(listing.runtime, vault=Vault([NEWER, DATA_KEY]))

    done = reseal(both)

    assert done["dwelling.sealed"] == 1
    assert done["household_invitation.token_sealed"] == 1
    with listing.runtime.reading() as work:
        sealed = work.session.get(Dwelling, dwelling_id).sealed
    assert LIND.names in Vault([NEWER]).open(sealed)
    with pytest.raises(ValueError, match="no data key"):
        Vault([DATA_KEY]).open(sealed)


def test_a_value_that_no_key_opens_stops_it_and_stays(listing):
    stranger = replace(listing.runtime, vault=Vault([NEWER]))

    with pytest.raises(ValueError, match="no data key"):
        reseal(stranger)

    assert listing.all()["Björkvägen 1"].details == LIND


def test_every_room_that_seals_is_reached():
    names = {f"{table.name}.{column.name}" for table, column in sealed_columns()}

    assert {"user.totp_sealed", "dwelling.sealed", "household_invitation.token_sealed"} <= names
