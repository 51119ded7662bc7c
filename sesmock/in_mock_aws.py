"""SES inside moto's mocks: sesmock starts and stops a mock together with each moto mock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sesmock import stack
from sesmock.domain.argument_checks import is_account_id
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from typing_extensions import Unpack

    from sesmock.active import ActiveMock
    from sesmock.domain.options.mock_options import MockOptions
    from sesmock.moto_backends import Regions
    from sesmock.transport.patches import PatchSet


def enable(**options: Unpack[MockOptions]) -> None:
    """Make moto's `mock_aws` and its SES mocks also start a sesmock mock; the options extend earlier ones.

    By default ``publish`` is ``"boto3"``, and the account is moto's default account. Raise `ImportError` if
    moto is not installed, and the errors of `mock_ses` for invalid options.
    """
    _companion.enable(options)


def disable() -> None:
    """Undo `enable`, and forget its options."""
    _companion.disable()


class _Companion:
    """Starts and stops mocks together with moto's; implements `sesmock.transport.moto_mocks.Companion`."""

    def __init__(self) -> None:
        self._patches: PatchSet | None = None
        self._options: dict[str, Any] = {}
        # One entry for each nested start of moto; None for a start without SES.
        self._entries: list[stack.Entry | None] = []
        self._kept: ActiveMock | None = None  # resumed when moto starts again without a reset

    def enable(self, options: MockOptions) -> None:
        from sesmock.transport import moto_mocks

        Options.build({**options})  # checks the options before anything changes
        if self._patches is None:
            try:
                self._patches = moto_mocks.make_patches(self)
            except ImportError as error:
                raise ImportError("sesmock.moto needs moto, e.g. pip install moto") from error
        self._options |= options
        self._patches.apply()

    def disable(self) -> None:
        if self._patches is not None:
            self._patches.revert()
        while self._entries:
            self.stop(remove_data=True)
        self._options.clear()

    def start(self, *, serves_ses: bool, reset: bool) -> None:
        """Start a mock, or resume the last one if moto keeps its data."""
        mock, self._kept = self._kept, None
        entry = None
        try:
            if serves_ses:
                can_resume = not (reset or mock is None or stack.innermost() is not None)
                entry = stack.resume(mock) if can_resume and mock is not None else self._push()
        finally:
            self._entries.append(entry)

    def stop(self, *, remove_data: bool) -> None:
        """Stop the mock that the innermost start of moto started."""
        entry = self._entries.pop() if self._entries else None
        if entry is not None:
            stack.remove(entry)
            self._kept = None if remove_data or stack.innermost() is not None else entry.mock

    def decorate(
        self, function: Callable[..., Any], enter: Callable[[], AbstractContextManager[Any]]
    ) -> Callable[..., Any]:
        """Return a function whose coroutine or generator runs inside a context."""
        from sesmock.decorators import decorate_functions

        decorated: Callable[..., Any] = decorate_functions.decorate(function, enter)
        return decorated

    def find_backends(self, account_id: str) -> Regions | None:
        """Return the replacement for moto's backends of an account, by region; None while no mock is active."""
        mock = stack.innermost()
        if mock is None:
            return None
        from sesmock.moto_backends import Regions

        return Regions(mock.handle, account_id)

    def _push(self) -> stack.Entry:
        """Start a mock, or join the active one, whatever options that one has."""
        return stack.push(Options.build({**_defaults(), **self._options, "isolated": False}), ())


def _defaults() -> dict[str, Any]:
    # moto also reads its default account from this variable.
    account_id = os.environ.get("MOTO_ACCOUNT_ID")
    return {"publish": "boto3"} | ({"account_id": account_id} if is_account_id(account_id) else {})


_companion = _Companion()
