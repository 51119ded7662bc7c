"""The resources of an account by ARN, and their tags. Spec: tags.md §3."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sesmock.domain import tags
from sesmock.domain.aws import regions
from sesmock.domain.aws.arns import Arn, parse_arn
from sesmock.domain.errors import (
    ForeignAccount,
    ForeignRegion,
    NotAnSesArn,
    NotAnSesResource,
    TaggedResourceDoesNotExist,
    UnsupportedResourceType,
)
from sesmock.domain.identities import identities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sesmock.domain.account import Account


class Tagged(Protocol):
    """A resource that can be tagged."""

    tags: dict[str, str]


class Kind(NamedTuple):
    """A kind of resource: its name in SES's errors, and functions that find a resource and format an unknown name."""

    noun: str
    find: Callable[[Account, str], Tagged | None]
    describe: Callable[[str], str] = str


def _find_tenant(account: Account, name: str) -> Tagged | None:
    """Return the tenant for ``name/id``, where only the id matters. Spec: tenants.md §1 [P]."""
    return account.tenants.by_id.get(name.partition("/")[2])


def _describe_tenant(name: str) -> str:
    """Return ``name/id`` as SES's error spells it, without a space before "with". Spec: tenants.md §1 [P]."""
    tenant_name, _, tenant_id = name.rpartition("/")
    return f"{tenant_name or 'null'}with tenantId: {tenant_id}"


KINDS: dict[str, Kind] = {
    "configuration-set": Kind("ConfigurationSet", lambda account, name: account.configuration_sets.get(name)),
    "contact-list": Kind("ContactList", lambda account, name: account.contacts.lists.get(name)),
    "custom-verification-email-template": Kind(
        "CustomVerificationEmailTemplate",
        lambda account, name: account.custom_verification_templates.get(name),
    ),
    "dedicated-ip-pool": Kind("DedicatedIpPool", lambda account, name: account.dedicated_ips.pools.get(name)),
    "deliverability-test-report": Kind(
        "DeliverabilityTestReport", lambda account, name: account.deliverability.reports.get(name)
    ),
    "identity": Kind("EmailIdentity", identities.find),
    "template": Kind("Template", lambda account, name: account.templates.get(name)),
    "multi-region-endpoint": Kind("MultiRegionEndpoint", lambda account, name: account.endpoints.find(name)),
    "tenant": Kind("Tenant", _find_tenant, _describe_tenant),
}
"""The kinds by their name in ARNs; a new kind of resource needs only a line here."""


def parse_resource_arn(text: str) -> Arn:
    """Return the ARN of an SES resource; raise `InvalidParameter` for any other text.

    Operations on tenants report the same errors. Spec: tenants.md §2 [P].
    """
    arn = parse_arn(text)
    # SES treats an ARN as malformed if its partition is not the partition of its region.
    if arn is None or arn.partition != regions.find_partition(arn.region) or not arn.name:
        raise NotAnSesResource
    if arn.service != "ses":
        raise NotAnSesArn
    if arn.kind not in KINDS:
        raise UnsupportedResourceType(arn.kind)
    return arn


def get(account: Account, arn: Arn) -> Tagged:
    """Return the resource with an ARN; raise `NotFound`. Spec: tags.md §2 [P]."""
    kind = KINDS[arn.kind]
    resource = kind.find(account, arn.name)
    if resource is None:
        raise TaggedResourceDoesNotExist(kind.noun, kind.describe(arn.name))
    return resource


def tag(account: Account, arn: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Add tags to a resource; the new value of an existing key replaces the old one.

    Raise `InvalidParameter` for an invalid ARN or tag, or `NotFound`. Spec: tags.md §2 [P], §3.
    """
    resource = get(account, _parse_local_arn(account, arn, "tag"))
    resource.tags = tags.merge(resource.tags, pairs)


def untag(account: Account, arn: str, keys: Iterable[str]) -> None:
    """Remove tags from a resource by key; unknown keys are ignored.

    Raise `InvalidParameter` for an invalid ARN or a reserved key, or `NotFound`. Spec: tags.md §2 [P], §3.
    """
    resource = get(account, _parse_local_arn(account, arn, "untag"))
    resource.tags = tags.remove(resource.tags, keys)


def list_tags(account: Account, arn: str) -> dict[str, str]:
    """Return the tags of a resource.

    For an ARN of another region, return no tags, although the resource must exist in the account's own region.
    Raise `InvalidParameter` for an invalid ARN, or `NotFound`. Spec: tags.md §3; differences.md §7 [P].
    """
    own = _parse_own_arn(account, arn)
    resource = get(account, own)
    return resource.tags if own.region == account.region else {}


def _parse_local_arn(account: Account, arn: str, verb: str) -> Arn:
    """Return an ARN of this account and region; the error for another region contains ``verb``."""
    own = _parse_own_arn(account, arn)
    if own.region != account.region:
        raise ForeignRegion(verb)
    return own


def _parse_own_arn(account: Account, text: str) -> Arn:
    arn = parse_resource_arn(text)
    if arn.account_id != account.account_id:
        raise ForeignAccount
    return arn
