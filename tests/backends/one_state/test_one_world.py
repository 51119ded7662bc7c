"""The three APIs share one world: each API sees what another changes."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sesmock import OperationNotSupported, SesMock, mock_ses
from sesmock.backends.backend import load_backend
from tests import sending

SENDER = "Shop <shop@example.com>"
RAW = b"From: Shop <shop@example.com>\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi Ada\r\n"


def send_v1(sender: str = SENDER, to: str = "ada@example.net") -> str:
    """Send a message with SES v1."""
    return sending.send("ses", to, sender=sender, text="Hi Ada", html="<p>Hi Ada</p>")


def send_v1_raw(sender: str = SENDER, to: str = "ada@example.net") -> str:
    """Send a raw message with SES v1."""
    client = boto3.client("ses")
    return client.send_raw_email(Source=sender, Destinations=[to], RawMessage={"Data": RAW})["MessageId"]


def send_v2(sender: str = SENDER, to: str = "ada@example.net") -> str:
    """Send a message with SES v2."""
    return sending.send("sesv2", to, sender=sender, text="Hi Ada", html="<p>Hi Ada</p>")


def send_v2_raw(sender: str = SENDER, to: str = "ada@example.net") -> str:
    """Send a raw message with SES v2."""
    return sending.send("sesv2", to, sender=sender, Content={"Raw": {"Data": RAW}})


def send_pinpoint(sender: str = SENDER, to: str = "ada@example.net") -> str:
    """Send a message with Pinpoint Email."""
    return sending.send("pinpoint-email", to, sender=sender, text="Hi Ada", html="<p>Hi Ada</p>")


SENDS = [send_v1, send_v1_raw, send_v2, send_v2_raw, send_pinpoint]
Send = "Callable[..., str]"


@pytest.mark.parametrize("send", SENDS)
def test_a_message_is_in_the_outbox(mocked: SesMock, send: Send) -> None:
    """A message from any API is in the outbox under the ID that was returned to the caller."""
    message_id = send()

    message = mocked.outbox.one(to="ada@example.net", subject="Hello")
    assert message.message_id == message_id


@pytest.mark.parametrize("send", SENDS)
def test_a_message_has_its_sender_and_recipients(mocked: SesMock, send: Send) -> None:
    """A message has the sender as the caller wrote it, and the envelope recipients."""
    send()

    message = mocked.outbox[0]
    assert (message.sender, message.recipients) == (SENDER, ("ada@example.net",))


@pytest.mark.parametrize("send", SENDS)
def test_a_message_has_its_call(mocked: SesMock, send: Send) -> None:
    """``message.call`` is the call that sent the message, with its response."""
    message_id = send()

    call = mocked.outbox[0].call
    assert call is mocked.calls[-1]
    assert call.answer == {"MessageId": message_id}


@pytest.mark.parametrize("send", SENDS)
def test_a_message_is_delivered(mocked: SesMock, send: Send) -> None:
    """An ordinary recipient gets the message immediately."""
    send()

    assert mocked.outbox[0].outcomes == {"ada@example.net": "delivered"}


@pytest.mark.parametrize("send", SENDS)
def test_an_unverified_sender_is_rejected(mocked: SesMock, send: Send) -> None:
    """A sender without a verified identity is refused with SES's full text."""
    with pytest.raises(ClientError) as caught:
        send(sender="shop@example.org")

    error = caught.value.response["Error"]
    assert error["Code"] == "MessageRejected"
    assert error["Message"].startswith(
        "Email address is not verified. The following identities failed the check in region US-EAST-1: "
        "shop@example.org"
    )


@pytest.mark.parametrize("send", SENDS)
def test_a_refused_send_appears_only_in_rejected(mocked: SesMock, send: Send) -> None:
    """A refused send appears in ``rejected`` with its error, but not in the outbox, and costs no quota."""
    with pytest.raises(ClientError):
        send(sender="shop@example.org")

    assert len(mocked.outbox) == 0
    assert mocked.account.sent_last_24_hours == 0
    assert [call.error.code for call in mocked.rejected] == ["MessageRejected"]


@pytest.mark.parametrize("send", SENDS)
def test_the_sandbox_requires_verified_recipients(send: Send) -> None:
    """In the sandbox, the error lists the unverified recipient."""
    with mock_ses(identities=["example.com"], sandbox=True), pytest.raises(ClientError) as caught:
        send()

    assert caught.value.response["Error"]["Message"].endswith("US-EAST-1: ada@example.net")


@pytest.mark.parametrize("send", SENDS)
def test_the_sandbox_accepts_the_simulator(send: Send) -> None:
    """In the sandbox, addresses of the mailbox simulator need no verification."""
    with mock_ses(identities=["example.com"], sandbox=True) as sandboxed:
        send(to="success@simulator.amazonses.com")

    assert sandboxed.outbox[0].recipients == ("success@simulator.amazonses.com",)


def test_all_apis_share_one_quota(mocked: SesMock) -> None:
    """Every API counts its recipients toward the same quota, and shows that quota."""
    for send in SENDS:
        send()

    v1 = boto3.client("ses").get_send_quota()
    v2 = boto3.client("sesv2").get_account()["SendQuota"]
    pinpoint = boto3.client("pinpoint-email").get_account()["SendQuota"]
    assert v1["SentLast24Hours"] == v2["SentLast24Hours"] == pinpoint["SentLast24Hours"] == len(SENDS)


@pytest.mark.parametrize("send", SENDS)
def test_the_daily_quota_is_enforced(mocked: SesMock, send: Send) -> None:
    """A send is throttled once the daily quota is used up."""
    mocked.account.max_24_hour_send = 0
    client_errors = {"Throttling", "TooManyRequestsException"}

    with pytest.raises(ClientError) as caught, mock_ses():
        send()

    assert caught.value.response["Error"]["Code"] in client_errors
    assert caught.value.response["Error"]["Message"] == "Daily message quota exceeded."


def test_an_identity_of_one_api_is_seen_by_the_others(mocked: SesMock) -> None:
    """An identity that v2 creates is listed by v1 and by Pinpoint Email."""
    boto3.client("sesv2").create_email_identity(EmailIdentity="ada@example.org")

    v1 = boto3.client("ses").list_identities(IdentityType="EmailAddress")["Identities"]
    pinpoint = boto3.client("pinpoint-email").list_email_identities()["EmailIdentities"]
    assert v1 == ["ada@example.org"]
    assert [identity["IdentityName"] for identity in pinpoint] == ["ada@example.org", "example.com"]


@pytest.mark.parametrize(
    ("service", "method", "operation"),
    [
        ("ses", "get_send_quota", "GetSendQuota"),
        ("sesv2", "get_account", "GetAccount"),
        ("pinpoint-email", "get_account", "GetAccount"),
    ],
)
def test_an_operation_without_a_handler_is_an_error(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, service: Any, method: str, operation: str
) -> None:
    """An operation without a handler raises sesmock's own error, which names the operation and the API."""
    backend = load_backend(service)
    monkeypatch.setattr(backend, "modules", {})
    monkeypatch.setattr(backend, "_loaded", {})
    client: Any = boto3.client(service)

    with pytest.raises(OperationNotSupported, match=f"{operation} of the {service} API"):
        getattr(client, method)()


def test_identities_are_regional(mocked: SesMock) -> None:
    """An identity in one region does not exist in another."""
    boto3.client("sesv2", region_name="eu-west-1").create_email_identity(EmailIdentity="example.org")

    assert mocked.accounts["123456789012", "eu-west-1"].identities.keys() == {"example.com", "example.org"}
    assert mocked.account.identities.keys() == {"example.com"}


def test_the_old_path_of_a_v2_operation_works(mocked: SesMock) -> None:
    """PutEmailIdentityDkimSigningAttributes works at its path in botocore 1.35, which is one of Pinpoint Email."""
    boto3.client("sesv2").put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com",
        SigningAttributesOrigin="EXTERNAL",
        SigningAttributes={"DomainSigningSelector": "shop", "DomainSigningPrivateKey": "MIIEpAIBAAKCAQEA"},
    )

    assert mocked.calls[-1].service == "sesv2"
    response = boto3.client("sesv2").get_email_identity(EmailIdentity="example.com")
    assert response["DkimAttributes"]["Tokens"] == ["shop"]


def test_a_bulk_send_requires_default_data(mocked: SesMock) -> None:
    """Default data is required, although the models of botocore 1.35 make it optional."""
    client = boto3.client("ses", config=Config(parameter_validation=False))
    with pytest.raises(ClientError, match="'defaultTemplateData' failed to satisfy constraint"):
        client.send_bulk_templated_email(
            Source="shop@example.com",
            Template="news",
            Destinations=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
        )

    assert len(mocked.outbox) == 0
