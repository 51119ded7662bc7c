"""Mail that is sent over SMTP follows the same rules and has the same events as other mail."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import current, mock_ses
from tests.smtp_clients import RECIPIENT, SENDER, build_mail, connect, refusal, send, send_message
from tests.world_state import state

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address "
    "associated with your AWS account."
)


@pytest.fixture(autouse=True)
def _mock() -> Iterator[None]:
    with mock_ses(identities=["example.com"]):
        yield


def test_a_mail_is_in_the_outbox() -> None:
    """An email that is sent over SMTP is in the outbox, with the API ``smtp``."""
    message = send_message(build_mail(f"Shop <{SENDER}>", RECIPIENT, Reply_To="help@example.com"))

    assert (message.api, message.operation, message.region) == ("smtp", "SendSmtpEmail", "us-east-1")
    assert (message.sender, message.to, message.recipients) == (SENDER, (RECIPIENT,), (RECIPIENT,))
    assert (message.subject, message.text, message.reply_to) == ("Hello", "Hi\r\n", ("help@example.com",))
    assert current().outbox.one(api="smtp") is message


def test_the_call_has_the_parameters_of_raw_mail() -> None:
    """The journal has a call with the parameters of SendRawEmail, and a response with the message id."""
    message = send_message()
    [call] = current().calls

    assert (call.service, call.operation, call.error) == ("smtp", "SendSmtpEmail", None)
    assert (call.params["Source"], call.params["Destinations"]) == (SENDER, [RECIPIENT])
    assert call.params["RawMessage"]["Data"].startswith(b"From: shop@example.com\r\n")
    assert call.answer == {"MessageId": message.message_id}


def test_the_reply_is_the_message_id() -> None:
    """The reply to an email's data is ``Ok`` and the message id."""
    with connect() as client:
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        code, reply = client.data(build_mail().as_bytes())

    assert (code, reply.decode()) == (250, f"Ok {current().outbox.one().message_id}")


def test_recipients_come_from_the_envelope() -> None:
    """A recipient of the envelope that no header field mentions gets a blind copy."""
    message = send_message(build_mail(), to_addrs=[RECIPIENT, "bob@example.net"])

    assert (message.recipients, message.bcc) == ((RECIPIENT, "bob@example.net"), ("bob@example.net",))


def test_a_mail_starts_with_a_received_field() -> None:
    """The first field of an email is SES's Received field, with the client's host and the recipient."""
    # Spec: smtp.md §2.6.
    message = send_message()
    received = " ".join(message.headers["Received"].split())
    server = received.partition("(SimpleEmailService-")[2].partition(")")[0]

    assert received.startswith("from ")
    assert f"by email-smtp.amazonaws.com with SMTP (SimpleEmailService-{server}) id " in received
    assert f" for {RECIPIENT}; " in received
    assert received.endswith(" +0000 (UTC)")


def test_events_contain_the_operation_of_smtp() -> None:
    """The events of mail over SMTP have its operation in the tags and its Received field in the headers."""
    client = boto3.client("sesv2")
    client.create_configuration_set(ConfigurationSetName="shop")
    message = send_message(
        build_mail(SENDER, RECIPIENT, X_SES_CONFIGURATION_SET="shop", X_SES_MESSAGE_TAGS="campaign=spring")
    )
    document = message.events[0].document["mail"]

    assert document["tags"]["ses:operation"] == ["SendSmtpEmail"]
    assert document["tags"]["campaign"] == ["spring"]
    assert document["headers"][0]["name"] == "Received"
    assert [event.type.value for event in message.events] == ["Send", "Delivery"]
    assert message.configuration_set == "shop"
    assert "X-SES-CONFIGURATION-SET" not in message.headers


def test_outcomes_apply_to_smtp() -> None:
    """Mail over SMTP to a bouncing address of the simulator bounces."""
    bounced = send_message(build_mail(SENDER, "bounce@simulator.amazonses.com"))

    assert set(bounced.outcomes.values()) == {"bounced"}


@pytest.mark.parametrize(
    ("sender", "identities"),
    [
        ("shop@example.org", "shop@example.org"),
        ("Shop <shop@example.org>", "shop@example.org, Shop <shop@example.org>"),
    ],
)
def test_a_sender_that_is_not_verified_is_refused_at_the_end(sender: str, identities: str) -> None:
    """An unverified sender is refused after the data, not at MAIL or RCPT, with SES's text."""
    # Spec: smtp.md §3.
    before = state(current())
    response = refusal(build_mail(sender))
    after = state(current())

    assert response == (
        554,
        "Message rejected: Email address is not verified. The following identities failed the check in region "
        f"US-EAST-1: {identities}",
    )
    assert {name: after[name] for name in before} == before
    assert current().rejected.one(api="smtp", code="MessageRejected").error.status == 554


@pytest.mark.parametrize(
    ("headers", "recipients", "sentence"),
    [
        ({"X_SES_MESSAGE_TAGS": "a b=c"}, [RECIPIENT], "Invalid tag name"),
        ({}, ["a..b@example.net"], "Local address contains dot-dot"),
        ({}, [f"a{number}@example.net" for number in range(51)], "Recipient count exceeds 50."),
    ],
)
def test_invalid_mail_fails_the_transaction(
    headers: dict[str, str], recipients: list[str], sentence: str
) -> None:
    """Invalid mail is refused after its data, with the texts of the APIs."""
    code, text = refusal(build_mail(SENDER, RECIPIENT, **headers), to_addrs=recipients)

    assert (code, text.partition(": ")[0]) == (554, "Transaction failed")
    assert sentence in text


def test_control_characters_do_not_break_a_reply() -> None:
    """A reply that quotes an invalid address has no control characters, and stays on one line."""
    with connect() as client:
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        data = b"From: a\x07b\r\n c@@example.org\r\nTo: ada@example.net\r\n\r\nHi"
        code, reply = client.data(data)
        after = client.noop()

    assert code == 554
    assert not any(byte < 32 for byte in reply)
    assert after == (250, b"Ok")


@pytest.mark.parametrize("name", ["none", "paused"])
def test_a_configuration_set_that_cannot_be_used_is_refused(name: str) -> None:
    """A configuration set that is missing or paused is refused with a reply that says which of the two it is."""
    client = boto3.client("sesv2")
    client.create_configuration_set(ConfigurationSetName="paused", SendingOptions={"SendingEnabled": False})

    assert (
        refusal(build_mail(SENDER, RECIPIENT, X_SES_CONFIGURATION_SET=name))
        == {
            "none": (554, "Configuration Set does not exist: Configuration set <none> does not exist."),
            "paused": (
                554,
                "Configuration Set sending paused: Sending is paused for configuration set paused",
            ),
        }[name]
    )


def test_a_deleted_default_set_is_refused() -> None:
    """If the identity's default configuration set was deleted, mail is refused as for a set in its header."""
    client = boto3.client("sesv2")
    client.create_configuration_set(ConfigurationSetName="gone")
    client.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="gone"
    )
    client.delete_configuration_set(ConfigurationSetName="gone")

    assert refusal() == (554, "Configuration Set does not exist: Configuration set <gone> does not exist.")


def test_mail_over_the_quota_is_throttled() -> None:
    """An email over the daily quota is refused with the temporary reply 454."""
    current().account.max_24_hour_send = 1
    send()

    assert refusal() == (454, "Throttling failure: Daily message quota exceeded.")


def test_a_paused_account_is_refused() -> None:
    """Mail is refused if the account's sending is paused, by its owner or by AWS."""
    current().account.sending_enabled = False
    by_owner = refusal()
    current().account.sending_enabled = True
    current().set_enforcement_status("SHUTDOWN")

    assert by_owner == refusal() == (554, f"Message rejected: {PAUSED}")


def test_the_sandbox_requires_verified_recipients() -> None:
    """In the sandbox, an unverified recipient is refused after the data of the email."""
    with mock_ses(identities=["example.com"], sandbox=True, isolated=True):
        code, text = refusal()

    assert (code, text[-len(RECIPIENT) :]) == (554, RECIPIENT)


def test_an_exception_of_the_test_reaches_the_client() -> None:
    """An exception of a publish function reaches the code that sends, although the email is sent."""

    def publish(_: object) -> None:
        raise RuntimeError("down")

    with mock_ses(identities=["example.com"], isolated=True, publish=publish) as ses_mock:
        client = boto3.client("sesv2")
        client.create_configuration_set(ConfigurationSetName="shop")
        client.create_configuration_set_event_destination(
            ConfigurationSetName="shop",
            EventDestinationName="bus",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["SEND"],
                "EventBridgeDestination": {
                    "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
                },
            },
        )
        with pytest.raises(RuntimeError, match="down"):
            send(build_mail(SENDER, RECIPIENT, X_SES_CONFIGURATION_SET="shop"))

        assert len(ses_mock.outbox) == 1


def test_eight_bit_mail_arrives_unchanged() -> None:
    """The server offers 8BITMIME but not SMTPUTF8, and 8-bit text in an email stays unchanged."""
    with connect() as client:
        assert client.has_extn("8bitmime")
        assert not client.has_extn("smtputf8")
        data = "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hi\r\n\r\nGrüße".encode()
        client.sendmail(SENDER, [RECIPIENT], data, ["body=8bitmime"])

    assert "Grüße".encode() in current().outbox.one().raw


def test_a_client_refuses_a_non_ascii_address() -> None:
    """An address that is not ASCII raises smtplib's error, since SES does not offer SMTPUTF8."""
    with connect() as client, pytest.raises(smtplib.SMTPNotSupportedError):
        client.send_message(build_mail(SENDER, "jürgen@example.net"))


@pytest.mark.slow
def test_a_mail_of_nearly_forty_megabytes_is_sent() -> None:
    """An email of almost 40 MB can be sent over SMTP, as with SES v2."""
    line = b"x" * 74 + b"\r\n"
    body = line * (39 * 1024 * 1024 // len(line))
    with connect() as client:
        client.sendmail(SENDER, [RECIPIENT], b"From: shop@example.com\r\nTo: ada@example.net\r\n\r\n" + body)

    assert len(current().outbox.one().raw) > 39 * 1024 * 1024


def test_a_mail_from_domain_without_records_is_refused() -> None:
    """Mail of an identity that requires its MAIL FROM domain is refused while that domain is not verified."""
    client = boto3.client("sesv2")
    with mock_ses(identities=["example.com"], verification="manual", isolated=True):
        client.put_email_identity_mail_from_attributes(
            EmailIdentity="example.com",
            MailFromDomain="mail.example.com",
            BehaviorOnMxFailure="REJECT_MESSAGE",
        )

        assert refusal() == (
            554,
            "MAIL FROM domain not verified: DNS setup for MAIL FROM domain is invalid.",
        )
