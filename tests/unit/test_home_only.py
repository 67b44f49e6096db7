"""Tests cannot reach beyond this machine by mistake."""

import socket
import urllib.request

import pytest

from tests.support.sockets import StrangeAddress


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.invalid", 25)])
def test_an_address_elsewhere_is_refused(address):
    with pytest.raises(StrangeAddress):
        socket.create_connection(address, timeout=1)


def test_neither_does_a_library_get_out():
    with pytest.raises(StrangeAddress):
        urllib.request.urlopen("http://example.invalid/", timeout=1)


def test_this_machine_can_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as connection,
    ):
        assert connection.getpeername() == server.getsockname()
