"""Pinpoint Email reuses SES v2 operations for its own client."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.backends.pinpoint_email.backend import pinpoint_email as backend

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient

    from sesmock import SesMock

SET = {"ConfigurationSetName": "news"}
IDENTITY = {"EmailIdentity": "example.com"}
ARN = {"ResourceArn": "arn:aws:ses:us-east-1:123456789012:configuration-set/news"}
TAGS = [{"Key": "team", "Value": "shop"}]
CONTENT = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}

DESTINATION: dict[str, Any] = {
    "Enabled": True,
    "MatchingEventTypes": ["BOUNCE"],
    "CloudWatchDestination": {
        "DimensionConfigurations": [
            {
                "DimensionName": "campaign",
                "DimensionValueSource": "MESSAGE_TAG",
                "DefaultDimensionValue": "none",
            }
        ]
    },
}
DAY = dict.fromkeys(("StartDate", "EndDate"), datetime(2026, 3, 26, tzinfo=timezone.utc))
NAMED = {**SET, "EventDestinationName": "bounces"}
POOL = {"PoolName": "offers"}
IP = {"Ip": "192.0.2.44"}
DEDICATED_IP = {**IP, "WarmupStatus": "DONE", "WarmupPercentage": 100, **POOL}

# Each operation with its parameters and the part of its response that is compared. REPORT and CAMPAIGN stand for the
# IDs of a test report and a campaign. The account has a verified domain with the dashboard enabled, a tagged
# configuration set with an event destination, an empty pool and a pool with an IP.
CALLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "CreateConfigurationSet": ({"ConfigurationSetName": "ads"}, {}),
    "CreateConfigurationSetEventDestination": (
        {**SET, "EventDestinationName": "all", "EventDestination": DESTINATION},
        {},
    ),
    "CreateDedicatedIpPool": ({"PoolName": "orders"}, {}),
    "CreateDeliverabilityTestReport": (
        {"FromEmailAddress": "shop@example.com", "Content": CONTENT},
        {"DeliverabilityTestStatus": "IN_PROGRESS"},
    ),
    "CreateEmailIdentity": ({"EmailIdentity": "ada@example.org"}, {"IdentityType": "EMAIL_ADDRESS"}),
    "DeleteConfigurationSet": (SET, {}),
    "DeleteConfigurationSetEventDestination": (NAMED, {}),
    "DeleteDedicatedIpPool": ({"PoolName": "empty"}, {}),
    "DeleteEmailIdentity": (IDENTITY, {}),
    "GetAccount": ({}, {"SendingEnabled": True, "EnforcementStatus": "HEALTHY"}),
    "GetBlacklistReports": ({"BlacklistItemNames": [IP["Ip"]]}, {"BlacklistReport": {IP["Ip"]: []}}),
    "GetConfigurationSet": (SET, {**SET, "Tags": TAGS}),
    "GetConfigurationSetEventDestinations": (
        SET,
        {"EventDestinations": [{"Name": "bounces", **DESTINATION}]},
    ),
    "GetDedicatedIp": (IP, {"DedicatedIp": DEDICATED_IP}),
    "GetDedicatedIps": (POOL, {"DedicatedIps": [DEDICATED_IP]}),
    "GetDeliverabilityDashboardOptions": ({}, {"DashboardEnabled": True, "AccountStatus": "ACTIVE"}),
    "GetDeliverabilityTestReport": ({"ReportId": "REPORT"}, {"OverallPlacement": {}, "Tags": []}),
    "GetDomainDeliverabilityCampaign": ({"CampaignId": "CAMPAIGN"}, {}),
    "GetDomainStatisticsReport": ({"Domain": "example.com", **DAY}, {}),
    "GetEmailIdentity": (IDENTITY, {"IdentityType": "DOMAIN", "VerifiedForSendingStatus": True}),
    "ListConfigurationSets": ({}, {"ConfigurationSets": ["news"]}),
    "ListDedicatedIpPools": (
        {},
        {"DedicatedIpPools": ["empty", "offers", "ses-default-dedicated-pool", "ses-shared-pool"]},
    ),
    "ListDeliverabilityTestReports": ({}, {}),
    "ListDomainDeliverabilityCampaigns": (
        {"SubscribedDomain": "example.com", **DAY},
        {"DomainDeliverabilityCampaigns": []},
    ),
    "ListEmailIdentities": (
        {},
        {
            "EmailIdentities": [
                {"IdentityType": "DOMAIN", "IdentityName": "example.com", "SendingEnabled": True}
            ]
        },
    ),
    "ListTagsForResource": (ARN, {"Tags": TAGS}),
    "PutAccountDedicatedIpWarmupAttributes": ({"AutoWarmupEnabled": False}, {}),
    "PutAccountSendingAttributes": ({"SendingEnabled": False}, {}),
    "PutConfigurationSetDeliveryOptions": ({**SET, "TlsPolicy": "REQUIRE"}, {}),
    "PutConfigurationSetReputationOptions": ({**SET, "ReputationMetricsEnabled": True}, {}),
    "PutConfigurationSetSendingOptions": ({**SET, "SendingEnabled": False}, {}),
    "PutConfigurationSetTrackingOptions": ({**SET, "CustomRedirectDomain": "example.com"}, {}),
    "PutDedicatedIpInPool": ({**IP, "DestinationPoolName": "offers"}, {}),
    "PutDedicatedIpWarmupAttributes": ({**IP, "WarmupPercentage": 50}, {}),
    "PutDeliverabilityDashboardOption": ({"DashboardEnabled": True}, {}),
    "PutEmailIdentityDkimAttributes": ({**IDENTITY, "SigningEnabled": False}, {}),
    "PutEmailIdentityFeedbackAttributes": ({**IDENTITY, "EmailForwardingEnabled": False}, {}),
    "PutEmailIdentityMailFromAttributes": ({**IDENTITY, "MailFromDomain": "mail.example.com"}, {}),
    "SendEmail": (
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net"]},
            "Content": CONTENT,
        },
        {},
    ),
    "TagResource": ({**ARN, "Tags": TAGS}, {}),
    "UntagResource": ({**ARN, "TagKeys": ["team"]}, {}),
    "UpdateConfigurationSetEventDestination": ({**NAMED, "EventDestination": DESTINATION}, {}),
}
OPERATIONS = sorted(backend.modules)


def test_every_operation_is_in_the_table() -> None:
    """A new operation must be added to the table."""
    assert sorted(CALLS) == OPERATIONS


@pytest.mark.parametrize("operation", CALLS)
def test_a_response_has_only_members_of_its_model(
    mocked: SesMock, pinpoint_email: PinpointEmailClient, operation: str
) -> None:
    """The response has the values of SES v2's function, limited to the members of Pinpoint Email's model."""
    pinpoint_email.create_configuration_set(**SET, Tags=TAGS)  # type: ignore[arg-type]
    pinpoint_email.create_configuration_set_event_destination(**NAMED, EventDestination=DESTINATION)  # type: ignore[arg-type]
    for pool in ("empty", "offers"):
        pinpoint_email.create_dedicated_ip_pool(PoolName=pool)
    mocked.lease_dedicated_ip(IP["Ip"], pool="offers", warmup_percentage=100)
    pinpoint_email.put_deliverability_dashboard_option(
        DashboardEnabled=True, SubscribedDomains=[{"Domain": "example.com"}]
    )
    report = pinpoint_email.create_deliverability_test_report(
        FromEmailAddress="shop@example.com",
        Content=CONTENT,  # type: ignore[arg-type]
    )
    campaign = mocked.account.deliverability.add_campaign(
        "example.com", subject="Spring", from_address="shop@example.com"
    )
    ids = {"REPORT": report["ReportId"], "CAMPAIGN": campaign.id}
    parameters, expected = CALLS[operation]
    parameters = {
        name: ids.get(value, value) if isinstance(value, str) else value for name, value in parameters.items()
    }
    methods = {name: method for method, name in pinpoint_email.meta.method_to_api_mapping.items()}
    response = getattr(pinpoint_email, methods[operation])(**parameters)
    del response["ResponseMetadata"]

    members = pinpoint_email.meta.service_model.operation_model(operation).output_shape.members
    assert response.keys() <= members.keys()
    assert {name: response[name] for name in expected} == expected
    assert mocked.calls[-1].operation == operation
