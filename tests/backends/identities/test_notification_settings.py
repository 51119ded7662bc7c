"""Notification settings of identities: topics and headers in v1, forwarding in all three APIs."""

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


def read_notifications(ses: SESClient, *names: str) -> Any:
    """Return the notification attributes of identities."""
    response = ses.get_identity_notification_attributes(Identities=list(names))
    return response["NotificationAttributes"]


def set_topics(ses: SESClient) -> None:
    """Set a bounce topic and a complaint topic for example.com."""
    for kind in ("Bounce", "Complaint"):
        ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind, SnsTopic=TOPIC)


def test_a_new_identity_forwards_feedback(ses: SESClient) -> None:
    """A new identity forwards feedback; unknown identities are omitted, and an ARN works like the name."""
    assert read_notifications(ses, "example.com", ARN, "example.org") == {"example.com": FRESH, ARN: FRESH}
    assert read_notifications(ses, "example.org") == {}


@pytest.mark.parametrize("kind", ["Bounce", "Complaint", "Delivery"])
@pytest.mark.parametrize("name", ["example.com", "EXAMPLE.com", ARN])
def test_a_topic_can_be_set_and_cleared(ses: SESClient, name: str, kind: Any) -> None:
    """A topic is set by name or ARN of the identity, and cleared by a request without a topic."""
    ses.set_identity_notification_topic(Identity=name, NotificationType=kind, SnsTopic=TOPIC)
    with_topic = read_notifications(ses, "example.com")["example.com"]
    ses.set_identity_notification_topic(Identity=name, NotificationType=kind)

    assert with_topic == {**FRESH, f"{kind}Topic": TOPIC}
    assert read_notifications(ses, "example.com")["example.com"] == FRESH


@pytest.mark.parametrize("kind", ["Bounce", "Complaint", "Delivery"])
def test_headers_can_be_enabled_without_a_topic(ses: SESClient, kind: Any) -> None:
    """Each notification type has its own switch for headers."""
    switch = ses.set_identity_headers_in_notifications_enabled
    switch(Identity="example.com", NotificationType=kind, Enabled=True)
    with_headers = read_notifications(ses, "example.com")["example.com"]
    for _ in range(2):
        switch(Identity="example.com", NotificationType=kind, Enabled=False)

    assert with_headers == {**FRESH, f"HeadersIn{kind}NotificationsEnabled": True}
    assert read_notifications(ses, "example.com")["example.com"] == FRESH


def test_disabling_forwarding_needs_two_topics(ses: SESClient) -> None:
    """v1 disables forwarding only if there are topics for bounces and complaints."""
    off = {"Identity": "example.com", "ForwardingEnabled": False}
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC)
    error = refusal(ses.set_identity_feedback_forwarding_enabled, **off)
    before = read_notifications(ses, "example.com")["example.com"]["ForwardingEnabled"]
    set_topics(ses)
    ses.set_identity_feedback_forwarding_enabled(**off)

    assert error == (
        "InvalidParameterValue",
        "Feedback forwarding of example.com cannot be disabled without topics for bounces and complaints.",
    )
    assert (before, read_notifications(ses, "example.com")["example.com"]["ForwardingEnabled"]) == (
        True,
        False,
    )


@pytest.mark.parametrize("kind", ["Bounce", "Complaint"])
def test_topics_cannot_be_cleared_without_forwarding(ses: SESClient, kind: Any) -> None:
    """The bounce and complaint topics can be cleared only while forwarding is on."""
    set_topics(ses)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Delivery")
    error = refusal(ses.set_identity_notification_topic, Identity="example.com", NotificationType=kind)
    topic = read_notifications(ses, "example.com")["example.com"][f"{kind}Topic"]
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=True)
    ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind)

    assert error == (
        "InvalidParameterValue",
        f"The {kind} topic of example.com cannot be cleared while feedback forwarding is disabled.",
    )
    assert topic == TOPIC
    assert f"{kind}Topic" not in read_notifications(ses, "example.com")["example.com"]


def test_v2_and_pinpoint_disable_forwarding_without_topics(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """v2 and Pinpoint Email need no topics to disable forwarding, and a missing value means off."""
    pinpoint_email.put_email_identity_feedback_attributes(EmailIdentity="example.com")
    by_v2 = sesv2.get_email_identity(EmailIdentity="example.com")["FeedbackForwardingStatus"]
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce")
    sesv2.put_email_identity_feedback_attributes(EmailIdentity="example.com", EmailForwardingEnabled=True)
    by_pinpoint = pinpoint_email.get_email_identity(EmailIdentity="example.com")["FeedbackForwardingStatus"]

    assert (by_v2, by_pinpoint, read_notifications(ses, "example.com")) == (
        False,
        True,
        {"example.com": FRESH},
    )


@pytest.mark.parametrize("name", ["example.org", ARN.replace("us-east-1", "eu-west-1")])
@pytest.mark.parametrize(
    ("method", "parameters", "text"),
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
def test_v1_requires_an_identity_of_this_region(
    ses: SESClient, name: str, method: str, parameters: dict[str, Any], text: str
) -> None:
    """Unknown identities and ARNs of another region are refused."""
    assert refusal(getattr(ses, method), Identity=name, **parameters) == (
        "InvalidParameterValue",
        text.format(name),
    )


@pytest.mark.parametrize("name", ["pending.org", ARN.replace("example.com", "pending.org")])
def test_a_pending_identity_can_have_settings(name: str) -> None:
    """Topics, headers and forwarding can be set for a pending identity."""
    with mock_ses(verification="manual"):
        ses = boto3.client("ses")
        ses.verify_domain_identity(Domain="pending.org")
        for kind in ("Bounce", "Complaint"):
            ses.set_identity_notification_topic(Identity=name, NotificationType=kind, SnsTopic=TOPIC)
        ses.set_identity_headers_in_notifications_enabled(
            Identity=name, NotificationType="Bounce", Enabled=True
        )
        ses.set_identity_feedback_forwarding_enabled(Identity=name, ForwardingEnabled=False)
        attributes = read_notifications(ses, "pending.org")["pending.org"]

    assert attributes == {
        **FRESH,
        "BounceTopic": TOPIC,
        "ComplaintTopic": TOPIC,
        "ForwardingEnabled": False,
        "HeadersInBounceNotificationsEnabled": True,
    }


@pytest.mark.parametrize("topic", ["", "foo", "arn:aws:sqs:us-east-1:123456789012:feedback"])
def test_a_malformed_topic_is_refused(ses: SESClient, topic: str) -> None:
    """A malformed or empty topic is refused, and the current one stays."""
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC)
    change = ses.set_identity_notification_topic

    assert refusal(change, Identity="example.com", NotificationType="Bounce", SnsTopic=topic) == (
        "InvalidParameterValue",
        f"SNS topic {topic} is invalid.",
    )
    assert read_notifications(ses, "example.com")["example.com"]["BounceTopic"] == TOPIC


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_forwarding_of_an_unknown_identity_is_refused(mocked: SesMock, api: str) -> None:
    """v2 and Pinpoint Email report an unknown identity as a bad request, with v1's text."""
    put = boto3.client(api).put_email_identity_feedback_attributes

    assert refusal(put, EmailIdentity="example.org", EmailForwardingEnabled=True) == (
        "BadRequestException",
        INVALID.format("example.org"),
    )


@pytest.mark.parametrize(
    "method", ["set_identity_notification_topic", "set_identity_headers_in_notifications_enabled"]
)
def test_an_unknown_notification_type_is_refused(ses: SESClient, method: str) -> None:
    """Notification types are case-sensitive."""
    parameters = {"Enabled": True} if "headers" in method else {}

    assert refusal(getattr(ses, method), Identity="example.com", NotificationType="bounce", **parameters) == (
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
def test_a_request_can_have_a_hundred_identities(ses: SESClient, method: str) -> None:
    """A request with more than 100 identities is refused."""
    get_attributes = getattr(ses, method)
    get_attributes(Identities=["example.com"] * 100)

    assert refusal(get_attributes, Identities=["example.com"] * 101) == (
        "InvalidParameterValue",
        "A request can name at most 100 identities.",
    )


def test_deleting_an_identity_removes_its_settings(ses: SESClient) -> None:
    """An identity that is deleted and created again has the default settings."""
    set_topics(ses)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    ses.delete_identity(Identity="example.com")
    ses.verify_domain_identity(Domain="example.com")

    assert read_notifications(ses, "example.com") == {"example.com": FRESH}
