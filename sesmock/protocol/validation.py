"""Validation of parameters against the constraints of a model, as SES does it. Spec: errors.md §4 [P].

botocore's clients check required members, types and minimums, and leave all other constraints to the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.protocol.constraints import (
    CUSTOM_MESSAGE,
    LATER,
    Checks,
    Constraint,
    Requirement,
    find_constraint,
    is_container,
    list_requirements,
    member_order,
)

if TYPE_CHECKING:
    from botocore.model import StructureShape

__all__ = [
    "CUSTOM_MESSAGE",
    "LATER",
    "Checks",
    "Constraint",
    "Invalid",
    "build_member_validator",
    "build_validator",
]

_MISSING = "Member must not be null"

Check = Callable[[Any, tuple[Any, ...], list[str]], None]
"""Append the violations of a value to a list. The positions and keys above the value fill the gaps in its path."""


class Invalid(Exception):
    """Parameters violate constraints; ``str()`` is SES's text for all violations."""

    def __init__(self, violations: tuple[str, ...]) -> None:
        noun = "error" if len(violations) == 1 else "errors"
        super().__init__(f"{len(violations)} validation {noun} detected: {'; '.join(violations)}")
        self.violations = violations


def build_validator(
    shape: StructureShape | None, checks: Checks | None = None
) -> Callable[[Mapping[str, Any]], None]:
    """Return a function that raises `Invalid` for parameters that violate the constraints of a shape.

    *checks* amend the model. All violations are reported, in the order of the model unless *checks* specify another
    order.
    """
    check = _structure_check(shape, _ROOT, checks or {}) if shape is not None else None

    if check is None:
        return _accept

    def validate(parameters: Mapping[str, Any]) -> None:
        _require(check, parameters)

    return validate


def build_member_validator(shape: StructureShape, path: str) -> Callable[[object], None]:
    """Return a function that raises `Invalid` for an invalid value of one member, such as ``Options.TlsPolicy``.

    None counts as no value, and a member that the shape lacks has no constraints.
    """
    check = _find_check(shape, path.split("."))

    def validate(value: object) -> None:
        if check is not None and value is not None:
            _require(check, value)

    return validate


def _find_check(shape: Any, names: list[str]) -> Check | None:
    at = _ROOT
    for name in names:
        # Older versions of botocore lack some members.
        if name not in shape.members:
            return None
        at, shape = at.member(name), shape.members[name]
    return _check(shape, at, {}, _Reporter(at.wire, shows_value=False))


def _accept(_: Mapping[str, Any]) -> None:
    """Raise nothing, since the parameters have no constraints."""


def _require(check: Check, value: object) -> None:
    violations: list[str] = []
    check(value, (), violations)
    if violations:
        raise Invalid(tuple(violations))


class _Path(NamedTuple):
    """The path of a member in the format of `Checks` and in SES's, with ``{}`` for positions and keys."""

    model: str
    wire: str

    def member(self, name: str) -> _Path:
        # SES writes the first letter of a member in lower case, whatever the model does.
        wire = f"{name[0].lower()}{name[1:]}"
        return _Path(f"{self.model}.{name}", f"{self.wire}.{wire}") if self.model else _Path(name, wire)

    def elements(self, mark: str) -> _Path:
        # In SES's paths, the word "member" follows the key, or the position counted from 1.
        return _Path(f"{self.model}{mark}", f"{self.wire}.{{}}.member")


_ROOT = _Path("", "")


class _Reporter(NamedTuple):
    """Reports violations of the value at a path."""

    path: str
    shows_value: bool

    def __call__(self, value: Any, steps: tuple[Any, ...], text: str) -> str:
        subject = f" {_print(value)}" if self.shows_value else ""
        return f"Value{subject} at '{self.path.format(*steps)}' failed to satisfy constraint: {text}"


def _print(value: Any) -> str:
    """Format a value as Java does."""
    if value is None:
        return "null"
    # This is toString() of Java's lists, which does not quote the elements.
    return f"'[{', '.join(map(str, value))}]'" if isinstance(value, list) else f"'{value}'"


def _structure_check(shape: StructureShape, path: _Path, checks: Checks) -> Check | None:
    """Return the check of a structure's members; None if there is nothing to check."""
    members = []
    for name in member_order(shape.members, path.model, checks):
        member = shape.members[name]
        at = path.member(name)
        if checks.get(at.model) is LATER:
            continue
        constraint = find_constraint(checks, at.model)
        report = _Reporter(at.wire, constraint is not None and constraint.shows_value)
        # An operation with its own text for a member also reports that the member is missing.
        is_required = constraint is not None and (constraint.required or name in shape.required_members)
        check = _check(member, at, checks, report)
        if is_required or check is not None:
            members.append((name, check, report if is_required else None))
    return _members_check(members) if members else None


def _members_check(members: list[tuple[str, Check | None, _Reporter | None]]) -> Check:
    if len(members) == 1 and members[0][1] is None:  # as in each text of a message
        return _presence_check(members[0][0], members[0][2])

    def check(value: Mapping[str, Any], steps: tuple[Any, ...], violations: list[str]) -> None:
        for name, check_member, report_missing in members:
            member = value.get(name)
            if member is not None:
                if check_member is not None:
                    check_member(member, steps, violations)
            elif report_missing is not None:
                violations.append(report_missing(None, steps, _MISSING))

    return check


def _presence_check(name: str, report_missing: _Reporter | None) -> Check:
    assert report_missing is not None  # a member without a check is listed because it is required

    def check(value: Mapping[str, Any], steps: tuple[Any, ...], violations: list[str]) -> None:
        if value.get(name) is None:
            violations.append(report_missing(None, steps, _MISSING))

    return check


def _check(shape: Any, path: _Path, checks: Checks, report: _Reporter) -> Check | None:
    """Return the check of a value: first of the value itself, then of its members."""
    if shape.type_name == "structure":
        return _structure_check(shape, path, checks)
    value_requirements = list_requirements(shape, path.model, checks)
    parts = [_value_check(value_requirements, report)] if value_requirements else []
    # Scalars have no paths below the list or map: `list_requirements` reports them together.
    if shape.type_name == "list" and is_container(shape.member):
        parts += _elements_check(shape.member, path.elements("[]"), checks, _number)
    if shape.type_name == "map" and is_container(shape.value):
        parts += _elements_check(shape.value, path.elements("{}"), checks, dict.items)
    return _chain(parts) if parts else None


def _value_check(value_requirements: list[Requirement], report: _Reporter) -> Check:
    def check(value: Any, steps: tuple[Any, ...], violations: list[str]) -> None:
        for passes, text in value_requirements:
            if not passes(value):
                violations.append(report(value, steps, text))

    return check


def _elements_check(
    shape: Any, path: _Path, checks: Checks, items: Callable[[Any], Iterable[tuple[Any, Any]]]
) -> list[Check]:
    check_element = _check(shape, path, checks, _Reporter(path.wire, shows_value=False))
    if check_element is None:
        return []

    def check(value: Any, steps: tuple[Any, ...], violations: list[str]) -> None:
        for step, element in items(value):
            check_element(element, (*steps, step), violations)

    return [check]


def _number(value: list[Any]) -> Iterable[tuple[int, Any]]:
    return enumerate(value, 1)


def _chain(parts: list[Check]) -> Check:
    if len(parts) == 1:
        return parts[0]

    def check(value: Any, steps: tuple[Any, ...], violations: list[str]) -> None:
        for each in parts:
            each(value, steps, violations)

    return check
