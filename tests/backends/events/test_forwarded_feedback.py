"""Bounces and complaints that SES forwards by mail."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses
from tests import sending
from tests.backends.events.feedback import (
    BOUNCE,
    COMPLAINT,
    OOTO,
    SUCCESS,
    TOPIC,
    list_notifications,
    send,
    set_topic,
)

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SentMessage, SesMock


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
