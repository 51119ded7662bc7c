"""Message tags: what a name and a value may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH = 255
# Taken although they hold a colon. Spec: sending.md §2.6 [R].
_FEEDBACK_NAMES = frozenset({"ses:feedback-id-a", "ses:feedback-id-b"})
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_VALUE = re.compile(r"[A-Za-z0-9_\-.@]+")


def check(tags: Iterable[tuple[str, str]]) -> None:
    """Refuse what SES refuses in message tags; raise `InvalidParameter`. Spec: sending.md §2.6 [R]."""
    for name, value in tags:
        if not name:
            raise InvalidParameter("The tag name must be specified.")
        if not value:
            raise InvalidParameter("The tag value must be specified.")
        _check_name(name)
        _check_value(value)


def _check_name(name: str) -> None:
    if len(name) > MAX_LENGTH:
        raise InvalidParameter(f"Tag name cannot exceed {MAX_LENGTH} characters.")
    if not _NAME.fullmatch(name) and name not in _FEEDBACK_NAMES:
        raise InvalidParameter(
            f"Invalid tag name <{name}>: only alphanumeric ASCII characters, '_',  '-' are allowed."
        )


def _check_value(value: str) -> None:
    if len(value) > MAX_LENGTH:
        raise InvalidParameter(f"Tag value cannot exceed {MAX_LENGTH} characters.")
    if not _VALUE.fullmatch(value):
        raise InvalidParameter(
            f"Invalid tag value <{value}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed."
        )
