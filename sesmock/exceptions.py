"""Errors of sesmock itself.

They never derive from ``AssertionError`` or from a botocore class, so that code under test that catches
AWS's errors does not swallow them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Protocol

    class ErrorListener(Protocol):
        """Receives every error that sesmock creates."""

        @property
        def test(self) -> object:
            """The running test, which owns the errors of the mocks that it starts."""

        def hear(self, error: SesmockError, /) -> None:
            """Record an error. It is called in the thread that creates the error."""


ANSWERED: Final = "answered"
"""The owner of an error that a server has sent to its client as a response. Such an error belongs to no test."""

listener: ErrorListener | None = None
"""Set by the pytest plugin, which fails tests whose code swallows errors. Errors are not kept if it is None."""


def running_test() -> object:
    """Return the running test, or None if there is no listener."""
    return None if listener is None else listener.test


class SesmockError(Exception):
    """The base class of all sesmock errors."""

    owner: object = None

    def __init_subclass__(cls) -> None:
        cls.__module__ = "sesmock"  # the module that users import it from

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        if listener is not None:
            listener.hear(self)

    def belong_to(self, owner: object) -> None:
        """Set the owner of the error, a test or `ANSWERED`, unless it already has one."""
        if self.owner is None:
            self.owner = owner


class OperationNotSupported(SesmockError):
    """A call uses an operation that sesmock does not mock, or a parameter whose effect sesmock does not mock."""


class UnmockedCall(SesmockError):
    """A call would have reached real AWS."""


class MissingTemplateAttribute(SesmockError):
    """Template data has no value for an attribute, and ``strict_templates=True`` makes that an error."""


class NoActiveMock(SesmockError):
    """The active mock was requested while no mock was active."""


# `__init_subclass__` runs only for subclasses.
SesmockError.__module__ = "sesmock"
