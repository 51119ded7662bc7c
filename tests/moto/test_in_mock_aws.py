"""``import sesmock.moto`` makes moto's mocks, in all their forms, mock SES with sesmock."""

from __future__ import annotations

import asyncio
import inspect
import unittest
from typing import TYPE_CHECKING, Any

import boto3
import moto
import pytest
from moto.sns import sns_backends

from sesmock import current, mock_ses
from tests.mocks_of_moto import IS_OLD, REGION, is_active, mock_aws, new_moto, send

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = [pytest.mark.filterwarnings("default::DeprecationWarning"), pytest.mark.usefixtures("_enabled")]
old_moto = pytest.mark.skipif(not IS_OLD, reason="moto 5 has a single mock for all services")


def subjects() -> list[str]:
    """Return the subjects of the sent messages."""
    return [message.subject for message in current().outbox]


@mock_aws
def send_decorated() -> list[str]:
    """Send in a function decorated with moto's mock."""
    send()
    return subjects()


def send_in_context() -> list[str]:
    """Send in a ``with`` block."""
    with mock_aws():
        send()
        return subjects()


def send_between_start_and_stop() -> list[str]:
    """Send between start and stop."""
    mock = mock_aws()
    mock.start()
    try:
        send()
        return subjects()
    finally:
        mock.stop()


def send_nested() -> list[str]:
    """Send in an inner mock, and read in the outer one."""
    with mock_aws():
        with mock_aws():
            send()
        return subjects()


async def send_later() -> list[str]:
    """Send in a coroutine."""
    await asyncio.sleep(0)
    send()
    return subjects()


def generate() -> Iterator[list[str]]:
    """Send in a generator."""
    send()
    yield subjects()


async def generate_later() -> AsyncIterator[list[str]]:
    """Send in an async generator."""
    send()
    yield subjects()


async def first(values: AsyncIterator[list[str]]) -> list[str]:
    """Return the only value of an async generator."""
    return [value async for value in values].pop()


@pytest.mark.parametrize(
    "run",
    [
        send_decorated,
        send_in_context,
        send_between_start_and_stop,
        send_nested,
        lambda: asyncio.run(mock_aws(send_later)()),
        lambda: next(iter(mock_aws(generate)())),
        lambda: asyncio.run(first(mock_aws(generate_later)())),
    ],
    ids=["decorator", "context", "start", "nested", "coroutine", "generator", "async generator"],
)
def test_sesmock_starts_and_stops_with_moto(run: Any) -> None:
    """In every form of moto's mock, sesmock starts with a fresh account and stops with the mock."""
    assert [run(), is_active(), run(), is_active()] == [["Hi"], False, ["Hi"], False]


def test_a_coroutine_function_is_still_recognized() -> None:
    """A decorated coroutine function is still recognized as one by plugins for async tests."""
    assert inspect.iscoroutinefunction(mock_aws(send_later))


@pytest.fixture
def aws() -> Iterator[None]:
    """Mock AWS as the fixtures of most projects do."""
    with mock_aws():
        yield


@pytest.mark.parametrize("_time", [1, 2])
def test_fixtures_have_a_fresh_account_for_each_test(aws: None, _time: int) -> None:
    """Each test that uses a fixture of moto's mock starts without messages."""
    assert subjects() == []
    send()
    assert subjects() == ["Hi"]


def run_case(case: type[unittest.TestCase]) -> unittest.TestResult:
    """Run the tests of a class, and check that they pass."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    assert result.testsRun > 0
    assert result.wasSuccessful(), result.errors + result.failures
    return result


def test_a_class_keeps_the_mail_of_its_setup() -> None:
    """Mail from setUp is in the outbox of the test, although moto's mock stops in between; each test starts fresh."""

    class Case(unittest.TestCase):
        def setUp(self) -> None:
            send("first@example.net")

        def test_one(self) -> None:
            send()
            assert [str(message.to[0]) for message in current().outbox] == [
                "first@example.net",
                "ada@example.net",
            ]

        test_two = test_one

        def tearDown(self) -> None:
            assert len(current().outbox) == 2

    assert run_case(mock_aws(Case)).testsRun == 2


def test_a_class_without_setup_has_a_fresh_account_for_each_test() -> None:
    """Each test of a decorated class without setUp has a fresh account, including a coroutine function."""

    class Case(unittest.IsolatedAsyncioTestCase):
        def test_one(self) -> None:
            send()
            assert subjects() == ["Hi"]

        async def test_later(self) -> None:
            send()
            assert subjects() == ["Hi"]

    run_case(mock_aws(Case))


def test_a_kept_account_ends_with_the_next_fresh_one() -> None:
    """A mock that starts with reset=True discards the account that an earlier stop kept."""
    mock = mock_aws()
    mock.start()
    send()
    mock.stop(remove_data=False)
    mock.start(reset=False)
    first_subjects = subjects()
    mock.stop(remove_data=False)
    mock.start()
    fresh = subjects()
    mock.stop()
    mock.start(reset=False)
    after = subjects()
    mock.stop()

    assert (first_subjects, fresh, after) == (["Hi"], [], [])


def test_no_account_is_kept_for_an_outer_mock() -> None:
    """A moto mock inside an active sesmock mock uses the outer account, and keeps none itself."""
    with mock_ses() as outer:
        mock = mock_aws()
        mock.start(reset=False)
        send()
        mock.stop(remove_data=False)
        mock.start(reset=False)
        inner = current()
        mock.stop()

    assert inner is outer
    assert len(outer.outbox) == 1


def test_motos_mocks_join_an_active_mock() -> None:
    """A moto mock joins an active sesmock mock, regardless of its options."""
    with mock_ses(region="eu-west-1", sandbox=True) as outer, mock_aws():
        assert current() is outer


@new_moto
def test_other_services_are_motos() -> None:
    """A test can use another service of moto and send mail with sesmock."""
    with mock_aws():
        boto3.client("s3", region_name=REGION).create_bucket(Bucket="bucket")
        send()
        buckets = boto3.client("s3", region_name=REGION).list_buckets()["Buckets"]

        assert ([bucket["Name"] for bucket in buckets], subjects()) == (["bucket"], ["Hi"])


@new_moto
def test_notifications_reach_motos_services() -> None:
    """Notifications go to moto's SNS by default, so a bounce arrives in the queue that subscribes to the topic."""
    with mock_aws():
        sqs, sns, ses = (boto3.client(name, region_name=REGION) for name in ("sqs", "sns", "ses"))
        queue = sqs.create_queue(QueueName="bounces")["QueueUrl"]
        queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        topic = sns.create_topic(Name="bounces")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn)
        ses.verify_email_identity(EmailAddress="shop@example.com")
        ses.set_identity_notification_topic(
            Identity="shop@example.com", NotificationType="Bounce", SnsTopic=topic
        )
        send("bounce@simulator.amazonses.com")
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]

    assert len([message for message in messages if "bouncedRecipients" in message["Body"]]) == 1


@old_moto
@pytest.mark.parametrize(("name", "active"), [("mock_ses", True), ("mock_sesv2", True), ("mock_sts", False)])
def test_moto_4s_mocks_of_other_services_do_not_mock_ses(name: str, active: bool) -> None:
    """Moto 4 has a mock for each service, and only its SES mocks start a sesmock mock."""
    with getattr(moto, name)():
        assert is_active() is active


def test_a_mock_with_backends_of_another_service_does_not_mock_ses() -> None:
    """A mock that has the backends of another service, as in moto 4, starts no sesmock mock."""
    mock = mock_aws()
    mock.backends = sns_backends
    with mock:
        assert not is_active()
