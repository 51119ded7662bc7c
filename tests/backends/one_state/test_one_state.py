"""The three APIs share one state: each API reads, changes and removes what another creates.

Identities and the nouns of the other modules have their own tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.one_state.lifecycles import (
    NO_CALL,
    SES,
    SESV2,
    Shared,
    both,
    check_lifecycle,
    extract,
    for_each_api,
    list_lifecycles,
    read_outcome,
    v1,
    v2,
)
from tests.sending import send_message

if TYPE_CHECKING:
    from sesmock import SesMock

IDENTITY = {"EmailIdentity": "example.com"}
POLICY = (
    '{"Statement":{"Effect":"%s","Principal":"*","Action":"*",'
    '"Resource":"arn:aws:ses:us-east-1:123456789012:identity/example.com"}}'
)

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


def read_mail_from(response: Any) -> tuple[Any, ...]:
    """Return the MAIL FROM attributes of GetEmailIdentity."""
    entry = response["MailFromAttributes"]
    return entry.get("MailFromDomain"), entry.get("MailFromDomainStatus"), entry["BehaviorOnMxFailure"]


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


VERIFICATION = {
    "TemplateName": "welcome",
    "FromEmailAddress": "shop@example.com",
    "TemplateContent": "<p>Hi</p>",
    "SuccessRedirectionURL": "https://example.com/in",
    "FailureRedirectionURL": "https://example.com/out",
}

SHARED = {
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


@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_a_resource(
    mocked: SesMock, shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """All APIs read the same value after one creates a resource, another changes it and a third removes it."""
    mocked.verify("example.org")

    check_lifecycle(shared, creator, changer, remover)
