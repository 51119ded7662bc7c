"""Write docs/operations.md from the docstrings of the operations: ``make docs``; a test keeps it true."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from docs.citations import link_citations
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.backends.backend import Backend, Operation

PAGE = Path(__file__).parent / "operations.md"
HEAD = """\
# Operations

What is mocked now, by client and noun. Any other operation raises `OperationNotSupported`, naming itself, and so does a
member under "not yet": it has an effect on SES and none here. What each operation follows is described in
[what SES does, and how we know](behavior/README.md).

This page is made from the docstrings of the operations (`make docs`).
"""
COLUMNS = "| operation | what it does | refusals and rules | follows | not yet |\n|---|---|---|---|---|\n"


def main() -> None:
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    return HEAD + "".join(_client(load_backend(name)) for name in APIS)


def _client(backend: Backend) -> str:
    def noun(name: str) -> str:
        return backend.modules[name].rpartition(".")[2]

    names = sorted(backend.modules, key=lambda name: (noun(name), name))
    nouns = "".join(_noun(backend, *group) for group in groupby(names, noun))
    return f"\n## `{backend.api}`\n{nouns}"


def _noun(backend: Backend, noun: str, names: Iterable[str]) -> str:
    rows = "".join(_row(backend.find(name)) for name in names)
    return f"\n### {noun.capitalize().replace('_', ' ')}\n\n{COLUMNS}{rows}"


def _row(operation: Operation) -> str:
    summary, _, rest = (operation.function.__doc__ or "").partition("\n")
    rules, _, section = " ".join(rest.split()).partition("Spec: ")
    not_yet = ", ".join(operation.unsupported)
    cells = (operation.name, summary, rules.strip(), link_citations(section.rstrip(".")), not_yet)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


if __name__ == "__main__":
    main()
