"""The module finder that notices the import of smtplib, aiosmtplib and other libraries."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

from sesmock.transport import import_watch


def test_the_watch_is_installed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Applying the watch twice installs one finder, and reverting it twice leaves none."""
    monkeypatch.setattr(sys, "meta_path", [])
    watch = import_watch._Watch(lambda: None)
    watch.apply()
    watch.apply()
    applied = len(sys.meta_path)
    watch.revert()
    watch.revert()

    assert (applied, sys.meta_path) == (1, [])


@pytest.mark.parametrize("name", ["smtplib", "json"])
def test_the_watch_finds_no_modules_itself(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The watch finds no module that the other finders do not find."""
    watch = import_watch._Watch(lambda: None)
    monkeypatch.setattr(sys, "meta_path", [watch])

    assert watch.find_spec(name, None) is None


def test_the_loader_of_a_library_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watched module keeps its own loader, and other modules of that loader are not reported."""
    notices: list[None] = []
    loader = OneLoader()
    for name in ["smtplib", "colorsys"]:
        # This registers the name with monkeypatch, which restores the real module at the end of the test.
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        del sys.modules[name]
    with monkeypatch.context() as context:
        context.setattr(sys, "meta_path", [import_watch._Watch(lambda: notices.append(None)), loader])
        modules = [importlib.import_module(name) for name in ["smtplib", "colorsys"]]

    assert [module.__loader__ for module in modules] == [loader, loader]
    assert len(notices) == 1


class OneLoader(Loader):
    """A finder that loads every module as an empty one."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec:
        """Return a spec with this loader."""
        return ModuleSpec(name, self)

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module empty."""
