"""Many threads share one world: nothing is lost, and callbacks that call SES do not deadlock."""

from __future__ import annotations

import asyncio
import importlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.apis import SES
from sesmock.backends.backend import Backend
from sesmock.protocol.query import QueryCodec
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

THREADS = 16
ROUNDS = 20
SERVICES = ("ses", "sesv2", "pinpoint-email")


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified, and make Python switch threads a thousand times as often."""
    interval = sys.getswitchinterval()
    # Python's default is 5 ms.
    sys.setswitchinterval(5e-6)
    try:
        with mock_ses(identities=["example.com"], retry_sleep=False) as active:
            # -1 means that the quota is unlimited. Spec: account.md §2.
            active.account.max_24_hour_send = -1
            yield active
    finally:
        sys.setswitchinterval(interval)


def clients() -> dict[str, Any]:
    """Create a client of each API."""
    return {service: boto3.client(service) for service in SERVICES}


def work(clients_by_api: dict[str, Any], name: str) -> list[str]:
    """Send, create, read and delete repeatedly; return the ids of the sent messages."""
    message_ids = []
    for number in range(ROUNDS):
        own = f"{name}-{number}"
        message_ids += [send(client, f"{own}@example.net") for client in clients_by_api.values()]
        clients_by_api["sesv2"].create_email_identity(EmailIdentity=f"{own}.example.org")
        clients_by_api["ses"].list_identities(MaxItems=10)
        clients_by_api["sesv2"].put_suppressed_destination(EmailAddress=f"{own}@example.org", Reason="BOUNCE")
        clients_by_api["sesv2"].list_suppressed_destinations(PageSize=5)
        clients_by_api["ses"].create_template(
            Template={"TemplateName": own, "SubjectPart": "s", "TextPart": "t"}
        )
        clients_by_api["ses"].delete_template(TemplateName=own)
        clients_by_api["ses"].get_send_quota()
    return message_ids


def run_together(task: Callable[[int], Any]) -> list[Any]:
    """Run a task in many threads that start together; return their results."""
    start = threading.Barrier(THREADS)

    def run(number: int) -> Any:
        start.wait(timeout=60)
        return task(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.slow
@pytest.mark.parametrize("shared", [True, False], ids=["shared clients", "own clients"])
def test_nothing_is_lost(mocked: SesMock, shared: bool) -> None:
    """Every concurrent call takes effect exactly once."""
    shared_clients = clients() if shared else None
    results = run_together(lambda number: work(shared_clients or clients(), f"user{number}"))

    message_ids = [message_id for each in results for message_id in each]
    sends = THREADS * ROUNDS * len(SERVICES)
    assert len(set(message_ids)) == sends
    assert sorted(message_ids) == sorted(message.message_id for message in mocked.outbox)
    assert mocked.account.sent_last_24_hours == sends
    assert len(mocked.account.identities) == 1 + THREADS * ROUNDS
    assert len(mocked.account.suppression.destinations) == THREADS * ROUNDS
    assert mocked.account.templates == {}
    assert len(mocked.calls) == sends + THREADS * ROUNDS * 7


@pytest.mark.slow
def test_each_message_has_its_own_call(mocked: SesMock) -> None:
    """Each thread gets the responses to its own calls."""
    clients_by_api = clients()
    run_together(
        lambda number: [send(clients_by_api["ses"], f"user{number}@example.net") for _ in range(ROUNDS)]
    )

    for message in mocked.outbox:
        assert message.call.answer["MessageId"] == message.message_id
        assert message.call.params["Destination"]["ToAddresses"] == [message.to[0]]


@pytest.mark.slow
def test_messages_of_one_thread_keep_their_order(mocked: SesMock) -> None:
    """The outbox has the messages of a thread in the order of its sends."""
    clients_by_api = clients()
    sent = run_together(
        lambda number: [send(clients_by_api["sesv2"], f"user{number}@example.net") for _ in range(ROUNDS)]
    )

    for number, message_ids in enumerate(sent):
        messages = mocked.outbox.filter(to=f"user{number}@example.net")
        assert [message.message_id for message in messages] == message_ids


@pytest.mark.slow
def test_a_quota_is_not_overdrawn(mocked: SesMock) -> None:
    """Concurrent sends succeed only up to the quota."""
    mocked.account.max_24_hour_send = 50
    client = boto3.client("ses")

    def is_accepted() -> bool:
        try:
            send(client)
        except client.exceptions.ClientError:
            return False
        return True

    assert sum(run_together(lambda _number: sum(is_accepted() for _ in range(ROUNDS)))) == 50
    assert mocked.account.sent_last_24_hours == len(mocked.outbox) == 50


@pytest.mark.slow
def test_one_of_many_threads_creates_a_resource(mocked: SesMock) -> None:
    """One thread creates a unique resource, and the others get an AlreadyExists error."""
    client = boto3.client("sesv2")

    def task(_number: int) -> bool:
        try:
            client.create_configuration_set(ConfigurationSetName="set")
        except client.exceptions.AlreadyExistsException:
            return False
        return True

    assert sum(run_together(task)) == 1


HALF_IMPORTED = """
import threading
from {package} import backend

@backend.operation("GetSendQuota")
def get_send_quota(context, request):
    return ANSWER

backend.half_way.set()
backend.go_on.wait(30)
ANSWER = {{"Max24HourSend": 1.0}}
"""


def test_an_operation_waits_for_the_import_of_its_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that needs an operation waits while another thread imports its module."""
    package = tmp_path / "half_imported"
    package.mkdir()
    package.joinpath("__init__.py").write_text("")
    package.joinpath("account.py").write_text(HALF_IMPORTED.format(package=package.name))
    monkeypatch.syspath_prepend(tmp_path)
    backend = Backend(SES, QueryCodec)
    backend.modules = {"GetSendQuota": f"{package.name}.account"}
    backend.half_way, backend.go_on = threading.Event(), threading.Event()
    importlib.import_module(package.name).backend = backend
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(backend.find, "GetSendQuota")
        backend.half_way.wait(30)
        second = pool.submit(lambda: backend.find("GetSendQuota").function(None, {}))
        waits = not wait([second], timeout=0.05).done
        backend.go_on.set()

    assert (waits, second.result(), first.result().name) == (True, {"Max24HourSend": 1.0}, "GetSendQuota")


@pytest.mark.slow
def test_accounts_appear_once(mocked: SesMock) -> None:
    """Threads that access a new account at the same time get the same one."""
    accounts = run_together(lambda _number: mocked.accounts["210987654321", "eu-west-1"])

    assert len(set(map(id, accounts))) == 1


@pytest.mark.slow
def test_the_limit_of_a_fault_holds_among_threads(mocked: SesMock) -> None:
    """A fault with ``times=10`` rejects exactly ten calls, however many threads make them."""
    mocked.fail("SendEmail", "MessageRejected", times=10)
    client = boto3.client("ses")

    def is_rejected() -> bool:
        try:
            send(client)
        except client.exceptions.MessageRejected:
            return True
        return False

    assert sum(run_together(lambda _number: sum(is_rejected() for _ in range(ROUNDS)))) == 10


@pytest.mark.slow
def test_lazy_attributes_are_created_once(mocked: SesMock) -> None:
    """Threads that access lazy attributes at the same time see the same ids and texts."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="set")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="set",
        EventDestinationName="topic",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE"],
            "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:mail"},
        },
    )
    send(sesv2, "bounce@simulator.amazonses.com", ConfigurationSetName="set")
    [publication] = [each for each in mocked._world.publications if each.type == "Bounce"]
    [message] = mocked.outbox
    results = run_together(
        lambda _number: (publication.id, publication.payload, message.raw, publication.event.feedback_id)
    )

    assert len(set(results)) == 1


def run_in_thread(task: Callable[[], Any]) -> Any:
    """Run a function in another thread, and wait for it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task).result(timeout=30)


@pytest.mark.parametrize("run", [lambda task: task(), run_in_thread], ids=["same thread", "another thread"])
def test_predicates_can_call_ses(mocked: SesMock, run: Callable[..., Any]) -> None:
    """A predicate of an outcome or a fault can call SES from any thread without a deadlock."""
    ses = boto3.client("ses")

    def ask(_subject: object) -> bool:
        identities: list[str] = run(ses.list_identities)["Identities"]
        return identities == ["example.com"]

    mocked.outcomes[ask] = "bounced"
    mocked.fail("SendEmail", "MessageRejected", where=lambda call: not ask(call))
    send(ses)

    assert mocked.outbox[0].outcomes["ada@example.net"] == "bounced"


@pytest.mark.parametrize("run", [lambda task: task(), run_in_thread], ids=["same thread", "another thread"])
def test_receivers_of_publications_can_call_ses(run: Callable[..., Any]) -> None:
    """A receiver of publications can send mail from any thread, before the first send returns."""
    received = []

    def publish(publication: Any) -> None:
        received.append(publication.type)
        if publication.type == "Bounce":
            run(lambda: send("ses"))

    with mock_ses(identities=["example.com"], publish=publish) as active:
        sesv2 = boto3.client("sesv2")
        sesv2.create_configuration_set(ConfigurationSetName="set")
        sesv2.create_configuration_set_event_destination(
            ConfigurationSetName="set",
            EventDestinationName="topic",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["SEND", "BOUNCE"],
                "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:mail"},
            },
        )
        received.clear()
        send(sesv2, "bounce@simulator.amazonses.com", ConfigurationSetName="set")

    assert received == ["Send", "Bounce"]
    assert [message.to[0] for message in active.outbox] == [
        "bounce@simulator.amazonses.com",
        "ada@example.net",
    ]


def test_a_loop_can_send_in_threads(mocked: SesMock) -> None:
    """Async code can call boto3 with ``asyncio.to_thread``."""
    ses = boto3.client("ses")

    async def main() -> list[str]:
        return await asyncio.gather(
            *(asyncio.to_thread(send, ses, f"user{number}@example.net") for number in range(50))
        )

    message_ids = asyncio.run(main())

    assert sorted(message_ids) == sorted(message.message_id for message in mocked.outbox)


def test_one_thread_waits_for_the_mail_of_another(mocked: SesMock) -> None:
    """A test can wait for another thread's mail without polling."""
    ses = boto3.client("ses")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(send, ses, "bob@example.net")
        message = mocked.outbox.wait_for(to="bob@example.net", timeout=30)

    assert message.to == ("bob@example.net",)


def test_a_closed_loop_is_not_notified(mocked: SesMock) -> None:
    """No call fails because a waiting event loop has been closed."""
    notifier = mocked._world.notifier
    listeners: list[Any] = []

    async def main() -> None:
        waiting = asyncio.ensure_future(mocked.outbox.await_for(to="bob@example.net", timeout=30))
        await asyncio.sleep(0)
        listeners.extend(notifier._listeners)
        send("ses", "bob@example.net")
        await waiting

    asyncio.run(main())
    [listener] = listeners
    listener()

    assert notifier._listeners == []


@pytest.mark.slow
def test_mocks_that_start_in_threads_restore_everything() -> None:
    """Threads that start and stop mocks at the same time share one, and the patches are restored at the end."""
    from botocore.httpsession import URLLib3Session

    before = URLLib3Session.send

    def task(number: int) -> bool:
        for round_number in range(ROUNDS):
            to = f"user{number}-{round_number}@example.net"
            with mock_ses(identities=["example.com"]) as active:
                send("ses", to)
                active.outbox.one(to=to)
        return True

    assert all(run_together(task))
    assert URLLib3Session.send is before
