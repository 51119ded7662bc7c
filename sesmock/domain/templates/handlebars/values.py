"""JSON values with the semantics of JavaScript: truth, members and conversion to text."""

from __future__ import annotations

import math
import re
from typing import Any

_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")


def is_false(value: object) -> bool:
    """Return whether ``{{#if}}`` treats a value as false; that includes empty lists, but not empty objects."""
    return (
        value is None
        or value is False
        or value in (0, "", [])
        or (isinstance(value, float) and math.isnan(value))
    )


def member(value: Any, name: str) -> object:
    """Return a member of an object, or an element or the length of a list or string; None if there is none."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, (list, str)):
        if name == "length":
            return len(value)
        if _INDEX.fullmatch(name) and int(name) < len(value):
            item: object = value[int(name)]
            return item
    return None


def text(value: object) -> str:
    """Return a value as JavaScript converts it to text; None becomes ``""``."""
    # bool is a subclass of int in Python, so booleans must come first.
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return ",".join(map(text, value))
    return "[object Object]" if isinstance(value, dict) else str(value)


def number(value: float) -> str:
    """Return a number as JavaScript writes it, rounded to a 64-bit floating-point number."""
    try:
        value = float(value)
    except OverflowError:
        # An integer in JSON may be larger than any floating-point number.
        value = math.inf if value > 0 else -math.inf
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    # JavaScript writes all digits of numbers below 1e21, and has no decimal point in whole numbers.
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    # Like JavaScript, repr() writes the shortest digits that read back as the same number.
    digits = repr(value)
    if "e" not in digits and abs(value) >= 1e-6:
        return digits
    return _scientific(value, digits)


def _scientific(value: float, digits: str) -> str:
    """Convert Python's notation to JavaScript's, which uses exponents below 1e-6 and from 1e21 up."""
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if -7 < power < 0:
        return f"{value:.{len(mantissa.lstrip('-').replace('.', '')) - 1 - power}f}"
    return f"{mantissa.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"
