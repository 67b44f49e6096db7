"""Addresses by pattern are those that the routes give."""

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from grannsamverkan.core.addresses import address


@pytest.fixture
def routes():
    """Within a request to an app with a few routes."""
    app = Flask(__name__)
    for rule in ("/skyltar/<int:sign_id>", "/foton/<int:photo_id>/<any(liten, stor):size>.jpg"):
        app.add_url_rule(rule, rule.split("/")[1], lambda **_values: "")
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("skyltar", {"sign_id": 3}),
        ("skyltar", {"sign_id": 4}),
        ("skyltar", {"sign_id": 3, "sida": 2, "klar": 11}),
        ("skyltar", {"sign_id": 3, "sok": "{sign_id} & åäö"}),
        ("skyltar", {"sign_id": 3, "sok": "12147483647"}),
        ("skyltar", {"sign_id": 3, "omrade": None}),
        ("foton", {"photo_id": 2147483647, "size": "stor"}),
        ("foton", {"photo_id": 0, "size": "liten"}),
    ],
)
def test_an_address_by_pattern_is_the_one_that_the_routes_give(routes, endpoint, values):
    assert address(endpoint, **values) == url_for(endpoint, **values)


def test_numbers_take_their_own_places(routes):
    asked = [{"sign_id": 1, "sida": 2}, {"sida": 2, "sign_id": 1}, {"sign_id": 2, "sida": 1}]

    assert [address("skyltar", **values) for values in asked] == [
        "/skyltar/1?sida=2",
        "/skyltar/1?sida=2",
        "/skyltar/2?sida=1",
    ]


def test_an_address_that_no_route_has_is_an_error(routes):
    with pytest.raises(BuildError):
        address("skyltar", photo_id=1)
