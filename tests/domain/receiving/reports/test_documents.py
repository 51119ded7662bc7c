"""What topics and functions are told of a mail, to the letter."""

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


def notify(action: dict[str, Any], mail: Any = MAIL, scan: bool = True, **options: Any) -> Any:
    """Return what a topic is told of an action, and the mail."""
    add_rule(action, ScanEnabled=scan)
    received = receive(mail, **options)
    [publication] = received.notifications
    return json.loads(publication.payload), received


def test_an_sns_action_publishes_the_mail(ses_mock: SesMock) -> None:
    """Keys, order and text are SES's."""
    document, received = notify({"SNSAction": {"TopicArn": TOPIC}})
    publication = ses_mock.publications.one(purpose="receipt")
    time = document["mail"]["timestamp"]
    passed = {"status": "PASS"}
    added = ["Return-Path", "Received", "X-SES-Spam-Verdict", "X-SES-Virus-Verdict", "Received-SPF"]
    added += ["Authentication-Results", "X-SES-RECEIPT", "X-SES-DKIM-SIGNATURE"]
    given = "Message-ID From To Cc Reply-To Sender Date Subject".split()

    assert publication is received.notifications[0]
    assert (publication.kind, publication.target, publication.purpose) == ("sns", TOPIC, "receipt")
    assert publication.subject == "Amazon SES Email Receipt Notification"
    assert publication.message_id == received.message_id
    assert publication.recipients == received.accepted_recipients == ("info@example.com",)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    assert [header["name"] for header in document["mail"].pop("headers")] == added + given
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
            "spamVerdict": passed,
            "virusVerdict": passed,
            "spfVerdict": passed,
            "dkimVerdict": {"status": "GRAY"},
            "dmarcVerdict": passed,
            "action": {"type": "SNS", "topicArn": TOPIC, "encoding": "UTF8"},
        },
        "content": received.raw.decode(),
    }


def test_the_text_is_as_ses_writes_it() -> None:
    """No blanks between, keys in SES's order, no newline at the end."""
    add_rule({"SNSAction": {"TopicArn": TOPIC}})
    text = receive(MAIL).notifications[0].payload
    found = json.loads(text)

    assert text == json.dumps(found, separators=(",", ":"), ensure_ascii=False)
    assert list(found) == ["notificationType", "mail", "receipt", "content"]
    assert list(found["mail"]) == (
        "timestamp source messageId destination headersTruncated headers commonHeaders".split()
    )
    assert list(found["mail"]["commonHeaders"]) == (
        "returnPath from date to cc sender replyTo messageId subject".split()
    )
    assert list(found["receipt"]) == (
        "timestamp processingTimeMillis recipients spamVerdict virusVerdict spfVerdict dkimVerdict dmarcVerdict "
        "action".split()
    )


def test_the_mail_may_be_published_in_base64() -> None:
    """Byte for byte, whatever they are."""
    document, received = notify(
        {"SNSAction": {"TopicArn": TOPIC, "Encoding": "Base64"}}, b"To: info@example.com\r\n\r\n\xff\x00"
    )

    assert document["receipt"]["action"]["encoding"] == "BASE64"
    assert base64.b64decode(document["content"]) == received.raw
    assert received.raw.endswith(b"\r\n\r\n\xff\x00")


def test_the_headers_in_front_are_those_of_ses() -> None:
    """In SES's order and form."""
    _, received = notify({"SNSAction": {"TopicArn": TOPIC}}, region="us-east-1")
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


def test_verdicts_are_those_of_the_test() -> None:
    """In the document and in the header; the policy is told if DMARC fails."""
    verdicts = {"spam": "FAIL", "virus": "GRAY", "spf": "PROCESSING_FAILED", "dkim": "PASS", "dmarc": "FAIL"}
    document, received = notify({"SNSAction": {"TopicArn": TOPIC}}, **verdicts, dmarc_policy="reject")
    receipt = document["receipt"]

    assert {name: receipt[f"{name}Verdict"]["status"] for name in verdicts} == verdicts
    assert receipt["dmarcPolicy"] == "reject"
    assert received.headers["X-SES-Spam-Verdict"] == "FAIL"
    assert received.headers["X-SES-Virus-Verdict"] == "GRAY"
    assert received.headers["Received-SPF"].startswith("temperror (spfCheck: ")
    assert " dkim=pass header.i=@example.net; dmarc=fail header.from=example.net;" in re.sub(
        r"\s+", " ", received.headers["Authentication-Results"]
    )


def test_a_rule_may_not_scan() -> None:
    """Its verdicts on spam and viruses are none, and the mail has no such headers unless another rule scans."""
    document, received = notify({"SNSAction": {"TopicArn": TOPIC}}, scan=False, spam="FAIL")
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
    """What they did stands in the receipt, their type first and their topic second."""
    [(name, members)] = action.items()
    document, received = notify({name: {**members, "TopicArn": TOPIC}})
    found = document["receipt"]["action"]

    assert "content" not in document
    assert list(found)[:2] == ["type", "topicArn"]
    assert found == {
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
def test_without_a_topic_nobody_is_notified(ses_mock: SesMock, action: dict[str, Any]) -> None:
    """Whatever the action does."""
    add_rule(action)
    received = receive(MAIL)

    assert (received.notifications, len(ses_mock.publications)) == ((), 0)


def test_a_function_is_told_of_the_mail() -> None:
    """Without its content."""
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


def test_a_function_hears_of_its_topic() -> None:
    """As the topic itself does."""
    document, received = notify({"LambdaAction": {"FunctionArn": FUNCTION, "TopicArn": TOPIC}})

    assert received.lambda_event["Records"][0]["ses"] == {
        name: document[name] for name in ("mail", "receipt")
    }


def test_long_headers_are_cut() -> None:
    """At 10 KB; what is common is told of all."""
    document, _ = notify(
        {"SNSAction": {"TopicArn": TOPIC}}, f"To: info@example.com\nX-A: {'a' * 11_000}\nSubject: b\n\n"
    )

    assert document["mail"]["headersTruncated"] is True
    assert [header["name"] for header in document["mail"]["headers"]][-1] == "To"
    assert document["mail"]["commonHeaders"]["subject"] == "b"


def test_mail_without_a_header_has_the_recipients_of_its_envelope() -> None:
    """And an empty sender is told as such."""
    document, _ = notify(
        {"SNSAction": {"TopicArn": TOPIC}}, "Hello", recipients=["info@example.com"], source=""
    )

    assert document["mail"]["destination"] == ["info@example.com"]
    assert document["mail"]["source"] == ""
    assert document["mail"]["commonHeaders"] == {"returnPath": ""}


def test_s3_tells_of_the_object() -> None:
    """Its key is encoded."""
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
def test_what_did_not_happen_is_an_error(attribute: str) -> None:
    """It says what ran."""
    add_rule({"SNSAction": {"TopicArn": TOPIC}}, name="tell")
    received = receive(MAIL)
    kind = "Lambda" if attribute == "lambda_event" else "S3"

    with pytest.raises(
        LookupError, match=f"no {kind} action ran for <Received 'Hello there'.*ran: tell: SNS"
    ):
        getattr(received, attribute)
    with pytest.raises(LookupError, match="ran: none"):
        getattr(receive(MAIL, recipients="a@example.org"), attribute)
