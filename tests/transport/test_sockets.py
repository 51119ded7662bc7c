"""The hosts that block_network blocks for sockets, in any library."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import UnmockedCall, mock_ses, stack

if TYPE_CHECKING:
    from collections.abc import Iterator

SES = [
    "email.us-east-1.amazonaws.com",
    "email-smtp.eu-west-1.amazonaws.com.",
    "inbound-smtp.us-east-1.amazonaws.com",
]
AWS = ["s3.amazonaws.com", "169.254.169.254", "fd00:ec2::254", "s3.cn-north-1.amazonaws.com.cn"]
# The addresses are reserved for documentation (RFC 5737 and RFC 3849).
OTHERS = ["www.example.com", "203.0.113.7", "2001:db8::7", "db", "not:an:address"]
# A connection to an unspecified address (0.0.0.0, ::, or an empty name) reaches this machine.
HERE = ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "", "fe80::1%lo"]
ADDRESS = ("203.0.113.7", 443)


@pytest.fixture(autouse=True)
def reached(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Record connections instead of opening them."""
    hosts: list[Any] = []

    def resolve(host: Any, *_: Any, **__: Any) -> Any:
        hosts.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ADDRESS)]

    def connect(_: socket.socket, address: Any) -> None:
        hosts.append(address)

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, resolve)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, connect)
    return hosts


def connect(host: str, method: str) -> None:
    """Connect to a host with a method of a socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as connection:
        getattr(connection, method)((host, 443))


@pytest.mark.parametrize(
    ("level", "hosts"), [("ses", SES), ("aws", [*SES, *AWS]), ("all", [*SES, *AWS, *OTHERS, "fe80::1%lo"])]
)
def test_blocked_hosts_are_not_reached(reached: list[Any], level: Any, hosts: list[str]) -> None:
    """At each level of block_network, names of blocked hosts are not resolved, and connections are refused."""
    with mock_ses(block_network=level):
        for host in hosts:
            for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
                arguments = (host, 443) if name == "getaddrinfo" else (host,)
                with pytest.raises(UnmockedCall, match=r"passthrough=\["):
                    getattr(socket, name)(*arguments)
            for name in ("connect", "connect_ex"):
                with pytest.raises(UnmockedCall, match=r"passthrough=\["):
                    connect(host, name)
        with pytest.raises(UnmockedCall):
            socket.getaddrinfo(hosts[0].encode(), 443)

    assert reached == []


@pytest.mark.parametrize(
    ("level", "hosts"),
    [
        (None, [*SES, *AWS, *OTHERS, *HERE]),
        ("ses", [*AWS, *OTHERS, *HERE]),
        ("aws", [*OTHERS, *HERE]),
        ("all", HERE[:-1]),
    ],
)
def test_other_hosts_are_reached(reached: list[Any], level: Any, hosts: list[str]) -> None:
    """At each level of block_network, all other hosts, local servers and Unix sockets can be reached."""
    with mock_ses(block_network=level):
        for host in hosts:
            socket.gethostbyname(host)
            socket.getaddrinfo(host, 443)
            connect(host, "connect")
        socket.getaddrinfo(None, 0)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect("/run/email.us-east-1.amazonaws.com")

    assert len(reached) == 3 * len(hosts) + 2


def test_the_addresses_of_a_passthrough_are_reached(reached: list[Any]) -> None:
    """Once the name of a passthrough host is resolved, its address can be reached until the mock ends."""
    with mock_ses(block_network="all", passthrough=["db.example"]):
        with pytest.raises(UnmockedCall):
            connect(ADDRESS[0], "connect")
        socket.getaddrinfo("db.example", 443)
        connect(ADDRESS[0], "connect")
    with mock_ses(block_network="all"), pytest.raises(UnmockedCall):
        connect(ADDRESS[0], "connect")

    assert reached == ["db.example", ADDRESS]


def test_a_pattern_can_contain_a_port(reached: list[Any]) -> None:
    """A passthrough pattern with a port allows only that port."""
    with mock_ses(passthrough=["email-smtp.*.amazonaws.com:587"]):
        socket.getaddrinfo("email-smtp.us-east-1.amazonaws.com", 587)
        with pytest.raises(UnmockedCall):
            socket.getaddrinfo("email-smtp.us-east-1.amazonaws.com", 465)

    assert len(reached) == 1


def test_the_innermost_mock_decides(reached: list[Any]) -> None:
    """An isolated inner mock has its own level of block_network, and another level needs an isolated mock."""
    with mock_ses(block_network=None):
        with mock_ses(isolated=True, block_network="all"), pytest.raises(UnmockedCall):
            socket.getaddrinfo("db", 443)
        socket.getaddrinfo("email.us-east-1.amazonaws.com", 443)
    with mock_ses(block_network="all"):
        with mock_ses(isolated=True, block_network=None):
            socket.getaddrinfo("db", 443)
        with pytest.raises(TypeError, match="block_network=…"):
            mock_ses(block_network="aws").start()

    assert reached == ["email.us-east-1.amazonaws.com", "db"]


def test_everything_is_restored(reached: list[Any]) -> None:
    """After a mock, sockets are restored, and a patch that other code still calls blocks nothing."""
    before = [socket.getaddrinfo, socket.gethostbyname, socket.socket.connect]
    with mock_ses():
        former_patches = [socket.getaddrinfo, socket.gethostbyname, socket.socket.connect]

    assert [socket.getaddrinfo, socket.gethostbyname, socket.socket.connect] == before
    former_patches[0](SES[0], 443)
    former_patches[1](SES[0])
    with socket.socket() as connection:
        former_patches[2](connection, (SES[0], 443))
    assert len(reached) == 3


def test_the_guard_keeps_sockets_from_ses(reached: list[Any]) -> None:
    """Outside mocks, SES hosts are blocked while ses_mock_guard is on, and others are reached."""
    stack.guard()
    try:
        with pytest.raises(UnmockedCall, match=r"opened outside a mock \(ses_mock_guard\)"):
            socket.getaddrinfo(SES[1], 587)
        socket.getaddrinfo(AWS[0], 443)
    finally:
        stack.unguard()
    socket.getaddrinfo(SES[1], 587)

    assert reached == [AWS[0], SES[1]]
