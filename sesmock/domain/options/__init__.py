"""The options of a mock.

The tests check that these places agree, so a new option needs an entry in each of them:

- the fields of `Options`, the rows of `option_checks.CHECKS` and the members of `MockOptions`
- the docstring of `mock_ses`
- the ini options of the plugin
- the table in docs/reference/options.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sesmock.domain.options.initial_resources import Requests
    from sesmock.domain.options.option_checks import BlockNetwork, Delivery, Publish, Verification

_NONE: Requests = {}


class Options:
    """The options of a mock, which apply to every new account and region; the class attributes are the defaults."""

    # A plain class, because a named tuple of this size takes 0.3 ms to define at every import of sesmock.

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
        """Return the options of a mock, after checking them.

        Raise `TypeError` for an unknown name or the wrong type, and `ValueError` for an invalid value.
        """
        # Most tests set no options, so they do not have to import the checks.
        if not options:
            return cls()
        from sesmock.domain.options import option_checks

        return cls(**option_checks.check(options))

    def as_dict(self) -> dict[str, Any]:
        """Return all options by name."""
        return {name: getattr(self, name) for name in Options.__annotations__}
