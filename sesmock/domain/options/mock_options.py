"""The options as a caller passes them to `mock_ses`, for type checkers and for displayed signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.options.initial_resources import ConfigurationSets, Templates
    from sesmock.domain.options.option_checks import BlockNetwork, Delivery, Publish, Verification


class MockOptions(TypedDict, total=False):
    """The options as a caller passes them."""

    identities: Iterable[str]
    verification: Verification
    delivery: Delivery
    sandbox: bool
    region: str
    account_id: str
    isolated: bool
    strict_templates: bool
    enforce_rate: bool
    retry_sleep: bool
    passthrough: Iterable[str]
    block_network: BlockNetwork
    publish: Publish
    configuration_sets: ConfigurationSets
    templates: Templates
    smtp_hosts: Iterable[str]
    smtp_credentials: Iterable[str]
