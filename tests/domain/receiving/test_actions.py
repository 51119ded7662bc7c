"""The actions of receipt rules, in order."""

from __future__ import annotations

import json
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


def header_action(name: str, value: str) -> dict[str, Any]:
    """Return an action that adds a header."""
    return {"AddHeaderAction": {"HeaderName": name, "HeaderValue": value}}


def lambda_action(invocation_type: str = "Event", arn: str = FUNCTION) -> dict[str, Any]:
    """Return an action that invokes a function."""
    return {"LambdaAction": {"FunctionArn": arn, "InvocationType": invocation_type}}


def list_runs(received: Any) -> list[tuple[str, str]]:
    """Return the rule and type of each action that ran."""
    return [(run.rule, run.type) for run in received.actions]


def test_rules_and_actions_run_in_order() -> None:
    """The actions of all enabled rules run in order."""
    add_rule(header_action("X-A", "1"), BUCKET, name="one")
    add_rule(BUCKET, name="off", Enabled=False)
    add_rule({"SNSAction": {"TopicArn": TOPIC}}, name="two")

    assert list_runs(receive()) == [("one", "AddHeader"), ("one", "S3"), ("two", "SNS")]


def test_stop_ends_the_rule_set() -> None:
    """After a stop action, no later rule runs."""
    add_rule(BUCKET, STOP, name="one")
    add_rule(BUCKET, name="two")

    assert list_runs(receive()) == [("one", "S3"), ("one", "Stop")]


def test_a_stop_affects_only_mail_that_matches_its_rule() -> None:
    """A stop action does not affect mail that its rule does not match."""
    add_rule(STOP, name="one", Recipients=["stop@example.com"])
    add_rule(BUCKET, name="two")

    assert list_runs(receive()) == [("two", "S3")]


def test_later_actions_see_an_added_header() -> None:
    """An added header comes before all others, and only later actions see it."""
    add_rule(BUCKET, header_action("X-A", "1"), BUCKET, header_action("X-B", "ü"), BUCKET)
    received = receive()
    before, with_a, with_both = (stored.body for stored in received.s3_objects)

    assert before.startswith(b"Return-Path:")
    assert with_a == b"X-A: 1\r\n" + before
    assert with_both == received.raw == "X-B: ü\r\n".encode() + with_a
    assert (received.headers["X-A"], received.headers["X-B"]) == ("1", "ü")


@pytest.mark.parametrize(
    # Spec: receiving.md §9.
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
def test_the_disposition_of_a_function_applies(
    ses_mock: SesMock, answer: object, expected: list[str]
) -> None:
    """SES continues unless a function returns STOP_RULE or STOP_RULE_SET."""
    ses_mock.on_lambda(FUNCTION, lambda event, context: answer)
    add_rule(lambda_action("RequestResponse"), BUCKET, name="one")
    add_rule(BUCKET, name="two")
    received = receive()

    assert [f"{rule}: {kind}" for rule, kind in list_runs(received)] == expected
    assert received.actions[0].answer == answer


def test_the_response_to_an_asynchronous_call_is_ignored(ses_mock: SesMock) -> None:
    """SES does not wait for the result of a function that it invokes with an event."""
    ses_mock.on_lambda(FUNCTION, lambda event, context: {"disposition": "STOP_RULE_SET"})
    add_rule(lambda_action(), BUCKET)

    assert list_runs(receive()) == [("rule", "Lambda"), ("rule", "S3")]


def test_a_function_receives_event_and_context(ses_mock: SesMock) -> None:
    """A function receives its own copy of the event, and a context like Lambda's."""
    calls: list[Any] = []

    def handler(event: Any, context: Any) -> None:
        calls.append((event.copy(), context))
        event["Records"].clear()

    ses_mock.on_lambda(FUNCTION, handler)
    add_rule(lambda_action())
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
    ("registered", "invoked", "is_called"),
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
def test_a_function_is_registered_by_arn_or_name(
    ses_mock: SesMock, registered: str, invoked: str, is_called: bool
) -> None:
    """A function that is registered by ARN or name is called regardless of its version or alias."""
    calls: list[object] = []
    ses_mock.on_lambda(registered, lambda event, context: calls.append(event))
    add_rule(lambda_action(arn=invoked))
    receive()

    assert bool(calls) is is_called


def test_an_arn_and_a_later_registration_take_precedence(ses_mock: SesMock) -> None:
    """The function that was registered last by ARN is called, rather than earlier ones or one registered by name."""
    calls: list[str] = []
    ses_mock.on_lambda("inbound", lambda event, context: calls.append("name"))
    add_rule(lambda_action())
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
def test_an_invalid_function_is_an_error(
    ses_mock: SesMock, arn: Any, handler: Any, error: type[Exception], text: str
) -> None:
    """An invalid ARN or handler raises an error that says what was expected."""
    with pytest.raises(error, match=text):
        ses_mock.on_lambda(arn, handler)


def test_the_error_of_a_function_is_raised_after_all_rules(ses_mock: SesMock) -> None:
    """If functions raise errors, all rules still run, and then the first error is raised."""

    def fail(event: Any, context: Any) -> None:
        raise ZeroDivisionError(context.function_name)

    ses_mock.on_lambda("first", fail)
    ses_mock.on_lambda("second", fail)
    arn = FUNCTION.removesuffix("inbound")
    add_rule(lambda_action("RequestResponse", f"{arn}first"), BUCKET, name="one")
    add_rule(lambda_action("Event", f"{arn}second"), BUCKET, name="two")
    with pytest.raises(ZeroDivisionError, match="first"):
        receive()
    [received] = ses_mock.received

    assert list_runs(received) == [("one", "Lambda"), ("one", "S3"), ("two", "Lambda"), ("two", "S3")]
    assert [str(run.error) for run in received.actions] == ["first", "None", "second", "None"]


def test_the_error_of_a_publish_function_is_raised_after_all_rules() -> None:
    """If a publish function raises an error, all rules still run, and then the error is raised."""

    def refuse(publication: Any) -> None:
        raise ZeroDivisionError(publication.purpose)

    with mock_ses(identities=["example.com"], isolated=True, publish=refuse) as active:
        with pytest.raises(ZeroDivisionError, match="confirmation"):
            add_rule({"SNSAction": {"TopicArn": TOPIC}}, BUCKET)
        with pytest.raises(ZeroDivisionError, match="receipt"):
            receive()
        [received] = active.received

    assert list_runs(received) == [("rule", "SNS"), ("rule", "S3")]
    assert [publication.purpose for publication in active.publications] == ["confirmation", "receipt"]


def test_a_function_can_call_ses_and_receive_mail(ses_mock: SesMock) -> None:
    """A function can call SES, receive mail and read the current mail, since it runs without the mock's lock."""

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
    add_rule(lambda_action())
    receive()

    assert [mail.subject for mail in ses_mock.received] == ["Hello", "Again"]
    assert ses_mock.outbox.count(to="ada@example.net") == 2


def test_a_bounce_action_reports_to_the_sender(ses_mock: SesMock) -> None:
    """A bounce action sends a report to the envelope sender, and later actions still run."""
    add_rule(BOUNCE, BUCKET)
    received = receive(recipients=["info@example.com", "help@example.com"], source="bounces@example.org")
    [report] = ses_mock.notices
    text, status, original = report.mime.iter_parts()
    [message, *recipients] = status.get_payload()

    assert received.bounces == (report,)
    assert list_runs(received) == [("rule", "Bounce"), ("rule", "S3")]
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


def test_a_bounce_without_a_status_derives_it_from_the_reply_code(ses_mock: SesMock) -> None:
    """If a bounce action has no status code, the report has one that is derived from the SMTP reply code."""
    # RFC 3463 §2: the first digit of a status is the class, which is also the first digit of an SMTP reply.
    members = {"SmtpReplyCode": "450", "Message": "Later", "Sender": "mailer@example.com"}
    add_rule({"BounceAction": members})
    receive()

    assert b"Status: 4.0.0\r\nDiagnostic-Code: smtp; 450 4.0.0 Later\r\n" in ses_mock.notices[0].raw


def test_mail_without_a_sender_is_not_bounced(ses_mock: SesMock) -> None:
    """Mail with an empty envelope sender is not bounced, since it is a bounce itself."""
    # RFC 5321 §4.5.5: reports have an empty reverse-path, which prevents loops.
    add_rule(BOUNCE, {"SNSAction": {"TopicArn": TOPIC}})
    received = receive(MAIL + "x" * 200_000, source="")

    assert (received.bounces, len(ses_mock.notices), received.notifications) == ((), 0, ())


@pytest.mark.parametrize(("size", "published"), [(140_000, True), (160_000, False)])
@pytest.mark.parametrize(("region", "zone"), [("us-east-1", ""), ("eu-west-1", "eu-west-1.")])
def test_mail_that_is_too_large_for_a_topic_bounces(
    region: str, zone: str, size: int, published: bool
) -> None:
    """Mail of more than 150 KB, headers included, bounces at an SNS action."""
    # Spec: receiving.md §11.
    with mock_ses(identities=["example.com"], isolated=True, region=region) as active:
        add_rule({"SNSAction": {"TopicArn": f"arn:aws:sns:{region}:123456789012:inbound"}})
        received = receive(MAIL + "x" * size)

        assert len(received.notifications) == published
        assert [report.sender for report in active.notices] == (
            [] if published else [f"MAILER-DAEMON@{zone}amazonses.com"]
        )
        assert published or b"Status: 5.3.4" in active.notices[0].raw


def test_workmail_and_connect_actions_are_only_recorded() -> None:
    """WorkMail and Connect actions are recorded as run, and have no other effect."""
    connect = "arn:aws:connect:us-east-1:123456789012:instance/fb7c1391-8c4a-4b3f-8f4e-2a7a5a3a1c11"
    add_rule(
        {"WorkmailAction": {"OrganizationArn": "arn:aws:workmail:us-east-1:123456789012:organization/m-1"}},
        {"ConnectAction": {"InstanceARN": connect, "IAMRoleARN": "arn:aws:iam::123456789012:role/inbound"}},
    )

    assert list_runs(receive()) == [("rule", "WorkMail"), ("rule", "Connect")]


def test_a_new_rule_sends_setup_mail_to_its_topics(ses_mock: SesMock) -> None:
    """Topics of S3 and SNS actions receive SES's setup mail when a rule is created or updated."""
    bucket = {"S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "mail", "TopicArn": TOPIC}}
    stop = {"StopAction": {"Scope": "RuleSet", "TopicArn": TOPIC}}
    add_rule(bucket, {"SNSAction": {"TopicArn": TOPIC}}, stop)
    ses().update_receipt_rule(RuleSetName="inbound", Rule={"Name": "rule", "Actions": [bucket]})
    documents = [
        json.loads(publication.payload)
        for publication in ses_mock.publications.filter(purpose="confirmation")
    ]
    text = documents[1]["content"]

    assert [each["receipt"]["action"]["type"] for each in documents] == ["S3", "SNS", "S3"]
    assert {each["mail"]["messageId"] for each in documents} == {"AMAZON_SES_SETUP_NOTIFICATION"}
    assert documents[0]["receipt"]["action"]["objectKey"] == "mail/AMAZON_SES_SETUP_NOTIFICATION"
    assert [each["name"] for each in documents[0]["mail"]["headers"]] == ["Date", "To", "From", "Subject"]
    assert text.endswith("Thank you for using Amazon SES!\r\n\r\nThe Amazon SES Team\n")
    assert "set up Amazon SES to deliver emails to this SNS topic.\r\n\r\nPlease note" in text
