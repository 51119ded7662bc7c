"""How a mock was asked to behave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Literal, get_args

from sesmock.domain import regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.events.publications import Publication

Verification = Literal["instant", "manual"]
Delivery = Literal["instant", "manual"]
_CHOICES = (("verification", get_args(Verification)), ("delivery", get_args(Delivery)))
_SWITCHES = ("sandbox", "strict_templates", "enforce_rate", "retry_sleep")
Publish = Callable[["Publication"], object] | Literal["boto3"] | None
"""Where publications go beyond their record."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a mock; each holds for every account and region as it first appears."""

    identities: tuple[str, ...] = ()
    verification: Verification = "instant"
    delivery: Delivery = "instant"
    sandbox: bool = False
    region: str = "us-east-1"
    account_id: str = "123456789012"
    strict_templates: bool = False
    enforce_rate: bool = False
    retry_sleep: bool = True
    passthrough: tuple[str, ...] = ()
    publish: Publish = None

    @classmethod
    def build(
        cls, *, identities: Iterable[str] = (), passthrough: Iterable[str] = (), **others: Any
    ) -> Options:
        """Make options from what a caller passed; raise `TypeError` for a wrong name or type, `ValueError` for a value.

        ``identities="*"`` lets any sender pass.
        """
        identities = ("*",) if identities == "*" else identities
        if isinstance(identities, str) or isinstance(passthrough, str):
            raise TypeError('identities and passthrough are lists: identities=["example.com"]')
        unknown = others.keys() - NAMES
        if unknown:
            names = ", ".join(sorted(NAMES | {"isolated"}))
            raise TypeError(f"mock_ses() has no option {', '.join(sorted(unknown))}; there are: {names}")
        options = cls(identities=tuple(identities), passthrough=tuple(passthrough), **others)
        _check_forms(options)
        if not is_account_id(options.account_id):
            raise ValueError(f"account_id={options.account_id!r}: it is a text of 12 digits")
        regions.check(options.region)
        if options.publish is not None:
            _check_publish(options.publish)
        return options


def _check_forms(options: Options) -> None:
    for name in _SWITCHES:
        check_switch(name, getattr(options, name))
    for name, choices in _CHOICES:
        value = getattr(options, name)
        if value not in choices:
            raise ValueError(f"{name} must be {' or '.join(map(repr, choices))}, got {value!r}")
    for pattern in options.passthrough:
        if not isinstance(pattern, str):
            raise TypeError(f"passthrough must hold patterns such as 's3.*.amazonaws.com', got {pattern!r}")


def check_switch(name: str, value: object) -> None:
    """Raise `TypeError` for an option that is on or off and has another value, such as ``"no"``."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")


def is_account_id(value: object) -> bool:
    """Return whether a value has the form of an AWS account id."""
    return isinstance(value, str) and len(value) == 12 and value.isdecimal()


def _check_publish(publish: object) -> None:
    if publish != "boto3" and not callable(publish):
        raise ValueError(f"publish={publish!r}: it is 'boto3', or a function that takes each publication")
    if iscoroutinefunction(publish):
        raise ValueError(f"publish={publish!r}: it is called, not awaited; give a plain function")


NAMES = frozenset(field.name for field in fields(Options))
"""The names of all options but ``isolated``, which is the stack's."""
