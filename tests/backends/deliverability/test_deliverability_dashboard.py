"""The Deliverability dashboard in SES v2 and Pinpoint Email."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock import mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 1, 10, tzinfo=timezone.utc)
MONTH_END = datetime(2026, 2, 1, tzinfo=timezone.utc)


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return a client for SES v2 or Pinpoint Email, on 10 January."""
    with freeze_time(START), mock_ses(identities=["example.com", "example.org", "ada@example.net"]):
        yield boto3.client(request.param)


def put_option(client: Any, *domains: str, on: bool = True, **option: Any) -> None:
    """Enable or disable the dashboard for domains."""
    subscribed = [{"Domain": domain, **option} for domain in domains]
    client.put_deliverability_dashboard_option(DashboardEnabled=on, SubscribedDomains=subscribed)


def read_options(client: Any) -> tuple[Any, ...]:
    """Return whether the dashboard is enabled, its status and expiry, and the active and expiring domains."""
    response = client.get_deliverability_dashboard_options()
    names = [
        [option["Domain"] for option in response[key]]
        for key in ("ActiveSubscribedDomains", "PendingExpirationSubscribedDomains")
    ]
    return (
        response["DashboardEnabled"],
        response["AccountStatus"],
        response.get("SubscriptionExpiryDate"),
        *names,
    )


def test_the_dashboard_is_off_at_first(client: Any) -> None:
    """The dashboard is initially off, and disabling it changes nothing."""
    first = read_options(client)
    put_option(client, on=False)

    assert first == read_options(client) == (False, "DISABLED", None, [], [])


def test_the_dashboard_is_enabled_for_domains(client: Any) -> None:
    """The subscription of a domain starts now, or at the start date in the request."""
    put_option(client, "example.com", InboxPlacementTrackingOption={"Global": True, "TrackedIsps": ["Gmail"]})
    [now] = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]
    put_option(client, "example.com", SubscriptionStartDate=datetime(2026, 1, 1, tzinfo=timezone.utc))
    [earlier] = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]

    assert read_options(client) == (True, "ACTIVE", None, ["example.com"], [])
    assert now == {
        "Domain": "example.com",
        "SubscriptionStartDate": START,
        "InboxPlacementTrackingOption": {"Global": True, "TrackedIsps": ["Gmail"]},
    }
    assert earlier["SubscriptionStartDate"] == datetime(2026, 1, 1, tzinfo=timezone.utc)


def test_an_omitted_domain_expires_at_the_end_of_the_month(client: Any) -> None:
    """An omitted domain expires at the end of the month, but keeps its start date if it is added again before then."""
    put_option(client, "example.com", "example.org")
    put_option(client, "example.org")
    pending = read_options(client)
    with freeze_time(MONTH_END):
        expired = read_options(client)
    with freeze_time("2026-01-20"):
        put_option(client, "example.com", "example.org")
        back = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]

    assert pending == (True, "ACTIVE", MONTH_END, ["example.org"], ["example.com"])
    assert expired == (True, "ACTIVE", None, ["example.org"], [])
    assert [option["SubscriptionStartDate"] for option in back] == [START, START]


def test_a_disabled_dashboard_expires_at_the_end_of_the_month(client: Any) -> None:
    """A disabled dashboard is pending until the end of the month, and can be enabled again."""
    put_option(client, "example.com")
    put_option(client, on=False)
    pending = read_options(client)
    put_option(client, on=False)
    with freeze_time(MONTH_END):
        off = read_options(client)
    put_option(client, "example.com")

    assert pending == (False, "PENDING_EXPIRATION", MONTH_END, [], ["example.com"])
    assert off == (False, "DISABLED", None, [], [])
    assert read_options(client) == (True, "ACTIVE", None, ["example.com"], [])


@pytest.mark.parametrize(
    ("domains", "error"),
    [
        (["x.org"], ("NotFoundException", "Email identity x.org does not exist.")),
        (
            ["ada@example.net"],
            ("BadRequestException", "Domain <ada@example.net> is not verified under this account."),
        ),
        (
            ["example.org", "EXAMPLE.org"],
            ("AlreadyExistsException", "The domain EXAMPLE.org is specified more than once."),
        ),
    ],
)
def test_an_invalid_domain_is_refused(client: Any, domains: Any, error: Any) -> None:
    """An unknown domain, an address and a repeated domain are refused, and nothing changes."""
    put_option(client, "example.com")
    subscribed = [{"Domain": domain} for domain in domains]
    response = refusal(
        client.put_deliverability_dashboard_option, DashboardEnabled=True, SubscribedDomains=subscribed
    )

    assert response == error
    assert read_options(client) == (True, "ACTIVE", None, ["example.com"], [])


def test_an_unverified_domain_is_refused() -> None:
    """Only a verified domain can be subscribed."""
    with mock_ses(verification="manual"):
        client = boto3.client("sesv2")
        client.create_email_identity(EmailIdentity="example.com")
        error = refusal(
            client.put_deliverability_dashboard_option,
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.com"}],
        )

    assert error == ("BadRequestException", "Domain <example.com> is not verified under this account.")


def test_a_subscription_requires_a_domain(client: Any) -> None:
    """A subscription without a domain is refused, although the model does not require one."""
    error = refusal(client.put_deliverability_dashboard_option, DashboardEnabled=True, SubscribedDomains=[{}])

    assert error == (
        "BadRequestException",
        "1 validation error detected: Value at 'subscribedDomains.1.member.domain' failed to satisfy constraint: "
        "Member must not be null",
    )
