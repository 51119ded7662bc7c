"""The hosts that a botocore client reaches while a mock is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from botocore.httpsession import URLLib3Session

from sesmock import SesMock, UnmockedCall, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = Config(connect_timeout=1, retries={"max_attempts": 0})
# The numbers are other notations of the metadata addresses 169.254.169.254 (EC2) and 169.254.170.2/.23 (ECS, EKS).
HOSTS_OF_AWS = [
    "s3.us-east-1.amazonaws.com",
    "s3.us-east-1.amazonaws.com.",
    "S3.US-EAST-1.AMAZONAWS.COM.",
    "s3.dualstack.us-east-1.api.aws",
    "s3.cn-north-1.amazonaws.com.cn",
    "amazonaws.com",
    # The name of EC2's metadata service.
    "instance-data.ec2.internal",
    "instance-data.ec2.internal.",
    "instance-data",
    "169.254.169.254",
    "169.254.169.254.",
    "169.254.170.2",
    "169.254.170.23",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    # The IPv6 addresses of the metadata services of EC2 (254) and EKS (23).
    "[fd00:ec2::254]",
    "[fd00:0ec2:0:0:0:0:0:254]",
    "[fd00:ec2::23]",
    "[fd00:ec2::23%25eth0]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:aa17]",
]


@pytest.fixture(autouse=True)
def mocked() -> Iterator[SesMock]:
    """Mock SES with the default options."""
    with mock_ses() as active:
        yield active


def make_client(host: str, service: str = "s3") -> Any:
    """Return a client that sends to port 9 of a host, where nothing listens."""
    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=f"http://{host}:9",
        aws_access_key_id="AKIAOWN",
        aws_secret_access_key="secret",
        config=QUICK,
    )


@pytest.mark.parametrize("host", HOSTS_OF_AWS)
def test_an_aws_host_is_not_reached(host: str) -> None:
    """A request to an AWS host or metadata service is refused in any spelling of the host."""
    with pytest.raises(UnmockedCall, match="real AWS"):
        make_client(host).list_buckets()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "0x7f000001",
        "localhost",
        "notamazonaws.invalid",
        "amazonaws.com.invalid",
        "-.invalid",
    ],
)
def test_other_hosts_are_left_alone(host: str) -> None:
    """A request to a host outside AWS leaves the mock, and fails as it would without one."""
    request = AWSPreparedRequest("GET", f"http://{host}:9/", {}, None, False)

    with pytest.raises(EndpointConnectionError):
        URLLib3Session(timeout=1).send(request)


@pytest.mark.parametrize(
    "environment",
    [
        {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/v1/credentials"},
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://instance-data.ec2.internal/"},
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6"},
        {},
    ],
)
def test_metadata_services_are_not_reached(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    """A session that looks for credentials reaches no metadata service of ECS, EKS or EC2."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(UnmockedCall, match=r"looked for credentials at .* set AWS_ACCESS_KEY_ID and"):
        botocore.session.Session().get_credentials()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1."])
@pytest.mark.parametrize("pattern", ["127.0.0.1", "127.*"])
def test_a_passthrough_ignores_the_final_dot_of_a_host(host: str, pattern: str) -> None:
    """A pattern matches host names with and without a trailing dot."""
    with mock_ses(passthrough=[pattern], isolated=True), pytest.raises(EndpointConnectionError):
        make_client(host, "ses").list_identities()


def test_ses_answers_under_an_absolute_host_name() -> None:
    """An unsigned request to SES is answered if its host name has a trailing dot."""
    url = "https://email.us-east-1.amazonaws.com./?Action=GetSendQuota"
    response = URLLib3Session().send(AWSPreparedRequest("GET", url, {}, None, False))

    assert response.status_code == 200
