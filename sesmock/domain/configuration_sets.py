"""Configuration sets: named rules for the mail that is sent with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.errors import ConfigurationSetDoesNotExist

if TYPE_CHECKING:
    from sesmock.domain.account import Account


@dataclass(slots=True)
class ConfigurationSet:
    """A configuration set and its options."""

    name: str
    sending_enabled: bool = True


def get(account: Account, name: str) -> ConfigurationSet:
    """Return the configuration set of that name; raise `ConfigurationSetDoesNotExist`."""
    configuration_set = account.configuration_sets.get(name)
    if configuration_set is None:
        raise ConfigurationSetDoesNotExist(name)
    return configuration_set
