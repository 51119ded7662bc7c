"""The simulation of recipients: a test delivers, bounces, opens and clicks a message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.sending import notices
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock import SentMessage
    from sesmock.domain.events.events import Event

HTML = '<p><a href="https://example.com/buy" ses:tags="product:book;">Buy</a> <a href="https://example.com/">Home</a></p>'


def send_with_links(*to: str) -> SentMessage:
    """Send HTML with links, and return the message."""
    return send_message("ses", *to, html=HTML)


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with immediate delivery."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual delivery."""
    with mock_ses(identities=["example.com"], delivery="manual") as active:
        yield active


def read_details(event: Event) -> dict[str, Any]:
    """Return the details of an event, without its type or mail."""
    return {
        key: value
        for part, details in event.document.items()
        if part not in {"eventType", "mail"} and isinstance(details, dict)
        for key, value in details.items()
    }


def list_types(message: SentMessage) -> list[str]:
    """Return the types of a message's events."""
    return [event.type.value for event in message.events]


def list_suppressed() -> list[tuple[str, str]]:
    """Return the addresses and reasons on the suppression list."""
    response = boto3.client("sesv2").list_suppressed_destinations()
    return [(each["EmailAddress"], each["Reason"]) for each in response["SuppressedDestinationSummaries"]]


def test_a_message_waits_until_it_is_delivered(manual: SesMock) -> None:
    """With manual delivery, a message waits for `deliver`, and the wait is its processing time."""
    message = send_with_links()
    manual.clock.shift(hours=1)
    event = message.deliver()

    assert list_types(message) == ["Send", "Delivery"]
    assert message.outcomes == {"ada@example.net": "delivered"}
    assert 3_600_000 <= read_details(event)["processingTimeMillis"] < 3_700_000
    assert event is message.events[-1]


def test_recipients_can_be_delivered_one_by_one(manual: SesMock) -> None:
    """`deliver` can deliver to a single recipient, given its bare address, regardless of case."""
    message = send_with_links("Ada <ada@example.net>", "bob@example.net")
    first = message.deliver(recipient="ada@EXAMPLE.net")
    second = message.deliver()

    assert (first.recipients, second.recipients) == (("Ada <ada@example.net>",), ("bob@example.net",))


def test_a_bounce_suppresses_its_recipient(manual: SesMock) -> None:
    """A bounce puts its recipient on the suppression list, so the next message is suppressed."""
    event = send_with_links().bounce()
    next_message = send_with_links()

    assert list_suppressed() == [("ada@example.net", "BOUNCE")]
    assert next_message.outcomes == {"ada@example.net": "suppressed"}
    assert read_details(event)["bouncedRecipients"] == [
        {
            "emailAddress": "ada@example.net",
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown",
        }
    ]


def test_a_delivered_message_can_bounce(mocked: SesMock) -> None:
    """A delivered message can bounce afterwards."""
    message = send_with_links("ada@example.net", "bob@example.net")
    message.bounce("Transient", "MailboxFull", recipient="bob@example.net")

    assert list_types(message) == ["Send", "Delivery", "Bounce"]
    assert message.outcomes == {"ada@example.net": "delivered", "bob@example.net": "bounced"}
    assert list_suppressed() == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ("Permanent", "General")),
        (("Permanent", "NoEmail"), ("Permanent", "NoEmail")),
        (("Transient",), ("Transient", "General")),
        (("Transient", "MessageTooLarge"), ("Transient", "MessageTooLarge")),
        (("Undetermined",), ("Undetermined", "Undetermined")),
    ],
)
def test_a_bounce_has_a_type_and_a_subtype(
    mocked: SesMock, arguments: Any, expected: tuple[str, str]
) -> None:
    """A bounce without a subtype has the general subtype of its type."""
    details = read_details(send_with_links().bounce(*arguments))

    assert (details["bounceType"], details["bounceSubType"]) == expected
    assert list(details)[-2:] == ["remoteMtaIp", "reportingMTA"]


@pytest.mark.parametrize(
    ("subtype", "sentence"),
    [
        ("OnAccountSuppressionList", "it is on the suppression list for your account"),
        ("OnTenantSuppressionList", "it is on the suppression list for your tenant"),
        ("Suppressed", "it has a recent history of bouncing"),
        ("EmailValidationSuppressed", "its validation found it to be invalid"),
    ],
)
def test_ses_can_suppress_a_message_itself(manual: SesMock, subtype: Any, sentence: str) -> None:
    """A bounce by SES itself has no receiving server, and has the recipient as the caller wrote it."""
    message = send_with_links("Ada <ada@example.net>")
    details = read_details(message.bounce("Permanent", subtype))

    assert message.outcomes == {"Ada <ada@example.net>": "suppressed"}
    assert details["bouncedRecipients"][0]["emailAddress"] == "Ada <ada@example.net>"
    assert sentence in details["bouncedRecipients"][0]["diagnosticCode"]
    assert (list(details)[-1], details["reportingMTA"]) == ("reportingMTA", "dns; amazonses.com")
    assert "remoteMtaIp" not in details
    assert list_suppressed() == []


def test_a_complaint_suppresses_its_recipient(mocked: SesMock) -> None:
    """A complaint puts its recipient on the suppression list."""
    event = send_with_links().complain("fraud")

    assert (read_details(event)["complaintFeedbackType"], read_details(event)["complaintSubType"]) == (
        "fraud",
        None,
    )
    assert event.message.outcomes == {"ada@example.net": "complained"}
    assert list_suppressed() == [("ada@example.net", "COMPLAINT")]


def test_a_not_spam_report_suppresses_nobody(mocked: SesMock) -> None:
    """A complaint of type not-spam changes no outcome and suppresses nobody."""
    # RFC 6430: a reader reports that the message was wrongly marked as spam.
    message = send_with_links()
    message.complain("not-spam")

    assert list_types(message) == ["Send", "Delivery", "Complaint"]
    assert (message.outcomes, list_suppressed()) == ({"ada@example.net": "delivered"}, [])


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_configuration_set_selects_the_suppressed_reasons(mocked: SesMock, *, is_deleted: bool) -> None:
    """The suppressed reasons of the message's set apply, even if the set was deleted later."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(
        ConfigurationSetName="all", SuppressionOptions={"SuppressedReasons": ["COMPLAINT"]}
    )
    sesv2.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
        ConfigurationSetName="all",
    )
    if is_deleted:
        sesv2.delete_configuration_set(ConfigurationSetName="all")
    mocked.outbox[0].bounce()

    assert list_suppressed() == []


def test_the_simulator_is_never_suppressed(manual: SesMock) -> None:
    """An address of the simulator is never suppressed, even if a test makes it bounce."""
    # Spec: simulator.md §2.
    message = send_with_links("success@simulator.amazonses.com")
    message.bounce()

    assert list_suppressed() == []


@pytest.mark.parametrize(
    ("delay_type", "status"),
    [("General", "4.4.1"), ("MailboxFull", "4.2.2"), ("SpamDetected", "4.7.1")],
)
def test_a_message_is_delayed(manual: SesMock, delay_type: Any, status: str) -> None:
    """A delayed message still waits, and expires 14 hours after the send."""
    message = send_with_links()
    manual.clock.shift(minutes=5)
    event = message.delay(delay_type)
    message.delay()
    message.deliver()

    assert list_types(message) == ["Send", "DeliveryDelay", "DeliveryDelay", "Delivery"]
    details = read_details(event)
    assert (details["delayType"], details["delayedRecipients"][0]["status"]) == (delay_type, status)
    # The 14 hours are those of the documented example. Spec: events.md §7.
    expires = (message.sent_at + timedelta(hours=14)).isoformat(timespec="milliseconds")
    assert details["expirationTime"] == expires.replace("+00:00", "Z")


def test_a_message_is_rejected_for_all_recipients(manual: SesMock) -> None:
    """A message is rejected for all of its recipients."""
    message = send_with_links("ada@example.net", "bob@example.net")
    event = message.reject()

    assert (event.recipients, read_details(event)) == (message.recipients, {"reason": "Bad content"})
    assert set(message.outcomes.values()) == {"rejected"}


def test_opens_and_clicks_are_recorded(mocked: SesMock) -> None:
    """Every open and click is an event, and a click has the tags of its link."""
    message = send_with_links()
    opened = message.open(user_agent="Mutt", ip_address="192.0.2.1")
    clicks = [
        message.click(link)
        for link in ("https://example.com/buy", "https://example.com/", "https://example.com/")
    ]

    assert list_types(message) == ["Send", "Delivery", "Open", "Click", "Click", "Click"]
    assert (read_details(opened)["userAgent"], read_details(opened)["ipAddress"]) == ("Mutt", "192.0.2.1")
    assert [read_details(click)["linkTags"] for click in clicks] == [{"product": ["book"]}, None, None]
    assert "sourceArn" not in str(opened.document)


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (
            lambda message: message.deliver(),
            "cannot be delivered; outcomes: ada@example.net delivered. Messages",
        ),
        (lambda message: message.delay(), 'Messages wait with mock_ses\\(delivery="manual"\\)'),
        (lambda message: message.reject(), "cannot be rejected; outcomes: ada@example.net delivered"),
        (lambda message: message.bounce(recipient="x@example.net"), "'x@example.net' is not a recipient of"),
        (
            lambda message: message.bounce("Hard"),
            "type must be one of 'Undetermined', 'Permanent', .*, got 'Hard'",
        ),
        (
            lambda message: message.bounce("Permanent", "MailboxFull"),
            "subtype of a Permanent bounce must be one of 'General', 'NoEmail', .*, got 'MailboxFull'",
        ),
        (lambda message: message.complain("spam"), "feedback_type must be one of 'abuse', .*, got 'spam'"),
        (lambda message: message.delay("Late"), "type must be one of 'InternalFailure', .*, got 'Late'"),
        (
            lambda message: message.click("https://example.org"),
            "is not a link of .*; its links: 'https://example.com/buy'",
        ),
    ],
)
def test_an_impossible_event_is_an_error(mocked: SesMock, act: Callable[[Any], object], problem: str) -> None:
    """An impossible event raises an error with the reason, and nothing is recorded."""
    message = send_with_links()
    with pytest.raises(ValueError, match=problem):
        act(message)

    assert list_types(message) == ["Send", "Delivery"]
    assert (message.outcomes, list_suppressed()) == ({"ada@example.net": "delivered"}, [])


@pytest.mark.parametrize(
    "act",
    [
        lambda message: message.complain(),
        lambda message: message.open(),
        lambda message: message.click("https://example.com/"),
    ],
)
def test_a_waiting_message_cannot_be_read(manual: SesMock, act: Callable[[Any], object]) -> None:
    """A waiting message must be delivered before it is opened, clicked or complained about."""
    message = send_with_links()
    with pytest.raises(ValueError, match=r"Deliver it first: message\.deliver\(\)\."):
        act(message)

    assert list_types(message) == ["Send"]


def test_a_complaint_is_final(mocked: SesMock) -> None:
    """A message cannot bounce or be complained about after a complaint."""
    message = send_with_links()
    message.complain()
    for act in (message.complain, message.bounce):
        with pytest.raises(ValueError, match=r"outcomes: ada@example\.net complained\.$"):
            act()

    assert list_types(message) == ["Send", "Delivery", "Complaint"]


def test_a_text_message_cannot_be_opened(mocked: SesMock) -> None:
    """A message without HTML cannot be opened, since SES tracks opens only in HTML."""
    with pytest.raises(ValueError, match="has no HTML"):
        send_message("ses").open()


def test_a_click_in_a_message_without_links_is_an_error(mocked: SesMock) -> None:
    """A click in a message without links raises an error that says so."""
    with pytest.raises(ValueError, match="its links: none"):
        send_message("ses").click("https://example.com/")


def test_a_partly_delivered_message_cannot_be_rejected(manual: SesMock) -> None:
    """A message that one recipient already has cannot be rejected."""
    message = send_with_links("ada@example.net", "bob@example.net")
    message.deliver(recipient="ada@example.net")
    with pytest.raises(ValueError, match=r"outcomes: ada@example\.net delivered, bob@example\.net waiting"):
        message.reject()

    assert list_types(message) == ["Send", "Delivery"]


def test_mail_that_ses_writes_has_no_events(mocked: SesMock) -> None:
    """SES publishes no events for mail that it writes itself."""
    notice = notices.send(mocked.account, to="ada@example.net", subject="Hello", text="Hi")
    with pytest.raises(ValueError, match="is mail that SES wrote itself, which has no events"):
        notice.bounce()

    assert (list(notice.events), list(mocked.events)) == ([], [])
