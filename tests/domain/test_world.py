"""Changes to a world, and calls that are deferred until its lock is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock.domain import assembly
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from sesmock.domain.world import World


@pytest.fixture
def world() -> World:
    """Return a new world."""
    return assembly.build_world(Options())


def test_deferred_calls_run_after_the_outermost_change(world: World) -> None:
    """A call deferred inside nested changes runs after the outermost one."""
    done: list[str] = []
    with world.change():
        with world.change():
            world.deferred.append(lambda: done.append("inner"))
        world.deferred.append(lambda: done.append("outer"))
        done.append("block")

    assert done == ["block", "inner", "outer"]


def test_a_failed_change_drops_its_deferred_calls(world: World) -> None:
    """The calls that a failed change deferred never run, not even after the next change."""
    done: list[str] = []

    def fail() -> None:
        with world.change():
            world.deferred.append(lambda: done.append("lost"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with world.change():
        pass

    assert done == []
