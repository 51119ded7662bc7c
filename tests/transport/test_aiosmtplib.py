"""aiosmtplib while a mock is active, and outside mocks."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from sesmock import UnmockedCall, mock_ses, stack
from tests.smtp_clients import HOST, build_mail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sesmock import SesMock

aiosmtplib = pytest.importorskip("aiosmtplib")
pytestmark = pytest.mark.asyncio


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        yield ses_mock


@pytest_asyncio.fixture
async def server() -> AsyncIterator[tuple[str, int]]:
    """Yield the address of an SMTP server outside AWS that accepts everything."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 other ESMTP\r\n")
        while line := await reader.readline():
            writer.write(
                b"221 Bye\r\n" if line.upper().startswith(b"QUIT") else b"250-other\r\n250 STARTTLS\r\n"
            )
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield listening.sockets[0].getsockname()
    listening.close()


@pytest.mark.parametrize("options", [{"port": 587}, {"port": 465, "use_tls": True}])
async def test_mail_is_in_the_outbox(ses_mock: SesMock, options: dict[str, Any]) -> None:
    """Mail can be sent with STARTTLS and with TLS from the start, and the reply has the message's id."""
    _, reply = await aiosmtplib.send(
        build_mail(), hostname=HOST, username="user", password="password", **options
    )
    message = ses_mock.outbox.one(api="smtp", operation="SendSmtpEmail")

    assert reply == f"Ok {message.message_id}"


async def test_a_refusal_has_the_ses_error_text(ses_mock: SesMock) -> None:
    """A refused message raises aiosmtplib's own exception, with SES's code and text."""
    with pytest.raises(aiosmtplib.SMTPDataError, match="Email address is not verified") as caught:
        await aiosmtplib.send(
            build_mail("shop@example.org"), hostname=HOST, port=587, username="u", password="p"
        )

    assert caught.value.code == 554
    assert len(ses_mock.rejected) == 1


async def test_a_context_that_verifies_passes(ses_mock: SesMock) -> None:
    """A TLS context that verifies certificates is accepted, and the transport reports it."""
    context = ssl.create_default_context()
    # By default, aiosmtplib would send STARTTLS itself, since the server offers it.
    async with aiosmtplib.SMTP(hostname=HOST, port=587, start_tls=False, tls_context=context) as client:
        before = client.get_transport_info("sslcontext")
        await client.starttls()
        after = client.get_transport_info("sslcontext")
        again = client.get_transport_info("peername")
        await client.login("user", "password")
        await client.send_message(build_mail())

    assert (before, after, again) == (None, context, None)
    assert len(ses_mock.outbox) == 1


async def test_other_hosts_are_reached(ses_mock: SesMock, server: tuple[str, int]) -> None:
    """A server outside AWS is reached, and its refusal of STARTTLS reaches the client."""
    async with aiosmtplib.SMTP(hostname=server[0], port=server[1], start_tls=False) as client:
        response = await client.noop()
        with pytest.raises(aiosmtplib.SMTPResponseException):
            await client.starttls()

    assert response.code == 250
    assert len(ses_mock.calls) == 0


async def test_tls_of_other_hosts_is_unchanged(ses_mock: SesMock) -> None:
    """A failed TLS handshake with a server outside AWS still raises an error."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 other ESMTP\r\n")
        for reply in (b"250-other\r\n250 STARTTLS\r\n", b"220 Ready\r\n", b"no handshake"):
            await reader.readuntil(b"\n" if reply.startswith(b"2") else b"\x00")
            writer.write(reply)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()
    with pytest.raises(ssl.SSLError):
        await aiosmtplib.send(build_mail(), hostname=host, port=port, timeout=5)
    listening.close()

    assert len(ses_mock.calls) == 0


async def test_a_connected_socket_is_used(ses_mock: SesMock, server: tuple[str, int]) -> None:
    """A client that is given a connected socket uses it, and the mock does not check where it leads."""
    connected = socket.create_connection(server)
    connected.setblocking(False)
    async with aiosmtplib.SMTP(sock=connected, hostname=None, port=None, start_tls=False) as client:
        assert (await client.noop()).code == 250

    assert len(ses_mock.calls) == 0


async def test_a_connection_is_closed_once(ses_mock: SesMock) -> None:
    """Closing a connection a second time has no effect."""
    client = aiosmtplib.SMTP(hostname=HOST, port=587)
    await client.connect()
    transport = client.transport
    transport.close()
    transport.abort()
    await asyncio.sleep(0)

    assert transport.is_closing()
    assert not client.is_connected
    assert len(ses_mock.calls) == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"status": 421}, "SMTPConnectResponseError"),
        ({"error": "EndpointConnectionError"}, "SMTPConnectError"),
        ({"error": "ConnectTimeoutError"}, "SMTPConnectTimeoutError"),
        ({"error": "ReadTimeoutError"}, "SMTPReadTimeoutError"),
        ({"error": "ConnectionClosedError"}, "SMTPServerDisconnected"),
        ({"status": 535}, "SMTPAuthenticationError"),
        ({"error": "Throttling"}, "SMTPDataError"),
    ],
)
async def test_faults_are_errors_of_the_library(
    ses_mock: SesMock, arguments: dict[str, Any], error: str
) -> None:
    """Each fault raises the library's own exception."""
    with ses_mock.fail("smtp", **arguments), pytest.raises(getattr(aiosmtplib, error)):
        await aiosmtplib.send(build_mail(), hostname=HOST, port=587, username="user", password="password")

    assert len(ses_mock.outbox) == 0


async def test_a_connection_does_not_outlive_its_mock() -> None:
    """A connection that is used after the end of its mock raises an error."""
    client = aiosmtplib.SMTP(hostname=HOST, port=587)
    with mock_ses():
        await client.connect()

    with pytest.raises(UnmockedCall, match="used after its mock stopped"):
        await client.noop()
    client.close()


async def test_other_aws_hosts_are_refused(ses_mock: SesMock) -> None:
    """A connection to another AWS host is refused, since it would reach AWS."""
    with pytest.raises(UnmockedCall, match="would have reached real AWS"):
        await aiosmtplib.send(build_mail(), hostname="inbound-smtp.us-east-1.amazonaws.com", port=25)


async def test_the_guard_refuses_smtp_outside_a_mock(server: tuple[str, int]) -> None:
    """Outside a mock, the guard refuses connections to SES, and lets those to other hosts through."""
    stack.guard()
    try:
        with pytest.raises(UnmockedCall, match=r"outside a mock \(ses_mock_guard\)"):
            await aiosmtplib.send(build_mail(), hostname=HOST, port=587)
        with mock_ses():
            async with aiosmtplib.SMTP(hostname=HOST, port=587) as client:
                inside = await client.noop()
        async with aiosmtplib.SMTP(hostname=server[0], port=server[1], start_tls=False) as client:
            outside = await client.noop()
    finally:
        stack.unguard()

    assert (inside.code, outside.code) == (250, 250)


async def test_aiosmtplib_can_be_imported_inside_a_mock() -> None:
    """If aiosmtplib is imported inside a mock, it is patched at once, and restored when the mock ends."""
    program = f"""
import asyncio, sys
from sesmock import mock_ses
with mock_ses(identities=["example.com"]) as ses_mock:
    assert "aiosmtplib" not in sys.modules
    import aiosmtplib
    asyncio.run(aiosmtplib.send(
        "From: a@example.com\\r\\n\\r\\nHi", sender="a@example.com", recipients=["b@example.net"], hostname="{HOST}",
        port=587, username="u", password="p",
    ))
    print(len(ses_mock.outbox))
assert "sesmock" not in aiosmtplib.SMTP._create_connection.__globals__["__name__"]
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout == "1\n"
