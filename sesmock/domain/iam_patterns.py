"""Patterns of IAM, in policies and permissions: ``*`` and ``?`` alone are special."""

from __future__ import annotations

from fnmatch import fnmatchcase


def matches(value: str, pattern: str) -> bool:
    """Return whether a value matches a pattern, case and all."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def matches_action(action: str, pattern: str) -> bool:
    """Return whether an action, such as ``ses:SendEmail``, matches a pattern; case does not count."""
    return matches(action.lower(), pattern.lower())
