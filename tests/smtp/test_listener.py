"""The listener of the SMTP interface, tested over real sockets."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses, stack
from sesmock.smtp.certificates import make_certificate
from sesmock.smtp.listener import listen_to_clients
from tests.smtp_clients import RECIPIENT, SENDER, build_mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.smtp.listener import SmtpListener
    from sesmock.smtp.transactions import Tls

MAIL = b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi\r\n"
CERTIFICATE = make_certificate()
TRUSTING = ssl.create_default_context(cadata=CERTIFICATE.pem)
SIGN_IN = b"EHLO a\r\nAUTH PLAIN AHUAcA==\r\n"


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        yield ses_mock


@contextmanager
def listen(tls: Tls = "none", **options: Any) -> Iterator[SmtpListener]:
    """Yield a listener of the innermost mock."""
    mock = stack.innermost()
    assert mock is not None
    context = None if tls == "none" else CERTIFICATE.context
    listener = listen_to_clients(mock.smtp, "eu-west-1", tls=context, wrapped=tls == "wrapped", **options)
    with listener:
        yield listener


@contextmanager
def connect(listener: SmtpListener) -> Iterator[smtplib.SMTP]:
    """Yield a client that has signed in to a listener without TLS."""
    with smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        client.login("user", "password")
        yield client


def converse(listener: SmtpListener, *pieces: bytes) -> bytes:
    """Send pieces one by one; return all replies until the listener closes the connection."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as client:
        for piece in pieces:
            client.sendall(piece)
        return client.makefile("rb").read()


@contextmanager
def request_tls(listener: SmtpListener, ahead: bytes = b"") -> Iterator[socket.socket]:
    """Yield a connection after STARTTLS and before the TLS handshake; ``ahead`` is sent right after STARTTLS."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as client:
        client.sendall(b"EHLO a\r\nSTARTTLS\r\n" + ahead)
        received = b""
        while not received.endswith(b"220 Ready to start TLS\r\n"):
            received += client.recv(1000)
        yield client


def test_mail_over_starttls_is_sent(ses_mock: SesMock) -> None:
    """Mail can be sent with STARTTLS, and a client can verify the certificate of the listener."""
    with listen("required") as listener, smtplib.SMTP("localhost", listener.port) as client:
        client.starttls(context=TRUSTING)
        client.login("user", "password")
        client.send_message(build_mail())
    message = ses_mock.outbox.one(api="smtp", region="eu-west-1")

    assert message.subject == "Hello"
    assert "[127.0.0.1]" in message.headers["Received"]


def test_mail_over_tls_from_the_start_is_sent(ses_mock: SesMock) -> None:
    """Mail can be sent over a connection that uses TLS from the start."""
    with (
        listen("wrapped") as listener,
        smtplib.SMTP_SSL("127.0.0.1", listener.port, context=TRUSTING) as client,
    ):
        client.login("user", "password")
        client.send_message(build_mail())

    assert len(ses_mock.outbox) == 1


def test_mail_without_tls_is_sent(ses_mock: SesMock) -> None:
    """A listener without a certificate accepts mail without TLS, and refuses mail as SES does."""
    with listen() as listener, connect(listener) as client:
        client.send_message(build_mail())
        with pytest.raises(smtplib.SMTPDataError, match="not verified"):
            client.send_message(build_mail("shop@example.org"))

    assert (len(ses_mock.outbox), len(ses_mock.rejected)) == (1, 1)


def test_concurrent_clients_lose_no_mail(ses_mock: SesMock) -> None:
    """All mail that several clients send at the same time is in the outbox."""

    def send(number: int) -> None:
        with connect(listener) as client:
            for _ in range(10):
                client.send_message(build_mail(SENDER, f"a{number}@example.net"))

    with listen() as listener, ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))

    assert len(ses_mock.outbox) == 80


def test_commands_can_be_pipelined(ses_mock: SesMock) -> None:
    """A client that sends all commands at once gets the replies in order, and a closed connection after QUIT."""
    script = SIGN_IN + b"MAIL FROM:<shop@example.com>\r\nRCPT TO:<ada@example.net>\r\nDATA\r\n" + MAIL
    with listen() as listener:
        replies = converse(listener, script + b"..\r\n.\r\n", b"QUIT\r\n").split(b"\r\n")

    assert [reply[:3] for reply in replies[5:]] == [b"235", b"250", b"250", b"354", b"250", b"221", b""]
    assert ses_mock.outbox.one().text == "Hi\r\n.\r\n"


@pytest.mark.slow
def test_a_mail_of_nearly_forty_megabytes_arrives(ses_mock: SesMock) -> None:
    """An email just below the limit is accepted; one above it is refused, and the connection stays open."""
    line = b"x" * 74 + b"\r\n"
    with listen() as listener, connect(listener) as client:
        client.sendmail(SENDER, RECIPIENT, MAIL + line * (39 * 2**20 // len(line)))
        with pytest.raises(smtplib.SMTPDataError, match=r"552.*Message is too long\."):
            client.sendmail(SENDER, RECIPIENT, MAIL + line * (41 * 2**20 // len(line)))

        assert client.noop() == (250, b"Ok")

    assert len(ses_mock.outbox.one().raw) > 39 * 2**20


def test_commands_before_the_handshake_are_dropped(ses_mock: SesMock) -> None:
    """Commands that are sent before the TLS handshake are discarded."""
    with listen("required") as listener, request_tls(listener, b"MAIL FROM:<evil@example.com>\r\n") as client:
        encrypted = TRUSTING.wrap_socket(client, server_hostname="localhost")
        encrypted.sendall(SIGN_IN + b"RCPT TO:<ada@example.net>\r\nQUIT\r\n")
        replies = encrypted.makefile("rb").read()
        encrypted.close()

    assert replies.endswith(b"503 Error: need MAIL command\r\n221 Bye\r\n")


def test_a_handshake_that_fails_ends_the_connection(
    ses_mock: SesMock, caplog: pytest.LogCaptureFixture
) -> None:
    """A failed TLS handshake ends its own connection, but not the listener."""
    caplog.set_level(logging.INFO, "sesmock.smtp")
    with listen("required") as listener:
        with request_tls(listener) as client, suppress(ConnectionResetError):
            client.sendall(b"this is no handshake at all")
            assert b"250" not in client.makefile("rb").read()
        with smtplib.SMTP("localhost", listener.port) as other:
            assert other.noop() == (250, b"Ok")

    assert "did not finish its TLS handshake" in caplog.text


def test_a_silent_client_is_disconnected(ses_mock: SesMock) -> None:
    """A silent client is disconnected after a timeout, between commands as well as during an email."""
    with listen(idle_seconds=0.2) as listener:
        between = converse(listener)
        within = converse(
            listener,
            SIGN_IN + b"MAIL FROM:<shop@example.com>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nFrom: a",
        )

    assert between.endswith(b"\r\n451 4.4.2 Timeout waiting for data from client.\r\n")
    assert within.endswith(b"\r\n451 4.4.2 Timeout waiting for data from client.\r\n")
    assert len(ses_mock.outbox) == 0


def test_a_client_that_disconnects_sends_nothing(ses_mock: SesMock) -> None:
    """An email is not sent if the client disconnects before its end."""
    with listen() as listener:
        with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as client:
            client.sendall(SIGN_IN + b"MAIL FROM:<shop@example.com>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n")
        with connect(listener) as other:
            other.send_message(build_mail())

    assert len(ses_mock.outbox) == 1


def test_too_many_connections_are_refused(ses_mock: SesMock) -> None:
    """A connection over the limit is refused, and a closed connection makes room for another one."""
    with listen(max_connections=1) as listener:
        with connect(listener) as client:
            reply = converse(listener)
            assert client.noop() == (250, b"Ok")
        # Wait until the listener has noticed that the connection is closed.
        while listener.connections:
            time.sleep(0.01)
        with connect(listener) as client:
            assert client.noop() == (250, b"Ok")

    assert reply == b"421 Too many concurrent SMTP connections\r\n"


def test_an_error_in_the_test_is_a_temporary_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If a publish function raises, the client gets a temporary failure, although the email is sent."""

    def publish(_: object) -> None:
        raise RuntimeError("down")

    with mock_ses(identities=["example.com"], publish=publish) as ses_mock:
        client = boto3.client("sesv2", region_name="eu-west-1")
        client.create_configuration_set(ConfigurationSetName="shop")
        client.create_configuration_set_event_destination(
            ConfigurationSetName="shop",
            EventDestinationName="bus",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["SEND"],
                "EventBridgeDestination": {
                    "EventBusArn": "arn:aws:events:eu-west-1:123456789012:event-bus/default"
                },
            },
        )
        with listen() as listener:
            script = b"MAIL FROM:<shop@example.com>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n"
            script += b"X-SES-CONFIGURATION-SET: shop\r\n" + MAIL + b".\r\nNOOP\r\nQUIT\r\n"
            replies = converse(listener, SIGN_IN + script)

        assert replies.endswith(
            b"354 End data with <CR><LF>.<CR><LF>\r\n451 Temporary service failure\r\n250 Ok\r\n221 Bye\r\n"
        )
        assert len(ses_mock.outbox) == 1
    assert "down" in caplog.text


def test_a_sesmock_error_fails_no_test(ses_mock: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sesmock error becomes a reply to the client, so it does not fail the test."""
    from sesmock import OperationNotSupported
    from sesmock.exceptions import ANSWERED

    error = OperationNotSupported("not yet")

    def sign_in(*_: object) -> str:
        raise error

    mock = stack.innermost()
    assert mock is not None
    monkeypatch.setattr(mock.smtp, "sign_in", sign_in)
    with listen() as listener:
        replies = converse(listener, SIGN_IN + b"QUIT\r\n")

    assert replies.endswith(b"451 Temporary service failure\r\n221 Bye\r\n")
    assert error.owner is ANSWERED


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        ({"error": "ConnectionClosedError"}, b"354 End data with <CR><LF>.<CR><LF>"),
        ({"error": "Throttling"}, b"221 Bye"),
    ],
)
def test_faults_apply_to_clients_of_the_listener(
    ses_mock: SesMock, arguments: dict[str, Any], last: bytes
) -> None:
    """Faults also apply to clients of the listener, and a network fault closes the connection."""
    script = b"MAIL FROM:<shop@example.com>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n" + MAIL + b".\r\nQUIT\r\n"
    with listen() as listener, ses_mock.fail("smtp", **arguments):
        replies = converse(listener, SIGN_IN + script)

    assert replies.split(b"\r\n")[-2] == last
    assert len(ses_mock.outbox) == 0


def test_connections_can_be_refused(ses_mock: SesMock) -> None:
    """A fault with status 421 refuses a client of the listener instead of greeting it."""
    with listen() as listener, ses_mock.fail("smtp", status=421):
        assert converse(listener) == b"421 Too many concurrent SMTP connections\r\n"


def test_a_port_that_is_taken_is_an_error(ses_mock: SesMock) -> None:
    """A listener whose port is in use raises an error when it starts, and closes its event loop."""
    mock = stack.innermost()
    assert mock is not None
    with listen() as listener:
        second = listen_to_clients(mock.smtp, "us-east-1", port=listener.port)
        with pytest.raises(OSError, match="address already in use"):
            second.start()

    assert second.loop.is_closed()


def test_an_invalid_port_is_an_error(ses_mock: SesMock) -> None:
    """An invalid port or region raises an error immediately."""
    mock = stack.innermost()
    assert mock is not None
    listener = listen_to_clients(mock.smtp, "us-east-1", port=99_999)
    with pytest.raises(OverflowError, match="port must be 0-65535"):
        listener.start()

    assert listener.loop.is_closed()
    with pytest.raises(ValueError, match="did you mean 'us-east-1'"):
        listen_to_clients(mock.smtp, "us-east")


def test_a_listener_starts_once(ses_mock: SesMock) -> None:
    """Starting a listener a second time, or after its end, raises an error."""
    with listen() as listener, pytest.raises(RuntimeError, match="a listener can start only once"):
        listener.start()

    with pytest.raises(RuntimeError, match="a listener can start only once"):
        listener.start()


def test_stopping_closes_connections(ses_mock: SesMock) -> None:
    """Stopping a listener closes all connections, even during a handshake; stopping it again has no effect."""
    with listen("required") as listener:
        client = smtplib.SMTP("127.0.0.1", listener.port, timeout=10)
        starting = smtplib.SMTP("127.0.0.1", listener.port, timeout=10)
        starting.ehlo()
        starting.docmd("STARTTLS")
    listener.stop()

    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()
    starting.close()


def test_stopping_waits_for_running_commands(ses_mock: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping a listener waits for commands that are still running, but their clients get no reply."""
    begun, may_end = threading.Event(), threading.Event()

    def sign_in(*_: object) -> str:
        begun.set()
        may_end.wait(10)
        return "235 Authentication successful."

    mock = stack.innermost()
    assert mock is not None
    monkeypatch.setattr(mock.smtp, "sign_in", sign_in)
    with listen() as listener, socket.create_connection(("127.0.0.1", listener.port), timeout=10) as client:
        client.sendall(SIGN_IN)
        begun.wait(10)
        threading.Timer(0.1, may_end.set).start()
        listener.stop()
        with suppress(ConnectionResetError):
            assert b"235" not in client.makefile("rb").read()

    assert may_end.is_set()


def test_a_listener_that_never_started_can_be_stopped(ses_mock: SesMock) -> None:
    """Stopping a listener that never started leaves nothing open."""
    mock = stack.innermost()
    assert mock is not None
    listener = listen_to_clients(mock.smtp, "us-east-1")
    listener.stop()

    assert listener.loop.is_closed()


def test_asynchronous_clients_can_use_the_listener(ses_mock: SesMock) -> None:
    """Aiosmtplib can send through the listener, with the STARTTLS that it uses if it is offered."""
    aiosmtplib = pytest.importorskip("aiosmtplib")
    with listen("required") as listener:
        asyncio.run(
            aiosmtplib.send(
                build_mail(),
                hostname="localhost",
                port=listener.port,
                username="u",
                password="p",
                tls_context=TRUSTING,
            )
        )

    assert len(ses_mock.outbox) == 1


@pytest.mark.parametrize(
    ("package", "statement"),
    [
        ("aiosmtpd.controller", "import sesmock.smtp.listener"),
        ("cryptography", "from sesmock.smtp.certificates import make_certificate; make_certificate()"),
    ],
)
def test_the_error_about_a_missing_extra_says_what_to_install(package: str, statement: str) -> None:
    """Without an optional package, the error says which extra to install."""
    program = f"import sys; sys.modules[{package!r}] = None; {statement}"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert "ImportError: " in run.stderr
    assert 'pip install "sesmock[smtp]"' in run.stderr
