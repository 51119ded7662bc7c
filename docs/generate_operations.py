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

Look up whether an operation is mocked, which errors it raises, and which facts it follows. The lists are sorted by
client and noun. All other operations raise `OperationNotSupported`, and so does a call with a member listed
under "Not yet", whose effect on SES is not mocked. "Follows" links to [what SES does](../behavior/README.md).

This page is generated from the docstrings of the operations (`make operations`).
"""


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
    items = "".join(_build_item(backend.find(name)) for name in names)
    return f"\n### {noun.capitalize().replace('_', ' ')}\n\n{items}"


def _build_item(operation: Operation) -> str:
    summary, _, rest = (operation.function.__doc__ or "").partition("\n")
    rules, _, section = " ".join(rest.split()).partition("Spec: ")
    text = f"{summary} {rules}".strip()
    not_yet = f"  - Not yet: {', '.join(operation.unsupported)}\n" if operation.unsupported else ""
    return f"- **{operation.name}**: {text}\n  - Follows: {link_citations(section.rstrip('.'))}\n{not_yet}"


if __name__ == "__main__":
    main()
