"""The journal: every call of an SES client, with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from sesmock.faults.faults import Fault


class CallError:
    """The error that a call was answered with: ``code``, ``message`` (None: a null message) and ``status``.

    Without an answer ``code`` is the exception that the client raised, and ``status`` None. ``fault`` is what the
    test had going wrong, if it was that: what `ses_mock.fail` or `ses_mock.deny` returned.
    """

    __slots__ = ("code", "fault", "message", "status")

    def __init__(
        self, code: str, message: str | None, status: int | None, fault: Fault | None = None
    ) -> None:
        self.code = code
        self.message = message
        self.status = status
        self.fault = fault

    def __repr__(self) -> str:
        return f"{self.code}: {self.message}"


class Call:
    """One call of an operation, its retries included.

    ``service`` is the name of the boto3 client, ``params`` are the parameters as they were given to boto3,
    ``answer`` is what SES returned (None after an error, and before the answer is known), ``error`` what it
    refused with, ``attempts`` the number of requests that botocore made of it.
    """

    __slots__ = ("account_id", "answer", "attempts", "error", "operation", "params", "region", "service")

    def __init__(
        self, service: str, operation: str, params: Mapping[str, Any], account_id: str, region: str
    ) -> None:
        self.service = service
        self.operation = operation
        self.params = params
        self.account_id = account_id
        self.region = region
        self.answer: Mapping[str, Any] | None = None
        self.error: CallError | None = None
        self.attempts = 1

    def __repr__(self) -> str:
        outcome = "" if self.error is None else f" {self.error}"
        return f"<Call {self.service} {self.operation}{outcome}>"


class Calls(Sequence[Call]):
    """The calls of a mock in order: a live, read-only sequence."""

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
    """Writes calls down. Requests that share an invocation id are attempts of one call."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.entry_faults: list[Fault] = []  # those by which a test had entries of a bulk send fail
        self._retried: dict[str, Call] = {}
        self._raised: dict[str, Exception] = {}

    def open(self, invocation_id: str | None, call: Call) -> Call:
        """Write a call down and return it, or the call that this one is another attempt of.

        Raise again what the call raised: botocore tries again for errors of its own classes, also those of a test.
        """
        if invocation_id in self._raised:
            raise self._raised[invocation_id]
        known = self._retried.get(invocation_id) if invocation_id else None
        if known is not None:
            known.attempts += 1
            return known
        self.calls.append(call)
        return call

    def refuse(self, invocation_id: str | None, call: Call, error: CallError) -> None:
        """Write down what a call was refused with; only such calls are tried again."""
        call.error = error
        if invocation_id:
            self._retried[invocation_id] = call

    def note_raised(self, invocation_id: str | None, error: Exception) -> None:
        """Keep what a test's own code raised at a call: it is not carried out, nor asked about, a second time."""
        if invocation_id:
            self._raised[invocation_id] = error
