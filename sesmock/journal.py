"""The journal: every call of an SES client with its response."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from sesmock.calls import Call, CallError

if TYPE_CHECKING:
    from sesmock.faults.faults import Fault

__all__ = ["Call", "CallError", "Calls", "Journal"]


class Calls(Sequence[Call]):
    """The calls of a mock in order, as a live, read-only sequence."""

    def __init__(self, calls: list[Call]) -> None:
        self._calls = calls

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | Sequence[Call]:
        return self._calls[index]

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __repr__(self) -> str:
        return f"<{len(self._calls)} calls>"


class Journal:
    """Records calls. Equal requests with the same invocation id are attempts of one call."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.other_smtp_hosts: list[str] = []  # hosts other than SES's to which SMTP clients connected
        self.smtp_refusals: list[str] = []  # replies that refused SMTP clients before they sent an email
        # threading.enumerate() takes a lock. If a signal handler started a mock while the interrupted thread
        # holds that lock, the process would deadlock.
        self.older_threads = frozenset(sys._current_frames())  # noqa: SLF001 - documented
        self.entry_faults: list[Fault] = []  # the test's faults that made entries of a bulk send fail
        self._retried: dict[str, Call] = {}
        self._raised: dict[str, tuple[Call, Exception]] = {}

    def open(self, invocation_id: str | None, call: Call) -> Call:
        """Record a call and return it; if it is another attempt at an earlier call, return that one instead.

        An exception of the earlier attempt is raised again, since botocore retries errors of its own classes
        even when a test's code raised them.
        """
        if invocation_id in self._raised:
            first_attempt, error = self._raised[invocation_id]
            if _is_same(first_attempt, call):
                raise error
        if invocation_id in self._retried and _is_same(self._retried[invocation_id], call):
            first_attempt = self._retried[invocation_id]
            first_attempt.attempts += 1
            return first_attempt
        self.calls.append(call)
        return call

    def clear(self) -> None:
        """Forget every call."""
        self.calls.clear()
        self.entry_faults.clear()
        self._retried.clear()
        self._raised.clear()

    def refuse(self, invocation_id: str | None, call: Call, error: CallError) -> None:
        """Record the error of a call, and remember the call, since a client may retry it."""
        call.error = error
        if invocation_id:
            self._retried[invocation_id] = call

    def note_raised(self, invocation_id: str | None, call: Call, error: Exception) -> None:
        """Keep the exception that a test's code raised for a call; retries raise it without running the code again."""
        if invocation_id:
            self._raised[invocation_id] = (call, error)


def _is_same(first_attempt: Call, call: Call) -> bool:
    """Return whether a call can be another attempt at the first one, with the same invocation id.

    Clients other than botocore may use one id for different calls.
    """
    return all(
        getattr(first_attempt, name) == getattr(call, name)
        for name in ("service", "operation", "account_id", "region", "params")
    )
