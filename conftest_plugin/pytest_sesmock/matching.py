"""Explanations of failed comparisons with `sesmock.Mail` and with addresses."""

from __future__ import annotations

import sys

from pytest_sesmock.error_lines import LineOnError


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain ``in``, ``==`` and their opposites if one side is a matcher or an address."""
    if "sesmock.domain.mail.messages" not in sys.modules:
        return None
    lines: list[str] = []
    with LineOnError("explain this comparison", lines.append):
        from sesmock.inspector.assertion_text import explain

        return explain(op, left, right)
    return lines
