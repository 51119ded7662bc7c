"""Virtual Deliverability Manager options of configuration sets."""

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
    """Create a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def enable_vdm(sesv2: SESV2Client, engagement_metrics: str) -> None:
    """Enable VDM for the account, and enable or disable engagement metrics."""
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
def test_options_are_stored_unchanged(sesv2: SESV2Client, options: Any) -> None:
    """Options can be set at creation or later, even while the account's VDM is off."""
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", VdmOptions=options)
    stored = [
        sesv2.get_configuration_set(ConfigurationSetName=name)["VdmOptions"] for name in ("news", "offers")
    ]

    assert stored == [options, options]


@pytest.mark.parametrize("options", [{}, {"VdmOptions": {}}])
def test_empty_options_clear_the_previous_ones(sesv2: SESV2Client, options: Any) -> None:
    """A request without options removes them from the set."""
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
    """Put and Create report an unknown status with the same path, and an unknown set is reported first."""
    put = sesv2.put_configuration_set_vdm_options
    expected = ("BadRequestException", STATUS.format(member))

    assert refusal(put, ConfigurationSetName="news", VdmOptions=options) == expected
    assert refusal(sesv2.create_configuration_set, ConfigurationSetName="x", VdmOptions=options) == expected
    assert refusal(put, ConfigurationSetName="x", VdmOptions=options) == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )


def test_options_must_be_an_object() -> None:
    """Options that are not an object are refused with a SerializationException."""
    assert send_json("PUT", "/v2/email/configuration-sets/news/vdm-options", {"VdmOptions": "ENABLED"}) == (
        "SerializationException",
        "Expected null",
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("account_status", "options", "is_measured"),
    [
        ("ENABLED", {}, True),
        ("ENABLED", OFF, False),
        ("DISABLED", ON, True),
        ("DISABLED", {"DashboardOptions": {}}, False),
        (None, ON, False),
    ],
)
def test_a_set_can_override_engagement_metrics(
    sesv2: SESV2Client, api: str, account_status: str | None, options: Any, is_measured: bool
) -> None:
    """While the account's VDM is on, the engagement metrics of the set determine whether mail is tracked."""
    if account_status is not None:
        enable_vdm(sesv2, account_status)
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)
    page = '<a href="https://example.com/">Hi</a>'
    message = send_message(api, html=page, ConfigurationSetName="news")

    assert message.transmission.engagement_metrics is is_measured
    assert (b"/L0/" in message.raw, b"/I0/" in message.raw) == (is_measured, is_measured)


@pytest.mark.parametrize(
    ("options", "is_optimized"),
    [({}, True), ({"GuardianOptions": {"OptimizedSharedDelivery": "DISABLED"}}, False)],
)
def test_a_set_can_override_shared_delivery(sesv2: SESV2Client, options: Any, is_optimized: bool) -> None:
    """The options of a set decide whether its mail is sent with optimized shared delivery."""
    enable_vdm(sesv2, "ENABLED")
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=options)

    assert send_message(ConfigurationSetName="news").transmission.optimized_shared_delivery is is_optimized


@pytest.mark.parametrize(("options", "count"), [(ON, 1), (OFF, 0)])
def test_only_measured_opens_count(mocked: SesMock, sesv2: SESV2Client, options: Any, count: int) -> None:
    """Opens that are tracked only for an event destination appear in neither metrics nor insights."""
    enable_vdm(sesv2, "ENABLED")
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


def test_pinpoint_shows_no_vdm_options(sesv2: SESV2Client) -> None:
    """Pinpoint Email shows no VDM options."""
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
    """With VDM, events are tagged with the mailbox provider and the sender identity, in SES's order."""
    enable_vdm(sesv2, "ENABLED")
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


@pytest.mark.parametrize("is_disabled", [False, True])
def test_without_vdm_events_lack_its_tags(sesv2: SESV2Client, is_disabled: bool) -> None:
    """The tags depend on the account's VDM, not on the set's options."""
    if is_disabled:
        sesv2.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "DISABLED"})
    sesv2.put_configuration_set_vdm_options(ConfigurationSetName="news", VdmOptions=ON)
    mail: Any = send_message(ConfigurationSetName="news").events[0].document["mail"]

    assert not {"ses:recipient-isp", "ses:sender-identity"} & mail["tags"].keys()
