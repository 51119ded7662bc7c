"""What the TLS policy and the time limit of configuration sets do to mail."""

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


def make_set(sesv2: SESV2Client, **options: Any) -> None:
    """Make a configuration set with delivery options."""
    sesv2.create_configuration_set(ConfigurationSetName="news", DeliveryOptions=options)


def tls_version(message: SentMessage, number: int) -> Any:
    """Return the TLS version that an event of a message names."""
    document: Any = message.events[number].document
    return document["mail"]["tags"].get("ses:outgoing-tls-version")


@pytest.mark.parametrize("api", APIS)
def test_mail_that_needs_tls_bounces_where_there_is_none(
    mocked: SesMock, sesv2: SESV2Client, api: str
) -> None:
    """The bounce is transient, so that the recipient is not listed; the others get the mail."""
    mocked.outcomes[PLAIN] = "no TLS"
    make_set(sesv2, TlsPolicy="REQUIRE")
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
    assert tls_version(message, 1) == ["TLSv1.3"]
    assert send_message(api, PLAIN).outcomes == {PLAIN: "delivered"}


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("options", [{}, {"TlsPolicy": "OPTIONAL"}])
def test_other_mail_is_delivered_in_plain_text(
    mocked: SesMock, sesv2: SESV2Client, api: str, options: Any
) -> None:
    """The delivery has no TLS version; servers with and without TLS have an event each."""
    mocked.outcomes["example.org"] = "no TLS"
    make_set(sesv2, **options)
    message = send_message(api, "ada@example.net", "bob@example.org", ConfigurationSetName="news")
    deliveries = [
        (event.type, event.recipients, tls_version(message, number))
        for number, event in enumerate(message.events)
    ]

    assert deliveries[1:] == [
        ("Delivery", ("ada@example.net",), ["TLSv1.3"]),
        ("Delivery", ("bob@example.org",), None),
    ]
    assert set(message.outcomes.values()) == {"delivered"}


@pytest.mark.parametrize(("policy", "outcome"), [("REQUIRE", "bounced"), ("OPTIONAL", "delivered")])
def test_a_predicate_finds_servers_without_tls(
    mocked: SesMock, sesv2: SESV2Client, policy: str, outcome: str
) -> None:
    """A test may say it of any recipients."""
    mocked.outcomes[lambda recipient: recipient.domain == "example.org"] = "no TLS"
    make_set(sesv2, TlsPolicy=policy)
    message = send_message("sesv2", "bob@example.org", ConfigurationSetName="news")

    assert message.outcomes == {"bob@example.org": outcome}
    assert tls_version(message, -1) is None


def test_suppressed_recipients_are_not_connected_to(mocked: SesMock, sesv2: SESV2Client) -> None:
    """What SES holds back has nothing to do with the server."""
    mocked.outcomes[PLAIN] = "no TLS"
    make_set(sesv2, TlsPolicy="REQUIRE")
    sesv2.put_suppressed_destination(EmailAddress=PLAIN, Reason="BOUNCE")

    assert send_message("sesv2", PLAIN, ConfigurationSetName="news").outcomes == {PLAIN: "suppressed"}


@pytest.fixture
def waiting() -> Iterator[SesMock]:
    """Mock SES where messages wait for what the test has become of them."""
    with mock_ses(identities=["example.com"], delivery="manual", isolated=True) as active:
        yield active


def timed(api: str = "sesv2", *to: str) -> SentMessage:
    """Send a message with a set that gives SES five minutes."""
    make_set(boto3.client("sesv2"), MaxDeliverySeconds=300)
    return send_message(api, *to, ConfigurationSetName="news")


@pytest.mark.parametrize("api", APIS)
def test_a_delay_ends_in_a_bounce(waiting: SesMock, api: str) -> None:
    """SES gives up when the time of the set is over, whatever the time between."""
    message = timed(api)
    delay = message.delay("MailboxFull")
    waiting.clock.shift(seconds=299)
    before = dict(message.outcomes)
    waiting.clock.shift(hours=1)
    bounce: Any = message.events[-1].document["bounce"]
    expiration: Any = delay.document["deliveryDelay"]

    assert before == {"ada@example.net": "waiting"}
    assert message.outcomes == {"ada@example.net": "bounced"}
    assert [event.type for event in message.events] == ["Send", "DeliveryDelay", "Bounce"]
    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Transient", "CustomTimeoutExceeded")
    assert message.events[-1].timestamp - message.sent_at == timedelta(seconds=300)
    assert bounce["timestamp"] == expiration["expirationTime"]


def test_a_recipient_who_got_the_mail_meanwhile_keeps_it(waiting: SesMock) -> None:
    """Only where it still waits, it comes back; several delays give up once."""
    message = timed("sesv2", "ada@example.net", "bob@example.net", "eve@example.net")
    message.delay()
    message.delay(recipient="bob@example.net")
    message.deliver(recipient="ada@example.net")
    waiting.clock.shift(minutes=6)

    assert dict(message.outcomes) == {
        "ada@example.net": "delivered",
        "bob@example.net": "bounced",
        "eve@example.net": "bounced",
    }
    assert [event.type for event in message.events][-1:] == ["Bounce"]
    assert message.events[-1].recipients == ("bob@example.net", "eve@example.net")


def test_a_delay_after_the_time_is_a_bounce(waiting: SesMock) -> None:
    """A message that waits is not given up before a test says that it is late."""
    message = timed()
    waiting.clock.shift(minutes=6)
    before = dict(message.outcomes)
    event = message.delay()

    assert before == {"ada@example.net": "waiting"}
    assert (event.type, event.details.subtype) == ("Bounce", "CustomTimeoutExceeded")  # type: ignore[union-attr]


def test_a_set_without_a_limit_gives_up_later(waiting: SesMock) -> None:
    """SES tries for fourteen hours then; the test says what comes of it."""
    message = send_message()
    message.delay()
    waiting.clock.shift(hours=15)

    assert message.outcomes == {"ada@example.net": "waiting"}


def test_a_message_keeps_the_limit_that_it_was_sent_with(waiting: SesMock) -> None:
    """A set that is changed later changes nothing of mail on its way."""
    message = timed()
    boto3.client("sesv2").put_configuration_set_delivery_options(ConfigurationSetName="news")
    message.delay()
    waiting.clock.shift(minutes=6)

    assert message.outcomes == {"ada@example.net": "bounced"}


def test_frozen_time_gives_up_too() -> None:
    """A test that moves time by freezegun sees the bounce when it looks at the message."""
    with (
        freeze_time("2026-03-26 02:13:21") as frozen,
        mock_ses(identities=["example.com"], delivery="manual", isolated=True),
    ):
        message = timed()
        message.delay()
        frozen.tick(timedelta(minutes=6))

        assert message.outcomes == {"ada@example.net": "bounced"}


def test_a_publication_of_a_late_bounce_leaves_at_once(waiting: SesMock) -> None:
    """What follows of the bounce is published as the clock is shifted."""
    message = timed()
    boto3.client("ses").set_identity_notification_topic(
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic="arn:aws:sns:us-east-1:123456789012:bounces",
    )
    message.delay()
    waiting.clock.shift(minutes=6)

    assert waiting.publications.last().event is message.events[-1]
