"""Statistics and campaigns of domains with the Deliverability dashboard, in SES v2 and Pinpoint Email."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from tests import sending
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock

NOW = datetime(2026, 3, 26, 10, tzinfo=timezone.utc)
DAY = datetime(2026, 3, 26, tzinfo=timezone.utc)
TODAY = {"StartDate": DAY, "EndDate": DAY}
NOT_SUBSCRIBED = ("NotFoundException", "Domain example.com is not subscribed.")


@pytest.fixture(autouse=True)
def clock(mocked: SesMock) -> Iterator[None]:
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield


@pytest.fixture(params=["sesv2", "pinpoint-email"])
def client(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client for SES v2 or Pinpoint Email, with the dashboard enabled for a domain."""
    client: Any = boto3.client(request.param)
    client.put_deliverability_dashboard_option(
        DashboardEnabled=True, SubscribedDomains=[{"Domain": "example.com"}]
    )
    return client


def read_statistics(client: Any, domain: str = "example.com", **period: datetime) -> tuple[Any, Any]:
    """Return the statistics of a domain, overall and by day."""
    response = client.get_domain_statistics_report(Domain=domain, **{**TODAY, **period})
    return response["OverallVolume"], response["DailyVolumes"]


def read_counts(volume: Any) -> tuple[int, int]:
    """Return the numbers of messages in inboxes and in spam folders."""
    numbers = volume["VolumeStatistics"]
    assert (numbers["ProjectedInbox"], numbers["ProjectedSpam"]) == (
        numbers["InboxRawCount"],
        numbers["SpamRawCount"],
    )
    return numbers["InboxRawCount"], numbers["SpamRawCount"]


def test_statistics_count_sent_mail(mocked: SesMock, client: Any) -> None:
    """Statistics count deliveries, complaints and opens by provider, for mail from every API."""
    mocked.outcomes["eve@gmail.com"] = "complained"
    mocked.outcomes["bob@example.net"] = "bounced"
    boto3.client("sesv2").put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    for api, to in (
        ("ses", "ada@gmail.com"),
        ("sesv2", "eve@gmail.com"),
        ("pinpoint-email", "ida@yahoo.com"),
        ("sesv2", "bob@example.net"),
        ("sesv2", "success@simulator.amazonses.com"),
    ):
        sending.send(api, to, html="<p>Hi</p>")
    for _ in range(2):
        mocked.outbox[0].open()
    overall, [day] = read_statistics(client)

    assert (read_counts(overall), read_counts(day), day["StartDate"]) == ((2, 1), (2, 1), DAY)
    assert overall["ReadRatePercent"] == 50.0
    assert overall["DomainIspPlacements"] == day["DomainIspPlacements"]
    assert overall["DomainIspPlacements"][0] == {
        "IspName": "Gmail",
        "InboxRawCount": 1,
        "SpamRawCount": 1,
        "InboxPercentage": 50.0,
        "SpamPercentage": 50.0,
    }


def test_statistics_cover_every_day_of_the_period(mocked: SesMock, client: Any) -> None:
    """Statistics include both ends of the period and days without mail, but no other domains or regions."""
    mocked.verify("example.org")
    sending.send(client, "ada@example.net")
    sending.send(client, "ada@example.net", sender="shop@example.org")
    sending.send(boto3.client("sesv2", region_name="eu-west-1"), "ada@example.net")
    mocked.clock.shift(days=1)
    sending.send(client, "ada@example.net")
    overall, days = read_statistics(client, StartDate=DAY - timedelta(days=2), EndDate=DAY)

    assert [each["StartDate"] for each in days] == [DAY - timedelta(days=number) for number in (2, 1, 0)]
    assert [read_counts(each) for each in days] == [(0, 0), (0, 0), (1, 0)]
    assert read_counts(overall) == (1, 0)


def test_a_test_can_add_volumes(mocked: SesMock, client: Any) -> None:
    """A test can add the volume of a domain at a provider, by default for today."""
    deliverability = mocked.account.deliverability
    deliverability.add_volume("Example.com", "Gmail", inbox=30, spam=10)
    deliverability.add_volume("example.com", "Yahoo", inbox=5, day=DAY.date() - timedelta(days=1))
    deliverability.add_volume("example.com", "Yahoo", inbox=5, day=DAY.date() - timedelta(days=9))
    deliverability.add_volume("example.org", "Gmail", inbox=1, day=NOW)
    overall, days = read_statistics(client, "EXAMPLE.com", StartDate=DAY - timedelta(days=1))

    assert ([read_counts(each) for each in days], read_counts(overall)) == ([(5, 0), (30, 10)], (35, 10))
    assert overall["ReadRatePercent"] == 0.0


def test_a_domain_without_mail_has_zero_counts(client: Any) -> None:
    """A domain without mail has counts of 0 and a read rate of 0."""
    overall, [day] = read_statistics(client)

    assert (read_counts(overall), read_counts(day), overall["ReadRatePercent"]) == ((0, 0), (0, 0), 0.0)
    assert overall["DomainIspPlacements"] == []


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"inbox": -1}, ValueError),
        ({"spam": 0.5}, TypeError),
        ({"inbox": True}, TypeError),
        ({"day": "2026-03-26"}, TypeError),
    ],
)
def test_a_volume_is_a_number_of_messages(
    mocked: SesMock, parameters: dict[str, Any], error: type[Exception]
) -> None:
    """An invalid volume or day raises an error."""
    with pytest.raises(error, match="must be"):
        mocked.account.deliverability.add_volume("example.com", "Gmail", **parameters)


@pytest.mark.parametrize(
    ("domain", "provider", "error", "text"),
    [
        (None, "Gmail", TypeError, "domain must be a string, got None"),
        ("", "Gmail", ValueError, "'' is not a domain; pass e.g. 'example.com'"),
        ("shop@example.com", "Gmail", ValueError, "'shop@example.com' is not a domain"),
        ("example.com", None, ValueError, "unknown provider None"),
        ("example.com", "gmail", ValueError, r"unknown provider 'gmail'; did you mean 'Gmail'\?"),
    ],
)
def test_a_volume_needs_a_domain_and_a_provider(
    mocked: SesMock, client: Any, domain: Any, provider: Any, error: type[Exception], text: str
) -> None:
    """An invalid domain or provider raises an error, and nothing is added."""
    with pytest.raises(error, match=text):
        mocked.account.deliverability.add_volume(domain, provider, inbox=1)
    assert read_counts(read_statistics(client)[0]) == (0, 0)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"domain": 5}, "domain must be a string, got 5"),
        ({"subject": None}, "subject must be a string, got None"),
        ({"from_address": None}, "from_address must be a string, got None"),
        ({"sending_ips": "192.0.2.1"}, "sending_ips must be a list of strings, got '192.0.2.1'"),
        ({"sending_ips": [5]}, "each of sending_ips must be a string, got 5"),
        ({"esps": 5}, "esps must be a list of strings, got 5"),
    ],
)
def test_an_argument_of_the_wrong_type_is_an_error(
    mocked: SesMock, parameters: dict[str, Any], text: str
) -> None:
    """A campaign with an argument of the wrong type raises TypeError, and nothing is added."""
    valid: Any = {"domain": "example.com", "subject": "Spring", "from_address": "shop@example.com"}

    with pytest.raises(TypeError, match=text):
        mocked.account.deliverability.add_campaign(**{**valid, **parameters})
    assert mocked.account.deliverability.campaigns == {}


def add_campaign(mocked: SesMock, **parameters: Any) -> Any:
    """Add a campaign of example.com."""
    return mocked.account.deliverability.add_campaign(
        "example.com", **{"subject": "Spring", "from_address": "shop@example.com", **parameters}
    )


def test_a_test_can_add_a_campaign(mocked: SesMock, client: Any) -> None:
    """Both APIs show a campaign on its own and in the list."""
    campaign = add_campaign(
        mocked,
        inbox=30,
        spam=10,
        read_rate=0.5,
        delete_rate=0.25,
        read_delete_rate=0.1,
        sending_ips=["192.0.2.1"],
    )
    details = client.get_domain_deliverability_campaign(CampaignId=campaign.id)[
        "DomainDeliverabilityCampaign"
    ]
    response = client.list_domain_deliverability_campaigns(
        SubscribedDomain="example.com", StartDate=DAY, EndDate=DAY + timedelta(days=1)
    )

    assert details == {
        "CampaignId": campaign.id,
        "Subject": "Spring",
        "FromAddress": "shop@example.com",
        "SendingIps": ["192.0.2.1"],
        "FirstSeenDateTime": NOW,
        "LastSeenDateTime": NOW,
        "InboxCount": 30,
        "SpamCount": 10,
        "ReadRate": 0.5,
        "DeleteRate": 0.25,
        "ReadDeleteRate": 0.1,
        "ProjectedVolume": 40,
        "Esps": ["Amazon SES"],
    }
    assert response["DomainDeliverabilityCampaigns"] == [details]


def test_campaigns_are_listed_by_period(mocked: SesMock, client: Any) -> None:
    """Campaigns that overlap the period are listed, newest first."""
    days = [DAY + timedelta(days=number) for number in range(6)]
    for subject, first, last in (("early", 0, 1), ("long", 0, 5), ("inside", 2, 3), ("late", 4, 5)):
        add_campaign(
            mocked, subject=subject, first_seen=days[first], last_seen=days[last], projected_volume=7
        )
    mocked.account.deliverability.add_campaign("example.org", subject="other", from_address="a@example.org")
    campaigns = client.list_domain_deliverability_campaigns(
        SubscribedDomain="Example.com", StartDate=days[2], EndDate=days[3]
    )["DomainDeliverabilityCampaigns"]

    assert [(each["Subject"], each["ProjectedVolume"]) for each in campaigns] == [("inside", 7), ("long", 7)]


def test_campaigns_are_listed_in_pages(mocked: SesMock, client: Any) -> None:
    """Campaigns are listed in pages, and a token is not valid for another period."""
    for subject in "abc":
        add_campaign(mocked, subject=subject)
    request = {
        "SubscribedDomain": "example.com",
        "StartDate": DAY,
        "EndDate": DAY + timedelta(days=1),
        "PageSize": 2,
    }
    first = client.list_domain_deliverability_campaigns(**request)
    second = client.list_domain_deliverability_campaigns(**request, NextToken=first["NextToken"])
    other = {**request, "StartDate": NOW - timedelta(days=1), "NextToken": first["NextToken"]}

    assert [
        each["Subject"] for page in (first, second) for each in page["DomainDeliverabilityCampaigns"]
    ] == [
        "c",
        "b",
        "a",
    ]
    assert refusal(client.list_domain_deliverability_campaigns, **other) == (
        "BadRequestException",
        "Invalid Next Token",
    )


@pytest.mark.parametrize(
    ("parameters", "error", "text"),
    [
        ({"inbox": "3"}, TypeError, "inbox must be a whole number"),
        ({"projected_volume": -1}, ValueError, "projected_volume must be >= 0"),
        ({"last_seen": "2026-03-26"}, TypeError, "last_seen must be a datetime, got '2026-03-26'"),
        ({"read_rate": 50}, ValueError, "read_rate must be <= 1, got 50"),
        ({"first_seen": NOW + timedelta(days=1)}, ValueError, "first_seen must not be later than last_seen"),
    ],
)
def test_an_invalid_campaign_is_an_error(
    mocked: SesMock, parameters: dict[str, Any], error: type[Exception], text: str
) -> None:
    """An invalid campaign raises an error and is not added."""
    with pytest.raises(error, match=text):
        add_campaign(mocked, **parameters)
    assert mocked.account.deliverability.campaigns == {}


CALLS = {
    "get_domain_statistics_report": {"Domain": "example.com"},
    "list_domain_deliverability_campaigns": {"SubscribedDomain": "example.com"},
}


@pytest.mark.parametrize(("method", "parameters"), CALLS.items())
@pytest.mark.parametrize(
    "period",
    [
        {"StartDate": NOW, "EndDate": NOW - timedelta(seconds=1)},
        {"StartDate": DAY, "EndDate": DAY + timedelta(days=30, seconds=1)},
    ],
    ids=["backwards", "long"],
)
def test_an_invalid_period_is_refused(
    client: Any, method: str, parameters: dict[str, Any], period: dict[str, Any]
) -> None:
    """A period that ends before it starts, or is longer than 30 days, is refused."""
    assert refusal(getattr(client, method), **parameters, **period) == (
        "BadRequestException",
        "Invalid date range",
    )


@pytest.mark.parametrize(("method", "parameters"), CALLS.items())
def test_a_domain_must_be_subscribed(
    mocked: SesMock, client: Any, method: str, parameters: dict[str, Any]
) -> None:
    """A domain stays subscribed until the end of the month in which the dashboard is disabled."""
    client.put_deliverability_dashboard_option(DashboardEnabled=False)
    getattr(client, method)(**parameters, **TODAY)
    mocked.clock.shift(days=7)

    assert refusal(getattr(client, method), **parameters, **TODAY) == NOT_SUBSCRIBED


def test_a_campaign_disappears_with_the_subscription(mocked: SesMock, client: Any) -> None:
    """A campaign of a domain that is no longer subscribed is unknown."""
    campaign_id = add_campaign(mocked).id
    client.put_deliverability_dashboard_option(DashboardEnabled=False)
    mocked.clock.shift(days=7)
    errors = [
        refusal(client.get_domain_deliverability_campaign, CampaignId=each) for each in (campaign_id, "x")
    ]

    assert errors == [
        ("NotFoundException", f"Campaign {each} does not exist.") for each in (campaign_id, "x")
    ]
