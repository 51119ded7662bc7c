"""The base class of enumerations of SES's words, such as ``EventType``.

Members are equal to their texts, and functions for tests also accept the texts. The APIs spell words differently: SES
v2 uses the names of the members, and the other APIs use their values or a spelling that the backend defines.
"""

from __future__ import annotations

import enum


class Word(str, enum.Enum):
    """A base class of enumerations whose members are equal to their texts and are displayed as texts."""

    # Enum would return "EventType.SEND".
    __str__ = str.__str__
    # A failed assertion shows members next to the strings that they are compared with.
    __repr__ = str.__repr__
    # Enum hashes the name of a member. With the hash of the text, sets and dicts of strings find members.
    __hash__ = str.__hash__
