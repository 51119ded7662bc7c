"""The routes of a service: its operations by HTTP method and percent-encoded path."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=256)
def split_url(url: str) -> tuple[str, str]:
    """Return the path and the query string of a URL, both still percent-encoded."""
    target, _, query = url.partition("#")[0].partition("?")
    # urlsplit removes tabs and line breaks, but the path must stay as the client sent it.
    start = target.find("/", target.find("//") + 2)
    return (target[start:] if start >= 0 else "/"), query


class _Node:
    """A node in the tree of path segments: its children by literal segment, and a child for any segment."""

    __slots__ = ("label", "literals", "operations")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.label: _Node | None = None
        self.operations: dict[str, str] = {}  # by HTTP method


class Routes:
    """The paths of a service as a trie over their segments; a literal takes precedence over a label."""

    def __init__(self, routes: Iterable[tuple[str, str, str]]) -> None:
        self._root = _Node()
        self.find = lru_cache(maxsize=256)(self._find)
        self._labels: dict[str, tuple[str, ...]] = {}
        for operation, method, template in routes:
            self._add(operation, method, template)

    def labels(self, operation: str) -> tuple[str, ...]:
        """Return the names of an operation's labels in the order of its path."""
        return self._labels[operation]

    def _find(self, method: str, path: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the operation and labels of a request, the labels still encoded; None if no route matches."""
        return _find(self._root, method, path.split("/"), 1, ())

    def _add(self, operation: str, method: str, template: str) -> None:
        node, labels = self._root, []
        for segment in template.partition("?")[0].split("/")[1:]:
            if segment.startswith("{"):
                labels.append(segment[1:-1])
                node.label = node = node.label or _Node()
            else:
                node = node.literals.setdefault(segment, _Node())
        node.operations[method] = operation
        self._labels[operation] = tuple(labels)


def _find(
    node: _Node, method: str, segments: list[str], position: int, labels: tuple[str, ...]
) -> tuple[str, tuple[str, ...]] | None:
    """Walk down from a node.

    If a literal segment leads to no match, try the label too, since the literal may exist for other methods only.
    """
    if position == len(segments):
        operation = node.operations.get(method)
        return None if operation is None else (operation, labels)
    segment = segments[position]
    literal = node.literals.get(segment)
    route = _find(literal, method, segments, position + 1, labels) if literal is not None else None
    if route is None and node.label is not None:
        route = _find(node.label, method, segments, position + 1, (*labels, segment))
    return route
