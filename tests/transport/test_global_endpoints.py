"""Clients that send through a global endpoint, which requires SigV4a."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import boto3
import botocore
import pytest
from botocore.exceptions import MissingDependencyException

from sesmock import mock_ses
from tests.sending import send

if TYPE_CHECKING:
    from botocore.regions import EndpointRulesetResolver

HAS_CRT = find_spec("awscrt") is not None
VERSION = tuple(map(int, botocore.__version__.split(".")[:2]))
needs_endpoints = pytest.mark.skipif(VERSION < (1, 36), reason="this botocore has no EndpointId")
SCHEMES: Any = [{"name": "sigv4a", "signingName": "ses", "signingRegionSet": ["*"]}]
# In a separate process, since botocore looks for awscrt at its import.
WITHOUT_CRT = """
import sys
sys.modules["awscrt"] = sys.modules["awscrt.auth"] = None
from tests.transport.test_global_endpoints import send_through_endpoint
print(*send_through_endpoint())
"""


def send_through_endpoint() -> tuple[str, str]:
    """Return the regions in which two messages are sent through an endpoint."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        client = boto3.client("sesv2")
        endpoint_id = client.create_multi_region_endpoint(
            EndpointName="both", Details={"RoutesDetails": [{"Region": "eu-west-1"}]}
        )["EndpointId"]
        ses_mock.clock.shift(minutes=2)
        for _ in range(2):
            send(client, EndpointId=endpoint_id)
        first, second = ses_mock.outbox
        return first.region, second.region


def resolver(service: Any) -> EndpointRulesetResolver:
    """Return the endpoint resolver of a service."""
    endpoint_resolver: EndpointRulesetResolver = boto3.client(
        service, region_name="us-east-1"
    )._ruleset_resolver
    return endpoint_resolver


@needs_endpoints
def test_a_global_endpoint_needs_no_awscrt() -> None:
    """Messages can be sent through a global endpoint whether awscrt is installed or not."""
    assert send_through_endpoint() == ("us-east-1", "eu-west-1")


@needs_endpoints
def test_a_process_without_awscrt_can_use_a_global_endpoint() -> None:
    """A global endpoint works in a process that cannot import awscrt."""
    run = subprocess.run([sys.executable, "-c", WITHOUT_CRT], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["us-east-1", "eu-west-1"]


@pytest.mark.skipif(find_spec("aiobotocore") is None, reason="aiobotocore has its own environments")
@pytest.mark.asyncio
@needs_endpoints
async def test_async_clients_send_through_a_global_endpoint() -> None:
    """An aiobotocore client can send through a global endpoint without awscrt."""
    from tests.transport.asynchronous import client

    with mock_ses(identities=["example.com"]) as ses_mock:
        async with client("sesv2") as sesv2:
            response = await sesv2.create_multi_region_endpoint(
                EndpointName="both", Details={"RoutesDetails": [{"Region": "eu-west-1"}]}
            )
            ses_mock.clock.shift(minutes=2)
            for _ in range(2):
                await sesv2.send_email(
                    EndpointId=response["EndpointId"],
                    FromEmailAddress="shop@example.com",
                    Destination={"ToAddresses": ["ada@example.net"]},
                    Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
                )

    assert [message.region for message in ses_mock.outbox] == ["us-east-1", "eu-west-1"]


@pytest.mark.skipif(HAS_CRT, reason="awscrt is installed, and signs for everybody")
def test_other_services_still_need_awscrt() -> None:
    """Other services need awscrt for SigV4a even inside a mock, and SES needs it again after the mock."""
    with mock_ses():
        of_ses, of_others = resolver("sesv2"), resolver("s3")
        chosen = of_ses.auth_schemes_to_signing_ctx(SCHEMES)
        with pytest.raises(MissingDependencyException):
            of_others.auth_schemes_to_signing_ctx(SCHEMES)

    assert chosen == ("v4a", {"region": "*", "signing_name": "ses"})
    with pytest.raises(MissingDependencyException):
        of_ses.auth_schemes_to_signing_ctx(SCHEMES)
