"""The cycles of module imports: ``python -m tests.import_cycles`` prints the largest one.

Imports count anywhere, including in functions, and so does a module's name in a string. Imports for type
checkers do not count, nor do the tables that locate operations, subscribers and public names.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import sesmock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

ROOT = Path(sesmock.__file__).parent
# Modules whose strings are a table: the named modules are imported on first use.
TABLES = frozenset({"sesmock.domain.assembly"})
_NAME = re.compile(r"(sesmock(?:\.\w+)+)(?::\w+)?")


def main() -> None:
    """Print the modules of the largest cycle, one per line, and their number."""
    largest = max(find_cycles(import_graph()), key=len)
    print(*largest, f"The largest cycle: {len(largest)}", sep="\n")


def module_files() -> dict[str, Path]:
    """Return the files of sesmock by module name."""
    paths = sorted(ROOT.rglob("*.py"))
    parts = {path: ("sesmock", *path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    return {".".join(names).removesuffix(".__init__"): path for path, names in parts.items()}


def import_graph() -> dict[str, set[str]]:
    """Return the modules of sesmock, each with the modules that it imports or names in a string."""
    files = module_files()
    graph = {}
    for module, path in files.items():
        tree = ast.parse(path.read_text("utf-8"))
        names = set(imported_names(tree, files))
        if module not in TABLES:
            names |= set(_list_names_in_strings(tree))
        graph[module] = names & files.keys() - {module}
    return graph


def imported_names(node: ast.AST, modules: Collection[str]) -> Iterator[str]:
    """Yield the modules that code imports at run time, without blocks for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            names = [f"{child.module}.{alias.name}" for alias in child.names]
            yield from (name if name in modules else str(child.module) for name in names)
        elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield from imported_names(child, modules)


def find_cycles(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the cycles of modules: each module imports the others of its cycle, directly or indirectly."""
    imports = {module: _reachable(graph, module) for module in graph}
    together = {
        tuple(sorted({module, *(other for other in imports[module] if module in imports[other])}))
        for module in graph
    }
    return [list(modules) for modules in sorted(together)]


def _reachable(graph: Mapping[str, Collection[str]], start: str) -> set[str]:
    """Return the modules that a module imports, directly or indirectly."""
    modules: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = set(graph[waiting.pop()]) - modules
        modules |= fresh
        waiting += fresh
    return modules


def _list_names_in_strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = _NAME.fullmatch(node.value)
            if match is not None:
                yield match[1]


if __name__ == "__main__":
    main()
