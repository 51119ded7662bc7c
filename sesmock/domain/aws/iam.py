"""The IAM actions of sends, and IAM patterns, whose only special characters are ``*`` and ``?``."""

from __future__ import annotations

from fnmatch import fnmatchcase


def send_action(operation: str, *, raw: bool) -> str:
    """Return the IAM action of a send; raw mail has the same action in every API. Spec: sending.md §2 [U]."""
    return "ses:SendRawEmail" if raw else f"ses:{operation}"


def matches(value: str, pattern: str) -> bool:
    """Return whether a value matches a pattern, case-sensitively."""
    # fnmatch would read a bracket as the start of a set of characters; "[[]" is its pattern for the bracket itself.
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def matches_action(action: str, pattern: str) -> bool:
    """Return whether an action, such as ``ses:SendEmail``, matches a pattern, ignoring case."""
    return matches(action.lower(), pattern.lower())
