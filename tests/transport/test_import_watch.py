"""The module finder that notices the import of smtplib, aiosmtplib and other libraries."""

from __future__ import annotations

import sys

import pytest

from sesmock.transport import import_watch


def test_the_watch_is_installed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch is installed at most once."""
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
    """The watch only delegates to other finders."""
    watch = import_watch._Watch(lambda: None)
    monkeypatch.setattr(sys, "meta_path", [watch])

    assert watch.find_spec(name, None) is None
