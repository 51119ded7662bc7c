"""The faults of `ses_mock.fail` and `ses_mock.deny` in the SMTP interface."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from tests.sending import send as send_by_api
from tests.smtp_clients import HOST, RECIPIENT, refusal, send

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        yield ses_mock


@pytest.mark.parametrize(
    ("arguments", "reply"),
    [
        ({"error": "Throttling"}, (454, "Throttling failure: Maximum sending rate exceeded.")),
        ({"error": "TooManyRequestsException"}, (454, "Throttling failure: Maximum sending rate exceeded.")),
        ({"error": "MessageRejected", "message": "No"}, (554, "Message rejected: No")),
        ({"error": "BadRequestException", "message": "No"}, (554, "Transaction failed: No")),
        ({"error": "InternalFailure"}, (451, "Temporary service failure")),
        ({"error": "ServiceUnavailable"}, (454, "Temporary service failure")),
        ({"status": 451}, (451, "Temporary service failure")),
        ({"status": 454}, (454, "Temporary service failure")),
        ({"status": 552}, (552, "5.3.4 Message is too long.")),
        ({"status": 571}, (571, "Transaction failed")),
        ({"error": "Throttling", "to": "ada@*"}, (454, "Throttling failure: Maximum sending rate exceeded.")),
        (
            {"error": "Throttling", "where": lambda call: call.params["Source"] == "shop@example.com"},
            (454, "Throttling failure: Maximum sending rate exceeded."),
        ),
    ],
)
def test_the_end_of_an_email_is_refused(
    ses_mock: SesMock, arguments: dict[str, Any], reply: tuple[int, str]
) -> None:
    """A fault refuses an email after its data, with the reply for the error's code or with the status."""
    with ses_mock.fail("smtp", **arguments) as fault:
        assert refusal() == reply

    assert (fault.hits, len(ses_mock.outbox)) == (1, 0)
    assert ses_mock.rejected.one(api="smtp").error.fault is fault


def test_signing_in_is_refused(ses_mock: SesMock) -> None:
    """A fault with status 535 or the code of a key error refuses AUTH instead of the email."""
    for arguments in ({"status": 535}, {"error": "SignatureDoesNotMatch"}, {"error": "OptInRequired"}):
        with (
            ses_mock.fail("smtp", **arguments) as fault,
            smtplib.SMTP_SSL(HOST) as client,
            pytest.raises(smtplib.SMTPAuthenticationError, match=r"535"),
        ):
            client.login("user", "password")
        assert fault.hits == 2  # smtplib tries PLAIN, then LOGIN
    assert len(ses_mock.calls) == 0


@pytest.mark.parametrize("operation", ["smtp", "SendSmtpEmail", "send_smtp_email"])
def test_a_connection_is_refused(ses_mock: SesMock, operation: str) -> None:
    """A fault with status 421 refuses the connection instead of greeting the client."""
    # Spec: smtp.md §2.7.
    with (
        ses_mock.fail(operation, status=421),
        pytest.raises(smtplib.SMTPConnectError, match="Too many concurrent SMTP connections"),
    ):
        smtplib.SMTP(HOST, 587)


@pytest.mark.parametrize(
    ("error", "exception"),
    [
        ("EndpointConnectionError", ConnectionRefusedError),
        ("ProxyConnectionError", ConnectionRefusedError),
        ("ConnectTimeoutError", TimeoutError),
        ("SSLError", ssl.SSLError),
    ],
)
def test_a_network_fault_raises_an_os_error(
    ses_mock: SesMock, error: str, exception: type[Exception]
) -> None:
    """A network fault raises the OSError that a failed connection would raise."""
    with ses_mock.fail("smtp", error), pytest.raises(exception):
        smtplib.SMTP_SSL(HOST)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"error": "ConnectionClosedError"}, "^Connection unexpectedly closed$"),
        ({"error": "ReadTimeoutError"}, "^Connection unexpectedly closed: timed out$"),
        ({"malformed": True}, "^Connection unexpectedly closed$"),
        ({"error": ConnectionResetError("reset")}, "^Connection unexpectedly closed: reset$"),
    ],
)
def test_a_connection_breaks_at_the_end_of_an_email(
    ses_mock: SesMock, arguments: dict[str, Any], text: str
) -> None:
    """A fault that breaks the connection does so after the data of an email, which is not sent."""
    with ses_mock.fail("smtp", **arguments), smtplib.SMTP_SSL(HOST) as client:
        client.login("user", "password")
        with pytest.raises(smtplib.SMTPServerDisconnected, match=text):
            client.sendmail("shop@example.com", [RECIPIENT], b"From: shop@example.com\r\n\r\nHi")

    assert (len(ses_mock.outbox), len(ses_mock.rejected)) == (0, 1)


def test_a_reply_can_be_lost(ses_mock: SesMock) -> None:
    """With ``answer_lost``, the email is sent, but the client gets no reply."""
    with (
        ses_mock.fail("smtp", "ConnectionClosedError", answer_lost=True),
        pytest.raises(smtplib.SMTPServerDisconnected),
    ):
        send()

    assert len(ses_mock.outbox) == 1


def test_an_exception_of_the_test_is_raised_unchanged(ses_mock: SesMock) -> None:
    """An exception that the test passes to `fail` is raised unchanged, even if it is not a network error."""
    with ses_mock.fail("smtp", RuntimeError("down")), pytest.raises(RuntimeError, match="down"):
        send()


def test_a_slow_reply_passes_on_the_clock(ses_mock: SesMock) -> None:
    """Latency passes on the mock's clock, and a client whose timeout is shorter gets a timeout."""
    before = ses_mock.clock.now()
    with ses_mock.fail("smtp", latency=30):
        send()
        with smtplib.SMTP_SSL(HOST, timeout=10) as client:
            client.login("user", "password")
            with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
                client.sendmail("shop@example.com", [RECIPIENT], b"From: shop@example.com\r\n\r\nHi")

    assert 40 <= (ses_mock.clock.now() - before).total_seconds() < 45
    assert len(ses_mock.outbox) == 1


def test_faults_of_all_sends_hit_smtp_too(ses_mock: SesMock) -> None:
    """A fault for ``Send*`` also hits SMTP, and a fault for ``smtp`` hits nothing else."""
    with ses_mock.fail("Send*", "MessageRejected", message="No"):
        assert refusal() == (554, "Message rejected: No")
        with pytest.raises(ClientError):
            send_by_api()
    with ses_mock.fail("smtp", "MessageRejected"), ses_mock.fail("SendSmtpEmail", "Throttling"):
        send_by_api()

    assert len(ses_mock.outbox) == 1


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"api": "ses", "status": 421}, ValueError, "already selects the API"),
        ({"status": 451, "message": "No"}, TypeError, "needs the code of an error"),
        ({"status": 250}, ValueError, "from 400 to 599, got 250"),
        ({"error": "NoSuchError"}, ValueError, "NoSuchError"),
    ],
)
def test_impossible_faults_are_refused(
    ses_mock: SesMock, arguments: dict[str, Any], error: type[Exception], text: str
) -> None:
    """A fault that is impossible in SMTP raises an error when it is set."""
    with pytest.raises(error, match=text):
        ses_mock.fail("smtp", **arguments)


@pytest.mark.parametrize("operation", ["SMTP", ["smtp", "send_email"], ["SendEmail", "SMTP"]])
def test_smtp_can_be_in_a_list_of_operations(ses_mock: SesMock, operation: Any) -> None:
    """``smtp`` is not case-sensitive, and can be in a list with operations of the APIs."""
    with ses_mock.fail(operation, "Throttling"):
        assert refusal() == (454, "Throttling failure: Maximum sending rate exceeded.")


def test_the_repr_of_a_fault_is_the_code_of_the_test(ses_mock: SesMock) -> None:
    """The representation of a fault for SMTP is the call that the test wrote."""
    assert str(ses_mock.fail("smtp", "Throttling")) == "ses_mock.fail('smtp', 'Throttling')"


def test_permissions_can_be_denied(ses_mock: SesMock) -> None:
    """Mail over SMTP requires the IAM permission ses:SendRawEmail, which a test can deny."""
    # Spec: smtp.md §3.
    with ses_mock.deny("ses:SendRawEmail", resource="identity/example.com"):
        code, text = refusal()

    assert (code, text) == (
        554,
        "Access denied: User `arn:aws:iam::123456789012:user/sesmock' is not authorized to perform "
        "`ses:SendRawEmail' on resource `arn:aws:ses:us-east-1:123456789012:identity/example.com'",
    )


def test_permissions_for_smtp_are_listed(ses_mock: SesMock) -> None:
    """The required permissions of mail over SMTP are those of raw mail."""
    send()
    [statement] = ses_mock.required_permissions()["Statement"]

    assert statement["Action"] == ["ses:SendRawEmail"]
    assert statement["Resource"] == ["arn:aws:ses:us-east-1:123456789012:identity/example.com"]
    assert boto3.client("ses").list_identities()["Identities"] == ["example.com"]
