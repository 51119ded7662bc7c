"""The documents about received mail that SES sends to topics and functions."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import SesMock, mock_ses
from tests.receiving import BUCKET, FUNCTION, TOPIC, add_rule, receive

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL = (
    "Message-ID: <1@mail.example.net>\nFrom: =?utf-8?q?Ad=C3=A4?= <ada@example.net>\n"
    "To: Info <info@example.com>, other@example.org\nCc: cc@example.org\nReply-To: reply@example.net\n"
    "Sender: desk@example.net\nDate: Tue, 3 Mar 2026 10:00:00 +0100\nSubject: Hello\n there\n\nHi ü\n"
)
KMS = "arn:aws:kms:us-east-1:123456789012:alias/aws/ses"
ORGANIZATION = "arn:aws:workmail:us-east-1:123456789012:organization/m-1"


@pytest.fixture(autouse=True)
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


def receive_and_read(action: dict[str, Any], mail: Any = MAIL, scan: bool = True, **options: Any) -> Any:
    """Add a rule with an action, receive a message, and return the published document and the message."""
    add_rule(action, ScanEnabled=scan)
    received = receive(mail, **options)
    [publication] = received.notifications
    return json.loads(publication.payload), received


def test_an_sns_action_publishes_the_mail(ses_mock: SesMock) -> None:
    """An SNS action publishes the mail with SES's keys, order and texts."""
    # Spec: receiving.md §4.
    document, received = receive_and_read({"SNSAction": {"TopicArn": TOPIC}})
    publication = ses_mock.publications.one(purpose="receipt")
    time = document["mail"]["timestamp"]
    pass_status = {"status": "PASS"}
    added_names = ["Return-Path", "Received", "X-SES-Spam-Verdict", "X-SES-Virus-Verdict", "Received-SPF"]
    added_names += ["Authentication-Results", "X-SES-RECEIPT", "X-SES-DKIM-SIGNATURE"]
    original_names = "Message-ID From To Cc Reply-To Sender Date Subject".split()

    assert publication is received.notifications[0]
    assert (publication.kind, publication.target, publication.purpose) == ("sns", TOPIC, "receipt")
    assert publication.subject == "Amazon SES Email Receipt Notification"
    assert publication.message_id == received.message_id
    assert publication.recipients == received.accepted_recipients == ("info@example.com",)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    assert [header["name"] for header in document["mail"].pop("headers")] == added_names + original_names
    assert document == {
        "notificationType": "Received",
        "mail": {
            "timestamp": time,
            "source": "ada@example.net",
            "messageId": received.message_id,
            "destination": ["info@example.com", "other@example.org", "cc@example.org"],
            "headersTruncated": False,
            "commonHeaders": {
                "returnPath": "ada@example.net",
                "from": ["Adä <ada@example.net>"],
                "date": "Tue, 3 Mar 2026 10:00:00 +0100",
                "to": ["Info <info@example.com>", "other@example.org"],
                "cc": ["cc@example.org"],
                "sender": "desk@example.net",
                "replyTo": ["reply@example.net"],
                "messageId": "<1@mail.example.net>",
                "subject": "Hello there",
            },
        },
        "receipt": {
            "timestamp": time,
            "processingTimeMillis": 357,
            "recipients": ["info@example.com"],
            "spamVerdict": pass_status,
            "virusVerdict": pass_status,
            "spfVerdict": pass_status,
            "dkimVerdict": {"status": "GRAY"},
            "dmarcVerdict": pass_status,
            "action": {"type": "SNS", "topicArn": TOPIC, "encoding": "UTF8"},
        },
        "content": received.raw.decode(),
    }


def test_the_document_is_compact_json_in_the_order_of_ses() -> None:
    """The JSON has no spaces and no final newline, and its keys are in SES's order."""
    add_rule({"SNSAction": {"TopicArn": TOPIC}})
    text = receive(MAIL).notifications[0].payload
    document = json.loads(text)

    assert text == json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    assert list(document) == ["notificationType", "mail", "receipt", "content"]
    assert list(document["mail"]) == (
        "timestamp source messageId destination headersTruncated headers commonHeaders".split()
    )
    assert list(document["mail"]["commonHeaders"]) == (
        "returnPath from date to cc sender replyTo messageId subject".split()
    )
    assert list(document["receipt"]) == (
        "timestamp processingTimeMillis recipients spamVerdict virusVerdict spfVerdict dkimVerdict dmarcVerdict "
        "action".split()
    )


def test_mail_can_be_published_in_base64() -> None:
    """Mail of any bytes can be published in Base64 without loss."""
    document, received = receive_and_read(
        {"SNSAction": {"TopicArn": TOPIC, "Encoding": "Base64"}}, b"To: info@example.com\r\n\r\n\xff\x00"
    )

    assert document["receipt"]["action"]["encoding"] == "BASE64"
    assert base64.b64decode(document["content"]) == received.raw
    assert received.raw.endswith(b"\r\n\r\n\xff\x00")


def test_ses_puts_its_headers_first() -> None:
    """SES puts its own headers before those of the mail, in its own order and format."""
    # Spec: receiving.md §7.
    _, received = receive_and_read({"SNSAction": {"TopicArn": TOPIC}}, region="us-east-1")
    lines = received.raw.decode().split("\r\n")[:13]
    message_id = received.message_id
    spf = (
        "pass (spfCheck: domain of example.net designates 203.0.113.5 as permitted sender) "
        "client-ip=203.0.113.5; envelope-from=ada@example.net; helo=mail.example.net;"
    )

    assert lines[:4] == [
        "Return-Path: <ada@example.net>",
        "Received: from mail.example.net (mail.example.net [203.0.113.5])",
        f" by inbound-smtp.us-east-1.amazonaws.com with SMTP id {message_id}",
        " for info@example.com;",
    ]
    assert re.fullmatch(r" \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000 \(UTC\)", lines[4])
    assert lines[5:11] == [
        "X-SES-Spam-Verdict: PASS",
        "X-SES-Virus-Verdict: PASS",
        f"Received-SPF: {spf}",
        "Authentication-Results: amazonses.com;",
        f" spf={spf}",
        " dkim=none header.i=@example.net;",
    ]
    assert lines[11] == " dmarc=pass header.from=example.net;"
    assert re.fullmatch(r"X-SES-RECEIPT: [A-Za-z0-9+/]+={0,2}", lines[12])


def test_verdicts_come_from_the_test() -> None:
    """The document and the headers have the test's verdicts, and the DMARC policy if DMARC fails."""
    verdicts = {"spam": "FAIL", "virus": "GRAY", "spf": "PROCESSING_FAILED", "dkim": "PASS", "dmarc": "FAIL"}
    document, received = receive_and_read(
        {"SNSAction": {"TopicArn": TOPIC}}, **verdicts, dmarc_policy="reject"
    )
    receipt = document["receipt"]

    assert {name: receipt[f"{name}Verdict"]["status"] for name in verdicts} == verdicts
    assert receipt["dmarcPolicy"] == "reject"
    assert received.headers["X-SES-Spam-Verdict"] == "FAIL"
    assert received.headers["X-SES-Virus-Verdict"] == "GRAY"
    assert received.headers["Received-SPF"].startswith("temperror (spfCheck: ")
    assert " dkim=pass header.i=@example.net; dmarc=fail header.from=example.net;" in re.sub(
        r"\s+", " ", received.headers["Authentication-Results"]
    )


def test_a_rule_without_scanning_disables_verdicts() -> None:
    """Verdicts for a rule without scanning are DISABLED, and no headers have verdicts unless another rule scans."""
    document, received = receive_and_read({"SNSAction": {"TopicArn": TOPIC}}, scan=False, spam="FAIL")
    add_rule(name="scan", ScanEnabled=True)
    scanned = receive(MAIL, spam="FAIL")

    assert document["receipt"]["spamVerdict"] == document["receipt"]["virusVerdict"] == {"status": "DISABLED"}
    assert "X-SES-Spam-Verdict" not in received.headers
    assert scanned.headers["X-SES-Spam-Verdict"] == "FAIL"
    assert json.loads(scanned.notifications[0].payload)["receipt"]["spamVerdict"] == {"status": "DISABLED"}


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"S3Action": {"BucketName": "b"}}, {"type": "S3", "bucketName": "b", "objectKey": "ID"}),
        (
            {"S3Action": {"BucketName": "b", "ObjectKeyPrefix": ""}},
            {"type": "S3", "bucketName": "b", "objectKeyPrefix": "", "objectKey": "ID"},
        ),
        (
            {"S3Action": {"BucketName": "b", "ObjectKeyPrefix": "mail", "KmsKeyArn": KMS}},
            {"type": "S3", "bucketName": "b", "objectKeyPrefix": "mail", "objectKey": "mail/ID"},
        ),
        (
            {"S3Action": {"BucketName": "b", "ObjectKeyPrefix": "a/b/"}},
            {"type": "S3", "bucketName": "b", "objectKeyPrefix": "a/b/", "objectKey": "a/b/ID"},
        ),
        (
            {"LambdaAction": {"FunctionArn": FUNCTION}},
            {"type": "Lambda", "functionArn": FUNCTION, "invocationType": "Event"},
        ),
        (
            {"BounceAction": {"SmtpReplyCode": "550", "Message": "No", "Sender": "a@example.com"}},
            {"type": "Bounce", "smtpReplyCode": "550", "message": "No", "sender": "a@example.com"},
        ),
        (
            {
                "BounceAction": {
                    "SmtpReplyCode": "552",
                    "StatusCode": "5.2.2",
                    "Message": "Full",
                    "Sender": "a@example.com",
                }
            },
            {
                "type": "Bounce",
                "smtpReplyCode": "552",
                "statusCode": "5.2.2",
                "message": "Full",
                "sender": "a@example.com",
            },
        ),
        (
            {"WorkmailAction": {"OrganizationArn": ORGANIZATION}},
            {"type": "WorkMail", "organizationArn": ORGANIZATION},
        ),
        ({"StopAction": {"Scope": "RuleSet"}}, {"type": "Stop"}),
    ],
)
def test_other_actions_notify_their_topic_without_the_mail(
    action: dict[str, Any], expected: dict[str, str]
) -> None:
    """The notification of another action has the members of the action, but not the content of the mail."""
    [(name, members)] = action.items()
    document, received = receive_and_read({name: {**members, "TopicArn": TOPIC}})
    details = document["receipt"]["action"]

    assert "content" not in document
    assert list(details)[:2] == ["type", "topicArn"]
    assert details == {
        "topicArn": TOPIC,
        **{key: value.replace("ID", received.message_id) for key, value in expected.items()},
    }


@pytest.mark.parametrize(
    "action",
    [
        {"AddHeaderAction": {"HeaderName": "X-A", "HeaderValue": "1"}},
        BUCKET,
        {"WorkmailAction": {"OrganizationArn": ORGANIZATION}},
        {"StopAction": {"Scope": "RuleSet"}},
        {"LambdaAction": {"FunctionArn": FUNCTION}},
    ],
)
def test_an_action_without_a_topic_notifies_nobody(ses_mock: SesMock, action: dict[str, Any]) -> None:
    """An action without a topic publishes no notification."""
    add_rule(action)
    received = receive(MAIL)

    assert (received.notifications, len(ses_mock.publications)) == ((), 0)


def test_a_function_receives_the_mail_without_content() -> None:
    """The event of a Lambda function describes the mail, without its content."""
    add_rule({"LambdaAction": {"FunctionArn": FUNCTION, "InvocationType": "RequestResponse"}})
    received = receive(MAIL)
    [record] = received.lambda_event["Records"]

    assert received.lambda_events == (received.lambda_event,)
    assert list(record) == ["eventSource", "eventVersion", "ses"]
    assert (record["eventSource"], record["eventVersion"]) == ("aws:ses", "1.0")
    assert list(record["ses"]) == ["mail", "receipt"]
    assert record["ses"]["mail"]["commonHeaders"]["subject"] == "Hello there"
    assert record["ses"]["receipt"]["action"] == {
        "type": "Lambda",
        "functionArn": FUNCTION,
        "invocationType": "RequestResponse",
    }


def test_a_function_and_its_topic_receive_the_same() -> None:
    """A function with a topic receives the same mail and receipt as the topic."""
    document, received = receive_and_read({"LambdaAction": {"FunctionArn": FUNCTION, "TopicArn": TOPIC}})

    assert received.lambda_event["Records"][0]["ses"] == {
        name: document[name] for name in ("mail", "receipt")
    }


def test_long_headers_are_truncated() -> None:
    """Headers are truncated at 10 KB; the common headers still cover all of them."""
    document, _ = receive_and_read(
        {"SNSAction": {"TopicArn": TOPIC}}, f"To: info@example.com\nX-A: {'a' * 11_000}\nSubject: b\n\n"
    )

    assert document["mail"]["headersTruncated"] is True
    assert [header["name"] for header in document["mail"]["headers"]][-1] == "To"
    assert document["mail"]["commonHeaders"]["subject"] == "b"


def test_mail_without_a_header_has_the_recipients_of_its_envelope() -> None:
    """For mail without a header, the document has the recipients and the empty sender of the envelope."""
    document, _ = receive_and_read(
        {"SNSAction": {"TopicArn": TOPIC}}, "Hello", recipients=["info@example.com"], source=""
    )

    assert document["mail"]["destination"] == ["info@example.com"]
    assert document["mail"]["source"] == ""
    assert document["mail"]["commonHeaders"] == {"returnPath": ""}


def test_s3_announces_the_object() -> None:
    """The S3 event of a stored email has the bucket, the size and the URL-encoded key of the object."""
    add_rule({"S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "a b/ü"}})
    received = receive(MAIL, region="us-east-1")
    [record] = received.s3_event["Records"]
    stored = record["s3"]["object"]

    assert (record["eventSource"], record["eventName"]) == ("aws:s3", "ObjectCreated:Put")
    assert (record["awsRegion"], record["s3"]["bucket"]["arn"]) == ("us-east-1", "arn:aws:s3:::inbound")
    assert (stored["key"], stored["size"]) == (f"a+b/%C3%BC/{received.message_id}", len(received.raw))
    assert received.s3_object.key == f"a b/ü/{received.message_id}"
    assert json.dumps(received.s3_event)


@pytest.mark.parametrize("attribute", ["lambda_event", "s3_event", "s3_object"])
def test_an_event_of_an_action_that_did_not_run_is_an_error(attribute: str) -> None:
    """Reading the event of an action that did not run raises an error that lists the actions that ran."""
    add_rule({"SNSAction": {"TopicArn": TOPIC}}, name="tell")
    received = receive(MAIL)
    kind = "Lambda" if attribute == "lambda_event" else "S3"

    with pytest.raises(
        LookupError, match=f"no {kind} action ran for <Received 'Hello there'.*ran: tell: SNS"
    ):
        getattr(received, attribute)
    with pytest.raises(LookupError, match="ran: none"):
        getattr(receive(MAIL, recipients="a@example.org"), attribute)
