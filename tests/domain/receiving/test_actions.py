"""What actions do, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.receiving import BUCKET, FUNCTION, MAIL, TOPIC, add_rule, receive, ses

if TYPE_CHECKING:
    from collections.abc import Iterator

STOP = {"StopAction": {"Scope": "RuleSet"}}
BOUNCE = {
    "BounceAction": {
        "SmtpReplyCode": "550",
        "StatusCode": "5.1.1",
        "Message": "Mailbox does not exist: ü",
        "Sender": "Mailer <mailer@example.com>",
    }
}


@pytest.fixture(autouse=True)
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


def header(name: str, value: str) -> dict[str, Any]:
    """Return an action that adds a header."""
    return {"AddHeaderAction": {"HeaderName": name, "HeaderValue": value}}


def function(invocation_type: str = "Event", arn: str = FUNCTION) -> dict[str, Any]:
    """Return an action that invokes a function."""
    return {"LambdaAction": {"FunctionArn": arn, "InvocationType": invocation_type}}


def ran(received: Any) -> list[tuple[str, str]]:
    """Return what ran: rule and type."""
    return [(run.rule, run.type) for run in received.actions]


def test_rules_and_actions_run_in_their_order() -> None:
    """All of them unless one stops the others."""
    add_rule(header("X-A", "1"), BUCKET, name="one")
    add_rule(BUCKET, name="off", Enabled=False)
    add_rule({"SNSAction": {"TopicArn": TOPIC}}, name="two")

    assert ran(receive()) == [("one", "AddHeader"), ("one", "S3"), ("two", "SNS")]


def test_stop_ends_the_rule_set() -> None:
    """Rules behind it do not run."""
    add_rule(BUCKET, STOP, name="one")
    add_rule(BUCKET, name="two")

    assert ran(receive()) == [("one", "S3"), ("one", "Stop")]


def test_a_stop_is_for_mail_that_its_rule_is_for() -> None:
    """Other mail goes on."""
    add_rule(STOP, name="one", Recipients=["stop@example.com"])
    add_rule(BUCKET, name="two")

    assert ran(receive()) == [("two", "S3")]


def test_an_added_header_is_for_later_actions() -> None:
    """It stands in front of all others, a later one in front of an earlier one."""
    add_rule(BUCKET, header("X-A", "1"), BUCKET, header("X-B", "ü"), BUCKET)
    received = receive()
    before, with_a, with_both = (stored.body for stored in received.s3_objects)

    assert before.startswith(b"Return-Path:")
    assert with_a == b"X-A: 1\r\n" + before
    assert with_both == received.raw == "X-B: ü\r\n".encode() + with_a
    assert (received.headers["X-A"], received.headers["X-B"]) == ("1", "ü")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, ["one: Lambda", "one: S3", "two: S3"]),
        ({"disposition": "CONTINUE"}, ["one: Lambda", "one: S3", "two: S3"]),
        ({"disposition": "STOP_RULE"}, ["one: Lambda", "two: S3"]),
        ({"disposition": "STOP_RULE_SET"}, ["one: Lambda"]),
        ({"disposition": "stop_rule"}, ["one: Lambda", "one: S3", "two: S3"]),
        ({"disposition": ["STOP_RULE"]}, ["one: Lambda", "one: S3", "two: S3"]),
        ("STOP_RULE", ["one: Lambda", "one: S3", "two: S3"]),
        ([1], ["one: Lambda", "one: S3", "two: S3"]),
    ],
)
def test_the_answer_of_a_function_is_obeyed(ses_mock: SesMock, answer: object, expected: list[str]) -> None:
    """Anything but the words of SES means to go on."""
    ses_mock.on_lambda(FUNCTION, lambda event, context: answer)
    add_rule(function("RequestResponse"), BUCKET, name="one")
    add_rule(BUCKET, name="two")
    received = receive()

    assert [f"{rule}: {kind}" for rule, kind in ran(received)] == expected
    assert received.actions[0].answer == answer


def test_the_answer_to_an_event_does_not_matter(ses_mock: SesMock) -> None:
    """SES does not wait for it."""
    ses_mock.on_lambda(FUNCTION, lambda event, context: {"disposition": "STOP_RULE_SET"})
    add_rule(function(), BUCKET)

    assert ran(receive()) == [("rule", "Lambda"), ("rule", "S3")]


def test_a_function_gets_event_and_context(ses_mock: SesMock) -> None:
    """The event is its own to change; the context is as Lambda's."""
    calls: list[Any] = []

    def handler(event: Any, context: Any) -> None:
        calls.append((event.copy(), context))
        event["Records"].clear()

    ses_mock.on_lambda(FUNCTION, handler)
    add_rule(function())
    received = receive()
    [(event, context)] = calls
    remaining = context.get_remaining_time_in_millis()
    ses_mock.clock.shift(seconds=20)

    assert received.lambda_event["Records"]
    assert event.keys() == {"Records"}
    assert (context.function_name, context.function_version) == ("inbound", "$LATEST")
    assert (context.invoked_function_arn, context.memory_limit_in_mb) == (FUNCTION, "128")
    assert context.log_group_name == "/aws/lambda/inbound"
    assert "[$LATEST]" in context.log_stream_name
    assert (context.identity, context.client_context) == (None, None)
    assert context.aws_request_id in repr(context)
    assert 25_000 < remaining <= 30_000
    assert context.get_remaining_time_in_millis() <= 10_000
    ses_mock.clock.shift(seconds=20)
    assert context.get_remaining_time_in_millis() == 0


@pytest.mark.parametrize(
    ("registered", "invoked", "called"),
    [
        (FUNCTION, FUNCTION, True),
        (FUNCTION, f"{FUNCTION}:live", True),
        (f"{FUNCTION}:1", FUNCTION, True),
        ("inbound", FUNCTION, True),
        ("inbound", FUNCTION.replace("us-east-1", "eu-west-1"), True),
        (FUNCTION, FUNCTION.replace("us-east-1", "eu-west-1"), False),
        ("other", FUNCTION, False),
    ],
)
def test_a_function_is_known_by_arn_or_name(
    ses_mock: SesMock, registered: str, invoked: str, called: bool
) -> None:
    """Versions and aliases do not matter."""
    calls: list[object] = []
    ses_mock.on_lambda(registered, lambda event, context: calls.append(event))
    add_rule(function(arn=invoked))
    receive()

    assert bool(calls) is called


def test_the_arn_goes_before_the_name_and_the_last_function_before_others(ses_mock: SesMock) -> None:
    """A function may be replaced."""
    calls: list[str] = []
    ses_mock.on_lambda("inbound", lambda event, context: calls.append("name"))
    add_rule(function())
    receive()
    ses_mock.on_lambda(FUNCTION, lambda event, context: calls.append("first"))
    ses_mock.on_lambda(FUNCTION, lambda event, context: calls.append("second"))
    receive()

    assert calls == ["name", "second"]


async def _asynchronous(event: object, context: object) -> None:
    """Do nothing."""


@pytest.mark.parametrize(
    ("arn", "handler", "error", "text"),
    [
        (TOPIC, print, ValueError, "arn must be the ARN or the name of a Lambda function.*got 'arn:aws:sns"),
        ("", print, ValueError, "got ''"),
        ("a:b", print, ValueError, "got 'a:b'"),
        ("arn:aws:lambda", print, ValueError, "got 'arn:aws:lambda'"),
        ("arn:aws:lambda:us-east-1:123456789012:layer:a", print, ValueError, "arn must be"),
        ("arn:aws:lambda:us-east-1:123456789012:function:", print, ValueError, "arn must be"),
        (None, print, ValueError, "got None"),
        (FUNCTION, None, TypeError, "handler must be a function of event and context, got None"),
        (FUNCTION, _asynchronous, TypeError, "handler is called, not awaited"),
    ],
)
def test_what_cannot_be_played_is_an_error(
    ses_mock: SesMock, arn: Any, handler: Any, error: type[Exception], text: str
) -> None:
    """It says what was expected."""
    with pytest.raises(error, match=text):
        ses_mock.on_lambda(arn, handler)


def test_what_a_function_raises_reaches_the_caller_at_the_end(ses_mock: SesMock) -> None:
    """All rules have run then, as though it had answered nothing; of several errors the first is raised."""

    def fail(event: Any, context: Any) -> None:
        raise ZeroDivisionError(context.function_name)

    ses_mock.on_lambda("first", fail)
    ses_mock.on_lambda("second", fail)
    arn = FUNCTION.removesuffix("inbound")
    add_rule(function("RequestResponse", f"{arn}first"), BUCKET, name="one")
    add_rule(function("Event", f"{arn}second"), BUCKET, name="two")
    with pytest.raises(ZeroDivisionError, match="first"):
        receive()
    [received] = ses_mock.received

    assert ran(received) == [("one", "Lambda"), ("one", "S3"), ("two", "Lambda"), ("two", "S3")]
    assert [str(run.error) for run in received.actions] == ["first", "None", "second", "None"]


def test_what_a_publish_function_raises_reaches_the_caller_at_the_end() -> None:
    """The notification stays on record."""

    def refuse(publication: Any) -> None:
        raise ZeroDivisionError(publication.purpose)

    with mock_ses(identities=["example.com"], isolated=True, publish=refuse) as active:
        with pytest.raises(ZeroDivisionError, match="confirmation"):
            add_rule({"SNSAction": {"TopicArn": TOPIC}}, BUCKET)
        with pytest.raises(ZeroDivisionError, match="receipt"):
            receive()
        [received] = active.received

    assert ran(received) == [("rule", "SNS"), ("rule", "S3")]
    assert [publication.purpose for publication in active.publications] == ["confirmation", "receipt"]


def test_a_function_may_answer_by_ses_and_be_answered(ses_mock: SesMock) -> None:
    """No lock is held: it may call SES, hand in mail, and look at the mail that it is about."""

    def handler(event: Any, context: Any) -> None:
        received = ses_mock.received[-1]
        boto3.client("ses").send_bounce(
            OriginalMessageId=event["Records"][0]["ses"]["mail"]["messageId"],
            BounceSender="mailer@example.com",
            BouncedRecipientInfoList=[{"Recipient": str(received.recipients[0]), "BounceType": "Undefined"}],
        )
        if received.subject != "Again":
            receive("From: ada@example.net\nTo: info@example.com\nSubject: Again\n\n")

    ses_mock.on_lambda(FUNCTION, handler)
    add_rule(function())
    receive()

    assert [mail.subject for mail in ses_mock.received] == ["Hello", "Again"]
    assert ses_mock.outbox.count(to="ada@example.net") == 2


def test_a_bounce_action_reports_to_the_sender(ses_mock: SesMock) -> None:
    """The report is a notice; rules go on, as bouncing does not stop them."""
    add_rule(BOUNCE, BUCKET)
    received = receive(recipients=["info@example.com", "help@example.com"], source="bounces@example.org")
    [report] = ses_mock.notices
    text, status, original = report.mime.iter_parts()
    [message, *recipients] = status.get_payload()

    assert received.bounces == (report,)
    assert ran(received) == [("rule", "Bounce"), ("rule", "S3")]
    assert (report.recipients, report.sender) == (("bounces@example.org",), "Mailer <mailer@example.com>")
    assert report.subject == "Delivery Status Notification (Failure)"
    assert report.mime["To"] == "bounces@example.org"
    assert report.mime.get_content_type() == "multipart/report"
    assert report.mime.get_param("report-type") == "delivery-status"
    assert text.get_content().strip() == "Mailbox does not exist: ü"
    assert message["Reporting-MTA"] == "dns; inbound-smtp.us-east-1.amazonaws.com"
    assert [
        [each["Final-Recipient"], each["Action"], each["Status"], each["Diagnostic-Code"].rpartition(":")[0]]
        for each in recipients
    ] == [
        [f"rfc822; {recipient}", "failed", "5.1.1", "smtp; 550 5.1.1 Mailbox does not exist"]
        for recipient in ("info@example.com", "help@example.com")
    ]
    assert original.get_content_type() == "text/rfc822-headers"
    assert "Subject: Hello" in original.get_content()


def test_a_bounce_without_a_status_has_that_of_its_code(ses_mock: SesMock) -> None:
    """As far as it says anything."""
    members = {"SmtpReplyCode": "450", "Message": "Later", "Sender": "mailer@example.com"}
    add_rule({"BounceAction": members})
    receive()

    assert b"Status: 4.0.0\r\nDiagnostic-Code: smtp; 450 4.0.0 Later\r\n" in ses_mock.notices[0].raw


def test_mail_without_a_sender_is_not_bounced(ses_mock: SesMock) -> None:
    """It is a bounce itself."""
    add_rule(BOUNCE, {"SNSAction": {"TopicArn": TOPIC}})
    received = receive(MAIL + "x" * 200_000, source="")

    assert (received.bounces, len(ses_mock.notices), received.notifications) == ((), 0, ())


@pytest.mark.parametrize(("size", "published"), [(140_000, True), (160_000, False)])
@pytest.mark.parametrize(("region", "zone"), [("us-east-1", ""), ("eu-west-1", "eu-west-1.")])
def test_mail_that_is_too_large_for_a_topic_bounces(
    region: str, zone: str, size: int, published: bool
) -> None:
    """At 150 KB with its headers."""
    with mock_ses(identities=["example.com"], isolated=True, region=region) as active:
        add_rule({"SNSAction": {"TopicArn": f"arn:aws:sns:{region}:123456789012:inbound"}})
        received = receive(MAIL + "x" * size)

        assert len(received.notifications) == published
        assert [report.sender for report in active.notices] == (
            [] if published else [f"MAILER-DAEMON@{zone}amazonses.com"]
        )
        assert published or b"Status: 5.3.4" in active.notices[0].raw


def test_workmail_and_connect_stay_on_record() -> None:
    """Nobody plays them."""
    connect = "arn:aws:connect:us-east-1:123456789012:instance/fb7c1391-8c4a-4b3f-8f4e-2a7a5a3a1c11"
    add_rule(
        {"WorkmailAction": {"OrganizationArn": "arn:aws:workmail:us-east-1:123456789012:organization/m-1"}},
        {"ConnectAction": {"InstanceARN": connect, "IAMRoleARN": "arn:aws:iam::123456789012:role/inbound"}},
    )

    assert ran(receive()) == [("rule", "WorkMail"), ("rule", "Connect")]


def test_a_new_rule_tells_its_topics(ses_mock: SesMock) -> None:
    """And so does one that is changed; other actions do not. The mail is SES's own."""
    bucket = {"S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "mail", "TopicArn": TOPIC}}
    stop = {"StopAction": {"Scope": "RuleSet", "TopicArn": TOPIC}}
    add_rule(bucket, {"SNSAction": {"TopicArn": TOPIC}}, stop)
    ses().update_receipt_rule(RuleSetName="inbound", Rule={"Name": "rule", "Actions": [bucket]})
    import json

    found = [
        json.loads(publication.payload)
        for publication in ses_mock.publications.filter(purpose="confirmation")
    ]
    text = found[1]["content"]

    assert [each["receipt"]["action"]["type"] for each in found] == ["S3", "SNS", "S3"]
    assert {each["mail"]["messageId"] for each in found} == {"AMAZON_SES_SETUP_NOTIFICATION"}
    assert found[0]["receipt"]["action"]["objectKey"] == "mail/AMAZON_SES_SETUP_NOTIFICATION"
    assert [each["name"] for each in found[0]["mail"]["headers"]] == ["Date", "To", "From", "Subject"]
    assert text.endswith("Thank you for using Amazon SES!\r\n\r\nThe Amazon SES Team\n")
    assert "set up Amazon SES to deliver emails to this SNS topic.\r\n\r\nPlease note" in text
