"""A hook that calls a function once a module is imported, so that a run without mocks imports nothing from sesmock."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType


def when_imported(name: str, act: Callable[[], None]) -> Callable[[], None]:
    """Call a function when a module is imported, or now if it already is; return a function that removes the hook."""
    if name in sys.modules:
        act()
    finder = _Finder(name, act)
    sys.meta_path.insert(0, finder)
    return lambda: sys.meta_path.remove(finder)


class _Finder:
    """A finder that delegates to the others, and calls the function after the module has run."""

    def __init__(self, name: str, act: Callable[[], None]) -> None:
        self._name = name
        self._act = act
        self._is_asking = False

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return the spec of the module; None for other modules, and while the other finders search for it."""
        # importlib.util.find_spec calls this method again, and without the flag that would never end.
        if name != self._name or self._is_asking:
            return None
        self._is_asking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._is_asking = False
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Loader(spec.loader, self._act)  # type: ignore[assignment]
        return spec


class _Loader:
    """Loads a module with its original loader, and then calls the function.

    The original loader is not changed, since pytest loads all modules of a plugin's distribution with the same one.
    """

    def __init__(self, loader: Loader, act: Callable[[], None]) -> None:
        self._loader = loader
        self._act = act

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the loader's module."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Restore the module's original loader, run the module, and call the function."""
        assert module.__spec__ is not None
        # importlib.resources and pkgutil read a module's data through its loader, which this class cannot do.
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._act()
