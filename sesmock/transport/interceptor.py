"""The owner of all patches to client libraries."""

from __future__ import annotations

import sys
import threading
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from sesmock.transport.guard import NameOperation
    from sesmock.transport.patches import PatchSet
    from sesmock.transport.request_handler import ClientHandler, RequestHandler

    Need = tuple[Hashable, Callable[[], PatchSet]]
    """A key for a set of patches, and the function that creates the set."""

    State = tuple[bool, bool, bool, tuple[str, ...], type | None, int, int]
    """The facts that decide which patches apply; see `Interceptor._read_state`."""
    Plan = tuple[Sequence[PatchSet], Sequence[PatchSet], Need | None]
    """The patch sets to revert, the ones to apply, and one that has to be created before the next pass."""


_LIBRARIES = (
    ("aiobotocore.session", "get_session"),
    ("smtplib", "LMTP"),
    ("aiosmtplib", "__all__"),
    ("aiohttp", "__all__"),
    ("responses", "stop"),
    ("httpx", "__all__"),
    ("httpx2", "__all__"),
)
"""Clients to patch once they are loaded, each with one of the last names that its module defines."""
_HTTP_CLIENTS = ("aiohttp", "responses", "httpx", "httpx2")


class Interceptor:
    """Owns the patches of active mocks, and of the guard outside them.

    The patches depend on ``active``, which returns the innermost mock, on the guard, and on the loaded
    libraries. Code that changes one of these calls `update`.
    """

    def __init__(self, active: Callable[[], RequestHandler | None]) -> None:
        self._active = active
        self._name_operation: NameOperation | None = None
        self._guard_handler: ClientHandler | None = None
        self._patch_sets: dict[Hashable, PatchSet] = {}  # never shrinks
        self._plans: dict[State, Plan] = {}
        self._lock = threading.RLock()
        self._latest_pass: object = None

    def guard(self, name_operation: NameOperation) -> None:
        """Refuse SES calls while no mock is active; ``name_operation`` recognizes them."""
        from sesmock.transport.guard import GuardHandler

        self._name_operation = name_operation
        self._guard_handler = GuardHandler(name_operation)
        self._revert_all()  # The guard's patches must lie below the mocks' patches.
        self.update()

    def unguard(self) -> None:
        """Undo `guard`."""
        self._name_operation = self._guard_handler = None
        self.update()

    def update(self) -> None:
        """Apply the patches that are needed now, and revert all others.

        A signal handler or a finalizer may call this method at any time, even while it is running. The nested call
        leaves the patches correct for that moment, and the interrupted pass is repeated.
        """
        missing = self._make_passes()
        while missing is not None:
            key, make = missing
            self._patch_sets.setdefault(key, make())  # Another thread may have created it in the meantime.
            missing = self._make_passes()

    def _revert_all(self) -> None:
        with self._lock:
            for patches in list(self._patch_sets.values()):
                patches.revert()

    def _make_passes(self) -> Need | None:
        """Apply the current plan, and again if it was interrupted; return a patch set that has yet to be created."""
        with self._lock:  # Nothing that runs under this lock waits for another lock.
            while True:
                self._latest_pass = this_pass = object()
                reverts, applies, missing = self._find_plan()
                for patches in reverts:
                    patches.revert()
                for patches in applies:
                    patches.apply()
                if self._latest_pass is this_pass:
                    return missing

    def _find_plan(self) -> Plan:
        state = self._read_state()
        plan = self._plans.get(state)
        if plan is None:
            plan = self._plans[state] = self._make_plan(state)
        return plan

    def _read_state(self) -> State:
        """Return the facts that decide which patches apply.

        They are whether a mock is active, whether there is a guard, and whether the network is blocked; then the loaded
        libraries, moto's stubber, the number of handlers of boto3's sessions, and the number of patch sets so far.
        """
        handler, modules = self._find_handler(), sys.modules
        if handler is None:  # without a mock or a guard no patch applies, whatever is loaded
            return False, False, False, (), None, 0, len(self._patch_sets)
        # Look for the last name that each library defines: another thread may be importing the library right now.
        loaded = [name for name, last in _LIBRARIES if name in modules and hasattr(modules[name], last)]
        has_boto3 = "boto3" in modules and hasattr(modules["boto3"], "resource")
        return (
            not handler.is_guard,
            self._guard_handler is not None,
            handler.block_network is not None,
            tuple(loaded),
            getattr(modules.get("moto.core.botocore_stubber"), "BotocoreStubber", None),
            len(modules["botocore.handlers"].BUILTIN_HANDLERS) if has_boto3 else 0,
            len(self._patch_sets),
        )

    def _make_plan(self, state: State) -> Plan:
        needs = dict(self._find_needs(state))
        patch_sets = dict(self._patch_sets)
        return (
            [patches for key, patches in patch_sets.items() if key not in needs],
            [patch_sets[key] for key in takewhile(patch_sets.__contains__, needs)],
            next((need for need in needs.items() if need[0] not in patch_sets), None),
        )

    def _find_needs(self, state: State) -> Iterator[Need]:
        """Yield the patch sets that are needed in a state, the lowest first."""
        is_active, is_guarded, blocks_network, loaded, stubber, handlers, _ = state
        if not (is_active or is_guarded):
            return
        if "aiobotocore.session" not in loaded:
            yield "import hook", self._patch_session
        yield "import watch", self._watch_imports
        if is_guarded:
            yield from self._find_needs_of_guard(loaded)
        yield from self._find_needs_of_clients(loaded)
        if blocks_network:
            yield "sockets", self._patch_sockets
        if is_active:
            yield from self._find_needs_of_mocks(loaded)
            if stubber is not None:
                yield stubber, partial(_patch_moto, stubber)
            if handlers:
                # boto3's session is created while botocore is patched, since a profile may be missing. It is created
                # again when there are more handlers: moto adds its own when it is imported, and sessions that were
                # created before lack them.
                yield ("boto3", handlers), _patch_boto3

    def _find_needs_of_guard(self, loaded: Sequence[str]) -> Iterator[Need]:
        yield "guard", self._guard_botocore
        if "aiobotocore.session" in loaded:
            yield "guard of aiobotocore", self._guard_aiobotocore
        if "smtplib" in loaded:
            yield "guard of smtplib", self._guard_smtplib
        if "aiosmtplib" in loaded:
            yield "guard of aiosmtplib", self._guard_aiosmtplib

    def _find_needs_of_clients(self, loaded: Sequence[str]) -> Iterator[Need]:
        """Yield the patch sets of clients other than botocore's, for mocks and for the guard."""
        yield "http.client", self._patch_http_client
        yield "urllib3", self._patch_urllib3
        for name in _HTTP_CLIENTS:
            if name in loaded:
                yield name, partial(self._patch_library, name)

    def _find_needs_of_mocks(self, loaded: Sequence[str]) -> Iterator[Need]:
        yield "botocore", self._patch_botocore
        if "aiobotocore.session" in loaded:
            yield "aiobotocore", self._patch_aiobotocore
        if "smtplib" in loaded:
            yield "smtplib", self._patch_smtplib
        if "aiosmtplib" in loaded:
            yield "aiosmtplib", self._patch_aiosmtplib

    def _patch_session(self) -> PatchSet:
        from sesmock.transport import import_hook

        return import_hook.make_patches(self.update)

    def _watch_imports(self) -> PatchSet:
        from sesmock.transport import import_watch

        return import_watch.make_patches(self.update)

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

    def _guard_smtplib(self) -> PatchSet:
        from sesmock.transport import smtplib

        return smtplib.make_guard(self._is_guarded)

    def _guard_aiosmtplib(self) -> PatchSet:
        from sesmock.transport import aiosmtplib

        return aiosmtplib.make_guard(self._is_guarded)

    def _patch_smtplib(self) -> PatchSet:
        from sesmock.transport import smtplib

        return smtplib.make_patches(self._active)

    def _patch_aiosmtplib(self) -> PatchSet:
        from sesmock.transport import aiosmtplib

        return aiosmtplib.make_patches(self._active)

    def _is_guarded(self) -> bool:
        return self._find_guard() is not None

    def _patch_http_client(self) -> PatchSet:
        from sesmock.transport.http_clients import http_client

        return http_client.make_patches(self._find_handler)

    def _patch_urllib3(self) -> PatchSet:
        from sesmock.transport.http_clients import urllib3

        return urllib3.make_patches(self._find_handler)

    def _patch_sockets(self) -> PatchSet:
        from sesmock.transport import sockets

        return sockets.make_patches(self._find_handler)

    def _patch_library(self, name: str) -> PatchSet:
        if name == "aiohttp":
            from sesmock.transport.http_clients import aiohttp

            return aiohttp.make_patches(self._find_handler)
        if name == "responses":
            from sesmock.transport.http_clients import responses

            return responses.make_patches(self._find_handler)
        from sesmock.transport.http_clients import httpx

        return httpx.make_patches(sys.modules[name], self._find_handler)

    def _find_handler(self) -> ClientHandler | None:
        """Return the handler of clients other than botocore's: the innermost mock, or else the guard."""
        return self._active() or self._guard_handler

    def _find_guard(self) -> NameOperation | None:
        """Return the function that recognizes SES operations if the guard applies now."""
        return self._name_operation if self._active() is None else None


def _patch_moto(stubber: type) -> PatchSet:
    from sesmock.transport import moto

    return moto.make_patches(stubber)


def _patch_boto3() -> PatchSet:
    from sesmock.transport import default_session

    return default_session.make_patches()
