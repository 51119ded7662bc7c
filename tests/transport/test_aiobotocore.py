"""Aiobotocore clients, on aiohttp and on httpx, are answered like botocore's clients."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, EndpointConnectionError, ProfileNotFound

from sesmock import SesMock, UnmockedCall, current, mock_ses
from sesmock.transport.request_handler import FAKE_ACCESS_KEY
from tests.transport.asynchronous import (
    APIS,
    CONTENT,
    KEYS,
    SESSIONS,
    AioConfig,
    AIOHTTPSession,
    AioRequestSigner,
    AioSession,
    aiobotocore,
    client,
    get_session,
    on_httpx,
    run,
    send,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
@pytest.mark.parametrize("api", APIS)
async def test_a_message_lands_in_the_outbox(mocked: SesMock, api: str, http_session: Any) -> None:
    """A message sent with any API over any HTTP session is in the outbox, with the id that the caller got."""
    async with client(api, http_session) as sender:
        message_id = await send(sender)

    message = mocked.outbox.one(to="ada@example.net", subject="Hello")
    assert (message.message_id, message.api) == (message_id, api)


@pytest.mark.asyncio
async def test_clients_of_both_kinds_share_one_world(mocked: SesMock) -> None:
    """Resources created with boto3 are visible with aiobotocore, and vice versa."""
    boto3.client("sesv2").create_email_identity(EmailIdentity="example.org")
    async with client("ses") as ses:
        response = await ses.list_identities()
        await ses.delete_identity(Identity="example.org")
    left = boto3.client("ses").list_identities()["Identities"]

    assert (sorted(response["Identities"]), left) == (["example.com", "example.org"], ["example.com"])


@pytest.mark.asyncio
async def test_refusals_are_the_clients_own_exceptions(mocked: SesMock) -> None:
    """An error of SES raises the modeled exception of the aiobotocore client."""
    async with client("ses") as ses, client("sesv2") as sesv2:
        with pytest.raises(ses.exceptions.TemplateDoesNotExistException, match="Template x does not exist"):
            await ses.get_template(TemplateName="x")
        with pytest.raises(sesv2.exceptions.NotFoundException):
            await sesv2.get_email_template(TemplateName="x")

    assert [call.service for call in mocked.calls] == ["ses", "sesv2"]


@pytest.mark.asyncio
async def test_jobs_and_reports_are_awaited(mocked: SesMock) -> None:
    """Import jobs advance each time they are read, and deliverability reports can be created and read."""
    mocked.files["s3://imports/people.csv"] = "ada@example.net,BOUNCE\n"
    async with client("sesv2") as sesv2:
        job = await sesv2.create_import_job(
            ImportDestination={"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
            ImportDataSource={"S3Url": "s3://imports/people.csv", "DataFormat": "CSV"},
        )
        statuses = [(await sesv2.get_import_job(JobId=job["JobId"]))["JobStatus"] for _ in range(2)]
        report = await sesv2.create_deliverability_test_report(
            FromEmailAddress="shop@example.com", Content={"Simple": CONTENT}
        )
        mocked.account.deliverability.reports[report["ReportId"]].complete()
        read = await sesv2.get_deliverability_test_report(ReportId=report["ReportId"])
        with pytest.raises(sesv2.exceptions.NotFoundException):
            await sesv2.get_deliverability_test_report(ReportId="x")

    assert statuses == ["PROCESSING", "COMPLETED"]
    assert read["OverallPlacement"]["InboxPercentage"] == 100
    assert list(mocked.account.suppression.destinations) == ["ada@example.net"]


@pytest.mark.asyncio
async def test_paginators_page(mocked: SesMock) -> None:
    """A paginator reads a list of several pages to its end."""
    mocked.verify("example.org")
    async with client("ses") as ses:
        pages = ses.get_paginator("list_identities").paginate(PaginationConfig={"PageSize": 1})
        names = [name async for page in pages for name in page["Identities"]]

    assert sorted(names) == ["example.com", "example.org"]
    assert len(mocked.calls) == 2


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_waiters_wait(http_session: Any) -> None:
    """A waiter polls until an identity is verified, without pauses if ``retry_sleep`` is off."""
    with mock_ses(verification="manual", retry_sleep=False) as active:
        async with client("ses", http_session) as ses:
            await ses.verify_email_identity(EmailAddress="ada@example.net")
            waiting = asyncio.ensure_future(
                ses.get_waiter("identity_exists").wait(Identities=["ada@example.net"])
            )
            while len(active.calls) < 3:
                await asyncio.sleep(0)
            active.verify("ada@example.net")
            await waiting

    assert active.calls[-1].answer["VerificationAttributes"]


@pytest.mark.parametrize("credentials", [{}, KEYS], ids=["anonymous", "own key"])
@pytest.mark.parametrize("http_session", SESSIONS)
def test_a_client_older_than_the_mock_is_answered(http_session: Any, credentials: dict[str, str]) -> None:
    """Clients created before the mock work inside it, with or without credentials."""

    async def main() -> SesMock:
        async with client("ses", http_session, region_name="eu-west-1", **credentials) as older:
            with mock_ses(identities=["example.com"]) as active:
                await send(older)
            return active

    assert run(main).outbox[0].region == "eu-west-1"


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_a_client_stays_bound_to_mocks(http_session: Any) -> None:
    """After its mock ends, a client refuses to send, but inside a later mock it works again."""
    with mock_ses():
        bound = await client("sesv2", http_session).__aenter__()
    try:
        with pytest.raises(UnmockedCall, match="after the mock stopped"):
            await bound.get_account()
        with mock_ses():
            answer = await bound.get_account()
    finally:
        await bound.__aexit__(None, None, None)

    assert answer["SendingEnabled"]


@pytest.mark.asyncio
async def test_no_credentials_are_looked_up(mocked: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An SES client gets a fake key and the mock's region without a lookup."""
    monkeypatch.setattr(AioSession, "get_credentials", lambda session: pytest.fail("asked"))
    async with client("ses") as ses:
        await ses.list_identities()

    assert ses._request_signer._credentials.access_key == FAKE_ACCESS_KEY
    assert ses.meta.region_name == "us-east-1"


@pytest.mark.asyncio
async def test_own_keys_are_kept(mocked: SesMock) -> None:
    """The key of a client or session selects the account, and its region is kept."""
    mocked.accounts.bind("AKIAOWN", "210987654321")
    session = get_session()
    session.set_credentials("AKIAOWN", "secret")
    async with client("ses", **KEYS) as first, session.create_client("sesv2", "eu-west-1") as second:
        await first.list_identities()
        await second.get_account()

    assert [(call.account_id, call.region) for call in mocked.calls] == [
        ("210987654321", "us-east-1"),
        ("210987654321", "eu-west-1"),
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "parameters",
    [
        {"region_name": "eu-west-1"},
        {"config": AioConfig(use_fips_endpoint=True)},
        {"config": AioConfig(region_name="eu-central-1")},
        {"config": AioConfig(signature_version=UNSIGNED)},
        {"region_name": "cn-north-1"},
        {"endpoint_url": NOBODY},
    ],
)
async def test_clients_of_every_endpoint_are_answered(mocked: SesMock, parameters: dict[str, Any]) -> None:
    """FIPS, China and custom endpoints are answered, with or without signature."""
    async with client("sesv2", **parameters) as sesv2:
        answer = await sesv2.get_account()

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.asyncio
async def test_a_missing_profile_does_not_matter_to_ses(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If AWS_PROFILE does not exist, SES clients work, and other clients fail as usual."""
    monkeypatch.setenv("AWS_PROFILE", "missing")
    async with client("sesv2") as sesv2:
        answer = await sesv2.get_account()

    assert answer["SendingEnabled"]
    with pytest.raises(ProfileNotFound):
        await client("s3").__aenter__()


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_other_services_do_not_reach_aws(mocked: SesMock, http_session: Any) -> None:
    """A call to a service that is not mocked is refused, and the error suggests mock_aws."""
    async with client("sqs", http_session, region_name="us-east-1", **KEYS) as sqs:
        with pytest.raises(UnmockedCall, match="mock_aws"):
            await sqs.list_queues()


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_a_passthrough_also_applies_to_ses(http_session: Any) -> None:
    """A call to SES at a passthrough host leaves the mock, and fails as it would without one."""
    with mock_ses(passthrough=["127.0.0.1:9"], retry_sleep=False):
        async with client("ses", http_session, endpoint_url=NOBODY) as ses:
            with pytest.raises(EndpointConnectionError):
                await ses.list_identities()


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
@pytest.mark.parametrize("retry_sleep", [True, False])
async def test_retries_wait_unless_disabled(
    monkeypatch: pytest.MonkeyPatch, retry_sleep: bool, http_session: Any
) -> None:
    """Retries wait unless ``retry_sleep`` is off, and all attempts are one call in the journal."""
    slept: list[float] = []
    pause = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await pause(0)

    with mock_ses(identities=["example.com"], retry_sleep=retry_sleep) as active:
        active.account.max_24_hour_send = 0
        async with client("ses", http_session) as ses:
            # aiobotocore sleeps with asyncio, or with anyio where it uses httpx.
            monkeypatch.setattr("asyncio.sleep", sleep)
            monkeypatch.setattr("anyio.sleep", sleep)
            with pytest.raises(ClientError, match="Throttling"):
                await send(ses)
            monkeypatch.undo()

    assert (max(slept) > 0) is retry_sleep
    assert len(active.calls) == 1
    assert active.calls[0].attempts > 1


@pytest.mark.asyncio
async def test_presigned_urls_are_aiobotocores_own(mocked: SesMock) -> None:
    """Presigned URLs have a real signature, since only the signing of requests is replaced."""
    async with client("ses", **KEYS) as ses:
        url = await ses.generate_presigned_url("list_identities")

    assert "X-Amz-Signature=" in url


@pytest.mark.asyncio
async def test_other_tasks_have_their_turn(mocked: SesMock) -> None:
    """A task that calls SES in a loop does not keep other tasks from running."""
    async with client("ses") as ses:

        async def ask() -> None:
            while len(await list_identities(ses)) == 1:
                pass

        asking = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        await ses.verify_domain_identity(Domain="example.org")
        await asking

    assert len(mocked.calls) > 2


async def list_identities(ses: Any) -> list[str]:
    """Return the identities that an SES client lists."""
    return list((await ses.list_identities())["Identities"])


@pytest.mark.asyncio
async def test_gathered_sends_keep_their_order(mocked: SesMock) -> None:
    """Messages of gathered sends are in the order in which the calls started, and each has its own id."""
    recipients = [f"user{number}@example.net" for number in range(50)]
    async with client("sesv2") as sesv2:
        message_ids = await asyncio.gather(*(send(sesv2, to) for to in recipients))

    assert [message.to[0] for message in mocked.outbox] == recipients
    assert [message.message_id for message in mocked.outbox] == message_ids
    assert len(set(message_ids)) == 50


def test_loops_in_several_threads_share_one_world(mocked: SesMock) -> None:
    """Threads with their own event loops and clients share one mock."""

    async def main() -> None:
        async with client("ses") as ses:
            await asyncio.gather(*(send(ses) for _ in range(10)))

    threads = [threading.Thread(target=run, args=(main,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({message.message_id for message in mocked.outbox}) == 40


@pytest.mark.parametrize("http_session", [on_httpx])
def test_clients_on_httpx_run_on_trio_too(http_session: Any) -> None:
    """A client on httpx can send and retry under trio as well as under asyncio."""
    import anyio

    async def main() -> SesMock:
        with mock_ses(identities=["example.com"], retry_sleep=False) as active:
            async with client("ses", http_session) as ses:
                await send(ses)
                active.account.max_24_hour_send = 0
                with pytest.raises(ClientError, match="Throttling"):
                    await send(ses)
        return active

    active = anyio.run(main, backend="trio")

    assert (len(active.outbox), len(active.rejected)) == (1, 1)


@pytest.mark.asyncio
async def test_responses_can_be_streamed(mocked: SesMock) -> None:
    """Code that calls the HTTP session directly can read the response as a stream, and its raw headers."""
    url = "https://email.us-east-1.amazonaws.com/?Action=GetSendQuota"
    response = await AIOHTTPSession().send(AWSPreparedRequest("GET", url, {}, None, False))

    assert await response.raw.read() == await response.content
    assert await response.raw.read() == b""
    assert (b"Content-Type", b"text/xml") in response.raw.raw_headers


def patched() -> dict[str, object]:
    """Return the attributes that a mock replaces."""
    waiting = [
        getattr(module, name, None)
        for module, name in [(aiobotocore.endpoint, "AnyioEndpoint"), (aiobotocore.waiter, "AnyioWaiter")]
    ]
    return {
        "send": AIOHTTPSession.send,
        "create_client": AioSession._create_client,
        "sign": AioRequestSigner.sign,
        "endpoint.asyncio": aiobotocore.endpoint.asyncio,
        "waiter.asyncio": aiobotocore.waiter.asyncio,
        **{each.__name__: each._sleep for each in waiting if each is not None},
    }


def test_everything_is_restored() -> None:
    """After the last stop, all patched attributes are the same objects as before."""
    before = patched()
    with mock_ses():
        inside = patched()

    assert patched() == before
    assert [name for name in inside if inside[name] == before[name]] == []


def test_only_waiting_is_replaced(mocked: SesMock) -> None:
    """Aiobotocore's other uses of asyncio are not affected."""
    assert aiobotocore.endpoint.asyncio.wait_for is asyncio.wait_for


@pytest.mark.asyncio
async def test_a_wrapper_around_a_replacement_stays() -> None:
    """A wrapper that other code puts around our replacement stays, and still works after the mock ends."""
    original, calls = AIOHTTPSession.send, []
    mock = mock_ses()
    mock.start()
    ours = AIOHTTPSession.send

    async def wrapper(session: Any, request: Any) -> Any:
        calls.append(request)
        return await ours(session, request)

    AIOHTTPSession.send = wrapper
    mock.stop()
    try:
        config = AioConfig(retries={"max_attempts": 0})
        async with client("sqs", region_name="us-east-1", endpoint_url=NOBODY, config=config, **KEYS) as sqs:
            with pytest.raises(EndpointConnectionError):
                await sqs.list_queues()
    finally:
        AIOHTTPSession.send = original

    assert len(calls) == 1


@pytest.mark.asyncio
@mock_ses(identities=["example.com"])
async def test_a_decorated_coroutine_is_mocked() -> None:
    """The mock of a decorated coroutine function stays active while the coroutine runs."""
    async with client("sesv2") as sesv2:
        await sesv2.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content={"Simple": CONTENT},
        )

    assert len(current().outbox) == 1


@pytest.mark.asyncio
async def test_a_predicate_can_call_ses_with_boto3(mocked: SesMock) -> None:
    """A predicate of an outcome can call SES with boto3."""
    mocked.outcomes[lambda recipient: bool(boto3.client("ses").list_identities())] = "bounced"
    async with client("ses") as ses:
        await send(ses)

    assert mocked.outbox[0].outcomes["ada@example.net"] == "bounced"
