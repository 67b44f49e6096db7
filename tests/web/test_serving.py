"""The web server lets large bodies in where they belong, and the application says no to others."""

import http.client
import re
import socket
import threading

import pytest

from grannsamverkan.core.serving import open_server

EVERYDAY, ROOMY = 1000, 5000
TOO_LARGE_FOR_ALL = 2 * 1024**3


def says_what_came(environ, start):
    """An application that refuses by length, and otherwise counts the bytes it gets."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length >= ROOMY:
        start("413 Too Large", [("Content-Length", "9")])
        return [b"too large"]
    body = str(len(environ["wsgi.input"].read())).encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def port():
    """Where the server listens."""
    connections, stop = {}, threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = open_server(
            says_what_came,
            roomy_paths=re.compile("/films/[0-9]+"),
            roomy_bytes=ROOMY,
            max_request_body_size=EVERYDAY,
            map=connections,
            sockets=[listening],
        )

        def serve():
            while not stop.is_set():
                server.asyncore.loop(timeout=0.05, map=connections, count=1)

        running = threading.Thread(target=serve)
        running.start()
        yield listening.getsockname()[1]
        stop.set()
        running.join()
        server.asyncore.close_all(connections, ignore_all=True)
        server.task_dispatcher.shutdown()


def asks(port, path, *, length, body):
    """Post `body`, of which is told that it has `length` bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(length))
    connection.endheaders(body)
    answer = connection.getresponse()
    said = answer.read()
    closed = answer.will_close
    connection.close()
    return answer.status, said, closed


def test_an_everyday_body_comes_in_anywhere(port):
    assert asks(port, "/", length=900, body=bytes(900)) == (200, b"900", False)


def test_a_large_body_comes_in_where_there_is_room(port):
    assert asks(port, "/films/12", length=4000, body=bytes(4000)) == (200, b"4000", False)


def test_the_application_refuses_two_gigabytes_before_one_byte_is_sent(port):
    for path in ("/", "/films/12"):
        assert asks(port, path, length=TOO_LARGE_FOR_ALL, body=b"") == (413, b"too large", True)


def test_elsewhere_a_large_body_is_not_read_at_all(port):
    status, said, closed = asks(port, "/films/12/other", length=4000, body=b"")

    assert (status, said, closed) == (200, b"0", True)


def test_a_body_of_untold_length_ends_at_the_limit(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        line.sendall(b"800\r\n" + bytes(2048) + b"\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")
