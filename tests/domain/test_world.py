"""Changes of a world: what is left for when its lock is free again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock.domain import assembly
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from sesmock.domain.world import World


@pytest.fixture
def world() -> World:
    """Return a world of its own."""
    return assembly.build_world(Options())


def test_what_was_deferred_is_done_behind_the_outermost_change(world: World) -> None:
    """A change inside a change leaves it to the outer one."""
    done: list[str] = []
    with world.change():
        with world.change():
            world.deferred.append(lambda: done.append("inner"))
        world.deferred.append(lambda: done.append("outer"))
        done.append("block")

    assert done == ["block", "inner", "outer"]


def test_a_change_that_fails_forgets_what_it_deferred(world: World) -> None:
    """The next change does not do it either."""
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
