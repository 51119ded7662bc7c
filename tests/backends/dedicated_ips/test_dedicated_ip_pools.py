"""Dedicated IP pools in SES v2 and Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal, refusal_with_status

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:dedicated-ip-pool/offers"
BUILT_IN = ["ses-default-dedicated-pool", "ses-shared-pool"]
BUILT_IN_TEXT = "Pool name describes either a shared or default dedicated ip pool"
NO_MODE = ("BadRequestException", "The ScalingMode parameter is invalid.")
NO_POOL = ("NotFoundException", "The requested pool <x> does not exist.")
EXISTS = ("AlreadyExistsException", "The pool <offers> already exists.")


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client for SES v2 or Pinpoint Email."""
    api: Any = request.param
    return boto3.client(api)


def test_a_pool_is_standard_by_default(sesv2: SESV2Client, client: Any) -> None:
    """A pool is standard by default, and only SES v2 can create a managed pool."""
    client.create_dedicated_ip_pool(PoolName="offers")
    sesv2.create_dedicated_ip_pool(PoolName="managed", ScalingMode="MANAGED")
    pools = [sesv2.get_dedicated_ip_pool(PoolName=name)["DedicatedIpPool"] for name in ("offers", "managed")]

    assert pools == [
        {"PoolName": "offers", "ScalingMode": "STANDARD"},
        {"PoolName": "managed", "ScalingMode": "MANAGED"},
    ]


def test_pools_are_listed_by_name_in_pages(client: Any) -> None:
    """Every page but the last has a token, and an empty token means the first page."""
    for name in ("b", "a", "c"):
        client.create_dedicated_ip_pool(PoolName=name)
    page = client.list_dedicated_ip_pools(PageSize=2)
    rest = client.list_dedicated_ip_pools(PageSize=2, NextToken=page["NextToken"])

    assert (page["DedicatedIpPools"], rest["DedicatedIpPools"]) == (["a", "b"], ["c"])
    assert "NextToken" not in rest
    assert client.list_dedicated_ip_pools(NextToken="")["DedicatedIpPools"] == ["a", "b", "c"]


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_page_has_1_to_1000_pools(client: Any, size: int) -> None:
    """A page size outside 1 to 1000 is refused before the token is checked."""
    assert refusal(client.list_dedicated_ip_pools, PageSize=size, NextToken="t") == (
        "BadRequestException",
        "The page size must be in [1, 1000] range.",
    )
    assert refusal(client.list_dedicated_ip_pools, NextToken="t") == (
        "BadRequestException",
        "Invalid next token.",
    )


def test_built_in_pools_are_listed_once_there_is_an_ip(mocked: SesMock, client: Any) -> None:
    """The built-in pools are listed only if the account has a dedicated IP."""
    client.create_dedicated_ip_pool(PoolName="offers")
    before = client.list_dedicated_ip_pools()["DedicatedIpPools"]
    mocked.lease_dedicated_ip()

    assert before == ["offers"]
    assert client.list_dedicated_ip_pools()["DedicatedIpPools"] == ["offers", *BUILT_IN]


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_pool_cannot_be_read_or_changed(sesv2: SESV2Client, name: str) -> None:
    """SES refuses every operation on a built-in pool, and its name is taken."""
    error = ("BadRequestException", BUILT_IN_TEXT)

    assert refusal(sesv2.get_dedicated_ip_pool, PoolName=name) == error
    assert refusal(sesv2.delete_dedicated_ip_pool, PoolName=name) == error
    assert (
        refusal(sesv2.put_dedicated_ip_pool_scaling_attributes, PoolName=name, ScalingMode="MANAGED") == error
    )
    assert refusal(sesv2.create_dedicated_ip_pool, PoolName=name) == (
        "AlreadyExistsException",
        f"The pool <{name}> already exists.",
    )


NAMES = [
    ("", "Pool name can't be blank."),
    (" ", "Pool name can't be blank."),
    ("Ü" * 65, "Pool name cannot exceed 64 characters."),
    (
        "Offers",
        "Invalid pool name <Offers>: only lowercase alphanumeric ASCII characters, '_', and '-' are allowed.",
    ),
]


@pytest.mark.parametrize(("name", "text"), NAMES)
def test_a_new_pool_needs_a_valid_name(client: Any, name: str, text: str) -> None:
    """A name must be lowercase, must not be blank, and can have at most 64 characters."""
    assert refusal(client.create_dedicated_ip_pool, PoolName=name) == ("BadRequestException", text)


def test_a_new_pool_is_checked_in_order(sesv2: SESV2Client) -> None:
    """The name is checked first, then the mode and the tags, and finally whether the name is taken."""
    create: Any = sesv2.create_dedicated_ip_pool
    create(PoolName="offers")
    tags = [{"Key": "aws:a", "Value": ""}]

    assert refusal(create, PoolName="A B", ScalingMode="AUTO", Tags=tags)[1] == (
        "Invalid pool name <A B>: only lowercase alphanumeric ASCII characters, '_', and '-' are allowed."
    )
    assert refusal(create, PoolName="offers", ScalingMode="AUTO", Tags=tags) == NO_MODE
    assert refusal(create, PoolName="offers", Tags=tags)[1] == "Tags must not start with aws: 'aws:a'."
    assert refusal(create, PoolName="offers") == EXISTS


@pytest.mark.usefixtures("mocked")
def test_a_pool_without_a_name_is_refused() -> None:
    """A request without a pool name, which botocore never sends, is refused."""
    assert send_json("POST", "/v2/email/dedicated-ip-pools", {}) == (
        "BadRequestException",
        "Pool name can't be blank.",
    )


def test_an_account_has_50_pools(client: Any) -> None:
    """A 51st pool is refused until another pool is deleted."""
    for number in range(50):
        client.create_dedicated_ip_pool(PoolName=f"pool-{number}")
    error = refusal(client.create_dedicated_ip_pool, PoolName="offers")
    client.delete_dedicated_ip_pool(PoolName="pool-0")
    client.create_dedicated_ip_pool(PoolName="offers")

    assert error == ("LimitExceededException", "Limit exceeded for dedicated IP pools.")


def test_a_standard_pool_can_become_managed(sesv2: SESV2Client) -> None:
    """A managed pool cannot become standard again, and repeating a mode changes nothing."""
    put = sesv2.put_dedicated_ip_pool_scaling_attributes
    sesv2.create_dedicated_ip_pool(PoolName="offers")
    for mode in ("STANDARD", "MANAGED", "MANAGED"):
        put(PoolName="offers", ScalingMode=mode)

    assert sesv2.get_dedicated_ip_pool(PoolName="offers")["DedicatedIpPool"]["ScalingMode"] == "MANAGED"
    assert refusal(put, PoolName="offers", ScalingMode="STANDARD") == NO_MODE
    assert refusal(put, PoolName="x", ScalingMode="AUTO") == NO_MODE
    assert refusal(put, PoolName="x", ScalingMode="MANAGED") == NO_POOL
    assert send_json("PUT", "/v2/email/dedicated-ip-pools/offers/scaling", {}) == NO_MODE


def test_an_unknown_pool_is_not_found(sesv2: SESV2Client, client: Any) -> None:
    """Reading or deleting an unknown pool returns status 404."""
    assert refusal_with_status(sesv2.get_dedicated_ip_pool, PoolName="x") == (404, *NO_POOL)
    assert refusal_with_status(client.delete_dedicated_ip_pool, PoolName="x") == (404, *NO_POOL)


def test_a_standard_pool_with_ips_cannot_be_deleted(mocked: SesMock, client: Any) -> None:
    """A pool can be deleted after its IPs have been moved to another pool."""
    client.create_dedicated_ip_pool(PoolName="offers")
    dedicated_ip = mocked.lease_dedicated_ip(pool="offers")
    error = refusal(client.delete_dedicated_ip_pool, PoolName="offers")
    client.put_dedicated_ip_in_pool(Ip=dedicated_ip.address, DestinationPoolName="ses-default-dedicated-pool")
    client.delete_dedicated_ip_pool(PoolName="offers")

    assert error == ("BadRequestException", "The pool <offers> has dedicated IPs.")
    assert client.list_dedicated_ip_pools()["DedicatedIpPools"] == BUILT_IN


def test_pools_are_tagged(sesv2: SESV2Client, client: Any) -> None:
    """A pool can be tagged at creation or later by its ARN, and the ARN of an unknown pool is refused."""
    client.create_dedicated_ip_pool(PoolName="offers", Tags=[{"Key": "team", "Value": "shop"}])
    client.tag_resource(ResourceArn=ARN, Tags=[{"Key": "cost", "Value": "1"}])

    assert client.list_tags_for_resource(ResourceArn=ARN)["Tags"] == [
        {"Key": "team", "Value": "shop"},
        {"Key": "cost", "Value": "1"},
    ]
    assert refusal(client.untag_resource, ResourceArn=f"{ARN}x", TagKeys=["a"]) == (
        "NotFoundException",
        "No DedicatedIpPool present with name: offersx",
    )


def test_pinpoint_email_cannot_read_a_pool(pinpoint_email: PinpointEmailClient) -> None:
    """Pinpoint Email has no operations that read or scale a pool."""
    pinpoint_email.create_dedicated_ip_pool(PoolName="offers")

    assert send_json("GET", "/v1/email/dedicated-ip-pools/offers", None)[0] == "UnknownOperationException"
    assert (
        send_json("PUT", "/v1/email/dedicated-ip-pools/offers/scaling", {})[0] == "UnknownOperationException"
    )
