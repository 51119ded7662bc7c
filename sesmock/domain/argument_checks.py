"""Checks for the booleans, strings, numbers and account ids that a test passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Number = TypeVar("Number", int, float)


def check_boolean(name: str, value: object) -> bool:
    """Return the value if it is a boolean; raise `TypeError` for any other type."""
    # Python accepts any value as a condition, so the string "false" would count as true.
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def check_text(name: str, value: object) -> str:
    """Return the value if it is a string; raise `TypeError` for any other type."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {value!r}")
    return value


def check_texts(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Return the values as a tuple if they are strings; raise `TypeError` for anything else."""
    # A single string is iterable, too, but would count as a list of its letters.
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of strings, got {values!r}")
    return tuple([check_text(f"each of {name}", value) for value in values])


def check_number(name: str, value: Number, *, minimum: float, is_whole: bool = False) -> Number:
    """Return the value if it is a number; raise `TypeError` for any other type, and `ValueError` below the minimum."""
    kinds = int if is_whole else (int, float)
    noun = "a whole number" if is_whole else "a number"
    # bool is a subclass of int, so True would count as 1.
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise TypeError(f"{name} must be {noun}, got {value!r}")
    # Not "value < minimum", which is false for NaN.
    if not value >= minimum:
        raise ValueError(f"{name} must be >= {minimum}, got {value!r}")
    return value


def is_account_id(value: object) -> bool:
    """Return whether a value looks like an AWS account id."""
    # isdecimal() alone also accepts the digits of other scripts.
    return isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdecimal()


def check_account_id(value: object) -> str:
    """Return the value if it is an account id; raise `ValueError` for anything else."""
    if not is_account_id(value):
        raise ValueError(f"account_id must be a string of 12 digits, got {value!r}")
    return str(value)
