"""Looking at certificates is for people: a machine is told to wait, and nobody else is."""

import pytest

UNKNOWN = "/I/" + "A" * 28


@pytest.fixture
def ask(client):
    def ask(network):
        return client.get(UNKNOWN, environ_base={"REMOTE_ADDR": network})

    return ask


def test_a_network_that_asks_like_a_machine_is_told_to_wait_and_others_are_not(ask, client, clock):
    answers = [ask("192.0.2.7") for _ in range(61)]

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    assert int(last.headers["Retry-After"]) >= 1
    assert "Vänta en minut" in last.text
    assert ask("192.0.2.8").status_code == 404
    clock.forward(minutes=1)
    assert ask("192.0.2.7").status_code == 404


def test_addresses_of_one_subscriber_count_together(ask):
    answers = [ask(f"2001:db8:1:2::{number:x}") for number in range(61)]

    assert answers[-1].status_code == 429
    assert ask("2001:db8:1:3::1").status_code == 404


def test_other_pages_stay_open_to_whoever_has_to_wait(ask, client):
    for _ in range(61):
        ask("192.0.2.7")

    assert client.get("/logga-in", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
