"""Configuration sets: named rules for the mail that is sent with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import (
    ConfigurationSetAlreadyExists,
    ConfigurationSetDoesNotExist,
    LimitExceeded,
)
from sesmock.domain.names import NameRule

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.event_destinations import EventDestination
    from sesmock.domain.sending.tracking import TrackingOptions
    from sesmock.domain.suppression.suppression import Reason

MAX_SETS = 10_000
NAME = NameRule("configuration set name")
"""What a configuration set may be called. Spec: sending.md §3.2."""


@dataclass(slots=True)
class ConfigurationSet:
    """A configuration set and its options.

    ``suppressed_reasons`` replaces the account's, None inherits it. ``last_fresh_start`` is when sending was switched
    on again, in seconds since 1970; None if it never was off.
    """

    name: str
    sending_enabled: bool = True
    reputation_metrics_enabled: bool = False
    last_fresh_start: float | None = None
    suppressed_reasons: tuple[Reason, ...] | None = None
    tracking: TrackingOptions | None = None
    tags: dict[str, str] = field(default_factory=dict)
    event_destinations: dict[str, EventDestination] = field(default_factory=dict)


def get(account: Account, name: str) -> ConfigurationSet:
    """Return the configuration set of that name; raise `ConfigurationSetDoesNotExist`."""
    configuration_set = account.configuration_sets.get(name)
    if configuration_set is None:
        raise ConfigurationSetDoesNotExist(name)
    return configuration_set


def exists(account: Account, configuration_set: ConfigurationSet) -> bool:
    """Return whether a configuration set was not deleted."""
    return account.configuration_sets.get(configuration_set.name) is configuration_set


def create(account: Account, configuration_set: ConfigurationSet) -> None:
    """Add a configuration set.

    Raise `InvalidParameter` for its name, `ConfigurationSetAlreadyExists` or `LimitExceeded`.
    Spec: sending.md §3.2, v1.md §2, Limits.
    """
    name = configuration_set.name
    NAME.check(name)
    if name in account.configuration_sets:
        raise ConfigurationSetAlreadyExists(name)
    if len(account.configuration_sets) >= MAX_SETS:
        raise LimitExceeded(unconfirmed_messages.TOO_MANY_CONFIGURATION_SETS.format(maximum=MAX_SETS))
    account.configuration_sets[name] = configuration_set


def delete(account: Account, name: str) -> None:
    """Remove a configuration set; raise `ConfigurationSetDoesNotExist`.

    Identities that default to it are left as they are: their sends fail. Spec: v2.md §3.
    """
    get(account, name)
    del account.configuration_sets[name]


def switch_sending(account: Account, name: str, *, enabled: bool) -> None:
    """Switch sending on or off; on again is a fresh start of the reputation. Raise `ConfigurationSetDoesNotExist`.

    Spec: v1.md §3, UpdateConfigurationSetSendingEnabled.
    """
    configuration_set = get(account, name)
    if enabled and not configuration_set.sending_enabled:
        configuration_set.last_fresh_start = account.world.clock.time()
    configuration_set.sending_enabled = enabled


def names(account: Account) -> list[str]:
    """Return the names of all configuration sets, sorted."""
    return sorted(account.configuration_sets)
