"""SendBounce in SES v1."""

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


def bounce_parameters(received: Any, *recipients: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return the parameters of SendBounce."""
    return {
        "OriginalMessageId": getattr(received, "message_id", received),
        "BounceSender": "Mailer <mailer@example.com>",
        "BouncedRecipientInfoList": list(recipients or [BOUNCED]),
        **others,
    }


def list_parts(message: Any) -> list[Any]:
    """Return the parts of a report: the text, the message fields, each recipient's fields and the original header."""
    text, status, original = message.mime.iter_parts()
    return [text, *status.get_payload(), original]


def test_a_bounce_is_a_report_in_the_outbox(ses: SESClient, mocked: SesMock) -> None:
    """A bounce is a delivery report to the envelope sender, and appears in the outbox."""
    received = receive(source="bounces@example.org")
    response = ses.send_bounce(**bounce_parameters(received))
    [message] = mocked.outbox
    text, status, recipient, original = list_parts(message)

    assert (message.message_id, message.operation) == (response["MessageId"], "SendBounce")
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
def test_each_bounce_type_has_a_status(
    ses: SESClient, mocked: SesMock, bounce_type: str, status: str
) -> None:
    """Each bounce type has its own status code."""
    ses.send_bounce(**bounce_parameters(receive(), {**BOUNCED, "BounceType": bounce_type}))

    assert list_parts(mocked.outbox[0])[2]["Status"] == status


def test_a_report_contains_the_fields_of_the_request(ses: SESClient, mocked: SesMock) -> None:
    """The fields of the request appear in the report, and override the bounce type."""
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
        **bounce_parameters(
            received,
            {**BOUNCED, "RecipientDsnFields": fields},
            {"Recipient": "help@EXAMPLE.COM", "RecipientDsnFields": FIELDS},
            Explanation="Später.",
            MessageDsn=dsn,
        )
    )
    text, status, first, second, _ = list_parts(mocked.outbox[0])

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


def test_values_cannot_inject_fields(ses: SESClient, mocked: SesMock) -> None:
    """Line breaks in a value cannot add a field to the report."""
    injection = "x\r\n\r\n--evil\r\nX-Evil: 1"
    ses.send_bounce(
        **bounce_parameters(
            receive(),
            {**BOUNCED, "RecipientDsnFields": {**FIELDS, "Status": injection, "RemoteMta": injection}},
            MessageDsn={"ReportingMta": injection},
            Explanation=injection,
        )
    )
    text, status, recipient, _ = list_parts(mocked.outbox[0])

    assert "X-Evil" not in status
    assert recipient.keys() == ["Final-Recipient", "Action", "Status", "Remote-MTA"]
    assert "X-Evil: 1" in text.get_content()


def test_a_bounce_counts_toward_the_quota_and_has_no_events(ses: SESClient, mocked: SesMock) -> None:
    """A bounce counts toward the quota and has no events."""
    ses.send_bounce(**bounce_parameters(receive()))

    assert ses.get_send_quota()["SentLast24Hours"] == 1
    assert list(mocked.events) == list(mocked.outbox[0].events) == []


def test_mail_can_be_bounced_for_24_hours(ses: SESClient, mocked: SesMock) -> None:
    """Mail can be bounced several times within 24 hours, but not later."""
    received = receive()
    mocked.clock.shift(hours=23, minutes=59)
    ses.send_bounce(**bounce_parameters(received))
    ses.send_bounce(**bounce_parameters(received))
    mocked.clock.shift(minutes=2)

    assert refusal(ses.send_bounce, **bounce_parameters(received)) == (
        "MessageRejected",
        f"Failed to generate a bounce for {received.message_id}. "
        "The original message was not received in the last 24 hours.",
    )


@pytest.mark.parametrize("options", [{"recipients": "a@example.org"}, {"region": "eu-west-1"}])
def test_other_mail_cannot_be_bounced(ses: SESClient, options: dict[str, Any]) -> None:
    """Mail that was refused, received elsewhere or never received cannot be bounced."""
    expected = (
        "Failed to generate a bounce for {}. The original message was not received in the last 24 hours."
    )
    elsewhere = boto3.client("ses", region_name="eu-west-1")
    elsewhere.create_receipt_rule_set(RuleSetName="inbound")
    elsewhere.create_receipt_rule(RuleSetName="inbound", Rule={"Name": "one", "Enabled": True})
    elsewhere.set_active_receipt_rule_set(RuleSetName="inbound")
    received = receive(**options)

    for message_id in (received.message_id, "x"):
        error = refusal(ses.send_bounce, **bounce_parameters(message_id))
        assert error == ("MessageRejected", expected.format(message_id))


def test_the_sender_must_be_verified(ses: SESClient) -> None:
    """The bounce sender is checked before the message ID."""
    assert refusal(ses.send_bounce, **bounce_parameters("x", BounceSender="Bo <a@example.org>")) == (
        "MessageRejected",
        "Failed to generate a bounce for x. The following identities are not verified: Bo <a@example.org>",
    )


def test_another_account_can_authorize_the_sender(ses: SESClient, mocked: SesMock) -> None:
    """Another account can authorize the sender with a policy of its identity, whose ARN is in the request."""
    arn = "arn:aws:ses:us-east-1:210987654321:identity/example.net"
    mocked.accounts.bind("OTHER", "210987654321")
    client = boto3.client("ses", aws_access_key_id="OTHER", aws_secret_access_key="x")
    client.verify_domain_identity(Domain="example.net")
    call = bounce_parameters(receive(), BounceSender="a@example.net", BounceSenderArn=arn)
    policy = (
        '{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},'
        '"Action":"ses:SendBounce","Resource":"%s"}}'
    )
    error = refusal(ses.send_bounce, **call)
    client.put_identity_policy(Identity="example.net", PolicyName="a", Policy=policy % arn)
    ses.send_bounce(**call)

    assert error[0] == "AccessDenied"
    assert mocked.outbox[0].sender == "a@example.net"


def test_a_bounce_is_for_recipients_of_the_mail(ses: SESClient, mocked: SesMock) -> None:
    """The bounced recipient or its final recipient must be a recipient of the mail."""
    received = receive()
    fields = {**FIELDS, "FinalRecipient": "info@example.com"}
    ses.send_bounce(
        **bounce_parameters(received, {"Recipient": "alias@example.com", "RecipientDsnFields": fields})
    )

    assert list_parts(mocked.outbox[0])[2]["Final-Recipient"] == "rfc822; info@example.com"
    assert refusal(
        ses.send_bounce, **bounce_parameters(received, BOUNCED, {**BOUNCED, "Recipient": "b@example.com"})
    ) == (
        "MessageRejected",
        f"Failed to generate a bounce for {received.message_id}. "
        "b@example.com was not a recipient of the original message.",
    )


def test_mail_without_a_sender_cannot_be_bounced(ses: SESClient) -> None:
    """Mail without an envelope sender has nowhere to bounce to."""
    received = receive(MAIL, source="")

    assert refusal(ses.send_bounce, **bounce_parameters(received)) == (
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
def test_an_invalid_request_is_refused(ses: SESClient, change: dict[str, Any], message: str) -> None:
    """An invalid request is refused before the message is looked up."""
    assert refusal(ses.send_bounce, **bounce_parameters("x", **change)) == ("InvalidParameterValue", message)


def test_unknown_enum_values_are_refused(ses: SESClient) -> None:
    """Unknown enum values are refused together."""
    fields = {**FIELDS, "Action": "lost"}
    call = bounce_parameters("x", {**BOUNCED, "BounceType": "Late", "RecipientDsnFields": fields})
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


def test_a_stopped_account_sends_no_bounces(ses: SESClient, mocked: SesMock) -> None:
    """An account that is paused or over its quota sends no bounces."""
    received = receive()
    mocked.account.sending_enabled = False
    paused = refusal(ses.send_bounce, **bounce_parameters(received))
    mocked.account.sending_enabled = True
    mocked.account.max_24_hour_send = 0

    assert paused[0] == "AccountSendingPausedException"
    assert refusal(ses.send_bounce, **bounce_parameters(received)) == (
        "Throttling",
        "Daily message quota exceeded.",
    )


def test_a_bounce_has_no_insights(ses: SESClient) -> None:
    """A bounce has no message insights, and no row in an export."""
    message_id = ses.send_bounce(**bounce_parameters(receive(source="bounces@example.org")))["MessageId"]
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
