"""The switch of the Deliverability dashboard, by SES v2 and Pinpoint Email."""

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
    """Return a client of one API and of the other; the time is 10 January."""
    with freeze_time(START), mock_ses(identities=["example.com", "example.org", "ada@example.net"]):
        yield boto3.client(request.param)


def put(client: Any, *domains: str, on: bool = True, **option: Any) -> None:
    """Switch the dashboard on for domains, or off."""
    subscribed = [{"Domain": domain, **option} for domain in domains]
    client.put_deliverability_dashboard_option(DashboardEnabled=on, SubscribedDomains=subscribed)


def shown(client: Any) -> tuple[Any, ...]:
    """Return switch, status, expiry, domains that stay and domains that go."""
    found = client.get_deliverability_dashboard_options()
    names = [
        [option["Domain"] for option in found[key]]
        for key in ("ActiveSubscribedDomains", "PendingExpirationSubscribedDomains")
    ]
    return (
        found["DashboardEnabled"],
        found["AccountStatus"],
        found.get("SubscriptionExpiryDate"),
        *names,
    )


def test_it_is_off_at_first(client: Any) -> None:
    """Switching it off then changes nothing."""
    first = shown(client)
    put(client, on=False)

    assert first == shown(client) == (False, "DISABLED", None, [], [])


def test_it_is_switched_on_for_domains(client: Any) -> None:
    """They are subscribed from now on, or from when the caller says."""
    put(client, "example.com", InboxPlacementTrackingOption={"Global": True, "TrackedIsps": ["Gmail"]})
    [now] = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]
    put(client, "example.com", SubscriptionStartDate=datetime(2026, 1, 1, tzinfo=timezone.utc))
    [earlier] = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]

    assert shown(client) == (True, "ACTIVE", None, ["example.com"], [])
    assert now == {
        "Domain": "example.com",
        "SubscriptionStartDate": START,
        "InboxPlacementTrackingOption": {"Global": True, "TrackedIsps": ["Gmail"]},
    }
    assert earlier["SubscriptionStartDate"] == datetime(2026, 1, 1, tzinfo=timezone.utc)


def test_a_domain_that_is_left_out_goes_at_the_end_of_the_month(client: Any) -> None:
    """Unless it comes back before: then it has been there all the time."""
    put(client, "example.com", "example.org")
    put(client, "example.org")
    left = shown(client)
    with freeze_time(MONTH_END):
        gone = shown(client)
    with freeze_time("2026-01-20"):
        put(client, "example.com", "example.org")
        back = client.get_deliverability_dashboard_options()["ActiveSubscribedDomains"]

    assert left == (True, "ACTIVE", MONTH_END, ["example.org"], ["example.com"])
    assert gone == (True, "ACTIVE", None, ["example.org"], [])
    assert [option["SubscriptionStartDate"] for option in back] == [START, START]


def test_it_is_switched_off_at_the_end_of_the_month(client: Any) -> None:
    """Until then it is pending; switched on again, it stays."""
    put(client, "example.com")
    put(client, on=False)
    pending = shown(client)
    put(client, on=False)
    with freeze_time(MONTH_END):
        off = shown(client)
    put(client, "example.com")

    assert pending == (False, "PENDING_EXPIRATION", MONTH_END, [], ["example.com"])
    assert off == (False, "DISABLED", None, [], [])
    assert shown(client) == (True, "ACTIVE", None, ["example.com"], [])


@pytest.mark.parametrize(
    ("domains", "told"),
    [
        (["x.org"], ("NotFoundException", "Email identity x.org does not exist.")),
        (
            ["ada@example.net"],
            ("BadRequestException", "Domain <ada@example.net> is not verified under this account."),
        ),
        (
            ["example.org", "EXAMPLE.org"],
            ("AlreadyExistsException", "The domain EXAMPLE.org comes more than once."),
        ),
    ],
)
def test_a_domain_that_cannot_be_subscribed_is_refused(client: Any, domains: Any, told: Any) -> None:
    """Nothing is changed then."""
    put(client, "example.com")
    subscribed = [{"Domain": domain} for domain in domains]
    refused = refusal(
        client.put_deliverability_dashboard_option, DashboardEnabled=True, SubscribedDomains=subscribed
    )

    assert refused == told
    assert shown(client) == (True, "ACTIVE", None, ["example.com"], [])


def test_a_domain_that_is_not_verified_is_refused() -> None:
    """It has to be verified first."""
    with mock_ses(verification="manual"):
        client = boto3.client("sesv2")
        client.create_email_identity(EmailIdentity="example.com")
        told = refusal(
            client.put_deliverability_dashboard_option,
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.com"}],
        )

    assert told == ("BadRequestException", "Domain <example.com> is not verified under this account.")


def test_a_subscription_names_its_domain(client: Any) -> None:
    """The model does not say so."""
    told = refusal(client.put_deliverability_dashboard_option, DashboardEnabled=True, SubscribedDomains=[{}])

    assert told == (
        "BadRequestException",
        "1 validation error detected: Value at 'subscribedDomains.1.member.domain' failed to satisfy constraint: "
        "Member must not be null",
    )
