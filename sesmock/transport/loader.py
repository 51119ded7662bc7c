"""A cache of service models for each data path, since reading them takes most of the time of a new session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class SharedCache(dict[tuple[Any, ...], Any]):
    """The cache of one loader. It shares the results that are the same for all loaders of a data path."""

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
    """Return whether all loaders of a data path share a result: boto3 adds search paths for resources only."""
    return not any("resources" in str(part) for part in key)


def wrap_create_loader(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a wrapper that creates loaders with one shared cache per data path."""
    caches: dict[str | None, dict[tuple[Any, ...], Any]] = {}

    def create_loader(search_path_string: str | None = None) -> Any:
        loader = original(search_path_string)
        # botocore's decorator `instance_cache` keeps the results of a loader in this attribute (loaders.py).
        loader._cache = SharedCache(caches.setdefault(search_path_string, {}))
        return loader

    return create_loader
