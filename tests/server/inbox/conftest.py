"""Fixtures that serve the inbox, and open it in a browser."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from sesmock.server.running import SesServer
from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page


class RemoteHost:
    """A server that records the paths of its requests."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.paths.append(environ["PATH_INFO"])
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]

    def __enter__(self) -> RemoteHost:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller(verification="manual")


@pytest.fixture
def evil() -> Iterator[RemoteHost]:
    """Yield a remote server that the links and pictures in the mail point to."""
    with RemoteHost() as host:
        yield host


@pytest.fixture
def server(caller: InboxCaller) -> Iterator[SesServer]:
    """Yield a server of the mock."""
    with SesServer(caller.application, "127.0.0.1", 0) as server:
        yield server


@pytest.fixture
def show(open_page: Callable[..., Page], server: SesServer) -> Callable[..., Page]:
    """Return a function that opens the inbox at a path, and waits until it is connected."""

    def show(address: str = "", **options: Any) -> Page:
        page = open_page(f"{server.url}/{address}", **options)
        page.wait_for_selector("#connection:has-text('Live')")
        return page

    return show
