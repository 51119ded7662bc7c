"""Configuration sets: named groups of rules for the mail that is sent with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets.errors import (
    ConfigurationSetAlreadyExists,
    ConfigurationSetDoesNotExist,
    InvalidNamePart,
    TooManyConfigurationSets,
)
from sesmock.domain.configuration_sets.options import Options
from sesmock.domain.names import NameRule

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.event_destinations import EventDestination

MAX_SETS = 10_000  # Spec: account.md §2 [D]
MIN_NAME_PART = 3  # Spec: configuration_sets.md §1 [P]
NAME = NameRule("configuration set name")
"""The rule for names of configuration sets. Spec: configuration_sets.md §1."""


@dataclass(slots=True, eq=False)
class ConfigurationSet:
    """A configuration set with its options, tags and event destinations."""

    name: str
    options: Options = field(default_factory=Options)
    tags: dict[str, str] = field(default_factory=dict)
    event_destinations: dict[str, EventDestination] = field(default_factory=dict)


def get(account: Account, name: str) -> ConfigurationSet:
    """Return the configuration set with a name; raise `ConfigurationSetDoesNotExist`."""
    configuration_set = account.configuration_sets.get(name)
    if configuration_set is None:
        raise ConfigurationSetDoesNotExist(name)
    return configuration_set


def exists(account: Account, configuration_set: ConfigurationSet) -> bool:
    """Return whether a configuration set still exists."""
    # Names are not enough, because a deleted set can have a successor with the same name.
    return account.configuration_sets.get(configuration_set.name) is configuration_set


def create(account: Account, configuration_set: ConfigurationSet) -> None:
    """Add a configuration set.

    Raise `InvalidParameter` for an invalid name, `ConfigurationSetAlreadyExists` or `LimitExceeded`.
    Spec: configuration_sets.md §1; account.md §2.
    """
    name = configuration_set.name
    NAME.check(name)
    if name in account.configuration_sets:
        raise ConfigurationSetAlreadyExists(name)
    if len(account.configuration_sets) >= MAX_SETS:
        raise TooManyConfigurationSets(MAX_SETS)
    account.configuration_sets[name] = configuration_set


def delete(account: Account, name: str) -> None:
    """Remove a configuration set.

    Identities keep the deleted set as their default, so their sends fail. Raise `ConfigurationSetDoesNotExist`, or
    `InvalidParameter` while the set is associated with a tenant. Spec: configuration_sets.md §3.
    """
    get(account, name)
    arn = account.arn(f"configuration-set/{name}")
    account.tenants.require_unassociated(arn)
    # A new configuration set with this name starts with a new reputation.
    account.reputation.forget(arn)
    del account.configuration_sets[name]


def list_names(account: Account, part: str | None = None) -> list[str]:
    """Return the sorted names of all configuration sets, or of those whose names contain ``part``, ignoring case.

    Raise `InvalidNamePart` if ``part`` is too short or too long. Spec: paging.md §3 [P].
    """
    if part is None:
        return sorted(account.configuration_sets)
    if not MIN_NAME_PART <= len(part) <= NAME.maximum:
        raise InvalidNamePart(MIN_NAME_PART, NAME.maximum)
    return sorted(name for name in account.configuration_sets if part.lower() in name.lower())
