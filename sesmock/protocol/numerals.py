"""Strict parsing of numbers, as AWS does it: Python accepts more spellings."""

from __future__ import annotations

import re

# int() also takes 1_000, spaces and digits of other scripts, and float() takes 'infinity' and 'nan'.
_INTEGER = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def parse_integer(text: str, bits: int) -> int:
    """Return a signed integer of a number of bits; raise `ValueError`."""
    if _INTEGER.fullmatch(text):
        value = int(text)
        if -(1 << bits - 1) <= value < 1 << bits - 1:
            return value
    raise ValueError(text)


def parse_double(text: str) -> float:
    """Return a decimal number; raise `ValueError`."""
    if _DOUBLE.fullmatch(text):
        return float(text)
    raise ValueError(text)
