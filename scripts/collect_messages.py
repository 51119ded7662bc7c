"""Write tests/messages.txt: every text that sesmock can show its users, by module."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOLDERS = ("sesmock", "conftest_plugin")
# A message has at least three words; shorter texts are names, keys and formats.
MESSAGE = re.compile(r"[A-Za-z'}][^\w\n]*\s+\S+\s+\S")


def collect() -> str:
    """Return the messages of all modules, each module's in the order of its lines."""
    sections = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            messages = list(dict.fromkeys(find_messages(ast.parse(path.read_text(encoding="utf-8")))))
            if messages:
                sections.append(f"# {path.relative_to(ROOT).as_posix()}\n" + "\n".join(messages) + "\n")
    return "\n".join(sections)


def find_messages(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module that read like sentences, but no docstrings and no type annotations."""
    skipped = {id(node) for parent in ast.walk(tree) for node in _find_skipped(parent)}
    # ast.walk() does not keep the order of the source, but a stack does.
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if id(node) in skipped:
            continue
        text = _read_text(node)
        if text is None:
            stack.extend(reversed(list(ast.iter_child_nodes(node))))
        elif MESSAGE.search(text):
            yield " ".join(text.split())


def _find_skipped(parent: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of a node that contain no messages: annotations and docstrings, even those of attributes."""
    if not _is_fixture(parent):
        yield from (child for child in ast.iter_child_nodes(parent) if _is_docstring(child))
    annotation = getattr(parent, "annotation", None) or getattr(parent, "returns", None)
    if isinstance(annotation, ast.AST):
        yield annotation


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_fixture(node: ast.AST) -> bool:
    """Return whether a function is a pytest fixture, whose docstring ``pytest --fixtures`` shows."""
    decorators = getattr(node, "decorator_list", ())
    return any("fixture" in ast.unparse(decorator) for decorator in decorators)


def _read_text(node: ast.AST) -> str | None:
    """Return the text of a string or an f-string, with its replacement fields in braces, or None for other nodes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_read_part, node.values))
    return None


def _read_part(part: ast.expr) -> str:
    """Return a literal part of an f-string, or a replacement field in braces."""
    return (
        f"{{{ast.unparse(part.value)}}}" if isinstance(part, ast.FormattedValue) else ast.literal_eval(part)
    )


if __name__ == "__main__":
    (ROOT / "tests" / "messages.txt").write_text(collect(), encoding="utf-8")
