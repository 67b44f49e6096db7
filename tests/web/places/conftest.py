"""A municipality with the invented town, and staff who are signed in."""

import pytest

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.core.actor import Role
from tests.usecases.places.conftest import ground, municipality

__all__ = ["ground", "municipality", "staff"]


@pytest.fixture
def staff(given, new_client, municipality):
    """A browser of staff with a role: `staff("admin")`."""

    def sign_in(role):
        with given() as work:
            user = accounts.create_staff(
                work,
                email=f"{role}@kommun.example",
                name="Sara Ek",
                password="tallkotte hiss mars regn",
                totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                roles=[Role(role, municipality.id)],
            )
            token = sessions.enter(work, user, "test", "").token
        browser = new_client()
        with browser.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return browser

    return sign_in
