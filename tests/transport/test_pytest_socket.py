"""pytest-socket and a mock work together in any order."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import Any

import boto3
import pytest
import requests

from sesmock import UnmockedCall, mock_ses
from tests.programs import run_program

pytest_socket: Any = pytest.importorskip(
    "pytest_socket", reason="not installed in the aiobotocore environments"
)
pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use socket")
QUOTA = "https://email.us-east-1.amazonaws.com/?Action=GetSendQuota"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_mock_answers_while_sockets_are_disabled(is_first: bool) -> None:
    """A mock answers while pytest-socket disables sockets, and code that opens a socket is still refused."""
    original = socket.socket.connect
    with ExitStack() as exits:
        if is_first:
            pytest_socket.disable_socket()
        exits.enter_context(mock_ses())
        if not is_first:
            pytest_socket.disable_socket()
        exits.callback(pytest_socket.enable_socket)

        assert boto3.client("ses").list_identities()["Identities"] == []
        assert requests.get(QUOTA, timeout=5).status_code == 200
        with pytest.raises(pytest_socket.SocketBlockedError):
            socket.socket()
    assert socket.socket.connect is original


@pytest.mark.parametrize("is_first", [True, False])
def test_hosts_that_pytest_socket_allows_are_allowed(is_first: bool) -> None:
    """A host that pytest-socket allows can be reached inside a mock, and AWS hosts are still refused."""
    original = socket.socket.connect
    with ExitStack() as exits:
        if is_first:
            pytest_socket.socket_allow_hosts(["127.0.0.1"])
        exits.enter_context(mock_ses())
        if not is_first:
            pytest_socket.socket_allow_hosts(["127.0.0.1"])
        exits.callback(pytest_socket._remove_restrictions)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", 9))
        with pytest.raises((UnmockedCall, pytest_socket.SocketConnectBlockedError)):
            socket.create_connection(("169.254.169.254", 80))

    assert socket.socket.connect is original


def test_the_first_mock_can_start_while_sockets_are_disabled() -> None:
    """If the first mock starts while sockets are disabled, later mocks still block AWS hosts."""
    code = """
import socket
import pytest_socket
import urllib3  # opens a socket, to see whether there is IPv6
from sesmock import UnmockedCall, mock_ses
pytest_socket.disable_socket()
with mock_ses():
    pass
pytest_socket.enable_socket()
with mock_ses(), socket.socket() as connection:
    try:
        connection.connect(("169.254.169.254", 80))
    except UnmockedCall:
        print("refused")
"""

    assert run_program(code) == "refused\n"
