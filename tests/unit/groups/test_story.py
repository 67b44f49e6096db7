"""A group's story: what has been, what is now, what comes."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from grannsamverkan.groups.views import story
from grannsamverkan.groups.workflow import GROUP, STATES

TODAY = date(2026, 11, 23)
NAMES = {1: "Maja Lind", 11: "Petra Polis"}


def at(hour, day=20):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def entry(event, moment, actor_id, **details):
    return SimpleNamespace(event=event, at=moment, actor_id=actor_id, details=details)


def group(state, *, facts=(), decisions=(), contacts=()):
    return SimpleNamespace(
        state=state,
        created_at=at(8),
        facts=list(facts),
        decisions=list(decisions),
        contacts=list(contacts),
        untrained=[c for c in contacts if c.trained_on is None],
    )


def fact(kind, on, place=""):
    return SimpleNamespace(kind=kind, on=on, place=place, noted_at=at(12, 23))


def told(items):
    return [(item["state"], str(item["title"])) for item in items]


def test_a_draft_tells_what_comes():
    items = story.timeline(group("draft"), [], {}, (), TODAY)

    assert told(items) == [
        ("done", "Anmälan påbörjad"),
        ("now", "Anmälan fylls i"),
        ("next", "Polisen läser och beslutar"),
        ("next", "Utbildning, uppstartsmöte och hushållslista"),
        ("next", "Gruppen är aktiv och kan få skyltar"),
    ]


def test_a_party_that_has_said_yes_is_named_and_the_other_is_awaited():
    history = [
        entry("group_submit", at(9), 1),
        entry("group_decide", at(10), 11, role="police", outcome="approve", round=1),
    ]

    items = story.timeline(group("submitted"), history, NAMES, ("coordinator",), TODAY)

    assert told(items)[1:4] == [
        ("done", "Anmälan skickad"),
        ("done", "Polisen har godkänt"),
        ("now", "Säkerhetssamordnaren läser och beslutar"),
    ]
    assert items[2]["who"] == "Petra Polis"


def test_a_no_is_told_once_with_its_reason_and_the_second_round_after_it():
    back = SimpleNamespace(at=at(10), reason="Rita om.")
    history = [
        entry("group_submit", at(9), 1),
        entry("group_return", at(10), 11),
        entry("group_decide", at(10), 11, role="police", outcome="return", round=1),
        entry("group_submit", at(11), 1),
    ]

    items = story.timeline(group("submitted", decisions=[back]), history, NAMES, ("police",), TODAY)

    assert told(items)[1:5] == [
        ("done", "Anmälan skickad"),
        ("done", "Anmälan skickad tillbaka"),
        ("done", "Anmälan skickad"),
        ("now", "Polisen läser och beslutar"),
    ]
    assert items[2]["note"] == "Rita om."


def test_the_last_yes_and_the_approval_it_brings_are_one():
    yes = entry("group_decide", at(10), 11, role="police", outcome="approve", round=1)
    concluded_later = entry("group_approve", at(11), 11)

    assert story.told([yes, entry("group_approve", at(10), 11)]) == [yes]
    assert story.told([yes, concluded_later]) == [yes, concluded_later]


def test_a_booked_meeting_comes_until_its_day_has_been():
    booked = fact("meeting_booked", date(2026, 12, 1), "Folkets hus")
    on_its_day = [fact("meeting_booked", TODAY)]

    ahead = story.timeline(group("approved", facts=[booked]), [], {}, (), TODAY)
    behind = story.timeline(group("approved", facts=on_its_day), [], {}, (), TODAY)

    assert ("next", "Uppstartsmöte bokat") in told(ahead)
    assert [i["note"] for i in ahead if str(i["title"]).startswith("Uppst")] == ["Folkets hus"]
    assert ("done", "Uppstartsmöte bokat") in told(behind)


def test_training_is_told_when_everybody_has_done_it():
    maja = SimpleNamespace(trained_on=date(2026, 11, 21))
    nils = SimpleNamespace(trained_on=None)

    one = story.timeline(group("approved", contacts=[maja, nils]), [], {}, (), TODAY)
    both = story.timeline(group("approved", contacts=[maja]), [], {}, (), TODAY)

    assert ("done", "Kontaktombuden är utbildade") not in told(one)
    assert ("done", "Kontaktombuden är utbildade") in told(both)


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_story(state):
    assert state in story.COMING


def test_every_step_of_the_workflow_has_its_words():
    assert set(story.TAKEN) == {GROUP.event(step) for step in GROUP.steps}
