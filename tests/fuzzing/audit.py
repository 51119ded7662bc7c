"""Comparisons of everything that the reference knows with what each API returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fuzzing.audit_of_reports import REPORT_CHECKS
from tests.fuzzing.readings import names, read, read_all
from tests.fuzzing.reference.reputation import find
from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2
from tests.fuzzing.reference.world import Contact

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzzing.reference.world import World

V1_STATUS = {"Success": "SUCCESS", "Pending": "PENDING", "Failed": "FAILED", "NotStarted": "NOT_STARTED"}


def audit(world: World) -> list[tuple[str, Any, Any]]:
    """Return each reading that differs from the reference, with both values; fill in what the reference lacks."""
    adopt(world)
    return [
        (name, actual, expected)
        for check in CHECKS
        for name, actual, expected in check(world)
        if actual != expected
    ]


def adopt(world: World) -> None:
    """Copy from SES what the specification leaves open."""
    if world.sent is None:
        world.sent = int(read(SES, "GetSendQuota")["SentLast24Hours"])
    statuses = _statuses()
    for name, identity in world.identities.items():
        identity.status = identity.status or statuses.get(name)
    for name, contact_list in world.lists.items():
        if contact_list.contacts is None:
            contact_list.contacts = _contacts(name)


def _statuses() -> dict[str, str]:
    names_of_all = read_all(SES, "ListIdentities", "Identities")
    attributes = read(SES, "GetIdentityVerificationAttributes", Identities=names_of_all)
    return {name: value["VerificationStatus"] for name, value in attributes["VerificationAttributes"].items()}


def _contacts(name: str) -> dict[str, Contact]:
    items = read_all(SESV2, "ListContacts", "Contacts", ContactListName=name)
    return {
        item["EmailAddress"]: Contact(
            {choice["TopicName"]: choice["SubscriptionStatus"] for choice in item["TopicPreferences"]},
            item["UnsubscribeAll"],
        )
        for item in items
    }


def check_identities(world: World) -> list[tuple[str, Any, Any]]:
    """Compare names and verification states."""
    statuses = {name: identity.status for name, identity in world.identities.items()}
    details = read_all(SESV2, "ListEmailIdentities", "EmailIdentities")
    verified = sorted(name for name, status in statuses.items() if status == "Success" and "@" in name)
    return [
        ("v1 identities", names(SES, "ListIdentities", "Identities"), sorted(statuses)),
        ("v1 statuses", _statuses(), statuses),
        (
            "v2 identities",
            {item["IdentityName"]: item["VerificationStatus"] for item in details},
            {name: V1_STATUS[status] for name, status in statuses.items() if status},
        ),
        (
            "Pinpoint identities",
            names(PINPOINT, "ListEmailIdentities", "EmailIdentities", "IdentityName"),
            sorted(statuses),
        ),
        (
            "v1 verified addresses",
            sorted(read(SES, "ListVerifiedEmailAddresses")["VerifiedEmailAddresses"]),
            verified,
        ),
        *_check_policies(world),
    ]


def _check_policies(world: World) -> list[tuple[str, Any, Any]]:
    pairs = []
    for name, identity in world.identities.items():
        expected = sorted(identity.policies)
        pairs += [
            (
                f"v1 policies of {name}",
                names(SES, "ListIdentityPolicies", "PolicyNames", Identity=name),
                expected,
            ),
            (
                f"v2 policies of {name}",
                sorted(read(SESV2, "GetEmailIdentityPolicies", EmailIdentity=name)["Policies"]),
                expected,
            ),
        ]
    return pairs


def check_sets(world: World) -> list[tuple[str, Any, Any]]:
    """Compare names, switches and event destinations."""
    expected = sorted(world.sets)
    pairs: list[tuple[str, Any, Any]] = [
        ("v1 sets", names(SES, "ListConfigurationSets", "ConfigurationSets", "Name"), expected),
        ("v2 sets", names(SESV2, "ListConfigurationSets", "ConfigurationSets"), expected),
        ("Pinpoint sets", names(PINPOINT, "ListConfigurationSets", "ConfigurationSets"), expected),
    ]
    for name, configuration_set in world.sets.items():
        attributes = ["reputationOptions", "eventDestinations"]
        v1 = read(
            SES,
            "DescribeConfigurationSet",
            ConfigurationSetName=name,
            ConfigurationSetAttributeNames=attributes,
        )
        state = (configuration_set.is_sending, sorted(configuration_set.destinations))
        switch, destinations = v1["ReputationOptions"]["SendingEnabled"], v1.get("EventDestinations", [])
        pairs.append((f"v1 set {name}", (switch, sorted(item["Name"] for item in destinations)), state))
        for api in (SESV2, PINPOINT):
            answer = read(api, "GetConfigurationSet", ConfigurationSetName=name)
            listed = names(
                api,
                "GetConfigurationSetEventDestinations",
                "EventDestinations",
                "Name",
                ConfigurationSetName=name,
            )
            pairs.append((f"{api} set {name}", (answer["SendingOptions"]["SendingEnabled"], listed), state))
    return pairs


def check_templates(world: World) -> list[tuple[str, Any, Any]]:
    """Compare the names of both kinds of templates."""
    lists, operation = "CustomVerificationEmailTemplates", "ListCustomVerificationEmailTemplates"
    expected, expected_verification = sorted(world.templates), sorted(world.verification_templates)
    return [
        ("v1 templates", names(SES, "ListTemplates", "TemplatesMetadata", "Name"), expected),
        ("v2 templates", names(SESV2, "ListEmailTemplates", "TemplatesMetadata", "TemplateName"), expected),
        ("v1 verification templates", names(SES, operation, lists, "TemplateName"), expected_verification),
        ("v2 verification templates", names(SESV2, operation, lists, "TemplateName"), expected_verification),
    ]


def check_suppression(world: World) -> list[tuple[str, Any, Any]]:
    """Compare the suppression lists of the account and of each tenant."""
    owners = {"the account": (world.suppressed, {})} | {
        name: (tenant.suppressed, {"TenantName": name}) for name, tenant in world.tenants.items()
    }
    return [
        (f"suppressed by {owner}", _suppressed(**query), entries)
        for owner, (entries, query) in owners.items()
    ]


def _suppressed(**query: str) -> dict[str, str]:
    items = read_all(SESV2, "ListSuppressedDestinations", "SuppressedDestinationSummaries", **query)
    return {item["EmailAddress"]: item["Reason"] for item in items}


def check_account(world: World) -> list[tuple[str, Any, Any]]:
    """Compare the sending switch and quota that each API returns, and the pools."""
    accounts = {api: read(api, "GetAccount") for api in (SESV2, PINPOINT)}
    quota = (world.max_24_hour_send, world.sent)
    pools = sorted(world.pools)
    return [
        ("v1 switch", read(SES, "GetAccountSendingEnabled")["Enabled"], world.is_sending),
        ("v1 quota", _quota(read(SES, "GetSendQuota")), quota),
        *((f"{api} switch", answer["SendingEnabled"], world.is_sending) for api, answer in accounts.items()),
        *((f"{api} quota", _quota(answer["SendQuota"]), quota) for api, answer in accounts.items()),
        *(
            (f"{api} pools", names(api, "ListDedicatedIpPools", "DedicatedIpPools"), pools)
            for api in accounts
        ),
        ("VDM", accounts[SESV2].get("VdmAttributes", {}).get("VdmEnabled") == "ENABLED", world.has_vdm),
        ("reasons", set(accounts[SESV2]["SuppressionAttributes"]["SuppressedReasons"]), world.reasons),
    ]


def _quota(quota: dict[str, float]) -> tuple[float, float]:
    return quota["Max24HourSend"], quota["SentLast24Hours"]


def check_contacts(world: World) -> list[tuple[str, Any, Any]]:
    """Compare lists and contacts with their preferences."""
    listed = names(SESV2, "ListContactLists", "ContactLists", "ContactListName")
    contacts = [
        (f"contacts of {name}", _contacts(name), entry.contacts) for name, entry in world.lists.items()
    ]
    return [("contact lists", listed, sorted(world.lists)), *contacts]


def check_tenants(world: World) -> list[tuple[str, Any, Any]]:
    """Compare tenants and their resources."""
    resources = [
        (
            f"resources of {name}",
            names(SESV2, "ListTenantResources", "TenantResources", "ResourceArn", TenantName=name),
            sorted(tenant.resources),
        )
        for name, tenant in world.tenants.items()
    ]
    statuses = {
        item["TenantName"]: item["SendingStatus"] for item in read_all(SESV2, "ListTenants", "Tenants")
    }
    return [
        (
            "statuses of tenants",
            statuses,
            {name: find(world, tenant.arn).aggregate for name, tenant in world.tenants.items()},
        ),
        ("tenants", names(SESV2, "ListTenants", "Tenants", "TenantName"), sorted(world.tenants)),
        *resources,
    ]


def check_tags(world: World) -> list[tuple[str, Any, Any]]:
    """Compare the tags of each resource that was ever tagged."""
    return [(f"tags of {arn}", _tags(arn), tags) for arn, tags in world.tags.items()]


def _tags(arn: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in read(SESV2, "ListTagsForResource", ResourceArn=arn)["Tags"]}


CHECKS: tuple[Callable[[World], list[tuple[str, Any, Any]]], ...] = (
    check_identities,
    check_sets,
    check_templates,
    check_suppression,
    check_account,
    check_contacts,
    check_tenants,
    *REPORT_CHECKS,
    check_tags,
)
