"""Errors of sesmock itself.

They are never an ``AssertionError`` and never a botocore class, so that code under test which catches
what AWS raises does not swallow them.
"""

from __future__ import annotations

from typing import Final, Protocol

ANSWERED: Final = "answered"
"""The owner of an error that a client was answered with: a server's, and no test's."""


class ErrorListener(Protocol):
    """Hears of every error of sesmock."""

    @property
    def test(self) -> object:
        """The running test, which owns what is raised by the mocks that it starts."""

    def hear(self, error: SesmockError, /) -> None:
        """Take note of an error, in the thread that makes it."""


listener: ErrorListener | None = None
"""Set by the pytest plugin, to fail tests whose code swallows errors. Without one, nothing is kept."""


def running_test() -> object:
    """Return the test that now runs, None without a listener."""
    return None if listener is None else listener.test


class SesmockError(Exception):
    """The parent of every error that sesmock raises on its own behalf."""

    owner: object = None

    def __init_subclass__(cls) -> None:
        cls.__module__ = "sesmock"  # where users import it from

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        if listener is not None:
            listener.hear(self)

    def belong_to(self, owner: object) -> None:
        """Say whose the error is, unless that has been said: a test's, or `ANSWERED`."""
        if self.owner is None:
            self.owner = owner


class OperationNotSupported(SesmockError):
    """An operation, or a parameter with an effect on SES, that sesmock does not mock."""


class UnmockedCall(SesmockError):
    """A call that would have left for real AWS."""


class MissingTemplateAttribute(SesmockError):
    """A template names an attribute that its data lack, and ``strict_templates=True`` asks to be told."""


class NoActiveMock(SesmockError):
    """Something was asked of the active mock while there was none."""


SesmockError.__module__ = "sesmock"
