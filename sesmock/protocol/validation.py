"""The constraints of a model, in SES's texts. Spec: sending.md §1.5 [P]."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from botocore.model import Shape, StructureShape

Violations = Iterator[str]
Checker = Callable[[Any, str], Violations]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint that the model lacks, on a member at a path such as ``Content.Simple.Headers[].Name``."""

    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None


class OwnText:
    """Marks a member that its operation checks itself, with a text of its own."""


OWN_TEXT: Final = OwnText()
Checks = Mapping[str, "Constraint | OwnText"]


class Invalid(Exception):
    """Parameters break constraints; ``str()`` is SES's text for all of them."""

    def __init__(self, violations: tuple[str, ...]) -> None:
        noun = "error" if len(violations) == 1 else "errors"
        super().__init__(f"{len(violations)} validation {noun} detected: {'; '.join(violations)}")
        self.violations = violations


def validator(shape: StructureShape | None, checks: Checks) -> Callable[[Mapping[str, Any]], None]:
    """Return a function that raises `Invalid` for parameters that break the constraints of a shape."""
    check = _structure(shape, "", checks) if shape is not None else None

    def validate(parameters: Mapping[str, Any]) -> None:
        if check is not None:
            violations = tuple(check(parameters, ""))
            if violations:
                raise Invalid(violations)

    return validate


def _checker(shape: Any, path: str, checks: Checks) -> Checker | None:
    """Return what checks a value of a shape; None if every value will do."""
    amended = checks.get(path)
    if isinstance(amended, OwnText):
        return None
    if shape.type_name == "structure":
        return _structure(shape, f"{path}.", checks)
    own = _constraints(shape, amended)
    return _list(shape, path, own, checks) if shape.type_name == "list" else own


def _structure(shape: StructureShape, prefix: str, checks: Checks) -> Checker | None:
    required = _required(shape, prefix, checks)
    members = [
        (name, f"{name[0].lower()}{name[1:]}", name in required, _checker(member, f"{prefix}{name}", checks))
        for name, member in shape.members.items()
    ]
    members = [member for member in members if member[2] or member[3]]
    if not members:
        return None

    def check(value: Mapping[str, Any], path: str) -> Violations:
        for name, wire_name, is_required, check_member in members:
            member = value.get(name)
            if member is not None:
                if check_member is not None:
                    yield from check_member(member, f"{path}{wire_name}")
            elif is_required:
                yield _violation(f"{path}{wire_name}", "Member must not be null")

    return lambda value, path: check(value, f"{path}." if path else "")


def _required(shape: StructureShape, prefix: str, checks: Checks) -> set[str]:
    added = {name for name in shape.members if getattr(checks.get(f"{prefix}{name}"), "required", False)}
    own = {name for name in shape.members if isinstance(checks.get(f"{prefix}{name}"), OwnText)}
    return (set(shape.required_members) | added) - own


def _list(shape: Any, path: str, own: Checker | None, checks: Checks) -> Checker | None:
    check_member = _checker(shape.member, f"{path}[]", checks)
    if check_member is None:
        return own

    def check(value: list[Any], wire_path: str) -> Violations:
        if own is not None:
            yield from own(value, wire_path)
        for position, element in enumerate(value, 1):
            if element is not None:
                yield from check_member(element, f"{wire_path}.{position}.member")

    return check


def _constraints(shape: Shape, amended: Constraint | None) -> Checker | None:
    """Return the check of length or value, pattern and enum."""
    metadata: Mapping[str, Any] = shape.metadata
    amended = amended or Constraint()
    minimum = metadata.get("min") if amended.minimum is None else amended.minimum
    maximum = metadata.get("max") if amended.maximum is None else amended.maximum
    tests: list[tuple[Callable[[Any], bool], str]] = []
    measured, size = (
        ("value", _identity) if shape.type_name in {"integer", "long", "double", "float"} else ("length", len)
    )
    if minimum is not None:
        tests.append(
            (lambda value: size(value) >= minimum, f"have {measured} greater than or equal to {minimum}")
        )
    if maximum is not None:
        tests.append(
            (lambda value: size(value) <= maximum, f"have {measured} less than or equal to {maximum}")
        )
    pattern = amended.pattern or metadata.get("pattern")
    if pattern is not None:
        matches = re.compile(pattern).fullmatch
        tests.append(
            (lambda value: matches(value) is not None, f"satisfy regular expression pattern: {pattern}")
        )
    values = getattr(shape, "enum", None)
    if values:
        known = frozenset(values)
        tests.append((known.__contains__, f"satisfy enum value set: [{', '.join(sorted(values))}]"))
    return _all(tests) if tests else None


def _all(tests: list[tuple[Callable[[Any], bool], str]]) -> Checker:
    def check(value: Any, path: str) -> Violations:
        for passes, text in tests:
            if not passes(value):
                yield _violation(path, f"Member must {text}")

    return check


def _identity(value: Any) -> Any:
    return value


def _violation(path: str, text: str) -> str:
    return f"Value at '{path}' failed to satisfy constraint: {text}"
