"""A slip for one dwelling, and which text a consent was given to."""

import hashlib
from pathlib import Path

import pytest

from grannsamverkan.core.errors import DomainError, Unmet
from grannsamverkan.core.i18n import local
from grannsamverkan.groups.queries import invitations
from grannsamverkan.groups.rules.households import KEPT_TEXT
from grannsamverkan.groups.usecases import invitations as inviting
from grannsamverkan.notices.models import Notice
from tests.usecases.groups.listing import CONSENT_VERSION, Listing

TEMPLATE = Path(__file__).parents[3] / "grannsamverkan/templates/joining/_kept.html"


@pytest.fixture
def listing(scene):
    return Listing(scene, scene.submitted())


def test_an_unanswered_dwelling_gets_its_own_slip(listing, clock):
    listing.begin()

    listing.do(inviting.invite_dwelling, listing.id("Björkvägen 2"))

    homes = listing.all()
    assert homes["Björkvägen 2"].invited_on == local(clock()).date()
    assert homes["Björkvägen 1"].invited_on is None
    listing.answers("Björkvägen 2", "declined")
    assert listing.all()["Björkvägen 2"].invited_on is None


def test_the_groups_link_is_made_for_the_first_slip_and_kept_for_the_next(listing):
    listing.begin()
    listing.do(inviting.invite_dwelling, listing.id("Björkvägen 1"))
    first = listing.do(lambda work: invitations.current(work, listing.group_id)).id

    listing.do(inviting.invite_dwelling, listing.id("Björkvägen 2"))

    assert listing.do(lambda work: invitations.current(work, listing.group_id)).id == first


def test_whoever_has_answered_gets_no_slip(listing):
    listing.begin()
    listing.answers("Björkvägen 1", "joined")

    with pytest.raises(Unmet):
        listing.do(inviting.invite_dwelling, listing.id("Björkvägen 1"))


def test_a_consent_keeps_the_version_of_the_notice_that_was_shown(listing, scene):
    listing.begin()
    token = listing.invite()
    with scene.given() as work:
        work.session.add(
            Notice(
                municipality_id=scene.here,
                kind="privacy",
                version="2026-11-20",
                valid_from=local(work.now).date(),
                text_sv="Ny text",
                text_en="New text",
                change="Kortare.",
                created_by=1,
                created_at=work.now,
            )
        )

    with pytest.raises(DomainError):
        listing.send(token, "Björkvägen 1", version=CONSENT_VERSION)
    listing.send(token, "Björkvägen 2", version="2026-11-20.1")

    homes = listing.all()
    assert homes["Björkvägen 1"].consent_version is None
    assert homes["Björkvägen 2"].consent_version == "2026-11-20.1"


def test_another_wording_by_the_box_is_another_version():
    """Change the text, and this fails until KEPT_TEXT is counted up here and there."""
    words = TEMPLATE.read_text("utf-8").split("#}", 1)[1].strip()

    assert (KEPT_TEXT, hashlib.sha256(words.encode()).hexdigest()[:12]) == ("1", "c2fa9850f0c4")
