"""The owner of all patches of client libraries."""

from __future__ import annotations

import sys
import threading
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from sesmock.transport.guard import NameOperation
    from sesmock.transport.patches import PatchSet
    from sesmock.transport.request_handler import ClientHandler, RequestHandler

    Need = tuple[Hashable, Callable[[], PatchSet]]
    """A key for a set of patches, and the function that creates it."""


_LIBRARIES = (("aiohttp", "__all__"), ("responses", "stop"), ("httpx", "__all__"), ("httpx2", "__all__"))
"""HTTP clients to patch once they are loaded, each with one of the last names that its module defines."""


class State(NamedTuple):
    """The facts that decide which patches apply; ``patch_sets`` counts the sets created so far."""

    is_active: bool
    is_guarded: bool
    blocks_network: bool
    has_aiobotocore: bool
    has_smtplib: bool
    has_aiosmtplib: bool
    libraries: tuple[str, ...]
    moto_stubber: type | None
    handlers_of_sessions: int
    patch_sets: int


class Plan(NamedTuple):
    """The patch sets to revert and to apply in a state; ``missing`` is created afterwards, before the next pass."""

    reverts: Sequence[PatchSet]
    applies: Sequence[PatchSet]
    missing: Need | None


class Interceptor:
    """Owns the patches of active mocks, and of the guard outside of them.

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
        self._revert_all()  # The guard's patches must lie below those of mocks.
        self.update()

    def unguard(self) -> None:
        """Undo `guard`."""
        self._name_operation = self._guard_handler = None
        self.update()

    def update(self) -> None:
        """Apply the patches that are needed now, and revert all others.

        A signal handler or a finalizer may call this at any time, even while it runs. The nested call leaves
        the patches correct for that moment, and the interrupted pass is repeated.
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
        """Make passes until one is not interrupted; return a patch set that is needed but does not exist yet."""
        with self._lock:  # Nothing that is called with this lock waits for another lock.
            while True:
                self._latest_pass = this_pass = object()
                plan = self._find_plan()
                for patches in plan.reverts:
                    patches.revert()
                for patches in plan.applies:
                    patches.apply()
                if self._latest_pass is this_pass:
                    return plan.missing

    def _find_plan(self) -> Plan:
        state = self._read_state()
        plan = self._plans.get(state)
        if plan is None:
            plan = self._plans[state] = self._make_plan(state)
        return plan

    def _read_state(self) -> State:
        # Look for the last name that each library defines: another thread may be importing the library right now.
        handler = self._find_handler()
        has_boto3 = _find_loaded("boto3", "resource") is not None
        return State(
            handler is not None and not handler.is_guard,
            self._name_operation is not None,
            handler is not None and handler.block_network is not None,
            _find_loaded("aiobotocore.session", "get_session") is not None,
            _find_loaded("smtplib", "LMTP") is not None,
            _find_loaded("aiosmtplib", "__all__") is not None,
            tuple(
                [
                    name
                    for name, last in _LIBRARIES
                    if name in sys.modules and _find_loaded(name, last) is not None
                ]
            ),
            _find_loaded("moto.core.botocore_stubber", "BotocoreStubber"),
            len(_find_loaded("botocore.handlers", "BUILTIN_HANDLERS")) if has_boto3 else 0,
            len(self._patch_sets),
        )

    def _make_plan(self, state: State) -> Plan:
        needs = dict(self._find_needs(state))
        patch_sets = dict(self._patch_sets)
        return Plan(
            [patches for key, patches in patch_sets.items() if key not in needs],
            [patch_sets[key] for key in takewhile(patch_sets.__contains__, needs)],
            next((need for need in needs.items() if need[0] not in patch_sets), None),
        )

    def _find_needs(self, state: State) -> Iterator[Need]:
        """Yield the patch sets that are needed in a state, the lowest first."""
        if not state.has_aiobotocore and (state.is_active or state.is_guarded):
            yield "import hook", self._patch_session
        if state.is_active or state.is_guarded:
            yield "import watch", self._watch_imports
        if state.is_guarded:
            yield "guard", self._guard_botocore
            if state.has_aiobotocore:
                yield "guard of aiobotocore", self._guard_aiobotocore
            if state.has_smtplib:
                yield "guard of smtplib", self._guard_smtplib
            if state.has_aiosmtplib:
                yield "guard of aiosmtplib", self._guard_aiosmtplib
        if state.is_active or state.is_guarded:
            yield from self._find_needs_of_clients(state)
        if state.is_active:
            yield from self._find_needs_of_mocks(state)

    def _find_needs_of_clients(self, state: State) -> Iterator[Need]:
        """Yield the patch sets of clients other than botocore's, which mocks answer and the guard refuses."""
        yield "http.client", self._patch_http_client
        yield "urllib3", self._patch_urllib3
        for name in state.libraries:
            yield name, partial(self._patch_library, name)
        if state.blocks_network:
            yield "sockets", self._patch_sockets

    def _find_needs_of_mocks(self, state: State) -> Iterator[Need]:
        yield "botocore", self._patch_botocore
        if state.has_aiobotocore:
            yield "aiobotocore", self._patch_aiobotocore
        if state.has_smtplib:
            yield "smtplib", self._patch_smtplib
        if state.has_aiosmtplib:
            yield "aiosmtplib", self._patch_aiosmtplib
        if state.moto_stubber is not None:
            yield state.moto_stubber, partial(_patch_moto, state.moto_stubber)
        if state.handlers_of_sessions:
            # boto3's session is created while botocore is patched, since a profile may be missing. It is created
            # again when there are more handlers: moto adds its own when it is imported, and older sessions do not
            # have them.
            yield ("boto3", state.handlers_of_sessions), _patch_boto3

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
        """Return the function that names SES operations if the guard applies now."""
        return self._name_operation if self._active() is None else None


def _find_loaded(module: str, name: str) -> Any:
    """Return an attribute of a module, None if the module is not loaded or has not defined it yet."""
    return getattr(sys.modules.get(module), name, None)


def _patch_moto(stubber: type) -> PatchSet:
    from sesmock.transport import moto

    return moto.make_patches(stubber)


def _patch_boto3() -> PatchSet:
    from sesmock.transport import default_session

    return default_session.make_patches()
