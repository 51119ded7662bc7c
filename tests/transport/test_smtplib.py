"""smtplib while a mock is active, and outside mocks."""

from __future__ import annotations

import smtplib
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import OperationNotSupported, UnmockedCall, mock_ses, stack
from tests.smtp_clients import HOST, RECIPIENT, SENDER, build_mail, connect, send

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL = b"From: shop@example.com\r\nTo: ada@example.net\r\n\r\nHi"


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    """Yield the address of an SMTP server outside AWS that accepts everything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rwb", buffering=0) as file:
                file.write(b"220 other ESMTP\r\n")
                for line in file:
                    file.write(b"221 Bye\r\n" if line.upper().startswith(b"QUIT") else b"250 Ok\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()
        thread.join(5)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("email-smtp.us-east-1.amazonaws.com", "us-east-1"),
        ("EMAIL-SMTP.eu-west-1.amazonaws.com.", "eu-west-1"),
        ("email-smtp-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("vpce-1.email-smtp.eu-north-1.vpce.amazonaws.com", "eu-north-1"),
        ("email-smtp.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ],
)
def test_the_host_determines_the_region(host: str, region: str) -> None:
    """SES's SMTP hosts of any partition, FIPS and VPC endpoints are answered, in the region of the host."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        send(host=host)

        assert ses_mock.outbox.one().region == region


@pytest.mark.parametrize(
    "pattern", ["mail.example.com", "*.example.com", "mail.example.com:2525", "Mail.Example.COM"]
)
def test_smtp_hosts_serve_the_interface_of_ses(pattern: str) -> None:
    """A host that matches a pattern in ``smtp_hosts`` is answered as SES, in the mock's region."""
    with mock_ses(identities=["example.com"], region="eu-west-1", smtp_hosts=[pattern]) as ses_mock:
        with smtplib.SMTP("mail.example.com:2525") as client:
            client.starttls()
            client.login("user", "password")
            client.send_message(build_mail())

        assert ses_mock.outbox.one().region == "eu-west-1"


def test_other_hosts_are_reached(server: tuple[str, int]) -> None:
    """A connection to a server outside AWS leaves the mock."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        with smtplib.SMTP(*server) as client:
            response = client.noop()
            with pytest.raises(smtplib.SMTPNotSupportedError):
                client.starttls()

        assert (response, len(ses_mock.calls)) == ((250, b"Ok"), 0)


def test_a_passthrough_host_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to an SES host that matches a passthrough leaves the mock."""
    connections: list[Any] = []

    def create_connection(address: Any, *_: Any) -> Any:
        connections.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create_connection)
    with mock_ses(passthrough=["email-smtp.*:587"]), pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(HOST, 587)

    assert connections == [(HOST, 587)]


def test_other_aws_hosts_are_refused() -> None:
    """A connection to SES's inbound endpoint is refused, since it would reach AWS."""
    with (
        mock_ses(),
        pytest.raises(UnmockedCall, match=r"inbound-smtp\.us-east-1\.amazonaws\.com would have reached"),
    ):
        smtplib.SMTP("inbound-smtp.us-east-1.amazonaws.com")


def test_a_context_that_verifies_certificates_is_accepted() -> None:
    """A TLS context that verifies certificates is accepted, with STARTTLS and with TLS from the start."""
    context = ssl.create_default_context()
    with mock_ses(identities=["example.com"]) as ses_mock:
        with smtplib.SMTP(HOST, 587) as client:
            client.starttls(context=context)
            client.ehlo()
            assert client.has_extn("starttls")
        with smtplib.SMTP_SSL(HOST, context=context) as client:
            client.login("user", "password")
            client.sendmail(SENDER, RECIPIENT, MAIL)
            client.sock.settimeout(1)

        assert len(ses_mock.outbox) == 1


def test_tls_is_required() -> None:
    """A login without TLS raises smtplib's exception with SES's text."""
    with (
        mock_ses(),
        smtplib.SMTP(HOST, 587) as client,
        pytest.raises(smtplib.SMTPAuthenticationError, match="Must issue a STARTTLS command first"),
    ):
        client.login("user", "password")


def test_a_client_is_answered_by_the_innermost_mock() -> None:
    """The innermost mock at the time answers each command of a connection."""
    with mock_ses(identities=["example.com"]) as outer, connect() as client:
        with mock_ses(identities=["example.com"], isolated=True) as inner:
            client.send_message(build_mail())
        client.send_message(build_mail())

        assert (len(inner.outbox), len(outer.outbox)) == (1, 1)


def test_a_connection_does_not_outlive_its_mock() -> None:
    """A connection that is used after the end of its mock raises an error."""
    with mock_ses(identities=["example.com"]):
        client = smtplib.SMTP(HOST, 587)

    with pytest.raises(UnmockedCall, match="used after its mock stopped"):
        client.noop()
    client.close()


def test_a_client_can_quit_after_the_end_of_its_mock() -> None:
    """QUIT is accepted after the end, since clients in caches and fixtures are closed late."""
    # A "with" block of smtplib sends QUIT when it ends.
    with mock_ses(), smtplib.SMTP(HOST, 587) as client:
        other_client = smtplib.SMTP(HOST, 587)

    assert other_client.quit() == (221, b"Bye")
    assert client.sock is None


@pytest.mark.parametrize(
    ("client", "port", "error", "text"),
    [
        (
            smtplib.SMTP,
            465,
            TimeoutError,
            "port 465 of SES expects TLS from the start; use SMTP_SSL, or port 587",
        ),
        (smtplib.SMTP, "2465", TimeoutError, "port 2465 of SES expects TLS from the start"),
        (
            smtplib.SMTP,
            2525,
            TimeoutError,
            "SES does not listen on port 2525; use 25, 587 or 2587 for STARTTLS",
        ),
        (smtplib.SMTP_SSL, 2525, TimeoutError, "SES does not listen on port 2525"),
        (
            smtplib.SMTP_SSL,
            587,
            ssl.SSLError,
            # OpenSSL takes the plain-text greeting for a TLS record of a wrong version.
            "WRONG_VERSION_NUMBER.*port 587 of SES expects STARTTLS; use port 465",
        ),
        (smtplib.SMTP_SSL, "25", ssl.SSLError, "port 25 of SES expects STARTTLS"),
    ],
)
def test_each_port_accepts_one_mode_of_tls(client: Any, port: Any, error: type[OSError], text: str) -> None:
    """A port that is wrong for the client's mode of TLS raises SES's error, and its text names the right port."""
    # Spec: smtp.md §1.
    with mock_ses(), pytest.raises(error, match=text):
        client(HOST, port)


@pytest.mark.parametrize(
    ("client", "port"),
    [
        *((smtplib.SMTP, port) for port in (0, 25, 587, "587", 2587)),
        *((smtplib.SMTP_SSL, port) for port in (0, 465, "465", 2465)),
    ],
)
def test_the_ports_of_ses_are_answered(client: Any, port: Any) -> None:
    """Every port of SES is answered, even if it is a string, and port 0 means smtplib's default."""
    with mock_ses(), client(HOST, port) as connection:
        assert connection.noop() == (250, b"Ok")


def test_a_timeout_of_zero_is_refused() -> None:
    """A timeout of zero raises smtplib's own error, since smtplib needs blocking sockets."""
    with mock_ses(), pytest.raises(ValueError, match=r"Non-blocking socket \(timeout=0\) is not supported"):
        smtplib.SMTP(HOST, 587, timeout=0)


@pytest.mark.parametrize(("options", "times_out"), [({}, True), ({"timeout": None}, False)])
def test_the_default_timeout_of_sockets_applies(
    options: dict[str, Any], times_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client without a timeout uses the default of all sockets, and a client with None waits forever."""
    monkeypatch.setattr(socket, "getdefaulttimeout", lambda: 10.0)
    with mock_ses(identities=["example.com"]) as ses_mock, smtplib.SMTP_SSL(HOST, **options) as client:
        client.login("user", "password")
        with ses_mock.fail("smtp", latency=30), suppress(smtplib.SMTPServerDisconnected):
            client.sendmail(SENDER, RECIPIENT, MAIL)

        assert len(ses_mock.outbox) == (0 if times_out else 1)


def test_a_closed_connection_is_not_connected() -> None:
    """After QUIT, a command raises smtplib's error for a closed connection."""
    with mock_ses(), connect() as client:
        client.docmd("QUIT")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()


def test_reading_without_a_pending_reply_times_out() -> None:
    """A client that reads when no reply is pending gets a timeout."""
    with mock_ses(), connect() as client, pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        client.getreply()


def test_a_sesmock_error_belongs_to_the_test() -> None:
    """A sesmock error during an SMTP command is raised in the test instead of becoming an SMTP reply."""
    with mock_ses(identities=["example.com"]), connect() as client:
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        client.docmd("DATA")
        handler = stack.innermost()
        assert handler is not None
        with pytest.MonkeyPatch.context() as patch:

            def send(*_: Any, **__: Any) -> str:
                raise OperationNotSupported("no")

            patch.setattr(handler.smtp, "send", send)
            with pytest.raises(OperationNotSupported):
                client.send(MAIL + b"\r\n.\r\n")


@pytest.fixture
def _guard() -> Iterator[None]:
    stack.guard()
    yield
    stack.unguard()


@pytest.mark.usefixtures("_guard")
@pytest.mark.parametrize("client", [smtplib.SMTP, smtplib.SMTP_SSL])
def test_the_guard_refuses_smtp_outside_a_mock(client: Any) -> None:
    """The guard refuses connections to SES before and after a mock, but not inside it."""
    with pytest.raises(UnmockedCall, match=r"outside a mock \(ses_mock_guard\): email-smtp\.us-east-1"):
        client(HOST)
    with mock_ses(identities=["example.com"]) as ses_mock:
        send()
    with pytest.raises(UnmockedCall):
        client(HOST)

    assert len(ses_mock.outbox) == 1


@pytest.mark.usefixtures("_guard")
def test_the_guard_lets_other_hosts_pass(server: tuple[str, int]) -> None:
    """The guard lets connections to hosts outside AWS through."""
    with smtplib.SMTP(*server) as client:
        assert client.noop() == (250, b"Ok")


def test_a_wrapper_around_a_removed_guard_refuses_nothing(server: tuple[str, int]) -> None:
    """Once the guard is removed, a patch of the guard that other code still calls refuses nothing."""
    stack.guard()
    guarded = smtplib.SMTP._get_socket
    stack.unguard()
    with smtplib.SMTP() as client:
        client.sock = guarded(client, *server, 5)
        client.getreply()

        assert client.noop() == (250, b"Ok")


def test_smtplib_is_restored_after_a_mock() -> None:
    """The methods of smtplib that a mock replaces are restored when it ends."""
    before = (smtplib.SMTP._get_socket, smtplib.SMTP.starttls, smtplib.SMTP_SSL._get_socket)
    with mock_ses():
        assert smtplib.SMTP._get_socket is not before[0]

    assert (smtplib.SMTP._get_socket, smtplib.SMTP.starttls, smtplib.SMTP_SSL._get_socket) == before


@pytest.mark.parametrize("guarded", [False, True])
def test_smtplib_can_be_imported_inside_a_mock(guarded: bool) -> None:
    """If smtplib is imported inside a mock or the guard, it is patched at once, and no import finder is left."""
    program = f"""
import sys
from sesmock import UnmockedCall, mock_ses, stack
assert "smtplib" not in sys.modules
mock = mock_ses(identities=["example.com"])
stack.guard() if {guarded} else mock.start()
import smtplib
try:
    with smtplib.SMTP("email-smtp.us-east-1.amazonaws.com", 587) as client:
        print(client.noop())
except UnmockedCall as error:
    print(error)
try:
    import smtplib_of_nobody
except ModuleNotFoundError:
    pass
stack.unguard() if {guarded} else mock.stop()
assert "import_watch" not in repr(sys.meta_path)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ("outside a mock" in run.stdout) is guarded
    assert ("(250, b'Ok')" in run.stdout) is not guarded
