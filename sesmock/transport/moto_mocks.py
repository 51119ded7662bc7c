"""Hooks for the start and stop of moto's mocks, and the replacement of its SES backends.

moto 5 has one mock for all services, moto 4 has one for each service. In both, a mock's class is the common base of its
decorator and context manager.
"""

from __future__ import annotations

import inspect
import sys
from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Protocol

from sesmock.transport import moto
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_SERVICES = frozenset({"ses", "sesv2"})


class Companion(Protocol):
    """Starts and stops together with moto's SES mocks."""

    def start(self, *, serves_ses: bool, reset: bool) -> None:
        """Handle a start of moto; *reset* says whether moto starts empty or keeps the data of the last mock."""
        ...

    def stop(self, *, remove_data: bool) -> None:
        """Handle a stop of moto before it happens; *remove_data* says whether moto discards its data."""
        ...

    def decorate(
        self, function: Callable[..., Any], enter: Callable[[], AbstractContextManager[Any]]
    ) -> Callable[..., Any]:
        """Return a function whose coroutine or generator runs inside a context."""
        ...

    def find_backends(self, account_id: str) -> object:
        """Return the backends of an account, by region; None to keep moto's own."""
        ...


def make_patches(companion: Companion) -> PatchSet:
    """Return the patches that notify a companion; raise `ImportError` if moto is not installed."""
    from moto.core import base_backend, models

    # moto 4 has BaseMockAWS and decorate_callable, moto 5 has MockAWS and _decorate_callable.
    mock: Any = getattr(models, "BaseMockAWS", None) or models.MockAWS
    decorate = "decorate_callable" if hasattr(mock, "decorate_callable") else "_decorate_callable"
    return PatchSet(
        Patch(mock, "start", partial(_wrap_start, companion)),
        Patch(mock, "stop", partial(_wrap_stop, companion)),
        Patch(mock, decorate, partial(_wrap_decorate, companion)),
        Patch(base_backend.BackendDict, "__getitem__", partial(_wrap_getitem, companion)),
    )


def _is_of_ses(mock: Any) -> bool:
    """Return whether a mock can mock SES: moto 5 decides this when a mock starts, from its configuration."""
    backends = getattr(mock, "backends", None)
    return backends is None or backends.service_name in _SERVICES


def _wrap_start(companion: Companion, original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def start(mock: Any, reset: bool = True) -> None:
        original(mock, reset=reset)
        if _is_of_ses(mock):
            try:
                companion.start(serves_ses=hasattr(mock, "backends") or moto.serves_ses(), reset=reset)
            except BaseException:
                mock.stop()
                raise

    return start


def _wrap_stop(companion: Companion, original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def stop(mock: Any, remove_data: bool = True) -> None:
        try:
            if _is_of_ses(mock):
                companion.stop(remove_data=remove_data)
        finally:
            original(mock, remove_data=remove_data)

    return stop


def _wrap_decorate(companion: Companion, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def decorate(mock: Any, func: Callable[..., Any], reset: bool, remove_data: bool) -> Any:
        if _is_of_ses(mock) and _runs_later(func):
            # moto itself would stop before the coroutine or generator starts to run.
            return companion.decorate(func, partial(_run, mock, reset=reset, remove_data=remove_data))
        return original(mock, func, reset, remove_data)

    return decorate


@contextmanager
def _run(mock: Any, *, reset: bool, remove_data: bool) -> Iterator[None]:
    mock.start(reset=reset)
    try:
        yield
    finally:
        mock.stop(remove_data=remove_data)


def _runs_later(function: object) -> bool:
    return (
        inspect.iscoroutinefunction(function)
        or inspect.isgeneratorfunction(function)
        or inspect.isasyncgenfunction(function)
    )


def _wrap_getitem(companion: Companion, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def getitem(backends: Any, account_id: str) -> Any:
        if backends.service_name in _SERVICES and not _is_called_by_moto():
            view = companion.find_backends(account_id)
            if view is not None:
                return view
        return original(backends, account_id)

    return getitem


def _is_called_by_moto() -> bool:
    """Return whether moto's own code reads the backends. It gets the real ones, since it may change and keep them."""
    # Frame 0 is this function, frame 1 the wrapper, and frame 2 its caller.
    return str(sys._getframe(2).f_globals.get("__name__")).startswith("moto.")
