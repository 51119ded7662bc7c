"""The application in other WSGI servers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.server.clients import MESSAGE, SEND
from tests.server.test_command import fetch

APPLICATION = "sesmock.server:application"

if TYPE_CHECKING:
    from http.client import HTTPResponse

SERVERS = {
    "gunicorn": ["gunicorn", "--threads", "4", "--bind", "127.0.0.1:{port}", APPLICATION],
    "waitress": ["waitress", "--listen", "127.0.0.1:{port}", APPLICATION],
}


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 30
    while not is_answering(url):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_answering(url: str) -> bool:
    """Return whether a server answers, with any response."""
    try:
        fetch(f"{url}/_sesmock/messages")
    except HTTPError as error:
        error.close()
    except URLError:
        return False
    return True


def start(name: str, *arguments: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start a WSGI server; return it and its URL."""
    if find_spec(name) is None:
        pytest.skip(f"{name} is in its own environment (make check runs it)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in SERVERS[name]]
    process = subprocess.Popen(
        [sys.executable, "-m", *command[:-1], *arguments, command[-1]],
        env=os.environ | {"SESMOCK_IDENTITIES": "example.com"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    wait_for(url)
    return process, url


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVERS)
def test_other_servers_run_the_application(name: str) -> None:
    """Gunicorn and waitress serve the application, including paths with encoded slashes."""
    process, url = start(name)
    try:
        sent = fetch(url, SEND + MESSAGE)
        fetch(url, "Action=VerifyDomainIdentity&Domain=example.org")
        with pytest.raises(HTTPError) as caught:
            fetch(f"{url}/v2/email/identities/a%2Fb")
        code = caught.value.headers["x-amzn-ErrorType"]
        caught.value.close()
        messages = fetch(f"{url}/_sesmock/messages")
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert "<MessageId>" in sent
    assert code == "NotFoundException"
    assert '"subject": "Hello"' in messages


@pytest.mark.slow
def test_several_workers_are_refused() -> None:
    """With several workers of gunicorn, every request is refused, since each worker would have its own mail."""
    process, url = start("gunicorn", "--workers", "2")
    try:
        with pytest.raises(HTTPError) as caught:
            fetch(url, SEND + MESSAGE)
        status, text = caught.value.code, caught.value.read().decode()
        caught.value.close()
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert status == 503
    assert "--workers 1" in text


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVERS)
def test_open_pages_leave_threads_for_requests(name: str) -> None:
    """With ten open pages, two are informed of a message immediately, sends succeed, and the server can stop."""
    process, url = start(name)
    try:
        with ExitStack() as stack:
            pages = [stack.enter_context(open_page(url)) for _ in range(2)]
            others = [list_states(open_page(url))[-1]["sent"] for _ in range(8)]
            fetch(url, SEND + MESSAGE)
            states = [list_states(page)[-1]["sent"] for page in pages]
        stopped_at = time.monotonic()
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert (states, others) == ([1, 1], [0] * 8)
    assert time.monotonic() - stopped_at < 15


def open_page(url: str) -> HTTPResponse:
    """Open the stream of changes, as an open page does."""
    response: HTTPResponse = urlopen(f"{url}/_sesmock/inbox/updates", timeout=20)
    return response


def list_states(page: HTTPResponse) -> list[dict[str, object]]:
    """Return the states in a stream, which ends after some seconds."""
    with page:
        return [
            json.loads(line[6:]) for line in page.read().decode().splitlines() if line.startswith("data: ")
        ]
