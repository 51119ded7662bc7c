"""The APIs share recommendations, placement tests, the dashboard and its campaigns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sesmock import current
from tests.backends.one_state.lifecycles import (
    PINPOINT,
    SES,
    SESV2,
    Shared,
    both,
    check_lifecycle,
    do_nothing,
    extract,
    list_lifecycles,
    pinpoint,
    v1,
    v2,
)
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

IDENTITY = {"EmailIdentity": "example.com"}


def switch_signing(*, enabled: bool) -> dict[str, Callable[[], Any]]:
    """Return each API's call that switches DKIM signing on or off."""
    return {
        SES: v1("set_identity_dkim_enabled", Identity="example.com", DkimEnabled=enabled),
        SESV2: v2("put_email_identity_dkim_attributes", **IDENTITY, SigningEnabled=enabled),
        PINPOINT: pinpoint("put_email_identity_dkim_attributes", **IDENTITY, SigningEnabled=enabled),
    }


def list_statuses() -> list[str]:
    """Return the statuses of all recommendations."""
    return [each["Status"] for each in v2("list_recommendations")()["Recommendations"]]


def start_test(api: str) -> Callable[[], Any]:
    """Return a call that starts a placement test with an API."""
    content = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
    call = {SESV2: v2, PINPOINT: pinpoint}[api]
    return call("create_deliverability_test_report", FromEmailAddress="shop@example.com", Content=content)


def call_for_report(method: str) -> dict[str, Callable[[], Any]]:
    """Return each API's call about the only report."""

    def read(call: Callable[..., Callable[[], Any]]) -> Callable[[], Any]:
        def act() -> Any:
            [report_id] = current().account.deliverability.reports
            return call(method, ReportId=report_id)()

        return act

    return {SESV2: read(v2), PINPOINT: read(pinpoint)}


def complete_test() -> None:
    """Complete the only placement test."""
    next(iter(current().account.deliverability.reports.values())).complete()


def switch_dashboard(*, enabled: bool) -> dict[str, Callable[[], Any]]:
    """Return each API's call that switches the dashboard on, or off at the end of the month."""
    domains = [{"Domain": "example.com"}] if enabled else []
    return both("put_deliverability_dashboard_option", DashboardEnabled=enabled, SubscribedDomains=domains)


def read_recent(method: str, **parameters: Any) -> dict[str, Callable[[], Any]]:
    """Return each API's call that reads the days around the current time."""

    def read(call: Callable[..., Callable[[], Any]]) -> Callable[[], Any]:
        def act() -> Any:
            now = current().clock.now()
            period = {"StartDate": now - timedelta(days=1), "EndDate": now + timedelta(days=1)}
            return call(method, **parameters, **period)()

        return act

    return {SESV2: read(v2), PINPOINT: read(pinpoint)}


def add_campaign() -> None:
    """Add a campaign of example.com."""
    current().account.deliverability.add_campaign(
        "example.com", subject="Spring", from_address="a@example.com"
    )


def read_campaign(api: str) -> Callable[[], Any]:
    """Return a call that reads the subject of the only campaign, if there is one."""

    def act() -> Any:
        campaigns = current().account.deliverability.campaigns
        call = {SESV2: v2, PINPOINT: pinpoint}[api]
        if not campaigns:
            return []
        response = call("get_domain_deliverability_campaign", CampaignId=next(iter(campaigns)))()
        return [response["DomainDeliverabilityCampaign"]["Subject"]]

    return act


def send_one(api: str) -> Callable[[], Any]:
    """Return a call that sends a message."""
    return lambda: send_message(api)


def count_inboxes(response: Any) -> Any:
    """Return the number of messages in inboxes."""
    return response["OverallVolume"]["VolumeStatistics"]["InboxRawCount"]


def list_subjects(response: Any) -> Any:
    """Return the subjects of campaigns."""
    return [campaign["Subject"] for campaign in response["DomainDeliverabilityCampaigns"]]


def end_dashboard() -> None:
    """Switch the dashboard off, and shift the clock until that takes effect."""
    switch_dashboard(enabled=False)[SESV2]()
    current().clock.shift(days=32)


SHARED = {
    "placement test": Shared(
        create={SESV2: start_test(SESV2), PINPOINT: start_test(PINPOINT)},
        after_create="IN_PROGRESS",
        read={
            **extract(
                call_for_report("get_deliverability_test_report"),
                lambda response: response["DeliverabilityTestReport"]["DeliverabilityTestStatus"],
            ),
            **{
                f"{api}, list": call
                for api, call in extract(
                    both("list_deliverability_test_reports"),
                    lambda response: response["DeliverabilityTestReports"][0]["DeliverabilityTestStatus"],
                ).items()
            },
        },
        change={"test": complete_test},
        after_change="COMPLETED",
        remove={"test": do_nothing},
        after_remove="COMPLETED",
    ),
    "statistics of a domain": Shared(
        create=switch_dashboard(enabled=True),
        after_create=0,
        read=extract(read_recent("get_domain_statistics_report", Domain="example.com"), count_inboxes),
        change={api: send_one(api) for api in (SES, SESV2, PINPOINT)},
        after_change=1,
        remove={"clock": end_dashboard},
    ),
    "campaign": Shared(
        create=switch_dashboard(enabled=True),
        after_create=[],
        read={
            SESV2: read_campaign(SESV2),
            PINPOINT: read_campaign(PINPOINT),
            **{
                f"{api}, list": call
                for api, call in extract(
                    read_recent("list_domain_deliverability_campaigns", SubscribedDomain="example.com"),
                    list_subjects,
                ).items()
            },
        },
        change={"test": add_campaign},
        after_change=["Spring"],
        remove={"clock": end_dashboard},
    ),
    "recommendation to sign": Shared(
        create=switch_signing(enabled=False),
        after_create=["OPEN"],
        read={SESV2: list_statuses},
        change=switch_signing(enabled=True),
        after_change=["FIXED"],
        remove=switch_signing(enabled=False),
        after_remove=["OPEN", "FIXED"],
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_deliverability(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """All APIs read the same value after one creates a resource, another changes it and a third removes it."""
    check_lifecycle(shared, creator, changer, remover)
