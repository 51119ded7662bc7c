"""IAM: the actions that sends are authorized as, and patterns, in which ``*`` and ``?`` alone are special."""

from __future__ import annotations

from fnmatch import fnmatchcase


def send_action(operation: str, *, raw: bool) -> str:
    """Return the action that a send needs: one of its own for raw mail, in every API. Spec: sending.md §2.2 [U]."""
    return "ses:SendRawEmail" if raw else f"ses:{operation}"


def matches(value: str, pattern: str) -> bool:
    """Return whether a value matches a pattern, case and all."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def matches_action(action: str, pattern: str) -> bool:
    """Return whether an action, such as ``ses:SendEmail``, matches a pattern; case does not count."""
    return matches(action.lower(), pattern.lower())
