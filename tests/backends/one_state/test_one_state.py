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
_GONE = re.compile("does(n't| not) exist|is not subscribed|Could not find|^No \\w+ present")


class Shared(NamedTuple):
    """A resource: how each API creates, reads, changes and removes it, and the values that all of them read.

    An API without such an operation has no entry. If only a test can do it, the entry is called ``test``.
    """

    make: dict[str, Callable[[], Any]]
    made: Any
    read: dict[str, Callable[[], Any]]
    change: dict[str, Callable[[], Any]]
    changed: Any
    remove: dict[str, Callable[[], Any]]
    removed: Any = GONE


@cache
def client(api: Any) -> Any:
    """Return a client, which works in every mock."""
    return boto3.client(api)


def v1(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v1 call."""
    return lambda: getattr(client(SES), method)(**parameters)


def v2(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred SES v2 call."""
    return lambda: getattr(client(SESV2), method)(**parameters)


def pinpoint(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a deferred call of Pinpoint Email."""
    return lambda: getattr(client(PINPOINT), method)(**parameters)


def both(method: str, **parameters: Any) -> dict[str, Callable[[], Any]]:
    """Return a deferred call that SES v2 and Pinpoint Email share, by API."""
    return {SESV2: v2(method, **parameters), PINPOINT: pinpoint(method, **parameters)}


def each(calls: dict[str, Callable[[], Any]], part: Callable[[Any], Any]) -> dict[str, Callable[[], Any]]:
    """Return calls that return a part of each call's response."""
    return {api: (lambda call=call: part(call())) for api, call in calls.items()}


def do_nothing() -> None:
    """Do nothing, in place of an operation that no API has."""


NOTHING: dict[str, Callable[[], Any]] = {"test": do_nothing}

V1_REPUTATION = {
    SES: lambda: v1(
        "describe_configuration_set", **SET, ConfigurationSetAttributeNames=["reputationOptions"]
    )()["ReputationOptions"]
}
WORDS = {"RejectMessage": "REJECT_MESSAGE", "UseDefaultValue": "USE_DEFAULT_VALUE", "Success": "SUCCESS"}


def read_mail_from_by_v1() -> tuple[Any, ...]:
    """Return the MAIL FROM attributes of v1 in the spelling of v2."""
    response = v1("get_identity_mail_from_domain_attributes", Identities=["example.com"])()
    entry = response["MailFromDomainAttributes"]["example.com"]
    return (
        entry.get("MailFromDomain"),
        WORDS.get(entry.get("MailFromDomainStatus")),
        WORDS[entry["BehaviorOnMXFailure"]],
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
    """Return status, active and expiring domains of the dashboard."""
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

SETS_MADE: dict[str, Callable[[], Any]] = {
    SES: v1("create_configuration_set", ConfigurationSet={"Name": "news"}),
    **both("create_configuration_set", **SET, ReputationOptions={"ReputationMetricsEnabled": False}),
}
SETS_REMOVED = {
    SES: v1("delete_configuration_set", **SET),
    **both("delete_configuration_set", **SET),
}

SHARED = {
    "configuration set": Shared(
        make=SETS_MADE,
        made={"SendingEnabled": True},
        read={
            **each(V1_REPUTATION, lambda entry: {"SendingEnabled": entry["SendingEnabled"]}),
            **each(both("get_configuration_set", **SET), lambda response: response["SendingOptions"]),
        },
        change={
            SES: v1("update_configuration_set_sending_enabled", **SET, Enabled=False),
            **both("put_configuration_set_sending_options", **SET, SendingEnabled=False),
        },
        changed={"SendingEnabled": False},
        remove=SETS_REMOVED,
    ),
    "reputation metrics": Shared(
        make=SETS_MADE,
        made=False,
        read={
            **each(V1_REPUTATION, lambda entry: entry["ReputationMetricsEnabled"]),
            **each(
                both("get_configuration_set", **SET),
                lambda response: response["ReputationOptions"]["ReputationMetricsEnabled"],
            ),
        },
        change={
            SES: v1("update_configuration_set_reputation_metrics_enabled", **SET, Enabled=True),
            **both("put_configuration_set_reputation_options", **SET, ReputationMetricsEnabled=True),
        },
        changed=True,
        remove=SETS_REMOVED,
    ),
    "event destination": Shared(
        make={
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
        made=[("bounces", True, ["BOUNCE"], ["MESSAGE_TAG"])],
        read={
            SES: list_destinations_by_v1,
            **each(both("get_configuration_set_event_destinations", **SET), list_destinations),
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
        changed=[("bounces", False, ["BOUNCE"], ["MESSAGE_TAG"])],
        remove={
            SES: v1("delete_configuration_set_event_destination", **SET, EventDestinationName="bounces"),
            **both("delete_configuration_set_event_destination", **SET, EventDestinationName="bounces"),
        },
        removed=[],
    ),
    "tracking options": Shared(
        make={
            SES: v1(
                "create_configuration_set_tracking_options",
                **SET,
                TrackingOptions={"CustomRedirectDomain": "example.com"},
            ),
            **both("put_configuration_set_tracking_options", **SET, CustomRedirectDomain="example.com"),
        },
        made="example.com",
        read={
            SES: lambda: (
                v1("describe_configuration_set", **SET, ConfigurationSetAttributeNames=["trackingOptions"])()
                .get("TrackingOptions", {})
                .get("CustomRedirectDomain")
            ),
            **each(
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
        changed="example.org",
        remove={
            SES: v1("delete_configuration_set_tracking_options", **SET),
            **both("put_configuration_set_tracking_options", **SET),
        },
        removed=None,
    ),
    "delivery options": Shared(
        make={
            SES: v1(
                "put_configuration_set_delivery_options", **SET, DeliveryOptions={"TlsPolicy": "Require"}
            ),
            **both("put_configuration_set_delivery_options", **SET, TlsPolicy="REQUIRE"),
        },
        made="REQUIRE",
        read=each(
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
        changed="OPTIONAL",
        remove={
            SES: v1("put_configuration_set_delivery_options", **SET),
            **both("put_configuration_set_delivery_options", **SET),
        },
        removed="NONE",
    ),
    "list of configuration sets": Shared(
        make=SETS_MADE,
        made=["news"],
        read={
            SES: lambda: [entry["Name"] for entry in v1("list_configuration_sets")()["ConfigurationSets"]],
            **each(both("list_configuration_sets"), lambda response: response["ConfigurationSets"]),
        },
        change={SES: v1("create_configuration_set", ConfigurationSet={"Name": "ads"})}
        | both("create_configuration_set", ConfigurationSetName="ads"),
        changed=["ads", "news"],
        remove=SETS_REMOVED,
        removed=["ads"],
    ),
    "tags": Shared(
        make=both("tag_resource", ResourceArn=SET_ARN, Tags=[{"Key": "team", "Value": "shop"}]),
        made=[{"Key": "team", "Value": "shop"}],
        read=each(both("list_tags_for_resource", ResourceArn=SET_ARN), lambda response: response["Tags"])
        | {
            f"{api}, with the set": call
            for api, call in each(
                both("get_configuration_set", **SET), lambda response: response["Tags"]
            ).items()
        },
        change=both("tag_resource", ResourceArn=SET_ARN, Tags=[{"Key": "team", "Value": "news"}]),
        changed=[{"Key": "team", "Value": "news"}],
        remove=both("untag_resource", ResourceArn=SET_ARN, TagKeys=["team"]),
        removed=[],
    ),
    "template": Shared(
        make={
            SES: v1("create_template", **template_parameters("Hello")[SES]),
            SESV2: v2("create_email_template", **template_parameters("Hello")[SESV2]),
        },
        made=("Hello", "Hi {{name}}"),
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
        changed=("Hi", "Hi {{name}}"),
        remove={
            SES: v1("delete_template", TemplateName="hello"),
            SESV2: v2("delete_email_template", TemplateName="hello"),
        },
    ),
    "custom verification template": Shared(
        make={
            SES: v1("create_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hello"),
            SESV2: v2("create_custom_verification_email_template", **VERIFICATION, TemplateSubject="Hello"),
        },
        made="Hello",
        read=each(
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
        changed="Hi",
        remove={
            SES: v1("delete_custom_verification_email_template", TemplateName="welcome"),
            SESV2: v2("delete_custom_verification_email_template", TemplateName="welcome"),
        },
    ),
    "policy": Shared(
        make={
            SES: v1("put_identity_policy", Identity="example.com", PolicyName="a", Policy=POLICY % "Allow"),
            SESV2: v2("create_email_identity_policy", **IDENTITY, PolicyName="a", Policy=POLICY % "Allow"),
        },
        made={"a": POLICY % "Allow"},
        read={
            SES: lambda: v1("get_identity_policies", Identity="example.com", PolicyNames=["a"])()["Policies"],
            SESV2: lambda: v2("get_email_identity_policies", **IDENTITY)()["Policies"],
            "sesv2, with the identity": lambda: v2("get_email_identity", **IDENTITY)()["Policies"],
        },
        change={
            SES: v1("put_identity_policy", Identity="example.com", PolicyName="a", Policy=POLICY % "Deny"),
            SESV2: v2("update_email_identity_policy", **IDENTITY, PolicyName="a", Policy=POLICY % "Deny"),
        },
        changed={"a": POLICY % "Deny"},
        remove={
            SES: v1("delete_identity_policy", Identity="example.com", PolicyName="a"),
            SESV2: v2("delete_email_identity_policy", **IDENTITY, PolicyName="a"),
        },
        removed={},
    ),
    "MAIL FROM": Shared(
        make={
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
        made=("mail.example.com", "SUCCESS", "REJECT_MESSAGE"),
        read={SES: read_mail_from_by_v1, **each(both("get_email_identity", **IDENTITY), read_mail_from)},
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
        changed=("news.example.com", "SUCCESS", "USE_DEFAULT_VALUE"),
        remove={
            SES: v1("set_identity_mail_from_domain", Identity="example.com"),
            **both("put_email_identity_mail_from_attributes", **IDENTITY),
        },
        removed=(None, None, "USE_DEFAULT_VALUE"),
    ),
    "account sending": Shared(
        make={
            SES: v1("update_account_sending_enabled", Enabled=False),
            **both("put_account_sending_attributes", SendingEnabled=False),
        },
        made=False,
        read={
            SES: lambda: v1("get_account_sending_enabled")()["Enabled"],
            **each(both("get_account"), lambda response: response["SendingEnabled"]),
        },
        change={
            SES: v1("update_account_sending_enabled", Enabled=True),
            **both("put_account_sending_attributes", SendingEnabled=True),
        },
        changed=True,
        remove=NOTHING,
        removed=True,
    ),
    "quota": Shared(
        make=for_each_api(lambda api: read_outcome(send_message(api, "ada@example.net"))),
        made=(50_000.0, 14.0, 1.0),
        read=each(
            {
                SES: v1("get_send_quota"),
                **each(both("get_account"), lambda response: response["SendQuota"]),
            },
            lambda quota: (quota["Max24HourSend"], quota["MaxSendRate"], quota["SentLast24Hours"]),
        ),
        change=for_each_api(lambda api: read_outcome(send_message(api, "bob@example.net"))),
        changed=(50_000.0, 14.0, 2.0),
        remove=NOTHING,
        removed=(50_000.0, 14.0, 2.0),
    ),
    "suppression list": Shared(
        make={SESV2: v2("put_suppressed_destination", EmailAddress="ada@example.net", Reason="BOUNCE")},
        made="suppressed",
        read=for_each_api(lambda api: read_outcome(send_message(api, "ada@example.net"))),
        change={SESV2: v2("put_account_suppression_attributes", SuppressedReasons=["COMPLAINT"])},
        changed="delivered",
        remove={SESV2: v2("delete_suppressed_destination", EmailAddress="ada@example.net")},
        removed="delivered",
    ),
    "warm-up of dedicated IPs": Shared(
        make=both("put_account_dedicated_ip_warmup_attributes", AutoWarmupEnabled=False),
        made=False,
        read=each(both("get_account"), lambda response: response["DedicatedIpAutoWarmupEnabled"]),
        change=both("put_account_dedicated_ip_warmup_attributes", AutoWarmupEnabled=True),
        changed=True,
        remove=NOTHING,
        removed=True,
    ),
    "Deliverability dashboard": Shared(
        make=both(
            "put_deliverability_dashboard_option",
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.com"}],
        ),
        made=("ACTIVE", ["example.com"], []),
        read=each(both("get_deliverability_dashboard_options"), read_dashboard),
        change=both(
            "put_deliverability_dashboard_option",
            DashboardEnabled=True,
            SubscribedDomains=[{"Domain": "example.org"}],
        ),
        changed=("ACTIVE", ["example.org"], ["example.com"]),
        remove=both("put_deliverability_dashboard_option", DashboardEnabled=False),
        removed=("PENDING_EXPIRATION", [], ["example.com", "example.org"]),
    ),
}

OF_A_SET = [SHARED[name] for name in ("delivery options", "event destination", "tags", "tracking options")]
"""Resources that need an existing configuration set."""


def list_walks(table: dict[str, Shared]) -> list[Any]:
    """Return every combination of APIs that create, change and remove the resources of a table."""
    return [
        pytest.param(shared, *apis, id=f"{name}: {', '.join(apis)}")
        for name, shared in table.items()
        for apis in product(shared.make, shared.change, shared.remove)
    ]


def read_all(shared: Shared) -> dict[str, Any]:
    """Return the current value of a resource as each API reads it."""
    return {api: _read(read) for api, read in shared.read.items()}


def _read(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ClientError as error:
        text = error.response["Error"]["Message"]
    assert _GONE.search(text)
    return GONE


def check_walk(shared: Shared, maker: str, changer: str, remover: str) -> None:
    """Create, change and remove a resource with one API each, and compare what all APIs read at each step."""
    steps = []
    for act, expected in (
        (shared.make[maker], shared.made),
        (shared.change[changer], shared.changed),
        (shared.remove[remover], shared.removed),
    ):
        act()
        steps.append((read_all(shared), dict.fromkeys(shared.read, expected)))

    for actual, expected in steps:
        assert actual == expected


@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), list_walks(SHARED))
def test_the_apis_share_a_resource(
    mocked: SesMock, shared: Shared, maker: str, changer: str, remover: str
) -> None:
    """All APIs read the same after one has created, another changed and a third removed a resource."""
    mocked.verify("example.org")
    if shared in OF_A_SET:
        SETS_MADE[SES]()

    check_walk(shared, maker, changer, remover)
