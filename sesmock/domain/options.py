"""The options of a mock.

A new option needs a field of `Options`, a row of `option_checks.CHECKS`, a member of `MockOptions`, a line in the
docstring of `mock_ses`, a row of the plugin's ini options and one in docs/reference/options.md; the tests check
that all of them agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sesmock.domain.initial_resources import Requests
    from sesmock.domain.option_checks import BlockNetwork, Delivery, Publish, Verification

_NONE: Requests = {}


class Options:
    """The options of a mock, which apply to every new account and region; the class has the defaults.

    A plain class, since a named tuple of this size takes 0.3 ms to define, which every import of sesmock would pay.
    """

    identities: tuple[str, ...] = ()
    verification: Verification = "instant"
    delivery: Delivery = "instant"
    sandbox: bool = False
    region: str = "us-east-1"
    account_id: str = "123456789012"
    isolated: bool = False
    strict_templates: bool = False
    enforce_rate: bool = False
    retry_sleep: bool = True
    passthrough: tuple[str, ...] = ()
    block_network: BlockNetwork = "aws"
    publish: Publish = None
    configuration_sets: Requests = _NONE
    templates: Requests = _NONE
    smtp_hosts: tuple[str, ...] = ()
    smtp_credentials: tuple[str, ...] = ()

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    @classmethod
    def build(cls, options: dict[str, Any]) -> Options:
        """Return checked options.

        Raise `TypeError` for an unknown name or the wrong type, and `ValueError` for an invalid value.
        """
        if not options:
            return cls()
        from sesmock.domain import option_checks

        return cls(**option_checks.check(options))

    def as_dict(self) -> dict[str, Any]:
        """Return all options by name."""
        return {name: getattr(self, name) for name in Options.__annotations__}
