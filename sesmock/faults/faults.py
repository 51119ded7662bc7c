"""What a test has going wrong on the way to SES: `ses_mock.fail` and `ses_mock.deny`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import TracebackType

    from sesmock.calls import Call
    from sesmock.protocol.errors import WireError

Condition = Callable[["Call"], bool]
"""Tells whether a fault is for a call; asked outside of the world's lock, as a test may have written it."""
Entries = Callable[["Call"], "Sequence[int] | None"]
"""Tells which entries of a bulk send fail, by their position; None for a call that fails as a whole."""


class Effect(NamedTuple):
    """What goes wrong; without any but ``latency`` the call is slow, and served.

    ``error`` makes the refusal of a call, ``entry_result`` the result of an entry of a bulk send. ``network`` names
    what the client runs into instead of an answer, ``exception`` is what is raised in its place; ``page`` is the
    status of an answer that no API wrote; ``malformed`` cuts an answer short. ``latency`` is in seconds. With
    ``answer_lost`` SES carries out the call, and the client does not learn of it.
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
    """What a test has going wrong, until it is stopped: by `stop`, or at the end of a ``with`` block.

    ``hits`` is the number of requests that it hit, botocore's retries included, ``calls`` are the calls.
    """

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
        """Return what the APIs that were hit call the error, where a test has named it otherwise."""
        build_error = self.effect.error
        if build_error is None:
            return ()
        names = dict.fromkeys((build_error(call).code, call.service) for call in self._calls.values())
        return [f"as {code} on {service}" for code, service in names if code not in self._description]

    def __str__(self) -> str:
        return self._description

    @property
    def calls(self) -> Sequence[Call]:
        """The calls that it hit, in order; one that was retried stands here once."""
        return tuple(self._calls.values())

    def stop(self) -> None:
        """Let calls pass again; stopping twice is no mistake."""
        self._faults.remove(self)

    def __enter__(self) -> Fault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def hit(self, call: Call, access_key: str | None) -> Hit | None:
        """Return what hits a call, and count it; None if the call passes."""
        if self._access_key not in {None, access_key} or not all(holds(call) for holds in self._conditions):
            return None
        entries = self._entries(call) if self._entries is not None else None
        if (entries is not None and not entries) or not self._faults.take(self, call):
            return None
        return Hit(self, tuple(entries or ()))

    def count(self, call: Call) -> bool:
        """Count a hit, if one is due; return whether it was."""
        if self._to_pass > 0:
            self._to_pass -= 1
            return False
        self.hits += 1
        self._calls[id(call)] = call
        if self._left is not None:
            self._left -= 1
        return True

    @property
    def is_used_up(self) -> bool:
        """Whether it hit as often as it was to."""
        return self._left == 0


class Hit(NamedTuple):
    """A fault at one request: with ``entries`` it hits those entries of a bulk send alone."""

    fault: Fault
    entries: tuple[int, ...] = ()

    @property
    def ends_call(self) -> bool:
        """Whether the request is not served."""
        return not self.entries and self.fault.effect.ends_call


class Faults:
    """The faults of a mock. ``active`` is empty as long as nothing is to go wrong: the one thing a call asks."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Have a fault hit the calls from now on; of several the first comes first."""
        with self._lock:
            self.active.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Let a fault hit no more."""
        with self._lock:
            if fault in self.active:
                self.active.remove(fault)

    def take(self, fault: Fault, call: Call) -> bool:
        """Return whether a fault hits now, and count it: among threads no more than ``times`` are hit."""
        with self._lock:
            due = fault in self.active and fault.count(call)
            if due and fault.is_used_up:
                self.active.remove(fault)
        return due

    def hits(self, call: Call, access_key: str | None) -> list[Hit]:
        """Return what hits a request, in order; what comes behind one that ends it is not asked."""
        hits: list[Hit] = []
        for fault in tuple(self.active):
            hit = fault.hit(call, access_key)
            if hit is not None:
                hits.append(hit)
                if hit.ends_call:
                    break
        return hits
