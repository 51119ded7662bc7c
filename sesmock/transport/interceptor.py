"""The owner of all that is patched in client libraries."""

from __future__ import annotations

import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from sesmock.transport.guard import NameOperation
    from sesmock.transport.patches import PatchSet
    from sesmock.transport.request_handler import RequestHandler

    Need = tuple[Hashable, Callable[[], PatchSet]]
    """A key for patches that belong together, and the function that makes them."""


class Interceptor:
    """Owns the patches of active mocks, and of the guard outside of them.

    Which patches are in place follows from ``active``, which returns the innermost mock, from the guard, and from the
    libraries that are loaded. Whoever changes one of these calls `update`.
    """

    def __init__(self, active: Callable[[], RequestHandler | None]) -> None:
        self._active = active
        self._name_operation: NameOperation | None = None
        self._patches: dict[Hashable, PatchSet] = {}
        self._lock = threading.RLock()
        self._latest_pass: object = None

    def guard(self, name_operation: NameOperation) -> None:
        """Refuse SES calls while no mock is active; ``name_operation`` tells them from others."""
        self._name_operation = name_operation
        self._revert_all()  # The guard's patches go below those of mocks.
        self.update()

    def unguard(self) -> None:
        """End what `guard` began."""
        self._name_operation = None
        self.update()

    def update(self) -> None:
        """Apply the patches that are needed now, and revert all others.

        A signal handler or a finalizer may call this anywhere, in the midst of itself too. It then leaves everything as
        it should be at that moment, and the pass that it interrupted is made again.
        """
        missing = self._make_passes()
        while missing is not None:
            key, make = missing
            self._patches.setdefault(key, make())  # Another thread may have been faster.
            missing = self._make_passes()

    def _revert_all(self) -> None:
        with self._lock:
            for patches in list(self._patches.values()):
                patches.revert()

    def _make_passes(self) -> Need | None:
        """Make passes until one was not interrupted; return what it did not have yet."""
        with self._lock:  # Nothing that is called while it is held waits for another lock.
            while True:
                self._latest_pass = this_pass = object()
                missing = self._make_pass()
                if self._latest_pass is this_pass:
                    return missing

    def _make_pass(self) -> Need | None:
        """Revert and apply patches; return the first that are needed and were not made yet."""
        needs = dict(self._find_needs())
        for key, patches in list(self._patches.items()):
            if key not in needs:
                patches.revert()
        for key, make in needs.items():
            if key not in self._patches:
                return key, make
            self._patches[key].apply()
        return None

    def _find_needs(self) -> Iterator[Need]:
        """Yield what is needed now, the lowest patches first."""
        is_active, is_guarded = self._active() is not None, self._name_operation is not None
        if is_active or is_guarded:
            # It is the last name that the module defines, and another may be imported when this is called.
            has_aiobotocore = _find_loaded("aiobotocore.session", "get_session") is not None
            if not has_aiobotocore:
                yield "import hook", self._patch_session
            if is_guarded:
                yield from self._find_guard_needs(has_aiobotocore)
            if is_active:
                yield from self._find_mock_needs(has_aiobotocore)

    def _find_guard_needs(self, has_aiobotocore: bool) -> Iterator[Need]:
        yield "guard", self._guard_botocore
        if has_aiobotocore:
            yield "guard of aiobotocore", self._guard_aiobotocore

    def _find_mock_needs(self, has_aiobotocore: bool) -> Iterator[Need]:
        yield "botocore", self._patch_botocore
        if has_aiobotocore:
            yield "aiobotocore", self._patch_aiobotocore
        stubber = _find_loaded("moto.core.botocore_stubber", "BotocoreStubber")
        if stubber is not None:
            yield stubber, partial(_patch_moto, stubber)
        if _find_loaded("boto3", "client") is not None:
            # Its session is made while botocore is patched, as a profile may be missing, and made anew when there are
            # more handlers: moto adds its own when it is imported, and sessions that are older do not know it.
            yield ("boto3", len(_find_loaded("botocore.handlers", "BUILTIN_HANDLERS"))), _patch_boto3

    def _patch_session(self) -> PatchSet:
        from sesmock.transport import import_hook

        return import_hook.make_patches(self.update)

    def _guard_botocore(self) -> PatchSet:
        from sesmock.transport import guard

        return guard.make_patches(self._find_guard)

    def _guard_aiobotocore(self) -> PatchSet:
        from sesmock.transport import guard

        return guard.make_aiobotocore_patches(self._find_guard)

    def _patch_botocore(self) -> PatchSet:
        from sesmock.transport import botocore

        return botocore.make_patches(self._active, self.update)

    def _patch_aiobotocore(self) -> PatchSet:
        from sesmock.transport import aiobotocore

        return aiobotocore.make_patches(self._active, self.update)

    def _find_guard(self) -> NameOperation | None:
        """Return what names the operations of SES if they are to be refused now."""
        return self._name_operation if self._active() is None else None


def _find_loaded(module: str, name: str) -> Any:
    """Return what a library defines, None if it is not imported yet."""
    return getattr(sys.modules.get(module), name, None)


def _patch_moto(stubber: type) -> PatchSet:
    from sesmock.transport import moto

    return moto.make_patches(stubber)


def _patch_boto3() -> PatchSet:
    from sesmock.transport import default_session

    return default_session.DefaultSession()
