"""Calendar files: what RFC 5545 asks of lines, texts and times."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.core.calendar import Event, calendar_file

START = datetime(2026, 12, 1, 18, 30, tzinfo=ZoneInfo("Europe/Stockholm"))


def event(**values):
    given_ones = {
        "uid": "a@example.se",
        "sequence": 0,
        "stamp": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "starts": START,
        "ends": START + timedelta(minutes=90),
        "summary": "Uppstartsmöte: Björkvägen",
        "location": "Folkets hus, Storgatan 1",
        "description": "",
        "url": "https://example.se/moten/1",
        "organizer": "no-reply@example.se",
    }
    return Event(**(given_ones | values))


def unfolded(data):
    """Name → value, read as a calendar reads it."""
    lines = re.sub(r"\r\n[ \t]", "", data.decode()).strip().split("\r\n")
    return dict(line.split(":", 1) for line in lines)


def test_it_holds_the_event_with_times_in_utc():
    read = unfolded(calendar_file(event()))

    assert read["DTSTART"] == "20261201T173000Z"
    assert read["DTEND"] == "20261201T190000Z"
    assert read["SUMMARY"] == "Uppstartsmöte: Björkvägen"
    assert read["LOCATION"] == r"Folkets hus\, Storgatan 1"
    assert (read["METHOD"], read["STATUS"], read["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", "0")


def test_a_change_has_the_same_name_and_a_higher_number():
    read = unfolded(calendar_file(event(sequence=2)))

    assert (read["UID"], read["SEQUENCE"]) == ("a@example.se", "2")


def test_what_is_cancelled_is_taken_out_of_the_calendar():
    read = unfolded(calendar_file(event(cancelled=True, sequence=1)))

    assert (read["METHOD"], read["STATUS"]) == ("CANCEL", "CANCELLED")


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_no_line_is_longer_than_75_octets_and_none_breaks_a_character(text):
    data = calendar_file(event(description=text))

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert unfolded(data)["DESCRIPTION"] == text.replace("\\", "\\\\").replace(";", "\\;").replace(
        ",", "\\,"
    )


def test_a_text_cannot_add_lines_of_its_own():
    data = calendar_file(event(summary="Möte\r\nATTENDEE:mailto:x@example.se\nEND:VEVENT"))

    assert data.count(b"\r\nEND:VEVENT\r\n") == 1
    assert b"\r\nATTENDEE" not in data
