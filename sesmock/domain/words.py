"""Enumerations of SES's words, each a subclass of `Word` such as ``EventType``.

Members compare equal to their texts, and functions for tests also accept the texts. The APIs spell words differently:
SES v2 uses the names of the members, the other APIs their values or a spelling in the backend.
"""

from __future__ import annotations

import enum


class Word(str, enum.Enum):
    """A base class of enumerations whose members equal their texts and are displayed as them."""

    __str__ = str.__str__
    __repr__ = str.__repr__  # members are compared with strings, and displayed next to them
    __hash__ = str.__hash__  # equal to the hash of the text, so that sets and dicts of strings find members
