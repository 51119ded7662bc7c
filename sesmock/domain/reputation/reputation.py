"""The reputation entities that the customer reads and changes. Spec: reputation.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.aws import regions
from sesmock.domain.aws.arns import Arn, parse_arn
from sesmock.domain.configuration_sets.errors import ConfigurationSetSendingPaused
from sesmock.domain.identities import identities
from sesmock.domain.reputation import announcements, findings
from sesmock.domain.reputation.entities import Entity, Policy, SendingStatus, StatusRecord
from sesmock.domain.reputation.errors import (
    EntityDoesNotExist,
    IdentitySendingPaused,
    InvalidReputationPolicy,
    UnknownEntity,
)

if TYPE_CHECKING:
    from sesmock.domain.account import Account

CAUSE = "Status manually updated."
"""The cause of a status that the customer set. Spec: reputation.md §1 [R]."""


class Filters(NamedTuple):
    """The filters for entities; None matches all."""

    entity_type: str | None = None
    impact: str | None = None
    status: str | None = None
    prefix: str | None = None


def get(account: Account, arn: str) -> Entity:
    """Return the entity with an ARN; raise `EntityDoesNotExist` if there is none."""
    entity = _find(account, arn)
    if entity is None:
        raise EntityDoesNotExist(arn)
    return entity


def select(account: Account, filters: Filters) -> list[Entity]:
    """Return the tenants, identities and configuration sets that match all filters, sorted by ARN."""
    matches = [entity for entity in _list(account) if _matches(entity, filters)]
    return sorted(matches, key=lambda entity: entity.arn)


def set_customer_status(account: Account, arn: str, status: SendingStatus) -> None:
    """Enable, disable or reinstate an entity, and publish the change to EventBridge.

    Raise `UnknownEntity` if the account has no such resource.
    """
    entity = _manage(account, arn)
    entity.customer = StatusRecord(status, CAUSE, account.world.clock.time())
    announcements.publish_status(entity, "CUSTOMER_MANAGED", entity.customer)


def set_policy(account: Account, arn: str, policy_arn: str) -> None:
    """Set the policy that decides when SES disables an entity; raise `UnknownEntity` or `InvalidReputationPolicy`."""
    policy = next((policy for policy in Policy if describe_policy(account, policy) == policy_arn), None)
    if policy is None:
        raise InvalidReputationPolicy(policy_arn)
    # The entity is looked up after the policy (inferred). Spec: choices.md §3.
    entity = _manage(account, arn)
    entity.policy = policy
    findings.review(entity)


def describe_policy(account: Account, policy: Policy) -> str:
    """Return the ARN of a policy, whose account is ``aws``. Spec: reputation.md §1 [D, R]."""
    region = account.region
    return str(Arn(regions.find_partition(region), "ses", region, "aws", f"reputation-policy/{policy}"))


def require_enabled(account: Account, authority: str | None, set_name: str | None) -> None:
    """Refuse to send from an identity (a name or ARN) or with a set that the customer disabled.

    Raise `IdentitySendingPaused` or `ConfigurationSetSendingPaused`.
    """
    identity = identities.find_by_name_or_arn(account, authority or "")
    if identity is not None and _is_disabled(account, f"identity/{identity.name}"):
        raise IdentitySendingPaused(identity.name)
    if set_name is not None and _is_disabled(account, f"configuration-set/{set_name}"):
        raise ConfigurationSetSendingPaused(set_name)


def _is_disabled(account: Account, resource: str) -> bool:
    entity = account.reputation.entities.get(account.arn(resource))
    return entity is not None and entity.sending_status is SendingStatus.DISABLED


def _find(account: Account, text: str) -> Entity | None:
    """Return the entity with an ARN; an identity or set that was never changed gets a new object each time."""
    arn = parse_arn(text)
    if arn is None or text != account.arn(arn.resource):
        return None
    if arn.kind == "tenant":
        tenant = account.tenants.by_id.get(arn.name.partition("/")[2])
        return tenant.reputation if tenant is not None and tenant.arn == text else None
    name = _find_name(account, arn)
    if name is None:
        return None
    entity_arn = account.arn(f"{arn.kind}/{name}")
    return account.reputation.entities.get(entity_arn) or Entity(account, entity_arn)


def _find_name(account: Account, arn: Arn) -> str | None:
    """Return the name of an identity, as it was created, or of a configuration set; None if there is none."""
    if arn.kind == "identity":
        identity = identities.find(account, arn.name)
        return None if identity is None else identity.name
    is_set = arn.kind == "configuration-set" and arn.name in account.configuration_sets
    return arn.name if is_set else None


def _list(account: Account) -> list[Entity]:
    arns = [account.arn(f"identity/{identity.name}") for identity in account.identities.values()]
    arns += [account.arn(f"configuration-set/{name}") for name in account.configuration_sets]
    entities = account.reputation.entities
    others = [entities.get(arn) or Entity(account, arn) for arn in arns]
    return [*[tenant.reputation for tenant in account.tenants], *others]


def _manage(account: Account, arn: str) -> Entity:
    """Return the entity with an ARN and store it for later calls; raise `UnknownEntity` if there is none."""
    entity = _find(account, arn)
    if entity is None:
        raise UnknownEntity(arn)
    if not entity.is_tenant:
        account.reputation.entities[entity.arn] = entity
    return entity


def _matches(entity: Entity, filters: Filters) -> bool:
    # If there are no findings, SES reports NONE, although the enumeration in its model lacks that value.
    # Spec: reputation.md §1 [R].
    impact = "NONE" if entity.impact is None else entity.impact.name
    return (
        filters.entity_type in (None, "RESOURCE")
        and filters.impact in (None, impact)
        and filters.status in (None, entity.sending_status.name)
        and (filters.prefix is None or entity.arn.startswith(filters.prefix))
    )
