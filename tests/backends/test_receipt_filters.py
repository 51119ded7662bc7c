"""IP filters of received mail by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.receiving import add_rule, receive
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient


def ip_filter(name: str = "office", cidr: str = "203.0.113.0/24", policy: str = "Block") -> Any:
    """Return a filter as a request has it."""
    return {"Name": name, "IpFilter": {"Policy": policy, "Cidr": cidr}}


def create(ses: SESClient, *arguments: str) -> None:
    """Add a filter."""
    ses.create_receipt_filter(Filter=ip_filter(*arguments))


def test_filters_are_listed_by_name(ses: SESClient) -> None:
    """As they were given."""
    create(ses, "b", "10.0.0.1/24", "Allow")
    create(ses, "a.1-2_3")

    assert ses.list_receipt_filters()["Filters"] == [
        ip_filter("a.1-2_3"),
        ip_filter("b", "10.0.0.1/24", "Allow"),
    ]


def test_a_filter_is_deleted(ses: SESClient) -> None:
    """One that is not there is no error."""
    create(ses)
    ses.delete_receipt_filter(FilterName="office")
    ses.delete_receipt_filter(FilterName="office")

    assert ses.list_receipt_filters()["Filters"] == []


@pytest.mark.parametrize(
    "cidr", ["203.0.113.5", "203.0.113.5/0", "2001:db8::/32", "::1", "::ffff:203.0.113.5"]
)
def test_a_range_may_be_of_either_version(ses: SESClient, cidr: str) -> None:
    """An address alone, too."""
    create(ses, "office", cidr)

    assert ses.list_receipt_filters()["Filters"] == [ip_filter("office", cidr)]


@pytest.mark.parametrize(
    "cidr",
    [
        *("", "x", "10", "203.0.113.256", "203.0.113.0/33", "203.0.113.0/24/24", "203.0.113.0/255.255.255.0"),
        *("2001:db8::/129", "fe80::1%eth0", "203.0.113.\N{ARABIC-INDIC DIGIT FIVE}", "1" * 100_000),
    ],
)
def test_a_range_that_is_none_is_refused(ses: SESClient, cidr: str) -> None:
    """Net masks and zones among them."""
    assert refusal(create, ses, "office", cidr) == ("InvalidParameterValue", f"Invalid CIDR block: {cidr}")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "filterName must not be empty"),
        ("a b", "Not a valid filterName: a b"),
        ("-a", "Not a valid filterName: -a"),
        ("a" * 65, f"Not a valid filterName: {'a' * 65}"),
    ],
)
def test_a_name_that_is_none_is_refused(ses: SESClient, name: str, message: str) -> None:
    """Before the range."""
    assert refusal(create, ses, name, "x") == ("InvalidParameterValue", message)


def test_a_name_is_taken_once(ses: SESClient) -> None:
    """For whatever range."""
    create(ses)

    assert refusal(create, ses, "office", "10.0.0.0/8") == ("AlreadyExists", "Filter already exists: office")
    assert refusal(create, ses, "office", "x") == ("InvalidParameterValue", "Invalid CIDR block: x")


def test_an_account_has_100_filters(ses: SESClient) -> None:
    """A name that is taken is told first."""
    for number in range(100):
        create(ses, f"f{number}")

    assert refusal(create, ses, "office") == ("LimitExceeded", "Too many filters")
    assert refusal(create, ses, "f0")[0] == "AlreadyExists"


def test_another_policy_is_refused(ses: SESClient) -> None:
    """Before all else."""
    assert refusal(create, ses, "", "x", "Greet") == (
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
def test_filters_decide_from_where_mail_may_come(
    ses: SESClient, filters: list[tuple[str, str, str]], admitted: bool
) -> None:
    """What is allowed goes before what is blocked."""
    add_rule()
    for each in filters:
        create(ses, *each)
    received = receive(source_ip="203.0.113.5")

    assert received.accepted is admitted
    assert received.smtp_reply.startswith("250 OK " if admitted else "554 5.7.1 ")


def test_mail_may_come_from_an_address_of_version_6(ses: SESClient) -> None:
    """Ranges of the other version do not matter."""
    add_rule()
    create(ses, "a", "2001:db8::/32", "Block")
    create(ses, "b", "0.0.0.0/0", "Allow")

    assert not receive(source_ip="2001:db8::1").accepted
    assert receive(source_ip="2001:db9::1").accepted
