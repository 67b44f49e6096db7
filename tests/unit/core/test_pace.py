"""Each network may ask at a person's pace, whatever others do, in a room that does not grow."""

from datetime import UTC, datetime, timedelta

import pytest

from grannsamverkan.core.pace import Pace, network_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NONE = timedelta(0)


def test_so_many_are_welcome_at_once_and_the_next_is_told_how_long_to_wait():
    pace = Pace(60, MINUTE)

    waits = [pace.take("a", NOW) for _ in range(62)]

    assert waits == [NONE] * 60 + [timedelta(seconds=1)] * 2


def test_after_the_wait_that_was_told_it_goes_again():
    pace = Pace(60, MINUTE)
    wait = [pace.take("a", NOW) for _ in range(61)][-1]

    assert pace.take("a", NOW + wait) == NONE
    assert pace.take("a", NOW + wait) > NONE
    assert [pace.take("a", NOW + 3 * MINUTE) for _ in range(61)].count(NONE) == 60


def test_one_network_takes_nothing_from_another():
    pace = Pace(5, MINUTE)
    for _ in range(50):
        pace.take("flood", NOW)

    assert pace.take("calm", NOW) == NONE


def test_millions_of_networks_take_no_more_room_than_was_given():
    pace = Pace(5, MINUTE, room=100)

    for number in range(10_000):
        pace.take(str(number), NOW)

    assert len(pace) == 100


@pytest.mark.parametrize(("ip", "network"), [
    ("192.0.2.7", "192.0.2.7"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("", "unknown"),
    (None, "unknown"),
])  # fmt: skip
def test_a_subscriber_is_one_network(ip, network):
    assert network_of(ip) == network


def test_a_clock_that_was_set_back_makes_nobody_wait():
    pace = Pace(5, MINUTE)
    pace.take("a", NOW + timedelta(days=2))

    waits = [pace.take("a", NOW) for _ in range(6)]

    assert waits == [NONE] * 5 + [timedelta(seconds=12)]
