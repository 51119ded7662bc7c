"""What the owner of an identity hears of its mail, by SNS and by mail."""

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
# What differs from message to message.
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
# What SES has told since then. Spec: events.md §2, §3.1.
NEW_SINCE_2022 = [
    (r'"callerIdentity":"CALLER",', ""),
    (r"As requested: user unknown <bounce@simulator.amazonses.com>", "user unknown"),
]


def masked(text: str, masks: list[tuple[str, str]] = MASKS) -> str:
    """Return a text with what differs from message to message masked."""
    for pattern, mask in masks:
        text = re.sub(pattern, mask, text)
    return text


def compact(document: dict[str, Any]) -> str:
    """Return a document as SES writes it."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def subscribe(
    client: SESClient, identity: str, kind: Any, topic: str = TOPIC, *, headers: bool = False
) -> None:
    """Have an identity's owner notified at a topic."""
    client.set_identity_notification_topic(Identity=identity, NotificationType=kind, SnsTopic=topic)
    if headers:
        client.set_identity_headers_in_notifications_enabled(
            Identity=identity, NotificationType=kind, Enabled=True
        )


def send(client: SESClient, to: str, *, sender: str = "sender@example.com", **options: Any) -> None:
    """Send the message of the recorded notifications."""
    sending.send(
        client, to, sender=sender, subject="Subject Test", text="text", html="<p>text</p>", **options
    )


def notifications(mocked: SesMock) -> list[Publication]:
    """Return the notifications that were published, without confirmations."""
    return list(mocked.publications.filter(purpose="notification"))


def payloads(mocked: SesMock) -> list[dict[str, Any]]:
    """Return the documents of the notifications that were published."""
    return [json.loads(each.payload) for each in notifications(mocked)]


@pytest.mark.parametrize(
    ("kind", "mailbox"), [("Delivery", "complaint"), ("Bounce", "bounce"), ("Complaint", "complaint")]
)
def test_notifications_of_raw_mail_are_as_recorded(kind: str, mailbox: str) -> None:
    """The recordings of 2026 come from mail by SMTP, with headers switched on."""
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
        subscribe(client, "example.com", kind, headers=True)
        client.send_raw_email(RawMessage={"Data": f"{raw}\r\n--b\r\n\r\nHi\r\n--b--\r\n".encode()})
        [published] = notifications(active)

        assert masked(published.payload) == masked(compact(expected))


def test_notifications_of_composed_mail_are_as_recorded() -> None:
    """The recording of 2025 comes from SendEmail, with headers switched on and a name of the sender."""
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
        subscribe(client, "example.com", "Bounce", headers=True)
        send(client, BOUNCE, sender=source)
        [published] = notifications(active)

        assert masked(published.payload) == masked(compact(expected))


def test_an_older_notification_differs_by_what_is_new_alone() -> None:
    """The caller came later, and the simulator has found more words since."""
    recorded = read_sample("django_ses_2022_identity_bounce")["Message"]
    masks = MASKS + NEW_SINCE_2022
    with freeze_time("2022-04-01T21:24:49.422"), mock_ses(identities=["sender@example.com"]) as active:
        client = boto3.client("ses")
        subscribe(client, "sender@example.com", "Bounce", headers=True)
        send(client, BOUNCE)
        [published] = notifications(active)

        assert masked(published.payload, masks) == masked(recorded, masks)


def test_a_notification_has_no_subject_and_no_newline(mocked: SesMock, ses: SESClient) -> None:
    """It goes to the topic by itself, unlike an event."""
    subscribe(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    [published] = notifications(mocked)

    assert (published.kind, published.target, published.subject) == ("sns", TOPIC, None)
    assert (published.identity, published.configuration_set, published.type) == (
        "example.com",
        None,
        "Delivery",
    )
    assert published.payload.endswith("}}")


def test_headers_are_told_only_of_the_types_that_ask_for_them(mocked: SesMock, ses: SESClient) -> None:
    """They are off at first, and switched type by type."""
    subscribe(ses, "example.com", "Bounce", headers=True)
    subscribe(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    send(ses, BOUNCE)
    delivered, bounced = payloads(mocked)

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


def test_a_notification_stays_as_it_was_published(mocked: SesMock, ses: SESClient) -> None:
    """What is switched later changes nothing about it."""
    subscribe(ses, "example.com", "Delivery")
    send(ses, SUCCESS)
    subscribe(ses, "example.com", "Delivery", headers=True)

    assert "headers" not in payloads(mocked)[0]["mail"]


def test_a_message_id_of_its_own_is_told(mocked: SesMock, ses: SESClient) -> None:
    """SES's own id is left out of the common headers, the sender's is not."""
    subscribe(ses, "example.com", "Delivery", headers=True)
    raw = f"From: a@example.com\r\nTo: {SUCCESS}\r\nMessage-ID: <1@example.com>\r\n\r\nHi".encode()
    ses.send_raw_email(RawMessage={"Data": raw})

    assert payloads(mocked)[0]["mail"]["commonHeaders"]["messageId"] == "<1@example.com>"


@pytest.mark.parametrize("kind", NOTIFIED)
def test_each_type_has_its_own_topic(mocked: SesMock, ses: SESClient, kind: Any) -> None:
    """What has none is not published."""
    subscribe(ses, "example.com", kind)
    for mailbox in NOTIFIED.values():
        send(ses, mailbox)
    deliveries = 2 if kind == "Delivery" else 1  # a complaint follows a delivery

    assert [each.type for each in notifications(mocked)] == [kind] * deliveries


def test_a_verified_address_has_settings_of_its_own(mocked: SesMock, ses: SESClient) -> None:
    """The domain's do not hold for it, even if it has none."""
    subscribe(ses, "example.com", "Delivery")
    ses.verify_email_identity(EmailAddress="own@example.com")
    ses.verify_email_identity(EmailAddress="silent@example.com")
    subscribe(ses, "own@example.com", "Delivery", OTHER_TOPIC)
    for local in ("own", "silent", "other"):
        send(ses, SUCCESS, sender=f"{local}@example.com")

    assert [(each.identity, each.target) for each in notifications(mocked)] == [
        ("own@example.com", OTHER_TOPIC),
        ("example.com", TOPIC),
    ]


def test_a_topic_that_was_taken_away_gets_nothing(mocked: SesMock, ses: SESClient) -> None:
    """Nor does that of an identity that was deleted."""
    subscribe(ses, "example.com", "Delivery")
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Delivery")
    send(ses, SUCCESS)

    assert notifications(mocked) == []


def test_any_sender_is_held_against_the_identities_that_there_are() -> None:
    """With identities="*" nobody authorises a message; an identity's settings hold for its mail all the same."""
    with mock_ses(identities="*") as active:
        client = boto3.client("ses")
        client.verify_domain_identity(Domain="example.com")
        subscribe(client, "example.com", "Delivery")
        send(client, SUCCESS)
        send(client, SUCCESS, sender="a@example.org")

        assert [each.identity for each in notifications(active)] == ["example.com"]


def test_the_owner_of_a_borrowed_identity_is_notified(mocked: SesMock) -> None:
    """Whoever sends with another account's identity, its owner hears of bounces."""
    mocked.accounts.bind("AKIAOTHER", "210987654321")
    owner = boto3.client("ses", aws_access_key_id="AKIAOTHER", aws_secret_access_key="x")
    owner.verify_domain_identity(Domain="lent.example")
    subscribe(owner, "lent.example", "Bounce")
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
    [published] = notifications(mocked)

    assert (published.account_id, published.identity) == ("210987654321", "lent.example")
    assert json.loads(published.payload)["mail"]["sendingAccountId"] == "123456789012"


@pytest.mark.parametrize("prefix", ["", "arn:aws:ses:us-east-1:123456789012:identity/"])
def test_a_topic_is_told_that_it_is_subscribed(mocked: SesMock, ses: SESClient, prefix: str) -> None:
    """The text is as quoted, a newline at its end."""
    ses.verify_email_identity(EmailAddress="info@example.com")
    subscribe(ses, f"{prefix}info@example.com", "Complaint")
    [published] = mocked.publications

    assert published.payload == (
        '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have successfully subscribed your '
        f"Amazon SNS topic '{TOPIC}' to receive 'Complaint' notifications from Amazon SES for identity "
        "'info@example.com'.\"}\n"
    )
    assert (published.target, published.subject, published.purpose) == (TOPIC, None, "confirmation")
    assert (published.identity, published.type) == ("info@example.com", None)


def test_a_notification_topic_must_exist(mocked: SesMock, ses: SESClient) -> None:
    """If SNS is there to be asked, it is."""
    mocked._world.aws_services = Topics(TOPIC)
    subscribe(ses, "example.com", "Bounce")
    found = refusal(
        ses.set_identity_notification_topic,
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic=OTHER_TOPIC,
    )

    assert found == ("InvalidParameterValue", f"SNS topic {OTHER_TOPIC} not found.")
    attributes = ses.get_identity_notification_attributes(Identities=["example.com"])
    assert attributes["NotificationAttributes"]["example.com"]["BounceTopic"] == TOPIC


@pytest.mark.parametrize("kind", NOTIFIED)
def test_a_topic_that_is_gone_is_given_up(mocked: SesMock, ses: SESClient, kind: Any) -> None:
    """SES takes it away and forwards feedback by mail again; a topic for deliveries stays."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    for each in ("Bounce", "Complaint", "Delivery"):
        subscribe(ses, "example.com", each)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    topics.arns.clear()
    send(ses, NOTIFIED[kind])
    found = ses.get_identity_notification_attributes(Identities=["example.com"])
    attributes = found["NotificationAttributes"]["example.com"]

    assert notifications(mocked) == []
    if kind == "Delivery":
        assert attributes["DeliveryTopic"] == TOPIC
        assert attributes["ForwardingEnabled"] is False
        assert len(mocked.notices) == 0
    else:
        assert f"{kind}Topic" not in attributes
        assert attributes["ForwardingEnabled"] is True
        assert len(mocked.notices) == 1


def parts(message: SentMessage) -> list[Any]:
    """Return the parts of a multipart, as the standard library reads them."""
    return list(message.mime.iter_parts())


def header_names(message: Any) -> list[str]:
    """Return the names of the fields of a message, in order."""
    return [name for name, _ in message.items()]


OUTER = ["DKIM-Signature", "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type"]


def test_bounces_are_forwarded_by_mail(mocked: SesMock, ses: SESClient) -> None:
    """A new identity forwards feedback to the sender, as the report that bounce parsers read."""
    send(ses, BOUNCE, sender="Shop <shop@example.com>")
    notice = mocked.notices.only(to="shop@example.com")
    mime = email.message_from_bytes(notice.raw)

    assert header_names(mime) == [*OUTER, "Feedback-ID", "X-SES-Outgoing"]
    assert (mime["From"], mime["To"]) == ("MAILER-DAEMON@amazonses.com", "Shop <shop@example.com>")
    assert mime["Subject"] == "Delivery Status Notification (Failure)"
    assert (mime.get_content_type(), mime.get_param("report-type")) == ("multipart/report", "delivery-status")
    assert "d=amazonses.com;" in mime["DKIM-Signature"]


def test_the_report_of_a_bounce_has_three_parts(mocked: SesMock, ses: SESClient) -> None:
    """A sentence, the status at the recipient, and the mail as it was sent."""
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
    """Each has a line in the text, and fields of its own."""
    sending.send(ses, "ada@example.net", "bob@example.net")
    mocked.outbox[0].bounce("Transient", "MailboxFull")
    [notice] = mocked.notices
    _, status, _ = parts(notice)

    assert (notice.text or "").endswith(":\r\nada@example.net\r\nbob@example.net")
    assert [part["Final-Recipient"] for part in status.get_payload()[1:3]] == [
        "rfc822; ada@example.net",
        "rfc822; bob@example.net",
    ]


def test_complaints_are_forwarded_by_mail() -> None:
    """They are feedback reports; hosts outside of us-east-1 have the region in their names."""
    with mock_ses(identities=["example.com"], region="eu-west-1") as active:
        send(boto3.client("ses"), COMPLAINT)
    [message], [notice] = active.outbox, active.notices
    mime = email.message_from_bytes(notice.raw)
    text, report, original = parts(notice)

    assert header_names(mime) == [*OUTER, "Feedback-ID", "X-SES-Outgoing"]
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
def test_a_complaint_names_the_mail_from_domain(status: str) -> None:
    """It is the identity's own once its record was found."""
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
    """What is attached to it has ids in it, so that only its type is told."""
    for _ in range(2):
        send(ses, COMPLAINT)
    first, second = (notice.snapshot() for notice in mocked.notices)

    assert first == second
    assert first["attachments"] == [
        {"content_type": "message/feedback-report", "file_name": None},
        {"content_type": "message/rfc822", "file_name": None},
    ]


def test_a_complaint_of_a_provider_is_a_report_in_its_words(mocked: SesMock, ses: SESClient) -> None:
    """Only the simulator writes that it is an example."""
    send(ses, "ada@example.net")
    mocked.outbox[0].complain("virus")
    [notice] = mocked.notices

    assert notice.subject == "complaint about message from 54.240.48.102"
    assert notice.find("^This is an email abuse report for an email message from amazonses.com on ")
    assert b"\r\nFeedback-Type: virus\r\nUser-Agent: Example Feedback Loop (V0.01)\r\n" in notice.raw


def test_automatic_replies_are_forwarded_by_mail(mocked: SesMock, ses: SESClient) -> None:
    """They are no failures."""
    send(ses, OOTO)
    notice = mocked.notices.only(to="sender@example.com")

    assert notice.subject == "Automatic reply: Subject Test"
    assert notice.text == f"This is an automatic reply of the following recipients:\n{OOTO}\n"


def test_deliveries_are_not_mailed(mocked: SesMock, ses: SESClient) -> None:
    """They go to topics only."""
    send(ses, SUCCESS)

    assert len(mocked.notices) == 0


def test_mail_that_is_kept_back_is_forwarded_too(mocked: SesMock, ses: SESClient) -> None:
    """A suppressed recipient is a bounce, or a complaint without a report."""
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
    """The one that the call names, before the sender."""
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
    """In that order: a Return-Path header counts only if the call names no source."""
    return_path = f"Return-Path: {header}\r\n" if header else ""
    raw = f"{return_path}From: from@example.com\r\nTo: {BOUNCE}\r\nSubject: s\r\n\r\nHi".encode()
    ses.send_raw_email(RawMessage={"Data": raw}, **({"Source": source} if source else {}))  # type: ignore[arg-type]

    assert [notice.to for notice in mocked.notices] == [(expected,)]


def forwarded(mocked: SesMock, ses: SESClient, **options: Any) -> bool:
    """Send what bounces; return whether that is mailed."""
    send(ses, BOUNCE, **options)
    return len(mocked.notices) == 1


def test_with_forwarding_on_topics_and_mail_both_tell(mocked: SesMock, ses: SESClient) -> None:
    """A topic does not switch the mail off."""
    subscribe(ses, "example.com", "Bounce")

    assert forwarded(mocked, ses)
    assert len(notifications(mocked)) == 1


def test_with_forwarding_off_topics_tell(mocked: SesMock, ses: SESClient) -> None:
    """SES v1 lets it be switched off only if bounces and complaints have topics."""
    subscribe(ses, "example.com", "Bounce")
    subscribe(ses, "example.com", "Complaint")
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)

    assert not forwarded(mocked, ses)


def switch_off_by_v2() -> None:
    """Switch forwarding off, whether there is another channel or not."""
    boto3.client("sesv2").put_email_identity_feedback_attributes(
        EmailIdentity="example.com", EmailForwardingEnabled=False
    )


def test_without_another_channel_mail_tells_even_if_it_is_off(mocked: SesMock, ses: SESClient) -> None:
    """Nobody is left without feedback."""
    switch_off_by_v2()

    assert forwarded(mocked, ses)


@pytest.mark.parametrize(("types", "mailed"), [(["bounce"], False), (["send", "complaint"], True)])
def test_an_event_destination_is_another_channel(
    mocked: SesMock, ses: SESClient, types: Any, mailed: bool
) -> None:
    """If it takes events of the type."""
    switch_off_by_v2()
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

    assert forwarded(mocked, ses, ConfigurationSetName="news") is mailed
