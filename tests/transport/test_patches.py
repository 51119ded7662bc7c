"""Attributes are restored, even if other code replaces or wraps them in the meantime."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[[], list[str]]


def call() -> list[str]:
    """Return the name of the original, to which wrappers add theirs."""
    return ["original"]


def make_wrapper(name: str) -> Callable[[Function], Function]:
    """Return a decorator whose wrapper adds its name to the result."""
    return lambda original: lambda: [name, *original()]


@pytest.fixture
def module() -> SimpleNamespace:
    """Return a namespace to patch."""
    return SimpleNamespace(call=call)


@pytest.fixture
def patches(module: SimpleNamespace) -> PatchSet:
    """Return the patches of ``module.call``."""
    return PatchSet(Patch(module, "call", make_wrapper("ours")))


def test_a_replacement_is_used_again(module: SimpleNamespace, patches: PatchSet) -> None:
    """Patching a function again uses the same replacement, and applying or reverting twice changes nothing."""
    patches.apply()
    first = module.call
    patches.apply()
    twice = module.call()
    patches.revert()
    patches.revert()
    between = module.call
    patches.apply()

    assert twice == ["ours", "original"]
    assert between is call
    assert module.call is first


def test_a_wrapper_around_a_replacement_stays_on_top(module: SimpleNamespace, patches: PatchSet) -> None:
    """A wrapper that other code puts around a replacement stays there when the patch is reverted."""
    patches.apply()
    module.call = make_wrapper("theirs")(module.call)
    patches.apply()
    during = module.call()
    patches.revert()

    assert during == module.call() == ["theirs", "ours", "original"]


def test_a_wrapper_that_stayed_is_patched_itself(module: SimpleNamespace, patches: PatchSet) -> None:
    """If a wrapper has stayed, the next patch goes around it, and reverting restores the wrapper."""
    patches.apply()
    module.call = theirs = make_wrapper("theirs")(module.call)
    patches.revert()
    patches.apply()
    during = module.call()
    patches.revert()

    assert during == ["ours", "theirs", "ours", "original"]
    assert module.call is theirs


def test_a_replacement_that_returns_is_reverted_the_next_time(
    module: SimpleNamespace, patches: PatchSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replacement that other code restores after the revert is reverted the next time."""
    patches.apply()
    monkeypatch.setattr(module, "call", call)
    patches.revert()
    monkeypatch.undo()
    patches.apply()
    patches.revert()

    assert module.call is call
