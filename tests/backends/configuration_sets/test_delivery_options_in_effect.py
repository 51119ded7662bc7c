"""Effects of a configuration set's TLS policy and delivery time limit on mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import SesMock, mock_ses
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage

APIS = ["ses", "sesv2", "pinpoint-email"]
PLAIN = "plain@example.net"


def create_set(sesv2: SESV2Client, **options: Any) -> None:
    """Create a configuration set with delivery options."""
    sesv2.create_configuration_set(ConfigurationSetName="news", DeliveryOptions=options)


def read_tls_version(message: SentMessage, number: int) -> Any:
    """Return the TLS version in an event of a message."""
    document: Any = message.events[number].document
    return document["mail"]["tags"].get("ses:outgoing-tls-version")


@pytest.mark.parametrize("api", APIS)
def test_mail_that_requires_tls_bounces_without_it(mocked: SesMock, sesv2: SESV2Client, api: str) -> None:
    """Recipients whose server lacks TLS get a transient bounce and are not suppressed; others get the mail."""
    mocked.outcomes[PLAIN] = "no TLS"
    create_set(sesv2, TlsPolicy="REQUIRE")
    message = send_message(api, "ada@example.net", PLAIN, ConfigurationSetName="news")
    document: Any = message.events[-1].document["bounce"]

    assert message.outcomes == {"ada@example.net": "delivered", PLAIN: "bounced"}
    assert [event.type for event in message.events] == ["Send", "Delivery", "Bounce"]
    assert (document["bounceType"], document["bounceSubType"]) == ("Transient", "General")
    assert document["bouncedRecipients"] == [
        {
            "emailAddress": PLAIN,
            "action": "failed",
            "status": "5.7.4",
            "diagnosticCode": "smtp; 550 5.7.4 TLS is required, but the server does not offer it",
        }
    ]
    assert read_tls_version(message, 1) == ["TLSv1.3"]
    assert send_message(api, PLAIN).outcomes == {PLAIN: "delivered"}


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("options", [{}, {"TlsPolicy": "OPTIONAL"}])
def test_other_mail_is_delivered_without_tls(
    mocked: SesMock, sesv2: SESV2Client, api: str, options: Any
) -> None:
    """A delivery without TLS gets its own event, which has no TLS version."""
    mocked.outcomes["example.org"] = "no TLS"
    create_set(sesv2, **options)
    message = send_message(api, "ada@example.net", "bob@example.org", ConfigurationSetName="news")
    deliveries = [
        (event.type, event.recipients, read_tls_version(message, number))
        for number, event in enumerate(message.events)
    ]

    assert deliveries[1:] == [
        ("Delivery", ("ada@example.net",), ["TLSv1.3"]),
        ("Delivery", ("bob@example.org",), None),
    ]
    assert set(message.outcomes.values()) == {"delivered"}


@pytest.mark.parametrize(("policy", "outcome"), [("REQUIRE", "bounced"), ("OPTIONAL", "delivered")])
def test_a_predicate_selects_servers_without_tls(
    mocked: SesMock, sesv2: SESV2Client, policy: str, outcome: str
) -> None:
    """A predicate can mark any recipients as having a server without TLS."""
    mocked.outcomes[lambda recipient: recipient.domain == "example.org"] = "no TLS"
    create_set(sesv2, TlsPolicy=policy)
    message = send_message("sesv2", "bob@example.org", ConfigurationSetName="news")

    assert message.outcomes == {"bob@example.org": outcome}
    assert read_tls_version(message, -1) is None


def test_suppression_comes_before_the_tls_check(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A suppressed recipient stays suppressed, regardless of what the server supports."""
    mocked.outcomes[PLAIN] = "no TLS"
    create_set(sesv2, TlsPolicy="REQUIRE")
    sesv2.put_suppressed_destination(EmailAddress=PLAIN, Reason="BOUNCE")

    assert send_message("sesv2", PLAIN, ConfigurationSetName="news").outcomes == {PLAIN: "suppressed"}


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual delivery."""
    with mock_ses(identities=["example.com"], delivery="manual", isolated=True) as active:
        yield active


def send_with_limit(api: str = "sesv2", *to: str) -> SentMessage:
    """Send a message with a set that limits delivery to five minutes."""
    create_set(boto3.client("sesv2"), MaxDeliverySeconds=300)
    return send_message(api, *to, ConfigurationSetName="news")


@pytest.mark.parametrize("api", APIS)
def test_a_delay_ends_in_a_bounce(manual: SesMock, api: str) -> None:
    """A delayed message bounces at the set's time limit, even if the clock jumps past it."""
    message = send_with_limit(api)
    delay = message.delay("MailboxFull")
    manual.clock.shift(seconds=299)
    before = dict(message.outcomes)
    manual.clock.shift(hours=1)
    bounce: Any = message.events[-1].document["bounce"]
    expiration: Any = delay.document["deliveryDelay"]

    assert before == {"ada@example.net": "waiting"}
    assert message.outcomes == {"ada@example.net": "bounced"}
    assert [event.type for event in message.events] == ["Send", "DeliveryDelay", "Bounce"]
    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Transient", "CustomTimeoutExceeded")
    assert message.events[-1].timestamp - message.sent_at == timedelta(seconds=300)
    assert bounce["timestamp"] == expiration["expirationTime"]


def test_only_waiting_recipients_bounce_after_a_delay(manual: SesMock) -> None:
    """After several delays, the recipients that are still waiting get one bounce together."""
    message = send_with_limit("sesv2", "ada@example.net", "bob@example.net", "eve@example.net")
    message.delay()
    message.delay(recipient="bob@example.net")
    message.deliver(recipient="ada@example.net")
    manual.clock.shift(minutes=6)

    assert dict(message.outcomes) == {
        "ada@example.net": "delivered",
        "bob@example.net": "bounced",
        "eve@example.net": "bounced",
    }
    assert [event.type for event in message.events][-1:] == ["Bounce"]
    assert message.events[-1].recipients == ("bob@example.net", "eve@example.net")


def test_a_delay_after_the_limit_is_a_bounce(manual: SesMock) -> None:
    """A waiting message does not bounce on its own, but a delay after the time limit causes a bounce."""
    message = send_with_limit()
    manual.clock.shift(minutes=6)
    before = dict(message.outcomes)
    event = message.delay()

    assert before == {"ada@example.net": "waiting"}
    assert (event.type, event.details.subtype) == ("Bounce", "CustomTimeoutExceeded")  # type: ignore[union-attr]


def test_a_message_without_a_limit_keeps_waiting(manual: SesMock) -> None:
    """Without a time limit, a delayed message waits until the test delivers or bounces it."""
    message = send_message()
    message.delay()
    manual.clock.shift(hours=15)

    assert message.outcomes == {"ada@example.net": "waiting"}


def test_a_message_keeps_its_limit(manual: SesMock) -> None:
    """A change to the set does not affect the time limit of a message that is already sent."""
    message = send_with_limit()
    boto3.client("sesv2").put_configuration_set_delivery_options(ConfigurationSetName="news")
    message.delay()
    manual.clock.shift(minutes=6)

    assert message.outcomes == {"ada@example.net": "bounced"}


def test_the_limit_applies_to_frozen_time() -> None:
    """Under freezegun, the bounce appears when the test reads the message."""
    with (
        freeze_time("2026-03-26 02:13:21") as frozen,
        mock_ses(identities=["example.com"], delivery="manual", isolated=True),
    ):
        message = send_with_limit()
        message.delay()
        frozen.tick(timedelta(minutes=6))

        assert message.outcomes == {"ada@example.net": "bounced"}


def test_a_late_bounce_is_published_immediately(manual: SesMock) -> None:
    """The notification of a late bounce is published when the clock is shifted."""
    message = send_with_limit()
    boto3.client("ses").set_identity_notification_topic(
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic="arn:aws:sns:us-east-1:123456789012:bounces",
    )
    message.delay()
    manual.clock.shift(minutes=6)

    assert manual.publications.last().event is message.events[-1]
