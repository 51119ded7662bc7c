"""The server's socket: whatever a client sends or does not send, the server responds or closes the connection."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock.server.limits import Limits
from sesmock.server.listening import DeadlineReader
from sesmock.server.running import SesServer
from tests.server.clients import MESSAGE, SEND, Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

SHORT = Limits(idle=0.3, head=0.6, body=0.9, shutdown=5.0, connections=4)
BODY = (SEND + MESSAGE).encode()


@pytest.fixture
def server() -> Iterator[SesServer]:
    """Yield a server with short time limits."""
    with SesServer(Caller().application, "127.0.0.1", 0, SHORT) as server:
        yield server


@pytest.fixture(scope="module")
def long_lived() -> Iterator[SesServer]:
    """Yield a server that all examples of a property-based test share."""
    with SesServer(Caller().application, "127.0.0.1", 0, SHORT) as server:
        yield server


def connect(server: SesServer) -> socket.socket:
    """Return a connection to a server."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def read_all(connection: socket.socket) -> bytes:
    """Return the data until the server closes the connection; fail if it does not."""
    parts = []
    with suppress(ConnectionResetError):
        while data := connection.recv(65536):
            parts.append(data)
    return b"".join(parts)


def answer(server: SesServer, request: bytes) -> bytes:
    """Send bytes; return the response."""
    with closing(connect(server)) as connection:
        connection.sendall(request)
        return read_all(connection)


def status(response: bytes) -> int:
    """Return the status of a response, 0 if there is none."""
    return int(response.split(None, 2)[1]) if response else 0


def test_a_client_of_any_library_is_answered(server: SesServer) -> None:
    """A message that boto3 sends to the server's URL is in the mock's outbox."""
    client = boto3.client(
        "sesv2",
        endpoint_url=server.url,
        region_name="eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    content: Any = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
    client.send_email(
        FromEmailAddress="a@example.com", Destination={"ToAddresses": ["b@example.net"]}, Content=content
    )

    assert server.ses_mock.outbox.one().region == "eu-west-1"


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET /v2/email/account HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY), 200),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
            % (len(BODY), BODY),
            200,
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400),
        (b"GET /v2/email/account HTTP/1.1\r\nHost: [1:2]\r\n\r\n", 400),
        (b"GET /_sesmock/messages HTTP/1.1\r\nHost: [::1:::]:80\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nabc", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\nabc", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\nabc", 413),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n", 431),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX-A: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"nonsense\r\n\r\n", 400),
        # The start of a TLS handshake, which a client sends for https:// instead of http://.
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /v2/email/account HTTP/1.0\r\n\r\n", 200),
        # RFC 9112 §2.2: a server should ignore an empty line before a request.
        (b"\r\n", 0),
    ],
)
def test_whole_requests_are_answered(server: SesServer, request_bytes: bytes, expected: int) -> None:
    """A complete request gets its response, and an invalid one gets an error or a closed connection."""
    response = answer(server, request_bytes)

    assert status(response) == expected or (expected >= 400 and (response == b"" or b"400" in response[:600]))


@pytest.mark.parametrize(
    ("request_bytes", "statuses"),
    [
        (b"", {0}),
        (b"GET / HT", {0}),
        (b"GET / HTTP/1.1\r\nHost:", {0}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nAction=", {408}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", {408, 400}),
    ],
)
def test_incomplete_requests_time_out(server: SesServer, request_bytes: bytes, statuses: set[int]) -> None:
    """An incomplete request gets a timeout, so it blocks its thread only for a moment."""
    start = time.monotonic()

    assert status(answer(server, request_bytes)) in statuses
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "head", [b"GET / HTTP/1.1\r\nX-A: ", b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"]
)
def test_slow_requests_time_out(server: SesServer, head: bytes) -> None:
    """A client that sends its request byte by byte gets a timeout."""
    start = time.monotonic()
    with closing(connect(server)) as connection:
        connection.sendall(head)
        with suppress(OSError):
            while True:
                connection.sendall(b"a")
                time.sleep(0.1)

    assert time.monotonic() - start < 4


def test_nothing_is_read_after_a_deadline() -> None:
    """After its deadline, a reader raises TimeoutError, even if bytes are available."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"a")

        with pytest.raises(TimeoutError, match="took too long"):
            DeadlineReader(ours, 1, 0).read(1)


def test_a_body_that_ends_early_changes_nothing(server: SesServer) -> None:
    """A send whose body ends early is refused, and nothing is sent."""
    with closing(connect(server)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n" + BODY)
        connection.shutdown(socket.SHUT_WR)
        response = read_all(connection)

    assert status(response) == 400
    assert len(server.ses_mock.outbox) == 0


def wait_for_a_request(server: SesServer) -> None:
    """Wait until the server is serving a connection."""
    deadline = time.monotonic() + 20
    is_idle = True
    while is_idle:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        is_idle = server._listener._slots._value == server._listener.limits.connections


def test_excess_connections_are_refused() -> None:
    """Excess connections get status 503, which SDKs retry."""
    with (
        SesServer(Caller().application, "127.0.0.1", 0, Limits(connections=4)) as server,
        ExitStack() as stack,
    ):
        # They are accepted one after the other.
        *_, extra = [stack.enter_context(closing(connect(server))) for _ in range(5)]

        assert status(read_all(extra)) == 503


def test_a_closed_connection_makes_room(server: SesServer) -> None:
    """A new client is served as soon as another one has disconnected."""
    request = b"GET /v2/email/account HTTP/1.0\r\n\r\n"
    answered, deadline = 0, time.monotonic() + 20
    while answered < 3 * SHORT.connections and time.monotonic() < deadline:
        answered += status(answer(server, request)) == 200

    assert answered == 3 * SHORT.connections


def test_a_stop_waits_for_requests_in_flight() -> None:
    """A server that stops first answers the requests that it is still reading."""
    server = SesServer(Caller().application, "127.0.0.1", 0, Limits(shutdown=20))
    with closing(connect(server)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(BODY))
        wait_for_a_request(server)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(0.1)
        connection.sendall(BODY)
        response = read_all(connection)
    stopping.join()

    assert status(response) == 200
    assert server.stop()


def test_a_stop_does_not_wait_forever() -> None:
    """A server stops after its time limit even if a client keeps its connection open."""
    server = SesServer(Caller().application, "127.0.0.1", 0, Limits(shutdown=0.2))
    with closing(connect(server)):
        wait_for_a_request(server)

        assert not server.stop()


def test_a_port_in_use_is_an_error(server: SesServer) -> None:
    """A second server on the same port raises an OSError."""
    with pytest.raises(OSError, match="in use"):
        SesServer(Caller().application, "127.0.0.1", server.port)


@pytest.mark.skipif(not socket.has_ipv6, reason="the machine has no IPv6")
@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1"), ("0.0.0.0", "http://127.0.0.1"), ("::1", "http://[::1]")],
)
def test_the_url_can_be_reached(host: str, url: str) -> None:
    """The URL of a server can be opened on the same machine, even if the server listens on all addresses."""
    with SesServer(Caller().application, host, 0) as server:
        assert server.url == f"{url}:{server.port}"
        assert repr(server) == f"<SesServer {server.url}>"


def test_a_response_arrives_while_the_body_is_refused(server: SesServer) -> None:
    """A client that is still sending a body over the limit can read the error."""
    with closing(connect(server)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n" + b"a" * 100_000)

        assert status(read_all(connection)) == 413


def test_clients_can_wait_for_100_continue(server: SesServer) -> None:
    """A request with ``Expect: 100-continue`` first gets status 100, and then its response."""
    head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(BODY)

    response = answer(server, head + BODY)

    assert response.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


LINES = st.sampled_from(
    [
        b"POST / HTTP/1.1",
        b"GET /v2/email/account HTTP/1.1",
        b"PUT /_sesmock/messages HTTP/1.0",
        b"Host: localhost",
        b"Content-Length: 5",
        b"Content-Length: 5, 5",
        b"Content-Length: 0x5",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: chunked, gzip",
        b"Content-Encoding: gzip",
        b"Expect: 100-continue",
        b"Authorization: AWS4-HMAC-SHA256 Credential=",
        b"X-Amz-Content-Sha256: STREAMING-X",
        b" folded",
        b": no name",
        b"",
        b"5",
        b"ffffffffffffffffff",
        b"Action=GetSendQuota",
        b"\x00\xff",
    ]
)


@settings(max_examples=settings().max_examples * 2)
@given(
    lines=st.lists(LINES | st.binary(max_size=20), max_size=12),
    end=st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\n\r\n"]),
)
def test_any_bytes_are_answered_or_refused(long_lived: SesServer, lines: list[bytes], end: bytes) -> None:
    """Any bytes get a response or a closed connection, and never an internal error."""
    with closing(connect(long_lived)) as connection:
        with suppress(OSError):
            connection.sendall(end.join(lines))
            connection.shutdown(socket.SHUT_WR)
        response = read_all(connection)

    assert not response.startswith(b"HTTP/1.1 500")
