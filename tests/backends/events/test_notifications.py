"""Notifications to the owner of an identity, by SNS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import mock_ses
from tests.backends.aws_services import Topics
from tests.backends.events.feedback import (
    BOUNCE,
    COMPLAINT,
    MASKS,
    OTHER_TOPIC,
    SUCCESS,
    TOPIC,
    list_notifications,
    mask_text,
    send,
    set_topic,
)
from tests.recordings.samples import read_sample
from tests.recordings.simulator_documents import composed_headers, notification
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock

NOTIFIED: dict[str, Any] = {"Bounce": BOUNCE, "Complaint": COMPLAINT, "Delivery": SUCCESS}
# Changes by SES since 2022. Spec: notifications.md §1; simulator.md §1.
NEW_SINCE_2022 = [
    (r'"callerIdentity":"CALLER",', ""),
    (r"As requested: user unknown <bounce@simulator.amazonses.com>", "user unknown"),
]


def dump_compact(document: dict[str, Any]) -> str:
    """Return a document serialized as SES serializes it."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def list_documents(mocked: SesMock) -> list[dict[str, Any]]:
    """Return the documents of the published notifications."""
    return [json.loads(each.payload) for each in list_notifications(mocked)]


@pytest.mark.parametrize(
    ("kind", "mailbox"), [("Delivery", "complaint"), ("Bounce", "bounce"), ("Complaint", "complaint")]
)
def test_notifications_of_raw_mail_match_their_recordings(kind: str, mailbox: str) -> None:
    """Notifications match the 2026 recordings of SMTP mail, with headers."""
    to = f"{mailbox}@simulator.amazonses.com"
    client_host = "client.example.org (client.example.org [203.0.113.7])"
    received = f"from {client_host} by email-smtp.amazonaws.com with SMTP (SimpleEmailService-d-EXAMPLE)"
    headers = {
        "Received": f"{received} id 0123456789abcdefghij for {to}; Wed, 18 Mar 2026 12:31:56 +0000 (UTC)",
        "From": "noreply@example.com",
        "To": f"{mailbox} simulator <{to}>",
        "Subject": "",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="b"',
    }
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    expected = notification(
        kind,
        mailbox,
        source="noreply@example.com",
        source_arn="arn:aws:ses:eu-north-1:123456789012:identity/example.com",
        headers=[{"name": name, "value": value} for name, value in headers.items()],
    )
    with freeze_time("2026-03-18T12:31:56.241"), mock_ses(identities=["example.com"]) as active:
        client = boto3.client("ses", region_name="eu-north-1")
        set_topic(client, "example.com", kind, headers=True)
        client.send_raw_email(RawMessage={"Data": f"{raw}\r\n--b\r\n\r\nHi\r\n--b--\r\n".encode()})
        [published] = list_notifications(active)

        assert mask_text(published.payload) == mask_text(dump_compact(expected))


def test_notifications_of_composed_mail_match_their_recording() -> None:
    """A notification matches the 2025 recording of SendEmail, with headers and a display name."""
    source = "Example Sender <info@example.com>"
    expected = notification(
        "Bounce",
        "bounce",
        source=source,
        source_arn="arn:aws:ses:us-east-1:123456789012:identity/example.com",
        headers=composed_headers(source, BOUNCE, "Subject Test"),
    )
    with freeze_time("2025-12-05T23:36:09.864"), mock_ses(identities=["example.com"]) as active:
        client = boto3.client("ses")
        set_topic(client, "example.com", "Bounce", headers=True)
        send(client, BOUNCE, sender=source)
        [published] = list_notifications(active)

        assert mask_text(published.payload) == mask_text(dump_compact(expected))


def test_an_older_recording_lacks_only_later_changes() -> None:
    """The 2022 recording lacks only the caller identity and the simulator's newer text."""
    recorded = read_sample("django_ses_2022_identity_bounce")["Message"]
    masks = MASKS + NEW_SINCE_2022
    with freeze_time("2022-04-01T21:24:49.422"), mock_ses(identities=["sender@example.com"]) as active:
        client = boto3.client("ses")
        set_topic(client, "sender@example.com", "Bounce", headers=True)
        send(client, BOUNCE)
        [published] = list_notifications(active)

        assert mask_text(published.payload, masks) == mask_text(recorded, masks)


def test_a_notification_has_no_subject_and_no_newline(mocked: SesMock, ses: SESClient) -> None:
    """A notification, unlike an event, has no subject and no final newline."""
    set_topic(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    [published] = list_notifications(mocked)

    assert (published.kind, published.target, published.subject) == ("sns", TOPIC, None)
    assert (published.identity, published.configuration_set, published.type) == (
        "example.com",
        None,
        "Delivery",
    )
    assert published.payload.endswith("}}")


def test_headers_are_included_only_for_enabled_types(mocked: SesMock, ses: SESClient) -> None:
    """Headers are off by default and are enabled separately for each notification type."""
    set_topic(ses, "example.com", "Bounce", headers=True)
    set_topic(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    send(ses, BOUNCE)
    delivered, bounced = list_documents(mocked)

    assert list(bounced) == ["notificationType", "bounce", "mail"]
    assert list(bounced["mail"])[-3:] == ["headersTruncated", "headers", "commonHeaders"]
    assert list(delivered) == ["notificationType", "mail", "delivery"]
    assert list(delivered["mail"]) == [
        "timestamp",
        "source",
        "sourceArn",
        "sourceIp",
        "callerIdentity",
        "sendingAccountId",
        "messageId",
        "destination",
    ]


def test_a_published_notification_does_not_change(mocked: SesMock, ses: SESClient) -> None:
    """Later settings do not change a published notification."""
    set_topic(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    set_topic(ses, "example.com", "Delivery", headers=True)

    assert "headers" not in list_documents(mocked)[0]["mail"]


def test_the_senders_message_id_is_included(mocked: SesMock, ses: SESClient) -> None:
    """The common headers contain the sender's Message-ID, but not SES's."""
    set_topic(ses, "example.com", "Delivery", headers=True)
    raw = f"From: a@example.com\r\nTo: {SUCCESS}\r\nMessage-ID: <1@example.com>\r\n\r\nHi".encode()
    ses.send_raw_email(RawMessage={"Data": raw})

    assert list_documents(mocked)[0]["mail"]["commonHeaders"]["messageId"] == "<1@example.com>"


@pytest.mark.parametrize("kind", NOTIFIED)
def test_each_type_has_its_own_topic(mocked: SesMock, ses: SESClient, kind: Any) -> None:
    """A notification type without a topic is not published."""
    set_topic(ses, "example.com", kind)
    for mailbox in NOTIFIED.values():
        send(ses, mailbox)
    deliveries = 2 if kind == "Delivery" else 1  # A complaint follows a delivery.

    assert [each.type for each in list_notifications(mocked)] == [kind] * deliveries


def test_a_verified_address_has_its_own_settings(mocked: SesMock, ses: SESClient) -> None:
    """A verified address does not inherit the settings of its domain."""
    set_topic(ses, "example.com", "Delivery")
    ses.verify_email_identity(EmailAddress="own@example.com")
    ses.verify_email_identity(EmailAddress="silent@example.com")
    set_topic(ses, "own@example.com", "Delivery", OTHER_TOPIC)
    for local in ("own", "silent", "other"):
        send(ses, SUCCESS, sender=f"{local}@example.com")

    assert [(each.identity, each.target) for each in list_notifications(mocked)] == [
        ("own@example.com", OTHER_TOPIC),
        ("example.com", TOPIC),
    ]


def test_a_cleared_topic_receives_nothing(mocked: SesMock, ses: SESClient) -> None:
    """A topic receives nothing after it is cleared."""
    set_topic(ses, "example.com", "Delivery")
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Delivery")
    send(ses, SUCCESS)

    assert list_notifications(mocked) == []


def test_settings_apply_with_a_wildcard() -> None:
    """With ``identities="*"``, the settings of an existing identity still apply to its mail."""
    with mock_ses(identities="*") as active:
        client = boto3.client("ses")
        client.verify_domain_identity(Domain="example.com")
        set_topic(client, "example.com", "Delivery")
        send(client, SUCCESS)
        send(client, SUCCESS, sender="a@example.org")

        assert [each.identity for each in list_notifications(active)] == ["example.com"]


def test_the_owner_of_a_borrowed_identity_is_notified(mocked: SesMock) -> None:
    """The owner of an identity is notified about mail that another account sends from it."""
    mocked.accounts.bind("AKIAOTHER", "210987654321")
    owner = boto3.client("ses", aws_access_key_id="AKIAOTHER", aws_secret_access_key="x")
    owner.verify_domain_identity(Domain="lent.example")
    set_topic(owner, "lent.example", "Bounce")
    arn = "arn:aws:ses:us-east-1:210987654321:identity/lent.example"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "123456789012"},
        "Action": "ses:SendEmail",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    owner.put_identity_policy(Identity="lent.example", PolicyName="p", Policy=policy)
    send(boto3.client("ses"), BOUNCE, sender="a@lent.example", SourceArn=arn)
    [published] = list_notifications(mocked)

    assert (published.account_id, published.identity) == ("210987654321", "lent.example")
    assert json.loads(published.payload)["mail"]["sendingAccountId"] == "123456789012"


@pytest.mark.parametrize("prefix", ["", "arn:aws:ses:us-east-1:123456789012:identity/"])
def test_a_new_topic_gets_a_confirmation(mocked: SesMock, ses: SESClient, prefix: str) -> None:
    """A new topic gets SES's confirmation, which ends in a newline."""
    ses.verify_email_identity(EmailAddress="info@example.com")
    set_topic(ses, f"{prefix}info@example.com", "Complaint")
    [published] = mocked.publications

    assert published.payload == (
        '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have successfully subscribed your '
        f"Amazon SNS topic '{TOPIC}' to receive 'Complaint' notifications from Amazon SES for identity "
        "'info@example.com'.\"}\n"
    )
    assert (published.target, published.subject, published.purpose) == (TOPIC, None, "confirmation")
    assert (published.identity, published.type) == ("info@example.com", None)


def test_a_notification_topic_must_exist(mocked: SesMock, ses: SESClient) -> None:
    """If SNS is mocked, an unknown topic is refused."""
    mocked._world.aws_services = Topics(TOPIC)
    set_topic(ses, "example.com", "Bounce")
    response = refusal(
        ses.set_identity_notification_topic,
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic=OTHER_TOPIC,
    )

    assert response == ("InvalidParameterValue", f"SNS topic {OTHER_TOPIC} not found.")
    attributes = ses.get_identity_notification_attributes(Identities=["example.com"])
    assert attributes["NotificationAttributes"]["example.com"]["BounceTopic"] == TOPIC


@pytest.mark.parametrize("kind", NOTIFIED)
def test_a_deleted_feedback_topic_is_removed(mocked: SesMock, ses: SESClient, kind: Any) -> None:
    """SES removes a deleted feedback topic and forwards feedback again; a delivery topic stays."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    for each in ("Bounce", "Complaint", "Delivery"):
        set_topic(ses, "example.com", each)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    topics.arns.clear()
    send(ses, NOTIFIED[kind])
    response = ses.get_identity_notification_attributes(Identities=["example.com"])
    attributes = response["NotificationAttributes"]["example.com"]

    assert list_notifications(mocked) == []
    if kind == "Delivery":
        assert attributes["DeliveryTopic"] == TOPIC
        assert attributes["ForwardingEnabled"] is False
        assert len(mocked.notices) == 0
    else:
        assert f"{kind}Topic" not in attributes
        assert attributes["ForwardingEnabled"] is True
        assert len(mocked.notices) == 1
