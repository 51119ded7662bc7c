"""The parts of Virtual Deliverability Manager that a configuration set switches on or off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

STATUS = (
    "1 validation error detected: Value at 'vdmOptions.{}' failed to satisfy constraint: "
    "Member must satisfy enum value set: [ENABLED, DISABLED]"
)
ON: Any = {"DashboardOptions": {"EngagementMetrics": "ENABLED"}}
OFF: Any = {"DashboardOptions": {"EngagementMetrics": "DISABLED"}}


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Make a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def switch_on(sesv2: SESV2Client, engagement_metrics: str) -> None:
    """Switch the account's VDM on, and its engagement metrics as said."""
    attributes: Any = {
        "VdmEnabled": "ENABLED",
        "DashboardAttributes": {"EngagementMetrics": engagement_metrics},
        "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"},
    }
    sesv2.put_account_vdm_attributes(VdmAttributes=attributes)


@pytest.mark.parametrize(
    "options",
    [
        ON,
        {"GuardianOptions": {"OptimizedSharedDelivery": "DISABLED"}},
        {**OFF, "GuardianOptions": {"OptimizedSharedDelivery": "ENABLED"}},
        {"DashboardOptions": {}},
    ],
)
def test_options_are_shown_as_they_were_given(sesv2: SESV2Client, options: Any) -> None:
    """The account's VDM need not be on, and a new set takes the same options."""
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", VdmOptions=options)
    shown = [
        sesv2.get_configuration_set(ConfigurationSetName=name)["VdmOptions"] for name in ("news", "offers")
    ]

    assert shown == [options, options]


@pytest.mark.parametrize("options", [{}, {"VdmOptions": {}}])
def test_no_options_clear_those_before(sesv2: SESV2Client, options: Any) -> None:
    """A set without VDM options does not show any."""
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=ON)
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", **options)

    assert "VdmOptions" not in sesv2.get_configuration_set(ConfigurationSetName="news")


@pytest.mark.parametrize(
    ("options", "member"),
    [
        ({"DashboardOptions": {"EngagementMetrics": "ON"}}, "dashboardOptions.engagementMetrics"),
        ({"GuardianOptions": {"OptimizedSharedDelivery": "ON"}}, "guardianOptions.optimizedSharedDelivery"),
    ],
)
def test_an_unknown_status_is_refused(sesv2: SESV2Client, options: Any, member: str) -> None:
    """The path is the same in a new set; the set comes first."""
    put = sesv2.put_configuration_set_vdm_options
    expected = ("BadRequestException", STATUS.format(member))

    assert refusal(put, ConfigurationSetName="news", VdmOptions=options) == expected
    assert refusal(sesv2.create_configuration_set, ConfigurationSetName="x", VdmOptions=options) == expected
    assert refusal(put, ConfigurationSetName="x", VdmOptions=options) == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )


def test_options_are_an_object() -> None:
    """A text is refused by the front end."""
    assert send_json("PUT", "/v2/email/configuration-sets/news/vdm-options", {"VdmOptions": "ENABLED"}) == (
        "SerializationException",
        "Expected null",
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("of_account", "options", "measured"),
    [
        ("ENABLED", {}, True),
        ("ENABLED", OFF, False),
        ("DISABLED", ON, True),
        ("DISABLED", {"DashboardOptions": {}}, False),
        (None, ON, False),
    ],
)
def test_a_set_decides_what_is_measured_of_its_mail(
    sesv2: SESV2Client, api: str, of_account: str | None, options: Any, measured: bool
) -> None:
    """Opens and clicks are tracked for the engagement metrics of the set, while the account's VDM is on."""
    if of_account is not None:
        switch_on(sesv2, of_account)
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)
    page = '<a href="https://example.com/">Hi</a>'
    message = send_message(api, html=page, ConfigurationSetName="news")

    assert message.transmission.engagement_metrics is measured
    assert (b"/L0/" in message.raw, b"/I0/" in message.raw) == (measured, measured)


@pytest.mark.parametrize(
    ("options", "optimized"),
    [({}, True), ({"GuardianOptions": {"OptimizedSharedDelivery": "DISABLED"}}, False)],
)
def test_a_set_decides_about_shared_delivery(sesv2: SESV2Client, options: Any, optimized: bool) -> None:
    """The message says whether SES would choose its IPs for each recipient."""
    switch_on(sesv2, "ENABLED")
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)

    assert send_message(ConfigurationSetName="news").transmission.optimized_shared_delivery is optimized


@pytest.mark.parametrize(("options", "count"), [(ON, 1), (OFF, 0)])
def test_metrics_and_insights_are_of_what_is_measured(
    mocked: SesMock, sesv2: SESV2Client, options: Any, count: int
) -> None:
    """Opens that an event destination alone has tracked are no metric, and no insight."""
    switch_on(sesv2, "ENABLED")
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)
    topic: Any = {"SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:opens"}}
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="opens",
        EventDestination={"Enabled": True, "MatchingEventTypes": ["OPEN"], **topic},
    )
    message = send_message(html="<p>Hi</p>", ConfigurationSetName="news")
    message.open()
    now = mocked.clock.now()
    query: Any = {"Id": "q", "Namespace": "VDM", "EndDate": now + timedelta(days=1)}
    query["StartDate"] = now - timedelta(days=1)
    results = sesv2.batch_get_metric_data(
        Queries=[{**query, "Id": name, "Metric": name} for name in ("OPEN", "DELIVERY_OPEN", "DELIVERY")]
    )["Results"]
    [insights] = sesv2.get_message_insights(MessageId=message.message_id)["Insights"]

    assert b"/I0/" in message.raw
    assert [sum(result["Values"]) for result in results] == [count, count, 1]
    assert [event["Type"] for event in insights["Events"]].count("OPEN") == count


def test_another_api_reads_nothing_of_vdm(sesv2: SESV2Client) -> None:
    """Pinpoint Email has no member for it."""
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=ON)

    assert "VdmOptions" not in boto3.client("pinpoint-email").get_configuration_set(
        ConfigurationSetName="news"
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("recipient", "provider"),
    [("ada@gmail.com", "Gmail"), ("ada@GMX.de", "GMX"), ("ada@example.net", "UNKNOWN_ISP")],
)
def test_events_have_the_tags_of_vdm(sesv2: SESV2Client, api: str, recipient: str, provider: str) -> None:
    """Who runs the recipient's mailbox, and which identity let the message be sent; in SES's order."""
    switch_on(sesv2, "ENABLED")
    message = send_message(api, recipient, ConfigurationSetName="news")
    mail: Any = message.events[0].document["mail"]

    assert list(mail["tags"]) == [
        "ses:source-tls-version",
        "ses:operation",
        "ses:configuration-set",
        "ses:recipient-isp",
        "ses:source-ip",
        "ses:from-domain",
        "ses:sender-identity",
        "ses:caller-identity",
    ]
    assert (mail["tags"]["ses:recipient-isp"], mail["tags"]["ses:sender-identity"]) == (
        [provider],
        ["example.com"],
    )


@pytest.mark.parametrize("switched_off", [False, True])
def test_without_vdm_events_lack_its_tags(sesv2: SESV2Client, switched_off: bool) -> None:
    """It is the account's switch that counts, not what the set has."""
    if switched_off:
        sesv2.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "DISABLED"})
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=ON)
    mail: Any = send_message(ConfigurationSetName="news").events[0].document["mail"]

    assert not {"ses:recipient-isp", "ses:sender-identity"} & mail["tags"].keys()
