"""A test plays the servers and readers behind a message."""

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


def send_page(*to: str) -> SentMessage:
    """Send HTML with links, and return the message."""
    return send_message("ses", *to, html=HTML)


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES: what is sent is delivered at once."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES: what is sent waits until the test delivers it."""
    with mock_ses(identities=["example.com"], delivery="manual") as active:
        yield active


def body(event: Event) -> dict[str, Any]:
    """Return what an event says of what happened."""
    return {
        key: value
        for part, details in event.document.items()
        if part not in {"eventType", "mail"} and isinstance(details, dict)
        for key, value in details.items()
    }


def types(message: SentMessage) -> list[str]:
    """Return the types of what happened to a message."""
    return [event.type.value for event in message.events]


def suppressed() -> list[tuple[str, str]]:
    """Return the suppression list."""
    answer = boto3.client("sesv2").list_suppressed_destinations()
    return [(each["EmailAddress"], each["Reason"]) for each in answer["SuppressedDestinationSummaries"]]


def test_a_message_waits_until_it_is_delivered(manual: SesMock) -> None:
    """The time between is the time that SES needed."""
    message = send_page()
    manual.clock.shift(hours=1)
    event = message.deliver()

    assert types(message) == ["Send", "Delivery"]
    assert message.outcomes == {"ada@example.net": "delivered"}
    assert 3_600_000 <= body(event)["processingTimeMillis"] < 3_700_000
    assert event is message.events[-1]


def test_recipients_are_delivered_to_one_by_one(manual: SesMock) -> None:
    """A recipient is named by its bare address, without regard to the case of its domain."""
    message = send_page("Ada <ada@example.net>", "bob@example.net")
    first = message.deliver(recipient="ada@EXAMPLE.net")
    second = message.deliver()

    assert (first.recipients, second.recipients) == (("Ada <ada@example.net>",), ("bob@example.net",))


def test_a_bounce_lists_its_recipient(manual: SesMock) -> None:
    """So the next message to it is withheld."""
    event = send_page().bounce()
    next_message = send_page()

    assert suppressed() == [("ada@example.net", "BOUNCE")]
    assert next_message.outcomes == {"ada@example.net": "suppressed"}
    assert body(event)["bouncedRecipients"] == [
        {
            "emailAddress": "ada@example.net",
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown",
        }
    ]


def test_a_delivered_message_bounces_late(mocked: SesMock) -> None:
    """The server took it, and sent it back afterwards."""
    message = send_page("ada@example.net", "bob@example.net")
    message.bounce("Transient", "MailboxFull", recipient="bob@example.net")

    assert types(message) == ["Send", "Delivery", "Bounce"]
    assert message.outcomes == {"ada@example.net": "delivered", "bob@example.net": "bounced"}
    assert suppressed() == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), ("Permanent", "General")),
        (("Permanent", "NoEmail"), ("Permanent", "NoEmail")),
        (("Transient",), ("Transient", "General")),
        (("Transient", "MessageTooLarge"), ("Transient", "MessageTooLarge")),
        (("Undetermined",), ("Undetermined", "Undetermined")),
    ],
)
def test_a_bounce_has_a_type_and_a_subtype(mocked: SesMock, arguments: Any, told: tuple[str, str]) -> None:
    """Without a subtype it is the general one of its type."""
    details = body(send_page().bounce(*arguments))

    assert (details["bounceType"], details["bounceSubType"]) == told
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
def test_ses_itself_holds_a_message_back(manual: SesMock, subtype: Any, sentence: str) -> None:
    """No server was asked, and the recipient is shown as it was given."""
    message = send_page("Ada <ada@example.net>")
    details = body(message.bounce("Permanent", subtype))

    assert message.outcomes == {"Ada <ada@example.net>": "suppressed"}
    assert details["bouncedRecipients"][0]["emailAddress"] == "Ada <ada@example.net>"
    assert sentence in details["bouncedRecipients"][0]["diagnosticCode"]
    assert (list(details)[-1], details["reportingMTA"]) == ("reportingMTA", "dns; amazonses.com")
    assert "remoteMtaIp" not in details
    assert suppressed() == []


def test_the_reader_complains(mocked: SesMock) -> None:
    """A complaint lists its recipient."""
    event = send_page().complain("fraud")

    assert (body(event)["complaintFeedbackType"], body(event)["complaintSubType"]) == ("fraud", None)
    assert event.message.outcomes == {"ada@example.net": "complained"}
    assert suppressed() == [("ada@example.net", "COMPLAINT")]


def test_a_report_is_taken_back(mocked: SesMock) -> None:
    """What is not spam lists nobody."""
    message = send_page()
    message.complain("not-spam")

    assert types(message) == ["Send", "Delivery", "Complaint"]
    assert (message.outcomes, suppressed()) == ({"ada@example.net": "delivered"}, [])


@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_a_configuration_set_does_not_suppress_is_not_listed(
    mocked: SesMock, *, is_deleted: bool
) -> None:
    """Its own reasons count, as on a send, even if the set was deleted since."""
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

    assert suppressed() == []


def test_the_simulator_is_never_listed(manual: SesMock) -> None:
    """Neither by what it does itself, nor by what a test has it do."""
    message = send_page("success@simulator.amazonses.com")
    message.bounce()

    assert suppressed() == []


@pytest.mark.parametrize(
    ("delay_type", "status"),
    [("General", "4.4.1"), ("MailboxFull", "4.2.2"), ("SpamDetected", "4.7.1")],
)
def test_a_message_is_delayed(manual: SesMock, delay_type: Any, status: str) -> None:
    """SES tries until 14 hours after the send; the message still waits."""
    message = send_page()
    manual.clock.shift(minutes=5)
    event = message.delay(delay_type)
    message.delay()
    message.deliver()

    assert types(message) == ["Send", "DeliveryDelay", "DeliveryDelay", "Delivery"]
    details = body(event)
    assert (details["delayType"], details["delayedRecipients"][0]["status"]) == (delay_type, status)
    expires = (message.sent_at + timedelta(hours=14)).isoformat(timespec="milliseconds")
    assert details["expirationTime"] == expires.replace("+00:00", "Z")


def test_a_message_is_rejected(manual: SesMock) -> None:
    """It is rejected as a whole."""
    message = send_page("ada@example.net", "bob@example.net")
    event = message.reject()

    assert (event.recipients, body(event)) == (message.recipients, {"reason": "Bad content"})
    assert set(message.outcomes.values()) == {"rejected"}


def test_the_reader_opens_and_clicks(mocked: SesMock) -> None:
    """Each time counts; a link tells its tags."""
    message = send_page()
    opened = message.open(user_agent="Mutt", ip_address="192.0.2.1")
    clicks = [
        message.click(link)
        for link in ("https://example.com/buy", "https://example.com/", "https://example.com/")
    ]

    assert types(message) == ["Send", "Delivery", "Open", "Click", "Click", "Click"]
    assert (body(opened)["userAgent"], body(opened)["ipAddress"]) == ("Mutt", "192.0.2.1")
    assert [body(click)["linkTags"] for click in clicks] == [{"product": ["book"]}, None, None]
    assert "sourceArn" not in str(opened.document)


@pytest.mark.parametrize(
    ("play", "problem"),
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
def test_what_cannot_happen_is_an_error(mocked: SesMock, play: Callable[[Any], object], problem: str) -> None:
    """The error says why, and nothing is recorded."""
    message = send_page()
    with pytest.raises(ValueError, match=problem):
        play(message)

    assert types(message) == ["Send", "Delivery"]
    assert (message.outcomes, suppressed()) == ({"ada@example.net": "delivered"}, [])


@pytest.mark.parametrize(
    "play",
    [
        lambda message: message.complain(),
        lambda message: message.open(),
        lambda message: message.click("https://example.com/"),
    ],
)
def test_readers_read_what_was_delivered(manual: SesMock, play: Callable[[Any], object]) -> None:
    """A message that waits must be delivered first."""
    message = send_page()
    with pytest.raises(ValueError, match=r"Deliver it first: message\.deliver\(\)\."):
        play(message)

    assert types(message) == ["Send"]


def test_nobody_bounces_or_complains_twice(mocked: SesMock) -> None:
    """What came back or annoyed is over."""
    message = send_page()
    message.complain()
    for play in (message.complain, message.bounce):
        with pytest.raises(ValueError, match=r"outcomes: ada@example\.net complained\.$"):
            play()

    assert types(message) == ["Send", "Delivery", "Complaint"]


def test_that_a_text_is_opened_nobody_sees(mocked: SesMock) -> None:
    """Tracking needs HTML."""
    with pytest.raises(ValueError, match="has no HTML"):
        send_message("ses").open()


def test_a_message_without_links_says_so(mocked: SesMock) -> None:
    """There is nothing to click."""
    with pytest.raises(ValueError, match="its links: none"):
        send_message("ses").click("https://example.com/")


def test_a_message_that_waits_in_part_is_not_rejected(manual: SesMock) -> None:
    """What is infected reaches nobody, so nobody may have it yet."""
    message = send_page("ada@example.net", "bob@example.net")
    message.deliver(recipient="ada@example.net")
    with pytest.raises(ValueError, match=r"outcomes: ada@example\.net delivered, bob@example\.net waiting"):
        message.reject()

    assert types(message) == ["Send", "Delivery"]


def test_mail_of_ses_itself_has_no_events(mocked: SesMock) -> None:
    """SES does not publish what becomes of its own."""
    notice = notices.send(mocked.account, to="ada@example.net", subject="Hello", text="Hi")
    with pytest.raises(ValueError, match="is mail that SES wrote itself, which has no events"):
        notice.bounce()

    assert (list(notice.events), list(mocked.events)) == ([], [])
