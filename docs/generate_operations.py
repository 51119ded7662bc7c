"""Write docs/reference/operations.md from the operations' docstrings (``make operations``).

A test checks that the page is current.
"""

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

PAGE = Path(__file__).parent / "reference" / "operations.md"
HEAD = """\
# Operations

Look up whether an operation is mocked, which errors it raises, and which facts it follows. The tables are sorted by
client and noun. All other operations raise `OperationNotSupported`, and so do the members under "not yet": they have an
effect on SES, but none in sesmock. The column "follows" links to
[what SES does](../behavior/README.md).

This page is generated from the docstrings of the operations (`make operations`).
"""
COLUMNS = "| operation | what it does | rules and errors | follows | not yet |\n|---|---|---|---|---|\n"


def main() -> None:
    PAGE.write_text(build_page(), "utf-8")


def build_page() -> str:
    return HEAD + "".join(_build_client(load_backend(name)) for name in APIS)


def _build_client(backend: Backend) -> str:
    def noun(name: str) -> str:
        return backend.modules[name].rpartition(".")[2]

    names = sorted(backend.modules, key=lambda name: (noun(name), name))
    nouns = "".join(_build_noun(backend, *group) for group in groupby(names, noun))
    return f"\n## `{backend.api}`\n{nouns}"


def _build_noun(backend: Backend, noun: str, names: Iterable[str]) -> str:
    rows = "".join(_build_row(backend.find(name)) for name in names)
    return f"\n### {noun.capitalize().replace('_', ' ')}\n\n{COLUMNS}{rows}"


def _build_row(operation: Operation) -> str:
    summary, _, rest = (operation.function.__doc__ or "").partition("\n")
    rules, _, section = " ".join(rest.split()).partition("Spec: ")
    not_yet = ", ".join(operation.unsupported)
    cells = (operation.name, summary, rules.strip(), link_citations(section.rstrip(".")), not_yet)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


if __name__ == "__main__":
    main()
