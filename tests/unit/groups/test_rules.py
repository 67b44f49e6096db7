"""Arithmetic about groups, reckoned by hand and tried with many numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.groups import rules
from grannsamverkan.groups.rules import Draft, Participation, Standing

TODAY = date(2026, 11, 23)
counts = st.integers(min_value=0, max_value=5000)


def draft(**changes):
    values = {
        "named": True,
        "placed": True,
        "dwellings": 20,
        "contacts": 2,
        "housing": "villa",
        "consent": False,
    }
    return Draft(**{**values, **changes})


def standing(**changes):
    values = {
        "draft": draft(),
        "participation": Participation(20, 12, 3),
        "wanted_share": 0.5,
        "fewest_contacts": 1,
        "privacy_read": True,
        "facts": frozenset(rules.FACTS),
        "all_trained": True,
    }
    return Standing(**{**values, **changes})


def words(advice):
    return None if advice is None else (advice.tone, str(advice.text))


# --- participation ---


@pytest.mark.parametrize(
    ("dwellings", "joined", "declined", "unanswered", "share"),
    [
        (20, 12, 3, 5, 0.6),
        (20, 20, 0, 0, 1.0),
        (20, 0, 20, 0, 0.0),
        (0, 0, 0, 0, 0.0),
        (3, 1, 0, 2, 1 / 3),
    ],
)
def test_participation_has_three_parts_and_a_share(dwellings, joined, declined, unanswered, share):
    part = Participation(dwellings, joined, declined)

    assert part.unanswered == unanswered
    assert part.share == pytest.approx(share)


@given(dwellings=counts, joined=counts, declined=counts)
def test_the_three_parts_make_the_whole_whenever_the_counts_fit(dwellings, joined, declined):
    part = Participation(dwellings, joined, declined)

    if rules.counts_fit(dwellings, joined, declined):
        assert part.joined + part.unanswered + part.declined == dwellings
        assert 0.0 <= part.share <= 1.0
    else:
        assert joined + declined > dwellings
        assert part.unanswered == 0


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        (7, ("warn", "Bara 35 % av bostäderna är med. Riktmärke: 50 %.")),
        (8, ("info", "40 % av bostäderna är med. Riktmärke: 50 %.")),
        (9, ("info", "45 % av bostäderna är med. Riktmärke: 50 %.")),
        (10, None),
    ],
)
def test_low_participation_is_told_as_advice(joined, expected):
    assert words(rules.participation_advice(Participation(20, joined, 0), 0.5, 0.4)) == expected


# --- contact persons ---


def contacts_advice(contacts, heads, dwellings):
    found = rules.contacts_advice(
        contacts, heads, dwellings, warn=15, hard=20, head_from=3, head_at=40
    )
    return [item.tone for item in found], " ".join(str(item.text) for item in found)


@pytest.mark.parametrize(
    ("contacts", "heads", "dwellings", "tones"),
    [
        (1, 0, 15, []),
        (1, 0, 16, ["info"]),
        (1, 0, 20, ["info"]),
        (1, 0, 21, ["warn"]),
        (2, 0, 30, []),
        (3, 0, 30, ["info"]),
        (3, 1, 30, []),
        (4, 0, 40, ["info"]),
        (0, 0, 16, ["info"]),
        (1, 0, 45, ["warn", "info"]),
    ],
)
def test_contact_persons_are_advised_by_the_number_of_dwellings(contacts, heads, dwellings, tones):
    assert contacts_advice(contacts, heads, dwellings)[0] == tones


def test_the_advice_says_how_many_each_contact_person_has():
    text = contacts_advice(2, 1, 50)[1]

    assert text.startswith("Det blir 25 bostäder per kontaktombud.")
    assert "minst 3 kontaktombud" in text
    assert "då behövs 3 kontaktombud" in contacts_advice(2, 1, 32)[1]


@pytest.mark.parametrize(("dwellings", "fewest"), [(0, 1), (1, 1), (20, 1), (21, 2), (41, 3)])
def test_nobody_answers_for_more_than_the_hard_limit(dwellings, fewest):
    assert rules.fewest_contacts(dwellings, 20) == fewest


@given(dwellings=counts, hard=st.integers(min_value=1, max_value=200))
def test_the_fewest_contact_persons_are_enough_and_one_less_is_not(dwellings, hard):
    fewest = rules.fewest_contacts(dwellings, hard)

    assert dwellings <= fewest * hard
    assert fewest == 1 or dwellings > (fewest - 1) * hard


# --- what is missing ---


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({}, []),
        ({"named": False}, ["name"]),
        ({"placed": False}, ["area"]),
        ({"dwellings": None}, ["dwellings"]),
        ({"dwellings": 0}, ["dwellings"]),
        ({"contacts": 0}, ["contacts"]),
        ({"housing": "flerfamiljshus"}, ["dwellings"]),
        ({"housing": "flerfamiljshus", "consent": True}, []),
        ({"housing": "radhus"}, []),
        ({"placed": False, "dwellings": None, "contacts": 0}, ["area", "dwellings", "contacts"]),
    ],
)
def test_a_registration_says_which_step_lacks_something(changes, steps):
    assert list(rules.missing_in(draft(**changes))) == steps


@pytest.mark.parametrize(
    ("moment", "changes", "code"),
    [
        ("approve", {"draft": draft(placed=False)}, "area"),
        ("approve", {"draft": draft(contacts=0), "fewest_contacts": 0}, "contact_person"),
        ("approve", {"fewest_contacts": 3}, "contacts_enough"),
        ("approve", {"draft": draft(dwellings=None)}, "dwellings"),
        ("approve", {"participation": Participation(20, 9, 0)}, "participation"),
        ("approve", {"draft": draft(housing="flerfamiljshus")}, "owner_consent"),
        ("approve", {"privacy_read": False}, "privacy_notice"),
        ("approve", {"facts": frozenset()}, "meeting_booked"),
        ("activate", {"facts": frozenset({"list_exists", "first_information"})}, "meeting_held"),
        ("activate", {"facts": frozenset({"meeting_held", "first_information"})}, "list_exists"),
        ("activate", {"facts": frozenset({"meeting_held", "list_exists"})}, "first_information"),
        ("activate", {"all_trained": False}, "training"),
    ],
)
def test_each_condition_is_missed_alone_and_binds_only_where_the_municipality_says_so(
    moment, changes, code
):
    text = rules.CONDITIONS[moment][code][0]

    assert rules.unmet(standing(**changes), moment, [code]) == rules.Unmet((text,), ())
    assert rules.unmet(standing(**changes), moment, []) == rules.Unmet((), (text,))


@pytest.mark.parametrize("moment", ["approve", "activate"])
def test_nothing_is_missing_when_all_is_there(moment):
    assert rules.unmet(standing(), moment, list(rules.CONDITIONS[moment])) == rules.Unmet((), ())


def test_a_meeting_that_was_held_counts_as_booked():
    only_held = standing(facts=frozenset({"meeting_held"}))

    assert rules.unmet(only_held, "approve", ["meeting_booked"]).binding == ()


@given(
    facts=st.frozensets(st.sampled_from(rules.FACTS)),
    trained=st.booleans(),
    privacy=st.booleans(),
    joined=st.integers(0, 20),
    binding=st.frozensets(
        st.sampled_from([*rules.CONDITIONS["approve"], *rules.CONDITIONS["activate"]])
    ),
    moment=st.sampled_from(["approve", "activate"]),
)
def test_what_binds_and_what_advises_are_together_what_is_missing(
    facts, trained, privacy, joined, binding, moment
):
    now = standing(
        facts=facts,
        all_trained=trained,
        privacy_read=privacy,
        participation=Participation(20, joined, 0),
    )

    split = rules.unmet(now, moment, binding)
    all_bind = rules.unmet(now, moment, list(rules.CONDITIONS[moment]))

    assert {id(text) for text in all_bind.binding} == {
        id(text) for text in (*split.binding, *split.advisory)
    }
    assert len(all_bind.binding) == len(split.binding) + len(split.advisory)


# --- facts and roles ---


@pytest.mark.parametrize("kind", rules.FACTS)
@pytest.mark.parametrize(
    ("day", "only_if_booked"),
    [(date(2026, 11, 22), False), (TODAY, False), (date(2026, 11, 24), True)],
)
def test_only_a_booked_meeting_may_lie_ahead(kind, day, only_if_booked):
    possible = kind == "meeting_booked" or not only_if_booked

    assert rules.fact_day_is_possible(kind, day, TODAY) is possible


@pytest.mark.parametrize(
    ("known", "left"),
    [
        (set(), ["meeting_booked", "meeting_held", "list_exists", "first_information"]),
        ({"meeting_booked"}, ["meeting_held", "list_exists", "first_information"]),
        ({"meeting_held"}, ["list_exists", "first_information"]),
        (set(rules.FACTS), []),
    ],
)
def test_facts_left_to_note(known, left):
    assert rules.facts_to_note(known) == left


def test_the_coordinator_decides_only_where_the_municipality_asks():
    assert rules.roles_that_decide(True) == ("police", "coordinator")
    assert rules.roles_that_decide(False) == ("police",)


def test_every_fact_and_condition_has_its_words():
    assert set(rules.FACT_WORDS) == set(rules.FACT_HINTS) == set(rules.FACT_TASKS)
    assert set(rules.FACT_WORDS) == set(rules.FACTS)
