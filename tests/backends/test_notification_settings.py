"""How the owner of an identity is told: topics and headers by v1, forwarding by all three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

TOPIC = "arn:aws:sns:us-east-1:123456789012:feedback"
ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
FRESH = {
    "ForwardingEnabled": True,
    "HeadersInBounceNotificationsEnabled": False,
    "HeadersInComplaintNotificationsEnabled": False,
    "HeadersInDeliveryNotificationsEnabled": False,
}
INVALID = "Identity {} is invalid. Must be a verified email address or domain."


def shown(ses: SESClient, *names: str) -> Any:
    """Return the notification attributes of identities."""
    found = ses.get_identity_notification_attributes(Identities=list(names))
    return found["NotificationAttributes"]


def topics_of_both(ses: SESClient) -> None:
    """Give example.com a topic for bounces and one for complaints."""
    for kind in ("Bounce", "Complaint"):
        ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind, SnsTopic=TOPIC)


def test_a_fresh_identity_has_its_feedback_forwarded(ses: SESClient) -> None:
    """It has no topic; identities that do not exist are left out, and the ARN is as good as the name."""
    assert shown(ses, "example.com", ARN, "example.org") == {"example.com": FRESH, ARN: FRESH}
    assert shown(ses, "example.org") == {}


@pytest.mark.parametrize("kind", ["Bounce", "Complaint", "Delivery"])
@pytest.mark.parametrize("name", ["example.com", "EXAMPLE.com", ARN])
def test_a_topic_is_set_and_cleared(ses: SESClient, name: str, kind: Any) -> None:
    """By name or ARN; without a topic publishing ends."""
    ses.set_identity_notification_topic(Identity=name, NotificationType=kind, SnsTopic=TOPIC)
    with_topic = shown(ses, "example.com")["example.com"]
    ses.set_identity_notification_topic(Identity=name, NotificationType=kind)

    assert with_topic == {**FRESH, f"{kind}Topic": TOPIC}
    assert shown(ses, "example.com")["example.com"] == FRESH


@pytest.mark.parametrize("kind", ["Bounce", "Complaint", "Delivery"])
def test_headers_are_switched_without_a_topic(ses: SESClient, kind: Any) -> None:
    """Each kind of notification has its own switch; off twice is off."""
    switch = ses.set_identity_headers_in_notifications_enabled
    switch(Identity="example.com", NotificationType=kind, Enabled=True)
    with_headers = shown(ses, "example.com")["example.com"]
    for _ in range(2):
        switch(Identity="example.com", NotificationType=kind, Enabled=False)

    assert with_headers == {**FRESH, f"HeadersIn{kind}NotificationsEnabled": True}
    assert shown(ses, "example.com")["example.com"] == FRESH


def test_forwarding_needs_two_topics_to_be_switched_off(ses: SESClient) -> None:
    """One topic is not enough; then both topics must stay."""
    off = {"Identity": "example.com", "ForwardingEnabled": False}
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC)
    told = refusal(ses.set_identity_feedback_forwarding_enabled, **off)
    before = shown(ses, "example.com")["example.com"]["ForwardingEnabled"]
    topics_of_both(ses)
    ses.set_identity_feedback_forwarding_enabled(**off)

    assert told == (
        "InvalidParameterValue",
        "Feedback forwarding of example.com cannot be disabled without topics for bounces and complaints.",
    )
    assert (before, shown(ses, "example.com")["example.com"]["ForwardingEnabled"]) == (True, False)


@pytest.mark.parametrize("kind", ["Bounce", "Complaint"])
def test_topics_stay_while_feedback_is_not_forwarded(ses: SESClient, kind: Any) -> None:
    """A bounce or complaint topic can be cleared again when forwarding is on; the delivery topic always."""
    topics_of_both(ses)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Delivery")
    told = refusal(ses.set_identity_notification_topic, Identity="example.com", NotificationType=kind)
    kept = shown(ses, "example.com")["example.com"][f"{kind}Topic"]
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=True)
    ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind)

    assert told == (
        "InvalidParameterValue",
        f"The {kind} topic of example.com cannot be cleared while feedback forwarding is disabled.",
    )
    assert kept == TOPIC
    assert f"{kind}Topic" not in shown(ses, "example.com")["example.com"]


def test_v2_and_pinpoint_forward_or_not_without_topics(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """They want no topics for it; the switch left out is off, and v1 lets what is not set be cleared."""
    pinpoint_email.put_email_identity_feedback_attributes(EmailIdentity="example.com")
    by_v2 = sesv2.get_email_identity(EmailIdentity="example.com")["FeedbackForwardingStatus"]
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce")
    sesv2.put_email_identity_feedback_attributes(EmailIdentity="example.com", EmailForwardingEnabled=True)
    by_pinpoint = pinpoint_email.get_email_identity(EmailIdentity="example.com")["FeedbackForwardingStatus"]

    assert (by_v2, by_pinpoint, shown(ses, "example.com")) == (False, True, {"example.com": FRESH})


@pytest.mark.parametrize("name", ["example.org", ARN.replace("us-east-1", "eu-west-1")])
@pytest.mark.parametrize(
    ("method", "given", "text"),
    [
        ("set_identity_notification_topic", {"NotificationType": "Bounce", "SnsTopic": TOPIC}, INVALID),
        ("set_identity_feedback_forwarding_enabled", {"ForwardingEnabled": True}, INVALID),
        (
            "set_identity_headers_in_notifications_enabled",
            {"NotificationType": "Bounce", "Enabled": True},
            "Identity {} is invalid. It must be a verified email address or domain.",
        ),
    ],
)
def test_v1_wants_an_identity_of_this_region(
    ses: SESClient, name: str, method: str, given: dict[str, Any], text: str
) -> None:
    """Unknown identities, and ARNs of another region, are refused."""
    assert refusal(getattr(ses, method), Identity=name, **given) == (
        "InvalidParameterValue",
        text.format(name),
    )


@pytest.mark.parametrize("name", ["pending.org", ARN.replace("example.com", "pending.org")])
def test_a_pending_identity_has_settings(name: str) -> None:
    """Topic, headers and forwarding are set by name or ARN, though SES's refusals say verified."""
    with mock_ses(verification="manual"):
        ses = boto3.client("ses")
        ses.verify_domain_identity(Domain="pending.org")
        for kind in ("Bounce", "Complaint"):
            ses.set_identity_notification_topic(Identity=name, NotificationType=kind, SnsTopic=TOPIC)
        ses.set_identity_headers_in_notifications_enabled(
            Identity=name, NotificationType="Bounce", Enabled=True
        )
        ses.set_identity_feedback_forwarding_enabled(Identity=name, ForwardingEnabled=False)
        attributes = shown(ses, "pending.org")["pending.org"]

    assert attributes == {
        **FRESH,
        "BounceTopic": TOPIC,
        "ComplaintTopic": TOPIC,
        "ForwardingEnabled": False,
        "HeadersInBounceNotificationsEnabled": True,
    }


@pytest.mark.parametrize("topic", ["", "foo", "arn:aws:sqs:us-east-1:123456789012:feedback"])
def test_a_malformed_topic_is_refused(ses: SESClient, topic: str) -> None:
    """An empty topic does not clear one that is set; only leaving it out does."""
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC)
    change = ses.set_identity_notification_topic

    assert refusal(change, Identity="example.com", NotificationType="Bounce", SnsTopic=topic) == (
        "InvalidParameterValue",
        f"SNS topic {topic} is invalid.",
    )
    assert shown(ses, "example.com")["example.com"]["BounceTopic"] == TOPIC


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_forwarding_of_an_unknown_identity(mocked: SesMock, api: str) -> None:
    """It is a bad request in v1's words."""
    put = boto3.client(api).put_email_identity_feedback_attributes

    assert refusal(put, EmailIdentity="example.org", EmailForwardingEnabled=True) == (
        "BadRequestException",
        INVALID.format("example.org"),
    )


@pytest.mark.parametrize(
    "method", ["set_identity_notification_topic", "set_identity_headers_in_notifications_enabled"]
)
def test_there_are_three_kinds_of_notifications(ses: SESClient, method: str) -> None:
    """The spelling counts."""
    given = {"Enabled": True} if "headers" in method else {}

    assert refusal(getattr(ses, method), Identity="example.com", NotificationType="bounce", **given) == (
        "ValidationError",
        "1 validation error detected: Value at 'notificationType' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Bounce, Complaint, Delivery]",
    )


@pytest.mark.parametrize(
    "method",
    [
        "get_identity_mail_from_domain_attributes",
        "get_identity_notification_attributes",
        "get_identity_verification_attributes",
    ],
)
def test_a_hundred_identities_can_be_asked_for(ses: SESClient, method: str) -> None:
    """One more is refused."""
    ask = getattr(ses, method)
    ask(Identities=["example.com"] * 100)

    assert refusal(ask, Identities=["example.com"] * 101) == (
        "InvalidParameterValue",
        "A request can name 100 identities.",
    )


def test_deleting_an_identity_removes_its_settings(ses: SESClient) -> None:
    """Registered again it is as new."""
    topics_of_both(ses)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    ses.delete_identity(Identity="example.com")
    ses.verify_domain_identity(Domain="example.com")

    assert shown(ses, "example.com") == {"example.com": FRESH}
