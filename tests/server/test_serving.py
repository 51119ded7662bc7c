"""A test's mock as a server for other processes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import current, mock_ses
from sesmock.exceptions import NoActiveMock
from tests.sending import send

if TYPE_CHECKING:
    from sesmock.server import SesServer

pytestmark = pytest.mark.slow

CODE = """
import boto3
for service in ("ses", "sesv2", "pinpoint-email"):
    client = boto3.client(service)
    body = {"Text": {"Data": "Hi"}}
    if service == "ses":
        client.send_email(
            Source="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Message={"Subject": {"Data": service}, "Body": body},
        )
    else:
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content={"Simple": {"Subject": {"Data": service}, "Body": body}},
        )
try:
    boto3.client("s3").list_buckets()
except Exception as error:
    print(type(error).__name__)
"""


def run(server: SesServer) -> str:
    """Run the code in a separate process; return its output."""
    result = subprocess.run(
        [sys.executable, "-c", CODE], env=server.env, capture_output=True, text=True, check=True, timeout=60
    )
    return result.stdout.strip()


def test_the_outbox_has_messages_of_other_processes() -> None:
    """A subprocess with the server's environment sends with all three APIs, and reaches no other part of AWS."""
    with mock_ses(identities="example.com").serve() as server:
        assert run(server) == "EndpointConnectionError"
        send("ses", subject="in process")

        assert [message.subject for message in server.ses_mock.outbox] == [
            "ses",
            "sesv2",
            "pinpoint-email",
            "in process",
        ]


def test_a_server_ends_with_its_mock() -> None:
    """``with mock_ses(...).serve()`` starts a mock and its server, and stops both."""
    with mock_ses().serve() as server:
        assert current() is server.ses_mock

    assert server.is_stopped
    with pytest.raises(NoActiveMock):
        current()


def test_a_server_of_a_running_mock_leaves_it_running() -> None:
    """`serve` of a running mock starts and stops only a server, and ``env`` has the URL of the latest server."""
    mock = mock_ses()
    with mock as ses_mock:
        with mock.serve() as first, ses_mock.serve() as second:
            assert ses_mock.env["AWS_ENDPOINT_URL_SESV2"] == second.url != first.url
            assert ses_mock.env["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"

        assert "AWS_ENDPOINT_URL_SESV2" not in ses_mock.env
        assert current() is ses_mock


def test_a_port_that_is_taken_leaves_no_mock() -> None:
    """A server that cannot start leaves no mock active."""
    with mock_ses().serve() as server, pytest.raises(OSError, match="in use"):
        mock_ses(isolated=True).serve(port=server.port)

    with pytest.raises(NoActiveMock):
        current()


@pytest.mark.parametrize(
    ("address", "error", "text"),
    [
        ({"host": None}, TypeError, "host must be a string, got None"),
        ({"port": "8005"}, TypeError, "port must be an integer, got '8005'"),
        ({"port": True}, TypeError, "port must be an integer, got True"),
        ({"port": 65536}, ValueError, "port must be from 0 to 65535, got 65536"),
    ],
)
def test_invalid_addresses_are_explained(address: dict[str, Any], error: type[Exception], text: str) -> None:
    """An invalid host or port is an error that shows valid ones, and leaves no mock."""
    with pytest.raises(error, match=text):
        mock_ses().serve(**address)

    with pytest.raises(NoActiveMock):
        current()


@pytest.mark.ses_mock(identities=["example.com"])
def test_the_fixture_serves_the_mock_of_the_test(ses_server: SesServer) -> None:
    """The ``ses_server`` fixture serves the mock of the test, with the options of its markers."""
    client = boto3.client("ses", endpoint_url=ses_server.url)

    send(client)

    assert ses_server.ses_mock is current()
    assert ses_server.env["AWS_ENDPOINT_URL_PINPOINT_EMAIL"] == ses_server.url
    assert len(current().outbox) == 1


def test_proxies_are_bypassed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's environment exempts its address from proxies, and keeps other exemptions."""
    monkeypatch.setenv("NO_PROXY", "example.com")
    with mock_ses().serve() as server:
        assert server.env["NO_PROXY"] == "example.com,127.0.0.1"


NEEDS_WERKZEUG = 'a server needs the werkzeug package: pip install "sesmock[server]"'
WITHOUT = """
import sys
sys.modules[{module!r}] = None
from sesmock import mock_ses
from sesmock.command_line import main
def read_application():
    import sesmock.server
    return sesmock.server.application
def import_server():
    from sesmock.server import SesServer
def build_application():
    import sesmock.server
    return sesmock.server.build_application()
for start in (lambda: mock_ses().serve().stop(), read_application, import_server, build_application):
    try:
        start()
    except ImportError as error:
        print(error)
print(main({arguments!r}))
"""


@pytest.mark.parametrize(
    ("module", "arguments", "code", "text"),
    [
        ("werkzeug", [], 2, f"sesmock serve: {NEEDS_WERKZEUG}"),
        ("aiosmtpd", ["--smtp-port", "0"], 1, 'pip install "sesmock[smtp]"'),
        ("cryptography", ["--inbound-port", "0", "--smtp-tls", "starttls"], 1, 'pip install "sesmock[smtp]"'),
        ("cryptography", ["--webhook", "http://localhost"], 1, 'pip install "sesmock[sns]"'),
    ],
)
def test_a_missing_extra_is_mentioned(module: str, arguments: list[str], code: int, text: str) -> None:
    """Without an optional package, the error says which extra to install."""
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(module=module, arguments=["serve", "--port", "0", *arguments])],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *first, last = result.stdout.splitlines()

    assert last == str(code)
    assert text in result.stderr
    assert first == ([NEEDS_WERKZEUG] * 4 if module == "werkzeug" else [])
