"""The checks of a mock's options, imported when a test sets its first option."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Literal, get_args

from sesmock.domain.argument_checks import check_account_id, check_boolean

if TYPE_CHECKING:
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.options.initial_resources import Requests

Verification = Literal["instant", "manual"]
Delivery = Literal["instant", "manual"]
BlockNetwork = Literal["ses", "aws", "all"] | None
Publish = Callable[["Publication"], object] | Literal["boto3"] | None
"""Where publications are sent, in addition to being recorded."""


def check(options: dict[str, Any]) -> dict[str, Any]:
    """Return the values for `Options`.

    Raise `TypeError` for an unknown name or the wrong type, and `ValueError` for an invalid value.
    """
    unknown = options.keys() - CHECKS.keys()
    if unknown:
        from sesmock.domain import suggestions

        raise TypeError(suggestions.describe_unknown("option", unknown, sorted(CHECKS), aliases=ALIASES))
    return {name: CHECKS[name](name, value) for name, value in options.items()}


def _check_strings(name: str, value: object) -> tuple[str, ...]:
    """Return the value as a tuple of strings; a single string counts as a list of one."""
    # Iterating over a single string would give its letters.
    strings = (value,) if isinstance(value, str) else value
    if not isinstance(strings, Iterable) or isinstance(strings, bytes):
        raise TypeError(f"{name} must be a list of strings, got {value!r}")
    strings = tuple(strings)
    for each in strings:
        if not isinstance(each, str):
            raise TypeError(f"{name} must be a list of strings, got a list with {each!r}")
    return strings


def _check_host_patterns(name: str, value: object) -> tuple[str, ...]:
    """Return patterns of ``host`` or ``host:port``; raise `ValueError` for a pattern that can never match."""
    patterns = _check_strings(name, value)
    for pattern in patterns:
        if not pattern or "/" in pattern or any(map(str.isspace, pattern)):
            raise ValueError(
                f"{name} must be patterns of host or host:port such as 'localhost:*', got {pattern!r}"
            )
    return patterns


def _check_credentials(name: str, value: object) -> tuple[str, ...]:
    """Return strings of the form ``USER:PASSWORD``; raise `ValueError` for any other form."""
    # The error does not show the string, which may contain a password.
    pairs = _check_strings(name, value)
    for position, pair in enumerate(pairs, 1):
        if not all(pair.partition(":")):
            raise ValueError(
                f"{name} must be strings 'USER:PASSWORD', got a different form at position {position}"
            )
    return pairs


def _check_region(_name: str, value: object) -> object:
    from sesmock.domain.aws import regions

    regions.check(value)
    return value


def _check_publish(_name: str, value: object) -> object:
    if value is not None and value != "boto3" and not callable(value):
        raise ValueError(
            f"publish must be None, 'boto3' or a function that takes each publication, got {value!r}"
        )
    if iscoroutinefunction(value):
        raise ValueError(
            f"publish must be a plain function, since it is called and not awaited, got {value!r}"
        )
    return value


def _check_configuration_sets(_name: str, value: Any) -> Requests:
    from sesmock.domain.options import initial_resources

    return initial_resources.parse_configuration_sets(value)


def _check_templates(_name: str, value: Any) -> Requests:
    from sesmock.domain.options import initial_resources

    return initial_resources.parse_templates(value)


def _check_choice(choices: tuple[str | None, ...]) -> Callable[[str, object], object]:
    def check(name: str, value: object) -> object:
        if value not in choices:
            *others, last = map(repr, choices)
            raise ValueError(f"{name} must be {', '.join(others)} or {last}, got {value!r}")
        return value

    return check


CHECKS: dict[str, Callable[[str, Any], Any]] = {
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
"""The check of each option, which returns the value for `Options`, or raises `TypeError` or `ValueError`."""

ALIASES = {
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
"""Names that people guess for options, each with the options that it may mean."""
