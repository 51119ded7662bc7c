"""The faults of `ses_mock.fail` and `ses_mock.deny`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import TracebackType

    from sesmock.calls import Call
    from sesmock.protocol.errors import WireError

Condition = Callable[["Call"], bool]
"""Return whether a fault applies to a call. Called outside the world's lock, since it may be a function of the test."""
Entries = Callable[["Call"], "Sequence[int] | None"]
"""Return the positions of the failing entries of a bulk send; None for a call that fails as a whole."""


class Effect(NamedTuple):
    """The effect of a fault. With ``latency`` alone, the call is slow but succeeds.

    ``error`` builds the error of a call, and ``entry_result`` the result of an entry of a bulk send. ``network`` is the
    name of the client's network exception, ``exception`` an exception to raise instead; ``page`` is the status of a
    response that does not come from an API; ``malformed`` truncates the response. ``latency`` is in seconds. With
    ``answer_lost`` SES carries out the call, but the client gets no response.
    """

    error: Callable[[Call], WireError] | None = None
    network: str | None = None
    exception: Exception | None = None
    page: int | None = None
    malformed: bool = False
    entry_result: Callable[[Call], Mapping[str, str]] | None = None
    latency: float = 0.0
    answer_lost: bool = False

    @property
    def ends_call(self) -> bool:
        """Whether the call fails as a whole."""
        return self.malformed or any(part is not None for part in (self.error, self.network, self.page))


class Fault:
    """A fault that a test set. It applies until `stop` is called or its ``with`` block ends."""

    hits: int
    """The number of requests that matched, including botocore's retries."""

    def __init__(
        self,
        faults: Faults,
        effect: Effect,
        description: str,
        *,
        conditions: Sequence[Condition] = (),
        entries: Entries | None = None,
        access_key: str | None = None,
        after: int = 0,
        times: int | None = None,
    ) -> None:
        self.effect = effect
        self.hits = 0
        self._faults = faults
        self._description = description
        self._conditions = conditions
        self._entries = entries
        self._access_key = access_key
        self._to_pass = after
        self._left = times
        self._calls: dict[int, Call] = {}

    def __repr__(self) -> str:
        hits = {0: "never hit", 1: "hit once"}.get(self.hits, f"hit {self.hits} times")
        return f"<{self._description}: {', '.join([hits, *self._translations()])}>"

    def _translations(self) -> Sequence[str]:
        """Return the codes that the matched APIs use for the error, where they differ from the test's."""
        build_error = self.effect.error
        if build_error is None:
            return ()
        # An error of one API can have a different code in the API that was called.
        names = dict.fromkeys((build_error(call).code, call.service) for call in self._calls.values())
        return [f"as {code} on {service}" for code, service in names if code not in self._description]

    def __str__(self) -> str:
        return self._description

    @property
    def calls(self) -> Sequence[Call]:
        """The calls that matched, in order. A retried call appears once."""
        return tuple(self._calls.values())

    def stop(self) -> None:
        """Let calls pass again. Stopping twice has no effect."""
        self._faults.remove(self)

    def __enter__(self) -> Fault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def hit(self, call: Call, access_key: str | None) -> Hit | None:
        """Count and return the hit for a call; None if the call passes."""
        if self._access_key not in {None, access_key} or not all(
            applies(call) for applies in self._conditions
        ):
            return None
        entries = self._entries(call) if self._entries is not None else None
        if (entries is not None and not entries) or not self._faults.take(self, call):
            return None
        return Hit(self, tuple(entries or ()))

    def count(self, call: Call) -> bool:
        """Count a matching call, except for the first calls, which pass; return whether it was counted."""
        if self._to_pass > 0:
            self._to_pass -= 1
            return False
        self.hits += 1
        # All attempts of a call have the same `Call` object, so that a retried call appears once.
        self._calls[id(call)] = call
        if self._left is not None:
            self._left -= 1
        return True

    @property
    def is_used_up(self) -> bool:
        """Whether the fault has matched its maximum number of times."""
        return self._left == 0


class Hit(NamedTuple):
    """A fault that matches a request. ``entries`` are the failing entries of a bulk send; empty for the whole call."""

    fault: Fault
    entries: tuple[int, ...] = ()

    @property
    def ends_call(self) -> bool:
        """Whether the request fails as a whole."""
        return not self.entries and self.fault.effect.ends_call


class Faults:
    """The faults of a mock. ``active`` is empty while no fault is set, so that a call then costs only one check."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Activate a fault; if several match, the first one applies."""
        with self._lock:
            self.active.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Deactivate a fault."""
        with self._lock:
            if fault in self.active:
                self.active.remove(fault)

    def take(self, fault: Fault, call: Call) -> bool:
        """Count a hit if the fault still applies; return whether it does.

        Thread-safe, so that ``times`` is never exceeded.
        """
        with self._lock:
            # Another thread may have used the fault up since the caller checked it.
            due = fault in self.active and fault.count(call)
            if due and fault.is_used_up:
                self.active.remove(fault)
        return due

    def hits(self, call: Call, access_key: str | None) -> list[Hit]:
        """Return the hits for a request in order; faults after one that ends the call are not evaluated."""
        hits: list[Hit] = []
        # A predicate may stop faults, or set new ones, while it runs.
        for fault in tuple(self.active):
            hit = fault.hit(call, access_key)
            if hit is not None:
                hits.append(hit)
                if hit.ends_call:
                    break
        return hits
