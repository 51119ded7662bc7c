"""The three APIs share one state: each API reads, changes and removes what another creates.

Identities have their own table.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SentMessage, SesMock

SES, SESV2, PINPOINT = "ses", "sesv2", "pinpoint-email"
SET = {"ConfigurationSetName": "news"}
IDENTITY = {"EmailIdentity": "example.com"}
SET_ARN = "arn:aws:ses:us-east-1:123456789012:configuration-set/news"
POLICY = (
    '{"Statement":{"Effect":"%s","Principal":"*","Action":"*",'
    '"Resource":"arn:aws:ses:us-east-1:123456789012:identity/example.com"}}'
)
GONE = "gone"
NOT_FOUND = re.compile("does(n't| not) exist|is not subscribed|Could not find|^No \\w+ present")


class Shared(NamedTuple):
    """A shared resource: how each API creates, reads, changes and removes it, and what all APIs read after each step.

    An API that lacks an operation has no entry. A step that only a test can take has the key ``test``.
    """

    create: dict[str, Callable[[], Any]]
    after_create: Any
    read: dict[str, Callable[[], Any]]
    change: dict[str, Callable[[], Any]]
    after_change: Any
    remove: dict[str, Callable[[], Any]]
    after_remove: Any = GONE


@cache
def client(api: Any) -> Any:
    """Return a client; it is cached because it works in every mock."""
    return boto3.client(api)


def v1(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v1 call."""
    return lambda: getattr(client(SES), method)(**parameters)


def v2(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v2 call."""
    return lambda: getattr(client(SESV2), method)(**parameters)


def pinpoint(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred Pinpoint Email call."""
    return lambda: getattr(client(PINPOINT), method)(**parameters)


def both(method: str, **parameters: Any) -> dict[str, Callable[[], Any]]:
    """Return a deferred call that SES v2 and Pinpoint Email share, by API."""
    return {SESV2: v2(method, **parameters), PINPOINT: pinpoint(method, **parameters)}


def extract(calls: dict[str, Callable[[], Any]], part: Callable[[Any], Any]) -> dict[str, Callable[[], Any]]:
    """Return calls that return a part of each call's response."""
    return {api: (lambda call=call: part(call())) for api, call in calls.items()}


def do_nothing() -> None:
    """Do nothing, in place of an operation that no API has."""


NO_CALL: dict[str, Callable[[], Any]] = {"test": do_nothing}

V1_REPUTATION = {
    SES: lambda: v1(
        "describe_configuration_set", **SET, ConfigurationSetAttributeNames=["reputationOptions"]
    )()["ReputationOptions"]
}
V2_WORDS = {"RejectMessage": "REJECT_MESSAGE", "UseDefaultValue": "USE_DEFAULT_VALUE", "Success": "SUCCESS"}


def read_mail_from_by_v1() -> tuple[Any, ...]:
    """Return the MAIL FROM attributes of v1 in the spelling of v2."""
    response = v1("get_identity_mail_from_domain_attributes", Identities=["example.com"])()
    entry = response["MailFromDomainAttributes"]["example.com"]
    return (
        entry.get("MailFromDomain"),
        V2_WORDS.get(entry.get("MailFromDomainStatus")),
        V2_WORDS[entry["BehaviorOnMXFailure"]],
    )


def read_outcome(message: SentMessage) -> str:
    """Return the outcome of a message to one recipient."""
    return str(next(iter(message.outcomes.values())))


def read_mail_from(response: Any) -> tuple[Any, ...]:
    """Return the MAIL FROM attributes of GetEmailIdentity."""
    entry = response["MailFromAttributes"]
    return entry.get("MailFromDomain"), entry.get("MailFromDomainStatus"), entry["BehaviorOnMxFailure"]


def for_each_api(act: Callable[[str], Any]) -> dict[str, Callable[[], Any]]:
    """Return a deferred action for each API."""
    return {api: (lambda api=api: act(api)) for api in (SES, SESV2, PINPOINT)}


def template_parameters(subject: str) -> dict[str, dict[str, Any]]:
    """Return the parameters of a template in v1 and v2."""
    return {
        SES: {"Template": {"TemplateName": "hello", "SubjectPart": subject, "TextPart": "Hi {{name}}"}},
        SESV2: {"TemplateName": "hello", "TemplateContent": {"Subject": subject, "Text": "Hi {{name}}"}},
    }


def read_dashboard(response: Any) -> tuple[Any, ...]:
    """Return the status and the active and expiring domains of the dashboard."""
    return (
        response["AccountStatus"],
        [option["Domain"] for option in response["ActiveSubscribedDomains"]],
        [option["Domain"] for option in response["PendingExpirationSubscribedDomains"]],
    )


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


VERIFICATION = {
    "TemplateName": "welcome",
    "FromEmailAddress": "shop@example.com",
    "TemplateContent": "<p>Hi</p>",
    "SuccessRedirectionURL": "https://example.com/in",
    "FailureRedirectionURL": "https://example.com/out",
}

SET_CREATIONS: dict[str, Callable[[], Any]] = {
    SES: v1("create_configuration_set", ConfigurationSet={"Name": "news"}),
    **both("create_configuration_set", **SET, ReputationOptions={"ReputationMetricsEnabled": False}),
}
SET_REMOVALS = {
    SES: v1("delete_configuration_set", **SET),
    **both("delete_configuration_set", **SET),
}

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
    "template": Shared(
        create={
            SES: v1("create_template", **template_parameters("Hello")[SES]),
            SESV2: v2("create_email_template", **template_parameters("Hello")[SESV2]),
        },
        after_create=("Hello", "Hi {{name}}"),
        read={
            SES: lambda: tuple(
                v1("get_template", TemplateName="hello")()["Template"][part]
                for part in ("SubjectPart", "TextPart")
            ),
            SESV2: lambda: tuple(
                v2("get_email_template", TemplateName="hello")()["TemplateContent"][part]
                for part in ("Subject", "Text")
            ),
        },
        change={
            SES: v1("update_template", **template_parameters("Hi")[SES]),
            SESV2: v2("update_email_template", **template_parameters("Hi")[SESV2]),
        },
        after_change=("Hi", "Hi {{name}}"),
        remove={
            SES: v1("delete_template", TemplateName="hello"),
            SESV2: v2("delete_email_template", TemplateName="hello"),
        },
    ),
    "custom verification template": Shared(
        create={
            SES: v1("create_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hello"),
            SESV2: v2("create_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hello"),
        },
        after_create="Hello",
        read=extract(
            {
                SES: v1("get_custom_verification_email_template", TemplateName="welcome"),
                SESV2: v2("get_custom_verification_email_template", TemplateName="welcome"),
            },
            lambda response: response["TemplateSubject"],
        ),
        change={
            SES: v1("update_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hi"),
            SESV2: v2("update_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hi"),
        },
        after_change="Hi",
        remove={
            SES: v1("delete_custom_verification_email_template", TemplateName="welcome"),
            SESV2: v2("delete_custom_verification_email_template", TemplateName="welcome"),
        },
    ),
    "policy": Shared(
        create={
            SES: v1("put_identity_policy", Identity="example.com", PolicyName="a", Policy=POLICY % "Allow"),
            SESV2: v2("create_email_identity_policy", **IDENTITY, PolicyName="a", Policy=POLICY % "Allow"),
        },
        after_create={"a": POLICY % "Allow"},
        read={
            SES: lambda: v1("get_identity_policies", Identity="example.com", PolicyNames=["a"])()["Policies"],
            SESV2: lambda: v2("get_email_identity_policies", **IDENTITY)()["Policies"],
            "sesv2, with the identity": lambda: v2("get_email_identity", **IDENTITY)()["Policies"],
        },
        change={
            SES: v1("put_identity_policy", Identity="example.com", PolicyName="a", Policy=POLICY % "Deny"),
            SESV2: v2("update_email_identity_policy", **IDENTITY, PolicyName="a", Policy=POLICY % "Deny"),
        },
        after_change={"a": POLICY % "Deny"},
        remove={
            SES: v1("delete_identity_policy", Identity="example.com", PolicyName="a"),
            SESV2: v2("delete_email_identity_policy", **IDENTITY, PolicyName="a"),
        },
        after_remove={},
    ),
    "MAIL FROM": Shared(
        create={
            SES: v1(
                "set_identity_mail_from_domain",
                Identity="example.com",
                MailFromDomain="mail.example.com",
                BehaviorOnMXFailure="RejectMessage",
            ),
            **both(
                "put_email_identity_mail_from_attributes",
                **IDENTITY,
                MailFromDomain="mail.example.com",
                BehaviorOnMxFailure="REJECT_MESSAGE",
            ),
        },
        after_create=("mail.example.com", "SUCCESS", "REJECT_MESSAGE"),
        read={SES: read_mail_from_by_v1, **extract(both("get_email_identity", **IDENTITY), read_mail_from)},
        change={
            SES: v1(
                "set_identity_mail_from_domain",
                Identity="example.com",
                MailFromDomain="news.example.com",
                BehaviorOnMXFailure="UseDefaultValue",
            ),
            **both(
                "put_email_identity_mail_from_attributes",
                **IDENTITY,
                MailFromDomain="news.example.com",
                BehaviorOnMxFailure="USE_DEFAULT_VALUE",
            ),
        },
        after_change=("news.example.com", "SUCCESS", "USE_DEFAULT_VALUE"),
        remove={
            SES: v1("set_identity_mail_from_domain", Identity="example.com"),
            **both("put_email_identity_mail_from_attributes", **IDENTITY),
        },
        after_remove=(None, None, "USE_DEFAULT_VALUE"),
    ),
    "account sending": Shared(
        create={
            SES: v1("update_account_sending_enabled", Enabled=False),
            **both("put_account_sending_attributes", SendingEnabled=False),
        },
        after_create=False,
        read={
            SES: lambda: v1("get_account_sending_enabled")()["Enabled"],
            **extract(both("get_account"), lambda response: response["SendingEnabled"]),
        },
        change={
            SES: v1("update_account_sending_enabled", Enabled=True),
            **both("put_account_sending_attributes", SendingEnabled=True),
        },
        after_change=True,
        remove=NO_CALL,
        after_remove=True,
    ),
    "quota": Shared(
        create=for_each_api(lambda api: read_outcome(send_message(api, "ada@example.net"))),
        after_create=(50_000.0, 14.0, 1.0),
        read=extract(
            {
                SES: v1("get_send_quota"),
                **extract(both("get_account"), lambda response: response["SendQuota"]),
            },
            lambda quota: (quota["Max24HourSend"], quota["MaxSendRate"], quota["SentLast24Hours"]),
        ),
        change=for_each_api(lambda api: read_outcome(send_message(api, "bob@example.net"))),
        after_change=(50_000.0, 14.0, 2.0),
        remove=NO_CALL,
        after_remove=(50_000.0, 14.0, 2.0),
    ),
    "suppression list": Shared(
        create={SESV2: v2("put_suppressed_destination", EmailAddress="ada@example.net", Reason="BOUNCE")},
        after_create="suppressed",
        read=for_each_api(lambda api: read_outcome(send_message(api, "ada@example.net"))),
        change={SESV2: v2("put_account_suppression_attributes", SuppressedReasons=["COMPLAINT"])},
        after_change="delivered",
        remove={SESV2: v2("delete_suppressed_destination", EmailAddress="ada@example.net")},
        after_remove="delivered",
    ),
    "warm-up of dedicated IPs": Shared(
        create=both("put_account_dedicated_ip_warmup_attributes", AutoWarmupEnabled=False),
        after_create=False,
        read=extract(both("get_account"), lambda response: response["DedicatedIpAutoWarmupEnabled"]),
        change=both("put_account_dedicated_ip_warmup_attributes", AutoWarmupEnabled=True),
        after_change=True,
        remove=NO_CALL,
        after_remove=True,
    ),
    "Deliverability dashboard": Shared(
        create=both(
            "put_deliverability_dashboard_option",
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.com"}],
        ),
        after_create=("ACTIVE", ["example.com"], []),
        read=extract(both("get_deliverability_dashboard_options"), read_dashboard),
        change=both(
            "put_deliverability_dashboard_option",
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.org"}],
        ),
        after_change=("ACTIVE", ["example.org"], ["example.com"]),
        remove=both("put_deliverability_dashboard_option", DashboardEnabled=False),
        after_remove=("PENDING_EXPIRATION", [], ["example.com", "example.org"]),
    ),
}

IN_A_SET = [SHARED[name] for name in ("delivery options", "event destination", "tags", "tracking options")]
"""Resources that need an existing configuration set."""


def list_lifecycles(table: dict[str, Shared]) -> list[Any]:
    """Return every combination of APIs that create, change and remove the resources of a table."""
    return [
        pytest.param(shared, *apis, id=f"{name}: {', '.join(apis)}")
        for name, shared in table.items()
        for apis in product(shared.create, shared.change, shared.remove)
    ]


def read_all(shared: Shared) -> dict[str, Any]:
    """Return the current value of a resource as each API reads it."""
    return {api: _read(read) for api, read in shared.read.items()}


def _read(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ClientError as error:
        text = error.response["Error"]["Message"]
    assert NOT_FOUND.search(text)
    return GONE


def check_lifecycle(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """Create, change and remove a resource with one API each, and compare what all APIs read after each step."""
    steps = []
    for act, expected in (
        (shared.create[creator], shared.after_create),
        (shared.change[changer], shared.after_change),
        (shared.remove[remover], shared.after_remove),
    ):
        act()
        steps.append((read_all(shared), dict.fromkeys(shared.read, expected)))

    for actual, expected in steps:
        assert actual == expected


@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_a_resource(
    mocked: SesMock, shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """All APIs read the same value after one creates a resource, another changes it and a third removes it."""
    mocked.verify("example.org")
    if shared in IN_A_SET:
        SET_CREATIONS[SES]()

    check_lifecycle(shared, creator, changer, remover)
