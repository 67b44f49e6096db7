"""Fixtures: the real product on a port of this machine, and Debian's Chromium to open it."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import waitress.server
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from grannsamverkan.core import worker
from grannsamverkan.core.work import Runtime
from tests.support.lacks import chromium, lacking

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# The machine may have no network, and a test must not wait for what Chromium does by itself.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
IDLE_S = 0.1


@dataclass(frozen=True)
class LiveServer:
    """The product as it runs: `url` has no slash at the end."""

    url: str
    runtime: Runtime


@pytest.fixture
def live_socket() -> Iterator[socket.socket]:
    """A listening socket on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def live_server(app: Flask, runtime: Runtime, live_socket: socket.socket) -> Iterator[LiveServer]:
    """Web server and worker in threads, over the same database as `runtime`."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_serve_until, args=(app, live_socket, stop), name="web"),
        threading.Thread(target=_work_until, args=(runtime, stop), name="worker"),
    ]
    for thread in threads:
        thread.start()
    yield LiveServer(runtime.settings.base_url, runtime)
    stop.set()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive(), f"the {thread.name} thread does not end"


def _serve_until(app: Flask, listening: socket.socket, stop: threading.Event) -> None:
    connections: dict[int, object] = {}
    server = waitress.server.create_server(
        _closing_files(app), connections, sockets=[listening], threads=8
    )
    while not stop.is_set():
        server.asyncore.loop(timeout=IDLE_S, map=connections, count=1)
    server.asyncore.close_all(connections, ignore_all=True)
    server.task_dispatcher.shutdown()


def _closing_files(app: Flask) -> Callable[..., Any]:
    # A window that closes while a file is being sent leaves the file open in Waitress when it was
    # handed over by its file wrapper (channel closed between two of its checks): the garbage
    # collector closes it, with a warning that would fail some later test.
    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("wsgi.file_wrapper", None)
        return app(environ, start_response)

    return serve


def _work_until(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.is_set():
        if not worker.run_one(runtime):
            stop.wait(IDLE_S)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    program = chromium()
    if program is None:
        lacking("Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


class Contexts:
    """Opens windows, and knows what went wrong in any of them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._open: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self, *, phone: bool = False, language: str = "sv", javascript: bool = True,
        dark: bool = False, width: int | None = None,
    ) -> Page:  # fmt: skip
        """A page in a new window of its own (own cookies): paths are relative to the server."""
        size = PHONE if phone else DESK
        context = self._browser.new_context(
            base_url=self._url,
            viewport={**size, "width": width or size["width"]},
            locale="sv-SE" if language == "sv" else "en-GB",
            timezone_id="Europe/Stockholm",
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(10_000)
        self._open.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"JavaScript: {error}"))
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        # An expected 4xx answer is reported as an error of the network; the test sees it itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Contexts]:
    """Gives pages: `window(phone=True, language="en", javascript=False)`.

    A script error or a breach of the Content-Security-Policy in any of them fails the test.
    """
    contexts = Contexts(browser, live_server.url)
    yield contexts
    contexts.close()
    assert not contexts.complaints, contexts.complaints


@pytest.fixture
def page(window: Contexts) -> Page:
    """One page on a desk-sized screen, in Swedish, with JavaScript."""
    return window()
