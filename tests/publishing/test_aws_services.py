"""The values of ``publish``: None, "boto3" for other AWS services, or a function in the test."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.httpsession import URLLib3Session
from moto import mock_aws

from sesmock import SesmockError, UnmockedCall, mock_ses
from sesmock.domain.events import publications
from sesmock.domain.events.publications import Publication
from sesmock.transport import moto
from tests.sending import send

if TYPE_CHECKING:
    from typing import Any

    from sesmock import SesMock
    from sesmock.domain.account import Account
    from sesmock.domain.world import World

OTHER = "210987654321"
REGION = "us-east-1"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:events"


def publish(
    active: SesMock, *texts: str, account: Account | None = None, topic: str = TOPIC
) -> list[Publication]:
    """Publish texts in one change of the world, as an operation would; return the publications."""
    account = account or active.account
    batch = [Publication(account, "sns", topic, text, purpose="confirmation") for text in texts]
    with active._world.change():
        for publication in batch:
            publications.record(account, publication)
    return batch


def send_with_topic() -> None:
    """Send a message whose events are published to a topic."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="events",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    send(sesv2, ConfigurationSetName="news")


def read_messages(topic: str) -> list[str]:
    """Return the messages that moto's SNS published to a topic."""
    from moto.sns import sns_backends

    *_, account_id, _name = topic.split(":")
    return [sent[1] for sent in sns_backends[account_id][REGION].topics[topic].sent_notifications]


def get_world(active: SesMock) -> World:
    """Return the world of a mock."""
    return active._world


def test_a_function_gets_each_publication_in_order() -> None:
    """A publish function is called with each publication, in order."""
    received: list[Publication] = []
    with mock_ses(publish=received.append) as active:
        publications = publish(active, "first", "second")

    assert received == publications == get_world(active).publications


def test_a_function_gets_events() -> None:
    """A publish function is called in the thread of the call or action that caused the event."""
    received: list[tuple[str | None, int]] = []

    def receive(publication: Publication) -> None:
        received.append((publication.type, threading.get_ident()))

    with mock_ses(identities=["example.com"], publish=receive) as active:
        send_with_topic()
        active.outbox.only().bounce()

    assert received == [(kind, threading.get_ident()) for kind in (None, "Send", "Delivery", "Bounce")]


def test_a_message_stays_sent_if_a_function_raises() -> None:
    """If a publish function raises, the caller gets the exception, but the message is sent with all its events."""

    def refuse(publication: Publication) -> None:
        if publication.type is not None:
            raise KeyError(publication.type)

    with (
        mock_ses(identities=["example.com"], publish=refuse) as active,
        pytest.raises(KeyError, match="Send"),
    ):
        send_with_topic()

    assert active.outbox.only().outcomes == {"ada@example.net": "delivered"}
    assert [publication.type for publication in active.publications] == [None, "Send", "Delivery"]


def test_the_exception_of_a_function_reaches_the_caller() -> None:
    """The first exception of a publish function is raised unchanged, after the function got all publications."""
    received: list[str] = []

    def refuse(publication: Publication) -> None:
        received.append(publication.payload)
        raise KeyError(publication.payload)

    with mock_ses(publish=refuse) as active, pytest.raises(KeyError, match="first"):
        publish(active, "first", "second")

    assert received == ["first", "second"]
    assert len(get_world(active).publications) == 2


def test_botocore_does_not_retry_for_the_exception_of_a_function() -> None:
    """If a publish function raises an exception that botocore retries, the call is not carried out again."""
    calls: list[Publication] = []

    def fail(publication: Publication) -> None:
        calls.append(publication)
        raise EndpointConnectionError(endpoint_url="http://queue.test")

    with mock_ses(publish=fail, retry_sleep=False) as active:
        ses = boto3.client("ses")
        ses.create_configuration_set(ConfigurationSet={"Name": "news"})
        with pytest.raises(EndpointConnectionError, match=r"queue\.test"):
            ses.create_configuration_set_event_destination(
                ConfigurationSetName="news",
                EventDestination={
                    "Name": "events",
                    "MatchingEventTypes": ["send"],
                    "SNSDestination": {"TopicARN": TOPIC},
                },
            )

    assert len(calls) == 1
    assert active.calls[-1].operation == "CreateConfigurationSetEventDestination"
    assert (len(active.calls), active.calls[-1].attempts) == (2, 1)


def test_requests_of_other_clients_are_carried_out_each_time() -> None:
    """A repeated request without botocore's invocation id is not taken for a retry, and is carried out again."""
    received: list[str] = []

    def refuse(publication: Publication) -> None:
        received.append(publication.purpose)
        raise ValueError(publication.purpose)

    query = (
        f"Action=SetIdentityNotificationTopic&Identity=example.com&NotificationType=Bounce&SnsTopic={TOPIC}"
    )
    request = AWSPreparedRequest("GET", f"https://email.{REGION}.amazonaws.com/?{query}", {}, None, False)
    with mock_ses(identities=["example.com"], publish=refuse):
        for _ in range(2):
            with pytest.raises(ValueError, match="confirmation"):
                URLLib3Session().send(request)

    assert received == ["confirmation"] * 2


def test_a_function_can_call_ses() -> None:
    """A publish function can call SES from any thread, since the mock is not locked while it runs."""
    listed: list[list[str]] = []

    def look() -> None:
        listed.append(boto3.client("ses").list_identities()["Identities"])

    def call(_: Publication) -> None:
        look()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(timeout=10)

    with mock_ses(identities=["example.com"], publish=call) as active:
        publish(active, "text")

    assert listed == [["example.com"], ["example.com"]]


@pytest.mark.parametrize("outer", ["moto", "sesmock"])
def test_publications_reach_motos_topics(outer: str) -> None:
    """In either nesting of moto and sesmock, moto's SNS receives publications."""
    mocks = [mock_aws(), mock_ses(publish="boto3")]
    first, second = mocks if outer == "moto" else reversed(mocks)
    with first as one, second as two:
        boto3.client("sns", region_name=REGION).create_topic(Name="events")
        [publication] = publish(one if outer == "sesmock" else two, "text")
        sent = read_messages(TOPIC)

    assert (sent, publication.error) == (["text"], None)


def test_an_account_publishes_to_its_own_topics() -> None:
    """Under moto, publications of another account reach the topics of that account."""
    with mock_aws(), mock_ses(publish="boto3") as active:
        role = boto3.client("sts", region_name=REGION).assume_role(
            RoleArn=f"arn:aws:iam::{OTHER}:role/mailer", RoleSessionName="test"
        )["Credentials"]
        topic = boto3.client(
            "sns",
            region_name=REGION,
            aws_access_key_id=role["AccessKeyId"],
            aws_secret_access_key=role["SecretAccessKey"],
            aws_session_token=role["SessionToken"],
        ).create_topic(Name="events")["TopicArn"]
        publish(active, "text", account=active.accounts[OTHER, REGION], topic=topic)
        sent = read_messages(topic)

    assert (topic.split(":")[4], sent) == (OTHER, ["text"])


def test_a_deleted_target_gets_nothing() -> None:
    """If the target of a publication does not exist, the publication stores the error, and none is raised."""
    with mock_aws(), mock_ses(publish="boto3") as active:
        [publication] = publish(active, "text")

    assert isinstance(publication.error, ClientError)
    assert publication.error.response["Error"]["Code"] == "NotFound"


def test_without_moto_nothing_reaches_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without moto, ``publish="boto3"`` raises an error that mentions the publication and its target."""
    monkeypatch.setenv("AWS_PROFILE", "missing")
    error = r'publish="boto3", <Publication confirmation to .*sns.*mock_aws'

    with mock_ses(publish="boto3") as active, pytest.raises(UnmockedCall, match=error):
        publish(active, "first", "second")

    assert [publication.payload for publication in get_world(active).publications] == ["first", "second"]


def test_moto_can_be_imported_after_a_publication() -> None:
    """If moto is imported after a refused publication, later publications reach moto's services."""
    code = """
from sesmock import UnmockedCall, mock_ses
with mock_ses(publish="boto3") as active:
    from sesmock.domain.events import publications
    def publish():
        confirmation = publications.Publication(
            active.account, "sns", "arn:aws:sns:us-east-1:123456789012:a", "text", purpose="confirmation"
        )
        with active._world.change():
            publications.record(active.account, confirmation)
        return confirmation
    try:
        publish()
    except UnmockedCall:
        print("refused")
    from moto import mock_aws
    with mock_aws():
        print(publish().error.response["Error"]["Code"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("refused\nNotFound\n", "")


def test_an_unreachable_service_is_a_sesmock_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a service cannot be reached, the error is sesmock's own, since botocore would retry after one of its own."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:9")
    # Retries of the publication itself would only take time.
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with mock_ses(publish="boto3") as active, pytest.raises(SesmockError, match="Could not connect"):
        publish(active, "text")


@pytest.mark.parametrize("publish_option", [None, "boto3"])
def test_moto_knows_whether_a_topic_exists(publish_option: Any) -> None:
    """Moto decides whether a topic exists, whatever ``publish`` is, and without moto the answer is unknown."""
    with mock_ses(publish=publish_option) as active:
        aws_services, account = get_world(active).aws_services, active.account
        without_moto = aws_services.topic_exists(account, TOPIC)
        with mock_aws():
            boto3.client("sns", region_name=REGION).create_topic(Name="events")
            results = [aws_services.topic_exists(account, arn) for arn in (TOPIC, f"{TOPIC}-gone", "events")]
        with mock_aws(config={"core": {"service_whitelist": ["s3"]}}):
            without_sns = aws_services.topic_exists(account, TOPIC)

    assert results == [True, False, False]
    assert (without_moto, without_sns) == (None, None)


def test_a_moto_without_a_list_of_services_serves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of moto that cannot be restricted to some services mocks all of them while it is active."""
    monkeypatch.setitem(sys.modules, "moto.core.config", None)
    without_moto = moto.serves("sns")
    with mock_aws():
        served = moto.serves("sns")

    assert (without_moto, served) == (False, True)


def test_a_run_without_publications_imports_nothing_for_them() -> None:
    """A run without publications does not import the code for other services, envelopes and signatures."""
    code = """
import sys
import boto3
from sesmock import mock_ses
with mock_ses(identities=["example.com"]):
    boto3.client("ses").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}},
    )
print([name for name in sys.modules if name.startswith(("sesmock.publishing", "cryptography"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("[]\n", "")
