"""IP filters for received mail in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.receiving import add_rule, receive
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient


def build_filter(name: str = "office", cidr: str = "203.0.113.0/24", policy: str = "Block") -> Any:
    """Return a filter in the format of a request."""
    return {"Name": name, "IpFilter": {"Policy": policy, "Cidr": cidr}}


def create_filter(ses: SESClient, *arguments: str) -> None:
    """Create a filter."""
    ses.create_receipt_filter(Filter=build_filter(*arguments))


def test_filters_are_listed_by_name(ses: SESClient) -> None:
    """Filters are sorted by name and keep their ranges as written."""
    create_filter(ses, "b", "10.0.0.1/24", "Allow")
    create_filter(ses, "a.1-2_3")

    assert ses.list_receipt_filters()["Filters"] == [
        build_filter("a.1-2_3"),
        build_filter("b", "10.0.0.1/24", "Allow"),
    ]


def test_deleting_a_filter_twice_is_not_an_error(ses: SESClient) -> None:
    """Deleting an unknown filter is not an error."""
    create_filter(ses)
    ses.delete_receipt_filter(FilterName="office")
    ses.delete_receipt_filter(FilterName="office")

    assert ses.list_receipt_filters()["Filters"] == []


@pytest.mark.parametrize(
    "cidr", ["203.0.113.5", "203.0.113.5/0", "2001:db8::/32", "::1", "::ffff:203.0.113.5"]
)
def test_a_range_can_be_ipv4_or_ipv6(ses: SESClient, cidr: str) -> None:
    """A range can be of either IP version, or a single address."""
    create_filter(ses, "office", cidr)

    assert ses.list_receipt_filters()["Filters"] == [build_filter("office", cidr)]


@pytest.mark.parametrize(
    "cidr",
    [
        *("", "x", "10", "203.0.113.256", "203.0.113.0/33", "203.0.113.0/24/24", "203.0.113.0/255.255.255.0"),
        *("2001:db8::/129", "fe80::1%eth0", "203.0.113.\N{ARABIC-INDIC DIGIT FIVE}", "1" * 100_000),
    ],
)
def test_an_invalid_range_is_refused(ses: SESClient, cidr: str) -> None:
    """Netmasks, zone IDs and other invalid ranges are refused."""
    assert refusal(create_filter, ses, "office", cidr) == (
        "InvalidParameterValue",
        f"Invalid CIDR block: {cidr}",
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "filterName must not be empty"),
        ("a b", "Not a valid filterName: a b"),
        ("-a", "Not a valid filterName: -a"),
        ("a" * 65, f"Not a valid filterName: {'a' * 65}"),
    ],
)
def test_an_invalid_name_is_refused(ses: SESClient, name: str, message: str) -> None:
    """The name is checked before the range."""
    assert refusal(create_filter, ses, name, "x") == ("InvalidParameterValue", message)


def test_a_name_can_be_used_once(ses: SESClient) -> None:
    """A name is unique, regardless of the range, and is checked after the range."""
    create_filter(ses)

    assert refusal(create_filter, ses, "office", "10.0.0.0/8") == (
        "AlreadyExists",
        "Filter already exists: office",
    )
    assert refusal(create_filter, ses, "office", "x") == ("InvalidParameterValue", "Invalid CIDR block: x")


def test_an_account_has_at_most_100_filters(ses: SESClient) -> None:
    """A 101st filter is refused, but a taken name is reported before the limit."""
    for number in range(100):
        create_filter(ses, f"f{number}")

    assert refusal(create_filter, ses, "office") == ("LimitExceeded", "Too many filters")
    assert refusal(create_filter, ses, "f0")[0] == "AlreadyExists"


def test_an_unknown_policy_is_refused(ses: SESClient) -> None:
    """An unknown policy is reported before anything else."""
    assert refusal(create_filter, ses, "", "x", "Greet") == (
        "ValidationError",
        "1 validation error detected: Value at 'filter.ipFilter.policy' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Allow, Block]",
    )


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        ([], True),
        ([("a", "203.0.113.5", "Block")], False),
        ([("a", "203.0.113.0/24", "Block")], False),
        ([("a", "198.51.100.0/24", "Block")], True),
        ([("a", "198.51.100.0/24", "Allow")], True),
        ([("a", "0.0.0.0/0", "Block"), ("b", "203.0.113.5/32", "Allow")], True),
        ([("a", "203.0.113.5/32", "Block"), ("b", "0.0.0.0/0", "Allow")], True),
        ([("a", "2001:db8::/32", "Block")], True),
    ],
)
def test_filters_allow_and_block_addresses(
    ses: SESClient, filters: list[tuple[str, str, str]], admitted: bool
) -> None:
    """An allowed range overrides a blocked one."""
    add_rule()
    for each in filters:
        create_filter(ses, *each)
    received = receive(source_ip="203.0.113.5")

    assert received.accepted is admitted
    assert received.smtp_reply.startswith("250 OK " if admitted else "554 5.7.1 ")


def test_filters_apply_to_ipv6_addresses(ses: SESClient) -> None:
    """Ranges apply only to addresses of their IP version."""
    add_rule()
    create_filter(ses, "a", "2001:db8::/32", "Block")
    create_filter(ses, "b", "0.0.0.0/0", "Allow")

    assert not receive(source_ip="2001:db8::1").accepted
    assert receive(source_ip="2001:db9::1").accepted
