"""Material, sessions and printed matter of the demo leave none of their lists empty."""

from collections import Counter

import pytest

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.demo.evenings import ABSENT, COMING, SEATS, WENT, EveningStory
from grannsamverkan.demo.library import LibraryStory
from grannsamverkan.demo.printed import PrintedStory
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.signs.models.orders import SignOrder
from grannsamverkan.training.jobs import bring_distribution
from grannsamverkan.training.models import Edition, Receiver, Session, SignUp
from tests.support.ground import two_towns

NEIGHBOURS = (
    ("anna", "bo", "cecilia"),
    ("david", "elsa", "yusuf"),
    ("maria", "uno"),
    ("olof", "pia"),
    ("fatima",),
)
"""Those of the demo's cast whom the stories name, group by group; all are active and trained."""


@pytest.fixture
def town(given):
    with given() as work:
        here = two_towns(work).here
        sara = user(work, here, "samordnare@example.se", "staff")
        sara.grants.append(RoleGrant(role="coordinator", municipality_id=here))
        for names in NEIGHBOURS:
            people = [user(work, here, f"{name}@example.se", "contact") for name in names]
            group = Group(
                municipality_id=here,
                name=names[0],
                state="active",
                housing="villa",
                dwellings=22,
                founded_by=people[0].id,
                created_at=work.now,
            )
            work.session.add(group)
            work.session.flush()
            for one in people:
                work.session.add(
                    Contact(
                        municipality_id=here, group_id=group.id, user_id=one.id, added_at=work.now
                    )
                )
            work.session.flush()
            for contact in group.untrained:
                groups.note_training(work, contact, edition_id=1)
        return here


def user(work, municipality_id, email, kind):
    made = User(
        municipality_id=municipality_id,
        kind=kind,
        email=email,
        name=email.split("@")[0].title(),
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def kept(runtime, table):
    with runtime.reading() as work:
        return work.session.query(table).order_by(table.id).all()


def test_orders_of_printed_matter_stand_in_every_state_that_somebody_waits_in(runtime, town):
    PrintedStory(runtime).tell(town)

    states = [order.state for order in kept(runtime, SignOrder)]
    assert states == ["handed_out", "ordered", "delivered", "asked"]


def test_one_session_was_held_and_one_is_full_with_somebody_waiting(runtime, town):
    EveningStory(runtime).tell(town)

    held, coming = kept(runtime, Session)
    rows = kept(runtime, SignUp)
    assert (held.state, coming.state) == ("held", "open")
    assert [row.present_at is None for row in rows if row.session_id == held.id] == [
        place == ABSENT for place in range(len(WENT))
    ]
    states = Counter(row.state for row in rows if row.session_id == coming.id)
    assert states == {"signed": SEATS, "waiting": len(COMING) - SEATS}


def test_a_page_for_everybody_was_sent_and_is_read_by_some(runtime, town):
    LibraryStory(runtime).tell(town)

    [page] = kept(runtime, Edition)
    [distribution_id] = {one.distribution_id for one in kept(runtime, Receiver)}
    bring_distribution(runtime, distribution_id)
    ways = Counter(one.way for one in kept(runtime, Receiver))
    assert (page.state, page.audience) == ("published", "everyone")
    assert ways["done"] > ways["queued"] > 0
    assert ways["paper"] == 1
