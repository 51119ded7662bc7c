"""Write the table of modules from the decorators of the operations: ``make operations``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from sesmock import backends
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.backends.backend import Backend

PATH = Path(str(backends.__file__)).parent / "operations.py"
HEAD = '''\
"""The module of each operation, so that only what is called is imported. Made by ``make operations``."""

from __future__ import annotations

MODULES = {
'''


def main() -> None:
    """Write the table."""
    PATH.write_text(table(), "utf-8")


def table() -> str:
    """Return the table: APIs, and their operations by name, each with its module."""
    lines = (line for name in APIS for line in _rows(load_backend(name)))
    return f"{HEAD}{''.join(lines)}}}\n"


def _rows(backend: Backend) -> Iterator[str]:
    folder = Path(str(import_module(backend.package).__file__)).parent
    for module in iter_modules([str(folder)], f"{backend.package}."):
        import_module(module.name)
    yield f'    "{backend.api}": {{\n'
    for name, operation in sorted(backend.registered.items()):
        yield f'        "{name}": "{operation.function.__module__.rpartition(".")[2]}",\n'
    yield "    },\n"


if __name__ == "__main__":
    main()
