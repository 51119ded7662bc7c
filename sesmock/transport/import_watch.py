"""Patches libraries as soon as they are imported while a mock is active."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sesmock.transport.patches import PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

WATCHED = frozenset({"aiohttp", "aiosmtplib", "httpx", "httpx2", "responses", "smtplib"})
"""The libraries to patch after their import; `import_hook` does that for aiobotocore."""


def make_patches(update: Callable[[], None]) -> PatchSet:
    """Return a patch that calls ``update`` after each import of one of the libraries."""
    return PatchSet(_Watch(update))


class _Watch:
    """A module finder that delegates to the others and notices when a module has been executed."""

    def __init__(self, update: Callable[[], None]) -> None:
        self._update = update

    def apply(self) -> None:
        """Insert this finder before all others."""
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def revert(self) -> None:
        """Remove this finder."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of one of the libraries, and None for all other modules."""
        if name not in WATCHED:
            return None
        # This finder cannot find modules itself, so it delegates to the other finders in their order.
        others = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(name, path, target) for finder in others)
        spec = next((spec for spec in specs if spec is not None), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self._update)  # type: ignore[assignment]
        return spec


class _Loader:
    """Loads a library with its original loader, which other modules may share, and then calls ``update``."""

    def __init__(self, loader: Loader, update: Callable[[], None]) -> None:
        self._loader = loader
        self._update = update

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the loader's module."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Restore the module's original loader, run the module, and call ``update``."""
        assert module.__spec__ is not None
        # importlib.resources and pkgutil read a module's data through its loader, which this class cannot do.
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._update()
