"""The complete state of a mock, as plain values that tests can compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.account import Account
from sesmock.domain.world import World
from sesmock.protocol.codec import Codec

if TYPE_CHECKING:
    from sesmock import SesMock

_RECORDS = ("outbox", "notices", "rendering_failures", "publications", "events", "received")


def state(mocked: SesMock) -> dict[str, Any]:
    """Return the resources of every account, and the number of records."""
    world = mocked._world
    accounts = {str(key): _plain(_attributes(account), ()) for key, account in world.accounts.items()}
    return accounts | {name: len(getattr(world, name)) for name in _RECORDS}


def _plain(value: Any, above: tuple[int, ...]) -> Any:
    if value is None or isinstance(value, (str, bytes, int, float, frozenset)) or callable(value):
        return value
    # A recorded call may keep the codec that reads its parameters later. The codec caches parts of its model.
    if isinstance(value, (World, Account, Codec)) or id(value) in above:
        return type(value).__name__
    above = (*above, id(value))
    if isinstance(value, dict):
        return [(str(key), _plain(held, above)) for key, held in value.items()]
    if isinstance(value, set):
        return sorted(map(str, value))
    attributes = _attributes(value)
    held = [(name, _plain(held, above)) for name, held in attributes.items()]
    if hasattr(value, "__iter__"):
        held += [("", _plain(item, above)) for item in value]
    return [type(value).__name__, *held] if held else repr(value)


def _attributes(value: Any) -> dict[str, Any]:
    names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    held = {name: getattr(value, name) for name in names if hasattr(value, name)}
    return held | getattr(value, "__dict__", {})
