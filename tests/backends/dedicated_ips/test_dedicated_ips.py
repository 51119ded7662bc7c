"""Dedicated IPs and their warm-up in SES v2 and Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.raw_requests import send_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_sesv2 import SESV2Client

DEFAULT = "ses-default-dedicated-pool"
NO_POOL = ("NotFoundException", "The requested pool <x> does not exist.")
NO_IP = ("NotFoundException", "Could not find dedicated IP <192.0.2.9> under this account.")


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client for SES v2 or Pinpoint Email."""
    api: Any = request.param
    return boto3.client(api)


def list_ips(client: Any, **filters: Any) -> list[str]:
    """Return the addresses that a client lists."""
    return [item["Ip"] for item in client.get_dedicated_ips(**filters)["DedicatedIps"]]


def test_an_account_has_no_dedicated_ips_at_first(client: Any) -> None:
    """A new account lists no dedicated IPs, and every address is unknown."""
    assert client.get_dedicated_ips()["DedicatedIps"] == []
    assert refusal(client.get_dedicated_ip, Ip="192.0.2.9") == NO_IP


def test_a_leased_ip_is_in_the_default_pool_and_cold(mocked: SesMock, client: Any) -> None:
    """A test can lease an IP, which no API can do; the IP starts cold in the default pool."""
    dedicated_ip = mocked.lease_dedicated_ip()
    expected = {
        "Ip": "192.0.2.1",
        "WarmupStatus": "IN_PROGRESS",
        "WarmupPercentage": 0,
        "PoolName": DEFAULT,
    }

    assert client.get_dedicated_ip(Ip="192.0.2.1")["DedicatedIp"] == expected
    assert client.get_dedicated_ips()["DedicatedIps"] == [expected]
    assert repr(mocked.account.dedicated_ips) == f"<DedicatedIps [{dedicated_ip!r}]>"
    assert repr(dedicated_ip) == f"<DedicatedIp 192.0.2.1 in {DEFAULT}, IN_PROGRESS>"


def test_ips_are_listed_by_address_and_by_pool(mocked: SesMock, client: Any) -> None:
    """IPs are sorted numerically; a pool lists only its own IPs, and the shared pool has none."""
    client.create_dedicated_ip_pool(PoolName="offers")
    for ip, pool in (("192.0.2.10", None), ("192.0.2.9", "offers"), ("192.0.2.8", DEFAULT)):
        mocked.lease_dedicated_ip(ip, pool=pool)

    assert list_ips(client) == ["192.0.2.8", "192.0.2.9", "192.0.2.10"]
    assert list_ips(client, PoolName="offers") == ["192.0.2.9"]
    assert list_ips(client, PoolName=DEFAULT) == ["192.0.2.8", "192.0.2.10"]
    assert list_ips(client, PoolName="ses-shared-pool") == []


def test_ips_are_listed_in_pages(mocked: SesMock, client: Any) -> None:
    """Every page but the last has a token, which is not valid for another pool."""
    for _ in range(3):
        mocked.lease_dedicated_ip()
    page = client.get_dedicated_ips(PageSize=2)
    token = page["NextToken"]
    bad_token = ("BadRequestException", "Invalid next token.")

    assert len(page["DedicatedIps"]) == 2
    assert list_ips(client, PageSize=2, NextToken=token) == ["192.0.2.3"]
    assert refusal(client.get_dedicated_ips, NextToken=token, PoolName="x") == bad_token
    assert refusal(client.get_dedicated_ips, NextToken="t", PageSize=0, PoolName="x") == (
        "BadRequestException",
        "The page size must be in [1, 1000] range.",
    )
    assert refusal(client.get_dedicated_ips, PoolName="x") == NO_POOL


def test_an_ip_is_moved_in_and_out_of_a_pool(
    mocked: SesMock, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Both APIs can move an IP into a pool and back into the default pool."""
    mocked.lease_dedicated_ip()
    sesv2.create_dedicated_ip_pool(PoolName="offers")
    pinpoint_email.put_dedicated_ip_in_pool(Ip="192.0.2.1", DestinationPoolName="offers")
    pool_ips = list_ips(sesv2, PoolName="offers")
    sesv2.put_dedicated_ip_in_pool(Ip="192.0.2.1", DestinationPoolName=DEFAULT)

    assert pool_ips == ["192.0.2.1"]
    assert pinpoint_email.get_dedicated_ip(Ip="192.0.2.1")["DedicatedIp"]["PoolName"] == DEFAULT


@pytest.mark.parametrize(
    ("ip", "pool", "answer"),
    [
        ("192.0.2.9", " ", ("BadRequestException", "Pool name can't be blank.")),
        ("192.0.2.9", "x", NO_IP),
        ("192.0.2.1", "x", NO_POOL),
        (
            "192.0.2.1",
            "managed",
            ("BadRequestException", "Dedicated IPs cannot be assigned to a managed pool."),
        ),
        (
            "192.0.2.1",
            "ses-shared-pool",
            ("BadRequestException", "Pool name describes either a shared or default dedicated ip pool"),
        ),
    ],
)
def test_an_invalid_move_is_refused(
    mocked: SesMock, sesv2: SESV2Client, client: Any, ip: str, pool: str, answer: tuple[str, str]
) -> None:
    """The pool's name is checked first, then the IP, then the pool."""
    mocked.lease_dedicated_ip()
    sesv2.create_dedicated_ip_pool(PoolName="managed", ScalingMode="MANAGED")

    assert refusal(client.put_dedicated_ip_in_pool, Ip=ip, DestinationPoolName=pool) == answer


def test_an_ip_warms_up_in_45_days(mocked: SesMock) -> None:
    """An IP is warm after 45 days even if it sends no mail, and its percentage never falls below 0."""
    dedicated_ip = mocked.lease_dedicated_ip()
    steps = []
    for days in (-1, 10, 18, 18):
        mocked.clock.shift(days=days)
        steps.append((dedicated_ip.warmup_percentage, dedicated_ip.warmup_status))

    assert steps == [(0, "IN_PROGRESS"), (20, "IN_PROGRESS"), (60, "IN_PROGRESS"), (100, "DONE")]


def test_a_warm_up_continues_from_a_percentage(mocked: SesMock, client: Any) -> None:
    """A warm-up continues from the percentage that it is set to, and is done at 100."""
    dedicated_ip = mocked.lease_dedicated_ip()
    client.put_dedicated_ip_warmup_attributes(Ip="192.0.2.1", WarmupPercentage=50)
    mocked.clock.shift(days=9)
    later = dedicated_ip.warmup_percentage
    client.put_dedicated_ip_warmup_attributes(Ip="192.0.2.1", WarmupPercentage=100)

    assert later == 70
    assert (dedicated_ip.warmup_percentage, dedicated_ip.warmup_status) == (100, "DONE")


def test_without_auto_warmup_the_percentage_stays(mocked: SesMock, client: Any) -> None:
    """Without automatic warm-up, new IPs count as warm, and other IPs pause until it is on again."""
    dedicated_ip = mocked.lease_dedicated_ip(warmup_percentage=30)
    client.put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=False)
    mocked.clock.shift(days=9)
    paused, new = dedicated_ip.warmup_percentage, mocked.lease_dedicated_ip()
    client.put_dedicated_ip_warmup_attributes(Ip="192.0.2.1", WarmupPercentage=40)
    mocked.clock.shift(days=9)
    set_by_hand = dedicated_ip.warmup_percentage
    client.put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=True)
    mocked.clock.shift(days=9)

    assert (paused, set_by_hand, dedicated_ip.warmup_percentage) == (30, 40, 60)
    assert (new.warmup_percentage, new.warmup_status) == (100, "DONE")


@pytest.mark.parametrize("percentage", [-1, 101])
def test_a_percentage_out_of_range_is_refused(client: Any, percentage: int) -> None:
    """A percentage outside 0 to 100 is refused before the IP is looked up."""
    put = client.put_dedicated_ip_warmup_attributes

    assert refusal(put, Ip="192.0.2.9", WarmupPercentage=percentage) == (
        "BadRequestException",
        "Warmup Percentage must be between 0 and 100.",
    )
    assert refusal(put, Ip="192.0.2.9", WarmupPercentage=100) == NO_IP


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(
    ("path", "parameters", "text"),
    [
        ("192.0.2.9/warmup", {}, "Warmup Percentage can't be null."),
        ("192.0.2.9/pool", {"DestinationPoolName": ""}, "Pool name can't be blank."),
        ("192.0.2.9/pool", {}, "Pool name can't be blank."),
    ],
)
def test_missing_members_are_refused(path: str, parameters: dict[str, Any], text: str) -> None:
    """A request without a required member, which botocore never sends, is refused."""
    assert send_json("PUT", f"/v2/email/dedicated-ips/{path}", parameters) == ("BadRequestException", text)


def test_ips_of_a_managed_pool_have_no_warm_up(
    mocked: SesMock, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """The warm-up of a managed IP is NOT_APPLICABLE, even in Pinpoint Email, whose model lacks that value."""
    sesv2.create_dedicated_ip_pool(PoolName="offers")
    mocked.lease_dedicated_ip(pool="offers")
    sesv2.put_dedicated_ip_pool_scaling_attributes(PoolName="offers", ScalingMode="MANAGED")
    warmups = [
        (item["WarmupStatus"], item["WarmupPercentage"])
        for item in (
            sesv2.get_dedicated_ip(Ip="192.0.2.1")["DedicatedIp"],
            pinpoint_email.get_dedicated_ip(Ip="192.0.2.1")["DedicatedIp"],
        )
    ]
    sesv2.delete_dedicated_ip_pool(PoolName="offers")

    assert warmups == [("NOT_APPLICABLE", -1)] * 2
    assert list_ips(sesv2) == []


def test_block_lists_are_reported(mocked: SesMock, client: Any) -> None:
    """A blacklist report covers the account's own IPs, listed or not, and ignores all other values."""
    dedicated_ip, _ = mocked.lease_dedicated_ip(), mocked.lease_dedicated_ip()
    dedicated_ip.add_to_blacklist("zen.spamhaus.org", "Spam source")
    names = ["192.0.2.1", "192.0.2.2", "192.0.2.9", "not-an-ip-address"]
    report = client.get_blacklist_reports(BlacklistItemNames=names)["BlacklistReport"]
    dedicated_ip.remove_from_blacklist("zen.spamhaus.org")
    later = client.get_blacklist_reports(BlacklistItemNames=["192.0.2.1"])["BlacklistReport"]

    listed_at = report["192.0.2.1"][0].pop("ListingTime")
    assert report == {
        "192.0.2.1": [{"RblName": "zen.spamhaus.org", "Description": "Spam source"}],
        "192.0.2.2": [],
    }
    assert abs((mocked.clock.now() - listed_at).total_seconds()) < 60
    assert later == {"192.0.2.1": []}
    with pytest.raises(ValueError, match=r"192\.0\.2\.1 is not on 'zen\.spamhaus\.org'"):
        dedicated_ip.remove_from_blacklist("zen.spamhaus.org")


def test_a_lease_without_an_address_gets_the_next_one(mocked: SesMock) -> None:
    """A lease without an address gets the next address after 192.0.2.0 that no account has leased."""
    mocked.lease_dedicated_ip("192.0.2.2")
    elsewhere = mocked.accounts["210987654321", "eu-west-1"].dedicated_ips.lease()
    many = [mocked.lease_dedicated_ip().address for _ in range(253)]

    assert elsewhere.address == "192.0.2.1"
    assert (many[0], many[251], many[252]) == ("192.0.2.3", "192.0.2.254", "192.0.3.1")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"ip": "192.0.2.256"}, "ip must be an IPv4 address, got '192.0.2.256'"),
        ({"ip": "example.com"}, "ip must be an IPv4 address, got 'example.com'"),
        ({"ip": "192.0.2.1"}, "192.0.2.1 is already leased"),
        ({"pool": "x"}, "unknown pool 'x'; pools of the account: none"),
        ({"pool": "ses-shared-pool"}, "unknown pool 'ses-shared-pool'; pools of the account: none"),
        ({"warmup_percentage": 101}, "warmup_percentage must be between 0 and 100, got 101"),
    ],
)
def test_an_invalid_lease_is_an_error(options: dict[str, Any], text: str) -> None:
    """An invalid lease raises an error and leaves the account unchanged."""
    with mock_ses(isolated=True) as active:
        active.lease_dedicated_ip()
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared below
            active.lease_dedicated_ip(**options)

        assert str(caught.value) == text
        assert list(active.account.dedicated_ips.addresses) == ["192.0.2.1"]
