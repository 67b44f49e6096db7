"""Requests that come by another name than the installation's own."""

import pytest


@pytest.mark.parametrize("path", ["/", "/grupper", "/finns-inte"])
def test_a_foreign_host_is_refused_in_words_and_is_no_fault_of_ours(client, path):
    answer = client.get(path, headers={"Host": "annan.example", "Accept-Language": "sv"})

    assert answer.status_code == 400
    assert answer.get_data(as_text=True) == "Det finns ingen sida på den adressen.\n"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_address_that_begins_like_a_host_is_refused_too(client):
    answer = client.get("//annan.example/grupper")

    assert answer.status_code == 400
