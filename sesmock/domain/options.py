"""The options of a mock.

A new option needs a field of `Options`, a row of `_CHECKS`, a member of `MockOptions`, a line in the docstring of
`mock_ses`, a row of the plugin's ini options and one in docs/options.md; the tests check that all of them agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, get_args

from sesmock.domain import regions, suggestions
from sesmock.domain.argument_checks import check_boolean

if TYPE_CHECKING:
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.initial_resources import ConfigurationSets, Requests, Templates

Verification = Literal["instant", "manual"]
Delivery = Literal["instant", "manual"]
BlockNetwork = Literal["ses", "aws", "all"] | None
Publish = Callable[["Publication"], object] | Literal["boto3"] | None
"""Where publications go in addition to their record."""


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


_NONE: Requests = {}


class Options(NamedTuple):
    """The options of a mock, which apply to every new account and region."""

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

    @classmethod
    def build(cls, options: dict[str, Any]) -> Options:
        """Return checked options.

        Raise `TypeError` for an unknown name or a wrong type, and `ValueError` for a wrong value.
        """
        unknown = options.keys() - _CHECKS.keys()
        if unknown:
            raise TypeError(
                suggestions.describe_unknown("option", unknown, sorted(_CHECKS), aliases=_ALIASES)
            )
        return cls(**{name: _CHECKS[name](name, value) for name, value in options.items()})


def is_account_id(value: object) -> bool:
    """Return whether a value has the form of an AWS account id."""
    return isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdecimal()


def check_account_id(value: object) -> str:
    """Return an account id; raise `ValueError` for anything else."""
    if not is_account_id(value):
        raise ValueError(f"account_id must be a string of 12 digits, got {value!r}")
    return str(value)


def _check_strings(name: str, value: object) -> tuple[str, ...]:
    """Return strings; a single string needs no list."""
    strings = (value,) if isinstance(value, str) else value
    if not isinstance(strings, Iterable) or isinstance(strings, bytes):
        raise TypeError(f"{name} must be a list of strings, got {value!r}")
    strings = tuple(strings)
    for each in strings:
        if not isinstance(each, str):
            raise TypeError(f"{name} must be a list of strings, got {each!r} in it")
    return strings


def _check_host_patterns(name: str, value: object) -> tuple[str, ...]:
    """Return patterns on ``host`` or ``host:port``; others match nothing."""
    patterns = _check_strings(name, value)
    for pattern in patterns:
        if not pattern or "/" in pattern or any(map(str.isspace, pattern)):
            raise ValueError(
                f"{name} must be patterns of host or host:port such as 'localhost:*', got {pattern!r}"
            )
    return patterns


def _check_credentials(name: str, value: object) -> tuple[str, ...]:
    """Return pairs of a user and a password; error messages do not contain them."""
    pairs = _check_strings(name, value)
    for position, pair in enumerate(pairs, 1):
        if not all(pair.partition(":")):
            raise ValueError(f"{name} must be strings 'USER:PASSWORD', got another form in place {position}")
    return pairs


def _check_region(_name: str, value: object) -> object:
    regions.check(value)
    return value


def _check_publish(_name: str, value: object) -> object:
    if value is not None and value != "boto3" and not callable(value):
        raise ValueError(
            f"publish must be None, 'boto3' or a function that takes each publication, got {value!r}"
        )
    if iscoroutinefunction(value):
        raise ValueError(f"publish must be a plain function, as it is called and not awaited, got {value!r}")
    return value


def _check_configuration_sets(_name: str, value: Any) -> Requests:
    from sesmock.domain import initial_resources

    return initial_resources.parse_configuration_sets(value)


def _check_templates(_name: str, value: Any) -> Requests:
    from sesmock.domain import initial_resources

    return initial_resources.parse_templates(value)


def _check_choice(choices: tuple[str | None, ...]) -> Callable[[str, object], object]:
    def check(name: str, value: object) -> object:
        if value not in choices:
            *others, last = map(repr, choices)
            raise ValueError(f"{name} must be {', '.join(others)} or {last}, got {value!r}")
        return value

    return check


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "identities": _check_strings,
    "verification": _check_choice(get_args(Verification)),
    "delivery": _check_choice(get_args(Delivery)),
    "sandbox": check_boolean,
    "region": _check_region,
    "account_id": lambda _, value: check_account_id(value),
    "isolated": check_boolean,
    "strict_templates": check_boolean,
    "enforce_rate": check_boolean,
    "retry_sleep": check_boolean,
    "passthrough": _check_host_patterns,
    "block_network": _check_choice(("ses", "aws", "all", None)),
    "publish": _check_publish,
    "configuration_sets": _check_configuration_sets,
    "templates": _check_templates,
    "smtp_hosts": _check_host_patterns,
    "smtp_credentials": _check_credentials,
}
"""The checks of the options' values: each returns the value for `Options`, or raises `TypeError` or `ValueError`."""

_ALIASES = {
    "account": ["account_id"],
    "addresses": ["identities"],
    "config_sets": ["configuration_sets"],
    "domains": ["identities"],
    "emails": ["identities"],
    "region_name": ["region"],
    "sender": ["identities"],
    "senders": ["identities"],
    "strict": ["strict_templates"],
    "verified": ["identities"],
}
"""Names that people guess for options."""
