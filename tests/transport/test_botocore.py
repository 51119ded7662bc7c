"""Requests and clients inside a mock and after it."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import botocore.config
import botocore.exceptions
import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest
from botocore.credentials import RefreshableCredentials
from botocore.httpsession import URLLib3Session

from sesmock import SesMock, UnmockedCall, mock_ses
from sesmock.transport.request_handler import FAKE_ACCESS_KEY
from tests.programs import run_program

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"
KEYS = {"aws_access_key_id": "AKIAOWN", "aws_secret_access_key": "secret"}


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"region_name": "eu-west-1"},
        {"config": botocore.config.Config(use_fips_endpoint=True)},
        {"config": botocore.config.Config(use_dualstack_endpoint=True)},
        {"config": botocore.config.Config(region_name="eu-central-1")},
        {"config": botocore.config.Config(signature_version=UNSIGNED)},
        {"region_name": "cn-north-1"},
        {"endpoint_url": "https://vpce-1.email.us-east-1.vpce.amazonaws.com"},
        {"endpoint_url": "http://localhost:4566"},
        KEYS,
    ],
)
@pytest.mark.parametrize("service", ["ses", "sesv2", "pinpoint-email"])
def test_clients_of_every_endpoint_are_answered(
    mocked: SesMock, service: str, parameters: dict[str, Any]
) -> None:
    """FIPS, dual-stack, China, VPC and custom endpoints are answered, with or without signature."""
    client = boto3.client(service, **parameters)
    method = client.get_send_quota if service == "ses" else client.get_account

    assert method()["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("credentials", [{}, KEYS])
def test_a_client_older_than_the_mock_is_answered(credentials: dict[str, str]) -> None:
    """Clients created before the mock work inside it, with or without credentials."""
    client = botocore.session.Session().create_client("ses", region_name="eu-west-1", **credentials)
    with mock_ses(identities=["example.com"]) as active:
        client.list_identities()

    assert active.calls[0].region == "eu-west-1"


def test_a_client_created_inside_stays_bound_to_mocks(mocked: SesMock) -> None:
    """A client that was created inside a mock also works inside other mocks."""
    with mock_ses(isolated=True):
        client = boto3.client("sesv2")
    client.get_account()
    older = boto3.client("sesv2")
    mock = mock_ses(isolated=True)
    mock.start()
    mock.stop()

    assert older.get_account()["SendingEnabled"]


def test_a_bound_client_never_reaches_aws() -> None:
    """Using a client of a mock after its end raises sesmock's error."""
    with mock_ses():
        client = boto3.client("sesv2")

    with pytest.raises(UnmockedCall, match="after the mock stopped"):
        client.get_account()


def test_no_credentials_are_looked_up(mocked: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An SES client gets a fake key without a lookup."""
    monkeypatch.setattr(botocore.session.Session, "get_credentials", lambda session: pytest.fail("asked"))
    client = boto3.client("ses")

    assert client.list_identities()["Identities"] == ["example.com"]
    assert client._request_signer._credentials.access_key == FAKE_ACCESS_KEY


def test_static_credentials_of_a_session_are_kept(mocked: SesMock) -> None:
    """Calls are signed with the session's own static key."""
    client = boto3.Session(**KEYS).client("ses")
    client.list_identities()

    assert client._request_signer._credentials.access_key == "AKIAOWN"


def test_credentials_that_are_renewed_are_kept(mocked: SesMock) -> None:
    """A call belongs to the account of a session's renewable key, and the key is not renewed for it."""
    session = botocore.session.Session()
    # These credentials have expired, so botocore would renew them before it signs.
    session._credentials = RefreshableCredentials(
        "AKIAROLE", "secret", "token", datetime.now(timezone.utc), lambda: pytest.fail("asked"), "sts"
    )
    mocked.accounts.bind("AKIAROLE", "210987654321")
    session.create_client("ses").list_identities()

    assert mocked.calls[0].account_id == "210987654321"


def test_a_session_can_have_a_default_configuration(mocked: SesMock) -> None:
    """The region of the session's default configuration overrides the mock's."""
    session = botocore.session.Session()
    session.set_default_client_config(botocore.config.Config(region_name="eu-north-1"))

    assert session.create_client("ses").meta.region_name == "eu-north-1"


def test_positional_regions_and_keys_are_kept(mocked: SesMock) -> None:
    """A region and keys that are passed to create_client by position are kept."""
    session = botocore.session.Session()
    client = session.create_client("ses", "eu-west-1", None, True, None, None, "AKIAOWN", "secret")

    assert (client.meta.region_name, client._request_signer._credentials.access_key) == (
        "eu-west-1",
        "AKIAOWN",
    )


def test_a_missing_profile_does_not_matter_to_ses(mocked: SesMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """If AWS_PROFILE does not exist, SES clients work, and other clients fail as usual."""
    monkeypatch.setenv("AWS_PROFILE", "missing")
    session = boto3.Session()

    assert session.client("sesv2").get_account()["SendingEnabled"]
    with pytest.raises(botocore.exceptions.ProfileNotFound):
        session.client("s3")


def test_a_mock_starts_with_a_missing_profile() -> None:
    """A mock can start, and boto3.client works inside it, even if AWS_PROFILE does not exist."""
    code = """
import os
os.environ["AWS_PROFILE"] = "missing"
import boto3
from sesmock import mock_ses
with mock_ses(identities=["example.com"]):
    print(boto3.client("ses").list_identities()["Identities"], boto3.DEFAULT_SESSION is None)
print(boto3.DEFAULT_SESSION)
"""

    assert run_program(code) == "['example.com'] False\nNone\n"


def test_other_services_do_not_reach_aws(mocked: SesMock) -> None:
    """A call to a service that is not mocked is refused, and the error suggests mock_aws."""
    client = boto3.client("s3", region_name=REGION, **KEYS)

    with pytest.raises(UnmockedCall, match="mock_aws"):
        client.list_buckets()


@pytest.mark.parametrize("pattern", ["127.0.0.1", "127.0.0.1:9", "127.*"])
def test_a_passthrough_also_applies_to_ses(pattern: str) -> None:
    """A call to SES at a passthrough host leaves the mock, and fails as it would without one."""
    config = botocore.config.Config(retries={"max_attempts": 0})
    with mock_ses(passthrough=[pattern]):
        client = boto3.client("ses", endpoint_url="http://127.0.0.1:9", config=config)
        with pytest.raises(botocore.exceptions.EndpointConnectionError):
            client.list_identities()


@pytest.mark.parametrize(
    "body",
    [
        "Action=GetSendQuota",
        bytearray(b"Action=GetSendQuota"),
        io.BytesIO(b"Action=GetSendQuota"),
        io.StringIO("Action=GetSendQuota"),
        iter([b"Action=", "GetSendQuota"]),
        (chunk for chunk in ["Action=Get", "SendQuota"]),
        [b"Action=GetSend", b"Quota"],
    ],
)
def test_bodies_of_every_type_are_read(mocked: SesMock, body: Any) -> None:
    """A body can be text, bytes, a file or an iterator, and the response can be read as a stream."""
    url = "https://email.us-east-1.amazonaws.com/"
    response = URLLib3Session().send(AWSPreparedRequest("POST", url, {}, body, False))

    assert response.status_code == 200
    assert b"".join(response.raw.stream()) == response.content
    assert response.raw.read() == b""


def test_uploads_to_other_services_are_not_read(mocked: SesMock) -> None:
    """The body of a request to another service is left unread."""
    body = io.BytesIO(b"Hello")
    request = AWSPreparedRequest("PUT", "http://127.0.0.1:9/bucket/key", {}, body, False)
    with pytest.raises(botocore.exceptions.EndpointConnectionError):
        URLLib3Session().send(request)

    assert body.read() == b"Hello"


@pytest.mark.parametrize(
    ("url", "headers", "served"),
    [
        ("https://email.us-east-1.amazonaws.com/?Action=GetSendQuota", {}, True),
        (
            "https://email.us-east-1.amazonaws.com/?Action=GetSendQuota&X-Amz-Credential=A/20260101/us-east-1/ses/aws4_request",
            {},
            True,
        ),
        (
            "https://x.test/?Action=GetSendQuota",
            {"Authorization": b"AWS4-HMAC-SHA256 Credential=A/1/us-east-1/ses/aws4_request, x"},
            True,
        ),
        (
            "https://x.test/?Action=GetSendQuota",
            {
                # The scope of SigV4a has no region.
                "Authorization": "AWS4-ECDSA-P256-SHA256 Credential=A/1/ses/aws4_request, x",
                "X-Amz-Region-Set": "*",
            },
            True,
        ),
        # AWS3 is the signature of SES's first SDKs. It has no scope.
        ("https://email.us-east-1.amazonaws.com/?Action=GetSendQuota", {"Authorization": "AWS3 x"}, True),
        (
            # The scope of SES Mail Manager is also "ses".
            "https://mail-manager.us-east-1.amazonaws.com/",
            {"X-Amz-Target": "Mail", "Authorization": "Credential=A/1/us-east-1/ses/aws4_request"},
            False,
        ),
        (
            "https://s3.amazonaws.com/",
            {"Authorization": "AWS4-HMAC-SHA256 Credential=A/1/us-east-1/s3/aws4_request, x"},
            False,
        ),
    ],
)
def test_requests_are_recognized_by_scope_or_host(
    mocked: SesMock, url: str, headers: dict[str, Any], served: bool
) -> None:
    """A signed request is recognized by its credential scope, and an unsigned one by its host."""
    request = AWSPreparedRequest("GET", url, headers, None, False)
    if not served:
        with pytest.raises(UnmockedCall):
            URLLib3Session().send(request)
        return

    assert URLLib3Session().send(request).status_code == 200


def test_presigned_urls_are_botocores_own(mocked: SesMock) -> None:
    """Presigned URLs have botocore's real signature, since only the signing of requests is replaced."""
    url = boto3.client("ses", **KEYS).generate_presigned_url("list_identities")

    assert "X-Amz-Signature=" in url
    assert "sesmock" not in url


def test_a_default_session_of_the_user_stays() -> None:
    """A default session that the user created before the mock is used and kept."""
    boto3.setup_default_session(region_name="eu-west-1")
    own = boto3.DEFAULT_SESSION
    try:
        with mock_ses():
            region = boto3.client("ses").meta.region_name
        is_kept = boto3.DEFAULT_SESSION is own
    finally:
        boto3.DEFAULT_SESSION = None

    assert (region, is_kept) == ("eu-west-1", True)


def test_a_default_session_created_inside_stays() -> None:
    """A default session that the user creates inside a mock is kept after it."""
    try:
        with mock_ses():
            boto3.setup_default_session(region_name="eu-west-1")
            own = boto3.DEFAULT_SESSION
        is_kept = boto3.DEFAULT_SESSION is own
    finally:
        boto3.DEFAULT_SESSION = None

    assert is_kept


@pytest.mark.parametrize("retry_sleep", [True, False])
def test_retries_wait_unless_disabled(monkeypatch: pytest.MonkeyPatch, retry_sleep: bool) -> None:
    """With retry_sleep=False, botocore's retries do not wait."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    with mock_ses(retry_sleep=retry_sleep) as active:
        active.account.max_24_hour_send = 0
        active.verify("example.com")
        content = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}
        with pytest.raises(botocore.exceptions.ClientError):
            boto3.client("ses").send_email(
                Source="a@example.com", Destination={"ToAddresses": ["b@c.org"]}, Message=content
            )

    assert bool(slept) is retry_sleep


def test_many_sessions_read_a_model_once(mocked: SesMock) -> None:
    """Sessions share the model of a client, and boto3's resources still work."""
    first, second = (boto3.Session() for _ in range(2))
    clients = [session.client("sesv2") for session in (first, second)]
    resources = [session.resource("s3", region_name=REGION).meta.service_name for session in (first, second)]

    assert clients[0].meta.service_model.metadata is clients[1].meta.service_model.metadata
    assert resources == ["s3", "s3"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("Action=Nothing", 400, b"<Code>InvalidAction</Code>"),
        ("Action=VerifyEmailIdentity&EmailAddress=x", 400, b"<Code>InvalidParameterValue</Code>"),
        ("Action=VerifyEmailIdentity", 400, b"<Code>ValidationError</Code>"),
    ],
)
def test_requests_of_other_clients_are_refused(mocked: SesMock, query: str, status: int, code: bytes) -> None:
    """A client that does not validate its parameters gets SES's error."""
    request = AWSPreparedRequest("GET", f"https://email.us-east-1.amazonaws.com/?{query}", {}, None, False)
    response = URLLib3Session().send(request)

    assert (response.status_code, code in response.content) == (status, True)


def test_only_the_sleeping_of_botocore_is_replaced(mocked: SesMock) -> None:
    """Botocore's ``time`` has all functions of the module, and only ``sleep`` is replaced."""
    import time

    import botocore.endpoint

    assert botocore.endpoint.time.monotonic is time.monotonic


def test_a_key_can_be_bound_to_an_account(mocked: SesMock) -> None:
    """Calls signed with a bound key belong to its account, all others to the default one."""
    mocked.accounts.bind("AKIAOWN", "210987654321")
    boto3.client("sesv2", **KEYS).create_email_identity(EmailIdentity="example.org")

    assert "example.org" in mocked.accounts["210987654321", REGION].identities
    assert "example.org" not in mocked.account.identities
