"""The properties of all responses, in every API, client and endpoint."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSRequest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

from sesmock import SesMock, mock_ses
from sesmock.gateway.request_scope import find_origin
from sesmock.http import HttpRequest
from tests.raw_requests import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS = [("ses", "get_send_quota"), ("sesv2", "get_account"), ("pinpoint-email", "get_account")]
REFUSALS = [
    ("ses", "delete_configuration_set", {"ConfigurationSetName": "none"}),
    ("sesv2", "delete_configuration_set", {"ConfigurationSetName": "none"}),
    ("pinpoint-email", "delete_configuration_set", {"ConfigurationSetName": "none"}),
]


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active


@pytest.mark.parametrize(("service", "method"), CALLS)
def test_a_response_has_http_headers(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, service: str, method: str
) -> None:
    """A response has a Date header, from the mock's clock, and the length of the body."""
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    mocked.clock.shift(days=1)

    headers = getattr(boto3.client(service), method)()["ResponseMetadata"]["HTTPHeaders"]

    assert headers["date"] == "Mon, 10 Sep 2001 01:46:40 GMT"
    assert headers["connection"] == "keep-alive"
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize(("service", "method", "parameters"), REFUSALS)
@pytest.mark.usefixtures("mocked")
def test_a_refusal_has_http_headers(service: str, method: str, parameters: dict[str, Any]) -> None:
    """The response to a refused call has the same HTTP headers as any other."""
    with pytest.raises(ClientError) as caught:
        getattr(boto3.client(service), method)(**parameters)

    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert {"date", "content-length", "connection"} <= headers.keys()


def test_a_load_balancer_page_has_http_headers(mocked: SesMock) -> None:
    """The response of a fault, here a load balancer's error page, has the same HTTP headers."""
    mocked.fail("GetAccount", status=502)

    with pytest.raises(ClientError) as caught:
        boto3.client("sesv2").get_account()

    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert {"date", "content-length", "connection"} <= headers.keys()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v2/email/identities?PageSize=1", b""),
        # Newer versions of botocore send this request instead.
        ("POST", "/v2/email/list-identities", b'{"PageSize": 1}'),
    ],
)
def test_both_spellings_of_a_list_are_answered(mocked: SesMock, method: str, path: str, body: bytes) -> None:
    """Old and new clients can list identities page by page, though their requests differ."""
    boto3.client("sesv2").create_email_identity(EmailIdentity="example.net")
    request = AWSRequest(method, f"{HOST}{path}", {}, body).prepare()

    content = json.loads(URLLib3Session().send(request).content)

    assert [each["IdentityName"] for each in content["EmailIdentities"]] == ["example.com"]
    assert content["NextToken"]


GZIPPED = [
    ("POST", "/", b"Action=VerifyEmailIdentity&EmailAddress=ada%40example.net"),
    ("POST", "/v2/email/identities", b'{"EmailIdentity": "ada@example.net"}'),
    ("POST", "/v1/email/identities", b'{"EmailIdentity": "ada@example.net"}'),
]


@pytest.mark.parametrize("stream", [bytes, io.BytesIO])
@pytest.mark.parametrize(("method", "path", "body"), GZIPPED)
def test_a_compressed_body_is_read(
    mocked: SesMock, method: str, path: str, body: bytes, stream: Callable[[bytes], Any]
) -> None:
    """A compressed body is accepted, whether it is bytes or a file."""
    headers = {"Content-Encoding": "gzip"}
    request = AWSRequest(method, f"{HOST}{path}", headers, stream(gzip.compress(body))).prepare()

    assert URLLib3Session().send(request).status_code == 200
    assert "ada@example.net" in mocked.account.identities


@pytest.mark.parametrize(
    "body",
    [b"plain", gzip.compress(b"{}")[:-9], gzip.compress(b"{}")[:10] + b"\xff" * 20],
    ids=["plain text", "truncated", "garbage after the header"],
)
@pytest.mark.parametrize(("method", "path"), [each[:2] for each in GZIPPED])
@pytest.mark.usefixtures("mocked")
def test_a_body_that_is_not_gzip_is_refused(method: str, path: str, body: bytes) -> None:
    """A body that claims to be gzip but is plain, truncated or corrupt is refused."""
    headers = {"Content-Encoding": "gzip"}
    request = AWSRequest(method, f"{HOST}{path}", headers, body).prepare()
    response = URLLib3Session().send(request)

    assert response.status_code == 400
    assert "MalformedHttpRequestException" in f"{response.headers}{response.text}"


UNSIGNED_CLIENT = Config(signature_version=UNSIGNED)


@pytest.mark.parametrize(
    "parameters",
    [
        {"endpoint_url": "http://localhost:8080/prefix"},
        {"endpoint_url": "http://localhost:8080/prefix/"},
        {"endpoint_url": "http://localhost:8080/a/b", "config": UNSIGNED_CLIENT},
        {"endpoint_url": "http://localhost:4566", "config": UNSIGNED_CLIENT},
        {"region_name": "us-iso-east-1", "config": UNSIGNED_CLIENT},
        {"region_name": "eu-isoe-west-1", "config": UNSIGNED_CLIENT},
        {"region_name": "weird", "config": UNSIGNED_CLIENT},
    ],
)
@pytest.mark.parametrize(("service", "method"), CALLS)
def test_unsigned_calls_and_endpoint_paths_are_answered(
    mocked: SesMock, service: str, method: str, parameters: dict[str, Any]
) -> None:
    """A call without a signature, or to an endpoint with a path, is answered by the mock."""
    client = boto3.client(service, **parameters)
    getattr(client, method)()

    [call] = mocked.calls
    assert (call.account_id, call.region) == ("123456789012", client.meta.region_name)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        # The DNS suffixes of AWS's partitions are in botocore's partitions.json.
        ("email.us-east-1.amazonaws.com", "us-east-1"),
        ("email-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("email.us-west-2.api.aws", "us-west-2"),
        # An interface VPC endpoint.
        ("vpce-1-2.email.eu-west-1.vpce.amazonaws.com", "eu-west-1"),
        ("email.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("email.cn-northwest-1.api.amazonwebservices.com.cn", "cn-northwest-1"),
        ("email.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ("email.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
        ("email.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ("email.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
        ("email.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
        ("email.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
        ("EMAIL.US-EAST-1.AMAZONAWS.COM.", "us-east-1"),
        ("email.us-east-1.amazonaws.com:443", "us-east-1"),
    ],
)
@pytest.mark.parametrize("path", ["/?Action=GetSendQuota", "/v2/email/account", "/v1/email/account"])
def test_an_unsigned_request_to_an_ses_host_is_answered(
    mocked: SesMock, host: str, region: str, path: str
) -> None:
    """SES's hosts in every partition are recognized even if the request is unsigned."""
    request = AWSPreparedRequest("GET", f"https://{host}{path}", {}, None, False)

    response = URLLib3Session().send(request)

    assert (response.status_code, mocked.calls[0].region) == (200, region)


@pytest.mark.parametrize("host", ["email.us-east-1.amazonaws.com.example", "email.example.com", "email.us"])
@pytest.mark.usefixtures("mocked")
def test_hosts_that_only_look_like_ses_hosts_are_not_answered(host: str) -> None:
    """An unsigned request to a host outside AWS's domains is not answered."""
    request = HttpRequest("GET", f"https://{host}/v2/email/account", {}, b"")

    assert find_origin(request) is None


@pytest.mark.parametrize("region", ["a b", "a" * 33, "r\u00e9gion", ""])
@pytest.mark.usefixtures("mocked")
def test_a_scope_with_a_malformed_region_is_refused(region: str) -> None:
    """A signature with an invalid region is refused as incomplete."""
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential=A/1/{region}/ses/aws4_request, x"}
    request = AWSPreparedRequest("GET", f"{HOST}/v2/email/account", headers, None, False)

    response = URLLib3Session().send(request)

    assert response.headers["x-amzn-ErrorType"] == "IncompleteSignature"


@pytest.mark.parametrize(
    ("region", "nearest"),
    [("us-east1", "us-east-1"), ("eu-central1", "eu-central-1"), ("US-WEST-2", "us-west-2")],
)
def test_a_mocks_region_must_look_like_a_region(region: str, nearest: str) -> None:
    """A malformed region raises an error that suggests the most similar valid one."""
    with pytest.raises(ValueError, match=f"did you mean '{nearest}"):
        mock_ses(region=region)


def repeat_invocation(path: str) -> int:
    """Send a GET request to SES v2, always with the same invocation id, and return its status."""
    request = AWSRequest("GET", f"{HOST}/v2/email/{path}", {"amz-sdk-invocation-id": "1"}).prepare()
    return int(URLLib3Session().send(request).status_code)


@pytest.mark.parametrize(
    ("path", "statuses", "operations"),
    [
        ("account", [404, 200], ["GetConfigurationSet", "GetAccount"]),
        ("configuration-sets/ads", [404, 404], ["GetConfigurationSet", "GetConfigurationSet"]),
        ("configuration-sets/news", [404, 404], ["GetConfigurationSet"]),
    ],
)
def test_only_equal_requests_are_attempts_of_a_call(
    mocked: SesMock, path: str, statuses: list[int], operations: list[str]
) -> None:
    """A request counts as a retry of a failed call only if it repeats both the invocation id and the request."""
    received = [repeat_invocation("configuration-sets/news"), repeat_invocation(path)]

    assert received == statuses
    assert [call.operation for call in mocked.calls] == operations


def test_an_error_of_test_code_is_raised_for_its_call_only(mocked: SesMock) -> None:
    """An error that a predicate raised for a call is raised again for its retry, but not for another request."""
    mocked.fail("GetConfigurationSet", "BadRequestException", where=lambda call: bool(1 / 0))
    with pytest.raises(ZeroDivisionError):
        repeat_invocation("configuration-sets/news")

    assert repeat_invocation("account") == 200
    with pytest.raises(ZeroDivisionError):
        repeat_invocation("configuration-sets/news")
