"""Strict parsing of numbers, as in AWS. Python itself accepts more spellings."""

from __future__ import annotations

import re

# int() also accepts 1_000, spaces and digits of other scripts, and float() accepts 'infinity' and 'nan'.
_INTEGER = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def parse_integer(text: str, bits: int) -> int:
    """Parse a signed integer of at most ``bits`` bits; raise `ValueError` for any other text."""
    if _INTEGER.fullmatch(text):
        value = int(text)
        if -(1 << bits - 1) <= value < 1 << bits - 1:
            return value
    raise ValueError(text)


def parse_double(text: str) -> float:
    """Parse a decimal number; raise `ValueError` for any other text."""
    if _DOUBLE.fullmatch(text):
        return float(text)
    raise ValueError(text)
