"""One cache of service models a data path: reading them is most of what a fresh session costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class SharedCache(dict[tuple[Any, ...], Any]):
    """The cache of one loader; what all loaders of a data path read alike is shared."""

    def __init__(self, shared: dict[tuple[Any, ...], Any]) -> None:
        super().__init__()
        self._shared = shared

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self._shared

    def __missing__(self, key: tuple[Any, ...]) -> Any:
        return self._shared[key]

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        if is_shared(key):
            self._shared[key] = value
        else:
            super().__setitem__(key, value)


def is_shared(key: tuple[Any, ...]) -> bool:
    """Return whether an answer holds for every loader of its data path: boto3 adds a path for resources alone."""
    return not any("resources" in str(part) for part in key)


def wrap_create_loader(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes loaders as botocore does, on one cache a data path."""
    caches: dict[str | None, dict[tuple[Any, ...], Any]] = {}

    def create_loader(search_path_string: str | None = None) -> Any:
        loader = original(search_path_string)
        loader._cache = SharedCache(caches.setdefault(search_path_string, {}))
        return loader

    return create_loader
