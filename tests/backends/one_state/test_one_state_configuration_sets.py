"""The three APIs share configuration sets, and options that only SES v2 can set apply to mail from every API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.one_state.lifecycles import (
    SES,
    SESV2,
    Shared,
    both,
    check_lifecycle,
    extract,
    for_each_api,
    list_lifecycles,
    v1,
    v2,
)
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SentMessage, SesMock

SET = {"ConfigurationSetName": "news"}
SET_ARN = "arn:aws:ses:us-east-1:123456789012:configuration-set/news"
V1_REPUTATION = {
    SES: lambda: v1(
        "describe_configuration_set", **SET, ConfigurationSetAttributeNames=["reputationOptions"]
    )()["ReputationOptions"]
}
V1_DESTINATION = {
    "Name": "bounces",
    "MatchingEventTypes": ["bounce"],
    "CloudWatchDestination": {
        "DimensionConfigurations": [
            {
                "DimensionName": "campaign",
                "DimensionValueSource": "messageTag",
                "DefaultDimensionValue": "none",
            }
        ]
    },
}
DESTINATION = {
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
SET_CREATIONS: dict[str, Callable[[], Any]] = {
    SES: v1("create_configuration_set", ConfigurationSet={"Name": "news"}),
    **both("create_configuration_set", **SET, ReputationOptions={"ReputationMetricsEnabled": False}),
}
SET_REMOVALS = {
    SES: v1("delete_configuration_set", **SET),
    **both("delete_configuration_set", **SET),
}
ARCHIVE = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-abcdefghijklmnopqrstuvwxyz"
OTHER_ARCHIVE = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-zyxwvutsrqponmlkjihgfedcba"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f8b"
SMIME = {"SigningScheme": {"SmimeScheme": {"SignatureFormat": "DETACHED"}}}
DEFAULT: dict[str, Any] = {"SigningScheme": {"DefaultScheme": {}}}


def list_destinations_by_v1() -> list[Any]:
    """Return the event destinations of v1 in the spelling of v2."""
    response = v1("describe_configuration_set", **SET, ConfigurationSetAttributeNames=["eventDestinations"])()
    return [
        (
            entry["Name"],
            entry["Enabled"],
            [name.upper() for name in entry["MatchingEventTypes"]],
            [
                dimension["DimensionValueSource"].replace("messageTag", "MESSAGE_TAG")
                for dimension in entry["CloudWatchDestination"]["DimensionConfigurations"]
            ],
        )
        for entry in response.get("EventDestinations", [])
    ]


def list_destinations(response: Any) -> list[Any]:
    """Return the event destinations of GetConfigurationSetEventDestinations."""
    return [
        (
            entry["Name"],
            entry["Enabled"],
            entry["MatchingEventTypes"],
            [
                dimension["DimensionValueSource"]
                for dimension in entry["CloudWatchDestination"]["DimensionConfigurations"]
            ],
        )
        for entry in response.get("EventDestinations", [])
    ]


SHARED = {
    "configuration set": Shared(
        create=SET_CREATIONS,
        after_create={"SendingEnabled": True},
        read={
            **extract(V1_REPUTATION, lambda entry: {"SendingEnabled": entry["SendingEnabled"]}),
            **extract(both("get_configuration_set", **SET), lambda response: response["SendingOptions"]),
        },
        change={
            SES: v1("update_configuration_set_sending_enabled", **SET, Enabled=False),
            **both("put_configuration_set_sending_options", **SET, SendingEnabled=False),
        },
        after_change={"SendingEnabled": False},
        remove=SET_REMOVALS,
    ),
    "reputation metrics": Shared(
        create=SET_CREATIONS,
        after_create=False,
        read={
            **extract(V1_REPUTATION, lambda entry: entry["ReputationMetricsEnabled"]),
            **extract(
                both("get_configuration_set", **SET),
                lambda response: response["ReputationOptions"]["ReputationMetricsEnabled"],
            ),
        },
        change={
            SES: v1("update_configuration_set_reputation_metrics_enabled", **SET, Enabled=True),
            **both("put_configuration_set_reputation_options", **SET, ReputationMetricsEnabled=True),
        },
        after_change=True,
        remove=SET_REMOVALS,
    ),
    "event destination": Shared(
        create={
            SES: v1(
                "create_configuration_set_event_destination",
                **SET,
                EventDestination={**V1_DESTINATION, "Enabled": True},
            ),
            **both(
                "create_configuration_set_event_destination",
                **SET,
                EventDestinationName="bounces",
                EventDestination={**DESTINATION, "Enabled": True},
            ),
        },
        after_create=[("bounces", True, ["BOUNCE"], ["MESSAGE_TAG"])],
        read={
            SES: list_destinations_by_v1,
            **extract(both("get_configuration_set_event_destinations", **SET), list_destinations),
        },
        change={
            SES: v1(
                "update_configuration_set_event_destination",
                **SET,
                EventDestination={**V1_DESTINATION, "Enabled": False},
            ),
            **both(
                "update_configuration_set_event_destination",
                **SET,
                EventDestinationName="bounces",
                EventDestination={**DESTINATION, "Enabled": False},
            ),
        },
        after_change=[("bounces", False, ["BOUNCE"], ["MESSAGE_TAG"])],
        remove={
            SES: v1("delete_configuration_set_event_destination", **SET, EventDestinationName="bounces"),
            **both("delete_configuration_set_event_destination", **SET, EventDestinationName="bounces"),
        },
        after_remove=[],
    ),
    "tracking options": Shared(
        create={
            SES: v1(
                "create_configuration_set_tracking_options",
                **SET,
                TrackingOptions={"CustomRedirectDomain": "example.com"},
            ),
            **both("put_configuration_set_tracking_options", **SET, CustomRedirectDomain="example.com"),
        },
        after_create="example.com",
        read={
            SES: lambda: (
                v1("describe_configuration_set", **SET, ConfigurationSetAttributeNames=["trackingOptions"])()
                .get("TrackingOptions", {})
                .get("CustomRedirectDomain")
            ),
            **extract(
                both("get_configuration_set", **SET),
                lambda response: response.get("TrackingOptions", {}).get("CustomRedirectDomain"),
            ),
        },
        change={
            SES: v1(
                "update_configuration_set_tracking_options",
                **SET,
                TrackingOptions={"CustomRedirectDomain": "example.org"},
            ),
            **both("put_configuration_set_tracking_options", **SET, CustomRedirectDomain="example.org"),
        },
        after_change="example.org",
        remove={
            SES: v1("delete_configuration_set_tracking_options", **SET),
            **both("put_configuration_set_tracking_options", **SET),
        },
        after_remove=None,
    ),
    "delivery options": Shared(
        create={
            SES: v1(
                "put_configuration_set_delivery_options", **SET, DeliveryOptions={"TlsPolicy": "Require"}
            ),
            **both("put_configuration_set_delivery_options", **SET, TlsPolicy="REQUIRE"),
        },
        after_create="REQUIRE",
        read=extract(
            {
                SES: v1(
                    "describe_configuration_set",
                    **SET,
                    ConfigurationSetAttributeNames=["deliveryOptions"],
                ),
                **both("get_configuration_set", **SET),
            },
            lambda response: response.get("DeliveryOptions", {}).get("TlsPolicy", "none").upper(),
        ),
        change={
            SES: v1(
                "put_configuration_set_delivery_options", **SET, DeliveryOptions={"TlsPolicy": "Optional"}
            ),
            **both("put_configuration_set_delivery_options", **SET, TlsPolicy="OPTIONAL"),
        },
        after_change="OPTIONAL",
        remove={
            SES: v1("put_configuration_set_delivery_options", **SET),
            **both("put_configuration_set_delivery_options", **SET),
        },
        after_remove="NONE",
    ),
    "list of configuration sets": Shared(
        create=SET_CREATIONS,
        after_create=["news"],
        read={
            SES: lambda: [entry["Name"] for entry in v1("list_configuration_sets")()["ConfigurationSets"]],
            **extract(both("list_configuration_sets"), lambda response: response["ConfigurationSets"]),
        },
        change={SES: v1("create_configuration_set", ConfigurationSet={"Name": "ads"})}
        | both("create_configuration_set", ConfigurationSetName="ads"),
        after_change=["ads", "news"],
        remove=SET_REMOVALS,
        after_remove=["ads"],
    ),
    "tags": Shared(
        create=both("tag_resource", ResourceArn=SET_ARN, Tags=[{"Key": "team", "Value": "shop"}]),
        after_create=[{"Key": "team", "Value": "shop"}],
        read=extract(both("list_tags_for_resource", ResourceArn=SET_ARN), lambda response: response["Tags"])
        | {
            f"{api}, with the set": call
            for api, call in extract(
                both("get_configuration_set", **SET), lambda response: response["Tags"]
            ).items()
        },
        change=both("tag_resource", ResourceArn=SET_ARN, Tags=[{"Key": "team", "Value": "news"}]),
        after_change=[{"Key": "team", "Value": "news"}],
        remove=both("untag_resource", ResourceArn=SET_ARN, TagKeys=["team"]),
        after_remove=[],
    ),
}

IN_A_SET = [SHARED[name] for name in ("delivery options", "event destination", "tags", "tracking options")]
"""Resources that need an existing configuration set."""


@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_configuration_sets(
    mocked: SesMock, shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """All APIs read the same value after one creates a resource, another changes it and a third removes it."""
    mocked.verify("example.org")
    if shared in IN_A_SET:
        SET_CREATIONS[SES]()

    check_lifecycle(shared, creator, changer, remover)


def read_message(part: Callable[[SentMessage], Any]) -> dict[str, Callable[[], Any]]:
    """Return calls, one for each API, that send a message with the set and return a part of it."""
    return for_each_api(lambda api: part(send_message(api, ConfigurationSetName="news")))


def put_vdm(status: str) -> Callable[[], Any]:
    """Return an action that enables VDM for the account and sets the engagement metrics of the set."""

    def act() -> None:
        v2("put_account_vdm_attributes", VdmAttributes={"VdmEnabled": "ENABLED"})()
        options = {"DashboardOptions": {"EngagementMetrics": status}}
        v2("put_configuration_set_vdm_options", **SET, VdmOptions=options)()

    return act


def sign_mail() -> None:
    """Sign the mail of the set, and associate a certificate with its sender."""
    v2(
        "associate_email_identity_certificate",
        EmailIdentity="example.com",
        CertificateArn=CERTIFICATE,
        FromAddress="shop@example.com",
    )()
    v2("update_configuration_set", **SET, MessageSecurityOptions=SMIME)()


def suppress_nothing() -> None:
    """Suppress the recipient, but let the set send mail to suppressed addresses."""
    v2("put_suppressed_destination", EmailAddress="ada@example.net", Reason="BOUNCE")()
    v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=[])()


OPTIONS_OF_V2 = {
    "archiving options": Shared(
        create={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=ARCHIVE)},
        after_create=ARCHIVE,
        read=read_message(lambda message: message.archive),
        change={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=OTHER_ARCHIVE)},
        after_change=OTHER_ARCHIVE,
        remove={SESV2: v2("put_configuration_set_archiving_options", **SET)},
        after_remove=None,
    ),
    "VDM options": Shared(
        create={SESV2: put_vdm("ENABLED")},
        after_create=True,
        read=read_message(lambda message: message.transmission.engagement_metrics),
        change={SESV2: put_vdm("DISABLED")},
        after_change=False,
        remove={SESV2: v2("put_configuration_set_vdm_options", **SET)},
        after_remove=False,
    ),
    "message security options": Shared(
        create={SESV2: sign_mail},
        after_create=CERTIFICATE,
        read=read_message(lambda message: message.signed_by),
        change={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=DEFAULT)},
        after_change=None,
        remove={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=SMIME)},
        after_remove=CERTIFICATE,
    ),
    "suppression options": Shared(
        create={SESV2: suppress_nothing},
        after_create={"ada@example.net": "delivered"},
        read=read_message(lambda message: dict(message.outcomes)),
        change={SESV2: v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=["BOUNCE"])},
        after_change={"ada@example.net": "suppressed"},
        remove={SESV2: v2("put_configuration_set_suppression_options", **SET)},
        after_remove={"ada@example.net": "delivered"},
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(OPTIONS_OF_V2))
def test_mail_of_every_api_follows_the_options(
    shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """Options that SES v2 sets affect mail that any API sends with the set."""
    SET_CREATIONS[SES]()

    check_lifecycle(shared, creator, changer, remover)
