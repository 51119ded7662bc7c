"""Notifications to the owner of an identity, by SNS and by mail."""

from __future__ import annotations

import email
import json
import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import mock_ses
from tests import sending
from tests.backends.aws_services import Topics
from tests.recordings.samples import read_sample
from tests.recordings.simulator_documents import composed_headers, notification
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SentMessage, SesMock
    from sesmock.domain.events.publications import Publication

TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-topic"
OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:other"
BOUNCE, COMPLAINT, SUCCESS, OOTO = (
    f"{mailbox}@simulator.amazonses.com" for mailbox in ("bounce", "complaint", "success", "ooto")
)
NOTIFIED: dict[str, Any] = {"Bounce": BOUNCE, "Complaint": COMPLAINT, "Delivery": SUCCESS}
# Parts that differ from message to message.
MASKS = [
    (r"01[0-9a-f]{14}-[0-9a-f-]{36}-000000", "ID"),
    (r'(?<=":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z', "SECOND"),
    (r'(?<=":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', "TIME"),
    (r'(?<="processingTimeMillis":)\d+', "0"),
    (r"----=_Part_\d+_\d+\.\d+", "BOUNDARY"),
    (r"\b\d+\.\d+\.\d+\.\d+\b", "IP"),
    (r"\b[ae]\d+-\d+(?=\.smtp-out)", "HOST"),
    (r'(?<="callerIdentity":")[^"]+', "CALLER"),
]
# Changes by SES since 2022. Spec: notifications.md §1; simulator.md §1.
NEW_SINCE_2022 = [
    (r'"callerIdentity":"CALLER",', ""),
    (r"As requested: user unknown <bounce@simulator.amazonses.com>", "user unknown"),
]


def mask_text(text: str, masks: list[tuple[str, str]] = MASKS) -> str:
    """Replace the parts of a string that differ from message to message."""
    for pattern, mask in masks:
        text = re.sub(pattern, mask, text)
    return text


def dump_compact(document: dict[str, Any]) -> str:
    """Return a document serialized as SES serializes it."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def set_topic(
    client: SESClient, identity: str, kind: Any, topic: str = TOPIC, *, headers: bool = False
) -> None:
    """Set the topic for notifications about an identity."""
    client.set_identity_notification_topic(Identity=identity, NotificationType=kind, SnsTopic=topic)
    if headers:
        client.set_identity_headers_in_notifications_enabled(
            Identity=identity, NotificationType=kind, Enabled=True
        )


def send(client: SESClient, to: str, *, sender: str = "sender@example.com", **options: Any) -> None:
    """Send the message that the recorded notifications are about."""
    sending.send(
        client, to, sender=sender, subject="Subject Test", text="text", html="<p>text</p>", **options
    )


def list_notifications(mocked: SesMock) -> list[Publication]:
    """Return the published notifications, without confirmations."""
    return list(mocked.publications.filter(purpose="notification"))


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


def list_parts(message: SentMessage) -> list[Any]:
    """Return the parts of a multipart message as the standard library parses them."""
    return list(message.mime.iter_parts())


def list_header_names(message: Any) -> list[str]:
    """Return the header names of a message in order."""
    return [name for name, _ in message.items()]


OUTER = ["DKIM-Signature", "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type"]


def test_bounces_are_forwarded_by_mail(mocked: SesMock, ses: SESClient) -> None:
    """A new identity forwards bounces to the sender, as delivery reports."""
    send(ses, BOUNCE, sender="Shop <shop@example.com>")
    notice = mocked.notices.only(to="shop@example.com")
    mime = email.message_from_bytes(notice.raw)

    assert list_header_names(mime) == [*OUTER, "Feedback-ID", "X-SES-Outgoing"]
    assert (mime["From"], mime["To"]) == ("MAILER-DAEMON@amazonses.com", "Shop <shop@example.com>")
    assert mime["Subject"] == "Delivery Status Notification (Failure)"
    assert (mime.get_content_type(), mime.get_param("report-type")) == ("multipart/report", "delivery-status")
    assert "d=amazonses.com;" in mime["DKIM-Signature"]


def test_the_report_of_a_bounce_has_three_parts(mocked: SesMock, ses: SESClient) -> None:
    """A bounce report consists of a sentence, the status of the recipient and the sent message."""
    send(ses, BOUNCE)
    [message], [notice] = mocked.outbox, mocked.notices
    text, status, original = email.message_from_bytes(notice.raw).get_payload()

    assert text.items() == [
        ("Content-Type", "text/plain; charset=us-ascii"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Content-Description", "Notification"),
    ]
    assert notice.text == (
        f"An error occurred while trying to deliver the mail to the following recipients:\r\n{BOUNCE}"
    )
    assert status["Content-Description"] == "Delivery Status Notification"
    assert [part.items() for part in status.get_payload()[:2]] == [
        [("Reporting-MTA", "dns; a48-102.smtp-out.amazonses.com")],
        [
            ("Action", "failed"),
            ("Final-Recipient", f"rfc822; {BOUNCE}"),
            ("Diagnostic-Code", f"smtp; 550 5.1.1 As requested: user unknown <{BOUNCE}>"),
            ("Status", "5.1.1"),
        ],
    ]
    assert original.items() == [
        ("Content-Type", "message/rfc822"),
        ("Content-Description", "Undelivered Message"),
    ]
    assert message.raw in notice.raw


def test_a_bounce_of_several_recipients_is_one_report(mocked: SesMock, ses: SESClient) -> None:
    """One report covers all bounced recipients, with a line of text and separate fields for each."""
    sending.send(ses, "ada@example.net", "bob@example.net")
    mocked.outbox[0].bounce("Transient", "MailboxFull")
    [notice] = mocked.notices
    _, status, _ = list_parts(notice)

    assert (notice.text or "").endswith(":\r\nada@example.net\r\nbob@example.net")
    assert [part["Final-Recipient"] for part in status.get_payload()[1:3]] == [
        "rfc822; ada@example.net",
        "rfc822; bob@example.net",
    ]


def test_complaints_are_forwarded_by_mail() -> None:
    """A complaint is forwarded as a feedback report, whose host names contain the region outside us-east-1."""
    with mock_ses(identities=["example.com"], region="eu-west-1") as active:
        send(boto3.client("ses"), COMPLAINT)
    [message], [notice] = active.outbox, active.notices
    mime = email.message_from_bytes(notice.raw)
    text, report, original = list_parts(notice)

    assert list_header_names(mime) == [*OUTER, "Feedback-ID", "X-SES-Outgoing"]
    assert mime["From"] == notice.sender == "complaints@eu-west-1.email-abuse.amazonses.com"
    assert (mime["Subject"], mime.get_param("report-type")) == ("FW:Subject Test", "feedback-report")
    assert text.get_payload().split() == (
        "Hello, This is an example of a complaint email response. Thank you, -Amazon SES Mailbox Simulator".split()
    )
    assert report.get_content_type() == "message/feedback-report"
    assert report.get_payload(0).items() == [
        ("Feedback-Type", "abuse"),
        ("User-Agent", "Amazon SES Mailbox Simulator"),
        ("Version", "3.0"),
        ("Original-Envelope-Id", f"<{message.message_id}@eu-west-1.amazonses.com>"),
        ("Original-Mail-From", f"{message.message_id}@eu-west-1.amazonses.com"),
        ("Original-Rcpt-to", COMPLAINT),
        ("Source-IP", "23.251.240.2"),
    ]
    assert original.get_payload(0)["Message-ID"] == f"<{message.message_id}@eu-west-1.amazonses.com>"


@pytest.mark.parametrize("status", ["pending", "verified"])
def test_a_complaint_shows_the_mail_from_domain(status: str) -> None:
    """A feedback report shows the identity's own MAIL FROM domain once that is verified."""
    with mock_ses(identities=["example.com"], verification="manual") as active:
        client = boto3.client("ses")
        client.set_identity_mail_from_domain(Identity="example.com", MailFromDomain="mail.example.com")
        if status == "verified":
            active.verify("mail.example.com")
        send(client, "ada@example.net")
        active.outbox[0].complain()
    [message], [notice] = active.outbox, active.notices
    domain = "mail.example.com" if status == "verified" else "amazonses.com"

    assert f"Original-Mail-From: {message.message_id}@{domain}\r\n".encode() in notice.raw


def test_the_snapshot_of_a_report_is_the_same_in_every_run(mocked: SesMock, ses: SESClient) -> None:
    """The attachments of a report contain IDs, so the snapshot shows only their types."""
    for _ in range(2):
        send(ses, COMPLAINT)
    first, second = (notice.snapshot() for notice in mocked.notices)

    assert first == second
    assert first["attachments"] == [
        {"content_type": "message/feedback-report", "file_name": None},
        {"content_type": "message/rfc822", "file_name": None},
    ]


def test_a_complaint_outside_the_simulator_has_a_providers_text(mocked: SesMock, ses: SESClient) -> None:
    """A complaint outside the simulator has the text of a mailbox provider instead of the simulator's."""
    send(ses, "ada@example.net")
    mocked.outbox[0].complain("virus")
    [notice] = mocked.notices

    assert notice.subject == "complaint about message from 54.240.48.102"
    assert notice.find("^This is an email abuse report for an email message from amazonses.com on ")
    assert b"\r\nFeedback-Type: virus\r\nUser-Agent: Example Feedback Loop (V0.01)\r\n" in notice.raw


def test_automatic_replies_are_forwarded_by_mail(mocked: SesMock, ses: SESClient) -> None:
    """An automatic reply is forwarded as a reply, not as a failure."""
    send(ses, OOTO)
    notice = mocked.notices.only(to="sender@example.com")

    assert notice.subject == "Automatic reply: Subject Test"
    assert notice.text == f"This is an automatic reply of the following recipients:\n{OOTO}\n"


def test_deliveries_are_not_mailed(mocked: SesMock, ses: SESClient) -> None:
    """Deliveries are never forwarded by mail."""
    send(ses, SUCCESS)

    assert len(mocked.notices) == 0


def test_feedback_on_suppressed_mail_is_forwarded(mocked: SesMock, ses: SESClient) -> None:
    """Mail to a suppressed recipient causes a forwarded bounce, or a forwarded complaint without type or user agent."""
    sesv2 = boto3.client("sesv2")
    sesv2.put_suppressed_destination(EmailAddress="b@example.net", Reason="BOUNCE")
    sesv2.put_suppressed_destination(EmailAddress="c@example.net", Reason="COMPLAINT")
    send(ses, "b@example.net")
    send(ses, "c@example.net")
    bounced, complained = mocked.notices

    assert b"\r\nDiagnostic-Code: Amazon SES did not send the message to this address" in bounced.raw
    assert b"\r\n\r\nVersion: 3.0\r\n" in complained.raw
    assert b"\r\nOriginal-Rcpt-to: c@example.net\r\n" in complained.raw


def test_feedback_goes_to_the_return_path(mocked: SesMock, ses: SESClient) -> None:
    """The return path of the request takes precedence over the sender."""
    send(ses, BOUNCE, ReturnPath="returns@example.com")

    assert [notice.to for notice in mocked.notices] == [("returns@example.com",)]


@pytest.mark.parametrize(
    ("source", "header", "expected"),
    [
        ("source@example.com", "returns@example.com", "source@example.com"),
        (None, "returns@example.com", "returns@example.com"),
        (None, None, "from@example.com"),
    ],
)
def test_feedback_on_raw_mail_goes_to_source_return_path_or_from(
    mocked: SesMock, ses: SESClient, source: str | None, header: str | None, expected: str
) -> None:
    """The Return-Path header applies only if the request has no source."""
    return_path = f"Return-Path: {header}\r\n" if header else ""
    raw = f"{return_path}From: from@example.com\r\nTo: {BOUNCE}\r\nSubject: s\r\n\r\nHi".encode()
    ses.send_raw_email(RawMessage={"Data": raw}, **({"Source": source} if source else {}))  # type: ignore[arg-type]

    assert [notice.to for notice in mocked.notices] == [(expected,)]


def is_forwarded(mocked: SesMock, ses: SESClient, **options: Any) -> bool:
    """Send a message that bounces, and return whether the bounce is forwarded."""
    send(ses, BOUNCE, **options)
    return len(mocked.notices) == 1


def test_with_forwarding_both_topic_and_mail_get_feedback(mocked: SesMock, ses: SESClient) -> None:
    """Setting a topic does not disable forwarding by mail."""
    set_topic(ses, "example.com", "Bounce")

    assert is_forwarded(mocked, ses)
    assert len(list_notifications(mocked)) == 1


def test_without_forwarding_only_topics_get_feedback(mocked: SesMock, ses: SESClient) -> None:
    """Feedback is not mailed when forwarding is off and there are topics."""
    set_topic(ses, "example.com", "Bounce")
    set_topic(ses, "example.com", "Complaint")
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)

    assert not is_forwarded(mocked, ses)


def disable_forwarding() -> None:
    """Disable forwarding with SES v2, which does not require topics."""
    boto3.client("sesv2").put_email_identity_feedback_attributes(
        EmailIdentity="example.com", EmailForwardingEnabled=False
    )


def test_without_another_channel_feedback_is_mailed(mocked: SesMock, ses: SESClient) -> None:
    """Feedback is mailed despite disabled forwarding if there is no other channel."""
    disable_forwarding()

    assert is_forwarded(mocked, ses)


@pytest.mark.parametrize(("types", "is_mailed"), [(["bounce"], False), (["send", "complaint"], True)])
def test_an_event_destination_is_another_channel(
    mocked: SesMock, ses: SESClient, types: Any, is_mailed: bool
) -> None:
    """An event destination counts as another channel if it receives the event type."""
    disable_forwarding()
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestination={
            "Name": "all",
            "Enabled": True,
            "MatchingEventTypes": types,
            "SNSDestination": {"TopicARN": TOPIC},
        },
    )

    assert is_forwarded(mocked, ses, ConfigurationSetName="news") is is_mailed
