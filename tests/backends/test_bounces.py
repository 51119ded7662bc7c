"""SendBounce by SES v1."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import current
from tests.receiving import MAIL, add_rule, receive
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock

AT = datetime(2026, 3, 3, 10, tzinfo=timezone.utc)
BOUNCED: dict[str, Any] = {"Recipient": "info@example.com", "BounceType": "DoesNotExist"}
FIELDS: dict[str, Any] = {"Action": "delayed", "Status": "4.4.1"}


@pytest.fixture(autouse=True)
def _rule(ses: SESClient) -> None:
    add_rule()


def parameters(received: Any, *recipients: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return the parameters of a bounce."""
    return {
        "OriginalMessageId": getattr(received, "message_id", received),
        "BounceSender": "Mailer <mailer@example.com>",
        "BouncedRecipientInfoList": list(recipients or [BOUNCED]),
        **others,
    }


def parts(message: Any) -> list[Any]:
    """Return the parts of a report: text, what concerns all recipients, each of them, and the header."""
    text, status, original = message.mime.iter_parts()
    return [text, *status.get_payload(), original]


def test_a_bounce_is_a_report_in_the_outbox(ses: SESClient, mocked: SesMock) -> None:
    """It goes to where the mail came from."""
    received = receive(source="bounces@example.org")
    answer = ses.send_bounce(**parameters(received))
    [message] = mocked.outbox
    text, status, recipient, original = parts(message)

    assert (message.message_id, message.operation) == (answer["MessageId"], "SendBounce")
    assert (message.to, message.recipients) == (("bounces@example.org",),) * 2
    assert (message.sender, message.mime["From"]) == ("Mailer <mailer@example.com>",) * 2
    assert message.subject == "Delivery Status Notification (Failure)"
    assert message.mime.get_content_type() == "multipart/report"
    assert text.get_content().strip() == "This message could not be delivered."
    assert dict(status) == {"Reporting-MTA": "dns; inbound-smtp.us-east-1.amazonaws.com"}
    assert dict(recipient) == {
        "Final-Recipient": "rfc822; info@example.com",
        "Action": "failed",
        "Status": "5.1.1",
    }
    assert original.get_content_type() == "text/rfc822-headers"
    assert "Subject: Hello" in original.get_content()
    assert set(message.outcomes.values()) == {"delivered"}


@pytest.mark.parametrize(
    ("bounce_type", "status"),
    [
        ("DoesNotExist", "5.1.1"),
        ("MessageTooLarge", "5.3.4"),
        ("ExceededQuota", "5.2.2"),
        ("ContentRejected", "5.6.1"),
        ("Undefined", "5.0.0"),
        ("TemporaryFailure", "4.0.0"),
    ],
)
def test_a_type_of_bounces_has_a_status(
    ses: SESClient, mocked: SesMock, bounce_type: str, status: str
) -> None:
    """Each its own."""
    ses.send_bounce(**parameters(receive(), {**BOUNCED, "BounceType": bounce_type}))

    assert parts(mocked.outbox[0])[2]["Status"] == status


def test_a_report_says_what_the_caller_says(ses: SESClient, mocked: SesMock) -> None:
    """Of the mail, and of each recipient; the fields go before the type."""
    fields = {
        **FIELDS,
        "FinalRecipient": "real@example.org",
        "RemoteMta": "dns; mx.example.org",
        "DiagnosticCode": "smtp; 451 4.4.1\r\n try later",
        "LastAttemptDate": AT,
        "ExtensionFields": [{"Name": "X-Try", "Value": "3"}],
    }
    dsn = {
        "ReportingMta": "dns; mta.example.com",
        "ArrivalDate": AT,
        "ExtensionFields": [{"Name": "X-Id", "Value": "ü"}],
    }
    received = receive(recipients=["info@example.com", "help@example.com"])
    ses.send_bounce(
        **parameters(
            received,
            {**BOUNCED, "RecipientDsnFields": fields},
            {"Recipient": "HELP@EXAMPLE.COM".replace("HELP", "help"), "RecipientDsnFields": FIELDS},
            Explanation="Später.",
            MessageDsn=dsn,
        )
    )
    text, status, first, second, _ = parts(mocked.outbox[0])

    assert text.get_content().strip() == "Später."
    assert list(status.items())[:2] == [
        ("Reporting-MTA", "dns; mta.example.com"),
        ("Arrival-Date", "Tue, 03 Mar 2026 10:00:00 +0000"),
    ]
    assert status["X-Id"] == "ü"
    assert dict(first) == {
        "Final-Recipient": "rfc822; real@example.org",
        "Action": "delayed",
        "Status": "4.4.1",
        "Remote-MTA": "dns; mx.example.org",
        "Diagnostic-Code": "smtp; 451 4.4.1  try later",
        "Last-Attempt-Date": "Tue, 03 Mar 2026 10:00:00 +0000",
        "X-Try": "3",
    }
    assert second["Final-Recipient"] == "rfc822; help@EXAMPLE.COM"


def test_nothing_can_begin_a_line_of_its_own(ses: SESClient, mocked: SesMock) -> None:
    """Whatever a value holds, the report has the fields that it should have."""
    evil = "x\r\n\r\n--evil\r\nX-Evil: 1"
    ses.send_bounce(
        **parameters(
            receive(),
            {**BOUNCED, "RecipientDsnFields": {**FIELDS, "Status": evil, "RemoteMta": evil}},
            MessageDsn={"ReportingMta": evil},
            Explanation=evil,
        )
    )
    text, status, recipient, _ = parts(mocked.outbox[0])

    assert "X-Evil" not in status
    assert recipient.keys() == ["Final-Recipient", "Action", "Status", "Remote-MTA"]
    assert "X-Evil: 1" in text.get_content()


def test_a_bounce_counts_and_has_no_events(ses: SESClient, mocked: SesMock) -> None:
    """It is a message like others for the quota alone."""
    ses.send_bounce(**parameters(receive()))

    assert ses.get_send_quota()["SentLast24Hours"] == 1
    assert list(mocked.events) == list(mocked.outbox[0].events) == []


def test_a_mail_may_be_bounced_for_24_hours(ses: SESClient, mocked: SesMock) -> None:
    """And more than once."""
    received = receive()
    mocked.clock.shift(hours=23, minutes=59)
    ses.send_bounce(**parameters(received))
    ses.send_bounce(**parameters(received))
    mocked.clock.shift(minutes=2)

    assert refusal(ses.send_bounce, **parameters(received)) == (
        "MessageRejected",
        f"Failed to generate a bounce for {received.message_id}. "
        "The original message was not received in the last 24 hours.",
    )


@pytest.mark.parametrize("options", [{"recipients": "a@example.org"}, {"region": "eu-west-1"}])
def test_other_mail_cannot_be_bounced(ses: SESClient, options: dict[str, Any]) -> None:
    """Not what was refused, nor what arrived elsewhere, nor what never was."""
    expected = (
        "Failed to generate a bounce for {}. The original message was not received in the last 24 hours."
    )
    elsewhere = boto3.client("ses", region_name="eu-west-1")
    elsewhere.create_receipt_rule_set(RuleSetName="inbound")
    elsewhere.create_receipt_rule(RuleSetName="inbound", Rule={"Name": "one", "Enabled": True})
    elsewhere.set_active_receipt_rule_set(RuleSetName="inbound")
    received = receive(**options)

    for message_id in (received.message_id, "x"):
        refused = refusal(ses.send_bounce, **parameters(message_id))
        assert refused == ("MessageRejected", expected.format(message_id))


def test_the_sender_must_be_verified(ses: SESClient) -> None:
    """It is checked before the mail is looked for."""
    assert refusal(ses.send_bounce, **parameters("x", BounceSender="Bo <a@example.org>")) == (
        "MessageRejected",
        "Failed to generate a bounce for x. The following identities are not verified: Bo <a@example.org>",
    )


def test_another_account_may_let_its_identity_be_used(ses: SESClient, mocked: SesMock) -> None:
    """By a policy, which the ARN of the sender's identity leads to."""
    arn = "arn:aws:ses:us-east-1:210987654321:identity/example.net"
    mocked.accounts.bind("OTHER", "210987654321")
    client = boto3.client("ses", aws_access_key_id="OTHER", aws_secret_access_key="x")
    client.verify_domain_identity(Domain="example.net")
    call = parameters(receive(), BounceSender="a@example.net", BounceSenderArn=arn)
    policy = (
        '{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},'
        '"Action":"ses:SendBounce","Resource":"%s"}}'
    )
    refused = refusal(ses.send_bounce, **call)
    client.put_identity_policy(Identity="example.net", PolicyName="a", Policy=policy % arn)
    ses.send_bounce(**call)

    assert refused[0] == "AccessDenied"
    assert mocked.outbox[0].sender == "a@example.net"


def test_a_bounce_is_for_recipients_of_the_mail(ses: SESClient, mocked: SesMock) -> None:
    """The final recipient may be one instead."""
    received = receive()
    fields = {**FIELDS, "FinalRecipient": "info@example.com"}
    ses.send_bounce(**parameters(received, {"Recipient": "alias@example.com", "RecipientDsnFields": fields}))

    assert parts(mocked.outbox[0])[2]["Final-Recipient"] == "rfc822; info@example.com"
    assert refusal(
        ses.send_bounce, **parameters(received, BOUNCED, {**BOUNCED, "Recipient": "b@example.com"})
    ) == (
        "MessageRejected",
        f"Failed to generate a bounce for {received.message_id}. "
        "b@example.com was not a recipient of the original message.",
    )


def test_mail_without_a_sender_cannot_be_bounced(ses: SESClient) -> None:
    """Nobody would get the report."""
    received = receive(MAIL, source="")

    assert refusal(ses.send_bounce, **parameters(received)) == (
        "MessageRejected",
        f"Failed to generate a bounce for {received.message_id}. The original message has no sender to bounce to.",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"BounceSender": "x"}, "Missing final '@domain'"),
        ({"BouncedRecipientInfoList": []}, "BouncedRecipientInfoList must not be empty."),
        ({"BouncedRecipientInfoList": [{**BOUNCED, "Recipient": "a@"}]}, "Missing domain"),
        (
            {
                "BouncedRecipientInfoList": [
                    {**BOUNCED, "RecipientDsnFields": {**FIELDS, "FinalRecipient": "rfc822; a@example.com"}}
                ]
            },
            "Missing final '@domain'",
        ),
        (
            {"BouncedRecipientInfoList": [{"Recipient": "info@example.com"}]},
            "Either BounceType or RecipientDsnFields must be specified for info@example.com.",
        ),
        *[
            (
                {"MessageDsn": {"ReportingMta": "a", "ExtensionFields": [{"Name": name, "Value": value}]}},
                f"Invalid extension field: {name}",
            )
            for name, value in [
                ("X A", "1"),
                ("X-A:", "1"),
                ("a" * 51, "1"),
                ("X-A", "a" * 2049),
                ("X-A", "a\nb"),
            ]
        ],
        (
            {
                "BouncedRecipientInfoList": [
                    {
                        **BOUNCED,
                        "RecipientDsnFields": {**FIELDS, "ExtensionFields": [{"Name": "", "Value": ""}]},
                    }
                ]
            },
            "Invalid extension field: ",
        ),
        (
            {"BouncedRecipientInfoList": [{**BOUNCED, "RecipientArn": "x"}]},
            "Invalid ARN <x>.",
        ),
    ],
)
def test_a_request_that_is_none_is_refused(ses: SESClient, change: dict[str, Any], message: str) -> None:
    """Before anything is looked up."""
    assert refusal(ses.send_bounce, **parameters("x", **change)) == ("InvalidParameterValue", message)


def test_words_that_there_are_not_are_refused(ses: SESClient) -> None:
    """All of them at once."""
    fields = {**FIELDS, "Action": "lost"}
    call = parameters("x", {**BOUNCED, "BounceType": "Late", "RecipientDsnFields": fields})
    at = (
        "Value at 'bouncedRecipientInfoList.1.member.{}' failed to satisfy constraint: Member must satisfy {}"
    )

    assert refusal(ses.send_bounce, **call) == (
        "ValidationError",
        "2 validation errors detected: "
        + at.format(
            "bounceType",
            "enum value set: [ContentRejected, DoesNotExist, ExceededQuota, MessageTooLarge, TemporaryFailure, "
            "Undefined]; ",
        )
        + at.format(
            "recipientDsnFields.action", "enum value set: [delayed, delivered, expanded, failed, relayed]"
        ),
    )


def test_an_account_that_is_stopped_bounces_nothing(ses: SESClient, mocked: SesMock) -> None:
    """Nor does one whose quota is used up."""
    received = receive()
    mocked.account.sending_enabled = False
    paused = refusal(ses.send_bounce, **parameters(received))
    mocked.account.sending_enabled = True
    mocked.account.max_24_hour_send = 0

    assert paused[0] == "AccountSendingPausedException"
    assert refusal(ses.send_bounce, **parameters(received)) == ("Throttling", "Daily message quota exceeded.")


def test_a_bounce_has_no_insights(ses: SESClient) -> None:
    """Nothing happens to it that has an event: SES knows no such message, and exports no row."""
    message_id = ses.send_bounce(**parameters(receive(source="bounces@example.org")))["MessageId"]
    sesv2 = boto3.client("sesv2")
    sesv2.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "ENABLED"})
    now = current().clock.now()
    period: Any = {"StartDate": now - timedelta(hours=1), "EndDate": now + timedelta(hours=1)}
    job_id = sesv2.create_export_job(
        ExportDataSource={"MessageInsightsDataSource": period}, ExportDestination={"DataFormat": "CSV"}
    )["JobId"]
    current().account.jobs[job_id].complete()

    assert refusal(sesv2.get_message_insights, MessageId=message_id)[0] == "NotFoundException"
    assert sesv2.get_export_job(JobId=job_id)["Statistics"] == {"ProcessedRecordsCount": 0}
