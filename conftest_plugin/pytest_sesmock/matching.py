"""Explanations of failed comparisons with `sesmock.Mail` and with addresses."""

from __future__ import annotations

from pytest_sesmock.error_lines import LineOnError


def explain_comparison(op: str, left: object, right: object) -> list[str] | None:
    """Explain ``in``, ``==`` and their opposites if one side is a matcher or an address."""
    lines: list[str] = []
    with LineOnError("explain this comparison", lines.append):
        from sesmock.inspector.assertion_text import explain

        return explain(op, left, right)
    return lines
