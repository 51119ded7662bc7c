"""The words of SES: one `Word` for each set of them, as ``EventType``.

Texts compare with the members, and what a test calls takes texts too. Each API has its own spelling for them: SES v2
writes the names of the members, the other spellings are their values or a backend's affair.
"""

from __future__ import annotations

import enum


class Word(str, enum.Enum):
    """The parent of all sets of words: a member is equal to its text, and is shown and found as that."""

    __str__ = str.__str__
    __repr__ = str.__repr__  # they are compared with texts, and shown beside them
    __hash__ = str.__hash__  # so that a set of texts finds them, and quickly
