"""Who may do what with a group, as tables."""

from types import SimpleNamespace

import pytest

from grannsamverkan.core.actor import NOBODY, SYSTEM, Actor, Role
from grannsamverkan.groups import policy
from grannsamverkan.groups.workflow import STATES

HERE, ELSEWHERE, NORTH, SOUTH = 1, 2, 10, 11
STATE_NAMES = tuple(STATES)
OPEN = ("draft", "returned")
LIVING = ("approved", "active")
KEPT = (*LIVING, "dormant")


def staff(number, *roles):
    return Actor("staff", number, roles=roles)


ACTORS = {
    "contact": Actor("contact", 1),
    "head": Actor("contact", 2),
    "founder who left": Actor("contact", 3),
    "other contact": Actor("contact", 4),
    "police north": staff(11, Role("police", HERE, NORTH)),
    "police south": staff(12, Role("police", HERE, SOUTH)),
    "police everywhere": staff(13, Role("police", HERE)),
    "police elsewhere": staff(14, Role("police", ELSEWHERE)),
    "coordinator": staff(15, Role("coordinator", HERE)),
    "coordinator elsewhere": staff(16, Role("coordinator", ELSEWHERE)),
    "reviewer": staff(17, Role("reviewer", HERE)),
    "admin": staff(18, Role("admin", HERE)),
    "both": staff(19, Role("police", HERE, NORTH), Role("coordinator", HERE)),
    # The same number as a contact person, but signed in as staff.
    "staff number 1": staff(1),
    "link": Actor("link", opens=("sign", 1)),
    "nobody": NOBODY,
    "system": SYSTEM,
}
OWN = {"contact", "head"}
DECIDERS = {"police north", "police everywhere", "coordinator", "both"}
STAFF = DECIDERS | {"reviewer", "admin"}


def group(state="submitted", heads=()):
    return SimpleNamespace(
        municipality_id=HERE,
        police_area_id=NORTH,
        state=state,
        founded_by=3,
        contact_ids=frozenset({1, 2}),
        head_ids=frozenset(heads),
    )


def allowed(permission, *things):
    return {name for name, actor in ACTORS.items() if permission(actor, *things)}


@pytest.mark.parametrize("state", STATE_NAMES)
def test_a_draft_is_seen_by_its_own_people_only(state):
    staff_sees = set() if state == "draft" else STAFF

    assert allowed(policy.may_see, group(state)) == OWN | {"system"} | staff_sees


@pytest.mark.parametrize("state", STATE_NAMES)
def test_a_registration_is_edited_by_its_people_until_it_is_sent(state):
    expected = OWN | {"system"} if state in OPEN else set()

    assert allowed(policy.may_edit, group(state)) == expected


@pytest.mark.parametrize("state", STATE_NAMES)
def test_counts_are_kept_before_sending_and_while_the_group_lives_or_rests(state):
    expected = OWN | {"system"} if state in (*OPEN, *KEPT) else set()

    assert allowed(policy.may_keep, group(state)) == expected


@pytest.mark.parametrize("state", STATE_NAMES)
def test_who_decides_does_not_depend_on_the_state(state):
    assert allowed(policy.may_decide, group(state)) == DECIDERS


@pytest.mark.parametrize("state", STATE_NAMES)
def test_facts_are_noted_by_both_sides_from_the_sending_on(state):
    expected = OWN | DECIDERS | {"system"} if state in ("submitted", *KEPT) else set()

    assert allowed(policy.may_note_fact, group(state)) == expected


def test_only_contact_persons_found_groups():
    contacts = {"contact", "head", "founder who left", "other contact"}

    assert allowed(policy.may_found) == contacts | {"system"}


def test_the_owners_letter_is_for_its_people_and_those_who_decide():
    assert allowed(policy.may_read_consent, group()) == OWN | DECIDERS | {"system"}


@pytest.mark.parametrize(
    ("state", "heads", "expected"),
    [
        ("draft", (2,), OWN),
        ("returned", (2,), OWN),
        ("approved", (), OWN),
        ("approved", (2,), {"head"}),
        ("active", (2,), {"head"}),
        ("submitted", (), set()),
        ("closed", (), set()),
    ],
)
def test_the_head_contact_person_appoints_where_a_living_group_has_one(state, heads, expected):
    may = allowed(policy.may_appoint, group(state, heads)) - {"system"}

    assert may == expected


def test_everybody_may_leave_and_nobody_else_be_put_out_by_a_plain_contact_person():
    with_head = group("active", heads=(2,))
    own = SimpleNamespace(user_id=1, group=with_head)
    heads = SimpleNamespace(user_id=2, group=with_head)

    assert allowed(policy.may_end_contact, own) == {"contact", "head", "system"}
    assert allowed(policy.may_end_contact, heads) == {"head", "system"}


BOTH_ASKED = ("police", "coordinator")


@pytest.mark.parametrize(
    ("name", "wanted", "given", "role"),
    [
        ("police north", BOTH_ASKED, {}, "police"),
        ("police south", BOTH_ASKED, {}, None),
        ("coordinator", BOTH_ASKED, {}, "coordinator"),
        ("coordinator", ("police",), {}, None),
        ("reviewer", BOTH_ASKED, {}, None),
        # A colleague has given the police's yes.
        ("police north", BOTH_ASKED, {"police": 99}, None),
        ("coordinator", BOTH_ASKED, {"police": 99}, "coordinator"),
        # One person with both roles: the one or the other, never both.
        ("both", BOTH_ASKED, {}, "police"),
        ("both", BOTH_ASKED, {"police": 99}, "coordinator"),
        ("both", BOTH_ASKED, {"police": 19}, None),
        ("both", BOTH_ASKED, {"coordinator": 19}, None),
        # The setting was changed after the police's yes: what is left is to conclude.
        ("police north", ("police",), {"police": 11}, "police"),
        ("police north", ("police",), {"police": 99}, "police"),
        ("coordinator", ("police",), {"police": 99}, None),
    ],
)
def test_in_which_role_somebody_decides_now(name, wanted, given, role):
    assert policy.role_to_decide(ACTORS[name], group(), wanted, given) == role
