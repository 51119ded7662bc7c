"""Errors of sesmock itself.

They are never an ``AssertionError`` and never a botocore class, so that code under test which catches
what AWS raises does not swallow them.
"""

from __future__ import annotations

import sys

made: list[SesmockError] = []
"""The errors made since a test began, for the pytest plugin, which empties it; without the plugin there are none."""


class SesmockError(Exception):
    """The parent of every error that sesmock raises on its own behalf."""

    def __init_subclass__(cls) -> None:
        cls.__module__ = "sesmock"  # where users import it from

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        if "pytest_sesmock.plugin" in sys.modules:
            made.append(self)


class OperationNotSupported(SesmockError):
    """An operation, or a parameter with an effect on SES, that sesmock does not mock."""


class UnmockedCall(SesmockError):
    """A call that would have left for real AWS."""


class MissingTemplateAttribute(SesmockError):
    """A template names an attribute that its data lack, and ``strict_templates=True`` asks to be told."""


class NoActiveMock(SesmockError):
    """Something was asked of the active mock while there was none."""


SesmockError.__module__ = "sesmock"
