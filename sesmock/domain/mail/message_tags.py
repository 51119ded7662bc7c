"""The rules for names and values of message tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.names import NameRule

if TYPE_CHECKING:
    from collections.abc import Iterable

# AWS's guide says 256, but SES refuses more than 255 characters. Spec: messages.md §2 [R].
MAX_LENGTH = 255
# SES accepts these names although they contain a colon. Spec: messages.md §2 [R].
_FEEDBACK_NAMES = frozenset({"ses:feedback-id-a", "ses:feedback-id-b"})
# The double space, and the space before a comma, are SES's own. Spec: messages.md §2 [R].
_NAME = NameRule("tag name", maximum=MAX_LENGTH, others="'_',  '-'")
_VALUE = NameRule("tag value", re.compile(r"[A-Za-z0-9_\-.@]+"), MAX_LENGTH, "'_',  '-' , '.', '@'")


def check(tags: Iterable[tuple[str, str]]) -> None:
    """Refuse message tags that SES refuses; raise `InvalidParameter`. Spec: messages.md §2 [R]."""
    for name, value in tags:
        _NAME.require(name)
        _VALUE.require(value)
        if name not in _FEEDBACK_NAMES:
            _NAME.check(name)
        _VALUE.check(value)
