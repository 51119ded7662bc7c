"""The constraints of values, from their shapes and from rules that are not in the model, with SES's texts.

Spec: errors.md §4 [P].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from botocore.model import Shape

# SES prints enumerations in alphabetical order, except these. Spec: tenants.md §5; configuration_sets.md §1
# [P], §2 [I]; contacts.md §1 [P]; jobs.md §1 [P], §2 [D]; reputation.md §1 [I]; receipt_rules.md §2 [P].
_ORDERS: Final = (
    ("ENABLED", "DISABLED"),
    ("TENANT", "ACCOUNT"),
    ("GLOBAL", "REGIONAL", "ACCOUNT"),
    ("OPT_OUT", "OPT_IN"),
    ("METRICS_DATA", "MESSAGE_INSIGHTS"),
    ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"),
    ("SUPPRESSION_LIST", "CONTACT_LIST"),
    ("ENABLED", "REINSTATED", "DISABLED"),
    ("RequestResponse", "Event"),
)
_ENUMERATIONS: Final = {frozenset(names): names for names in _ORDERS}
# A string that exceeds both this length and its own maximum is not matched against a pattern, since some
# patterns take quadratic time.
_LONGEST_FOR_PATTERN: Final = 10_000
_NUMBERS: Final = frozenset({"integer", "long", "float", "double"})


class Constraint(NamedTuple):
    """The constraints of a member that the model lacks or states differently.

    ``minimum`` and ``maximum`` limit the value of a number and the length of anything else. ``enum`` is printed in
    its own order. With ``shows_value`` the text includes the value, as in a few operations of SES. With
    ``blank_passes`` a blank string passes, since the operation refuses it with a message of its own. ``order`` lists
    the members of a structure that are reported before all others.
    """

    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    shows_value: bool = False
    blank_passes: bool = False
    order: tuple[str, ...] = ()


class CustomMessage:
    """Marks a member that its operation checks itself, with a custom message."""


CUSTOM_MESSAGE: Final = CustomMessage()
"""Suppresses the violations of a member itself; the members below it are still checked."""


class Later:
    """Marks a member that its operation checks itself, after other checks."""


LATER: Final = Later()
"""Suppresses the violations of a member and of the members below it, since SES checks something else first."""

Checks = Mapping[str, "Constraint | CustomMessage | Later"]
"""Constraints by path, such as ``Content.Simple.Headers[].Name``.

Names come from the model; ``[]`` stands for the elements of a list, ``{}`` for the values of a map.
"""

_NOTHING: Final = Constraint()


class Requirement(NamedTuple):
    """A condition on a value, and the text that is reported for values that violate it."""

    passes: Callable[[Any], bool]
    text: str


def is_container(shape: Shape) -> bool:
    """Return whether values of a shape have members with paths of their own."""
    return shape.type_name in {"structure", "list", "map"}


def member_order(names: Collection[str], path: str, checks: Checks) -> list[str]:
    """Return the member names of a structure in the order in which violations are reported."""
    constraint = find_constraint(checks, path) or _NOTHING
    first = [name for name in constraint.order if name in names]  # older models have fewer members
    return first + [name for name in names if name not in first]


def find_constraint(checks: Checks, path: str) -> Constraint | None:
    """Return the constraint of a member in *checks*; None if its operation checks it with its own text."""
    constraint = checks.get(path, _NOTHING)
    return constraint if isinstance(constraint, Constraint) else None


def list_requirements(shape: Any, path: str, checks: Checks) -> list[Requirement]:
    """Return the requirements on a value. All scalars in a list or map share one requirement."""
    constraint = find_constraint(checks, path)
    if constraint is None:
        return []
    results = _value_requirements(shape, constraint)
    if constraint.blank_passes:
        results = [_unless_blank(requirement) for requirement in results]
    if shape.type_name == "list":
        results += _scalar_requirements(list, shape.member, f"{path}[]", checks, "Member")
    elif shape.type_name == "map":
        results += _scalar_requirements(dict.keys, shape.key, "", checks, "Map keys")
        results += _scalar_requirements(dict.values, shape.value, f"{path}{{}}", checks, "Map value")
    return results


def _unless_blank(requirement: Requirement) -> Requirement:
    passes, text = requirement
    return Requirement(lambda value: not value.strip() or passes(value), text)


def _scalar_requirements(
    scalars: Callable[[Any], Iterable[Any]], shape: Shape, path: str, checks: Checks, label: str
) -> list[Requirement]:
    """Return one requirement for all scalars in a value; its text lists all of their constraints."""
    each = [] if is_container(shape) else list_requirements(shape, path, checks)
    if not each:
        return []

    def passes(value: Any) -> bool:
        return all(
            scalar is not None and requirement.passes(scalar)
            for scalar in scalars(value)
            for requirement in each
        )

    return [
        Requirement(
            passes,
            f"{label} must satisfy constraint: [{', '.join([requirement.text for requirement in each])}]",
        )
    ]


def _value_requirements(shape: Shape, constraint: Constraint) -> list[Requirement]:
    metadata: Mapping[str, Any] = shape.metadata
    minimum = metadata.get("min") if constraint.minimum is None else constraint.minimum
    maximum = metadata.get("max") if constraint.maximum is None else constraint.maximum
    pattern = constraint.pattern or metadata.get("pattern")
    enum = constraint.enum or _sort(metadata.get("enum", ()))
    is_number = shape.type_name in _NUMBERS
    results = []
    if maximum is not None:
        results.append(_maximum(maximum, is_number))
    if minimum is not None:
        results.append(_minimum(minimum, is_number))
    if pattern is not None:
        results.append(_pattern(pattern, max(maximum or 0, _LONGEST_FOR_PATTERN)))
    if enum:
        results.append(
            Requirement(
                frozenset(enum).__contains__, f"Member must satisfy enum value set: [{', '.join(enum)}]"
            )
        )
    return results


def _maximum(limit: int, is_number: bool) -> Requirement:
    text = f"Member must have {'value' if is_number else 'length'} less than or equal to {limit}"
    return Requirement(
        (lambda value: value <= limit) if is_number else (lambda value: len(value) <= limit), text
    )


def _minimum(limit: int, is_number: bool) -> Requirement:
    text = f"Member must have {'value' if is_number else 'length'} greater than or equal to {limit}"
    return Requirement(
        (lambda value: value >= limit) if is_number else (lambda value: len(value) >= limit), text
    )


def _pattern(pattern: str, longest: int) -> Requirement:
    def passes(value: str) -> bool:  # re compiles a pattern on first use and caches it
        return len(value) <= longest and re.fullmatch(pattern, value) is not None

    return Requirement(passes, f"Member must satisfy regular expression pattern: {pattern}")


def _sort(names: Iterable[str]) -> tuple[str, ...]:
    return _ENUMERATIONS.get(frozenset(names)) or tuple(sorted(names))
