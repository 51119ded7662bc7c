"""Receipt rules whose buckets, topics and functions are in moto."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from sesmock import SesMock, UnmockedCall, mock_ses
from tests.receiving import BUCKET, FUNCTION, MAIL, TOPIC, add_rule, receive, ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"
# moto's functions then return queued results, instead of running their code in Docker.
WITHOUT_DOCKER: Any = {"lambda": {"use_docker": False}}
SETUP = "AMAZON_SES_SETUP_NOTIFICATION"


def client(service: Any) -> Any:
    """Return a client of a service that moto mocks."""
    return boto3.client(service, region_name=REGION)


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with sesmock and other services with moto, with a bucket for mail."""
    with mock_aws(config=WITHOUT_DOCKER), mock_ses(identities=["example.com"], publish="boto3") as active:
        client("s3").create_bucket(Bucket="inbound")
        yield active


def make_queue_reader(topic: str) -> Any:
    """Return a function that reads the messages of a topic, which is created if necessary."""
    sqs, sns = client("sqs"), client("sns")
    name = topic.rpartition(":")[2]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=sns.create_topic(Name=name)["TopicArn"], Protocol="sqs", Endpoint=arn)

    def read() -> list[Any]:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(json.loads(message["Body"])["Message"]) for message in messages]

    return read


def make_function(name: str = "inbound") -> str:
    """Create a function in moto that never runs."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("code.py", "")
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    function = client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="code.handler",
        Code={"ZipFile": package.getvalue()},
    )
    return str(function["FunctionArn"])


def queue_answers(*answers: str) -> None:
    """Set the results that moto's functions will return, in order."""
    from moto.awslambda_simple.models import lambda_simple_backends

    lambda_simple_backends["123456789012"][REGION].lambda_simple_results_queue.extend(answers)


def keys() -> list[str]:
    """Return the keys of the objects in the bucket."""
    return [item["Key"] for item in client("s3").list_objects_v2(Bucket="inbound").get("Contents", [])]


def body(key: str) -> bytes:
    """Return the content of an object in the bucket."""
    content: bytes = client("s3").get_object(Bucket="inbound", Key=key)["Body"].read()
    return content


def test_mail_is_in_the_bucket(ses_mock: SesMock) -> None:
    """An S3 action writes received mail to moto's bucket, next to SES's setup notification."""
    add_rule({"S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "mail"}})
    received = receive()

    assert sorted(keys()) == sorted([f"mail/{SETUP}", f"mail/{received.message_id}"])
    assert body(f"mail/{received.message_id}") == received.s3_object.body == received.raw
    assert received.actions[0].error is None


def test_the_setup_mail_has_the_size_of_ses(ses_mock: SesMock) -> None:
    """The setup notification in a bucket has 645 bytes, as SES's has."""
    # Spec: receiving.md §9 [R].
    add_rule(BUCKET)
    text = body(SETUP)

    assert len(text) == 645
    assert text.startswith(b"Date: ")
    assert b"\r\nSubject: Amazon SES Setup Notification\r\n\r\nHello,\r\n\r\nYou received this" in text
    assert b"set up Amazon SES to deliver emails to this S3 bucket.\r\n\r\nPlease note" in text
    assert text.endswith(b"\r\n\r\nThe Amazon SES Team\n")


def test_a_changed_rule_writes_its_setup_mail_again(ses_mock: SesMock) -> None:
    """If the location of an S3 action changes, SES writes its setup notification to the new location."""
    add_rule(BUCKET)
    moved = {"S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "new/"}}
    ses().update_receipt_rule(RuleSetName="inbound", Rule={"Name": "rule", "Actions": [moved]})

    assert sorted(keys()) == [SETUP, f"new/{SETUP}"]


def test_a_topic_gets_notifications(ses_mock: SesMock) -> None:
    """The topic of an SNS action gets a setup notification, and a notification for each email."""
    read = make_queue_reader(TOPIC)
    add_rule({"SNSAction": {"TopicArn": TOPIC}})
    received = receive()
    setup, notification = read()

    assert setup["mail"]["messageId"] == SETUP
    assert notification == json.loads(received.notifications[0].payload)
    assert received.notifications[0].error is None


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        ('{"disposition":"STOP_RULE"}', 0),
        ('{"disposition":"CONTINUE"}', 1),
        ("", 1),
        ("no JSON", 1),
        ("null", 1),
    ],
)
def test_the_disposition_of_a_function_is_followed(ses_mock: SesMock, answer: str, stored: int) -> None:
    """A function of moto that returns STOP_RULE stops the rule, and any other result has no effect."""
    arn = make_function()
    add_rule({"LambdaAction": {"FunctionArn": arn, "InvocationType": "RequestResponse"}}, BUCKET)
    queue_answers(answer)
    received = receive()

    assert len(received.s3_objects) == stored
    assert received.actions[0].error is None


def test_a_function_gets_its_event(ses_mock: SesMock) -> None:
    """A function of moto gets the event of the mail, which moto returns as the result by default."""
    arn = make_function()
    add_rule({"LambdaAction": {"FunctionArn": arn, "InvocationType": "RequestResponse"}}, name="one")
    add_rule({"LambdaAction": {"FunctionArn": arn}}, BUCKET, name="two")
    received = receive()

    assert received.actions[0].answer == received.lambda_event
    assert [run.type for run in received.actions] == ["Lambda", "Lambda", "S3"]


def test_a_function_of_the_test_replaces_motos(ses_mock: SesMock) -> None:
    """A function that the test registers is called instead of moto's, even if moto has no such function."""
    calls: list[Any] = []
    ses_mock.on_lambda(FUNCTION, lambda event, context: calls.append(event))
    add_rule({"LambdaAction": {"FunctionArn": FUNCTION}})
    received = receive()

    assert calls == [received.lambda_event]


@pytest.mark.parametrize("publish", [None, "boto3"])
@pytest.mark.parametrize(
    ("action", "code", "message"),
    [
        ({"S3Action": {"BucketName": "gone"}}, "InvalidS3Configuration", "No such bucket: gone"),
        ({"S3Action": {"BucketName": "a b"}}, "InvalidS3Configuration", "No such bucket: a b"),
        ({"SNSAction": {"TopicArn": TOPIC}}, "InvalidSnsTopic", f"Could not publish to SNS topic: {TOPIC}"),
        (
            {"LambdaAction": {"FunctionArn": FUNCTION}},
            "InvalidLambdaFunction",
            f"Could not invoke Lambda function: {FUNCTION}",
        ),
        (
            {"StopAction": {"Scope": "RuleSet", "TopicArn": TOPIC}},
            "InvalidSnsTopic",
            f"Could not publish to SNS topic: {TOPIC}",
        ),
    ],
)
def test_the_targets_of_a_rule_must_exist_in_moto(
    publish: Any, action: dict[str, Any], code: str, message: str
) -> None:
    """A rule whose target does not exist in moto is refused, whatever ``publish`` is; without moto, any is accepted."""
    with mock_ses(publish=publish):
        ses().create_receipt_rule_set(RuleSetName="inbound")
        ses().create_receipt_rule(RuleSetName="inbound", Rule={"Name": "old"})
        with mock_aws(config=WITHOUT_DOCKER):
            errors = {
                refusal(call, RuleSetName="inbound", Rule={"Name": name, "Actions": [action]})
                for call, name in ((ses().create_receipt_rule, "one"), (ses().update_receipt_rule, "old"))
            }
    with mock_ses():
        add_rule(action)

    assert errors == {(code, message)}


def test_services_that_moto_does_not_mock_are_not_checked() -> None:
    """The targets of a rule are not checked in services that moto is configured not to mock."""
    with mock_aws(config={"core": {"service_whitelist": ["sqs"]}}), mock_ses():
        add_rule(BUCKET, {"SNSAction": {"TopicArn": TOPIC}}, {"LambdaAction": {"FunctionArn": FUNCTION}})

        assert receive(recipients="info@example.com").accepted is False


def test_a_rule_for_a_bucket_without_access_is_refused(
    ses_mock: SesMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule is refused if SES cannot write to its bucket."""
    from moto.s3.models import S3Backend

    def refuse(*_: object, **__: object) -> None:
        raise_access_denied()

    ses().create_receipt_rule_set(RuleSetName="inbound")
    monkeypatch.setattr(S3Backend, "put_object", refuse)

    assert refusal(
        ses().create_receipt_rule, RuleSetName="inbound", Rule={"Name": "one", "Actions": [BUCKET]}
    ) == ("InvalidS3Configuration", "Could not write to bucket: inbound")


def raise_access_denied() -> None:
    """Raise the error for which moto returns AccessDenied."""
    from moto.s3.exceptions import BucketAccessDeniedError

    raise BucketAccessDeniedError("inbound")


def test_errors_of_missing_targets_are_recorded() -> None:
    """If the targets of actions are deleted later, mail is still accepted, and each action has its error."""
    with mock_ses(identities=["example.com"], publish="boto3"):
        with mock_aws(config=WITHOUT_DOCKER):
            client("s3").create_bucket(Bucket="inbound")
            client("sns").create_topic(Name="inbound")
            stored_there = {"S3Action": {"BucketName": "inbound", "TopicArn": TOPIC}}
            add_rule(stored_there, {"LambdaAction": {"FunctionArn": make_function()}})
        with mock_aws():
            stored, called = receive().actions

    assert isinstance(stored.error, ClientError)
    assert stored.error.response["Error"]["Code"] == "NoSuchBucket"
    assert stored.notification is None
    assert isinstance(called.error, ClientError)
    assert called.error.response["Error"]["Code"] == "ResourceNotFoundException"
    assert (called.answer, called.lambda_event is not None) == (None, True)


@pytest.mark.parametrize("action", [BUCKET, {"LambdaAction": {"FunctionArn": FUNCTION}}])
def test_without_moto_nothing_reaches_aws(action: dict[str, Any]) -> None:
    """Without moto, ``publish="boto3"`` raises an error for an action that would have reached AWS."""
    with mock_ses(identities=["example.com"], publish="boto3") as active:
        with mock_aws(config=WITHOUT_DOCKER):
            client("s3").create_bucket(Bucket="inbound")
            make_function()
            add_rule(action)
        with pytest.raises(UnmockedCall, match=r'publish="boto3".*would have reached real AWS'):
            receive()

        assert active.received[0].accepted


def test_a_publish_function_gets_notifications() -> None:
    """A publish function gets the notifications, but neither S3 objects nor Lambda events."""
    published: list[Any] = []
    with mock_ses(identities=["example.com"], publish=published.append):
        add_rule({"SNSAction": {"TopicArn": TOPIC}}, BUCKET, {"LambdaAction": {"FunctionArn": FUNCTION}})
        received = receive()

    assert [publication.purpose for publication in published] == ["confirmation", "receipt"]
    assert published[1] is received.notifications[0]


def test_a_notification_has_an_envelope() -> None:
    """The notification of received mail has the envelope and headers that SNS would post to a webhook."""
    with mock_ses(identities=["example.com"]):
        add_rule({"SNSAction": {"TopicArn": TOPIC}})
        [publication] = receive().notifications

        assert publication.envelope["Subject"] == "Amazon SES Email Receipt Notification"
        assert publication.envelope["Message"] == publication.payload
        assert publication.headers["x-amz-sns-topic-arn"] == TOPIC


def test_a_reply_is_received_and_answered(ses_mock: SesMock) -> None:
    """A function can read received mail from its bucket and answer it through SES."""
    from email import message_from_bytes

    def answer(event: Any, context: Any) -> None:
        mail = message_from_bytes(body(event["Records"][0]["ses"]["mail"]["messageId"]))
        client("ses").send_raw_email(
            RawMessage={
                "Data": f"From: info@example.com\nTo: {mail['From']}\nSubject: Re: {mail['Subject']}\n"
                f"In-Reply-To: {mail['Message-ID']}\n\nThank you\n".encode()
            }
        )

    ses_mock.on_lambda("answer", answer)
    arn = FUNCTION.replace("inbound", "answer")
    add_rule(BUCKET, {"LambdaAction": {"FunctionArn": arn, "InvocationType": "RequestResponse"}})
    receive(f"Message-ID: <1@example.net>\n{MAIL}")

    assert ses_mock.outbox.one(to="ada@example.net").headers["In-Reply-To"] == "<1@example.net>"
